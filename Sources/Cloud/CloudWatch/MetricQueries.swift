import EventKernel

/// Queries of metrics and of expressions over them, whose ids are in order.
struct MetricQueries {
  let queries: [GetMetricData.Query]

  /// Takes queries up.
  ///
  /// - Throws: `ValidationError` for ids that are none or come twice, and for queries that are neither or both.
  init(_ queries: [GetMetricData.Query]) throws(AWSError) {
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
    self.queries = queries
  }

  /// The period of what the queries give: the longest of their metrics, else the expression's own, else a minute.
  var period: Int {
    queries.compactMap { $0.metricStat?.period }.max() ?? queries.compactMap(\.period).max() ?? 60
  }

  /// What every query gives for a span of time, by id; metrics first.
  ///
  /// - Throws: AWS's error for a metric or an expression that is none.
  func values(
    from start: Instant, to end: Instant, in world: World, _ region: Region
  ) throws(AWSError) -> [(id: String, value: MathValue)] {
    var known: [(id: String, value: MathValue)] = []
    var metrics: [String] = []
    for query in queries where query.metricStat != nil {
      known.append((query.id, .series(try series(of: query, from: start, to: end, in: world, region))))
      metrics.append(query.id)
    }
    var waiting = try expressions()
    while !waiting.isEmpty {
      let ready = waiting.firstIndex { entry in
        entry.expression.names.allSatisfy { name in !waiting.contains { $0.query.id == name } }
      }
      guard let ready else {
        throw AWSError(
          "ValidationError", "Error in expression '\(waiting[0].query.id)': the expressions name each other")
      }
      let entry = waiting.remove(at: ready)
      let math = MetricMath(
        known: known, metrics: metrics, start: start, end: end, period: entry.query.period ?? period)
      known.append((entry.query.id, try math.value(of: entry.expression)))
    }
    return known
  }

  private func expressions() throws(AWSError) -> [(query: GetMetricData.Query, expression: MathExpression)] {
    var found: [(query: GetMetricData.Query, expression: MathExpression)] = []
    for query in queries {
      guard let text = query.expression else { continue }
      guard let expression = MathExpression(text) else {
        throw AWSError("ValidationError", "Error in expression '\(query.id)': Syntax error in \(text)")
      }
      found.append((query, expression))
    }
    return found
  }

  private func series(
    of query: GetMetricData.Query, from start: Instant, to end: Instant, in world: World, _ region: Region
  ) throws(AWSError) -> MetricSeries {
    guard let stat = query.metricStat, let namespace = stat.metric.namespace,
      let name = stat.metric.metricName
    else {
      throw AWSError(
        "ValidationError", "The MetricDataQuery with id '\(query.id)' must have a MetricStat with a metric.")
    }
    try MetricPeriod.check(stat.period)
    if !MetricStatistic.names.contains(stat.stat) { try MetricStatistic.checkExtended(stat.stat, "Stat") }
    let key = try MetricKey(region, namespace, name, stat.metric.dimensions)
    let isOfUnit = stat.unit.map { $0 == world.cloudWatch.unit(of: key) } ?? true
    let points =
      isOfUnit
      ? world.points(of: key, from: start, to: end, period: .seconds(stat.period)) : []
    return MetricSeries(
      period: stat.period,
      points: points.compactMap { point in
        point.value(of: stat.stat).map { MetricSeries.Point(at: point.at, value: $0) }
      })
  }
}

extension World {
  /// The points of a metric as calls see them: those by the second are kept for three hours (facts: CloudWatch 5).
  func points(of key: MetricKey, from start: Instant, to end: Instant, period: Duration) -> [MetricPoint] {
    let kept = period < .minutes(1) ? max(start, now - CloudWatchState.fineHistory) : start
    return cloudWatch.periods(of: key, from: kept, to: end, period: period)
  }
}
