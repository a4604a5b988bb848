/// The quotas of Auto Scaling that the world holds (facts: Auto Scaling 4.6, as of 2026-09).
package enum AutoScalingLimits {
  /// Groups per Region.
  package static let groups = 500
  /// Launch configurations per Region, of which new accounts can make none.
  package static let launchConfigurations = 200
  /// Scaling policies of a group.
  package static let policies = 50
  /// Scheduled actions of a group.
  package static let scheduledActions = 125
  /// Lifecycle hooks of a group.
  package static let hooks = 50
  /// Target groups of a group.
  package static let targetGroups = 50
}

/// Shows the quotas of the account in a Region, and how much of them is used.
package enum DescribeAutoScalingLimits: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeAccountLimits"

  /// Nothing to say.
  package struct Input: Codable, Sendable {}

  /// The quotas.
  package struct Output: Encodable, Sendable {
    package var maxNumberOfAutoScalingGroups = AutoScalingLimits.groups
    package var maxNumberOfLaunchConfigurations = AutoScalingLimits.launchConfigurations
    package var numberOfAutoScalingGroups: Int
    package var numberOfLaunchConfigurations = 0
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(numberOfAutoScalingGroups: world.autoScalingGroups(in: context.region).count)
  }
}
