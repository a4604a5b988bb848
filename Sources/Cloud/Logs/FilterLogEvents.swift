import EventKernel

/// Looks for events in the streams of a group.
package enum FilterLogEvents: LogsOperation {
  package static let name = "FilterLogEvents"

  /// Where, when and for what. Streams are always interleaved since 2019, whatever `interleaved` says (CloudWatch Logs API
  /// reference, FilterLogEvents).
  package struct Input: Decodable, Sendable {
    var logGroupName: String?
    var logGroupIdentifier: String?
    var logStreamNames: [String]?
    var logStreamNamePrefix: String?
    var startTime: Int?
    var endTime: Int?
    var filterPattern: String?
    var nextToken: String?
    var limit: Int?
    var interleaved: Bool?
    var unmask: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var events: [Row]
    /// Always empty since 2020 (CloudWatch Logs API reference, FilterLogEvents).
    package var searchedLogStreams: [String] = []
    package var nextToken: String?
  }

  /// One event, and where it is.
  package struct Row: Encodable, Sendable {
    package var logStreamName: String
    package var timestamp: Int
    package var message: String
    package var ingestionTime: Int
    package var eventId: String
  }

  /// The streams that can be named at once (CloudWatch Logs API reference, FilterLogEvents).
  private static let mostStreams = 100

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let group =
      input.logGroupName ?? input.logGroupIdentifier.map { LogGroup.name(of: $0, in: context.region) }
    let actions = [defaultAction] + (input.unmask == true ? ["logs:Unmask"] : [])
    return actions.flatMap { world.logsAccess($0, to: group, context) }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.logGroup(input.logGroupName, or: input.logGroupIdentifier, in: context.region)
    let limit = try LogRules.limit(input.limit)
    let pattern = try LogFilterPattern(input.filterPattern ?? "")
    if let token = input.nextToken { try LogRules.checkToken(token) }
    var found: [(stream: String, event: LogEvent)] = []
    for stream in try streams(of: group, input) {
      for event in group.events(of: stream, at: world.now) {
        let moment = event.at.unixMilliseconds
        guard moment >= input.startTime ?? .min, moment <= input.endTime ?? .max,
          pattern.matches(event.message)
        else { continue }
        found.append((stream.name, event))
      }
    }
    found.sort { $0.event.place < $1.event.place }
    let start = input.nextToken.map { token in
      LogPlace.index(of: token, among: found.count) { found[$0].event.place }
    }
    let rest = found[(start ?? 0)...]
    let page = rest.prefix(LogEvent.page(of: rest.map { $0.event }[...], limit: limit).count)
    return Output(
      events: page.map { stream, event in
        Row(
          logStreamName: stream, timestamp: event.at.unixMilliseconds, message: event.message,
          ingestionTime: event.ingestion.unixMilliseconds, eventId: event.place.text)
      }, nextToken: rest.dropFirst(page.count).first?.event.place.text)
  }

  /// The streams that are looked through.
  private static func streams(of group: LogGroup, _ input: Input) throws(AWSError) -> [LogStream] {
    guard input.logStreamNames == nil || input.logStreamNamePrefix == nil else {
      throw AWSError(
        "InvalidParameterException",
        "LogStream name prefix and LogStream names are mutually exclusive parameters.")
    }
    guard let names = input.logStreamNames else {
      return group.streams.rows.filter { stream in
        input.logStreamNamePrefix.map { stream.name.utf8.starts(with: $0.utf8) } ?? true
      }
    }
    guard names.count <= mostStreams else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'logStreamNames' failed to satisfy constraint: Member must have length less"
          + " than or equal to \(mostStreams)")
    }
    var streams: [LogStream] = []
    for name in names where !streams.contains(where: { $0.name == name }) {
      streams.append(try group.stream(name))
    }
    return streams
  }
}
