package import EventKernel

/// What identifies a metric: its namespace, name and dimensions.
package struct MetricKey: Hashable, Comparable, Sendable {
  package let region: Region
  package let namespace: String
  package let name: String
  /// `Name=Value` pairs, ordered by name.
  package let dimensions: [String]

  package init(region: Region, namespace: String, name: String, dimensions: [String]) {
    self.region = region
    self.namespace = namespace
    self.name = name
    self.dimensions = dimensions
  }

  package static func < (left: MetricKey, right: MetricKey) -> Bool {
    if left.region != right.region { return left.region.rawValue.utf8Precedes(right.region.rawValue) }
    if left.namespace != right.namespace { return left.namespace.utf8Precedes(right.namespace) }
    if left.name != right.name { return left.name.utf8Precedes(right.name) }
    return left.dimensions.lexicographicallyPrecedes(right.dimensions) { $0.utf8Precedes($1) }
  }
}

/// The values of one period of a metric.
package struct MetricPoint: Sendable, Equatable {
  /// The start of its minute, or of its second where it was put so.
  package let at: Instant
  package var sum: Double
  package var count: Double
  package var minimum: Double
  package var maximum: Double
  /// The values where there are several, each with how often it came, for percentiles.
  package var samples: [Sample] = []

  /// A value and how often it came.
  package struct Sample: Sendable, Equatable {
    package var value: Double
    package var count: Double
  }
}

/// An alarm on one metric, or on what an expression makes of several (facts: CloudWatch 5).
package struct Alarm: Sendable, Equatable {
  package enum State: String, Sendable {
    case ok = "OK"
    case alarm = "ALARM"
    case insufficientData = "INSUFFICIENT_DATA"
  }

  package let name: String
  package let region: Region
  package let arn: String
  package var description: String?
  package var subject: AlarmSubject
  package var period: Duration
  package var evaluationPeriods: Int
  package var datapointsToAlarm: Int?
  package var threshold: Double
  /// AWS's operator, such as `GreaterThanThreshold`.
  package var comparison: String
  /// `missing`, `ignore`, `breaching`, `notBreaching`.
  package var missingData: String
  package var actionsEnabled: Bool
  package var alarmActions: [String]
  package var okActions: [String]
  package var insufficientDataActions: [String]
  package var state: State
  package var stateReason: String
  package var stateUpdated: Instant
  /// Whether it stays as it is while a percentile has too few values to mean something.
  package var ignoresFewSamples = false
  /// The value of the newest full period that was evaluated, from which step policies take their band.
  package var newestValue: Double?
  /// When it was made or changed last.
  package var configured: Instant?
}

/// What CloudWatch does of itself.
package enum CloudWatchEvent: Sendable, Equatable {
  /// The services publish the metrics of the minute that ends now.
  case publish
  /// Every alarm with periods of whole minutes is evaluated.
  case evaluate
  /// Alarms with shorter periods are evaluated.
  case evaluateOften
}

/// Everything of CloudWatch.
package struct CloudWatchState: Sendable, Equatable {
  /// The units of metrics that were put with one.
  package internal(set) var units = Table<MetricKey, String>()
  /// The metrics that were put by the second.
  package internal(set) var highResolution = Table<MetricKey, Bool>()
  /// The newest points of each metric, oldest first, at least 1,440 of them and at most 2,880; with those of three hours
  /// by the second in addition.
  package internal(set) var metrics = Table<MetricKey, [MetricPoint]>()
  /// Where the metrics of the last minute stood.
  var trail = MetricTrail()
  /// The alarms that need no look before a metric appears.
  var asleep = SleepingAlarms()
  /// Whether the agenda holds the evaluation of alarms with periods below a minute.
  var evaluatesOften = false
  /// The alarms by `region/name`.
  package internal(set) var alarms = Table<String, Alarm>()
  /// The composite alarms by `region/name`.
  package internal(set) var composites = Table<String, CompositeAlarm>()
  /// What alarms of either kind have gone through, by `region/name`, oldest first.
  package internal(set) var history = Table<String, [AlarmHistoryItem]>()
  /// The tags of alarms of either kind by `region/name`.
  package internal(set) var tags = Table<String, Tags>()
  /// The dashboards by name.
  package internal(set) var dashboards = Table<String, Dashboard>()
  package init() {}
}

/// Where metrics stood that were put one after the other: each minute puts the same ones in the same order, which then
/// need no search. No comparison sees it.
struct MetricTrail: Sendable, Equatable {
  /// How many metrics are followed at the most; 64 KiB.
  private static let longest = 4_096

  private var places: [Table<MetricKey, [MetricPoint]>.Place] = []
  private var next = 0

  /// A minute begins: its metrics are expected in the order of the last one.
  mutating func begin() { next = 0 }

  /// Changes the points of the metric that is put next; `nil` when there are none yet.
  mutating func update(
    _ key: MetricKey, of metrics: inout Table<MetricKey, [MetricPoint]>,
    _ change: (inout [MetricPoint]) -> Void
  ) -> Void? {
    if next == Self.longest { next = 0 }
    if next == places.count { places.append(.init()) }
    defer { next += 1 }
    return metrics.update(key, near: &places[next], change)
  }

  static func == (left: MetricTrail, right: MetricTrail) -> Bool { true }
}

extension CloudWatchState {
  /// Puts, replaces or, with `nil`, removes an alarm by its `region/name`, and has it looked at.
  mutating func setAlarm(_ key: String, to alarm: Alarm?) {
    alarms[key] = alarm
    asleep.wake(key)
  }
}

/// Alarms, by `region/name`, on metrics that nobody has put yet: each look at them finds what the last one found, until a
/// metric appears or the alarm is changed. No comparison sees it.
struct SleepingAlarms: Sendable, Equatable {
  private var keys: Set<String> = []

  /// Whether an alarm sleeps.
  func contains(_ key: String) -> Bool { keys.contains(key) }

  /// Lets an alarm sleep.
  mutating func insert(_ key: String) { keys.insert(key) }

  /// Has an alarm looked at again.
  mutating func wake(_ key: String) { keys.remove(key) }

  /// Has all alarms looked at again.
  mutating func wakeAll() { if !keys.isEmpty { keys = [] } }

  static func == (left: SleepingAlarms, right: SleepingAlarms) -> Bool { true }
}
