import EventKernel

/// Makes or changes an alarm on the states of others.
package enum PutCompositeAlarm: Operation {
  package static let service = "cloudwatch"
  package static let name = "PutCompositeAlarm"

  /// The whole alarm; a change replaces everything but its state.
  package struct Input: Codable, Sendable {
    package var actionsEnabled: Bool?
    package var alarmActions: [String]?
    package var alarmDescription: String?
    package var alarmName: String
    package var alarmRule: String
    package var insufficientDataActions: [String]?
    package var okActions: [String]?
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
    guard let rule = CompositeRule(input.alarmRule) else {
      throw AWSError(
        "ValidationError",
        "AlarmRule must not contain leading or trailing whitespace or be null, and must be a valid rule")
    }
    let children = rule.alarms
    // facts: CloudWatch 5, up to a hundred children.
    guard children.count <= 100 else {
      throw AWSError("ValidationError", "An alarm rule can refer to at most 100 alarms")
    }
    let unknown = children.filter { world.alarmState($0, in: context.region) == nil }
    guard unknown.isEmpty else {
      throw AWSError(
        "ValidationError",
        "Could not save the composite alarm as alarms [\(unknown.joined(separator: ", "))] in the alarm rule do not exist"
      )
    }
    guard !children.contains(input.alarmName) else {
      throw AWSError("ValidationError", "An alarm rule cannot refer to its own alarm")
    }
    let key = Alarm.key(context.region, input.alarmName)
    guard world.cloudWatch.alarms[key] == nil else {
      throw AWSError("ValidationError", "A metric alarm of the name \(input.alarmName) exists already")
    }
    for list in [input.okActions, input.alarmActions, input.insufficientDataActions] {
      guard (list?.count ?? 0) <= 5 else {
        throw AWSError("ValidationError", "Up to 5 actions can be specified for a state")
      }
      for action in list ?? [] { try check(action) }
    }
    let old = world.cloudWatch.composites[key]
    world.cloudWatch.composites[key] = CompositeAlarm(
      name: input.alarmName, region: context.region,
      arn: "arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:\(input.alarmName)",
      description: input.alarmDescription, ruleText: input.alarmRule, rule: rule,
      actionsEnabled: input.actionsEnabled ?? true, alarmActions: input.alarmActions ?? [],
      okActions: input.okActions ?? [], insufficientDataActions: input.insufficientDataActions ?? [],
      state: old?.state ?? .insufficientData,
      stateReason: old?.stateReason ?? "Unchecked: Initial alarm creation",
      stateUpdated: old?.stateUpdated ?? world.now, configured: world.now)
    if old == nil { try world.tagAlarm(key, input.tags ?? []) }
    world.recordConfiguration(key, input.alarmName, isComposite: true, old == nil ? "created" : "updated")
    world.evaluateComposites()
    return NoOutput()
  }

  /// Composite alarms tell people; they act on no instance and on no group (facts: CloudWatch 5).
  private static func check(_ action: String) throws(AWSError) {
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn" else {
      throw AWSError("ValidationError", "Invalid arn syntax: \(action)")
    }
    guard parts[2] == "sns" else {
      throw AWSError(
        "ValidationError", "Composite alarms do not support actions of type \(parts[2]): \(action)")
    }
  }
}

/// Lists the alarms on one metric.
package enum DescribeAlarmsForMetric: Operation {
  package static let service = "cloudwatch"
  package static let name = "DescribeAlarmsForMetric"

  /// The metric, and what else an alarm must have.
  package struct Input: Codable, Sendable {
    package var metricName: String
    package var namespace: String
    package var statistic: String?
    package var extendedStatistic: String?
    package var dimensions: [MetricDimension]?
    package var period: Int?
    package var unit: String?
  }

  /// The alarms by name.
  package struct Output: Encodable, Sendable { package var metricAlarms: [DescribeAlarms.MetricAlarm] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = try MetricKey(context.region, input.namespace, input.metricName, input.dimensions)
    let statistic = input.statistic ?? input.extendedStatistic
    // Alarms on expressions are left out (API reference, DescribeAlarmsForMetric).
    let found = world.cloudWatch.alarms.rows.filter { alarm in
      guard case .metric(key, let watched, let unit) = alarm.subject else { return false }
      return (statistic.map { $0 == watched } ?? true)
        && (input.period.map { $0 == alarm.period.wholeSeconds } ?? true)
        && (input.unit.map { $0 == unit } ?? true)
    }
    return Output(metricAlarms: found.map(DescribeAlarms.MetricAlarm.init))
  }
}
