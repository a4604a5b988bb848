import Cloud
import CloudAPI
import EventKernel

extension ShellLine {
  /// Whether something of what the command prints goes elsewhere.
  var redirects: Bool { output != nil || dropsErrors || joinsErrors }
}

extension Workspace {
  /// Does a command whose output goes to a file or through a pipe, or whose errors are dropped.
  mutating func redirect(
    _ line: ShellLine, _ command: String, _ arguments: [String]
  ) throws(LineFailure) -> LineOutcome {
    if command == "cat", arguments.isEmpty, let bytes = standardInput, let output = line.output {
      let name = try expandWhole(output, depth: 0)
      try write(bytes, to: name, appends: line.appends)
      lastStatus = 0
      return .wrote(file: name, bytes: bytes.count)
    }
    guard var outcome = printed(command, arguments) else {
      let sign = line.output == nil ? "2>" : line.appends ? ">>" : ">"
      throw .unreadable(.refused(line.filters.isEmpty ? sign : "|"))
    }
    try filter(&outcome, through: line, depth: 0)
    try divert(&outcome, of: line, depth: 0)
    lastStatus = outcome.status
    return .aws(outcome)
  }

  /// Runs a program that only prints; `nil` when it is none.
  mutating func printed(_ command: String, _ arguments: [String]) -> AWSOutcome? {
    switch command {
    case "aws": return perform(aws: arguments)
    case "ssh": return perform(ssh: arguments)
    case "curl": return perform(curl: arguments)
    case _ where LookupLine.names.contains(command): return lookUp(command, arguments)
    default:
      randomNumbers += 1
      return run(tool: command, arguments).map {
        AWSOutcome(output: $0.output, errorOutput: $0.errorOutput, status: $0.status)
      }
    }
  }

  /// Asks the resolver of the learner's computer for a name; the world stays as it is.
  private mutating func lookUp(_ command: String, _ arguments: [String]) -> AWSOutcome {
    guard let line = LookupLine(command, arguments) else {
      return AWSOutcome(errorOutput: LookupLine.usage(of: command), status: 1)
    }
    // Of several answers each question draws its own.
    randomNumbers += 1
    let moment = UInt64(bitPattern: world.now.sinceEpoch.nanoseconds)
    let drawn = Draws.unit(Draws.mix(world.seed.rawValue &+ moment &+ randomNumbers))
    let lookup = world.lookUp(line.host, type: line.type, number: drawn)
    let text = line.text(of: lookup)
    var outcome = AWSOutcome(output: text.output, errorOutput: text.errorOutput, status: text.status)
    if !lookup.exists { outcome.advice = .unknownName }
    return outcome
  }

  /// Hands what was printed from one program to the next; the status is that of the last that failed (`pipefail`), where the
  /// line does not read or drop the errors itself.
  mutating func filter(_ outcome: inout AWSOutcome, through line: ShellLine, depth: Int) throws(LineFailure) {
    guard !line.filters.isEmpty else { return }
    let outer = standardInput
    defer { standardInput = outer }
    if line.joinsErrors { outcome.output += outcome.errorOutput }
    if line.joinsErrors || line.dropsErrors {
      outcome = AWSOutcome(output: outcome.output, status: 0)
    }
    for filter in line.filters {
      let words = try expand(filter, depth: depth)
      standardInput = Array(outcome.output.utf8)
      guard let name = words.first, let next = printed(name, Array(words.dropFirst())) else {
        throw .unreadable(.refused("|"))
      }
      // What is known of a call's error belongs to the line where nothing failed before.
      guard name != "aws" || outcome.status != 0 else {
        let errors = outcome.errorOutput
        outcome = next
        outcome.errorOutput = errors + next.errorOutput
        continue
      }
      outcome.output = next.output
      outcome.errorOutput += next.errorOutput
      if next.status != 0 { outcome.status = next.status }
    }
  }

  /// Sends what was printed where the line says.
  mutating func divert(
    _ outcome: inout AWSOutcome, of line: ShellLine, depth: Int
  ) throws(LineFailure) {
    // Where errors are not to be seen, nothing is said of them either.
    if line.dropsErrors || line.joinsErrors && line.output != nil {
      let errors = line.dropsErrors ? "" : outcome.errorOutput
      outcome = AWSOutcome(output: outcome.output, errorOutput: errors, status: outcome.status)
    }
    if line.joinsErrors {
      outcome.output += outcome.errorOutput
      outcome.errorOutput = ""
    }
    guard let output = line.output else { return }
    let name = try expandWhole(output, depth: depth)
    let text = outcome.output
    outcome.output = ""
    // A command that failed without a word leaves a file as it was.
    guard outcome.status == 0 || !text.isEmpty else { return }
    try write(Array(text.utf8), to: name, appends: line.appends)
  }

  /// Puts a text into the file that a line names; gives the file's name.
  mutating func save(_ text: String, as line: ShellLine) throws(LineFailure) -> String {
    let name = try expandWhole(line.output ?? [], depth: 0)
    try write(Array(text.utf8), to: name, appends: line.appends)
    return name
  }

  /// Fills a file of the work folder, or puts bytes behind what it holds.
  private func write(_ bytes: [UInt8], to name: String, appends: Bool) throws(LineFailure) {
    guard name != "/dev/null" else { return }
    do throws(AWSFileError) {
      try folder.write(name, bytes, appends: appends)
    } catch {
      throw .file(name)
    }
  }
}
