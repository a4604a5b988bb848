/// A condition of a rule as calls carry it: exactly one of the configs, or plain values for host and path, of which answers
/// have both.
package struct RuleConditionShape: Codable, Sendable {
  /// Values of most kinds of condition.
  package struct Values: Codable, Sendable { package var values: [String]? }

  /// Values of one header.
  package struct Header: Codable, Sendable {
    package var httpHeaderName: String?
    package var values: [String]?
  }

  /// Pairs that a query may hold.
  package struct Query: Codable, Sendable { package var values: [Pair]? }

  /// One parameter; without a key any parameter may have the value.
  package struct Pair: Codable, Sendable {
    package var key: String?
    package var value: String?
  }

  package var field: String?
  package var values: [String]?
  package var hostHeaderConfig: Values?
  package var pathPatternConfig: Values?
  package var httpHeaderConfig: Header?
  package var queryStringConfig: Query?
  package var httpRequestMethodConfig: Values?
  package var sourceIpConfig: Values?

  init(_ condition: RuleCondition) {
    let texts = condition.values.map(\.pattern)
    switch condition.field {
    case .hostHeader:
      field = "host-header"
      values = texts
      hostHeaderConfig = Values(values: texts)
    case .pathPattern:
      field = "path-pattern"
      values = texts
      pathPatternConfig = Values(values: texts)
    case .method:
      field = "http-request-method"
      httpRequestMethodConfig = Values(values: texts)
    case .sourceAddress:
      field = "source-ip"
      sourceIpConfig = Values(values: texts)
    case .header(let name):
      field = "http-header"
      httpHeaderConfig = Header(httpHeaderName: name, values: texts)
    case .query:
      field = "query-string"
      queryStringConfig = Query(values: condition.values.map { Pair(key: $0.key, value: $0.pattern) })
    }
  }
}

extension RuleCondition {
  /// The conditions of a call, checked one by one and together.
  ///
  /// - Throws: AWS's errors for unknown fields, missing, too many or too long values, and fields named twice.
  static func read(_ shapes: [RuleConditionShape]) throws(AWSError) -> [RuleCondition] {
    guard !shapes.isEmpty else {
      throw AWSError("ValidationError", "A condition must be specified")
    }
    var conditions: [RuleCondition] = []
    for shape in shapes {
      let condition = try read(shape)
      let name = shape.field ?? ""
      switch condition.field {
      case .header, .query: break
      case .hostHeader, .pathPattern, .method, .sourceAddress:
        guard !conditions.contains(where: { $0.field == condition.field }) else {
          throw AWSError("ValidationError", "A rule can only have one '\(name)' condition")
        }
      }
      conditions.append(condition)
    }
    let values = conditions.flatMap(\.values)
    guard values.count <= LoadBalancingLimits.conditionValues else {
      throw AWSError(
        "ValidationError",
        "A rule can only have '\(LoadBalancingLimits.conditionValues)' condition values")
    }
    let wildcards = values.reduce(0) { sum, value in
      sum
        + (value.pattern + (value.key ?? "")).utf8.count {
          $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?")
        }
    }
    guard wildcards <= LoadBalancingLimits.conditionWildcards else {
      throw AWSError(
        "ValidationError",
        "A rule can only have '\(LoadBalancingLimits.conditionWildcards)' wildcards in its conditions")
    }
    return conditions
  }

  private static func read(_ shape: RuleConditionShape) throws(AWSError) -> RuleCondition {
    let name = shape.field ?? ""
    switch name {
    case "host-header":
      return try plain(.hostHeader, name, shape.values, shape.hostHeaderConfig?.values) { isHostPattern($0) }
    case "path-pattern":
      return try plain(.pathPattern, name, shape.values, shape.pathPatternConfig?.values) {
        isPathPattern($0)
      }
    case "http-request-method":
      return try listed(.method, name, shape.httpRequestMethodConfig?.values, longest: 40) { isMethod($0) }
    case "source-ip":
      return try listed(.sourceAddress, name, shape.sourceIpConfig?.values, longest: 64) {
        CIDRBlock($0) != nil
      }
    case "http-header":
      guard let header = shape.httpHeaderConfig?.httpHeaderName, (1...40).contains(header.utf8.count) else {
        throw AWSError("ValidationError", "An 'HttpHeaderName' must be specified with 'http-header'")
      }
      guard header.lowercased() != "host" else {
        throw AWSError("ValidationError", "Use the 'host-header' condition for the Host header")
      }
      return try listed(.header(header), name, shape.httpHeaderConfig?.values, longest: 128) { _ in true }
    case "query-string": return try query(shape.queryStringConfig?.values ?? [])
    default:
      throw AWSError(
        "ValidationError",
        "Condition field '\(name)' must be one of '[path-pattern,host-header,http-header,http-request-method,query-string,source-ip]'"
      )
    }
  }

  private static func plain(
    _ field: Field, _ name: String, _ plain: [String]?, _ config: [String]?, _ isValid: (String) -> Bool
  ) throws(AWSError) -> RuleCondition {
    if let plain, !plain.isEmpty, let config, !config.isEmpty {
      let member = field == .hostHeader ? "HostHeaderConfig" : "PathPatternConfig"
      throw AWSError(
        "ValidationError",
        "You cannot provide both Values and '\(member)' for a condition of type '\(name)'")
    }
    return try listed(field, name, config ?? plain, longest: 128, isValid)
  }

  private static func listed(
    _ field: Field, _ name: String, _ values: [String]?, longest: Int, _ isValid: (String) -> Bool
  ) throws(AWSError) -> RuleCondition {
    guard let values, !values.isEmpty else {
      throw AWSError("ValidationError", "A condition value must be specified")
    }
    for value in values {
      guard (1...longest).contains(value.utf8.count) else {
        throw AWSError("ValidationError", "The '\(name)' value is too long; the limit is '\(longest)'")
      }
      guard isValid(value) else {
        throw AWSError(
          "ValidationError", "Condition value '\(value)' contains a character that is not valid")
      }
    }
    return RuleCondition(field: field, values: values.map { Value(key: nil, pattern: $0) })
  }

  private static func query(_ pairs: [RuleConditionShape.Pair]) throws(AWSError) -> RuleCondition {
    guard !pairs.isEmpty else {
      throw AWSError("ValidationError", "A 'QueryStringConfig' must be specified with 'query-string'")
    }
    var values: [Value] = []
    for pair in pairs {
      guard let value = pair.value else {
        throw AWSError("ValidationError", "A 'Value' must be specified in 'QueryStringKeyValuePair'")
      }
      guard value.utf8.count <= 128, (pair.key?.utf8.count ?? 0) <= 128 else {
        throw AWSError("ValidationError", "The 'query-string' value is too long; the limit is '128'")
      }
      values.append(Value(key: pair.key, pattern: value))
    }
    return RuleCondition(field: .query, values: values)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func isHostPattern(_ text: String) -> Bool {
    text.utf8.allSatisfy { isLetterOrDigit($0) || "-.*?".utf8.contains($0) } && text.utf8.contains(46)
  }

  private static func isPathPattern(_ text: String) -> Bool {
    text.utf8.allSatisfy { isLetterOrDigit($0) || "_-.$/~\"'@:+&*?".utf8.contains($0) }
  }

  private static func isMethod(_ text: String) -> Bool {
    text.utf8.allSatisfy { (65...90).contains($0) || $0 == 45 || $0 == 95 }
  }
}
