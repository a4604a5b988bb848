import Cloud
package import EventKernel

extension Report {
  /// Within what time which share of some answers came.
  package struct Percentiles: Sendable, Equatable {
    package let p50: Duration
    package let p95: Duration
    package let p99: Duration

    /// Those of a histogram; `nil` for one of nothing.
    init?(_ latency: Histogram) {
      guard !latency.isEmpty else { return nil }
      p50 = latency.quantile(0.5)
      p95 = latency.quantile(0.95)
      p99 = latency.quantile(0.99)
    }
  }

  /// How a database was doing in a minute.
  package struct DatabaseMoment: Sendable, Equatable {
    package let identifier: String
    package let vcpus: Int
    /// The work that its vCPUs took up.
    package internal(set) var busy: Duration

    /// The share of its vCPUs that was busy, 0 to 1.
    package var utilisation: Double { min(1, busy.inSeconds / (60 * Double(max(1, vcpus)))) }
  }

  /// What stood at the end of a minute of the world's clock, and what was counted in it.
  package struct Moment: Sendable, Equatable {
    /// The end of the minute, since the run began.
    package internal(set) var at: Duration
    /// Instances whose application serves.
    package let serving: Int
    /// Requests that instances work on or have waiting.
    package let held: Int
    /// Reads that caches answered in the minute, and those that they did not.
    package internal(set) var hits: Int
    package internal(set) var misses: Int
    /// How old the newest write is that a read replica does not have, of the one furthest behind; `nil` without one.
    package let lag: Duration?
    /// Each database of the run.
    package internal(set) var databases: [DatabaseMoment]
  }

  /// What a run counted after its last whole minute: a part of the first minute of the run that goes on.
  struct Remainder {
    private var hits = 0
    private var misses = 0
    private var busy = Table<String, Duration>()

    /// Puts it into the minute that it is a part of; nothing remains.
    mutating func move(to moment: inout Moment) {
      moment.hits += hits
      moment.misses += misses
      for index in moment.databases.indices {
        let identifier = moment.databases[index].identifier
        moment.databases[index].busy = moment.databases[index].busy + (busy[identifier] ?? .zero)
        busy[identifier] = nil
      }
      self = Remainder()
    }

    /// Adds what a run counted that its moments do not tell.
    mutating func add(_ report: Report) {
      hits += report.caches.reduce(0) { $0 + $1.hits } - report.moments.reduce(0) { $0 + $1.hits }
      misses += report.caches.reduce(0) { $0 + $1.misses } - report.moments.reduce(0) { $0 + $1.misses }
      for database in report.databases {
        busy[database.identifier] = (busy[database.identifier] ?? .zero) + database.busy
      }
      for database in report.moments.flatMap(\.databases) {
        busy[database.identifier] = (busy[database.identifier] ?? .zero) - database.busy
      }
    }
  }
}

extension World {
  /// What stands in each minute since a moment costs an hour, from what the world has billed: a charge counts in the
  /// minutes in whose middle it stands. What users moved is left out: it is billed when a run has ended.
  /// O(charges + minutes).
  func hourlyCosts(minutes: Int, since begin: Instant) -> [Money] {
    let length = Int64(MinuteGrid.length)
    var changes = Array(repeating: Int64(0), count: minutes + 1)
    func firstMinute(after moment: Instant) -> Int {
      let since = (moment - begin).nanoseconds - length / 2
      return since <= 0 ? 0 : min(minutes, Int((since + length - 1) / length))
    }
    func change(at moment: Instant, by charge: BillingState.Charge, _ sign: Int64) {
      guard !charge.item.isOfTraffic else { return }
      let hourly = Int64((Double(charge.item.amount.microdollars) / World.hoursPerMonth).rounded())
      changes[firstMinute(after: moment)] += sign * hourly
    }
    for span in billing.closed {
      change(at: span.start, by: span.charge, 1)
      change(at: span.end, by: span.charge, -1)
    }
    // What stands now stands in the whole of a minute that has only begun.
    for span in billing.open.rows { change(at: span.start, by: span.charge, 1) }
    var sum: Int64 = 0
    return (0..<minutes).map { minute in
      sum += changes[minute]
      return Money(microdollars: sum)
    }
  }
}
