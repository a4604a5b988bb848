import EventKernel

/// Makes or changes an alarm on one metric.
package enum PutMetricAlarm: Operation {
  package static let service = "cloudwatch"
  package static let name = "PutMetricAlarm"

  /// The whole alarm; a change replaces everything but its state.
  package struct Input: Codable, Sendable {
    package var alarmName: String
    package var alarmDescription: String?
    package var actionsEnabled: Bool?
    package var okActions: [String]?
    package var alarmActions: [String]?
    package var insufficientDataActions: [String]?
    package var metricName: String?
    package var namespace: String?
    package var statistic: String?
    package var extendedStatistic: String?
    package var dimensions: [MetricDimension]?
    package var period: Int?
    package var unit: String?
    package var evaluationPeriods: Int?
    package var datapointsToAlarm: Int?
    package var threshold: Double?
    package var comparisonOperator: String?
    package var treatMissingData: String?
    package var tags: [Tags.Tag]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.alarmAccess(defaultAction, [input.alarmName], context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard (1...255).contains(input.alarmName.utf8.count) else {
      throw AWSError("ValidationError", "The alarm name must have 1 to 255 characters")
    }
    let namespace = try required(input.namespace, "Namespace")
    let metric = try required(input.metricName, "MetricName")
    guard input.statistic == nil || input.extendedStatistic == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters Statistic and ExtendedStatistic must not be specified together.")
    }
    let statistic = try required(input.statistic ?? input.extendedStatistic, "Statistic")
    let period = try required(input.period, "Period")
    let periods = try required(input.evaluationPeriods, "EvaluationPeriods")
    let threshold = try required(input.threshold, "Threshold")
    let comparison = try required(input.comparisonOperator, "ComparisonOperator")
    if input.extendedStatistic == nil {
      try MetricStatistic.check(statistic, "Statistic")
    } else {
      try MetricStatistic.checkExtended(statistic, "ExtendedStatistic")
    }
    try MetricPeriod.check(period)
    let missingData = input.treatMissingData ?? "missing"
    guard ["missing", "ignore", "breaching", "notBreaching"].contains(missingData) else {
      throw AWSError("ValidationError", "The value \(missingData) is unsupported for TreatMissingData.")
    }
    let comparisons = [
      "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ]
    guard comparisons.contains(comparison) else {
      throw AWSError("ValidationError", "The value \(comparison) is unsupported for ComparisonOperator.")
    }
    // facts: CloudWatch 5, at most a day, or seven with periods of an hour and more.
    guard periods >= 1, periods <= (period >= 3_600 ? 604_800 : 86_400) / period else {
      throw AWSError(
        "ValidationError",
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).")
    }
    guard (1...periods).contains(input.datapointsToAlarm ?? periods) else {
      throw AWSError("ValidationError", "DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    }
    let actions = [input.okActions, input.alarmActions, input.insufficientDataActions]
    for list in actions {
      guard (list?.count ?? 0) <= 5 else {
        throw AWSError("ValidationError", "Up to 5 actions can be specified for a state")
      }
      for action in list ?? [] { try check(action, input.dimensions ?? [], in: context.region) }
    }
    let key = Alarm.key(context.region, input.alarmName)
    guard world.cloudWatch.composites[key] == nil else {
      throw AWSError("ValidationError", "A composite alarm of the name \(input.alarmName) exists already")
    }
    let old = world.cloudWatch.alarms[key]
    if old == nil { try world.tagAlarm(key, input.tags ?? []) }
    world.cloudWatch.alarms[key] = Alarm(
      name: input.alarmName, region: context.region,
      arn: "arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:\(input.alarmName)",
      description: input.alarmDescription,
      metric: try MetricKey(context.region, namespace, metric, input.dimensions), statistic: statistic,
      period: .seconds(period), evaluationPeriods: periods, datapointsToAlarm: input.datapointsToAlarm,
      threshold: threshold, comparison: comparison, missingData: missingData,
      actionsEnabled: input.actionsEnabled ?? true, alarmActions: input.alarmActions ?? [],
      okActions: input.okActions ?? [], insufficientDataActions: input.insufficientDataActions ?? [],
      state: old?.state ?? .insufficientData,
      stateReason: old?.stateReason ?? "Unchecked: Initial alarm creation",
      stateUpdated: old?.stateUpdated ?? world.now, unit: input.unit, newestValue: nil,
      configured: world.now)
    world.recordConfiguration(key, input.alarmName, isComposite: false, old == nil ? "created" : "updated")
    return NoOutput()
  }

  private static func required<Value>(_ value: Value?, _ name: String) throws(AWSError) -> Value {
    guard let value else { throw AWSError("MissingParameter", "The parameter \(name) is required.") }
    return value
  }

  private static func check(
    _ action: String, _ dimensions: [MetricDimension], in region: Region
  ) throws(AWSError) {
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn" else {
      throw AWSError("ValidationError", "Invalid arn syntax: \(action)")
    }
    switch parts[2] {
    case "autoscaling", "sns":
      guard parts[3] == region.rawValue else {
        throw AWSError(
          "ValidationError", "Invalid region \(parts[3]) specified. Only \(region.rawValue) is supported.")
      }
    case "automate":
      guard ["stop", "terminate", "reboot", "recover"].contains(parts[5]), parts[4] == "ec2" else {
        throw AWSError("ValidationError", "Invalid arn syntax: \(action)")
      }
      guard dimensions.contains(where: { $0.name == "InstanceId" }) else {
        throw AWSError(
          "ValidationError", "Dimensions must contain InstanceId for EC2 actions: \(action)")
      }
    default: throw AWSError("ValidationError", "Unsupported action: \(action)")
    }
  }
}

extension Alarm {
  /// The key of an alarm in its table.
  static func key(_ region: Region, _ name: String) -> String { "\(region.rawValue)/\(name)" }
}

/// Removes alarms; names that no alarm has are passed over.
package enum DeleteAlarms: Operation {
  package static let service = "cloudwatch"
  package static let name = "DeleteAlarms"

  /// Which ones.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard input.alarmNames.count <= 100 else {
      throw AWSError("ValidationError", "Up to 100 alarms can be deleted at once")
    }
    let composite = input.alarmNames.filter {
      world.cloudWatch.composites[Alarm.key(context.region, $0)] != nil
    }
    // One composite alarm among any others (API reference, DeleteAlarms).
    guard composite.count <= 1 else {
      throw AWSError("ValidationError", "You can delete only one composite alarm in an operation")
    }
    for name in input.alarmNames {
      let key = Alarm.key(context.region, name)
      guard world.alarmState(name, in: context.region) != nil else { continue }
      world.recordConfiguration(
        key, name, isComposite: world.cloudWatch.composites[key] != nil, "deleted")
      world.cloudWatch.alarms[key] = nil
      world.cloudWatch.composites[key] = nil
      world.cloudWatch.tags[key] = nil
    }
    world.evaluateComposites()
    return NoOutput()
  }
}

