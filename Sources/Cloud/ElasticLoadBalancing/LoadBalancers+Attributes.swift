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
    let present = balancer.attributes
    for attribute in input.attributes {
      try balancer.set(attribute.key ?? "", to: attribute.value ?? "")
    }
    try world.startLogs(of: balancer, instead: present)
    world.loadBalancing.loadBalancers[balancer.id] = balancer
    world.revision.loadBalancing += 1
    return Output(attributes: balancer.attributeList)
  }
}

extension LoadBalancer {
  /// Attributes of AWS that keep their defaults here; any other value is refused by name.
  // Simplified: load-balancer-attributes
  private static let fixed: [(key: String, value: String, kinds: [Kind])] = [
    ("client_keep_alive.seconds", "3600", [.application]),
    ("routing.http.desync_mitigation_mode", "defensive", [.application]),
    ("routing.http.drop_invalid_header_fields.enabled", "false", [.application]),
    ("routing.http.preserve_host_header.enabled", "false", [.application]),
    ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", [.application]),
    ("routing.http.xff_client_port.enabled", "false", [.application]),
    ("routing.http.xff_header_processing.mode", "append", [.application]),
    ("routing.http2.enabled", "true", [.application]),
    ("waf.fail_open.enabled", "false", [.application]),
    ("ipv6.deny_all_igw_traffic", "false", [.application, .network]),
    ("dns_record.client_routing_policy", "any_availability_zone", [.network]),
    ("secondary_ips.auto_assigned.per_subnet", "0", [.network]),
  ]

  /// The attributes with their AWS keys.
  var attributeList: [LoadBalancingAttribute] {
    var list = [
      LoadBalancingAttribute(
        key: "deletion_protection.enabled", value: String(attributes.deletionProtection)),
      LoadBalancingAttribute(
        key: "load_balancing.cross_zone.enabled", value: String(attributes.crossZone)),
      LoadBalancingAttribute(key: "zonal_shift.config.enabled", value: String(attributes.zonalShift)),
    ]
    if kind == .application {
      list.append(
        LoadBalancingAttribute(
          key: "idle_timeout.timeout_seconds", value: String(attributes.idleTimeout.wholeSeconds)))
    }
    list += attributes.accessLogs.attributes("access_logs")
    if kind == .application { list += attributes.connectionLogs.attributes("connection_logs") }
    for entry in Self.fixed where entry.kinds.contains(kind) {
      list.append(LoadBalancingAttribute(key: entry.key, value: entry.value))
    }
    return list
  }

  fileprivate mutating func set(_ key: String, to value: String) throws(AWSError) {
    switch (key, kind) {
    case ("deletion_protection.enabled", _):
      attributes.deletionProtection = try LoadBalancingAttributeValue.bool(value, key)
    case ("zonal_shift.config.enabled", _):
      attributes.zonalShift = try LoadBalancingAttributeValue.bool(value, key)
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
    case _ where key.hasPrefix("access_logs.s3."): try attributes.accessLogs.set(key, to: value)
    case _ where key.hasPrefix("connection_logs.s3.") && kind == .application:
      try attributes.connectionLogs.set(key, to: value)
    default:
      guard let entry = Self.fixed.first(where: { $0.key == key && $0.kinds.contains(kind) }) else {
        throw AWSError("ValidationError", "Load balancer attribute key '\(key)' is not recognized")
      }
      guard entry.value == value else { throw .notModelled("Attributes", "Key=\(key),Value=\(value)") }
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
