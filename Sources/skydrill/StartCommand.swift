import ArgumentParser
import Foundation
import Shell
import Terminal

/// The shell, or one line or a script of it.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Start the shell, or run lines of it.", helpNames: [.short, .long])

  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Option(name: .customShort("c"), help: "Run this line and end with its status.")
  var line: String?
  @Option(help: "Run the lines of a file.", completion: .file())
  var script: String?
  @Argument(help: .hidden)
  var words: [String] = []

  func validate() throws {
    if line != nil, script != nil { throw ValidationError("Give -c or --script, not both.") }
  }

  func run() throws {
    let builder = common.over(program.common)
    // A word that is no sub-command: the session says so and names the nearest.
    if !words.isEmpty { throw ExitCode(try builder.command().perform(words: words)) }
    let interactive = line == nil && script == nil && isatty(0) == 1 && isatty(1) == 1
    let source = try source(builder)
    let home = SessionBuilder.home(environment: ProcessInfo.processInfo.environment)
    let session = try builder.opened(home: home) { screen in
      source ?? SessionBuilder.lines(interactive: interactive, home: home, screen: screen)
    }
    throw ExitCode(ReadLoop(session: session, isOneLine: line != nil).run())
  }

  /// The lines that the options name; `nil` for those of standard input.
  private func source(_ builder: SessionBuilder) throws -> ScriptLineSource? {
    if let line { return ScriptLineSource(text: line) }
    guard let script else { return nil }
    switch ScriptLineSource.open(path: script) {
    case .success(let source): return source
    case .failure(let error):
      let session = try builder.tool()
      throw ExitCode(session.show(CommandFailure(unreadableScript: script, errno: error.errno)))
    }
  }
}
