import ArgumentParser
import Foundation
import Shell
import Texts

/// The commands of the shell as sub-commands, made from the table.
enum ShellSubcommands {
  /// All commands; `aws` takes its words in another way, `lab` has a tool beside its words.
  static var all: [any ParsableCommand.Type] {
    CommandTable.all.map { command in
      switch command.name {
      case AWSCommand.name: AWSSubcommand.self
      case LabCommand.name: LabSubcommand.self
      default: subcommand(command)
      }
    }
  }

  private static func subcommand<Command: ShellCommand>(_ command: Command.Type) -> any ParsableCommand.Type {
    ShellSubcommand<Command>.self
  }

  /// The one-line description of a command; read only where the parser shows or writes it.
  static func summary(of name: String) -> String {
    guard isDescribing, let data = try? DataRoot.find(given: nil).texts else { return "" }
    return TextCatalogue(directory: data, language: .en).text("help.\(name).summary")
  }

  /// Whether the parser was asked to describe the commands instead of running one.
  private static let isDescribing = CommandLine.arguments.contains("--experimental-dump-help")
}

/// A command of the shell, run in the learner's last place.
struct ShellSubcommand<Command: ShellCommand>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Command.name, abstract: ShellSubcommands.summary(of: Command.name), helpNames: [])
  }

  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(parsing: .allUnrecognized, help: "What the command takes in the shell.")
  var words: [String] = []

  func run() throws {
    let session = try common.over(program.common).command()
    throw ExitCode(session.perform(words: [Command.name] + words))
  }
}

/// `skydrill aws …`: every word behind `aws` belongs to the line, the status is AWS's own.
struct AWSSubcommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: AWSCommand.name, abstract: ShellSubcommands.summary(of: AWSCommand.name), helpNames: [])
  }

  @ParentCommand var program: Skydrill
  @Argument(parsing: .captureForPassthrough, help: "The line as the AWS CLI takes it.")
  var words: [String] = []

  func run() throws {
    let session = try program.common.builder.command()
    throw ExitCode(
      session.perform(words: [AWSCommand.name] + (words.first == "--" ? words.dropFirst() : words[...])))
  }
}
