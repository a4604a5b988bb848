package import EventKernel

/// Puts points of a metric of one's own.
package enum PutMetricData: Operation {
  package static let service = "cloudwatch"
  package static let name = "PutMetricData"

  /// A summary of many values.
  package struct StatisticSet: Codable, Sendable {
    package var sampleCount: Double
    package var sum: Double
    package var minimum: Double
    package var maximum: Double
  }

  /// One point.
  package struct Datum: Codable, Sendable {
    package var metricName: String
    package var dimensions: [MetricDimension]?
    package var timestamp: Instant?
    package var value: Double?
    package var statisticValues: StatisticSet?
    package var unit: String?
    package var values: [Double]?
    package var counts: [Double]?
    package var storageResolution: Int?
  }

  /// The points, all of one namespace.
  package struct Input: Codable, Sendable {
    package var namespace: String
    package var metricData: [Datum]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard !input.namespace.hasPrefix("AWS/") else {
      throw AWSError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.")
    }
    guard let data = input.metricData, !data.isEmpty else {
      throw AWSError("MissingParameter", "The parameter MetricData is required.")
    }
    guard data.count <= 1_000 else {
      throw AWSError(
        "InvalidParameterValue", "The collection MetricData must not have a size greater than 1000.")
    }
    for datum in data { try put(datum, input.namespace, &world, context) }
    return NoOutput()
  }

  private static func put(
    _ datum: Datum, _ namespace: String, _ world: inout World, _ context: CallContext
  ) throws(AWSError) {
    let at = datum.timestamp ?? world.now
    // facts: CloudWatch 5, from two weeks back to two hours ahead.
    guard at >= world.now - .days(14), at <= world.now + .hours(2) else {
      throw AWSError(
        "InvalidParameterValue",
        "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks and the next two hours."
      )
    }
    let resolution = datum.storageResolution ?? 60
    guard [1, 60].contains(resolution) else {
      throw AWSError(
        "InvalidParameterValue",
        "The value \(resolution) for parameter MetricData.member.1.StorageResolution is not supported: 1 or 60."
      )
    }
    let start = at.rounded(down: .seconds(resolution))
    if let values = datum.values {
      try putValues(values, datum, namespace, start, &world, context)
      return
    }
    let point: MetricPoint
    switch (datum.value, datum.statisticValues) {
    case (let value?, nil) where value.isFinite: point = MetricPoint(at: start, value: value)
    case (nil, let set?) where set.sampleCount > 0 && set.sum.isFinite:
      point = MetricPoint(
        at: start, sum: set.sum, count: set.sampleCount, minimum: set.minimum, maximum: set.maximum)
    case (nil, nil):
      throw AWSError(
        "MissingParameter",
        "At least one of the parameters must be specified: Value, StatisticValues.")
    default:
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive or not finite."
      )
    }
    let key = try MetricKey(context.region, namespace, datum.metricName, datum.dimensions)
    put([point], of: datum, to: key, &world)
  }

  private static func put(
    _ points: [MetricPoint], of datum: Datum, to key: MetricKey, _ world: inout World
  ) {
    if datum.storageResolution == 1 { world.cloudWatch.highResolution[key] = true }
    for point in points { world.cloudWatch.put(point, to: key) }
    if let unit = datum.unit { world.cloudWatch.units[key] = unit }
  }
}

extension PutMetricData {
  /// Puts several values of one time, each with how often it came.
  private static func putValues(
    _ values: [Double], _ datum: Datum, _ namespace: String, _ start: Instant, _ world: inout World,
    _ context: CallContext
  ) throws(AWSError) {
    let counts = datum.counts ?? values.map { _ in 1 }
    guard datum.value == nil, datum.statisticValues == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive.")
    }
    guard values.count == counts.count, (1...150).contains(values.count),
      values.allSatisfy(\.isFinite), counts.allSatisfy({ $0 > 0 && $0.isFinite })
    else {
      throw AWSError(
        "InvalidParameterValue",
        "The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size, at most 150."
      )
    }
    let key = try MetricKey(context.region, namespace, datum.metricName, datum.dimensions)
    let points = zip(values, counts).map { value, count in
      MetricPoint(at: start, sum: value * count, count: count, minimum: value, maximum: value)
    }
    put(points, of: datum, to: key, &world)
  }
}

