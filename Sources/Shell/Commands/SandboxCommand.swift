import Terminal
import Texts

/// `sandbox start|reset|leave`: free play in a small shop with users.
package enum SandboxCommand: ShellCommand {
  package static let name = "sandbox"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var document = Document()
    switch arguments {
    case ["start"]:
      let isResumed = try session.enterSandbox()
      document.paragraph(session.text(isResumed ? "sandbox.resumed" : "sandbox.started"))
      document.paragraph(session.text("sandbox.try"), style: .muted)
    case ["reset"]:
      guard case .sandbox = session.place else { throw CommandFailure("sandbox.none-open") }
      try session.startSandbox()
      document.paragraph(session.text("sandbox.started"))
    case ["leave"]:
      guard case .sandbox = session.place else { throw CommandFailure("sandbox.none-open") }
      session.leave()
      document.paragraph(session.text("sandbox.left"))
    default: throw CommandFailure("sandbox.usage")
    }
    return CommandOutput(["run": session.place.run ?? ""], document)
  }
}
