package import EventKernel

/// The log groups of the account.
// Simplified: logs-free
package struct LogsState: Sendable, Equatable {
  /// The groups by Region and name.
  package internal(set) var groups = Table<String, LogGroup>()

  package init() {}
}

/// A log group with its streams.
package struct LogGroup: Sendable, Equatable {
  package let region: Region
  package let name: String
  package let creation: Instant
  /// For how many days events are kept; for ever when `nil`.
  package var retention: Int?
  /// `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`.
  package var logClass = "STANDARD"
  /// Whether it can be deleted only after this was switched off.
  package var isProtected = false
  /// The streams by name.
  package var streams = Table<String, LogStream>()

  /// The key of its row.
  var key: String { Self.key(region, name) }

  /// The key of the row of a name in a Region.
  static func key(_ region: Region, _ name: String) -> String { "\(region.rawValue)|\(name)" }

  /// The group's ARN, without the `:*` that stands for its streams.
  package var arn: String { Self.arn(name, in: region) }

  /// The ARN of a name in a Region.
  static func arn(_ name: String, in region: Region) -> String {
    "arn:aws:logs:\(region.rawValue):\(Account.id):log-group:\(name)"
  }

  /// Adds an event to a stream, which is made if it is not there.
  mutating func append(_ message: String, to stream: String, at now: Instant) {
    var row = streams[stream] ?? LogStream(name: stream, creation: now)
    row.events.append(LogEvent(at: now, message: String(message.prefix(Self.longestMessage))))
    streams[stream] = row
  }

  /// The events of a stream that are still kept.
  func events(of stream: LogStream, at now: Instant) -> [LogEvent] {
    guard let retention else { return stream.events }
    return stream.events.filter { $0.at + .days(retention) > now }
  }

  /// Bytes of an event (CloudWatch Logs quotas: 1 MB; what the world's machines write is shorter).
  private static let longestMessage = 262_144

  /// The groups of an account in a Region (CloudWatch Logs quotas).
  static let most = 1_000_000

  /// Throws AWS's refusal of a name that no group can have.
  static func check(_ name: String) throws(AWSError) {
    let isName =
      (1...512).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "._-/#".utf8.contains($0)
      }
    guard isName else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value at 'logGroupName' failed to satisfy constraint: Member must satisfy regular"
          + " expression pattern: [\\.\\-_/#A-Za-z0-9]+")
    }
  }
}

/// A stream of a log group.
package struct LogStream: Sendable, Equatable {
  package let name: String
  package let creation: Instant
  /// The events in the order in which they came.
  package var events: [LogEvent] = []
}

/// One event of a stream.
package struct LogEvent: Sendable, Equatable {
  package let at: Instant
  package let message: String
}

/// An operation of CloudWatch Logs.
package protocol LogsOperation: Operation {}

extension LogsOperation {
  package static var service: String { "logs" }
}

/// The operations of CloudWatch Logs.
package enum LogsOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateLogGroup.self, DeleteLogGroup.self, DescribeLogGroups.self, PutRetentionPolicy.self,
    DescribeLogStreams.self, GetLogEvents.self,
  ]
}

extension World {
  /// The group of a name in a Region, or AWS's refusal.
  func logGroup(_ name: String?, in region: Region) throws(AWSError) -> LogGroup {
    guard let name, let group = logs.groups[LogGroup.key(region, name)] else {
      throw AWSError("ResourceNotFoundException", "The specified log group does not exist.")
    }
    return group
  }

  /// The access to a group by its name, or to all of them.
  func logsAccess(_ action: String, to name: String?, _ context: CallContext) -> [AccessRequest] {
    let group = LogGroup.arn(name ?? "*", in: context.region)
    return [AccessRequest(action: action, resource: "\(group):*")]
  }
}
