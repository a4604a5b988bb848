import EventKernel

extension World {
  /// Plans the next automatic snapshot of a cache; none while none are kept.
  mutating func scheduleCacheSnapshot(_ key: String) {
    guard let cache = elastiCache.replicationGroups[key] else { return }
    elastiCache.replicationGroups.update(key) { $0.settings.snapshotSchedule += 1 }
    guard cache.settings.snapshotRetentionDays > 0 else { return }
    agenda.add(
      .elastiCache(
        .snapshotBegins(key: key, creation: cache.creation, schedule: cache.settings.snapshotSchedule + 1)),
      at: cache.settings.snapshotWindow.next(after: now))
  }

  /// Gives a cache other windows and another number of days for its snapshots, which never waits for maintenance.
  mutating func setCare(_ settings: CacheSettings, of key: String) {
    guard let old = elastiCache.replicationGroups[key], old.settings != settings else { return }
    elastiCache.replicationGroups.update(key) { $0.settings = settings }
    if !old.pending.isEmpty, old.settings.maintenanceWindow != settings.maintenanceWindow {
      agenda.add(
        .elastiCache(.windowOpens(key: key, creation: old.creation)),
        at: settings.maintenanceWindow.next(after: now))
    }
    if old.settings.snapshotRetentionDays != settings.snapshotRetentionDays {
      removeAutomaticSnapshots(of: old, before: now - .days(settings.snapshotRetentionDays))
    }
    scheduleCacheSnapshot(key)
  }

  /// The daily snapshot of a cache under ElastiCache's own name; those whose days are over are dropped.
  ///
  /// A cache that is being changed waits for the next day.
  mutating func takeAutomaticSnapshot(_ key: String) {
    guard let cache = elastiCache.replicationGroups[key] else { return }
    defer { scheduleCacheSnapshot(key) }
    removeAutomaticSnapshots(of: cache, before: now - .days(cache.settings.snapshotRetentionDays))
    guard cache.status.utf8.elementsEqual("available".utf8), cache.isServing else { return }
    let minutes = now.timeOfDay.wholeSeconds / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let name =
      "automatic.\(cache.snapshottingNode)-\(now.date.iso8601)-\(two(Int(minutes / 60)))-\(two(Int(minutes % 60)))"
    guard elastiCache.snapshots[ElastiCacheState.key(name, cache.region)] == nil else { return }
    addCacheSnapshot(named: name, of: cache, tags: Tags(), isAutomatic: true)
    beginTransition(ofCache: key, to: "snapshotting", lasting: CacheTimings.snapshot)
  }

  /// Drops the automatic snapshots of a cache that were taken before a moment.
  mutating func removeAutomaticSnapshots(of cache: CacheReplicationGroup, before moment: Instant) {
    let stale = elastiCache.snapshots.filter { _, row in
      row.isAutomatic && row.source.arn.utf8.elementsEqual(cache.arn.utf8) && row.creation <= moment
    }
    for (key, _) in stale { elastiCache.snapshots[key] = nil }
  }
}

extension CacheReplicationGroup {
  /// The id of the node that automatic snapshots are taken of: the one that was named, else the last replica.
  package var snapshottingNode: String {
    guard kind == .group else { return id }
    if let wish = settings.snapshottingNode, nodes.contains(where: { $0.id.utf8.elementsEqual(wish.utf8) }) {
      return wish
    }
    return nodes.last { $0.id != nodes[primary].id }?.id ?? nodes[primary].id
  }
}
