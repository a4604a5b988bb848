package import EventKernel

/// Lists alarms.
package enum DescribeAlarms: Operation {
  package static let service = "cloudwatch"
  package static let name = "DescribeAlarms"

  /// Which ones; all of the Region when nothing is said.
  package struct Input: Codable, Sendable {
    package var alarmNames: [String]?
    package var alarmNamePrefix: String?
    package var alarmTypes: [String]?
    package var childrenOfAlarmName: String?
    package var parentsOfAlarmName: String?
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
    package var alarmConfigurationUpdatedTimestamp: Instant?
    package var stateUpdatedTimestamp: Instant
    package var metricName: String?
    package var namespace: String?
    package var statistic: String?
    package var extendedStatistic: String?
    package var dimensions: [MetricDimension]?
    package var period: Int?
    package var unit: String?
    package var evaluationPeriods: Int
    package var datapointsToAlarm: Int?
    package var threshold: Double
    package var comparisonOperator: String
    package var treatMissingData: String?
    package var evaluateLowSampleCountPercentile: String?
    package var metrics: [GetMetricData.Query]?
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
      switch alarm.subject {
      case .metric(let key, let name, let unit):
        metricName = key.name
        namespace = key.namespace
        dimensions = key.dimensionList
        let isPlain = MetricStatistic.names.contains(name)
        statistic = isPlain ? name : nil
        extendedStatistic = isPlain ? nil : name
        period = alarm.period.wholeSeconds
        self.unit = unit
      case .queries(let queries):
        // Empty lists stand where there are no dimensions, also of the alarm itself, which has none.
        dimensions = []
        metrics = queries.map { query in
          var shown = query
          if query.metricStat?.metric.dimensions == nil { shown.metricStat?.metric.dimensions = [] }
          return shown
        }
      }
      evaluateLowSampleCountPercentile = alarm.ignoresFewSamples ? "ignore" : nil
      alarmConfigurationUpdatedTimestamp = alarm.configured
      evaluationPeriods = alarm.evaluationPeriods
      datapointsToAlarm = alarm.datapointsToAlarm
      threshold = alarm.threshold
      comparisonOperator = alarm.comparison
      treatMissingData = alarm.missingData == "missing" ? nil : alarm.missingData
      stateTransitionedTimestamp = alarm.stateUpdated
    }
  }

  /// One composite alarm.
  package struct Composite: Encodable, Sendable {
    package var actionsEnabled: Bool
    package var alarmActions: [String]
    package var alarmArn: String
    package var alarmConfigurationUpdatedTimestamp: Instant
    package var alarmDescription: String?
    package var alarmName: String
    package var alarmRule: String
    package var insufficientDataActions: [String]
    package var okActions: [String]
    package var stateReason: String
    package var stateUpdatedTimestamp: Instant
    package var stateValue: String
    package var stateTransitionedTimestamp: Instant

    init(_ alarm: CompositeAlarm) {
      actionsEnabled = alarm.actionsEnabled
      alarmActions = alarm.alarmActions
      alarmArn = alarm.arn
      alarmConfigurationUpdatedTimestamp = alarm.configured
      alarmDescription = alarm.description
      alarmName = alarm.name
      alarmRule = alarm.ruleText
      insufficientDataActions = alarm.insufficientDataActions
      okActions = alarm.okActions
      stateReason = alarm.stateReason
      stateUpdatedTimestamp = alarm.stateUpdated
      stateValue = alarm.state.rawValue
      stateTransitionedTimestamp = alarm.stateUpdated
    }
  }

  /// A page of alarms, by name; composite ones only where they are asked for.
  package struct Output: Encodable, Sendable {
    package var compositeAlarms: [Composite]
    package var metricAlarms: [MetricAlarm]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.alarmNames == nil || input.alarmNamePrefix == nil else {
      throw AWSError(
        "InvalidParameterCombination", "AlarmNamePrefix and AlarmNames cannot be specified together.")
    }
    let types = input.alarmTypes ?? ["MetricAlarm"]
    let related = try relatives(input, world, context)
    func isAsked(_ name: String, _ region: Region, _ state: Alarm.State, _ actions: [String]) -> Bool {
      region == context.region && (input.alarmNames.map { $0.contains(name) } ?? true)
        && (related.map { $0.contains(name) } ?? true) && name.hasPrefix(input.alarmNamePrefix ?? "")
        && (input.stateValue.map { $0 == state.rawValue } ?? true)
        && (input.actionPrefix.map { prefix in actions.contains { $0.hasPrefix(prefix) } } ?? true)
    }
    let metric = world.cloudWatch.alarms.rows.filter {
      types.contains("MetricAlarm") && isAsked($0.name, $0.region, $0.state, $0.alarmActions)
    }
    let composite = world.cloudWatch.composites.rows.filter {
      (types.contains("CompositeAlarm") || related != nil)
        && isAsked($0.name, $0.region, $0.state, $0.alarmActions)
    }
    let names = (composite.map(\.name) + metric.map(\.name)).sorted { $0.utf8Precedes($1) }
    guard let page = Page(of: names, from: input.nextToken, limit: min(100, input.maxRecords ?? 50)) else {
      throw AWSError("InvalidNextToken", "The next token specified is invalid.")
    }
    let shown = Set(page.rows)
    return Output(
      compositeAlarms: composite.filter { shown.contains($0.name) }.map(Composite.init),
      metricAlarms: metric.filter { shown.contains($0.name) }.map(MetricAlarm.init),
      nextToken: page.nextToken)
  }

  /// The names of the children or parents that a call asks for; `nil` when it asks for neither.
  private static func relatives(
    _ input: Input, _ world: World, _ context: CallContext
  ) throws(AWSError) -> [String]? {
    if let parent = input.childrenOfAlarmName {
      guard let alarm = world.cloudWatch.composites[Alarm.key(context.region, parent)] else { return [] }
      return alarm.rule.alarms
    }
    if let child = input.parentsOfAlarmName {
      return world.cloudWatch.composites.rows.filter {
        $0.region == context.region && $0.rule.alarms.contains(child)
      }.map(\.name)
    }
    return nil
  }
}
