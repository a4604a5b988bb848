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
  /// A file of the work folder was filled, and has so many bytes.
  case wrote(file: String, bytes: Int)
  /// Time passed: `wait` or `run`.
  case waited(Duration)
  /// The command and its expanded arguments, which this workspace does not know.
  case other(command: String, arguments: [String])
}

/// Why a line of a script could not be done.
package enum LineFailure: Error, Sendable, Equatable {
  /// The line cannot be read.
  case unreadable(ShellLineError)
  /// The line of a substitution failed.
  case substitution(line: String, FailedSubstitution)
  /// A file lies outside the work folder, or cannot be written.
  case file(String)
  /// A run cannot be made.
  case run(RunRefusal)
  /// Substitutions are nested too deep.
  case tooDeep
  /// `$((…))` of this text has no value.
  case arithmetic(String, ArithmeticText.Failure)
  /// A loop has taken so many steps and goes on.
  case endless(Int)
}

/// What the line of a substitution came to.
package struct FailedSubstitution: Sendable, Equatable {
  /// What it printed, and what is known of its error.
  package let outcome: AWSOutcome

  /// Equal when they print and end alike.
  package static func == (left: Self, right: Self) -> Bool {
    left.outcome.errorOutput == right.outcome.errorOutput && left.outcome.status == right.outcome.status
  }
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

  /// The words that the values of a loop come to.
  package mutating func values(of words: [ShellLine.Word]) throws(LineFailure) -> [String] {
    unset = []
    nothing = []
    advice = []
    return try expand(words, depth: 0)
  }

  /// Does one line that has been read.
  package mutating func execute(_ line: ShellLine) throws(LineFailure) -> LineOutcome {
    guard !line.isEmpty else { return .nothing }
    unset = []
    nothing = []
    advice = []
    // Variables in front of a command hold for that command alone; alone they stay.
    let kept = variables
    for assignment in line.assignments {
      let value: String
      do throws(LineFailure) {
        if let elements = assignment.elements {
          assign(assignment.name, list: try expand(elements, depth: 0))
          continue
        }
        value = try expandWhole(assignment.value, depth: 0)
      } catch {
        // As in other shells the variable is empty then, so that no later line goes to what it held before.
        if line.words.isEmpty, variables[assignment.name]?.isEmpty == false { assign(assignment.name, "") }
        throw error
      }
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
      for name in line.assignments.map(\.name) {
        if name.hasPrefix("AWS_") { assign(name, kept[name] ?? "") }
        variables[name] = kept[name]
      }
    }
    guard let command = words.first else { return .nothing }
    let arguments = Array(words.dropFirst())
    if line.redirects || !line.filters.isEmpty { return try redirect(line, command, arguments) }
    switch command {
    case "read" where standardInput != nil && Self.readNames(arguments) != nil:
      read(arguments)
      return .assigned
    case "aws": return .aws(perform(aws: arguments))
    case "ssh": return .aws(perform(ssh: arguments))
    case "curl" where arguments.last != "--help": return .aws(perform(curl: arguments))
    case "export" where ExportCommand.assigns(arguments):
      return export(arguments)
    case "sleep" where arguments.count == 1:
      guard let span = Self.slept(arguments[0]) else { return .other(command: command, arguments: arguments) }
      let begun = world.now
      try passing { (space) throws(RunRefusal) in try space.pass(span) }
      return .waited(world.now - begun)
    case "eval": return try evaluate(arguments)
    case "true", ":": return .nothing
    // What scripts begin with: here every line is told of when it fails, and nothing goes on by itself.
    case "set" where !arguments.isEmpty && arguments.allSatisfy { $0.hasPrefix("-") || $0 == "pipefail" }:
      return .nothing
    case "wait" where arguments.isEmpty:
      let begun = world.now
      try passing { (space) throws(RunRefusal) in try space.settle() }
      return .waited(world.now - begun)
    case "test" where arguments.isEmpty: return .other(command: command, arguments: arguments)
    case _ where TextTool.names.contains(command) && CommandTable.command(command) == nil:
      guard let outcome = printed(command, arguments) else { return .nothing }
      lastStatus = outcome.status
      return .aws(outcome)
    default: return .other(command: command, arguments: arguments)
    }
  }

  /// The span of `sleep`: seconds, or minutes, hours and days by their letter, up to a day; `nil` for anything else.
  static func slept(_ text: String) -> Duration? {
    let unit =
      switch text.last {
      case "m": 60
      case "h": 3_600
      case "d": 86_400
      default: 1
      }
    let number = "smhd".contains(text.last ?? " ") ? text.dropLast() : text[...]
    guard let count = Int(number), (0...86_400).contains(count), count * unit <= 86_400 else { return nil }
    return .seconds(count * unit)
  }

  /// Runs one of the small programs of other shells; `nil` when it is none of them.
  func run(tool name: String, _ arguments: [String]) -> TextTool.Outcome? {
    let tool = TextTool(now: world.now, folder: folder, input: standardInput, chance: chance)
    return tool.run(name, arguments)
  }

  /// What chance in the shell is drawn from: the world's seed and clock, and how often it was asked.
  private var chance: Draws {
    Draws(
      base: Draws.mix(
        world.seed.rawValue &+ UInt64(bitPattern: world.now.sinceEpoch.nanoseconds) &+ randomNumbers))
  }

  /// What `$RANDOM` gives: a number from 0 to 32,767, another at each use.
  private mutating func randomNumber() -> String {
    randomNumbers += 1
    return String(chance.bits(0) & 0x7FFF)
  }

  /// Lets time pass without traffic until nothing is pending, at most two simulated hours.
  package mutating func waitUntilSettled() { advance(by: unsettled) }

  /// Lets time pass as it does in this world until nothing is pending, at most two simulated hours.
  ///
  /// - Throws: Why the users of a live lab cannot be sent. Then no time has passed.
  package mutating func settle() throws(RunRefusal) { try pass(unsettled) }

  /// How long something is pending, at most two simulated hours.
  private var unsettled: Duration {
    let limit = world.now + .hours(2)
    var copy = world
    while copy.now < limit, !copy.pending.isEmpty {
      guard copy.step(upTo: limit) != nil else { break }
    }
    return copy.now - world.now
  }

  /// Lets time pass by a line.
  private mutating func passing(_ body: (inout Workspace) throws(RunRefusal) -> Void) throws(LineFailure) {
    do throws(RunRefusal) {
      try body(&self)
    } catch {
      throw .run(error)
    }
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

  mutating func expand(_ words: [ShellLine.Word], depth: Int) throws(LineFailure) -> [String] {
    try expanding(depth: depth) { expansion in try expansion.expand(words) }
  }

  mutating func expandWhole(_ word: ShellLine.Word, depth: Int) throws(LineFailure) -> String {
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
    var expansion = WordExpansion(
      value: { name in
        if name == "?" { return String(status) }
        if name == "RANDOM", names[name] == nil { return copy.randomNumber() }
        if let element = Self.element(name, in: names) { return element }
        if names[name] == nil, !copy.unset.contains(name) { copy.unset.append(name) }
        if names[name] == "None", !copy.nothing.contains(name) { copy.nothing.append(name) }
        return names[name]
      },
      substitute: { line in try copy.substitute(line, depth: depth + 1) })
    expansion.knownValue = { names[$0] }
    expansion.elements = { name in
      if names[name] == nil, !copy.unset.contains(name) { copy.unset.append(name) }
      return Self.elements(of: name, in: names)
    }
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

  /// Runs the line of a substitution, an `aws` line or a small program, and gives its output.
  private mutating func substitute(_ text: String, depth: Int) throws(LineFailure) -> String {
    let line: ShellLine
    do throws(ShellLineError) {
      line = try ShellLineParser.parse(text)
    } catch {
      throw .unreadable(error)
    }
    let words = try expand(line.words, depth: depth)
    let outer = standardInput
    standardInput = try line.hereDocument.map { (body) throws(LineFailure) in
      Array(try expandWhole(body, depth: depth).utf8)
    }
    defer { standardInput = outer }
    guard var outcome = printed(words.first ?? "", Array(words.dropFirst())) else {
      throw .unreadable(.substitutionNeedsAWS(words.first ?? ""))
    }
    try filter(&outcome, through: line, depth: depth)
    if line.redirects { try divert(&outcome, of: line, depth: depth) }
    guard outcome.status == 0 else {
      throw .substitution(line: text, FailedSubstitution(outcome: outcome))
    }
    if let told = outcome.advice { advice.append(told) }
    return outcome.output
  }
}
