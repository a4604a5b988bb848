/// The quotas of load balancing that the world holds (facts: ELB 6.6, as of 2026-09).
package enum LoadBalancingLimits {
  /// Load balancers of a kind per Region.
  package static let loadBalancers = 50
  /// Target groups per Region.
  package static let targetGroups = 3_000
  /// Targets per group, and per application load balancer.
  package static let targets = 1_000
  /// Groups in which an application load balancer stands as a target.
  package static let groupsOfBalancer = 2
  /// Certificates of a load balancer beside the default ones of its listeners.
  package static let certificates = 25
  /// Different groups that a load balancer sends to.
  package static let groupsPerBalancer = 100
  /// Groups of one forward action.
  package static let groupsPerAction = 5
  /// Rules of an application load balancer, beside the default ones.
  package static let rules = 100
  /// Listeners of a load balancer.
  package static let listeners = 50
  /// Values of all conditions of one rule.
  package static let conditionValues = 5
  /// Wildcards in all conditions of one rule.
  package static let conditionWildcards = 5

  /// Throws AWS's refusal of a port outside of its bounds (API reference, Port).
  static func checkPort(_ port: Int) throws(AWSError) {
    guard !(1...65_535).contains(port) else { return }
    throw AWSError(
      "ValidationError",
      "1 validation error detected: Value '\(port)' at 'port' failed to satisfy constraint: Member must have value"
        + " \(port < 1 ? "greater than or equal to 1" : "less than or equal to 65535")")
  }
}

/// Shows the quotas of the account in a Region.
package enum DescribeLoadBalancingLimits: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeAccountLimits"

  /// Where a page begins and how long it is.
  package struct Input: Codable, Sendable {
    package var marker: String?
    package var pageSize: Int?
  }

  /// One quota.
  package struct Limit: Encodable, Sendable {
    package var name: String
    package var max: String
  }

  /// A page of quotas.
  package struct Output: Encodable, Sendable {
    package var limits: [Limit]
    package var nextMarker: String?
  }

  private static let limits: [(String, Int)] = [
    ("target-groups", LoadBalancingLimits.targetGroups),
    ("application-load-balancers", LoadBalancingLimits.loadBalancers),
    ("network-load-balancers", LoadBalancingLimits.loadBalancers),
    ("target-groups-per-application-load-balancer", LoadBalancingLimits.groupsPerBalancer),
    ("target-groups-per-action-on-application-load-balancer", LoadBalancingLimits.groupsPerAction),
    ("condition-values-per-alb-rule", LoadBalancingLimits.conditionValues),
    ("condition-wildcards-per-alb-rule", LoadBalancingLimits.conditionWildcards),
    ("rules-per-application-load-balancer", LoadBalancingLimits.rules),
    ("listeners-per-application-load-balancer", LoadBalancingLimits.listeners),
    ("listeners-per-network-load-balancer", LoadBalancingLimits.listeners),
    ("certificates-per-application-load-balancer", LoadBalancingLimits.certificates),
    ("certificates-per-network-load-balancer", LoadBalancingLimits.certificates),
    ("targets-per-target-group", LoadBalancingLimits.targets),
    ("targets-per-application-load-balancer", LoadBalancingLimits.targets),
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try LoadBalancingPage.of(limits, marker: input.marker, size: input.pageSize)
    return Output(
      limits: page.rows.map { Limit(name: $0.0, max: String($0.1)) }, nextMarker: page.nextToken)
  }
}
