import ArgumentParser
import Shell

/// `skydrill lab …`: what the shell's command does, and judging without a shell.
struct LabSubcommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: LabCommand.name, abstract: ShellSubcommands.summary(of: LabCommand.name),
      subcommands: [LabCheckCommand.self, ShellSubcommand<LabCommand>.self],
      defaultSubcommand: ShellSubcommand<LabCommand>.self, helpNames: [])
  }
}

/// Judges the world that a file of commands makes.
struct LabCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge the world that a file of commands makes.",
    helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "The lab's id.")
  var lab: String
  @Option(help: "A file of commands, run in the lab's start world.", completion: .file())
  var commands: String?
  @Option(help: "The weather seed.")
  var seed: UInt64 = 1

  func run() throws {
    let session = try common.over(program.common).tool()
    throw ExitCode(LabCheckTool.run(lab: lab, commands: commands, seed: seed, in: session))
  }
}
