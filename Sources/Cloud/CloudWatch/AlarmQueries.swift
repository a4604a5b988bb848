import EventKernel

/// Queries that an alarm can watch: of one of them the alarm sees a single time series.
enum AlarmQueries {
  /// How many metrics one alarm can look at (CloudWatch User Guide, alarms on metric math).
  private static let mostMetrics = 10

  /// Queries as an alarm keeps them, with what is said of their data.
  ///
  /// - Throws: `ValidationError` unless exactly one returns data and gives a single series, and for what no alarm can
  ///   have: too many metrics, periods or functions of other calls.
  static func checked(
    _ given: [GetMetricData.Query], in world: World, _ region: Region
  ) throws(AWSError) -> MetricQueries {
    var list = given
    for index in list.indices { list[index].returnData = list[index].returnData ?? true }
    let watched = list.filter { $0.returnData == true }
    guard watched.count == 1 else {
      throw AWSError("ValidationError", "Exactly one element of the metrics list should return data.")
    }
    guard list.count(where: { $0.metricStat != nil }) <= mostMetrics else {
      throw AWSError("ValidationError", "The metrics list must not contain more than \(mostMetrics) metrics.")
    }
    for query in list {
      if let stat = query.metricStat {
        try MetricPeriod.checkAlarm(stat.period, of: stat.metric.namespace ?? "")
      } else if let period = query.period {
        try MetricPeriod.checkAlarm(period, of: "")
      }
      guard !(query.expression?.contains("SEARCH(") ?? false) else {
        throw AWSError("ValidationError", "SEARCH function is not supported on Metric alarms.")
      }
    }
    let queries = try MetricQueries(list)
    // What an expression gives, a number or a series, shows without any point.
    let values = try queries.values(from: world.now, to: world.now, in: world, region)
    guard series(of: watched[0].id, in: values) != nil else {
      throw AWSError(
        "ValidationError", "The expression '\(watched[0].id)' of an alarm must return a single time series.")
    }
    return queries
  }

  /// The single series that a query gave; `nil` when it gave a number or several.
  static func series(of id: String, in values: [(id: String, value: MathValue)]) -> MetricSeries? {
    switch values.first(where: { $0.id == id })?.value {
    case .series(let series): series
    case .list(let list): list.count == 1 ? list[0] : nil
    case .number, nil: nil
    }
  }
}

extension World {
  /// The series that an alarm's queries give for a span; without points where an expression gives none.
  func watchedSeries(
    of queries: [GetMetricData.Query], from start: Instant, to end: Instant, _ region: Region
  ) -> MetricSeries? {
    guard let watched = queries.first(where: { $0.returnData == true }) else { return nil }
    do {
      let values = try MetricQueries(queries).values(from: start, to: end, in: self, region)
      return AlarmQueries.series(of: watched.id, in: values)
    } catch {
      // The call that made the alarm has checked its expressions; what depends on points, gives none.
      return nil
    }
  }
}
