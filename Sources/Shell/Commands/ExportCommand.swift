import Terminal
import Texts

/// `export NAME=value`: sets a variable that `vars` lists; the workspace sets it, this checks the words.
package enum ExportCommand: ShellCommand {
  package static let name = "export"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    for argument in arguments {
      guard let name = argument.split(separator: "=", omittingEmptySubsequences: false).first,
        ShellLineParser.isName(String(name))
      else { throw CommandFailure("export.bad-name", ["name": .string(argument)]) }
    }
    guard !arguments.isEmpty else { return try VarsCommand.run([], in: session) }
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count == 2 ? String(parts[1]) : workspace.variables[name] ?? ""
      workspace.assign(name, value, exports: true)
    }
    session.workspace = workspace
    try session.save()
    return CommandOutput(Done(), Document())
  }
}
