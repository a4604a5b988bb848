package import EventKernel

/// A load balancer as the API shows it.
package struct LoadBalancerOutput: Encodable, Sendable {
  /// Its state as the API shows it.
  package struct State: Encodable, Sendable {
    package var code: String
    package var reason: String?
  }

  /// One enabled zone.
  package struct AvailabilityZone: Encodable, Sendable {
    package var zoneName: String
    package var subnetId: String
    package var loadBalancerAddresses: [Address]
  }

  /// An address of a node; shown only when the caller chose it.
  package struct Address: Encodable, Sendable {
    package var ipAddress: String?
    package var allocationId: String?
    package var privateIPv4Address: String?
  }

  package var loadBalancerArn: String
  package var dnsName: String
  package var canonicalHostedZoneId: String?
  package var createdTime: Instant
  package var loadBalancerName: String
  package var scheme: String
  package var vpcId: String
  package var state: State
  package var type: String
  package var availabilityZones: [AvailabilityZone]
  package var securityGroups: [String]?
  package var ipAddressType = "ipv4"

  init(_ balancer: LoadBalancer) {
    loadBalancerArn = balancer.arn
    dnsName = balancer.dnsName
    canonicalHostedZoneId = balancer.canonicalHostedZone
    createdTime = balancer.creation
    loadBalancerName = balancer.name
    scheme = balancer.isInternetFacing ? "internet-facing" : "internal"
    vpcId = balancer.vpc.description
    state = State(code: balancer.state.rawValue)
    type = balancer.kind.rawValue
    availabilityZones = Self.zones(balancer)
    securityGroups =
      balancer.securityGroups.isEmpty ? nil : balancer.securityGroups.map(\.description)
  }

  static func zones(_ balancer: LoadBalancer) -> [AvailabilityZone] {
    balancer.nodes.map { node in
      var addresses: [Address] = []
      if let allocation = node.allocation {
        addresses.append(Address(ipAddress: "\(node.address)", allocationId: "\(allocation)"))
      } else if node.isPrivateAddressChosen {
        addresses.append(Address(privateIPv4Address: "\(node.privateAddress)"))
      }
      return AvailabilityZone(
        zoneName: node.zone.rawValue, subnetId: node.subnet.description, loadBalancerAddresses: addresses)
    }
  }
}

/// The codes that a health check accepts.
package struct HealthCheckMatcher: Codable, Sendable { package var httpCode: String? }

/// A target group as the API shows it.
package struct TargetGroupOutput: Encodable, Sendable {
  package var targetGroupArn: String
  package var targetGroupName: String
  package var `protocol`: String
  package var port: Int
  package var vpcId: String
  package var healthCheckProtocol: String
  package var healthCheckPort: String
  package var healthCheckEnabled = true
  package var healthCheckIntervalSeconds: Int
  package var healthCheckTimeoutSeconds: Int
  package var healthyThresholdCount: Int
  package var unhealthyThresholdCount: Int
  package var healthCheckPath: String?
  package var matcher: HealthCheckMatcher?
  package var loadBalancerArns: [String]
  package var targetType: String
  package var protocolVersion: String?
  package var ipAddressType = "ipv4"

  init(_ group: TargetGroup, in world: World) {
    let check = group.healthCheck
    targetGroupArn = group.arn
    targetGroupName = group.name
    `protocol` = group.protocolName
    port = group.port
    vpcId = group.vpc.description
    healthCheckProtocol = check.protocolName
    healthCheckPort = check.port.map(String.init) ?? "traffic-port"
    healthCheckIntervalSeconds = check.interval.wholeSeconds
    healthCheckTimeoutSeconds = check.timeout.wholeSeconds
    healthyThresholdCount = check.healthyThreshold
    unhealthyThresholdCount = check.unhealthyThreshold
    healthCheckPath = check.isHTTP ? check.path : nil
    matcher = check.isHTTP ? HealthCheckMatcher(httpCode: check.matcher) : nil
    loadBalancerArns = world.loadBalancer(using: group.id).map { [$0.arn] } ?? []
    targetType = group.kind.rawValue
    protocolVersion = group.protocolName == "HTTP" ? "HTTP1" : nil
  }
}

/// A listener as the API shows it.
package struct ListenerOutput: Encodable, Sendable {
  package var listenerArn: String
  package var loadBalancerArn: String
  package var port: Int
  package var `protocol`: String
  package var certificates: [ListenerCertificate]?
  package var sslPolicy: String?
  package var defaultActions: [ListenerAction]

  init(_ listener: Listener, in world: World) {
    listenerArn = listener.arn
    loadBalancerArn = world.loadBalancing.loadBalancers[listener.loadBalancer]?.arn ?? ""
    port = listener.port
    `protocol` = listener.protocolName
    certificates = listener.security.map { [ListenerCertificate(certificateArn: $0.certificate)] }
    sslPolicy = listener.security?.policy
    defaultActions = [ListenerAction(listener.defaultAction, in: world)]
  }
}

/// One attribute of a load balancer or a target group, by its key.
package struct LoadBalancingAttribute: Codable, Sendable, Equatable {
  package var key: String?
  package var value: String?
}

extension TargetGroup.HealthCheck {
  /// Whether the check asks for a page; a TCP check only opens a connection.
  package var isHTTP: Bool { protocolName == "HTTP" || protocolName == "HTTPS" }
}
