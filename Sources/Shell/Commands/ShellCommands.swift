import EventKernel
import Terminal
import Texts

/// Shows the journal, one JSON line an entry.
package enum JournalCommand: ShellCommand {
  package static let name = "journal"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    CommandOutput(Done(), Document(), raw: try session.openWorkspace().journal.text)
  }
}

/// Lists the variables, the set-up's first.
package enum VarsCommand: ShellCommand {
  package static let name = "vars"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let workspace = try session.openWorkspace()
    let others = workspace.variables.keys.filter { !workspace.exported.contains($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var document = Document()
    for name in workspace.exported + others {
      document.keyValue("`$\(name)`", workspace.variables[name] ?? "")
    }
    return CommandOutput(workspace.variables, document)
  }
}

/// Leaves the shell.
package enum ExitCommand: ShellCommand {
  package static let name = "exit"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    session.isEnding = true
    return CommandOutput(Done(), Document())
  }
}
