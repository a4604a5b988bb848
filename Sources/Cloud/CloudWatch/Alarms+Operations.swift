package import EventKernel

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
    package var dimensions: [MetricDimension]?
    package var period: Int?
    package var unit: String?
    package var evaluationPeriods: Int?
    package var datapointsToAlarm: Int?
    package var threshold: Double?
    package var comparisonOperator: String?
    package var treatMissingData: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard (1...255).contains(input.alarmName.utf8.count) else {
      throw AWSError("ValidationError", "The alarm name must have 1 to 255 characters")
    }
    let namespace = try required(input.namespace, "Namespace")
    let metric = try required(input.metricName, "MetricName")
    let statistic = try required(input.statistic, "Statistic")
    let period = try required(input.period, "Period")
    let periods = try required(input.evaluationPeriods, "EvaluationPeriods")
    let threshold = try required(input.threshold, "Threshold")
    let comparison = try required(input.comparisonOperator, "ComparisonOperator")
    try MetricStatistic.check(statistic, "Statistic")
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
      for action in list ?? [] { try check(action, input.dimensions ?? []) }
    }
    let key = Alarm.key(context.region, input.alarmName)
    let old = world.cloudWatch.alarms[key]
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
      stateUpdated: old?.stateUpdated ?? world.now, unit: input.unit, newestValue: nil)
    return NoOutput()
  }

  private static func required<Value>(_ value: Value?, _ name: String) throws(AWSError) -> Value {
    guard let value else { throw AWSError("MissingParameter", "The parameter \(name) is required.") }
    return value
  }

  private static func check(_ action: String, _ dimensions: [MetricDimension]) throws(AWSError) {
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn" else {
      throw AWSError("ValidationError", "Invalid arn syntax: \(action)")
    }
    switch parts[2] {
    case "autoscaling", "sns": return
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

/// Lists alarms.
package enum DescribeAlarms: Operation {
  package static let service = "cloudwatch"
  package static let name = "DescribeAlarms"

  /// Which ones; all of the Region when nothing is said.
  package struct Input: Codable, Sendable {
    package var alarmNames: [String]?
    package var alarmNamePrefix: String?
    package var stateValue: String?
    package var actionPrefix: String?
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// One alarm.
  package struct MetricAlarm: Encodable, Sendable {
    package var alarmName: String
    package var alarmArn: String
    package var alarmDescription: String?
    package var actionsEnabled: Bool
    package var okActions: [String]
    package var alarmActions: [String]
    package var insufficientDataActions: [String]
    package var stateValue: String
    package var stateReason: String
    package var stateUpdatedTimestamp: Instant
    package var metricName: String
    package var namespace: String
    package var statistic: String
    package var dimensions: [MetricDimension]
    package var period: Int
    package var unit: String?
    package var evaluationPeriods: Int
    package var datapointsToAlarm: Int?
    package var threshold: Double
    package var comparisonOperator: String
    package var treatMissingData: String?
    package var stateTransitionedTimestamp: Instant

    init(_ alarm: Alarm) {
      alarmName = alarm.name
      alarmArn = alarm.arn
      alarmDescription = alarm.description
      actionsEnabled = alarm.actionsEnabled
      okActions = alarm.okActions
      alarmActions = alarm.alarmActions
      insufficientDataActions = alarm.insufficientDataActions
      stateValue = alarm.state.rawValue
      stateReason = alarm.stateReason
      stateUpdatedTimestamp = alarm.stateUpdated
      metricName = alarm.metric.name
      namespace = alarm.metric.namespace
      statistic = alarm.statistic
      dimensions = alarm.metric.dimensionList
      period = alarm.period.wholeSeconds
      unit = alarm.unit
      evaluationPeriods = alarm.evaluationPeriods
      datapointsToAlarm = alarm.datapointsToAlarm
      threshold = alarm.threshold
      comparisonOperator = alarm.comparison
      treatMissingData = alarm.missingData == "missing" ? nil : alarm.missingData
      stateTransitionedTimestamp = alarm.stateUpdated
    }
  }

  /// A page of alarms, by name.
  package struct Output: Encodable, Sendable {
    package var metricAlarms: [MetricAlarm]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.cloudWatch.alarms.rows.filter { alarm in
      alarm.region == context.region && (input.alarmNames.map { $0.contains(alarm.name) } ?? true)
        && alarm.name.hasPrefix(input.alarmNamePrefix ?? "")
        && (input.stateValue.map { $0 == alarm.state.rawValue } ?? true)
        && (input.actionPrefix.map { prefix in
          alarm.alarmActions.contains { $0.hasPrefix(prefix) }
        } ?? true)
    }
    guard let page = Page(of: found, from: input.nextToken, limit: min(100, input.maxRecords ?? 50)) else {
      throw AWSError("InvalidNextToken", "The next token specified is invalid.")
    }
    return Output(metricAlarms: page.rows.map(MetricAlarm.init), nextToken: page.nextToken)
  }
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
    for name in input.alarmNames { world.cloudWatch.alarms[Alarm.key(context.region, name)] = nil }
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
    guard world.cloudWatch.alarms[key] != nil else {
      throw AWSError("ResourceNotFound", "Could not find alarm \(input.alarmName)")
    }
    guard let state = Alarm.State(rawValue: input.stateValue) else {
      throw AWSError("ValidationError", "The value \(input.stateValue) is unsupported for StateValue.")
    }
    world.setState(state, of: key, reason: input.stateReason)
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
    }
    return NoOutput()
  }
}
