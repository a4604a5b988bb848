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
    do throws(RunRefusal) {
      try workspace.settle()
    } catch {
      throw CommandFailure(error)
    }
    session.workspace = workspace
    try session.save()
    return output(waited: workspace.world.now - begun, in: session)
  }

  /// What waiting came to.
  static func output(waited span: EventKernel.Duration, in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(
      session.text(
        span > .zero ? "session.waited" : "session.nothing-pending",
        ["span": .duration(nanoseconds: span.nanoseconds)]), style: .muted)
    let leaving = session.workspace?.world.leaving ?? []
    if !leaving.isEmpty {
      document.paragraph(session.text("session.still-leaving"), style: .muted)
      document.code(leaving.prefix(3).map(\.removal).joined(separator: "\n"), language: "sky")
    }
    return CommandOutput(["seconds": span.inSeconds], document)
  }
}
