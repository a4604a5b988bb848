import CloudAPI
import Terminal

/// `ssh -i KEYFILE ec2-user@HOST COMMAND`: runs a command in a machine; the workspace does it, as it does `aws` lines.
package enum SSHCommand: ShellCommand {
  package static let name = "ssh"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    let outcome = workspace.perform(ssh: arguments)
    session.workspace = workspace
    try session.save()
    return AWSCommand.output(outcome, in: session)
  }
}
