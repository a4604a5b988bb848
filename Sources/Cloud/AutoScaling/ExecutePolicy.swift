/// Makes a group act on a policy without waiting for its alarm.
package enum ExecutePolicy: Operation {
  package static let service = "autoscaling"
  package static let name = "ExecutePolicy"

  /// The policy by its name or ARN; a step policy needs the metric's value and the threshold that it breaks.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String?
    package var policyName: String
    package var honorCooldown: Bool?
    package var metricValue: Double?
    package var breachThreshold: Double?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var found = world.scalingPolicy(arn: input.policyName)
    if let name = input.autoScalingGroupName {
      let group = try world.autoScalingGroup(name, in: context.region)
      if group.policies[input.policyName] != nil { found = (group.key, input.policyName) }
    }
    guard let found, let group = world.autoScaling.groups[found.group],
      let policy = group.policies[found.policy]
    else { throw AWSError("ValidationError", "PolicyName '\(input.policyName)' not found") }
    let wanted: Int
    switch policy.kind {
    case .simple(let adjustment, let amount, _):
      let isCooling = group.awaitedCooldown != nil || (group.cooldownEnd.map { $0 > world.now } ?? false)
      guard input.honorCooldown != true || !isCooling else {
        throw AWSError(
          "ScalingActivityInProgress", "Scaling activity is in progress and blocks the request (cooldown).")
      }
      wanted =
        group.desiredCapacity
        + ScalingArithmetic.change(
          of: group.desiredCapacity, by: adjustment, amount: amount, atLeast: policy.minAdjustmentMagnitude)
    case .step(let adjustment, let steps, _):
      guard let value = input.metricValue, let threshold = input.breachThreshold else {
        throw AWSError(
          "ValidationError",
          "MetricValue and BreachThreshold must be specified for policies of type StepScaling.")
      }
      guard let step = ScalingArithmetic.step(steps, distance: value - threshold) else {
        throw AWSError("ValidationError", "No step adjustment applies to the metric value \(value).")
      }
      wanted = ScalingArithmetic.stepTarget(
        desired: group.desiredCapacity, warming: group.warmingCapacity(at: world.now),
        terminating: group.leaving, adjustment: adjustment, amount: step.amount,
        atLeast: policy.minAdjustmentMagnitude)
    case .targetTracking:
      throw AWSError("ValidationError", "A policy of type TargetTrackingScaling cannot be executed.")
    }
    world.setDesiredCapacity(
      of: group.key, to: wanted, because: "a user request executed policy \(policy.name)")
    return NoOutput()
  }
}
