import ArgumentParser
import Shell

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
    throw ExitCode(try ShellStart(builder: builder, line: line, script: script).run())
  }
}
