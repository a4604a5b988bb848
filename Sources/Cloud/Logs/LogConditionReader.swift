/// Reads conditions on JSON: `{ ($.level = "ERROR" || $.status >= 500) && $.user NOT EXISTS }`.
struct LogConditionReader {
  private let bytes: [UInt8]
  private var position = 0
  private let text: String

  /// How deep parentheses may stand in one another.
  private static let deepest = 32

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The condition between the braces.
  ///
  /// - Throws: `InvalidParameterException` for what is none; regular expressions and selectors with `*` are refused by name.
  mutating func pattern() throws(AWSError) -> LogCondition {
    guard take("{") else { throw LogFilterPattern.invalid }
    let condition = try alternatives(depth: 0)
    guard take("}") else { throw LogFilterPattern.invalid }
    skipBlanks()
    guard position == bytes.count else { throw LogFilterPattern.invalid }
    return condition
  }

  private mutating func alternatives(depth: Int) throws(AWSError) -> LogCondition {
    var conditions = [try sequence(depth: depth)]
    while take("||") { conditions.append(try sequence(depth: depth)) }
    return conditions.count == 1 ? conditions[0] : .any(conditions)
  }

  private mutating func sequence(depth: Int) throws(AWSError) -> LogCondition {
    var conditions = [try one(depth: depth)]
    while take("&&") { conditions.append(try one(depth: depth)) }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private mutating func one(depth: Int) throws(AWSError) -> LogCondition {
    guard depth < Self.deepest else { throw LogFilterPattern.invalid }
    if take("(") {
      let inner = try alternatives(depth: depth + 1)
      guard take(")") else { throw LogFilterPattern.invalid }
      return inner
    }
    let selector = try selector()
    if take("NOT") {
      guard take("EXISTS") else { throw LogFilterPattern.invalid }
      return .absence(selector)
    }
    if take("IS") {
      for (word, value) in [("TRUE", PolicyJSON.bool(true)), ("FALSE", .bool(false)), ("NULL", .null)] {
        if take(word) { return .identity(selector, value) }
      }
      throw LogFilterPattern.invalid
    }
    // Signs of two characters are tried before those of one.
    guard let comparison = LogComparison.allCases.first(where: { take($0.rawValue) }) else {
      throw LogFilterPattern.invalid
    }
    let operand = try operand()
    if case .text = operand, !comparison.takesText { throw LogFilterPattern.invalid }
    return .comparison(selector, comparison, operand)
  }

  /// The selector that a text is as a whole, such as the value of a metric.
  static func selector(_ text: String) throws(AWSError) -> LogSelector {
    var reader = LogConditionReader(text)
    let selector = try reader.selector()
    guard reader.position == reader.bytes.count else { throw LogFilterPattern.invalid }
    return selector
  }

  private mutating func selector() throws(AWSError) -> LogSelector {
    skipBlanks()
    let start = position
    guard take("$") else { throw LogFilterPattern.invalid }
    var steps: [LogSelector.Step] = []
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: ".") {
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "[") { continue }
        let name = run { $0 == UInt8(ascii: "-") }
        guard !name.isEmpty else { throw wildcardOrInvalid() }
        steps.append(.member(name))
      } else if bytes[position] == UInt8(ascii: "[") {
        position += 1
        guard let index = Int(run { _ in false }) else { throw wildcardOrInvalid() }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "]") else {
          throw LogFilterPattern.invalid
        }
        position += 1
        steps.append(.element(index))
      } else {
        break
      }
    }
    guard !steps.isEmpty else { throw LogFilterPattern.invalid }
    return LogSelector(text: String(decoding: bytes[start..<position], as: UTF8.self), steps: steps)
  }

  private func wildcardOrInvalid() -> AWSError {
    position < bytes.count && bytes[position] == UInt8(ascii: "*")
      ? .notModelled("filterPattern", text) : LogFilterPattern.invalid
  }

  private mutating func operand() throws(AWSError) -> LogOperand {
    skipBlanks()
    guard position < bytes.count else { throw LogFilterPattern.invalid }
    if bytes[position] == UInt8(ascii: "%") { throw .notModelled("filterPattern", text) }
    if bytes[position] == UInt8(ascii: "\"") { return .text(try quoted()) }
    let word = run { "-+.*:/".utf8.contains($0) }
    guard !word.isEmpty else { throw LogFilterPattern.invalid }
    if let number = Double(word), number.isFinite { return .number(number) }
    return .text(word)
  }

  private mutating func quoted() throws(AWSError) -> String {
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), position < bytes.count {
        text.append(bytes[position])
        position += 1
      } else {
        text.append(byte)
      }
    }
    throw LogFilterPattern.invalid
  }

  /// The letters, digits, `_` and what else is taken from here on; characters beyond ASCII count as letters.
  private mutating func run(_ isTaken: (UInt8) -> Bool) -> String {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      let isLetter = (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
      guard isLetter || byte == UInt8(ascii: "_") || byte >= 128 || isTaken(byte) else { break }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, " \t\n\r".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ word: String) -> Bool {
    skipBlanks()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }
}
