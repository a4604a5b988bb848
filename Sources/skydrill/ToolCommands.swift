import ArgumentParser
import Shell

/// Checks content.
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Check lessons, labs, questions and texts.", helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "The content's folder; the program's own without it.", completion: .directory)
  var path: String?

  func run() throws { throw ExitCode(LintTool.run(path: path, in: try common.over(program.common).tool())) }
}

/// Measures speed.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure speed: kernel, flagship, api, start, or a lab's id for its check.",
    helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "kernel, flagship, api, start, or a lab's id.")
  var name: String
  @Option(help: "How many runs.")
  var runs: Int = 5

  func run() throws {
    throw ExitCode(BenchTool.run(name, runs: runs, in: try common.over(program.common).tool()))
  }
}
