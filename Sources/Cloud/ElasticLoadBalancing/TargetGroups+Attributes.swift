import EventKernel

/// Shows the modelled attributes of a target group.
package enum DescribeTargetGroupAttributes: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeTargetGroupAttributes"

  /// Whose.
  package struct Input: Codable, Sendable { package var targetGroupArn: String }

  /// The attributes.
  package struct Output: Encodable, Sendable { package var attributes: [LoadBalancingAttribute] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(attributes: try world.targetGroup(arn: input.targetGroupArn, context: context).attributeList)
  }
}

/// Changes attributes of a target group; an unmodelled key is refused by name.
package enum ModifyTargetGroupAttributes: Operation {
  package static let service = "elbv2"
  package static let name = "ModifyTargetGroupAttributes"

  /// The new values.
  package struct Input: Codable, Sendable {
    package var targetGroupArn: String
    package var attributes: [LoadBalancingAttribute]
  }

  /// All attributes after the change.
  package struct Output: Encodable, Sendable { package var attributes: [LoadBalancingAttribute] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    for attribute in input.attributes { try group.set(attribute.key ?? "", to: attribute.value ?? "") }
    guard
      group.attributes.slowStart == .zero
        || group.attributes.algorithm != .leastOutstandingRequests
    else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Slow start cannot be enabled with the least_outstanding_requests algorithm")
    }
    world.loadBalancing.targetGroups[group.id] = group
    world.revision.loadBalancing += 1
    return Output(attributes: group.attributeList)
  }
}

extension TargetGroup {
  /// The modelled attributes with their AWS keys.
  // Simplified: target-group-attributes
  var attributeList: [LoadBalancingAttribute] {
    var list: [LoadBalancingAttribute] = []
    func add(_ key: String, _ value: String) {
      list.append(LoadBalancingAttribute(key: key, value: value))
    }
    add("deregistration_delay.timeout_seconds", String(attributes.deregistrationDelay.wholeSeconds))
    add("stickiness.enabled", String(attributes.stickiness))
    add(
      "load_balancing.cross_zone.enabled",
      attributes.crossZone.map { String($0) } ?? "use_load_balancer_configuration")
    if protocolName == "HTTP" {
      add("slow_start.duration_seconds", String(attributes.slowStart.wholeSeconds))
      add("load_balancing.algorithm.type", attributes.algorithm.rawValue)
    }
    return list
  }

  fileprivate mutating func set(_ key: String, to value: String) throws(AWSError) {
    switch key {
    case "deregistration_delay.timeout_seconds":
      attributes.deregistrationDelay = .seconds(
        try LoadBalancingAttributeValue.integer(value, key, 0...3_600))
    case "stickiness.enabled":
      // Simplified: stickiness-without-sessions
      attributes.stickiness = try LoadBalancingAttributeValue.bool(value, key)
    case "load_balancing.cross_zone.enabled":
      attributes.crossZone =
        value == "use_load_balancer_configuration" ? nil : try LoadBalancingAttributeValue.bool(value, key)
    case "slow_start.duration_seconds" where protocolName == "HTTP":
      let seconds = try LoadBalancingAttributeValue.integer(value, key, 0...900)
      guard seconds == 0 || seconds >= 30 else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, "must be '0' or between '30' and '900' inclusive")
      }
      attributes.slowStart = .seconds(seconds)
    case "load_balancing.algorithm.type" where protocolName == "HTTP":
      guard let algorithm = Algorithm(rawValue: value) else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, "must be 'round_robin' or 'least_outstanding_requests'")
      }
      attributes.algorithm = algorithm
    default: throw AWSError("ValidationError", "Target group attribute key '\(key)' is not recognized")
    }
  }
}