/// Gives points of a metric with the statistics asked for.
package enum GetMetricStatistics: Operation {
  package static let service = "cloudwatch"
  package static let name = "GetMetricStatistics"

  /// The metric, the span and the statistics.
  package struct Input: Codable, Sendable {
    package var namespace: String
    package var metricName: String
    package var dimensions: [MetricDimension]?
    package var startTime: Instant
    package var endTime: Instant
    package var period: Int
    package var statistics: [String]?
    package var extendedStatistics: [String]?
    package var unit: String?
  }

  /// Percentiles by their names, in the order asked for.
  package struct Extended: Encodable, Sendable {
    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    /// Each name with its value.
    package let values: [(name: String, value: Double)]

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for entry in values { try container.encode(entry.value, forKey: Key(stringValue: entry.name)) }
    }
  }

  /// One period.
  package struct Datapoint: Encodable, Sendable {
    package var timestamp: Instant
    package var sampleCount: Double?
    package var average: Double?
    package var sum: Double?
    package var minimum: Double?
    package var maximum: Double?
    package var unit: String
    package var extendedStatistics: Extended?
  }

  /// The periods in order of time; AWS gives them in any order.
  package struct Output: Encodable, Sendable {
    package var label: String
    package var datapoints: [Datapoint]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try MetricPeriod.check(input.period)
    let statistics = input.statistics ?? []
    let percentiles = input.extendedStatistics ?? []
    guard !statistics.isEmpty || !percentiles.isEmpty else {
      throw AWSError("InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics")
    }
    for percentile in percentiles { try MetricStatistic.checkExtended(percentile, "ExtendedStatistics") }
    try MetricStatistic.check(statistics)
    guard input.startTime < input.endTime else {
      throw AWSError(
        "InvalidParameterValue", "The parameter StartTime must be less than the parameter EndTime.")
    }
    guard (input.endTime - input.startTime) / .seconds(input.period) <= 1_440 else {
      throw AWSError(
        "InvalidParameterCombination",
        "You have requested up to \(Int((input.endTime - input.startTime) / .seconds(input.period))) datapoints, "
          + "which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or "
          + "decreasing the time range.")
    }
    let key = try MetricKey(context.region, input.namespace, input.metricName, input.dimensions)
    let unit = world.cloudWatch.unit(of: key)
    let isOfUnit = input.unit.map { $0 == unit } ?? true
    let points = world.points(
      of: key, from: input.startTime, to: input.endTime, period: .seconds(input.period))
    func value(_ name: String, _ point: MetricPoint) -> Double? {
      statistics.contains(name) ? point.value(of: name) : nil
    }
    return Output(
      label: input.metricName,
      datapoints: isOfUnit
        ? points.map {
          Datapoint(
            timestamp: $0.at, sampleCount: value("SampleCount", $0), average: value("Average", $0),
            sum: value("Sum", $0), minimum: value("Minimum", $0), maximum: value("Maximum", $0), unit: unit,
            extendedStatistics: extended(percentiles, of: $0))
        } : [])
  }
}

extension GetMetricStatistics {
  fileprivate static func extended(_ names: [String], of point: MetricPoint) -> Extended? {
    guard !names.isEmpty else { return nil }
    return Extended(values: names.compactMap { name in point.value(of: name).map { (name, $0) } })
  }
}

/// Lists metrics that have points.
package enum ListMetrics: Operation {
  package static let service = "cloudwatch"
  package static let name = "ListMetrics"

  /// A dimension that a metric must have, with a value if one is given.
  package struct DimensionFilter: Codable, Sendable {
    package var name: String
    package var value: String?
  }

  /// What the metrics must match.
  package struct Input: Codable, Sendable {
    package var namespace: String?
    package var metricName: String?
    package var dimensions: [DimensionFilter]?
    package var nextToken: String?
  }

  /// A page of 500 metrics.
  package struct Output: Encodable, Sendable {
    package var metrics: [MetricName]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.cloudWatch.metrics.ids.filter { key in
      key.region == context.region && (input.namespace.map { $0 == key.namespace } ?? true)
        && (input.metricName.map { $0 == key.name } ?? true)
        && (input.dimensions ?? []).allSatisfy { filter in
          key.dimensionList.contains {
            $0.name == filter.name && (filter.value == nil || filter.value == $0.value)
          }
        }
    }
    guard let page = Page(of: found, from: input.nextToken, limit: 500) else {
      throw AWSError("InvalidParameterValue", "Invalid nextToken")
    }
    return Output(
      metrics: page.rows.map {
        MetricName(namespace: $0.namespace, metricName: $0.name, dimensions: $0.dimensionList)
      }, nextToken: page.nextToken)
  }
}
