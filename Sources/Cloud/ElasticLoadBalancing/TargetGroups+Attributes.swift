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
    try group.checkAttributes()
    world.loadBalancing.targetGroups[group.id] = group
    world.revision.loadBalancing += 1
    return Output(attributes: group.attributeList)
  }
}

extension TargetGroup {
  /// Attributes of AWS that keep their defaults here; any other value is refused by name.
  // Simplified: target-group-attributes
  private static let fixed: [(key: String, value: String, protocolName: String)] = [
    ("load_balancing.algorithm.anomaly_mitigation", "off", "HTTP"),
    ("deregistration_delay.connection_termination.enabled", "false", "TCP"),
    ("proxy_protocol_v2.enabled", "false", "TCP"),
    ("target_health_state.unhealthy.connection_termination.enabled", "true", "TCP"),
    ("target_health_state.unhealthy.draining_interval_seconds", "0", "TCP"),
  ]

  private var isHTTP: Bool { protocolName == "HTTP" }

  /// The attributes with their AWS keys.
  var attributeList: [LoadBalancingAttribute] {
    var list: [LoadBalancingAttribute] = []
    func add(_ key: String, _ value: String) {
      list.append(LoadBalancingAttribute(key: key, value: value))
    }
    add("deregistration_delay.timeout_seconds", String(attributes.deregistrationDelay.wholeSeconds))
    add("stickiness.enabled", String(attributes.stickiness))
    add("stickiness.type", attributes.stickinessKind.rawValue)
    add(
      "load_balancing.cross_zone.enabled",
      attributes.crossZone.map { String($0) } ?? "use_load_balancer_configuration")
    for (name, minimum) in [
      ("dns_failover", attributes.dnsMinimum), ("unhealthy_state_routing", attributes.routingMinimum),
    ] {
      let key = "target_group_health.\(name).minimum_healthy_targets"
      add("\(key).count", minimum.count.map { String($0) } ?? "off")
      add("\(key).percentage", minimum.percentage.map { String($0) } ?? "off")
    }
    if isHTTP {
      add("slow_start.duration_seconds", String(attributes.slowStart.wholeSeconds))
      add("load_balancing.algorithm.type", attributes.algorithm.rawValue)
      add("stickiness.lb_cookie.duration_seconds", String(attributes.cookieLifetime.wholeSeconds))
      add("stickiness.app_cookie.cookie_name", attributes.appCookieName)
      add("stickiness.app_cookie.duration_seconds", String(attributes.appCookieLifetime.wholeSeconds))
    } else {
      add("preserve_client_ip.enabled", String(attributes.preservesClientAddress))
    }
    for entry in Self.fixed where entry.protocolName == protocolName { add(entry.key, entry.value) }
    return list
  }

