import EventKernel

/// How a cache guards what it holds and when it is looked after.
package struct CacheSettings: Sendable, Equatable {
  /// Whom a cache with in-transit encryption lets in.
  package enum TransitEncryption: String, Sendable {
    /// Clients with TLS and without it.
    case preferred
    /// Clients with TLS alone.
    case required
  }

  /// Whether clients speak TLS; `nil` without encryption.
  // Simplified: cache-application-speaks-tls
  package var transit: TransitEncryption?
  package var encryptsAtRest = false
  /// The passwords that clients may give; an empty one lets those in that give none. No password is asked for without any.
  package var passwords: [String] = []
  /// For how many days automatic snapshots are kept; 0 takes none.
  package var snapshotRetentionDays = 0
  package var snapshotWindow = TimeWindow.defaultCacheSnapshots
  package var maintenanceWindow = TimeWindow.defaultMaintenance
  /// Whether newer minor versions may come by themselves.
  // Simplified: cache-no-upgrade-campaigns
  package var upgradesMinorVersions = true
  /// The node that automatic snapshots are taken of; `nil` for the last one.
  package var snapshottingNode: String?
  /// Rises whenever the next automatic snapshot is planned anew, so that a stale plan is known.
  package var snapshotSchedule = 0

  /// Whether a client with a password, or without one, may ask.
  package func admits(password: String?) -> Bool { passwords.isEmpty || passwords.contains(password ?? "") }
}

/// What calls to create and modify caches can say of how they are looked after.
protocol CacheCareWishes {
  var preferredMaintenanceWindow: String? { get }
  var autoMinorVersionUpgrade: Bool? { get }
  var snapshotRetentionLimit: Int? { get }
  var snapshotWindow: String? { get }
}

extension CacheSettings {
  /// The most days for which automatic snapshots are kept (ElastiCache User Guide, scheduling automatic backups).
  static let longestRetention = 35
  /// The shortest window, in minutes (API reference, PreferredMaintenanceWindow).
  private static let shortestWindow = 60

  /// Takes over what a call says of snapshots and windows, or throws AWS's refusal.
  ///
  /// - Parameter isNew: whether the cache is just being made, so that a window that is not named makes way for one that is.
  mutating func change(
    _ wishes: some CacheCareWishes, engine: String, isNew: Bool = false
  ) throws(AWSError) {
    if let days = wishes.snapshotRetentionLimit {
      guard (0...Self.longestRetention).contains(days) else {
        throw CacheError.invalid(
          "Invalid snapshot retention limit: \(days). The limit must be between 0 and \(Self.longestRetention)."
        )
      }
      snapshotRetentionDays = days
    }
    let isMemcached = engine.utf8.elementsEqual("memcached".utf8)
    guard !isMemcached || (snapshotRetentionDays == 0 && wishes.snapshotWindow == nil) else {
      throw CacheError.combination("Snapshots are not supported for memcached clusters.")
    }
    let maintenance = try wishes.preferredMaintenanceWindow.map { text throws(AWSError) in
      try Self.window(TimeWindow(weekly: text), text, "maintenance")
    }
    let snapshots = try wishes.snapshotWindow.map { text throws(AWSError) in
      try Self.window(TimeWindow(daily: text), text, "snapshot")
    }
    snapshotWindow = snapshots ?? snapshotWindow
    maintenanceWindow = maintenance ?? maintenanceWindow
    if isNew, maintenance == nil { maintenanceWindow = maintenanceWindow.beside(snapshotWindow) }
    if isNew, snapshots == nil { snapshotWindow = snapshotWindow.beside(maintenanceWindow) }
    guard isMemcached || !snapshotWindow.overlaps(maintenanceWindow) else {
      throw CacheError.combination("The snapshot window and maintenance window must not overlap.")
    }
    upgradesMinorVersions = wishes.autoMinorVersionUpgrade ?? upgradesMinorVersions
  }

  private static func window(
    _ window: TimeWindow?, _ text: String, _ kind: String
  ) throws(AWSError) -> TimeWindow {
    guard let window else { throw CacheError.invalid("Invalid \(kind) window format: \(text)") }
    guard window.minutes >= shortestWindow else {
      throw CacheError.invalid(
        "The \(kind) window must be at least \(shortestWindow) minutes long: \(text)")
    }
    return window
  }
}
