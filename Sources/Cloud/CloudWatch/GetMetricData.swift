package import EventKernel

/// Gives points of several metrics, and what expressions make of them.
package enum GetMetricData: Operation {
  package static let service = "cloudwatch"
  package static let name = "GetMetricData"

  /// A metric with its period and statistic.
  package struct Stat: Codable, Sendable, Equatable {
    package var metric: MetricName
    package var period: Int
    package var stat: String
    package var unit: String?
  }

  /// One query: a metric, or an expression over the ids of others.
  package struct Query: Codable, Sendable, Equatable {
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
  package struct Output: Encodable, Sendable {
    package var metricDataResults: [Result]
    /// What is to be said of the whole; AWS prints the empty list too.
    package var messages: [Message] = []
  }

  /// Something that is said of an answer, such as that not all of it fits.
  package struct Message: Encodable, Sendable {
    package var code: String
    package var value: String
  }

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
    let asked = try MetricQueries(queries)
    guard queries.contains(where: { $0.returnData != false }) else {
      throw AWSError(
        "ValidationError", "At least one MetricDataQuery must have ReturnData set to true.")
    }
    let known = try asked.values(from: input.startTime, to: input.endTime, in: world, context.region)
    var results: [Result] = []
    for query in queries where query.returnData != false {
      guard let value = known.first(where: { $0.id == query.id })?.value else { continue }
      results += try self.results(of: query, value, newestFirst: input.scanBy != "TimestampAscending")
    }
    return Output(metricDataResults: results)
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
