/// The operations of CloudWatch.
package enum CloudWatchOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    PutMetricData.self, GetMetricData.self, GetMetricStatistics.self, ListMetrics.self,
    PutMetricAlarm.self, DescribeAlarms.self, DeleteAlarms.self, SetAlarmState.self,
    EnableAlarmActions.self, DisableAlarmActions.self, PutCompositeAlarm.self, DescribeAlarmHistory.self,
    DescribeAlarmsForMetric.self, TagAlarm.self, UntagAlarm.self, ListAlarmTags.self, PutDashboard.self,
    GetDashboard.self, ListDashboards.self, DeleteDashboards.self,
  ]
}

/// A name and value that tell metrics of one name apart.
package struct MetricDimension: Codable, Sendable, Equatable {
  package var name: String
  package var value: String
}

/// A metric as the API names it.
package struct MetricName: Codable, Sendable, Equatable {
  package var namespace: String?
  package var metricName: String?
  package var dimensions: [MetricDimension]?
}

extension MetricKey {
  /// The metric that a call names.
  ///
  /// - Throws: `InvalidParameterValue` for more than 30 dimensions.
  init(
    _ region: Region, _ namespace: String, _ name: String, _ dimensions: [MetricDimension]?
  ) throws(AWSError) {
    guard (dimensions?.count ?? 0) <= 30 else {
      throw AWSError(
        "InvalidParameterValue", "The collection Dimensions must not have a size greater than 30.")
    }
    let texts = (dimensions ?? []).map { "\($0.name)=\($0.value)" }
    self.init(
      region: region, namespace: namespace, name: name,
      dimensions: texts.sorted { $0.utf8Precedes($1) })
  }

  /// The dimensions as the API shows them.
  var dimensionList: [MetricDimension] {
    dimensions.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return MetricDimension(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}

/// The statistics that our points know: the plain ones and percentiles.
// Simplified: metric-percentiles
enum MetricStatistic {
  static let names = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]

  /// The share that a percentile names, `p99.9` for 0.999; `nil` for another text.
  static func share(_ name: String) -> Double? {
    guard name.utf8.first == UInt8(ascii: "p"), name.utf8.count <= 14,
      let number = Double(name.dropFirst()), number > 0, number <= 100
    else { return nil }
    return number / 100
  }

  /// Throws unless a statistic is a percentile.
  ///
  /// - Throws: the refusal of AWS's other statistics, AWS's error for a text that is none.
  static func checkExtended(_ name: String, _ parameter: String) throws(AWSError) {
    guard share(name) == nil else { return }
    for other in ["tm", "tc", "ts", "wm", "IQM", "PR", "TM", "TC", "TS", "WM"] where name.hasPrefix(other) {
      throw .notModelled(parameter, name)
    }
    throw AWSError("InvalidParameterValue", "The value \(name) for parameter \(parameter) is not supported.")
  }

  /// Throws unless all of a query's statistics are plain ones.
  static func check(_ statistics: [String]) throws(AWSError) {
    guard let index = statistics.firstIndex(where: { !names.contains($0) }) else { return }
    throw AWSError(
      "InvalidParameterValue",
      "The parameter Statistics.member.\(index + 1) must be a value in the set [ "
        + "\(names.joined(separator: ", ")) ].",
      alternatives: AWSError.Alternatives(given: statistics[index], among: names))
  }
}

extension AWSError {
  /// The refusal of an alarm's member whose value is none of the model's list.
  static func notOfSet(_ value: String, at member: String, among names: [String]) -> AWSError {
    AWSError(
      "ValidationError",
      "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: Member must satisfy "
        + "enum value set: [\(names.joined(separator: ", "))]",
      alternatives: Alternatives(given: value, among: names))
  }
}

/// The spans of time that calls ask for.
enum MetricPeriod {
  /// Throws unless data can be had by a period: 1, 5, 10, 20 or 30 seconds, or whole minutes up to a day.
  static func check(_ seconds: Int) throws(AWSError) {
    guard [1, 5, 10, 20, 30].contains(seconds) || isMinutes(seconds) else {
      throw AWSError(
        "InvalidParameterValue",
        "The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60 that is at most 86400.")
    }
  }

  /// Throws unless an alarm can have a period: 10, 20 or 30 seconds for metrics of one's own, or whole minutes up to a
  /// day (facts: CloudWatch 5).
  static func checkAlarm(_ seconds: Int, of namespace: String) throws(AWSError) {
    guard [10, 20, 30].contains(seconds) || isMinutes(seconds) else {
      throw AWSError(
        "ValidationError", "Period must be 10, 20, 30, or a multiple of 60 that is at most 86400.")
    }
    guard seconds >= 60 || !namespace.hasPrefix("AWS/") else {
      throw AWSError(
        "ValidationError",
        "Only a period greater than 60s is supported for metrics in the \"AWS/\" namespaces")
    }
  }

  private static func isMinutes(_ seconds: Int) -> Bool {
    seconds >= 60 && seconds % 60 == 0 && seconds <= 86_400
  }
}
