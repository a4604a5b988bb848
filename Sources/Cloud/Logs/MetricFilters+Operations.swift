import EventKernel

/// Makes a metric filter of a group, or changes the one of that name.
package enum PutMetricFilter: LogsOperation {
  package static let name = "PutMetricFilter"

  /// The filter and its metric, of which there is one.
  package struct Input: LogGroupNaming, Decodable, Sendable {
    package var logGroupName: String?
    var filterName: String?
    var filterPattern: String?
    var metricTransformations: [LogMetricTransformation]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    guard let metrics = input.metricTransformations, metrics.count == 1 else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have"
          + " length equal to 1")
    }
    let filter = try LogMetricFilter(
      input.filterName ?? "", pattern: input.filterPattern ?? "", metrics[0], creation: world.now)
    guard group.logClass == "STANDARD" else {
      throw AWSError(
        "InvalidOperationException",
        "Metric filters are not supported for log groups of the class \(group.logClass).")
    }
    guard group.filters[filter.name] != nil || group.filters.count < LogMetricFilter.most else {
      throw AWSError("LimitExceededException", "Resource limit exceeded.")
    }
    world.logs.groups.update(group.key) { $0.filters[filter.name] = filter }
    return NoOutput()
  }
}

/// Lists metric filters.
package enum DescribeMetricFilters: LogsOperation {
  package static let name = "DescribeMetricFilters"

  /// Which of them; a prefix counts only with a group (CloudWatch Logs API reference, DescribeMetricFilters).
  package struct Input: LogGroupNaming, Decodable, Sendable {
    package var logGroupName: String?
    var filterNamePrefix: String?
    var nextToken: String?
    var limit: Int?
    var metricName: String?
    var metricNamespace: String?
  }

  package struct Output: Encodable, Sendable {
    package var metricFilters: [Row]
    package var nextToken: String?
  }

  /// One filter.
  package struct Row: Encodable, Sendable {
    package var filterName: String
    package var filterPattern: String
    package var metricTransformations: [LogMetricTransformation]
    package var creationTime: Int
    package var logGroupName: String
    package var applyOnTransformedLogs = false
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (input.metricName == nil) == (input.metricNamespace == nil) else {
      throw AWSError(
        "InvalidParameterException", "metricName and metricNamespace must be specified together.")
    }
    var groups = world.logs.groups.rows.filter { $0.region == context.region }
    if let name = input.logGroupName { groups = [try world.logGroup(name, in: context.region)] }
    let prefix = input.logGroupName == nil ? nil : input.filterNamePrefix
    var rows: [Row] = []
    for group in groups {
      for filter in group.filters.rows {
        guard prefix.map({ filter.name.utf8.starts(with: $0.utf8) }) ?? true,
          input.metricName.map({ $0 == filter.metric }) ?? true,
          input.metricNamespace.map({ $0 == filter.namespace }) ?? true
        else { continue }
        rows.append(
          Row(
            filterName: filter.name, filterPattern: filter.pattern.text,
            metricTransformations: [filter.transformation], creationTime: filter.creation.unixMilliseconds,
            logGroupName: group.name))
      }
    }
    rows.sort {
      $0.filterName == $1.filterName
        ? $0.logGroupName.utf8Precedes($1.logGroupName) : $0.filterName.utf8Precedes($1.filterName)
    }
    let page = try logsPage(rows, token: input.nextToken, limit: input.limit)
    return Output(metricFilters: page.rows, nextToken: page.nextToken)
  }
}

/// Deletes a metric filter; its metric keeps what it has.
package enum DeleteMetricFilter: LogsOperation {
  package static let name = "DeleteMetricFilter"

  package struct Input: LogGroupNaming, Decodable, Sendable {
    package var logGroupName: String?
    var filterName: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    guard let filter = group.filters[input.filterName ?? ""] else {
      throw AWSError("ResourceNotFoundException", "The specified metric filter does not exist.")
    }
    world.logs.groups.update(group.key) { $0.filters[filter.name] = nil }
    return NoOutput()
  }
}

/// Shows which of some messages a pattern matches.
package enum TestMetricFilter: LogsOperation {
  package static let name = "TestMetricFilter"

  package struct Input: Decodable, Sendable {
    var filterPattern: String?
    var logEventMessages: [String]?
  }

  package struct Output: Encodable, Sendable { package var matches: [Match] }

  /// A message that matches, with its number from 1 on and the members that the pattern asks for.
  package struct Match: Encodable, Sendable {
    package var eventNumber: Int
    package var eventMessage: String
    package var extractedValues: [String: String]
  }

  /// The messages of a call (CloudWatch Logs API reference, TestMetricFilter).
  private static let most = 50

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let pattern = try LogFilterPattern(input.filterPattern ?? "")
    let messages = input.logEventMessages ?? []
    guard (1...most).contains(messages.count) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'logEventMessages' failed to satisfy constraint: Member must have length "
          + (messages.isEmpty ? "greater than or equal to 1" : "less than or equal to \(most)"))
    }
    var matches: [Match] = []
    for (index, message) in messages.enumerated() where pattern.matches(message) {
      matches.append(
        Match(
          eventNumber: index + 1, eventMessage: message,
          extractedValues: pattern.extractedValues(of: message)))
    }
    return Output(matches: matches)
  }
}
