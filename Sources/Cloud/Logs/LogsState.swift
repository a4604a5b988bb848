package import EventKernel

/// The log groups of the account.
// Simplified: logs-free
package struct LogsState: Sendable, Equatable {
  /// The groups by Region and name.
  package internal(set) var groups = Table<String, LogGroup>()
  /// How many events have come so far, by which those of one millisecond are told apart.
  var events = 0

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
  /// The metric filters by name.
  package var filters = Table<String, LogMetricFilter>()

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

  /// The ARN of a stream of a group, with an empty name for what is about the group's streams as a whole: so refusals name
  /// groups (`…:log-group:NAME:log-stream:`).
  static func streamARN(_ stream: String, of group: String, in region: Region) -> String {
    "\(arn(group, in: region)):log-stream:\(stream)"
  }

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

/// An operation of CloudWatch Logs.
package protocol LogsOperation: Operation {}

extension LogsOperation {
  package static var service: String { "logs" }
}

/// An input that names the log group which a call is about.
package protocol LogGroupNaming {
  var logGroupName: String? { get }
}

/// An input that names a stream of the group.
package protocol LogStreamNaming: LogGroupNaming {
  var logStreamName: String? { get }
}

extension LogsOperation where Input: LogGroupNaming {
  /// The group is asked for.
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.logsAccess(defaultAction, to: input.logGroupName, context)
  }
}

extension LogsOperation where Input: LogStreamNaming {
  /// The stream is asked for.
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.logsAccess(defaultAction, to: input.logStreamName, of: input.logGroupName, context)
  }
}

/// The operations of CloudWatch Logs.
package enum LogsOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateLogGroup.self, DeleteLogGroup.self, DescribeLogGroups.self, PutRetentionPolicy.self,
    DeleteRetentionPolicy.self, CreateLogStream.self, DeleteLogStream.self, DescribeLogStreams.self,
    PutLogEvents.self, GetLogEvents.self, FilterLogEvents.self, PutMetricFilter.self,
    DescribeMetricFilters.self, DeleteMetricFilter.self, TestMetricFilter.self,
  ]
}
