/// What events are looked for with: words, or a condition on JSON (CloudWatch Logs User Guide, Filter pattern syntax).
// Simplified: log-patterns
package struct LogFilterPattern: Sendable, Equatable {
  /// The pattern as it was given.
  package let text: String
  private let kind: Kind

  private enum Kind: Sendable, Equatable {
    case terms(LogTerms)
    case condition(LogCondition)
  }

  /// The characters of a pattern (CloudWatch Logs API reference, FilterLogEvents).
  private static let longest = 1_024

  /// The pattern of a text; an empty one lets every event through.
  ///
  /// - Throws: `InvalidParameterException` for what is no pattern; patterns of columns (`[ip, user]`) and regular expressions
  ///   (`%…%`) are refused by name.
  init(_ text: String) throws(AWSError) {
    guard text.count <= Self.longest else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less"
          + " than or equal to \(Self.longest)")
    }
    self.text = text
    switch text.first(where: { $0 != " " }) {
    case "{":
      var reader = LogConditionReader(text)
      kind = .condition(try reader.pattern())
    case "[", "%": throw .notModelled("filterPattern", text)
    default: kind = .terms(try LogTerms(text))
    }
  }

  /// Whether an event has what is looked for. O(message × pattern).
  func matches(_ message: String) -> Bool {
    switch kind {
    case .terms(let terms): terms.match(message)
    case .condition(let condition): PolicyJSON(message).map(condition.holds) ?? false
    }
  }

  /// The members that a condition asks for, with their values in an event, as `test-metric-filter` shows them.
  func extractedValues(of message: String) -> [String: String] {
    guard case .condition(let condition) = kind, let json = PolicyJSON(message) else { return [:] }
    var values: [String: String] = [:]
    for selector in condition.selectors {
      if let text = selector.value(in: json)?.scalarText { values[selector.text] = text }
    }
    return values
  }

  /// AWS's refusal of what is no pattern.
  static var invalid: AWSError { AWSError("InvalidParameterException", "Invalid filter pattern") }
}

/// The words of a pattern: those that must be there, those of which one must, and those that must not.
///
/// A word is found anywhere, within longer words too, with regard to case.
struct LogTerms: Sendable, Equatable {
  private var required: [String] = []
  private var optional: [String] = []
  private var excluded: [String] = []

  init(_ text: String) throws(AWSError) {
    var rest = text[...]
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
        continue
      }
      let sign = "?-".contains(first) ? first : nil
      if sign != nil { rest.removeFirst() }
      let word = try rest.first == "\"" ? Self.phrase(&rest) : Self.word(&rest)
      switch sign {
      case "?": optional.append(word)
      case "-": excluded.append(word)
      default: required.append(word)
      }
    }
  }

  /// Whether a message has the words. Words of which one must be there count only where there are no others.
  func match(_ message: String) -> Bool {
    guard required.allSatisfy({ message.contains($0) }), !excluded.contains(where: { message.contains($0) })
    else { return false }
    return optional.isEmpty || !required.isEmpty || !excluded.isEmpty
      || optional.contains { message.contains($0) }
  }

  /// What stands in quotation marks, with `\"` for one of its own.
  private static func phrase(_ rest: inout Substring) throws(AWSError) -> String {
    rest.removeFirst()
    var phrase = ""
    while let next = rest.popFirst() {
      if next == "\"" {
        guard !phrase.isEmpty else { throw LogFilterPattern.invalid }
        return phrase
      }
      guard next == "\\", let escaped = rest.first, "\"\\".contains(escaped) else {
        phrase.append(next)
        continue
      }
      phrase.append(escaped)
      rest.removeFirst()
    }
    throw LogFilterPattern.invalid
  }

  /// A word without quotation marks, which has letters, digits and `_` only.
  private static func word(_ rest: inout Substring) throws(AWSError) -> String {
    let word = rest.prefix { $0 != " " }
    rest = rest[word.endIndex...]
    guard !word.isEmpty else { throw LogFilterPattern.invalid }
    guard !word.contains("%") else { throw .notModelled("filterPattern", String(word)) }
    guard word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
      throw AWSError("InvalidParameterException", "Invalid character(s) in term '\(word)'")
    }
    return String(word)
  }
}

extension PolicyJSON {
  /// A text, number, truth value or null as it is written, without quotation marks; `nil` for what has members.
  var scalarText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    case .object, .array: nil
    }
  }
}
