import EventKernel

/// How long RDS takes; where AWS promises a range, one value of it.
enum RDSTimings {
  /// TEACH: from the call to `available` in one zone; AWS takes minutes.
  static let creation: Duration = .minutes(5)
  /// TEACH: the same with a standby, which is copied from a first backup.
  static let creationMultiAZ: Duration = .minutes(8)
  /// TEACH: until the loss of a primary is noticed; with `promotion` 90 s (facts: RDS 10.1, 60–120 s).
  static let detection: Duration = .seconds(30)
  /// TEACH: until the endpoint names the standby once the loss is noticed, or a failover was asked for.
  static let promotion: Duration = .seconds(60)
  /// TEACH: from power to the first answer: start and crash recovery.
  static let recovery: Duration = .seconds(60)
  /// TEACH: a reboot without failover.
  static let reboot: Duration = .seconds(60)
  /// TEACH: getting the new machine of a class change ready, while the old one serves.
  static let preparation: Duration = .minutes(4)
  /// TEACH: the outage of a class change in one zone; with a standby it is `promotion` (facts: RDS 10.3).
  static let classChange: Duration = .minutes(2)
  /// TEACH: building or dropping a standby, without an outage (facts: RDS 10.1).
  static let standby: Duration = .minutes(8)
  /// TEACH: from a storage change to its first effect.
  static let storage: Duration = .minutes(2)
  /// TEACH: `storage-optimization`, in which the storage serves and cannot be changed (facts: RDS 10.3, hours).
  static let optimization: Duration = .hours(2)
  /// TEACH: `stopping` and `starting`.
  static let stop: Duration = .minutes(2)
  /// TEACH: `starting`.
  static let start: Duration = .minutes(4)
  /// TEACH: `deleting`.
  static let deletion: Duration = .minutes(2)
  /// A stopped database starts by itself after this long (facts: `rds.stop_max_days`).
  static let longestStop: Duration = .days(7)
  /// At most this many storage changes in 24 hours (facts: `rds.storage.changes_per_24h`).
  static let storageChangesPerDay = 4

  /// When the next maintenance window opens: Sundays 17:00 UTC (TEACH).
  // Simplified: one-maintenance-window
  static func nextWindow(after now: Instant) -> Instant {
    let first = Instant.epoch + .days(6) + .hours(17)
    guard now >= first else { return first }
    let weeks = Int((now - first).nanoseconds / Duration.days(7).nanoseconds) + 1
    return first + .days(7) * weeks
  }
}
