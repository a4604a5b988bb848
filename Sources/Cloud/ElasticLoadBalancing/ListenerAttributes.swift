package import EventKernel

/// Shows the attributes of a listener: AWS's defaults, since none of them can be changed here.
package enum DescribeListenerAttributes: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeListenerAttributes"

  /// Whose.
  package struct Input: Codable, Sendable { package var listenerArn: String }

  /// The attributes.
  package struct Output: Encodable, Sendable { package var attributes: [LoadBalancingAttribute] }

  /// The attributes of a listener of an application load balancer with their defaults (API-ELB ListenerAttribute).
  private static let application: [(String, String)] = [
    ("routing.http.response.server.enabled", "true"),
    ("routing.http.response.strict_transport_security.header_value", ""),
    ("routing.http.response.access_control_allow_origin.header_value", ""),
    ("routing.http.response.access_control_allow_methods.header_value", ""),
    ("routing.http.response.access_control_allow_headers.header_value", ""),
    ("routing.http.response.access_control_allow_credentials.header_value", ""),
    ("routing.http.response.access_control_expose_headers.header_value", ""),
    ("routing.http.response.access_control_max_age.header_value", ""),
    ("routing.http.response.content_security_policy.header_value", ""),
    ("routing.http.response.x_content_type_options.header_value", ""),
    ("routing.http.response.x_frame_options.header_value", ""),
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let listener = try world.listener(arn: input.listenerArn, context: context)
    let kind = world.loadBalancing.loadBalancers[listener.loadBalancer]?.kind
    // facts: ELB 6.4, NLB TCP idle 350 s.
    let list = kind == .network ? [("tcp.idle_timeout.seconds", "350")] : application
    return Output(attributes: list.map { LoadBalancingAttribute(key: $0.0, value: $0.1) })
  }
}

/// Shows the reserved capacity of a load balancer: none, since none can be reserved here.
package enum DescribeCapacityReservation: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeCapacityReservation"

  /// Whose.
  package struct Input: Codable, Sendable { package var loadBalancerArn: String }

  /// The state of the reservation in one zone.
  package struct Zonal: Encodable, Sendable {}

  /// How often the reservation may still be lowered today, and its state in each zone.
  package struct Output: Encodable, Sendable {
    package var lastModifiedTime: Instant?
    package var decreaseRequestsRemaining = 2
    package var capacityReservationState: [Zonal] = []
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    return Output()
  }
}

/// Sets which kinds of address the nodes of a load balancer have: IPv4, the only one that default subnets allow.
package enum SetIpAddressType: Operation {
  package static let service = "elbv2"
  package static let name = "SetIpAddressType"

  /// Whose, and which.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String
    package var ipAddressType: String
  }

  /// The kind now.
  package struct Output: Encodable, Sendable { package var ipAddressType: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    try LoadBalancing.checkAddressType(input.ipAddressType)
    return Output(ipAddressType: "ipv4")
  }
}
