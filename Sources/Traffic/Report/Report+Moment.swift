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
    /// The share of its vCPUs that was busy, 0 to 1.
    package let utilisation: Double
  }

  /// What stood at the end of a minute of the world's clock, and what was counted in it.
  package struct Moment: Sendable, Equatable {
    /// The end of the minute, since the run began.
    package let at: Duration
    /// Instances whose application serves.
    package let serving: Int
    /// Requests that instances work on or have waiting.
    package let held: Int
    /// Reads that caches answered in the minute, and those that they did not.
    package let hits: Int
    package let misses: Int
    /// How old the newest write is that a read replica does not have, of the one furthest behind; `nil` without one.
    package let lag: Duration?
    /// Each database of the run.
    package let databases: [DatabaseMoment]

    /// It as what began later tells it, with what was counted in its minute before.
    func later(by span: Duration, adding before: Moment? = nil) -> Moment {
      Moment(
        at: at + span, serving: serving, held: held, hits: hits + (before?.hits ?? 0),
        misses: misses + (before?.misses ?? 0), lag: lag,
        databases: databases.map { database in
          let other = before?.databases.first { $0.identifier == database.identifier }
          return DatabaseMoment(
            identifier: database.identifier,
            utilisation: min(1, database.utilisation + (other?.utilisation ?? 0)))
        })
    }
  }
}
