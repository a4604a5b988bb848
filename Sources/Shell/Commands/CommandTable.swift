/// What a group of commands is for, as help lists them.
package enum CommandGroup: String, Sendable, CaseIterable {
  case learn
  case labs
  case world
  case time
  case you
}

/// The commands of the shell in their groups, in the order in which help lists them; a new command joins here.
package enum CommandTable {
  /// The groups with their commands.
  package static let groups: [(group: CommandGroup, commands: [any ShellCommand.Type])] = [
    (
      .learn,
      [
        TourCommand.self,
        LessonsCommand.self,
        LessonCommand.self,
        QuizCommand.self,
        ReviewCommand.self,
        ProgressCommand.self,
      ]
    ),
    (
      .labs,
      [
        LabsCommand.self,
        LabCommand.self,
        CheckCommand.self,
        ExplainCommand.self,
        BlameCommand.self,
        ReportCommand.self,
        HintCommand.self,
        SolutionCommand.self,
        SubmitCommand.self,
        ExperimentCommand.self,
        CompareCommand.self,
        PlotCommand.self,
      ]
    ),
    (
      .world,
      [
        AWSCommand.self,
        SSHCommand.self,
        CurlCommand.self,
        MarketplaceCommand.self,
        MapCommand.self,
        CostCommand.self,
        EventsCommand.self,
        SandboxCommand.self,
        TrafficCommand.self,
        FaultCommand.self,
        OutageCommand.self,
        SurveyCommand.self,
        EditCommand.self,
        VarsCommand.self,
        ExportCommand.self,
        UnsetCommand.self,
        EchoCommand.self,
        CatCommand.self,
        ListFilesCommand.self,
        MakeFolderCommand.self,
        RemoveFilesCommand.self,
        FolderPathCommand.self,
      ]
    ),
    (
      .time,
      [
        RunCommand.self,
        TopCommand.self,
        WaitCommand.self,
        DateCommand.self,
        UndoCommand.self,
        RedoCommand.self,
        JournalCommand.self,
        SaveCommand.self,
        ReplayCommand.self,
      ]
    ),
    (
      .you,
      [
        LangCommand.self,
        OperationsCommand.self,
        FidelityCommand.self,
        SimplificationsCommand.self,
        HelpCommand.self,
        ExitCommand.self,
      ]
    ),
  ]

  /// All commands.
  package static let all: [any ShellCommand.Type] = groups.flatMap(\.commands)

  /// The names of all commands.
  package static let names = all.map { $0.name }

  /// The command of a name.
  package static func command(_ name: String) -> (any ShellCommand.Type)? { all.first { $0.name == name } }
}
