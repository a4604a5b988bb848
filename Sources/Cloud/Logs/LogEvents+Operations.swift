import EventKernel

/// Lists the streams of a log group.
package enum DescribeLogStreams: LogsOperation {
  package static let name = "DescribeLogStreams"

  /// Which of them, and in which order.
  package struct Input: Decodable, Sendable {
    var logGroupName: String?
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
    package var arn: String
    package var storedBytes: Int
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.logsAccess(defaultAction, to: input.logGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.logGroup(input.logGroupName, in: context.region)
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
      logStreams: page.rows.map { stream in
        let events = group.events(of: stream, at: now)
        return Row(
          logStreamName: stream.name, creationTime: stream.creation.unixMilliseconds,
          firstEventTimestamp: events.first?.at.unixMilliseconds,
          lastEventTimestamp: events.last?.at.unixMilliseconds,
          lastIngestionTime: events.last?.at.unixMilliseconds,
          arn: "\(group.arn):log-stream:\(stream.name)", storedBytes: group.bytes(of: stream, at: now))
      }, nextToken: page.nextToken)
  }
}

/// Reads the events of a stream, newest pages first unless told otherwise.
package enum GetLogEvents: LogsOperation {
  package static let name = "GetLogEvents"

  /// The stream, a span of time in milliseconds since 1970, and the page.
  package struct Input: Decodable, Sendable {
    var logGroupName: String?
    var logStreamName: String?
    var startTime: Int?
    var endTime: Int?
    var nextToken: String?
    var limit: Int?
    var startFromHead: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var events: [Row]
    package var nextForwardToken: String
    package var nextBackwardToken: String
  }

  /// One event.
  package struct Row: Encodable, Sendable {
    package var timestamp: Int
    package var message: String
    package var ingestionTime: Int
  }

  /// The events of one page (CloudWatch Logs API reference, GetLogEvents).
  private static let most = 10_000

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let group = LogGroup.arn(input.logGroupName ?? "*", in: context.region)
    let stream = "\(group):log-stream:\(input.logStreamName ?? "*")"
    return [AccessRequest(action: defaultAction, resource: stream)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.logGroup(input.logGroupName, in: context.region)
    guard let stream = group.streams[input.logStreamName ?? ""] else {
      throw AWSError("ResourceNotFoundException", "The specified log stream does not exist.")
    }
    let limit = input.limit ?? most
    guard (1...most).contains(limit) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value less than"
          + " or equal to 10000")
    }
    let events = group.events(of: stream, at: world.now).filter { event in
      let moment = event.at.unixMilliseconds
      return moment >= input.startTime ?? .min && moment < input.endTime ?? .max
    }
    let span = try span(of: input, count: events.count, limit: limit)
    return Output(
      events: events[span].map {
        Row(
          timestamp: $0.at.unixMilliseconds, message: $0.message, ingestionTime: $0.at.unixMilliseconds)
      }, nextForwardToken: token("f", span.upperBound), nextBackwardToken: token("b", span.lowerBound))
  }

  /// The places of the page: behind a forward token, before a backward one, else at the newer or older end.
  private static func span(of input: Input, count: Int, limit: Int) throws(AWSError) -> Range<Int> {
    guard let text = input.nextToken else {
      return input.startFromHead == true ? 0..<min(limit, count) : max(0, count - limit)..<count
    }
    let parts = text.split(separator: "/")
    guard parts.count == 3, parts[2] == "s", let place = Int(parts[1]), (0...count).contains(place),
      parts[0] == "f" || parts[0] == "b"
    else { throw AWSError("InvalidParameterException", "The specified nextToken is invalid.") }
    return parts[0] == "f" ? place..<min(count, place + limit) : max(0, place - limit)..<place
  }

  private static func token(_ direction: String, _ place: Int) -> String {
    let digits = String(place)
    return "\(direction)/\(String(repeating: "0", count: max(0, 56 - digits.utf8.count)))\(digits)/s"
  }
}