  fileprivate mutating func set(_ key: String, to value: String) throws(AWSError) {
    switch key {
    case "deregistration_delay.timeout_seconds":
      attributes.deregistrationDelay = .seconds(
        try LoadBalancingAttributeValue.integer(value, key, 0...3_600))
    case "load_balancing.cross_zone.enabled":
      attributes.crossZone =
        value == "use_load_balancer_configuration" ? nil : try LoadBalancingAttributeValue.bool(value, key)
    case "slow_start.duration_seconds" where isHTTP:
      let seconds = try LoadBalancingAttributeValue.integer(value, key, 0...900)
      guard seconds == 0 || seconds >= 30 else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, "must be '0' or between '30' and '900' inclusive")
      }
      attributes.slowStart = .seconds(seconds)
    case "load_balancing.algorithm.type" where isHTTP:
      guard let algorithm = Algorithm(rawValue: value) else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, "must be 'round_robin', 'least_outstanding_requests' or 'weighted_random'")
      }
      attributes.algorithm = algorithm
    case "preserve_client_ip.enabled" where !isHTTP:
      attributes.preservesClientAddress = try LoadBalancingAttributeValue.bool(value, key)
    case _ where key.hasPrefix("stickiness."): try setStickiness(key, to: value)
    case _ where key.hasPrefix("target_group_health."): try setMinimum(key, to: value)
    default: try keep(key, value)
    }
  }

  private func keep(_ key: String, _ value: String) throws(AWSError) {
    guard let entry = Self.fixed.first(where: { $0.key == key && $0.protocolName == protocolName }) else {
      throw AWSError("ValidationError", "Target group attribute key '\(key)' is not recognized")
    }
    guard entry.value == value else { throw .notModelled("Attributes", "Key=\(key),Value=\(value)") }
  }

  private mutating func setStickiness(_ key: String, to value: String) throws(AWSError) {
    switch key {
    case "stickiness.enabled": attributes.stickiness = try LoadBalancingAttributeValue.bool(value, key)
    case "stickiness.type":
      guard let kind = StickinessKind(rawValue: value) else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, isHTTP ? "must be 'lb_cookie' or 'app_cookie'" : "must be 'source_ip'")
      }
      guard (kind == .sourceAddress) != isHTTP else {
        throw AWSError(
          "InvalidConfigurationRequest",
          "Stickiness type '\(value)' is not supported for target groups with the \(protocolName) protocol")
      }
      attributes.stickinessKind = kind
    case "stickiness.lb_cookie.duration_seconds" where isHTTP:
      attributes.cookieLifetime = .seconds(try LoadBalancingAttributeValue.integer(value, key, 1...604_800))
    case "stickiness.app_cookie.duration_seconds" where isHTTP:
      attributes.appCookieLifetime = .seconds(
        try LoadBalancingAttributeValue.integer(value, key, 1...604_800))
    case "stickiness.app_cookie.cookie_name" where isHTTP:
      guard !["AWSALB", "AWSALBAPP", "AWSALBTG"].contains(value) else {
        throw LoadBalancingAttributeValue.invalid(value, key, "is a name that the load balancer itself uses")
      }
      attributes.appCookieName = value
    default: throw AWSError("ValidationError", "Target group attribute key '\(key)' is not recognized")
    }
  }

  private mutating func setMinimum(_ key: String, to value: String) throws(AWSError) {
    func number(_ range: ClosedRange<Int>) throws(AWSError) -> Int? {
      value == "off" ? nil : try LoadBalancingAttributeValue.integer(value, key, range)
    }
    let targets = 1...LoadBalancingLimits.targets
    switch key {
    case "target_group_health.dns_failover.minimum_healthy_targets.count":
      attributes.dnsMinimum.count = try number(targets)
    case "target_group_health.dns_failover.minimum_healthy_targets.percentage":
      attributes.dnsMinimum.percentage = try number(1...100)
    case "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":
      // AWS has no "off" for the number of this one.
      attributes.routingMinimum.count = try LoadBalancingAttributeValue.integer(value, key, targets)
    case "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage":
      attributes.routingMinimum.percentage = try number(1...100)
    default: throw AWSError("ValidationError", "Target group attribute key '\(key)' is not recognized")
    }
  }

  /// Throws for attributes that do not go together.
  fileprivate func checkAttributes() throws(AWSError) {
    guard attributes.slowStart == .zero || attributes.algorithm == .roundRobin else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Slow start cannot be enabled with the \(attributes.algorithm.rawValue) algorithm")
    }
    guard !(attributes.stickiness && isHTTP && attributes.crossZone == false) else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Stickiness cannot be enabled when cross-zone load balancing is off for the target group")
    }
    guard
      !(attributes.stickiness && attributes.stickinessKind == .appCookie)
        || !attributes.appCookieName.isEmpty
    else {
      throw AWSError(
        "InvalidConfigurationRequest", "You must specify a cookie name for application-based stickiness")
    }
    let dns = attributes.dnsMinimum
    let routing = attributes.routingMinimum
    // facts: ELB 6.3, the minimum for DNS must not be smaller than the one for routing.
    let isBelow =
      (dns.count ?? .max) < (routing.count ?? 0) || (dns.percentage ?? 100) < (routing.percentage ?? 0)
    guard !isBelow else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "The minimum healthy targets for DNS failover cannot be smaller than those for unhealthy state routing"
      )
    }
  }
}
