/// The commands of the shell, in the order in which help lists them; a new command joins here.
package enum CommandTable {
  /// All commands.
  package static let all: [any ShellCommand.Type] = [
    LabsCommand.self,
    LabCommand.self,
    MapCommand.self,
    CostCommand.self,
    EventsCommand.self,
    CheckCommand.self,
    ExplainCommand.self,
    FaultCommand.self,
    RunCommand.self,
    UndoCommand.self,
    RedoCommand.self,
    JournalCommand.self,
    HelpCommand.self,
    VarsCommand.self,
    ExitCommand.self,
  ]

  /// The command of a name.
  package static func command(_ name: String) -> (any ShellCommand.Type)? { all.first { $0.name == name } }
}
