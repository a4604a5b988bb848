package import EventKernel

/// What makes a metric of the events that match a pattern.
package struct LogMetricFilter: Sendable, Equatable {
  package let name: String
  package let pattern: LogFilterPattern
  package let creation: Instant
  package let namespace: String
  package let metric: String
  /// The value as it was given: a number, or the member that has it, such as `$.latency`.
  package let valueText: String
  /// What is put where events come and none matches; `nil` for nothing.
  package let defaultValue: Double?
  /// AWS's name of the unit; `nil` for none.
  package let unit: String?
  private let source: Source

  private enum Source: Sendable, Equatable {
    case number(Double)
    case member(LogSelector)
  }

  /// The filters of a group (CloudWatch Logs quotas).
  static let most = 100

  /// A filter of a call.
  ///
  /// - Throws: AWS's refusal of a metric that cannot be; values out of columns (`$bytes`) are refused by name.
  init(
    _ name: String, pattern: String, _ given: LogMetricTransformation, creation: Instant
  ) throws(AWSError) {
    try LogRules.check(name, of: "filterName")
    self.name = name
    self.pattern = try LogFilterPattern(pattern)
    self.creation = creation
    namespace = try Self.checked(given.metricNamespace, "metricNamespace")
    metric = try Self.checked(given.metricName, "metricName")
    guard !namespace.hasPrefix("AWS/") else {
      throw Self.invalid("the namespace \(namespace) is reserved for AWS services")
    }
    valueText = given.metricValue ?? ""
    if let number = Double(valueText), number.isFinite {
      source = .number(number)
    } else if valueText.hasPrefix("$.") || valueText.hasPrefix("$[") {
      do throws(AWSError) {
        source = .member(try LogConditionReader.selector(valueText))
      } catch {
        throw error.code == AWSError.notModelledCode
          ? .notModelled("metricTransformations metricValue", valueText)
          : Self.invalid("metricValue \(valueText)")
      }
    } else if valueText.hasPrefix("$") {
      throw .notModelled("metricTransformations metricValue", valueText)
    } else {
      throw Self.invalid("metricValue must be a number or a field that begins with $")
    }
    if let value = given.defaultValue, !value.isFinite { throw Self.invalid("defaultValue must be a number") }
    defaultValue = given.defaultValue
    unit = given.unit
  }

  /// What an event puts; `nil` when it does not match or has no number where the value is.
  func value(of message: String) -> Double? {
    guard pattern.matches(message) else { return nil }
    switch source {
    case .number(let value): return value
    case .member(let selector):
      switch PolicyJSON(message).flatMap(selector.value) {
      case .number(let text), .string(let text): return Double(text).flatMap { $0.isFinite ? $0 : nil }
      case .bool, .null, .object, .array, nil: return nil
      }
    }
  }

  /// The metric as AWS tells it.
  var transformation: LogMetricTransformation {
    LogMetricTransformation(
      metricName: metric, metricNamespace: namespace, metricValue: valueText, defaultValue: defaultValue,
      unit: unit)
  }

  /// The characters of a name of a metric or namespace (CloudWatch Logs API reference, MetricTransformation).
  private static let longest = 255

  private static func checked(_ given: String?, _ member: String) throws(AWSError) -> String {
    let text = given ?? ""
    guard !text.isEmpty, text.count <= longest, !text.contains(where: { ":*$".contains($0) }) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value '\(text)' at 'metricTransformations.1.member.\(member)' failed to satisfy"
          + " constraint: Member must satisfy regular expression pattern: [^:*$]*")
    }
    return text
  }

  private static func invalid(_ why: String) -> AWSError {
    AWSError("InvalidParameterException", "Invalid metric transformation: \(why)")
  }
}

/// A metric that a filter makes, as calls give it.
package struct LogMetricTransformation: Codable, Sendable, Equatable {
  package var metricName: String?
  package var metricNamespace: String?
  package var metricValue: String?
  package var defaultValue: Double?
  package var unit: String?
}