/// Puts an alarm into a state until its next evaluation, to try its actions.
package enum SetAlarmState: Operation {
  package static let service = "cloudwatch"
  package static let name = "SetAlarmState"

  /// The alarm, the state and why.
  package struct Input: Codable, Sendable {
    package var alarmName: String
    package var stateValue: String
    package var stateReason: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = Alarm.key(context.region, input.alarmName)
    guard world.alarmState(input.alarmName, in: context.region) != nil else {
      throw AWSError("ResourceNotFound", "Could not find alarm \(input.alarmName)")
    }
    guard let state = Alarm.State(rawValue: input.stateValue) else {
      throw AWSError("ValidationError", "The value \(input.stateValue) is unsupported for StateValue.")
    }
    if world.cloudWatch.composites[key] != nil {
      world.setCompositeState(state, of: key, reason: input.stateReason)
    } else {
      world.setState(state, of: key, reason: input.stateReason)
      world.evaluateComposites()
    }
    return NoOutput()
  }
}

/// Lets alarms act.
package enum EnableAlarmActions: Operation {
  package static let service = "cloudwatch"
  package static let name = "EnableAlarmActions"

  /// Which alarms.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for name in input.alarmNames {
      world.cloudWatch.alarms.update(Alarm.key(context.region, name)) { $0.actionsEnabled = true }
      world.cloudWatch.composites.update(Alarm.key(context.region, name)) { $0.actionsEnabled = true }
    }
    return NoOutput()
  }
}

/// Keeps alarms from acting; their states still change.
package enum DisableAlarmActions: Operation {
  package static let service = "cloudwatch"
  package static let name = "DisableAlarmActions"

  /// Which alarms.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for name in input.alarmNames {
      world.cloudWatch.alarms.update(Alarm.key(context.region, name)) { $0.actionsEnabled = false }
      world.cloudWatch.composites.update(Alarm.key(context.region, name)) { $0.actionsEnabled = false }
    }
    return NoOutput()
  }
}
