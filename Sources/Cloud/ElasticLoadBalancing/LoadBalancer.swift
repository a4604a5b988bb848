package import EventKernel

/// A load balancer with a node in each enabled zone.
package struct LoadBalancer: Sendable, Equatable {
  /// Which layer it works on.
  package enum Kind: String, Sendable { case application, network }
  /// Where it is in its life.
  package enum State: String, Sendable { case provisioning, active, failed }

  /// The node in one zone.
  package struct Node: Sendable, Equatable {
    package let zone: Zone
    package let subnet: SubnetID
    /// Its public address for an internet-facing load balancer, else the private one.
    package var address: IPv4Address
    /// The address inside its subnet, from which it speaks to targets.
    package var privateAddress: IPv4Address
    /// The Elastic IP that the caller chose as its public address.
    package var allocation: AllocationID?
    /// Whether the caller chose the private address.
    package var isPrivateAddressChosen = false
  }

  package let id: LoadBalancerID
  package let region: Region
  package let name: String
  package let arn: String
  package let kind: Kind
  package let isInternetFacing: Bool
  package let vpc: VPCID
  package let dnsName: String
  package let creation: Instant
  package var state: State
  package var securityGroups: [SecurityGroupID]
  /// The nodes, ordered by zone.
  package var nodes: [Node]
  package var attributes: Attributes
  package var tags: Tags

  /// The modelled attributes of a load balancer.
  package struct Attributes: Sendable, Equatable {
    /// `idle_timeout.timeout_seconds`.
    package var idleTimeout: Duration = .seconds(60)
    /// `load_balancing.cross_zone.enabled`; always on for an application load balancer.
    package var crossZone: Bool
    /// `deletion_protection.enabled`.
    package var deletionProtection = false
    /// `zonal_shift.config.enabled`: whether a zonal shift may take a zone of it out of DNS.
    package var zonalShift = false
    /// `access_logs.s3`: where the log of requests goes.
    package var accessLogs = LogTarget()
    /// `connection_logs.s3`: where the log of connections goes; of an application load balancer.
    package var connectionLogs = LogTarget()
  }
}

/// A port on which a load balancer listens and what it does with requests that no rule takes.
package struct Listener: Sendable, Equatable {
  package let id: ListenerID
  package let arn: String
  package let loadBalancer: LoadBalancerID
  package var port: Int
  package var protocolName: String
  package var defaultAction: RouteAction
  package var tags: Tags
  /// What an encrypted listener shows and offers; `nil` of a plain one.
  package var security: Security?

  /// The certificates and the policy of an encrypted listener.
  package struct Security: Sendable, Equatable {
    /// The certificate for clients whose host no other fits.
    package var certificate: String
    /// The name of the security policy.
    package var policy: String
    /// The certificates beside it, in the order in which they came.
    package var further: [String] = []
  }

  /// All its certificates by ARN, the default one first.
  package var allCertificates: [String] {
    guard let security else { return [] }
    return [security.certificate] + security.further.filter { $0 != security.certificate }
  }
}

