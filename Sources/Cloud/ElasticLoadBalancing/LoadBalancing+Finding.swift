extension World {
  /// The load balancer of an ARN.
  ///
  /// - Throws: `ValidationError` for a text that is no ARN of one, `LoadBalancerNotFound`.
  func loadBalancer(arn: String, context: CallContext) throws(AWSError) -> LoadBalancer {
    guard LoadBalancingARN.names(arn, "loadbalancer", context: context) else {
      throw AWSError("ValidationError", "'\(arn)' is not a valid load balancer ARN")
    }
    for (_, balancer) in loadBalancing.loadBalancers where balancer.arn == arn { return balancer }
    throw AWSError("LoadBalancerNotFound", "Load balancer '\(arn)' not found")
  }

  /// The target group of an ARN.
  ///
  /// - Throws: `ValidationError` for a text that is no ARN of one, `TargetGroupNotFound`.
  func targetGroup(arn: String, context: CallContext) throws(AWSError) -> TargetGroup {
    guard LoadBalancingARN.names(arn, "targetgroup", context: context) else {
      throw AWSError("ValidationError", "'\(arn)' is not a valid target group ARN")
    }
    for (_, group) in loadBalancing.targetGroups where group.arn == arn { return group }
    throw AWSError("TargetGroupNotFound", "One or more target groups not found")
  }

  /// The listener of an ARN.
  ///
  /// - Throws: `ValidationError` for a text that is no ARN of one, `ListenerNotFound`.
  func listener(arn: String, context: CallContext) throws(AWSError) -> Listener {
    guard LoadBalancingARN.names(arn, "listener", context: context) else {
      throw AWSError("ValidationError", "'\(arn)' is not a valid listener ARN")
    }
    for (_, listener) in loadBalancing.listeners where listener.arn == arn { return listener }
    throw AWSError("ListenerNotFound", "One or more listeners not found")
  }

  /// The load balancers of a Region, oldest first.
  package func loadBalancers(in region: Region) -> [LoadBalancer] {
    loadBalancing.loadBalancers.rows.filter { $0.region == region }.sorted {
      $0.creation == $1.creation ? $0.arn.utf8Precedes($1.arn) : $0.creation < $1.creation
    }
  }

  /// The target groups of a Region, by name.
  package func targetGroups(in region: Region) -> [TargetGroup] {
    loadBalancing.targetGroups.rows.filter { $0.region == region }.sorted { $0.name.utf8Precedes($1.name) }
  }

  /// The listeners of a load balancer, by port.
  package func listeners(of balancer: LoadBalancerID) -> [Listener] {
    loadBalancing.listeners.rows.filter { $0.loadBalancer == balancer }.sorted { $0.port < $1.port }
  }

  /// The listener of a load balancer on a port; `nil` when it does not listen there.
  package func listener(of balancer: LoadBalancerID, port: Int) -> Listener? {
    loadBalancing.listeners.first { $0.row.loadBalancer == balancer && $0.row.port == port }?.row
  }

  /// The rule of an ARN; the default rule of a listener is none of these.
  ///
  /// - Throws: `ValidationError` for a text that is no ARN of one, `RuleNotFound`.
  func rule(arn: String, context: CallContext) throws(AWSError) -> ListenerRule {
    guard LoadBalancingARN.names(arn, "listener-rule", context: context) else {
      throw AWSError("ValidationError", "'\(arn)' is not a valid listener rule ARN")
    }
    for (_, rule) in loadBalancing.rules where rule.arn == arn { return rule }
    throw AWSError("RuleNotFound", "One or more rules not found")
  }

  /// The load balancer that uses a group by a listener or a rule; a group serves one at most.
  package func loadBalancer(using group: TargetGroupID) -> LoadBalancer? {
    for (_, listener) in loadBalancing.listeners where listener.defaultAction.groups.contains(group) {
      return loadBalancing.loadBalancers[listener.loadBalancer]
    }
    for (_, rule) in loadBalancing.rules where rule.action.groups.contains(group) {
      return loadBalancing.listeners[rule.listener].flatMap { loadBalancing.loadBalancers[$0.loadBalancer] }
    }
    return nil
  }

  /// Whether a node sends to targets of other zones: the group's own wish, else the load balancer's (facts: ELB 6.2).
  package func usesCrossZone(_ group: TargetGroup, _ balancer: LoadBalancer) -> Bool {
    group.attributes.crossZone ?? balancer.attributes.crossZone
  }

  /// The targets of a group that are healthy, by id.
  package func healthyTargets(of group: TargetGroupID) -> [TargetID] {
    guard let group = loadBalancing.targetGroups[group] else { return [] }
    return group.targets.filter { $0.row.health == .healthy }.map(\.id)
  }
}

