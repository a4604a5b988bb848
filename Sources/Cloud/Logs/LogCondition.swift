/// A condition on the members of an event that is JSON.
indirect enum LogCondition: Sendable, Equatable {
  case all([LogCondition])
  case any([LogCondition])
  case comparison(LogSelector, LogComparison, LogOperand)
  case identity(LogSelector, PolicyJSON)
  case absence(LogSelector)

  /// Whether an event fulfils it; a comparison with a member that is not there does not hold.
  func holds(_ json: PolicyJSON) -> Bool {
    switch self {
    case .all(let conditions): conditions.allSatisfy { $0.holds(json) }
    case .any(let conditions): conditions.contains { $0.holds(json) }
    case .comparison(let selector, let comparison, let operand):
      selector.value(in: json).map { comparison.holds($0, operand) } ?? false
    case .identity(let selector, let value): selector.value(in: json) == value
    case .absence(let selector): selector.value(in: json) == nil
    }
  }

  /// The members that it asks for.
  var selectors: [LogSelector] {
    switch self {
    case .all(let conditions), .any(let conditions): conditions.flatMap(\.selectors)
    case .comparison(let selector, _, _), .identity(let selector, _), .absence(let selector): [selector]
    }
  }
}

/// The way to a member: `$.user.roles[0]`.
struct LogSelector: Sendable, Equatable {
  /// The selector as it was given.
  let text: String
  let steps: [Step]

  enum Step: Sendable, Equatable {
    case member(String)
    case element(Int)
  }

  /// What is there; `nil` where nothing is.
  func value(in json: PolicyJSON) -> PolicyJSON? {
    var value = json
    for step in steps {
      switch (step, value) {
      case (.member(let name), .object(let members, _, _)):
        guard let member = members.first(where: { $0.name == name }) else { return nil }
        value = member.value
      case (.element(let index), .array(let elements)) where index < elements.count: value = elements[index]
      default: return nil
      }
    }
    return value
  }
}

/// What a member is compared with: a number, or a text in which `*` stands for any run of characters.
enum LogOperand: Sendable, Equatable {
  case number(Double)
  case text(String)
}

/// How a member is compared.
enum LogComparison: String, Sendable, CaseIterable {
  case notEqual = "!="
  case atMost = "<="
  case atLeast = ">="
  case equal = "="
  case below = "<"
  case above = ">"

  /// Whether texts can be compared so.
  var takesText: Bool { self == .equal || self == .notEqual }

  fileprivate func holds(_ value: PolicyJSON, _ operand: LogOperand) -> Bool {
    switch operand {
    case .number(let wanted):
      guard case .number(let text) = value, let number = Double(text) else { return false }
      return holds(number, wanted)
    case .text(let pattern):
      let text: String
      switch value {
      case .string(let found), .number(let found): text = found
      case .bool, .null, .object, .array: return false
      }
      let matches = Wildcard.matches(text, pattern: pattern, ignoringCase: false, onlyStars: true)
      return matches == (self == .equal)
    }
  }

  private func holds(_ number: Double, _ wanted: Double) -> Bool {
    switch self {
    case .equal: number == wanted
    case .notEqual: number != wanted
    case .below: number < wanted
    case .above: number > wanted
    case .atMost: number <= wanted
    case .atLeast: number >= wanted
    }
  }
}
