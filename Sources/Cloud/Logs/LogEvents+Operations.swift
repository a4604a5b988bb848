import EventKernel

/// Reads the events of a stream, newest pages first unless told otherwise.
package enum GetLogEvents: LogsOperation {
  package static let name = "GetLogEvents"

  /// The stream, a span of time in milliseconds since 1970, and the page.
  package struct Input: Decodable, Sendable {
    var logGroupName: String?
    var logGroupIdentifier: String?
    var logStreamName: String?
    var startTime: Int?
    var endTime: Int?
    var nextToken: String?
    var limit: Int?
    var startFromHead: Bool?
    var unmask: Bool?
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

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let group =
      input.logGroupName ?? input.logGroupIdentifier.map { LogGroup.name(of: $0, in: context.region) }
    let actions = [defaultAction] + (input.unmask == true ? ["logs:Unmask"] : [])
    return actions.flatMap { world.logsAccess($0, to: input.logStreamName, of: group, context) }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.logGroup(input.logGroupName, or: input.logGroupIdentifier, in: context.region)
    let stream = try group.stream(input.logStreamName)
    let limit = try LogRules.limit(input.limit)
    let events = group.events(of: stream, at: world.now).filter { event in
      let moment = event.at.unixMilliseconds
      return moment >= input.startTime ?? .min && moment < input.endTime ?? .max
    }
    let token = try input.nextToken.map { text throws(AWSError) in try Token(text) }
    let page = page(of: events, from: token, isForward: input.startFromHead == true, limit: limit)
    // Behind the last event a token stays what it is: so callers know that there is no more.
    let start = page.first?.place.text ?? token?.place ?? Token.beginning
    let end = page.last?.place.next.text ?? token?.place ?? Token.beginning
    return Output(
      events: page.map {
        Row(
          timestamp: $0.at.unixMilliseconds, message: $0.message, ingestionTime: $0.ingestion.unixMilliseconds
        )
      }, nextForwardToken: "f/\(end)/s", nextBackwardToken: "b/\(start)/s")
  }

  /// The events behind a forward token, before a backward one, else at the newer or older end.
  private static func page(
    of events: [LogEvent], from token: Token?, isForward: Bool, limit: Int
  ) -> ArraySlice<LogEvent> {
    let place = token.map { token in
      LogPlace.index(of: token.place, among: events.count) { events[$0].place }
    }
    if token?.isForward ?? isForward {
      return LogEvent.page(of: events[(place ?? 0)...], limit: limit)
    }
    let older = events[..<(place ?? events.count)]
    let count = LogEvent.page(of: ArraySlice(older.reversed()), limit: limit).count
    return older.suffix(count)
  }

  /// What a caller hands back: a direction and a place, `f/…/s` or `b/…/s`.
  private struct Token {
    let isForward: Bool
    let place: String

    /// The place before all events.
    static let beginning = LogPlace(milliseconds: 0, number: 0).text

    init(_ text: String) throws(AWSError) {
      let parts = text.split(separator: "/")
      guard parts.count == 3, parts[2] == "s", parts[0] == "f" || parts[0] == "b" else {
        throw AWSError("InvalidParameterException", "The specified nextToken is invalid.")
      }
      try LogRules.checkToken(parts[1])
      isForward = parts[0] == "f"
      place = String(parts[1])
    }
  }
}

extension LogEvent {
  /// As many of the first events as an answer holds: so many, and a megabyte of them, but one at least.
  static func page(of events: ArraySlice<LogEvent>, limit: Int) -> ArraySlice<LogEvent> {
    var bytes = 0
    var count = 0
    for event in events.prefix(limit) {
      bytes += event.size
      guard count == 0 || bytes <= mostBytes else { break }
      count += 1
    }
    return events.prefix(count)
  }
}
