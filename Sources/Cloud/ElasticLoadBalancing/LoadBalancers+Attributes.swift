import EventKernel

/// Shows the modelled attributes of a load balancer.
package enum DescribeLoadBalancerAttributes: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeLoadBalancerAttributes"

  /// Whose.
  package struct Input: Codable, Sendable { package var loadBalancerArn: String }

  /// The attributes.
  package struct Output: Encodable, Sendable { package var attributes: [LoadBalancingAttribute] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      attributes: try world.loadBalancer(arn: input.loadBalancerArn, context: context).attributeList)
  }
}

/// Changes attributes of a load balancer; an unmodelled key is refused by name.
package enum ModifyLoadBalancerAttributes: Operation {
  package static let service = "elbv2"
  package static let name = "ModifyLoadBalancerAttributes"

  /// The new values.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String
    package var attributes: [LoadBalancingAttribute]
  }

  /// All attributes after the change.
  package struct Output: Encodable, Sendable { package var attributes: [LoadBalancingAttribute] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var balancer = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    for attribute in input.attributes {
      try balancer.set(attribute.key ?? "", to: attribute.value ?? "")
    }
    world.loadBalancing.loadBalancers[balancer.id] = balancer
    world.revision.loadBalancing += 1
    return Output(attributes: balancer.attributeList)
  }
}

extension LoadBalancer {
  /// The modelled attributes with their AWS keys.
  // Simplified: load-balancer-attributes
  var attributeList: [LoadBalancingAttribute] {
    var list = [
      LoadBalancingAttribute(
        key: "deletion_protection.enabled", value: String(attributes.deletionProtection)),
      LoadBalancingAttribute(
        key: "load_balancing.cross_zone.enabled", value: String(attributes.crossZone)),
    ]
    if kind == .application {
      list.append(
        LoadBalancingAttribute(
          key: "idle_timeout.timeout_seconds", value: String(attributes.idleTimeout.wholeSeconds)))
    }
    return list
  }

  fileprivate mutating func set(_ key: String, to value: String) throws(AWSError) {
    switch (key, kind) {
    case ("deletion_protection.enabled", _):
      attributes.deletionProtection = try LoadBalancingAttributeValue.bool(value, key)
    case ("load_balancing.cross_zone.enabled", _):
      let isOn = try LoadBalancingAttributeValue.bool(value, key)
      guard kind == .network || isOn else {
        throw AWSError(
          "InvalidConfigurationRequest",
          "Load balancer attribute '\(key)' cannot be turned off for load balancers of type 'application'")
      }
      attributes.crossZone = isOn
    case ("idle_timeout.timeout_seconds", .application):
      attributes.idleTimeout = .seconds(try LoadBalancingAttributeValue.integer(value, key, 1...4_000))
    default:
      throw AWSError("ValidationError", "Load balancer attribute key '\(key)' is not recognized")
    }
  }
}

/// Reading the texts that attributes are set to.
enum LoadBalancingAttributeValue {
  static func bool(_ text: String, _ key: String) throws(AWSError) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: throw invalid(text, key, "must be 'true' or 'false'")
    }
  }

  static func integer(_ text: String, _ key: String, _ range: ClosedRange<Int>) throws(AWSError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw invalid(
        text, key, "must be between '\(range.lowerBound)' and '\(range.upperBound)' inclusive")
    }
    return number
  }

  static func invalid(_ text: String, _ key: String, _ rule: String) -> AWSError {
    AWSError("ValidationError", "The value '\(text)' of attribute '\(key)' \(rule)")
  }
}
