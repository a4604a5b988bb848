/// The rule of a composite alarm: a formula of the states of others.
package indirect enum CompositeRule: Sendable, Equatable {
  /// Whether an alarm, by its name, is in a state.
  case isIn(Alarm.State, String)
  case constant(Bool)
  case not(CompositeRule)
  case and(CompositeRule, CompositeRule)
  case or(CompositeRule, CompositeRule)

  /// Whether the rule holds, given the states of alarms by name; an alarm that is gone has insufficient data.
  package func holds(_ state: (String) -> Alarm.State?) -> Bool {
    switch self {
    case .isIn(let wanted, let name): (state(name) ?? .insufficientData) == wanted
    case .constant(let value): value
    case .not(let rule): !rule.holds(state)
    case .and(let left, let right): left.holds(state) && right.holds(state)
    case .or(let left, let right): left.holds(state) || right.holds(state)
    }
  }

  /// The alarms that the rule names, each once, in their order.
  package var alarms: [String] {
    var names: [String] = []
    collect(into: &names)
    return names
  }

  private func collect(into names: inout [String]) {
    switch self {
    case .isIn(_, let name):
      if !names.contains(name) { names.append(name) }
    case .constant: break
    case .not(let rule): rule.collect(into: &names)
    case .and(let left, let right), .or(let left, let right):
      left.collect(into: &names)
      right.collect(into: &names)
    }
  }
}

extension CompositeRule {
  /// Reads a rule such as `ALARM("cpu") AND NOT (ALARM(deploy) OR FALSE)`; names may be ARNs. AND binds closer than OR.
  ///
  /// - Returns: `nil` when the text is no rule.
  package init?(_ text: String) {
    guard text.utf8.count <= 10_240 else { return nil }
    var reader = CompositeRuleReader(text)
    guard let rule = reader.or(depth: 0), reader.isAtEnd else { return nil }
    self = rule
  }
}

/// Reads rules by descent; parentheses may be nested thirty deep.
private struct CompositeRuleReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == bytes.count
    }
  }

  mutating func or(depth: Int) -> CompositeRule? {
    guard depth < 30, var rule = and(depth: depth) else { return nil }
    while take(word: "OR") {
      guard let right = and(depth: depth) else { return nil }
      rule = .or(rule, right)
    }
    return rule
  }

  private mutating func and(depth: Int) -> CompositeRule? {
    guard var rule = factor(depth: depth) else { return nil }
    while take(word: "AND") {
      guard let right = factor(depth: depth) else { return nil }
      rule = .and(rule, right)
    }
    return rule
  }

  private mutating func factor(depth: Int) -> CompositeRule? {
    guard depth < 30 else { return nil }
    if take(word: "NOT") { return factor(depth: depth + 1).map { .not($0) } }
    if take(word: "TRUE") { return .constant(true) }
    if take(word: "FALSE") { return .constant(false) }
    if take(byte: "(") {
      guard let rule = or(depth: depth + 1), take(byte: ")") else { return nil }
      return rule
    }
    for (word, state) in [
      ("ALARM", Alarm.State.alarm), ("OK", .ok), ("INSUFFICIENT_DATA", .insufficientData),
    ] where take(word: word) {
      guard take(byte: "("), let name = name(), take(byte: ")") else { return nil }
      return .isIn(state, name)
    }
    return nil
  }

  /// An alarm's name, quoted or not; of an ARN the part behind `alarm:`.
  private mutating func name() -> String? {
    skipSpace()
    var text: [UInt8] = []
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      position += 1
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
        text.append(bytes[position])
        position += 1
      }
      guard position < bytes.count else { return nil }
      position += 1
    } else {
      while position < bytes.count, !") \t\n\r(".utf8.contains(bytes[position]) {
        text.append(bytes[position])
        position += 1
      }
    }
    guard !text.isEmpty else { return nil }
    let name = String(decoding: text, as: UTF8.self)
    guard name.hasPrefix("arn:aws:cloudwatch:") else { return name }
    let parts = name.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
    return parts.count == 7 ? String(parts[6]) : nil
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\n\r".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func take(byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    skipSpace()
    let end = position + word.utf8.count
    guard end <= bytes.count, bytes[position..<end].elementsEqual(word.utf8) else { return false }
    if end < bytes.count,
      bytes[end] == 95 || (65...90).contains(bytes[end]) || (97...122).contains(bytes[end])
    {
      return false
    }
    position = end
    return true
  }
}
