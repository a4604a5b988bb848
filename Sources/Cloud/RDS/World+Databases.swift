import EventKernel

extension World {
  mutating func handle(_ event: RDSEvent) {
    switch event {
    case .settles(let key, let resourceID, let transition):
      guard let database = database(key, resourceID), database.transition == transition else { return }
      settle(key, database)
    case .failureNoticed(let key, let resourceID, let downSince):
      guard let database = database(key, resourceID), database.service == .down,
        database.downSince == downSince
      else { return }
      failOver(key, cause: "database-failover-started")
    case .failoverEnds(let key, let resourceID, let number):
      guard let database = database(key, resourceID), database.failovers == number,
        database.service == .failingOver(until: now)
      else { return }
      promoteStandby(key)
    case .windowOpens(let key, let resourceID):
      guard let database = database(key, resourceID), !database.pending.isEmpty else { return }
      guard database.status == .available || database.status == .storageOptimization else {
        agenda.add(.rds(event), at: RDSTimings.nextWindow(after: now))
        return
      }
      rds.instances.update(key) { $0.pending = DBInstance.Changes() }
      beginModification(key, database.pending)
    case .stopExpires(let key, let resourceID, let transition):
      guard let database = database(key, resourceID), database.transition == transition,
        database.status == .stopped
      else { return }
      note("database-started-after-week", database.identifier)
      beginTransition(key, to: .starting, lasting: RDSTimings.start)
    }
  }

  /// The database of a key while it is still the one of that resource id.
  private func database(_ key: String, _ resourceID: String) -> DBInstance? {
    guard let database = rds.instances[key], database.resourceID == resourceID else { return nil }
    return database
  }

  /// Gives a database a status that ends of itself.
  mutating func beginTransition(_ key: String, to status: DBInstance.Status, lasting span: Duration) {
    guard let database = rds.instances[key] else { return }
    rds.instances.update(key) {
      $0.status = status
      $0.transition += 1
    }
    revision.databases += 1
    schedule(
      .rds(.settles(key: key, resourceID: database.resourceID, transition: database.transition + 1)), in: span
    )
  }

  /// Starts to make changes, of which only a new class interrupts the service.
  mutating func beginModification(_ key: String, _ changes: DBInstance.Changes) {
    let span: Duration =
      if changes.instanceClass != nil {
        RDSTimings.preparation
      } else if changes.isMultiAZ == true {
        RDSTimings.standby
      } else {
        RDSTimings.storage
      }
    rds.instances.update(key) { database in
      database.changing = changes
      if changes.changesStorage {
        database.storageChanges = database.storageChanges.filter { now - $0 < .days(1) } + [now]
      }
    }
    note("database-modifying", rds.instances[key]?.identifier ?? key)
    beginTransition(key, to: .modifying, lasting: span)
  }

  private mutating func settle(_ key: String, _ database: DBInstance) {
    switch database.status {
    case .creating:
      note("database-created", database.identifier)
      putIntoService(key)
    case .starting:
      note("database-started", database.identifier)
      putIntoService(key)
    case .rebooting:
      note("database-restarted", database.identifier)
      putIntoService(key)
    case .modifying: settleModification(key, database)
    case .storageOptimization, .available, .backingUp, .storageFull:
      putIntoService(key)
    case .stopping:
      note("database-stopped", database.identifier)
      rds.instances.update(key) { $0.status = .stopped }
      schedule(
        .rds(
          .stopExpires(key: key, resourceID: database.resourceID, transition: database.transition)),
        in: RDSTimings.longestStop)
    case .deleting:
      note("database-deleted", database.identifier)
      rds.instances[key] = nil
      revision.databases += 1
    case .stopped: break
    }
  }

  private mutating func settleModification(_ key: String, _ database: DBInstance) {
    let changes = database.changing
    apply(changes, to: key)
    if changes.instanceClass != nil, hasPower(database.zone) {
      let outage = database.isMultiAZ ? RDSTimings.promotion : RDSTimings.classChange
      rds.instances.update(key) { $0.service = .starting(until: now + outage) }
      note("database-class-changing", database.identifier)
      beginTransition(key, to: .modifying, lasting: outage)
    } else if changes.changesStorage {
      note("database-modified", database.identifier)
      putIntoService(key)
      beginTransition(key, to: .storageOptimization, lasting: RDSTimings.optimization)
    } else {
      note("database-modified", database.identifier)
      putIntoService(key)
    }
  }

  private mutating func apply(_ changes: DBInstance.Changes, to key: String) {
    guard let database = rds.instances[key] else { return }
    let place = changes.isMultiAZ == true ? standbyPlace(for: database) : nil
    let address = place.flatMap { takePrivateAddress(in: $0.id) }
    rds.instances.update(key) { database in
      // The storage of a class change settles in a second step, when the class has changed.
      database.changing = changes.instanceClass == nil ? DBInstance.Changes() : changes.storageOnly
      database.instanceClass = changes.instanceClass ?? database.instanceClass
      database.allocatedGiB = changes.allocatedGiB ?? database.allocatedGiB
      database.storageType = changes.storageType ?? database.storageType
      database.iops = changes.storageType == "gp2" ? nil : changes.iops ?? database.iops
      database.backupRetentionDays = changes.backupRetentionDays ?? database.backupRetentionDays
      if changes.isMultiAZ == false {
        database.isMultiAZ = false
        database.standbyZone = nil
        database.standbyAddress = nil
      } else if let place, let address {
        database.isMultiAZ = true
        database.standbyZone = place.zone
        database.standbyAddress = address
      }
    }
  }

  /// Lets a database serve, if its zone has power.
  private mutating func putIntoService(_ key: String) {
    guard let database = rds.instances[key] else { return }
    rds.instances.update(key) { $0.status = .available }
    revision.databases += 1
    guard hasPower(database.zone) else { return takeDown(key) }
    if case .failingOver = database.service { return }
    rds.instances.update(key) {
      $0.service = .serving
      $0.downSince = nil
    }
    resumeModification(key)
  }

  /// Starts a modification again that the loss of power has cut short.
  mutating func resumeModification(_ key: String) {
    guard let changes = rds.instances[key]?.changing, !changes.isEmpty else { return }
    beginModification(key, changes)
  }
}
