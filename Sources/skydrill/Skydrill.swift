import ArgumentParser
import Foundation
import Shell

/// The program: the shell when nothing else is asked for, its commands as sub-commands, and the tools.
@main
struct Skydrill: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "skydrill", abstract: "A flight simulator for cloud architecture.",
      version: DataRoot.version,
      subcommands: [
        StartCommand.self, LintCommand.self, ProveCommand.self, BenchCommand.self, CompletionsCommand.self,
      ]
        + ShellSubcommands.all,
      defaultSubcommand: StartCommand.self, helpNames: [])
  }

  @OptionGroup var common: ProgramOptions

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      // The commonest start has nothing to parse, and making the parser takes a quarter of the time to the prompt.
      guard !arguments.isEmpty else { throw ExitCode(try ShellStart(builder: .plain).run()) }
      var command = try parseAsRoot(ProgramWords.prepared(arguments))
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      // Usage errors are 2 here; the parser's own status for them is another.
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      let output = code == .success ? FileHandle.standardOutput : FileHandle.standardError
      output.write(Data((text + "\n").utf8))
      Foundation.exit(code == .success ? 0 : 2)
    }
  }
}
