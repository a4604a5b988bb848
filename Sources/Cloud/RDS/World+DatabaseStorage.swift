import EventKernel

extension World {
  /// A minute of growth: what was written fills the storage, which then grows by itself or is full.
  mutating func growDatabases(_ observations: Observations) {
    for (key, seen) in observations.databases where seen.writtenBytes > 0 {
      // A replica has what its source has.
      for place in [key] + replicas(of: key) {
        rds.instances.update(place) { $0.usedBytes += UInt64(seen.writtenBytes) }
      }
    }
    for (key, database) in rds.instances where database.service == .serving {
      settleStorage(key, database)
    }
  }

  /// Fills the storage of the databases of an identifier, and of their replicas, to the last byte.
  mutating func fillStorage(ofDatabase identifier: String) {
    for key in databases(named: [identifier]) {
      for place in [key] + replicas(of: key) {
        rds.instances.update(place) { $0.usedBytes = UInt64($0.allocatedGiB) << 30 }
        if let database = rds.instances[place], database.service == .serving {
          settleStorage(place, database)
        }
      }
    }
  }

  /// Finds storage that is nearly full and lets it grow, or full, so that writes fail.
  private mutating func settleStorage(_ key: String, _ database: DBInstance) {
    let size = UInt64(database.allocatedGiB) << 30
    let isFull = database.usedBytes >= size
    if isFull, database.status == .available || database.status == .storageOptimization {
      rds.instances.update(key) {
        $0.usedBytes = size
        $0.status = .storageFull
        $0.transition += 1
      }
      revision.databases += 1
      note("database-storage-full", database.identifier)
    }
    let isLow = (size - min(size, database.usedBytes)) * 10 <= size
    guard isLow, let limit = database.maxAllocatedGiB else {
      if database.storageLowSince != nil { rds.instances.update(key) { $0.storageLowSince = nil } }
      return
    }
    guard let since = database.storageLowSince else {
      return rds.instances.update(key) { $0.storageLowSince = now } ?? ()
    }
    // facts: RDS 10.3, at least five minutes, the previous optimisation done, fewer than four changes in 24 hours.
    guard now - since >= RDSTimings.storageLow else { return }
    let recent = database.storageChanges.filter { now - $0 < .days(1) }
    guard recent.count < RDSTimings.storageChangesPerDay else { return }
    let states: [DBInstance.Status] = [.available, .storageFull]
    guard states.contains(rds.instances[key]?.status ?? .creating) else { return }
    // Simplified: rds-autoscaling-without-forecast
    let step = max(10, (database.allocatedGiB + 9) / 10)
    guard database.allocatedGiB + step <= limit else {
      rds.instances.update(key) { $0.storageLowSince = now }
      return note("database-storage-at-limit", database.identifier, "\(limit)")
    }
    var changes = DBInstance.Changes()
    changes.allocatedGiB = database.allocatedGiB + step
    rds.instances.update(key) { $0.storageLowSince = nil }
    note("database-storage-grows", database.identifier, "\(database.allocatedGiB + step)")
    beginModification(key, changes)
  }
}
