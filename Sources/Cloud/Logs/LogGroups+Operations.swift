import EventKernel

/// Makes a log group.
package enum CreateLogGroup: LogsOperation {
  package static let name = "CreateLogGroup"

  /// The name and the class.
  package struct Input: LogGroupNaming, Decodable, Sendable {
    package var logGroupName: String?
    var logGroupClass: String?
    var deletionProtectionEnabled: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let name = input.logGroupName ?? ""
    try LogGroup.check(name)
    var group = LogGroup(region: context.region, name: name, creation: world.now)
    guard world.logs.groups[group.key] == nil else {
      throw AWSError("ResourceAlreadyExistsException", "The specified log group already exists")
    }
    guard world.logs.groups.rows.count(where: { $0.region == context.region }) < LogGroup.most else {
      throw AWSError("LimitExceededException", "Resource limit exceeded.")
    }
    group.logClass = input.logGroupClass ?? group.logClass
    guard ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"].contains(group.logClass) else {
      throw AWSError("InvalidParameterException", "The log group class \(group.logClass) is not valid.")
    }
    group.isProtected = input.deletionProtectionEnabled ?? false
    // A delivery group keeps its events for two days, whatever is asked (CloudWatch Logs User Guide, Log classes).
    if group.logClass == "DELIVERY" { group.retention = 2 }
    world.logs.groups[group.key] = group
    return NoOutput()
  }
}

/// Deletes a log group with its streams.
package enum DeleteLogGroup: LogsOperation {
  package static let name = "DeleteLogGroup"

  package struct Input: LogGroupNaming, Decodable, Sendable { package var logGroupName: String? }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    try group.checkProtection()
    world.logs.groups[group.key] = nil
    return NoOutput()
  }
}

/// Sets for how many days a group keeps its events.
package enum PutRetentionPolicy: LogsOperation {
  package static let name = "PutRetentionPolicy"

  package struct Input: LogGroupNaming, Decodable, Sendable {
    package var logGroupName: String?
    var retentionInDays: Int?
  }

  /// The spans that can be asked for (CloudWatch Logs API reference, PutRetentionPolicy).
  private static let days = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288,
    3_653,
  ]

  /// Throws AWS's refusal for a group whose retention is fixed.
  fileprivate static func checkClass(of group: LogGroup) throws(AWSError) {
    guard group.logClass != "DELIVERY" else {
      throw AWSError(
        "InvalidParameterException", "The retention of log groups of the class DELIVERY cannot be changed.")
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    guard let wanted = input.retentionInDays, days.contains(wanted) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum"
          + " value set: [\(days.map(String.init).joined(separator: ", "))]")
    }
    try checkClass(of: group)
    let now = world.now
    world.logs.groups.update(group.key) {
      $0.dropExpired(at: now)
      $0.retention = wanted
    }
    return NoOutput()
  }
}

/// Keeps the events of a group for ever.
package enum DeleteRetentionPolicy: LogsOperation {
  package static let name = "DeleteRetentionPolicy"

  package struct Input: LogGroupNaming, Decodable, Sendable { package var logGroupName: String? }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    try PutRetentionPolicy.checkClass(of: group)
    let now = world.now
    world.logs.groups.update(group.key) {
      $0.dropExpired(at: now)
      $0.retention = nil
    }
    return NoOutput()
  }
}

/// Lists log groups.
package enum DescribeLogGroups: LogsOperation {
  package static let name = "DescribeLogGroups"

  /// Which of them.
  package struct Input: Decodable, Sendable {
    var logGroupNamePrefix: String?
    var logGroupNamePattern: String?
    var logGroupClass: String?
    var limit: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var logGroups: [Row]
    package var nextToken: String?
  }

  /// One group.
  package struct Row: Encodable, Sendable {
    package var logGroupName: String
    package var creationTime: Int
    package var retentionInDays: Int?
    package var metricFilterCount: Int
    package var arn: String
    package var storedBytes: Int
    package var logGroupClass: String
    package var logGroupArn: String
    package var deletionProtectionEnabled: Bool
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.logsAccess(defaultAction, to: nil, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.logGroupNamePrefix == nil || input.logGroupNamePattern == nil else {
      throw AWSError(
        "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
    }
    let now = world.now
    let rows = world.logs.groups.rows.filter { group in
      group.region == context.region
        && input.logGroupNamePrefix.map { group.name.utf8.starts(with: $0.utf8) } ?? true
        // A pattern is a part of the name, without regard to case.
        && input.logGroupNamePattern.map { group.name.lowercased().contains($0.lowercased()) } ?? true
        && input.logGroupClass.map { group.logClass == $0 } ?? true
    }
    let page = try logsPage(rows, token: input.nextToken, limit: input.limit)
    return Output(
      logGroups: page.rows.map { group in
        Row(
          logGroupName: group.name, creationTime: group.creation.unixMilliseconds,
          retentionInDays: group.retention, metricFilterCount: group.filters.count,
          arn: "\(group.arn):*",
          storedBytes: group.streams.rows.reduce(0) { $0 + group.bytes(of: $1, at: now) },
          logGroupClass: group.logClass, logGroupArn: group.arn, deletionProtectionEnabled: group.isProtected)
      }, nextToken: page.nextToken)
  }
}

/// A page of a listing of CloudWatch Logs.
func logsPage<Row>(_ rows: [Row], token: String?, limit: Int?) throws(AWSError) -> Page<Row> {
  guard (1...50).contains(limit ?? 50) else {
    throw AWSError(
      "InvalidParameterException",
      "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value less than or"
        + " equal to 50")
  }
  guard let page = Page(of: rows, from: token, limit: limit ?? 50) else {
    throw AWSError("InvalidParameterException", "The specified nextToken is invalid.")
  }
  return page
}
