import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// `wait`: lets time pass until nothing is pending.
package enum WaitCommand: ShellCommand {
  package static let name = "wait"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("wait.usage") }
    var workspace = try session.openWorkspace()
    let begun = workspace.world.now
    workspace.waitUntilSettled()
    session.workspace = workspace
    try session.save()
    return output(waited: workspace.world.now - begun, in: session)
  }

  /// What waiting came to.
  static func output(waited span: EventKernel.Duration, in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(
      session.text("session.waited", ["span": .duration(nanoseconds: span.nanoseconds)]), style: .muted)
    return CommandOutput(["seconds": span.inSeconds], document)
  }
}

/// `run SPAN`: lets time pass with the world's users, live.
package enum RunCommand: ShellCommand {
  package static let name = "run"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count == 1, let span = SpanText.duration(arguments[0]) else {
      throw CommandFailure("run.bad-span", ["text": .string(arguments.first ?? "")])
    }
    var workspace = try session.openWorkspace()
    let report = try session.watching(total: span) { (progress) throws(RunRefusal) in
      try workspace.run(for: span) { progress(0, $0) }
    }
    guard let report else { throw CommandFailure("check.stopped", status: 130) }
    session.workspace = workspace
    try session.save()
    var document = Document()
    document.paragraph(
      session.text(
        "run.done",
        [
          "offered": .integer(report.offered), "lost": .integer(report.lost),
          "p95": .integer(Int(report.latency.quantile(0.95).inMilliseconds.rounded())),
        ]))
    let names = session.names(in: workspace.world)
    for cause in report.causes.filter({ $0.lost > 0 }).prefix(3) {
      document.paragraph(session.text(of: cause, names))
    }
    return CommandOutput(["offered": report.offered, "lost": report.lost], document)
  }
}

/// `undo [n]`: takes back the newest entries of the journal.
package enum UndoCommand: ShellCommand {
  package static let name = "undo"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    try session.move(arguments, id: "undo") { (workspace, count) throws(RunRefusal) in
      try workspace.undo(count)
    }
  }
}

/// `redo [n]`: does the newest undone entries again.
package enum RedoCommand: ShellCommand {
  package static let name = "redo"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    try session.move(arguments, id: "redo") { (workspace, count) throws(RunRefusal) in
      try workspace.redo(count)
    }
  }
}

extension Session {
  fileprivate func move(
    _ arguments: [String], id: String, _ act: (inout Workspace, Int) throws(RunRefusal) -> Int
  ) throws(CommandFailure) -> CommandOutput {
    guard arguments.count <= 1, let count = arguments.first.map({ Int($0) }) ?? 1,
      (1...100_000).contains(count)
    else {
      throw CommandFailure("undo.usage")
    }
    var workspace = try openWorkspace()
    let moved: Int
    do throws(RunRefusal) {
      moved = try act(&workspace, count)
    } catch {
      throw CommandFailure(error)
    }
    self.workspace = workspace
    try save()
    var document = Document()
    document.paragraph(text(moved == 0 ? "undo.no-\(id)" : "undo.\(id)", ["count": .integer(moved)]))
    return CommandOutput(["count": moved], document)
  }
}
