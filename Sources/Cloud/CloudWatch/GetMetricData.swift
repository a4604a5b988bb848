package import EventKernel

/// Gives points of several metrics, and what expressions make of them.
package enum GetMetricData: Operation {
  package static let service = "cloudwatch"
  package static let name = "GetMetricData"

  /// A metric with its period and statistic.
  package struct Stat: Codable, Sendable {
    package var metric: MetricName
    package var period: Int
    package var stat: String
    package var unit: String?
  }

  /// One query: a metric, or an expression over the ids of others.
  package struct Query: Codable, Sendable {
    package var id: String
    package var metricStat: Stat?
    package var expression: String?
    package var label: String?
    package var returnData: Bool?
    package var period: Int?
  }

  /// The queries and the span.
  package struct Input: Codable, Sendable {
    package var metricDataQueries: [Query]
    package var startTime: Instant
    package var endTime: Instant
    package var scanBy: String?
  }

  /// What one query gave.
  package struct Result: Encodable, Sendable {
    package var id: String
    package var label: String
    package var timestamps: [Instant]
    package var values: [Double]
    package var statusCode: String
  }

  /// What each query gave, in their order.
  package struct Output: Encodable, Sendable { package var metricDataResults: [Result] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.startTime < input.endTime else {
      throw AWSError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
    }
    let queries = input.metricDataQueries
    guard queries.count <= 500 else {
      throw AWSError(
        "ValidationError", "The collection MetricDataQueries must not have a size greater than 500.")
    }
    try checkIDs(queries)
    guard queries.contains(where: { $0.returnData != false }) else {
      throw AWSError(
        "ValidationError", "At least one MetricDataQuery must have ReturnData set to true.")
    }
    var known: [(id: String, value: MathValue)] = []
    var metrics: [String] = []
    for query in queries where query.metricStat != nil {
      known.append((query.id, .series(try series(of: query, input, world, context))))
      metrics.append(query.id)
    }
    try workOut(queries, input, &known, metrics)
    var results: [Result] = []
    for query in queries where query.returnData != false {
      guard let value = known.first(where: { $0.id == query.id })?.value else { continue }
      results += try self.results(of: query, value, newestFirst: input.scanBy != "TimestampAscending")
    }
    return Output(metricDataResults: results)
  }

  private static func checkIDs(_ queries: [Query]) throws(AWSError) {
    for (index, query) in queries.enumerated() {
      let bytes = Array(query.id.utf8)
      let isName =
        bytes.first.map { (97...122).contains($0) } ?? false
        && bytes.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
        }
      guard isName else {
        throw AWSError(
          "ValidationError",
          "The value \(query.id) for parameter MetricDataQueries.member.\(index + 1).Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$"
        )
      }
      guard !queries[..<index].contains(where: { $0.id == query.id }) else {
        throw AWSError(
          "ValidationError",
          "The values for parameter id in MetricDataQueries are not unique: \(query.id)")
      }
      guard (query.metricStat == nil) != (query.expression == nil) else {
        throw AWSError(
          "ValidationError",
          "The MetricDataQuery with id '\(query.id)' must have either a MetricStat or an Expression.")
      }
    }
  }

  private static func series(
    of query: Query, _ input: Input, _ world: World, _ context: CallContext
  ) throws(AWSError) -> MetricSeries {
    guard let stat = query.metricStat, let namespace = stat.metric.namespace,
      let name = stat.metric.metricName
    else {
      throw AWSError(
        "ValidationError", "The MetricDataQuery with id '\(query.id)' must have a MetricStat with a metric.")
    }
    try MetricPeriod.check(stat.period)
    if !MetricStatistic.names.contains(stat.stat) { try MetricStatistic.checkExtended(stat.stat, "Stat") }
    let key = try MetricKey(context.region, namespace, name, stat.metric.dimensions)
    let isOfUnit = stat.unit.map { $0 == world.cloudWatch.unit(of: key) } ?? true
    let points =
      isOfUnit
      ? world.cloudWatch.periods(
        of: key, from: input.startTime, to: input.endTime, period: .seconds(stat.period)) : []
    return MetricSeries(
      period: stat.period,
      points: points.compactMap { point in
        point.value(of: stat.stat).map { MetricSeries.Point(at: point.at, value: $0) }
      })
  }

  /// Works the expressions out, each once those that it names are known.
  private static func workOut(
    _ queries: [Query], _ input: Input, _ known: inout [(id: String, value: MathValue)], _ metrics: [String]
  ) throws(AWSError) {
    var waiting: [(query: Query, expression: MathExpression)] = []
    for query in queries {
      guard let text = query.expression else { continue }
      guard let expression = MathExpression(text) else {
        throw AWSError("ValidationError", "Error in expression '\(query.id)': Syntax error in \(text)")
      }
      waiting.append((query, expression))
    }
    while !waiting.isEmpty {
      let ready = waiting.firstIndex { entry in
        entry.expression.names.allSatisfy { name in
          !waiting.contains { $0.query.id == name }
        }
      }
      guard let ready else {
        throw AWSError(
          "ValidationError", "Error in expression '\(waiting[0].query.id)': the expressions name each other")
      }
      let entry = waiting.remove(at: ready)
      let math = MetricMath(known: known, metrics: metrics, start: input.startTime, end: input.endTime)
      known.append((entry.query.id, try math.value(of: entry.expression)))
    }
  }

  private static func results(
    of query: Query, _ value: MathValue, newestFirst: Bool
  ) throws(AWSError) -> [Result] {
    let list: [MetricSeries]
    switch value {
    case .series(let series): list = [series]
    case .list(let several): list = several
    case .number:
      throw AWSError(
        "ValidationError",
        "Error in expression '\(query.id)': The expression must return a time series or an array of time series"
      )
    }
    return list.map { series in
      let points = newestFirst ? series.points.reversed() : series.points
      return Result(
        id: query.id, label: query.label ?? query.metricStat?.metric.metricName ?? query.id,
        timestamps: points.map(\.at), values: points.map(\.value), statusCode: "Complete")
    }
  }
}
