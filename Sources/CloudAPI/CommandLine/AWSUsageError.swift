/// A command line that the client refuses before any call, in the words of the AWS command line.
package struct AWSUsageError: Error, Sendable, Equatable {
  /// What is wrong with the line; decides the exit status.
  package enum Kind: Sendable, Equatable {
    /// Not a command: unknown service, operation or choice, a missing required option, a word too few.
    case usage
    /// Options or words that the command does not take.
    case unknownOptions([String])
    /// A value that cannot be read: shorthand, JSON, a file.
    case parameter(option: String)
    /// The input breaks the model's rules.
    case validation
    /// A number that is none, paging that is off and asked for.
    case value
    /// A `--query` that is no expression.
    case query
    /// AWS has the service, operation or command, the simulated world does not; `message` is empty.
    case notModelled(service: String, operation: String?)
    /// AWS has the option, the simulated world does not; `message` is empty.
    case refusedOption(String)
    /// An operation table is damaged; `message` is empty.
    case damagedTable(SchemaError)
  }

  /// Whether it is about words that most often belong to the value before them, such as a description without quotes.
  var hasUnquotedWords: Bool {
    switch kind {
    case .unknownOptions(let words): !words.isEmpty && words.allSatisfy { !$0.hasPrefix("-") }
    case .parameter: message.contains("Expected: '=', received: 'EOF'")
    default: false
    }
  }

  /// Whether the line lacks options that the operation requires.
  var isOfMissingOptions: Bool {
    switch advice {
    case .line(.missing), .line(.noOptionName): true
    default: false
    }
  }

  /// What is wrong.
  package let kind: Kind
  /// The client's sentence; several lines where AWS prints several; empty where the kind says all.
  package let message: String
  /// For an unknown service, operation or choice: all there are, in the order in which AWS lists them.
  package let choices: [String]
  /// Names near to what was typed, best first, at most three.
  package let suggestions: [String]
  /// What to do about it, where that is known at the place where it was found.
  package private(set) var advice: AWSOutcome.Advice?

  package init(kind: Kind, message: String, choices: [String] = [], suggestions: [String] = []) {
    self.kind = kind
    self.message = message
    self.choices = choices
    self.suggestions = suggestions
  }

  /// The exit status of version 2 of the AWS command line (docs: exit codes; decisions: which CLI).
  package var exitStatus: Int {
    switch kind {
    case .usage, .unknownOptions, .parameter, .validation, .query, .notModelled, .refusedOption: 252
    case .value, .damagedTable: 255
    }
  }

  /// The lines on standard error as AWS prints them, the usage before a usage error.
  package var lines: [String] {
    let text = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    switch kind {
    case .usage: return [""] + AWSUsageError.usage + ["aws: error: " + text[0]] + text.dropFirst()
    case .unknownOptions: return [""] + AWSUsageError.usage + [""] + text
    case .parameter, .validation, .value, .query: return [""] + text
    case .notModelled, .refusedOption, .damagedTable: return []
    }
  }

  /// The same with what to do about it.
  func advised(_ advice: AWSOutcome.Advice?) -> AWSUsageError {
    var error = self
    error.advice = advice
    return error
  }

  private static let usage = [
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]",
    "To see help text, you can run:", "", "  aws help", "  aws <command> help",
    "  aws <command> <subcommand> help",
  ]

  static func usage(_ message: String) -> AWSUsageError { AWSUsageError(kind: .usage, message: message) }
  static func value(_ message: String) -> AWSUsageError { AWSUsageError(kind: .value, message: message) }

  /// Options that exclude each other and words that the client itself takes apart, which version 2 counts among what breaks the rules.
  static func exclusive(_ message: String) -> AWSUsageError {
    AWSUsageError(kind: .validation, message: message)
  }

  static func parameter(_ option: String, _ message: String) -> AWSUsageError {
    AWSUsageError(
      kind: .parameter(option: option), message: "Error parsing parameter '\(option)': \(message)")
  }

  static func validation(_ report: [String]) -> AWSUsageError {
    AWSUsageError(
      kind: .validation, message: (["Parameter validation failed:"] + report).joined(separator: "\n"))
  }

  /// A word that is none of the choices; near names are listed as AWS lists them.
  static func choice(argument: String, word: String, choices: [String]) -> AWSUsageError {
    var parts = ["Invalid choice, valid choices are:\n"]
    for start in stride(from: 0, to: choices.count, by: 2) {
      parts.append(choices[start..<min(start + 2, choices.count)].map(padded).joined(separator: " | "))
    }
    let near = NearestNames.of(word, among: choices)
    if !near.isEmpty {
      parts.append("\n\nInvalid choice: \(PythonText.repr(word)), maybe you meant:\n")
      parts += near.map { "  * " + $0 }
    }
    return AWSUsageError(
      kind: .usage, message: "argument \(argument): " + parts.joined(separator: "\n"), choices: choices,
      suggestions: near.isEmpty ? NearestNames.of(word, among: choices, cutoff: 0.65) : near)
  }

  private static func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 40 - name.unicodeScalars.count))
  }
}

extension AWSUsageError {
  /// The name in tags written as `NAME=VALUE`, which the client took for a member of a tag; `nil` for any other error.
  var tagPair: String? {
    let line = lines.flatMap { $0.split(separator: "\n") }.first {
      $0.hasPrefix("Unknown parameter in Tags[")
    }
    let parts = line?.split(separator: "\"", maxSplits: 2) ?? []
    return parts.count > 1 ? String(parts[1]) : nil
  }
}
