import EventKernel

extension World {
  /// Takes down the databases whose primary stands in a zone; the standbys there serve nobody.
  mutating func databasesLosePower(in zone: Zone) {
    for (key, database) in rds.instances where database.status.hasMachine {
      if database.zone == zone {
        note("database-lost-power", database.identifier, zone.rawValue)
        takeDown(key)
      } else if database.standbyZone == zone {
        note("database-standby-lost", database.identifier, zone.rawValue)
        if case .failingOver = database.service { takeDown(key) }
      }
    }
  }

  /// Starts the databases of a zone again, and lets those that waited for a standby there fail over.
  mutating func databasesRegainPower(in zone: Zone) {
    for (key, database) in rds.instances where database.service == .down && database.downSince != nil {
      if database.zone == zone {
        if !database.hasFailedHost { recover(key) }
      } else if database.standbyZone == zone, let since = database.downSince {
        schedule(
          .rds(.failureNoticed(key: key, resourceID: database.resourceID, downSince: since)),
          in: RDSTimings.detection)
      }
    }
  }

  private mutating func recover(_ key: String) {
    rds.instances.update(key) {
      $0.service = .starting(until: now + RDSTimings.recovery)
      $0.downSince = nil
    }
    note("database-recovering", rds.instances[key]?.identifier ?? key)
    beginTransition(key, to: .rebooting, lasting: RDSTimings.recovery)
  }

  /// The machines of primaries fail, each named by identifier, ARN or `region/identifier`.
  mutating func databaseHostsFail(named names: [String]) {
    for name in names {
      for (key, database) in databases(named: name)
      where database.status.hasMachine && !database.hasFailedHost {
        note("database-host-failed", database.identifier, database.zone.rawValue)
        rds.instances.update(key) { $0.hasFailedHost = true }
        switch database.service {
        case .serving, .starting: takeDown(key)
        // A failover under way leaves the machine behind.
        case .failingOver, .down: break
        }
      }
    }
  }

  /// Databases whose machine had failed and that no standby has taken over for start again.
  mutating func databaseHostsReturn(named names: [String]) {
    for name in names {
      for (key, database) in databases(named: name) where database.hasFailedHost {
        rds.instances.update(key) { $0.hasFailedHost = false }
        if database.service == .down, database.downSince != nil, hasPower(database.zone) { recover(key) }
      }
    }
  }

  /// The databases that a name means: an identifier, an ARN or `region/identifier`.
  private func databases(named name: String) -> [(id: String, row: DBInstance)] {
    rds.instances.filter { key, database in
      [database.identifier, database.arn, key].contains { $0.utf8.elementsEqual(name.utf8) }
    }
  }

  /// Puts a database out of service because its machine has no power; its standby takes over once that is noticed.
  mutating func takeDown(_ key: String) {
    rds.instances.update(key) {
      $0.service = .down
      $0.downSince = now
      // What was under way on the dead machine ends with it.
      $0.transition += 1
      $0.status = .available
    }
    revision.databases += 1
    guard let database = rds.instances[key], database.standbyZone != nil else { return }
    schedule(
      .rds(.failureNoticed(key: key, resourceID: database.resourceID, downSince: now)),
      in: RDSTimings.detection)
  }

  /// Starts to move the endpoint to the standby, if that has power.
  // Simplified: rds-standby-always-in-step
  mutating func failOver(_ key: String, cause: String) {
    guard let database = rds.instances[key], let standby = database.standbyZone, hasPower(standby) else {
      return
    }
    note(cause, database.identifier, standby.rawValue)
    rds.instances.update(key) {
      $0.service = .failingOver(until: now + RDSTimings.promotion)
      $0.status = .rebooting
      $0.transition += 1
    }
    revision.databases += 1
    schedule(
      .rds(.failoverEnds(key: key, resourceID: database.resourceID, number: database.failovers)),
      in: RDSTimings.promotion)
  }

  /// Makes the standby the primary: the endpoint answers its address from now on.
  mutating func promoteStandby(_ key: String) {
    guard let database = rds.instances[key], let standby = database.standbyZone,
      let address = database.standbyAddress
    else { return }
    guard hasPower(standby) else { return takeDown(key) }
    rds.instances.update(key) {
      $0.standbyZone = $0.zone
      $0.standbyAddress = $0.address
      $0.zone = standby
      $0.address = address
      $0.hasFailedHost = false
      $0.failovers += 1
      $0.endpointMoved = now
      $0.service = .serving
      $0.downSince = nil
      $0.status = .available
    }
    applyAllParameters(key)
    revision.databases += 1
    note("database-failover-done", database.identifier, standby.rawValue)
    resumeModification(key)
  }

  /// Restarts a database named by identifier, ARN or `region/identifier`; with a standby and the wish, by failover.
  mutating func rebootDatabase(_ name: String, withFailover: Bool) {
    for (key, database) in databases(named: name)
    where (database.status == .available || database.status == .storageOptimization)
      && database.service == .serving
    {
      if withFailover, database.standbyZone.map(hasPower) == true {
        failOver(key, cause: "database-failover-asked")
      } else {
        restartDatabase(key)
      }
    }
  }

  /// Restarts a database where it stands.
  mutating func restartDatabase(_ key: String) {
    let ready = now + RDSTimings.reboot
    rds.instances.update(key) { $0.service = .starting(until: ready) }
    note("database-rebooting", rds.instances[key]?.identifier ?? key)
    beginTransition(key, to: .rebooting, lasting: RDSTimings.reboot)
  }
}

extension DBInstance.Status {
  /// Whether a machine runs for the database, which can fail.
  fileprivate var hasMachine: Bool {
    switch self {
    case .creating, .stopped, .stopping, .deleting, .incompatibleParameters: false
    case .available, .modifying, .rebooting, .starting, .backingUp, .storageFull, .storageOptimization,
      .upgrading:
      true
    }
  }
}
