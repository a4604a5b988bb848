import Terminal
import Texts
import Traffic

/// `undo [n]`: takes back the newest entries of the journal.
package enum UndoCommand: ShellCommand {
  package static let name = "undo"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    try session.move(arguments, name) { (workspace, count) throws(RunRefusal) in
      let done = workspace.journal.effective
      return Array(done.suffix(try workspace.undo(count)).reversed())
    }
  }
}

/// `redo [n]`: does the newest undone entries again.
package enum RedoCommand: ShellCommand {
  package static let name = "redo"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    try session.move(arguments, name) { (workspace, count) throws(RunRefusal) in
      let again = try workspace.redo(count)
      return workspace.journal.effective.suffix(again)
    }
  }
}

extension Session {
  /// The most lines that are named one by one.
  private static let mostNamed = 8

  /// Takes entries back or does them again, and names them in the order in which that happened.
  fileprivate func move(
    _ arguments: [String], _ command: String,
    _ act: (inout Workspace, Int) throws(RunRefusal) -> [Journal.Entry]
  ) throws(CommandFailure) -> CommandOutput {
    guard arguments.count <= 1, let count = arguments.first.map({ Int($0) }) ?? 1,
      (1...100_000).contains(count)
    else {
      throw CommandFailure("undo.usage")
    }
    var workspace = try openWorkspace()
    let moved: [Journal.Entry]
    do throws(RunRefusal) {
      moved = try act(&workspace, count)
    } catch {
      throw CommandFailure(error)
    }
    self.workspace = workspace
    try save()
    return CommandOutput(["count": moved.count], document(ofMoved: moved, command))
  }

  private func document(ofMoved moved: [Journal.Entry], _ command: String) -> Document {
    var document = Document()
    guard !moved.isEmpty else {
      document.paragraph(text("undo.no-\(command)"))
      return document
    }
    document.paragraph(text("undo.\(command)", ["count": .integer(moved.count)]))
    let lines = moved.prefix(Self.mostNamed).map { entry in
      DisplayWidth.truncate(entry.typed.replacing("\n", with: " "), to: max(20, screen.width - 5))
    }
    document.code(lines.joined(separator: "\n"))
    if moved.count > lines.count {
      document.paragraph(text("undo.more", ["count": .integer(moved.count - lines.count)]), style: .muted)
    }
    return document
  }
}
