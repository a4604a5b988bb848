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

/// Proves a lab.
struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove over many weathers that a lab's solutions pass and its wrong designs fail as named.",
    discussion:
      "Writes proof.tsv beside the lab when all designs were run. docs/lab-format.md says what fit means.",
    helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "The lab's id, or the path of its folder labs/<id>.", completion: .directory)
  var lab: String
  @Option(help: "How many weathers.")
  var weathers: Int = 100
  @Option(help: "The seed that the weathers come from.")
  var seed: UInt64 = 1
  @Option(help: "A design to run; may be repeated. All without it.")
  var design: [String] = []
  @Option(help: "How many runs at once; one for each core without it.")
  var threads: Int?

  func run() throws {
    let session = try common.over(program.common).tool()
    throw ExitCode(
      ProveTool.run(
        .init(lab: lab, weathers: weathers, seed: seed, designs: design, threads: threads.map { max(1, $0) }),
        in: session))
  }
}

/// Measures speed.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract:
      "Measure speed: kernel, stations, flagship, scale, wide, idle, survey, flow, api, start, or a lab's check.",
    discussion: "digests compares reports of full size with the committed ones, flow-compare both engines.",
    helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "What is measured, one of the names above; digests; or a lab's id.")
  var name: String
  @Option(help: "How many runs.")
  var runs: Int = 5

  func run() throws {
    throw ExitCode(BenchTool.run(name, runs: runs, in: try common.over(program.common).tool()))
  }
}

/// Writes completion scripts, and answers them.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.",
    discussion: "bash: source <(skydrill completions bash). `make install` puts the scripts in place.",
    helpNames: [.short, .long])
  @ParentCommand var program: Skydrill
  @OptionGroup var common: ProgramOptions
  @Argument(help: "bash, zsh or fish.")
  var shell: CompletionTool.Shell?
  @Option(help: .hidden)
  var line: String?

  func validate() throws {
    if shell == nil, line == nil { throw ValidationError("Say for which shell: bash, zsh or fish.") }
  }

  func run() throws {
    if let shell {
      throw ExitCode(CompletionTool.script(of: shell, in: try common.over(program.common).tool()))
    }
    let session = try common.over(program.common).command()
    do throws(CommandFailure) {
      try session.resumeLastPlace()
    } catch {
      throw ExitCode(session.show(error))
    }
    throw ExitCode(CompletionTool.answer(line ?? "", in: session))
  }
}

extension CompletionTool.Shell: ExpressibleByArgument {}
