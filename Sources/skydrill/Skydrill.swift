import ArgumentParser
import Foundation
import Shell
import Terminal
import Texts

/// The program: the shell when nothing else is asked for, and its commands as sub-commands.
@main
struct Skydrill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skydrill", abstract: "A flight simulator for cloud architecture.",
    version: DataRoot.version, subcommands: [Start.self, LabTool.self, Lint.self, Bench.self],
    defaultSubcommand: Start.self)

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      // Usage errors are 2 here; the parser's own status for them is another.
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      FileHandle.standardError.write(Data((text + "\n").utf8))
      Foundation.exit(code == .success ? 0 : 2)
    }
  }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "The language of texts: ko or en.")
  var lang: String?
  @Option(help: "text or json.")
  var output: String = "text"
  @Option(help: "The folder with labs, lessons, texts, facts.")
  var data: String?
  @Flag(name: .customLong("no-color"), help: "No colours.")
  var noColour = false
  @Flag(help: "Words only, for screen readers.")
  var plain = false

  /// The session that the options ask for.
  func session(lines: (Screen) -> any LineSource, home: String?) throws -> Session {
    do {
      return try SessionBuilder(
        language: lang.flatMap { Language(code: $0) }, data: data, wantsJSON: output == "json",
        noColour: noColour, plain: plain
      ).session(lines: lines, home: home)
    } catch {
      FileHandle.standardError.write(Data("skydrill: \(error)\n".utf8))
      throw ExitCode(3)
    }
  }
}

/// The shell, or one line or a script of it.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Start the shell, or run lines of it.")
  @OptionGroup var common: CommonOptions
  @Option(name: .customShort("c"), help: "Run this line and end with its status.")
  var line: String?
  @Option(help: "Run the lines of a file.")
  var script: String?

  func run() throws {
    let interactive = line == nil && script == nil && isatty(0) == 1 && isatty(1) == 1
    let home = SessionBuilder.home(environment: ProcessInfo.processInfo.environment)
    let session = try common.session(
      lines: { screen in
        if let line { return ScriptLineSource(text: line) }
        if let script {
          switch ScriptLineSource.open(path: script) {
          case .success(let source): return source
          case .failure: return ScriptLineSource(text: "")
          }
        }
        return SessionBuilder.lines(interactive: interactive, home: home, screen: screen)
      }, home: home)
    throw ExitCode(ReadLoop(session: session).run())
  }
}

/// Labs without the shell.
struct LabTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "Judge designs without the shell.", subcommands: [LabCheck.self])
}

/// Judges the world that a file of commands makes.
struct LabCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge the world that a file of commands makes.")
  @OptionGroup var common: CommonOptions
  @Argument(help: "The lab's id.")
  var lab: String
  @Option(help: "A file of commands, run in the lab's start world.")
  var commands: String?
  @Option(help: "The weather seed.")
  var seed: UInt64 = 1

  func run() throws {
    let session = try common.session(lines: { _ in ScriptLineSource(text: "") }, home: nil)
    throw ExitCode(LabCheckTool.run(lab: lab, commands: commands, seed: seed, in: session))
  }
}

/// Checks content.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check lessons, labs, questions and texts.")
  @OptionGroup var common: CommonOptions
  @Argument(help: "The content's folder; the program's own without it.")
  var path: String?

  func run() throws {
    let session = try common.session(lines: { _ in ScriptLineSource(text: "") }, home: nil)
    throw ExitCode(LintTool.run(path: path, in: session))
  }
}

/// Measures speed.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure speed: kernel, or a lab's id for its check.")
  @OptionGroup var common: CommonOptions
  @Argument(help: "kernel, or a lab's id.")
  var name: String
  @Option(help: "How many runs.")
  var runs: Int = 5

  func run() throws {
    let session = try common.session(lines: { _ in ScriptLineSource(text: "") }, home: nil)
    throw ExitCode(BenchTool.run(name, runs: runs, in: session))
  }
}
