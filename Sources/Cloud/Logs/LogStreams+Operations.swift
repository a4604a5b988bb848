import EventKernel

/// Makes a stream in a log group.
package enum CreateLogStream: LogsOperation {
  package static let name = "CreateLogStream"

  package struct Input: LogStreamNaming, Decodable, Sendable {
    package var logGroupName: String?
    package var logStreamName: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let name = input.logStreamName ?? ""
    try LogRules.check(name, of: "logStreamName")
    let group = try world.logGroup(input.logGroupName, in: context.region)
    guard group.streams[name] == nil else {
      throw AWSError("ResourceAlreadyExistsException", "The specified log stream already exists")
    }
    let stream = LogStream(name: name, creation: world.now)
    world.logs.groups.update(group.key) { $0.streams[name] = stream }
    return NoOutput()
  }
}

/// Deletes a stream with its events.
package enum DeleteLogStream: LogsOperation {
  package static let name = "DeleteLogStream"

  package struct Input: LogStreamNaming, Decodable, Sendable {
    package var logGroupName: String?
    package var logStreamName: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    let stream = try group.stream(input.logStreamName)
    try group.checkProtection()
    world.logs.groups.update(group.key) { $0.streams[stream.name] = nil }
    return NoOutput()
  }
}

/// Lists the streams of a log group.
package enum DescribeLogStreams: LogsOperation {
  package static let name = "DescribeLogStreams"

  /// Which of them, and in which order.
  package struct Input: Decodable, Sendable {
    var logGroupName: String?
    var logGroupIdentifier: String?
    var logStreamNamePrefix: String?
    var orderBy: String?
    var descending: Bool?
    var limit: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var logStreams: [Row]
    package var nextToken: String?
  }

  /// One stream.
  package struct Row: Encodable, Sendable {
    package var logStreamName: String
    package var creationTime: Int
    package var firstEventTimestamp: Int?
    package var lastEventTimestamp: Int?
    package var lastIngestionTime: Int?
    package var uploadSequenceToken: String?
    package var arn: String
    /// AWS gives 0 for every stream since 2019 (CloudWatch Logs API reference, LogStream).
    package var storedBytes = 0

    fileprivate init(_ stream: LogStream, of group: LogGroup, at now: Instant) {
      let events = group.events(of: stream, at: now)
      logStreamName = stream.name
      creationTime = stream.creation.unixMilliseconds
      firstEventTimestamp = events.first?.at.unixMilliseconds
      lastEventTimestamp = events.last?.at.unixMilliseconds
      lastIngestionTime = stream.lastIngestion?.unixMilliseconds
      uploadSequenceToken = stream.sequenceToken
      arn = LogGroup.streamARN(stream.name, of: group.name, in: group.region)
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let named = input.logGroupIdentifier.map { LogGroup.name(of: $0, in: context.region) }
    return world.logsAccess(defaultAction, to: input.logGroupName ?? named, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.logGroup(input.logGroupName, or: input.logGroupIdentifier, in: context.region)
    let byTime = input.orderBy == "LastEventTime"
    guard byTime || (input.orderBy ?? "LogStreamName") == "LogStreamName" else {
      throw AWSError("InvalidParameterException", "The order \(input.orderBy ?? "") is not valid.")
    }
    guard !byTime || input.logStreamNamePrefix == nil else {
      throw AWSError("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.")
    }
    let now = world.now
    var rows = group.streams.rows.filter { stream in
      input.logStreamNamePrefix.map { stream.name.utf8.starts(with: $0.utf8) } ?? true
    }
    if byTime { rows.sort { ($0.events.last?.at ?? $0.creation) < ($1.events.last?.at ?? $1.creation) } }
    if input.descending == true { rows.reverse() }
    let page = try logsPage(rows, token: input.nextToken, limit: input.limit)
    return Output(
      logStreams: page.rows.map { Row($0, of: group, at: now) }, nextToken: page.nextToken)
  }
}
