import EventKernel

/// One condition of a statement: an operator over a key and its accepted values.
package struct PolicyCondition: Sendable, Equatable {
  /// The operator with its qualifiers.
  package let test: Test
  /// The condition key, such as `aws:RequestedRegion`.
  package let key: String
  /// The accepted values, one of which must match; of a negated operator, none.
  package let values: [PolicyPattern]

  package init(test: Test, key: String, values: [PolicyPattern]) {
    self.test = test
    self.key = key
    self.values = values
  }

  /// An operator as policies write it, such as `ForAllValues:StringLikeIfExists`.
  package struct Test: Sendable, Equatable {
    package let comparison: Comparison
    package let isNegated: Bool
    package let quantifier: Quantifier?
    package let ifExists: Bool
  }

  /// For which of a key's several values the operator must hold.
  package enum Quantifier: String, Sendable, CaseIterable {
    case all = "ForAllValues:"
    case any = "ForAnyValue:"
  }

  /// How a value of the request is compared with one of the policy, negation apart.
  package enum Comparison: Sendable, Equatable {
    case string, stringIgnoringCase, like
    case number(Order)
    case date(Order)
    case bool, binary, address, arn, null
  }

  /// Orders of numbers and dates.
  package enum Order: Sendable, Equatable { case equal, less, lessOrEqual, greater, greaterOrEqual }
}

extension PolicyCondition.Test {
  /// The operators without qualifiers (IAM User Guide: condition operators).
  package static let operators: [(name: String, comparison: PolicyCondition.Comparison, isNegated: Bool)] = [
    ("StringEquals", .string, false), ("StringNotEquals", .string, true),
    ("StringEqualsIgnoreCase", .stringIgnoringCase, false),
    ("StringNotEqualsIgnoreCase", .stringIgnoringCase, true),
    ("StringLike", .like, false), ("StringNotLike", .like, true),
    ("NumericEquals", .number(.equal), false), ("NumericNotEquals", .number(.equal), true),
    ("NumericLessThan", .number(.less), false), ("NumericLessThanEquals", .number(.lessOrEqual), false),
    ("NumericGreaterThan", .number(.greater), false),
    ("NumericGreaterThanEquals", .number(.greaterOrEqual), false),
    ("DateEquals", .date(.equal), false), ("DateNotEquals", .date(.equal), true),
    ("DateLessThan", .date(.less), false), ("DateLessThanEquals", .date(.lessOrEqual), false),
    ("DateGreaterThan", .date(.greater), false), ("DateGreaterThanEquals", .date(.greaterOrEqual), false),
    ("Bool", .bool, false), ("BinaryEquals", .binary, false),
    ("IpAddress", .address, false), ("NotIpAddress", .address, true),
    ("ArnEquals", .arn, false), ("ArnLike", .arn, false),
    ("ArnNotEquals", .arn, true), ("ArnNotLike", .arn, true), ("Null", .null, false),
  ]

  /// The operator of a name; `nil` when there is none of that name. Names do not heed case.
  package init?(_ name: String) {
    var name = name
    var quantifier: PolicyCondition.Quantifier?
    for candidate in PolicyCondition.Quantifier.allCases {
      if let rest = name.lowercased().after(candidate.rawValue.lowercased()) {
        quantifier = candidate
        name = rest
      }
    }
    var ifExists = false
    if name.lowercased().hasSuffix("ifexists") {
      ifExists = true
      name = String(name.dropLast(8))
    }
    guard let found = Self.operators.first(where: { $0.name.equalsIgnoringCase(name) }),
      !(ifExists && found.comparison == .null)
    else { return nil }
    self.init(
      comparison: found.comparison, isNegated: found.isNegated, quantifier: quantifier, ifExists: ifExists)
  }
}

extension PolicyCondition {
  /// Whether a request meets the condition.
  ///
  /// A key that the request does not have fails a plain operator, meets a negated one, one with `…IfExists` and
  /// ForAllValues, and fails ForAnyValue (facts: IAM, conditions).
  func holds(for facts: RequestFacts) -> Bool {
    let given = facts.values(of: key)
    if test.comparison == .null {
      return values.contains { $0.text.equalsIgnoringCase((given ?? []).isEmpty ? "true" : "false") }
    }
    guard let given, !given.isEmpty else {
      if test.ifExists { return true }
      switch test.quantifier {
      case .all: return true
      case .any: return false
      case nil: return test.isNegated
      }
    }
    func accepts(_ value: String) -> Bool {
      values.contains { matches(value, $0, in: facts) } != test.isNegated
    }
    // Several values without a quantifier: every one must be refused by a negated operator, one accepted by a plain one.
    switch test.quantifier {
    case .all: return given.allSatisfy(accepts)
    case .any: return given.contains(where: accepts)
    case nil: return test.isNegated ? given.allSatisfy(accepts) : given.contains(where: accepts)
    }
  }

  private func matches(_ value: String, _ accepted: PolicyPattern, in facts: RequestFacts) -> Bool {
    switch test.comparison {
    case .string: return accepted.matches(value, wildcards: false, in: facts)
    case .stringIgnoringCase:
      return accepted.matches(value, ignoringCase: true, wildcards: false, in: facts)
    case .like: return accepted.matches(value, in: facts)
    case .arn: return accepted.matches(arn: value, in: facts)
    case .bool: return accepted.text.equalsIgnoringCase(value)
    case .binary: return Base64.decode(accepted.text).map { $0 == Base64.decode(value) } ?? false
    case .number(let order):
      guard let left = Double(value), let right = Double(accepted.text) else { return false }
      return order.holds(left, right)
    case .date(let order):
      guard let left = PolicyDate(value), let right = PolicyDate(accepted.text) else { return false }
      return order.holds(left, right)
    case .address:
      guard let address = IPv4Address(value) else { return false }
      if let block = CIDRBlock(accepted.text) { return block.contains(address) }
      return IPv4Address(accepted.text) == address
    case .null: return false
    }
  }
}

extension PolicyCondition.Order {
  fileprivate func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

/// A moment as policies write it: ISO 8601 from the year on, or seconds since 1970.
struct PolicyDate: Comparable {
  /// Nanoseconds since 1970 at the least, which a hundred years do not overflow.
  let seconds: Double

  /// The moment of a text; `nil` when it is none.
  init?(_ text: String) {
    if let whole = Double(text), !text.contains("-") {
      seconds = whole
      return
    }
    guard let moment = Instant(iso8601: Self.completed(text)) else { return nil }
    seconds = Double(moment.unixMilliseconds) / 1_000
  }

  /// A text with the parts that its author left out: `2026-01` is the first of that month at midnight.
  private static func completed(_ text: String) -> String {
    switch text.utf8.count {
    case 4: "\(text)-01-01T00:00:00Z"
    case 7: "\(text)-01T00:00:00Z"
    case 10: "\(text)T00:00:00Z"
    default: text
    }
  }

  static func < (left: PolicyDate, right: PolicyDate) -> Bool { left.seconds < right.seconds }
}
