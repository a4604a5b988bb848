import EventKernel

/// Puts events into a stream.
package enum PutLogEvents: LogsOperation {
  package static let name = "PutLogEvents"

  /// The stream and the events; the token means nothing since 2023 (CloudWatch Logs API reference, PutLogEvents).
  package struct Input: LogStreamNaming, Decodable, Sendable {
    package var logGroupName: String?
    package var logStreamName: String?
    var logEvents: [Event]?
    var sequenceToken: String?
  }

  /// One event, at a time in milliseconds since 1970.
  package struct Event: Decodable, Sendable {
    var timestamp: Int?
    var message: String?
  }

  package struct Output: Encodable, Sendable {
    package var nextSequenceToken: String?
    package var rejectedLogEventsInfo: Rejected?
  }

  /// Which events at the ends of a batch were left out.
  package struct Rejected: Encodable, Sendable {
    /// The first that is too far in the future.
    package var tooNewLogEventStartIndex: Int?
    /// The one behind the last that is too old for AWS.
    package var tooOldLogEventEndIndex: Int?
    /// The one behind the last that is older than the group keeps events.
    package var expiredLogEventEndIndex: Int?
  }

  /// The times that events may have, from now, and the span of a batch (CloudWatch Logs API reference, PutLogEvents).
  private static let past = Duration.days(14)
  private static let future = Duration.hours(2)
  private static let span = Duration.hours(24)

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let events = input.logEvents ?? []
    try checkSize(of: events)
    let times = events.map { $0.timestamp ?? 0 }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw AWSError(
        "InvalidParameterException",
        "Log events in a single PutLogEvents request must be in chronological order.")
    }
    let group = try world.logGroup(input.logGroupName, in: context.region)
    let stream = try group.stream(input.logStreamName)
    let (taken, rejected) = try sorted(times, for: group, at: world.now)
    let messages = events[taken].map {
      (at: Instant(unixMilliseconds: $0.timestamp ?? 0), text: $0.message ?? "")
    }
    world.ingest(messages, to: stream.name, of: group.key)
    let token = world.logs.groups[group.key]?.streams[stream.name]?.sequenceToken
    return Output(nextSequenceToken: token, rejectedLogEventsInfo: rejected)
  }

  /// The places of the events that are neither too old nor too new, which must lie within a day.
  private static func sorted(
    _ times: [Int], for group: LogGroup, at now: Instant
  ) throws(AWSError) -> (taken: Range<Int>, rejected: Rejected?) {
    let oldest = (now - past).unixMilliseconds
    let kept = max(oldest, group.oldest(at: now)?.unixMilliseconds ?? oldest)
    let newest = (now + future).unixMilliseconds
    let tooOld = times.prefix { $0 < oldest }.count
    let expired = times.prefix { $0 < kept }.count
    let end = times.firstIndex { $0 > newest } ?? times.count
    let taken = expired..<max(expired, end)
    if let first = times[taken].first, let last = times[taken].last, last - first > span.wholeSeconds * 1_000
    {
      throw AWSError(
        "InvalidParameterException",
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
    }
    guard taken.count < times.count else { return (taken, nil) }
    return (
      taken,
      Rejected(
        tooNewLogEventStartIndex: end < times.count ? end : nil,
        tooOldLogEventEndIndex: tooOld > 0 ? tooOld : nil,
        expiredLogEventEndIndex: expired > tooOld ? expired : nil)
    )
  }

  /// Throws AWS's refusal of too many events, and of too many bytes.
  private static func checkSize(of events: [Event]) throws(AWSError) {
    guard (1...LogRules.mostEvents).contains(events.count) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length "
          + (events.isEmpty
            ? "greater than or equal to 1" : "less than or equal to \(LogRules.mostEvents)"))
    }
    var sum = 0
    for (index, event) in events.enumerated() {
      let size = event.message?.utf8.count ?? 0
      guard let time = event.timestamp, time >= 0, size > 0 else {
        let member = size > 0 ? "timestamp" : "message"
        throw AWSError(
          "InvalidParameterException",
          "1 validation error detected: Value at 'logEvents.\(index + 1).member.\(member)' failed to satisfy constraint:"
            + " \(size > 0 ? "Member must have value greater than or equal to 0" : "Member must have length greater than or equal to 1")"
        )
      }
      guard size + LogEvent.overhead <= LogEvent.mostBytes else {
        throw AWSError(
          "InvalidParameterException",
          "Log event too large: \(size + LogEvent.overhead) bytes exceeds limit of \(LogEvent.mostBytes)")
      }
      sum += size + LogEvent.overhead
    }
    guard sum <= LogEvent.mostBytes else {
      throw AWSError(
        "InvalidParameterException",
        "Upload too large: \(sum) bytes exceeds limit of \(LogEvent.mostBytes)")
    }
  }
}

extension LogStream {
  /// The token that AWS still gives after each batch and asks for no longer; `nil` before the first.
  var sequenceToken: String? {
    guard let lastIngestion else { return nil }
    let place = LogPlace(
      milliseconds: lastIngestion.unixMilliseconds, number: events.last.map(\.number) ?? 0)
    // AWS's tokens have as many digits as its ids of events and begin with 49.
    return "49" + place.text.dropFirst(2)
  }
}

extension Instant {
  /// The moment of a Unix time in milliseconds, saturating.
  fileprivate init(unixMilliseconds count: Int) {
    self.init(unixSeconds: count / 1_000)
    self += .milliseconds(count % 1_000)
  }
}
