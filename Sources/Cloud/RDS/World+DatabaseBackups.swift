import EventKernel

extension World {
  /// Puts the next daily backup of a database on the agenda; none while its retention is 0.
  mutating func scheduleBackup(_ key: String) {
    guard let database = rds.instances[key] else { return }
    rds.instances.update(key) { $0.backupSchedule += 1 }
    guard database.backupRetentionDays > 0 else { return }
    agenda.add(
      .rds(
        .backupBegins(key: key, resourceID: database.resourceID, schedule: database.backupSchedule + 1)),
      at: database.backupWindow.next(after: now))
  }

  /// The first backup of a database, taken as it is made, so that it can be restored to any later moment.
  mutating func startBackups(_ key: String) {
    guard let database = rds.instances[key], database.backupRetentionDays > 0 else { return }
    rds.instances.update(key) { $0.backedUpSince = now }
    keepAutomatedSnapshot(of: database)
    scheduleBackup(key)
  }

  /// The daily backup: a snapshot under RDS's own name, and those whose time is over are dropped.
  mutating func backUp(_ key: String) {
    guard let database = rds.instances[key], database.backupRetentionDays > 0 else { return }
    defer { scheduleBackup(key) }
    removeAutomatedSnapshots(
      of: database.resourceID, before: now - .days(database.backupRetentionDays))
    // A stopped database is not backed up, and one that does not serve waits for the next day.
    guard database.status == .available, database.service == .serving else { return }
    let name = Self.automatedName(of: database, at: now)
    _ = takeSnapshot(
      name, of: key, kind: .automated, tags: database.copiesTagsToSnapshots ? database.tags : Tags())
  }

  private mutating func keepAutomatedSnapshot(of database: DBInstance) {
    let name = Self.automatedName(of: database, at: now)
    guard rds.snapshots[RDSState.key(name, database.region)] == nil else { return }
    _ = addSnapshot(
      DBSnapshot(
        identifier: name, region: database.region, arn: RDSState.arn("snapshot", name, database.region),
        kind: .automated, status: .creating, source: database, creation: now, dataTime: now,
        completion: now + RDSTimings.snapshot,
        tags: database.copiesTagsToSnapshots ? database.tags : Tags()))
  }

  /// RDS's name for a snapshot of its own, such as `rds:shop-2026-01-05-13-30`.
  private static func automatedName(of database: DBInstance, at moment: Instant) -> String {
    let minutes = moment.timeOfDay.wholeSeconds / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return
      "rds:\(database.identifier)-\(moment.date.iso8601)-\(two(Int(minutes / 60)))-\(two(Int(minutes % 60)))"
  }
}
