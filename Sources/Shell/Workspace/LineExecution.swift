import Cloud
package import CloudAPI
package import EventKernel
package import Traffic

/// What a line of a script did.
package enum LineOutcome: Sendable {
  /// Nothing was to be done.
  case nothing
  /// An `aws` line.
  case aws(AWSOutcome)
  /// Assignments alone.
  case assigned
  /// Time passed: `wait` or `run`.
  case waited(Duration)
  /// The command and its expanded arguments, which this workspace does not know.
  case other(command: String, arguments: [String])
}

/// Why a line of a script could not be done.
package enum LineFailure: Error, Sendable, Equatable {
  /// The line cannot be read.
  case unreadable(ShellLineError)
  /// The `aws` line of a substitution failed; what it printed on standard error, and its status.
  case substitution(line: String, errorOutput: String, status: Int32)
  /// A run cannot be made.
  case run(RunRefusal)
  /// Substitutions are nested too deep.
  case tooDeep
}

extension Workspace {
  /// How deep substitutions may be nested.
  private static let mostDepth = 8

  /// Reads and does one line: assignments, `aws`, `export`, `wait`, `run`; other commands are handed back expanded.
  package mutating func execute(_ text: String) throws(LineFailure) -> LineOutcome {
    let line: ShellLine
    do throws(ShellLineError) {
      line = try ShellLineParser.parse(text)
    } catch {
      throw .unreadable(error)
    }
    return try execute(line)
  }

  /// Does one line that has been read.
  package mutating func execute(_ line: ShellLine) throws(LineFailure) -> LineOutcome {
    guard !line.isEmpty else { return .nothing }
    unset = []
    // Variables in front of a command hold for that command alone; alone they stay.
    let kept = variables
    for assignment in line.assignments {
      let value = try expandWhole(assignment.value, depth: 0)
      // What the client reads of the shell is in the journal, so that a replay signs calls alike.
      if line.words.isEmpty || assignment.name.hasPrefix("AWS_") {
        assign(assignment.name, value)
      } else {
        variables[assignment.name] = value
      }
    }
    guard !line.words.isEmpty else {
      lastStatus = 0
      return .assigned
    }
    let words = try expand(line.words, depth: 0)
    standardInput = try line.hereDocument.map { (body) throws(LineFailure) in
      Array(try expandWhole(body, depth: 0).utf8)
    }
    defer {
      if !line.assignments.isEmpty {
        for name in line.assignments.map(\.name) where name.hasPrefix("AWS_") {
          assign(name, kept[name] ?? "")
        }
        variables = kept
      }
    }
    guard let command = words.first else { return .nothing }
    let arguments = Array(words.dropFirst())
    switch command {
    case "aws": return .aws(perform(aws: arguments))
    case "ssh": return .aws(perform(ssh: arguments))
    case "export" where ExportCommand.assigns(arguments):
      return export(arguments)
    case "wait" where arguments.isEmpty:
      let begun = world.now
      waitUntilSettled()
      return .waited(world.now - begun)
    default: return .other(command: command, arguments: arguments)
    }
  }

  /// Lets time pass until nothing is pending, at most two simulated hours.
  package mutating func waitUntilSettled() {
    let begun = world.now
    let limit = begun + .hours(2)
    var copy = world
    while copy.now < limit, !copy.pending.isEmpty {
      guard copy.step(upTo: limit) != nil else { break }
    }
    advance(by: copy.now - begun)
  }

  private mutating func export(_ arguments: [String]) -> LineOutcome {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      assign(name, parts.count == 2 ? String(parts[1]) : variables[name] ?? "", exports: true)
    }
    lastStatus = 0
    return .assigned
  }

  private mutating func expand(_ words: [ShellLine.Word], depth: Int) throws(LineFailure) -> [String] {
    try expanding(depth: depth) { expansion in try expansion.expand(words) }
  }

  private mutating func expandWhole(_ word: ShellLine.Word, depth: Int) throws(LineFailure) -> String {
    try expanding(depth: depth) { expansion in try expansion.expandWhole(word) }
  }

  /// Expands with this workspace's variables; substitutions run on a copy that takes its place afterwards.
  private mutating func expanding<Result>(
    depth: Int, _ body: (WordExpansion) throws -> Result
  ) throws(LineFailure) -> Result {
    guard depth < Self.mostDepth else { throw .tooDeep }
    var copy = self
    let names = variables
    let status = lastStatus
    let expansion = WordExpansion(
      value: { name in
        if name == "?" { return String(status) }
        if names[name] == nil, !copy.unset.contains(name) { copy.unset.append(name) }
        return names[name]
      },
      substitute: { line in try copy.substitute(line, depth: depth + 1) })
    do {
      let result = try body(expansion)
      self = copy
      return result
    } catch let failure as LineFailure {
      self = copy
      throw failure
    } catch {
      preconditionFailure("Expansion fails with its own errors only: \(error)")
    }
  }

  /// Runs the line of a substitution, which must be an `aws` line, and gives its output.
  private mutating func substitute(_ text: String, depth: Int) throws(LineFailure) -> String {
    let line: ShellLine
    do throws(ShellLineError) {
      line = try ShellLineParser.parse(text)
    } catch {
      throw .unreadable(error)
    }
    let words = try expand(line.words, depth: depth)
    guard words.first == "aws" else {
      throw .unreadable(.substitutionNeedsAWS(words.first ?? ""))
    }
    let outcome = perform(aws: Array(words.dropFirst()))
    guard outcome.status == 0 else {
      throw .substitution(line: text, errorOutput: outcome.errorOutput, status: outcome.status)
    }
    return outcome.output
  }
}
