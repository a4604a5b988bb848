import EventKernel

/// A band of a step policy as the API shows it.
package struct StepAdjustment: Codable, Sendable {
  package var metricIntervalLowerBound: Double?
  package var metricIntervalUpperBound: Double?
  package var scalingAdjustment: Int
}

/// An alarm of a policy.
package struct PolicyAlarm: Encodable, Sendable {
  package var alarmName: String
  package var alarmARN: String
}

/// Makes or changes a scaling policy.
package enum PutScalingPolicy: Operation {
  package static let service = "autoscaling"
  package static let name = "PutScalingPolicy"

  /// The policy; simple scaling unless a type is named.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var policyName: String
    package var policyType: String?
    package var adjustmentType: String?
    package var minAdjustmentMagnitude: Int?
    package var scalingAdjustment: Int?
    package var cooldown: Int?
    package var stepAdjustments: [StepAdjustment]?
    package var estimatedInstanceWarmup: Int?
    package var targetTrackingConfiguration: TargetTrackingConfiguration?
    package var enabled: Bool?
    package var metricAggregationType: String?
  }

  /// The policy's ARN and the alarms that came with it.
  package struct Output: Encodable, Sendable {
    package var policyARN: String
    package var alarms: [PolicyAlarm]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let kind = try kind(of: input, in: world, context.region)
    let old = group.policies[input.policyName]
    guard old != nil || group.policies.count < 50 else {
      throw AWSError("LimitExceeded", "A group can have at most 50 scaling policies.")
    }
    let arn =
      old?.arn
      ?? "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):scalingPolicy:\(world.nextUUID())"
      + ":autoScalingGroupName/\(group.name):policyName/\(input.policyName)"
    if let old { world.removeAlarms(of: old, in: group) }
    var policy = ScalingPolicy(
      name: input.policyName, arn: arn, kind: kind, minAdjustmentMagnitude: input.minAdjustmentMagnitude,
      isEnabled: input.enabled ?? true, alarms: [])
    if case .targetTracking(let tracking) = kind {
      policy.alarms = world.makeAlarms(of: policy, tracking: tracking, in: group.key)
    }
    world.autoScaling.groups.update(group.key) { $0.policies[policy.name] = policy }
    return Output(policyARN: arn, alarms: world.alarmList(of: policy, in: context.region))
  }

  private static func kind(
    of input: Input, in world: World, _ region: Region
  ) throws(AWSError) -> ScalingPolicy.Kind {
    switch input.policyType ?? "SimpleScaling" {
    case "SimpleScaling":
      guard let amount = input.scalingAdjustment else {
        throw AWSError(
          "ValidationError", "You must specify a scaling adjustment for simple scaling policies.")
      }
      return .simple(
        adjustment: try adjustment(input), amount: amount, cooldown: input.cooldown.map { .seconds($0) })
    case "StepScaling":
      switch input.metricAggregationType {
      case nil, "Average": return try steps(input)
      case "Minimum", "Maximum":
        throw .notModelled("MetricAggregationType", input.metricAggregationType ?? "")
      case let other?:
        throw AWSError(
          "ValidationError", "MetricAggregationType must be Minimum, Maximum or Average, not \(other).")
      }
    case "TargetTrackingScaling":
      return .targetTracking(try TrackingChecks.tracking(input, in: world, region))
    case "PredictiveScaling": throw .notModelled("PolicyType", "PredictiveScaling")
    case let other: throw AWSError("ValidationError", "Policy type \(other) is not supported.")
    }
  }

  private static func steps(_ input: Input) throws(AWSError) -> ScalingPolicy.Kind {
    guard let steps = input.stepAdjustments, !steps.isEmpty, steps.count <= 20 else {
      throw AWSError(
        "ValidationError",
        "At least one and at most 20 StepAdjustments must be specified for policy type StepScaling")
    }
    let sorted = steps.sorted {
      ($0.metricIntervalLowerBound ?? -.infinity) < ($1.metricIntervalLowerBound ?? -.infinity)
    }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      guard let end = left.metricIntervalUpperBound, let start = right.metricIntervalLowerBound,
        end == start
      else {
        throw AWSError(
          "ValidationError", "The step adjustment intervals can't overlap or have a gap.")
      }
    }
    return .step(
      adjustment: try adjustment(input),
      steps: sorted.map {
        ScalingPolicy.Step(
          lower: $0.metricIntervalLowerBound, upper: $0.metricIntervalUpperBound,
          amount: $0.scalingAdjustment)
      }, warmup: input.estimatedInstanceWarmup.map { .seconds($0) })
  }

  private static func adjustment(_ input: Input) throws(AWSError) -> ScalingPolicy.Adjustment {
    guard let adjustment = input.adjustmentType.flatMap(ScalingPolicy.Adjustment.init(rawValue:)) else {
      throw AWSError(
        "ValidationError",
        "AdjustmentType must be ChangeInCapacity, ExactCapacity or PercentChangeInCapacity.")
    }
    return adjustment
  }
}

