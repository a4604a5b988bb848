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
      guard let database = database(key, resourceID) else { return }
      openWindow(key, database, again: event)
    case .stopExpires(let key, let resourceID, let transition):
      guard let database = database(key, resourceID), database.transition == transition,
        database.status == .stopped
      else { return }
      note("database-started-after-week", database.identifier)
      beginTransition(key, to: .starting, lasting: RDSTimings.start)
    case .backupBegins(let key, let resourceID, let schedule):
      guard let database = database(key, resourceID), database.backupSchedule == schedule else { return }
      backUp(key)
    case .snapshotCompletes(let key, let arn):
      guard let snapshot = rds.snapshots[key], snapshot.arn.utf8.elementsEqual(arn.utf8) else { return }
      rds.snapshots.update(key) { $0.status = .available }
      note("database-snapshot-done", snapshot.identifier)
    case .backupEnds(let key, let resourceID):
      guard let database = database(key, resourceID), database.status == .backingUp else { return }
      note("database-backed-up", database.identifier)
      rds.instances.update(key) {
        $0.status = .available
        $0.volumeSuspendedUntil = nil
      }
      revision.databases += 1
    case .parametersApply(let key, let resourceID):
      guard let database = database(key, resourceID), database.parameterStatus != .inSync else { return }
      applyDynamicParameters(key)
    case .retainedBackupExpires(let resourceID):
      rds.retainedBackups[resourceID] = nil
      removeAutomatedSnapshots(of: resourceID, before: nil)
    }
  }

  /// Does what waits for a database's maintenance window.
  private mutating func openWindow(_ key: String, _ database: DBInstance, again event: RDSEvent) {
    var changes = database.pending
    if changes.engineVersion == nil, database.upgradesMinorVersions {
      changes.engineVersion = minorTarget(of: database)
    }
    guard !changes.isEmpty else { return }
    let states: [DBInstance.Status] = [.available, .storageOptimization, .backingUp]
    guard states.contains(database.status) else {
      agenda.add(.rds(event), at: database.maintenanceWindow.next(after: now))
      return
    }
    rds.instances.update(key) {
      $0.pending = DBInstance.Changes()
      $0.maintenance = nil
    }
    beginModification(key, changes)
  }

  /// Puts the next maintenance window of a database on the agenda.
  mutating func scheduleWindow(_ key: String) {
    guard let database = rds.instances[key] else { return }
    agenda.add(
      .rds(.windowOpens(key: key, resourceID: database.resourceID)),
      at: database.maintenanceWindow.next(after: now))
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
      if changes.engineVersion != nil {
        upgradeSpan(of: key, to: changes)
      } else if changes.instanceClass != nil {
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
    guard changes.engineVersion == nil else {
      // An upgrade interrupts the service from its beginning, with a standby too (facts: RDS 10.1).
      rds.instances.update(key) { $0.service = .starting(until: now + span) }
      note("database-upgrading", rds.instances[key]?.identifier ?? key, changes.engineVersion ?? "")
      return beginTransition(key, to: .upgrading, lasting: span)
    }
    note("database-modifying", rds.instances[key]?.identifier ?? key)
    beginTransition(key, to: .modifying, lasting: span)
  }

  private func upgradeSpan(of key: String, to changes: DBInstance.Changes) -> Duration {
    guard let database = rds.instances[key], let engine = DatabaseEngine.named(database.engine),
      let target = engine.targets(from: database.engineVersion)
        .first(where: { $0.version == changes.engineVersion })
    else { return RDSTimings.minorUpgrade }
    return target.isMajor ? RDSTimings.majorUpgrade : RDSTimings.minorUpgrade
  }

  private mutating func settle(_ key: String, _ database: DBInstance) {
    switch database.status {
    case .creating:
      note("database-created", database.identifier)
      putIntoService(key)
      startBackups(key)
      if database.upgradesMinorVersions, minorTarget(of: database) != nil { scheduleWindow(key) }
    case .starting:
      note("database-started", database.identifier)
      restart(key)
    case .rebooting:
      note("database-restarted", database.identifier)
      restart(key)
    case .modifying where database.promotes: settlePromotion(key, database)
    case .modifying: settleModification(key, database)
    case .upgrading:
      apply(database.changing, to: key)
      note("database-upgraded", database.identifier, rds.instances[key]?.engineVersion ?? "")
      restart(key)
    case .storageOptimization, .available, .backingUp, .storageFull, .incompatibleParameters:
      putIntoService(key)
    case .stopping:
      note("database-stopped", database.identifier)
      rds.instances.update(key) {
        $0.status = .stopped
        $0.stopExpiry = now + RDSTimings.longestStop
      }
      schedule(
        .rds(
          .stopExpires(key: key, resourceID: database.resourceID, transition: database.transition)),
        in: RDSTimings.longestStop)
    case .deleting:
      note("database-deleted", database.identifier)
      rds.instances[key] = nil
      settleDeletion(of: database, key: key)
      revision.databases += 1
    case .stopped: break
    }
  }

  /// Lets a database serve again after a restart, with all values of its parameter group, if the engine starts.
  private mutating func restart(_ key: String) {
    applyAllParameters(key)
    guard let database = rds.instances[key], !parametersFit(database) else { return putIntoService(key) }
    rds.instances.update(key) {
      $0.status = .incompatibleParameters
      $0.service = .down
      $0.downSince = nil
    }
    revision.databases += 1
    note("database-parameters-too-large", database.identifier, database.parameterGroup)
  }

  /// A replica has become a primary: replication has ended, and its own backups begin.
  private mutating func settlePromotion(_ key: String, _ database: DBInstance) {
    rds.instances.update(key) {
      $0.replication = nil
      $0.promotes = false
    }
    note("database-promoted", database.identifier)
    restart(key)
    startBackups(key)
  }

  private mutating func settleModification(_ key: String, _ database: DBInstance) {
    let changes = database.changing
    apply(changes, to: key)
    if changes.instanceClass != nil, hasPower(database.zone), !database.hasFailedHost {
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
    let days = database.backupRetentionDays
    defer { settleRetention(key, before: days) }
    let place = changes.isMultiAZ == true ? standbyPlace(for: database) : nil
    let address = place.flatMap { takePrivateAddress(in: $0.id) }
    rds.instances.update(key) { database in
      // The storage of a class change settles in a second step, when the class has changed.
      database.changing = changes.instanceClass == nil ? DBInstance.Changes() : changes.storageOnly
      database.instanceClass = changes.instanceClass ?? database.instanceClass
      database.allocatedGiB = changes.allocatedGiB ?? database.allocatedGiB
      if let type = changes.storageType, !type.utf8.elementsEqual(database.storageType.utf8) {
        // What was bought of the old kind of storage ends with it.
        (database.iops, database.throughput) = (changes.iops, changes.throughput)
      } else {
        database.iops = changes.iops ?? database.iops
        database.throughput = changes.throughput ?? database.throughput
      }
      database.storageType = changes.storageType ?? database.storageType
      database.backupRetentionDays = changes.backupRetentionDays ?? database.backupRetentionDays
      database.port = changes.port ?? database.port
      database.take(version: changes.engineVersion)
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

  /// Begins backups that were off, or ends those that are off from now on.
  private mutating func settleRetention(_ key: String, before: Int) {
    guard let database = rds.instances[key], database.backupRetentionDays != before else { return }
    if before == 0 {
      startBackups(key)
    } else if database.backupRetentionDays == 0 {
      removeAutomatedSnapshots(of: database.resourceID, before: nil)
      rds.instances.update(key) { $0.backedUpSince = nil }
    } else {
      removeAutomatedSnapshots(
        of: database.resourceID, before: now - .days(database.backupRetentionDays))
    }
  }

  /// Lets a database serve, if its machine runs.
  private mutating func putIntoService(_ key: String) {
    guard let database = rds.instances[key] else { return }
    rds.instances.update(key) { $0.status = .available }
    revision.databases += 1
    guard hasPower(database.zone), !database.hasFailedHost else { return takeDown(key) }
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
