import CloudAPI
import EventKernel
import Terminal
import Texts

/// Shows the journal, one JSON line an entry; as JSON for scripts, its header and a list of its entries.
package enum JournalCommand: ShellCommand {
  package static let name = "journal"

  /// The journal as scripts read it.
  struct Result: Encodable {
    let header: Value
    let entries: [Value]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("session.takes-nothing", ["name": .string(name)]) }
    let journal = try session.openWorkspace().journal
    let result = Result(header: Journal.value(journal.header), entries: journal.entries.map(Journal.value))
    return CommandOutput(result, Document(), raw: session.wantsJSON ? nil : journal.text)
  }
}

/// Lists the variables, the set-up's first.
package enum VarsCommand: ShellCommand {
  package static let name = "vars"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("session.takes-nothing", ["name": .string(name)]) }
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

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    // As scripts write it, `|| exit 1`: the number is the status, in its last eight bits.
    let number = arguments.first.flatMap { Int32($0) }
    guard arguments.isEmpty || arguments.count == 1 && number != nil else {
      throw CommandFailure("session.takes-nothing", ["name": .string(name)])
    }
    session.isEnding = true
    return CommandOutput(Done(), Document(), status: (number ?? 0) & 0xFF)
  }
}