/// Lists scaling policies.
package enum DescribePolicies: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribePolicies"

  /// Which ones; all of the Region when nothing is said.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String?
    package var policyNames: [String]?
    package var policyTypes: [String]?
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// One policy.
  package struct Policy: Encodable, Sendable {
    package var autoScalingGroupName: String
    package var policyName: String
    package var policyARN: String
    package var policyType: String
    package var adjustmentType: String?
    package var minAdjustmentMagnitude: Int?
    package var scalingAdjustment: Int?
    package var cooldown: Int?
    package var stepAdjustments: [StepAdjustment] = []
    package var estimatedInstanceWarmup: Int?
    package var alarms: [PolicyAlarm]
    package var targetTrackingConfiguration: TargetTrackingConfiguration?
    package var enabled: Bool
    package var metricAggregationType: String?
  }

  /// A page of policies, by group and name.
  package struct Output: Encodable, Sendable {
    package var scalingPolicies: [Policy]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var groups = world.autoScalingGroups(in: context.region)
    if let name = input.autoScalingGroupName {
      groups = [try world.autoScalingGroup(name, in: context.region)]
    }
    var found: [Policy] = []
    for group in groups {
      found += group.policies.rows.map { policy in
        describe(policy, of: group, alarms: world.alarmList(of: policy, in: context.region))
      }
    }
    found = found.filter { policy in
      (input.policyNames?.contains(policy.policyName) ?? true)
        && (input.policyTypes?.contains(policy.policyType) ?? true)
    }
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    return Output(scalingPolicies: page.rows, nextToken: page.nextToken)
  }

  private static func describe(
    _ policy: ScalingPolicy, of group: AutoScalingGroup, alarms: [PolicyAlarm]
  ) -> Policy {
    var output = Policy(
      autoScalingGroupName: group.name, policyName: policy.name, policyARN: policy.arn, policyType: "",
      minAdjustmentMagnitude: policy.minAdjustmentMagnitude, alarms: alarms, enabled: policy.isEnabled)
    switch policy.kind {
    case .simple(let adjustment, let amount, let cooldown):
      output.policyType = "SimpleScaling"
      output.adjustmentType = adjustment.rawValue
      output.scalingAdjustment = amount
      output.cooldown = cooldown?.wholeSeconds
    case .step(let adjustment, let steps, let warmup):
      output.policyType = "StepScaling"
      output.metricAggregationType = "Average"
      output.adjustmentType = adjustment.rawValue
      output.stepAdjustments = steps.map {
        StepAdjustment(
          metricIntervalLowerBound: $0.lower, metricIntervalUpperBound: $0.upper, scalingAdjustment: $0.amount
        )
      }
      output.estimatedInstanceWarmup = warmup?.wholeSeconds
    case .targetTracking(let tracking):
      output.policyType = "TargetTrackingScaling"
      output.estimatedInstanceWarmup = tracking.warmup?.wholeSeconds
      output.targetTrackingConfiguration = TargetTrackingConfiguration(
        predefinedMetricSpecification: tracking.custom == nil
          ? .init(predefinedMetricType: tracking.metric, resourceLabel: tracking.resourceLabel) : nil,
        customizedMetricSpecification: tracking.custom,
        targetValue: tracking.target, disableScaleIn: tracking.disablesScaleIn)
    }
    return output
  }
}

/// Removes a scaling policy and the alarms that were made for it.
package enum DeletePolicy: Operation {
  package static let service = "autoscaling"
  package static let name = "DeletePolicy"

  /// The policy by its name or ARN.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String?
    package var policyName: String
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
    world.removeAlarms(of: policy, in: group)
    world.autoScaling.groups.update(group.key) { $0.policies[policy.name] = nil }
    return NoOutput()
  }
}

extension World {
  /// Removes the alarms that target tracking made for a policy.
  mutating func removeAlarms(of policy: ScalingPolicy, in group: AutoScalingGroup) {
    for name in policy.alarms { cloudWatch.setAlarm(Alarm.key(group.region, name), to: nil) }
  }

  /// The alarms that act on a policy: those made for it and those that name it.
  func alarmList(of policy: ScalingPolicy, in region: Region) -> [PolicyAlarm] {
    cloudWatch.alarms.rows.filter { alarm in
      alarm.region == region
        && (alarm.alarmActions + alarm.okActions + alarm.insufficientDataActions).contains(policy.arn)
    }.map { PolicyAlarm(alarmName: $0.name, alarmARN: $0.arn) }
  }
}
