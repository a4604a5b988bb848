/// The commands of the shell, in the order in which help lists them; a new command joins here.
package enum CommandTable {
  /// All commands.
  package static let all: [any ShellCommand.Type] = learning + building + judging + time + shell

  /// Lessons and questions.
  package static let learning: [any ShellCommand.Type] = [
    TourCommand.self, LessonsCommand.self, LessonCommand.self, QuizCommand.self, ReviewCommand.self,
    ProgressCommand.self,
  ]

  /// Labs and the world.
  package static let building: [any ShellCommand.Type] = [
    LabsCommand.self, LabCommand.self, SandboxCommand.self, MapCommand.self, CostCommand.self,
    EventsCommand.self, TrafficCommand.self,
  ]

  /// Experiments and verdicts.
  package static let judging: [any ShellCommand.Type] = [
    CheckCommand.self, ExplainCommand.self, HintCommand.self, SolutionCommand.self, SubmitCommand.self,
    ExperimentCommand.self, FaultCommand.self,
  ]

  /// Time and the journal.
  package static let time: [any ShellCommand.Type] = [
    WaitCommand.self, RunCommand.self, UndoCommand.self, RedoCommand.self, JournalCommand.self,
    SaveCommand.self, ReplayCommand.self,
  ]

  /// The shell itself.
  package static let shell: [any ShellCommand.Type] = [
    HelpCommand.self, VarsCommand.self, EditCommand.self, LangCommand.self, SimplificationsCommand.self,
    ExitCommand.self,
  ]

  /// The command of a name.
  package static func command(_ name: String) -> (any ShellCommand.Type)? { all.first { $0.name == name } }
}