/// What answers for a load balancer, with the health check that watches it.
package struct TargetGroup: Sendable, Equatable {
  /// What can be registered with a group.
  package enum Kind: String, Sendable {
    case instance
    case address = "ip"
    case loadBalancer = "alb"
  }

  /// The health check of a group (facts: ELB 6.3).
  package struct HealthCheck: Sendable, Equatable {
    package var protocolName: String
    /// The port; `nil` for the traffic port of each target.
    package var port: Int?
    package var path: String
    package var interval: Duration
    package var timeout: Duration
    package var healthyThreshold: Int
    package var unhealthyThreshold: Int
    /// The accepted codes as AWS writes them: `200`, `200,202`, `200-299`.
    package var matcher: String
  }

  /// The modelled attributes.
  package struct Attributes: Sendable, Equatable {
    /// `deregistration_delay.timeout_seconds`.
    package var deregistrationDelay: Duration = .seconds(300)
    /// `slow_start.duration_seconds`; zero is off.
    package var slowStart: Duration = .zero
    /// `load_balancing.algorithm.type`.
    package var algorithm = Algorithm.roundRobin
    /// `load_balancing.cross_zone.enabled`; `nil` uses the load balancer's.
    package var crossZone: Bool?
    /// `stickiness.enabled`.
    package var stickiness = false
    /// `stickiness.type`.
    package var stickinessKind: StickinessKind
    /// `stickiness.lb_cookie.duration_seconds`: how long a client stays after its last request.
    package var cookieLifetime: Duration = .days(1)
    /// `stickiness.app_cookie.duration_seconds`.
    package var appCookieLifetime: Duration = .days(1)
    /// `stickiness.app_cookie.cookie_name`.
    package var appCookieName = ""
    /// `target_group_health.dns_failover.minimum_healthy_targets`: below it a zone leaves DNS.
    package var dnsMinimum = HealthMinimum()
    /// `target_group_health.unhealthy_state_routing.minimum_healthy_targets`: below it all targets are used.
    package var routingMinimum = HealthMinimum()
    /// `preserve_client_ip.enabled`: whether targets of a network load balancer see the client's address.
    package var preservesClientAddress = true

    /// AWS's defaults for a group of a kind and a protocol.
    package init(kind: Kind, protocolName: String) {
      stickinessKind = protocolName == "HTTP" ? .cookie : .sourceAddress
      // facts: ELB 6.1, targets by address see the load balancer unless told otherwise.
      preservesClientAddress = kind != .address
    }
  }

  /// By what clients are told apart that stay with a target.
  package enum StickinessKind: String, Sendable {
    case cookie = "lb_cookie"
    case appCookie = "app_cookie"
    case sourceAddress = "source_ip"
  }

  /// How many targets must be healthy, as a number or a share or either; AWS's default is one target (facts: ELB 6.3).
  package struct HealthMinimum: Sendable, Equatable {
    /// The number; `nil` when it is off.
    package var count: Int? = 1
    /// The share in percent; `nil` when it is off.
    package var percentage: Int?

    /// Whether so many healthy targets of all are fewer than asked for.
    package func isMissed(by healthy: Int, of all: Int) -> Bool {
      if let count, healthy < count { return true }
      if let percentage, healthy * 100 < percentage * all { return true }
      return false
    }
  }

  /// How a node picks a target.
  package enum Algorithm: String, Sendable {
    case roundRobin = "round_robin"
    case leastOutstandingRequests = "least_outstanding_requests"
    case weightedRandom = "weighted_random"
  }

  package let id: TargetGroupID
  package let region: Region
  package let name: String
  package let arn: String
  package let kind: Kind
  package let vpc: VPCID
  package let protocolName: String
  package let port: Int
  package var healthCheck: HealthCheck
  package var attributes: Attributes
  /// The targets by what they are and by port.
  package var targets: Table<TargetID, Target>
  package var tags: Tags
}

/// What Elastic Load Balancing does of itself.
package enum LoadBalancingEvent: Sendable, Equatable {
  /// A load balancer has been provisioned.
  case becomesActive(LoadBalancerID)
  /// A health check of a target starts.
  case checkStarts(TargetGroupID, TargetID, registered: Instant)
  /// The result of a health check is known.
  case checkEnds(TargetGroupID, TargetID, registered: Instant, failure: Target.Failure?)
  /// A draining target has gone.
  case drained(TargetGroupID, TargetID, registered: Instant)
}

/// Everything of Elastic Load Balancing.
package struct LoadBalancingState: Sendable, Equatable {
  package internal(set) var loadBalancers = Table<LoadBalancerID, LoadBalancer>()
  package internal(set) var listeners = Table<ListenerID, Listener>()
  package internal(set) var rules = Table<ListenerRuleID, ListenerRule>()
  package internal(set) var targetGroups = Table<TargetGroupID, TargetGroup>()
  package init() {}
}
