/// Which messages a subscription wants, by their attributes (SNS Developer Guide, filter policies).
package struct SNSFilterPolicy: Sendable, Equatable {
  /// The policy as it was given.
  package let text: String
  private let keys: [Key]

  private struct Key: Sendable, Equatable {
    let name: String
    let conditions: [Condition]
  }

  /// One of the conditions of a key; a message needs one of them to hold.
  private indirect enum Condition: Sendable, Equatable {
    case equals(String)
    case number(Double)
    case prefix(String)
    case suffix(String)
    case ignoringCase(String)
    case numeric([Bound])
    case exists(Bool)
    case anythingBut([Condition])
  }

  fileprivate struct Bound: Sendable, Equatable {
    let sign: String
    let value: Double
  }

  /// The most keys of a policy, and the most combinations of its conditions (SNS Developer Guide, constraints).
  private static let mostKeys = 5
  private static let mostCombinations = 150

  /// The policy of a text; `nil` for an empty one, which lets everything through.
  ///
  /// - Throws: `InvalidParameter` for a text that is no policy.
  init?(_ text: String) throws(AWSError) {
    guard let json = PolicyJSON(text), case .object(let members, _, _) = json else {
      throw SNSError.invalid("FilterPolicy: failed to parse JSON.")
    }
    guard !members.isEmpty else { return nil }
    guard members.count <= Self.mostKeys else {
      throw SNSError.invalid("FilterPolicy: Filter policy can not have more than \(Self.mostKeys) keys")
    }
    var keys: [Key] = []
    for member in members {
      guard case .array(let values) = member.value, !values.isEmpty else {
        throw SNSError.invalid("FilterPolicy: \"\(member.name)\" must be an object or an array")
      }
      keys.append(Key(name: member.name, conditions: try Self.conditions(values)))
    }
    guard keys.reduce(1, { $0 * $1.conditions.count }) <= Self.mostCombinations else {
      throw SNSError.invalid("FilterPolicy: Filter policy is too complex")
    }
    self.keys = keys
    self.text = text
  }

  private static func conditions(_ values: [PolicyJSON]) throws(AWSError) -> [Condition] {
    try values.map { value throws(AWSError) in try condition(value) }
  }

  private static func condition(_ value: PolicyJSON) throws(AWSError) -> Condition {
    switch value {
    case .string(let text): return .equals(text)
    case .number(let text): return .number(Double(text) ?? 0)
    case .bool(let flag): return .equals(flag ? "true" : "false")
    case .null, .array:
      throw SNSError.invalid("FilterPolicy: Match value must be String, number, true, false, or null")
    case .object(let members, _, _):
      guard members.count == 1, let member = members.first else {
        throw SNSError.invalid("FilterPolicy: Only one key allowed in match expression")
      }
      return try condition(member)
    }
  }

  private static func condition(_ member: PolicyJSON.Member) throws(AWSError) -> Condition {
    switch (member.name, member.value) {
    case ("prefix", .string(let text)): return .prefix(text)
    case ("suffix", .string(let text)): return .suffix(text)
    case ("equals-ignore-case", .string(let text)): return .ignoringCase(text.lowercased())
    case ("exists", .bool(let flag)): return .exists(flag)
    case ("anything-but", .array(let values)): return .anythingBut(try conditions(values))
    case ("anything-but", let value): return .anythingBut([try condition(value)])
    case ("numeric", .array(let values)): return .numeric(try bounds(values))
    default: throw SNSError.invalid("FilterPolicy: Unrecognized match type \(member.name)")
    }
  }

  private static func bounds(_ values: [PolicyJSON]) throws(AWSError) -> [Bound] {
    var bounds: [Bound] = []
    var rest = values[...]
    while case .string(let sign)? = rest.first, case .number(let text)? = rest.dropFirst().first,
      let value = Double(text), ["=", "<", "<=", ">", ">="].contains(sign)
    {
      bounds.append(Bound(sign: sign, value: value))
      rest = rest.dropFirst(2)
    }
    guard rest.isEmpty, (1...2).contains(bounds.count) else {
      throw SNSError.invalid("FilterPolicy: Value of numeric must be an array of signs and numbers")
    }
    return bounds
  }

  /// Whether a message with these attributes goes through: every key of the policy must hold.
  func accepts(_ attributes: Table<String, SNSAttribute>) -> Bool {
    keys.allSatisfy { key in
      let values = attributes[key.name]?.values
      return key.conditions.contains { Self.holds($0, values) }
    }
  }

  private static func holds(_ condition: Condition, _ values: [String]?) -> Bool {
    if case .exists(let wanted) = condition { return wanted == (values != nil) }
    guard let values else { return false }
    return values.contains { value in
      switch condition {
      case .equals(let text): value == text
      case .number(let number): Double(value) == number
      case .prefix(let text): value.hasPrefix(text)
      case .suffix(let text): value.hasSuffix(text)
      case .ignoringCase(let text): value.lowercased() == text
      case .numeric(let bounds):
        Double(value).map { number in bounds.allSatisfy { $0.holds(number) } } ?? false
      case .anythingBut(let others): !others.contains { holds($0, [value]) }
      case .exists: false
      }
    }
  }
}

extension SNSFilterPolicy.Bound {
  fileprivate func holds(_ number: Double) -> Bool {
    switch sign {
    case "=": number == value
    case "<": number < value
    case "<=": number <= value
    case ">": number > value
    default: number >= value
    }
  }
}

/// What a message says of itself beside its text.
package struct SNSAttribute: Sendable, Equatable {
  /// The texts that filters look at: one, or those of an array.
  package let values: [String]

  /// An attribute of a call.
  ///
  /// - Throws: `ParameterValueInvalid` for a kind that there is not or a missing value.
  init(_ given: Publish.Input.Attribute, named name: String) throws(AWSError) {
    let invalid = AWSError(
      "ParameterValueInvalid",
      "The message attribute '\(name)' has an invalid message attribute type, the set of supported type prefixes is "
        + "Binary, Number, and String.")
    let kind = given.dataType.split(separator: ".").first.map(String.init) ?? ""
    guard ["String", "Number", "Binary"].contains(kind) else { throw invalid }
    guard let text = given.stringValue ?? given.binaryValue, !text.isEmpty else {
      throw AWSError(
        "ParameterValueInvalid",
        "The message attribute '\(name)' must contain non-empty message attribute value.")
    }
    if kind == "Number", Double(text) == nil {
      throw AWSError("ParameterValueInvalid", "Could not cast message attribute '\(name)' value to number.")
    }
    guard given.dataType == "String.Array", case .array(let parts)? = PolicyJSON(text) else {
      values = [text]
      return
    }
    values = parts.compactMap { part -> String? in
      switch part {
      case .string(let text), .number(let text): text
      case .bool(let flag): flag ? "true" : "false"
      case .null, .array, .object: nil
      }
    }
  }
}