/// The texts of load balancing's ARNs.
enum LoadBalancingARN {
  private static func start(_ region: Region) -> String {
    "arn:aws:elasticloadbalancing:\(region.rawValue):\(Account.id):"
  }

  /// Whether a text looks like the ARN of a kind of resource of the caller's Region.
  static func names(_ arn: String, _ kind: String, context: CallContext) -> Bool {
    arn.hasPrefix(start(context.region) + kind + "/")
  }

  static func loadBalancer(_ region: Region, _ kind: LoadBalancer.Kind, _ name: String, _ id: LoadBalancerID)
    -> String
  {
    start(region) + "loadbalancer/\(kind.short)/\(name)/\(id.hexadecimal)"
  }

  static func targetGroup(_ region: Region, _ name: String, _ id: TargetGroupID) -> String {
    start(region) + "targetgroup/\(name)/\(id.hexadecimal)"
  }

  static func listener(of balancer: LoadBalancer, _ id: ListenerID) -> String {
    start(balancer.region)
      + "listener/\(balancer.kind.short)/\(balancer.name)/\(balancer.id.hexadecimal)/\(id.hexadecimal)"
  }

  /// The ARN of a rule: its listener's, as a rule, with an id of its own.
  static func rule(of listener: Listener, _ id: ListenerRuleID) -> String {
    let path = listener.arn.split(separator: ":", omittingEmptySubsequences: false)
    let start = path.dropLast().joined(separator: ":")
    let rest = (path.last ?? "").drop { $0 != "/" }
    return "\(start):listener-rule\(rest)/\(id.hexadecimal)"
  }
}

extension LoadBalancer.Kind {
  /// The kind as ARNs write it.
  var short: String {
    switch self {
    case .application: "app"
    case .network: "net"
    }
  }
}

extension LoadBalancer {
  /// The name by which metrics know it: `app/web/0123456789abcdef`.
  package var metricName: String { "\(kind.short)/\(name)/\(id.hexadecimal)" }

  /// The hosted zone of its DNS name, for alias records; `nil` for Regions whose zone is not in our data (GK).
  package var canonicalHostedZone: String? {
    let zones: [String: (application: String, network: String)] = [
      "ap-northeast-1": ("Z14GRHDCWA56QT", "Z31USIVHYNEOWT"),
      "ap-northeast-2": ("ZWKZPGTI48KDX", "ZIBE1TIR4HY56"),
      "ap-southeast-1": ("Z1LMS91P8CMLE5", "ZKVM4W9LS7TM"),
      "ap-southeast-2": ("Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD"),
      "eu-central-1": ("Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90"),
      "eu-west-1": ("Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F"),
      "us-east-1": ("Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"),
      "us-east-2": ("Z3AADJGX6KTTL2", "ZLMOA37VPKANP"),
      "us-west-1": ("Z368ELLRRE2KJ0", "Z24FKFUX50B4VW"),
      "us-west-2": ("Z1H1FL5HABSF5", "Z18D5FSROUN65G"),
    ]
    return zones[region.rawValue].map { kind == .application ? $0.application : $0.network }
  }
}

extension TargetGroup {
  /// The name by which metrics know it: `targetgroup/web/0123456789abcdef`.
  package var metricName: String { "targetgroup/\(name)/\(id.hexadecimal)" }
}

extension String {
  /// Whether the text comes before another in the order of UTF-8 bytes.
  func utf8Precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
