/// The metrics of groups that can be switched on, of which one number a minute is published.
package enum GroupMetric: String, Sendable, CaseIterable {
  case minSize = "GroupMinSize"
  case maxSize = "GroupMaxSize"
  case desiredCapacity = "GroupDesiredCapacity"
  case inService = "GroupInServiceInstances"
  case pending = "GroupPendingInstances"
  case standby = "GroupStandbyInstances"
  case terminating = "GroupTerminatingInstances"
  case total = "GroupTotalInstances"
  case warmDesired = "WarmPoolDesiredCapacity"
  case warmed = "WarmPoolWarmedCapacity"
  case warmPending = "WarmPoolPendingCapacity"
  case warmTerminating = "WarmPoolTerminatingCapacity"
  case warmTotal = "WarmPoolTotalCapacity"
  case allDesired = "GroupAndWarmPoolDesiredCapacity"
  case allTotal = "GroupAndWarmPoolTotalCapacity"

  /// The number of a group now.
  func value(of group: AutoScalingGroup) -> Int {
    func count(_ state: AutoScalingGroup.Member.State) -> Int {
      group.members.count { $0.row.state == state }
    }
    func warm(_ state: AutoScalingGroup.WarmMember.State) -> Int {
      group.warm.count { $0.row.state == state }
    }
    switch self {
    case .minSize: return group.minSize
    case .maxSize: return group.maxSize
    case .desiredCapacity: return group.desiredCapacity
    case .inService: return count(.inService)
    case .pending: return count(.pending)
    case .standby: return count(.standby)
    case .terminating: return count(.terminating)
    case .total: return group.members.count
    case .warmDesired: return group.wantedWarm
    case .warmed: return warm(.stopped) + warm(.running)
    case .warmPending: return warm(.pending) + warm(.stopping)
    case .warmTerminating: return warm(.terminating)
    case .warmTotal: return group.warm.count
    case .allDesired: return group.desiredCapacity + group.wantedWarm
    case .allTotal: return group.members.count + group.warm.count
    }
  }
}

/// Has a group publish numbers about itself each minute, without charge.
package enum EnableMetricsCollection: Operation {
  package static let service = "autoscaling"
  package static let name = "EnableMetricsCollection"

  /// The group, the metrics (all unless said otherwise), and how often: `1Minute` is the only choice.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var metrics: [String]?
    package var granularity: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard input.granularity == "1Minute" else {
      throw AWSError("ValidationError", "The only valid granularity is 1Minute.")
    }
    let metrics = try GroupMetrics.named(input.metrics)
    world.autoScaling.groups.update(group.key) { group in
      group.metrics = GroupMetric.allCases.filter { group.metrics.contains($0) || metrics.contains($0) }
    }
    return NoOutput()
  }
}

/// Has a group publish fewer numbers, or none.
package enum DisableMetricsCollection: Operation {
  package static let service = "autoscaling"
  package static let name = "DisableMetricsCollection"

  /// The group and the metrics; all unless said otherwise.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var metrics: [String]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let metrics = try GroupMetrics.named(input.metrics)
    world.autoScaling.groups.update(group.key) { $0.metrics.removeAll { metrics.contains($0) } }
    return NoOutput()
  }
}

/// Metrics by AWS's names.
private enum GroupMetrics {
  static func named(_ names: [String]?) throws(AWSError) -> [GroupMetric] {
    guard let names, !names.isEmpty else { return GroupMetric.allCases }
    var metrics: [GroupMetric] = []
    for name in names {
      guard let metric = GroupMetric(rawValue: name) else {
        throw AWSError("ValidationError", "Metric \(name) is not a valid metric type.")
      }
      metrics.append(metric)
    }
    return metrics
  }
}
