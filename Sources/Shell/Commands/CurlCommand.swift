import CloudAPI
import Terminal

/// `curl URL`: asks a web server of the world for a page; the workspace does it, as it does `aws` lines.
package enum CurlCommand: ShellCommand {
  package static let name = "curl"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    let outcome = workspace.perform(curl: arguments)
    session.workspace = workspace
    try session.save()
    return AWSCommand.output(outcome, in: session)
  }
}
