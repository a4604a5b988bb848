import EventKernel

/// Makes or changes an alarm on one metric, or on what an expression makes of several.
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
    package var evaluateLowSampleCountPercentile: String?
    package var metrics: [GetMetricData.Query]?
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
    let (subject, period) =
      if let metrics = input.metrics {
        try subject(of: metrics, input, world, context)
      } else {
        try subject(of: input, context)
      }
    let periods = try required(input.evaluationPeriods, "EvaluationPeriods")
    let threshold = try required(input.threshold, "Threshold")
    let comparison = try required(input.comparisonOperator, "ComparisonOperator")
    try checkRule(input, comparison, periods, period)
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
    var alarm = Alarm(
      name: input.alarmName, region: context.region,
      arn: "arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:\(input.alarmName)",
      description: input.alarmDescription, subject: subject, period: .seconds(period),
      evaluationPeriods: periods, datapointsToAlarm: input.datapointsToAlarm, threshold: threshold,
      comparison: comparison, missingData: input.treatMissingData ?? "missing",
      actionsEnabled: input.actionsEnabled ?? true, alarmActions: input.alarmActions ?? [],
      okActions: input.okActions ?? [], insufficientDataActions: input.insufficientDataActions ?? [],
      state: old?.state ?? .insufficientData,
      stateReason: old?.stateReason ?? "Unchecked: Initial alarm creation",
      stateUpdated: old?.stateUpdated ?? world.now, newestValue: nil, configured: world.now)
    alarm.ignoresFewSamples = input.evaluateLowSampleCountPercentile == "ignore"
    world.cloudWatch.setAlarm(key, to: alarm)
    world.recordConfiguration(key, input.alarmName, isComposite: false, old == nil ? "created" : "updated")
    if alarm.isHighResolution { world.startEvaluatingOften() }
    return NoOutput()
  }

  private static func required<Value>(_ value: Value?, _ name: String) throws(AWSError) -> Value {
    guard let value else { throw AWSError("MissingParameter", "The parameter \(name) is required.") }
    return value
  }

  /// The one metric that a call names, and the seconds of its period.
  private static func subject(
    of input: Input, _ context: CallContext
  ) throws(AWSError) -> (AlarmSubject, Int) {
    let namespace = try required(input.namespace, "Namespace")
    let metric = try required(input.metricName, "MetricName")
    guard input.statistic == nil || input.extendedStatistic == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters Statistic and ExtendedStatistic must not be specified together.")
    }
    let statistic = try required(input.statistic ?? input.extendedStatistic, "Statistic")
    let period = try required(input.period, "Period")
    if input.extendedStatistic == nil {
      guard MetricStatistic.names.contains(statistic) else {
        throw .notOfSet(statistic, at: "statistic", among: MetricStatistic.names)
      }
    } else {
      try MetricStatistic.checkExtended(statistic, "ExtendedStatistic")
    }
    try MetricPeriod.checkAlarm(period, of: namespace)
    let key = try MetricKey(context.region, namespace, metric, input.dimensions)
    return (.metric(key, statistic: statistic, unit: input.unit), period)
  }

  /// The queries of a call, of which one gives the series that is watched, and the seconds of their period.
  private static func subject(
    of metrics: [GetMetricData.Query], _ input: Input, _ world: World, _ context: CallContext
  ) throws(AWSError) -> (AlarmSubject, Int) {
    let single: [(String, Bool)] = [
      ("MetricName", input.metricName != nil), ("Namespace", input.namespace != nil),
      ("Statistic", input.statistic != nil), ("ExtendedStatistic", input.extendedStatistic != nil),
      ("Dimensions", input.dimensions != nil), ("Period", input.period != nil), ("Unit", input.unit != nil),
    ]
    for (name, isGiven) in single where isGiven {
      throw AWSError(
        "InvalidParameterCombination", "The parameters \(name) and Metrics must not be specified together.")
    }
    let queries = try AlarmQueries.checked(metrics, in: world, context.region)
    return (.queries(queries.queries), queries.period)
  }

  private static func checkRule(
    _ input: Input, _ comparison: String, _ periods: Int, _ period: Int
  ) throws(AWSError) {
    let missingData = input.treatMissingData ?? "missing"
    guard ["missing", "ignore", "breaching", "notBreaching"].contains(missingData) else {
      throw AWSError("ValidationError", "The value \(missingData) is unsupported for TreatMissingData.")
    }
    if let few = input.evaluateLowSampleCountPercentile {
      guard ["evaluate", "ignore"].contains(few) else {
        throw AWSError(
          "ValidationError", "The value \(few) is unsupported for EvaluateLowSampleCountPercentile.")
      }
      guard input.extendedStatistic != nil else {
        throw AWSError(
          "ValidationError", "EvaluateLowSampleCountPercentile is only supported with a percentile.")
      }
    }
    let comparisons = [
      "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ]
    let ofBands = [
      "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
    ]
    guard !ofBands.contains(comparison) else { throw .notModelled("ComparisonOperator", comparison) }
    guard comparisons.contains(comparison) else {
      throw .notOfSet(comparison, at: "comparisonOperator", among: comparisons + ofBands)
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
