import Terminal
import Texts

/// `save FILE`: writes the journal, from which `replay` makes the same world anywhere.
package enum SaveCommand: ShellCommand {
  package static let name = "save"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count == 1 else { throw CommandFailure("save.usage") }
    let workspace = try session.openWorkspace()
    try NewFile.write(workspace.journal.text, to: arguments[0])
    var document = Document()
    document.paragraph(
      session.text(
        "save.done",
        ["path": .string(arguments[0]), "count": .integer(workspace.journal.effective.count)]))
    return CommandOutput(["path": arguments[0]], document)
  }
}
