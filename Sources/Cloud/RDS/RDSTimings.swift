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
  /// TEACH: how long a changed password is shown as pending, as long as a change of storage is.
  static let password: Duration = .minutes(2)
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
  /// TEACH: from the call to a complete snapshot, with nothing but what changed since the one before.
  static let snapshot: Duration = .minutes(3)
  /// TEACH: how long the volume of a database in one zone answers nothing as a backup begins (facts: seconds).
  static let suspension: Duration = .seconds(5)
  /// TEACH: for each GiB that a copy carries to another Region, beside `snapshot`.
  static let copyPerGiB: Duration = .seconds(4)
  /// TEACH: from the call to a database made of a snapshot.
  static let restore: Duration = .minutes(10)
  /// TEACH: the same with the logs since the snapshot, which are replayed.
  static let restoreToPointInTime: Duration = .minutes(15)
  /// TEACH: making a read replica in the same Region, and in another.
  static let replica: Duration = .minutes(10)
  static let replicaAcrossRegions: Duration = .minutes(30)
  /// From the call to a primary of its own: the replica reboots (facts: `rds.promote_seconds`, TEACH).
  static let replicaPromotion: Duration = .seconds(300)
  /// The age of a replica's data when it keeps up (facts: `rds.replica_lag_idle`, TEACH).
  static let idleLag: Duration = .milliseconds(100)
  /// TEACH: how long a dynamic parameter takes to be in force.
  static let parameters: Duration = .seconds(30)
  /// TEACH: the outage of an upgrade within a major version, and to another.
  static let minorUpgrade: Duration = .minutes(5)
  static let majorUpgrade: Duration = .minutes(15)
  /// How often transaction logs are kept (facts: `rds.pitr_granularity`).
  static let logInterval: Duration = .minutes(5)
  /// How long little space is free before the storage grows by itself (facts: `rds.autoscale.low_seconds`).
  static let storageLow: Duration = .minutes(5)
}
