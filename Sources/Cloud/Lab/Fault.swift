package import EventKernel

/// Something that goes wrong, shaped as AWS FIS shapes it where FIS has it.
package enum Fault: Sendable, Equatable {
  /// A zone loses power: its machines hang, its subnets are cut, launches there fail (FIS: AZ Availability: Power Interruption).
  case zonePower(Zone)
  /// Instances are stopped in an orderly way (`aws:ec2:stop-instances`).
  case stopInstances([InstanceID])
  /// A database is rebooted with failover (`aws:rds:reboot-db-instances`).
  case rebootDatabase(String)
  /// The rate of all users is multiplied.
  case loadSurge(factor: Double)
  /// Every flow inside a zone takes longer (FIS: AZ: Application Slowdown).
  case slowZone(Zone, delay: Duration)
  /// The spare machines of a type in a zone are taken back, with two minutes' notice, and stay away
  /// (`aws:ec2:send-spot-instance-interruptions`).
  case spotReclaim(type: String, zone: Zone)
  /// A zone has no machine to give: launches and starts there fail (`aws:ec2:api-insufficient-instance-capacity-error`).
  case capacityShortage(Zone)
  /// The hosts of instances fail: they hang, and their system status checks find out.
  case hostFailure([InstanceID])
}

/// A fault in force.
package struct ActiveFault: Sendable, Equatable {
  /// What is wrong.
  package let fault: Fault
  /// Since when.
  package let start: Instant
  /// Until when.
  package let end: Instant
}

/// What happens of itself in the lab's own machinery.
package enum LabEvent: Sendable, Equatable {
  /// A fault begins and lasts.
  case faultBegins(Fault, lasting: Duration)
  /// The fault of a number ends.
  case faultEnds(number: UInt64)
}

/// What the lab itself has put into the world: users, faults, how its bill is reckoned.
package struct LabState: Sendable, Equatable {
  /// Who sends requests when the world runs.
  package var workload = Workload.none
  /// The faults in force by number.
  package internal(set) var faults = Table<UInt64, ActiveFault>()
  /// The number that the next fault gets.
  package internal(set) var nextFault: UInt64 = 0

  /// Whether Reserved Instances, Savings Plans and Spot prices change the bill; otherwise every instance costs its
  /// On-Demand price.
  package internal(set) var countsDiscounts = true

  package init() {}
}

extension World {
  /// Has every instance billed at its On-Demand price, whatever was bought.
  package mutating func leaveDiscountsOut() { lab.countsDiscounts = false }

  /// Puts a workload in the place of the present one.
  package mutating func setWorkload(_ workload: Workload) {
    lab.workload = workload
    revision.workload += 1
  }

  /// Puts a fault on the agenda; it begins at a moment, at the earliest now, and lasts a while.
  package mutating func inject(_ fault: Fault, at moment: Instant, lasting: Duration) {
    agenda.add(.lab(.faultBegins(fault, lasting: lasting)), at: max(now, moment))
  }

  /// Whether a zone has power now.
  package func hasPower(_ zone: Zone) -> Bool {
    lab.faults.allSatisfy { $0.row.fault != .zonePower(zone) }
  }

  mutating func handle(_ event: LabEvent) {
    switch event {
    case .faultBegins(let fault, let lasting):
      let number = lab.nextFault
      lab.nextFault += 1
      lab.faults[number] = ActiveFault(fault: fault, start: now, end: now + lasting)
      revision.faults += 1
      schedule(.lab(.faultEnds(number: number)), in: lasting)
      begin(fault)
    case .faultEnds(let number):
      guard let ended = lab.faults[number] else { return }
      lab.faults[number] = nil
      revision.faults += 1
      end(ended.fault)
    }
  }

  private mutating func begin(_ fault: Fault) {
    switch fault {
    case .zonePower(let zone):
      note("zone-power-lost", zone.rawValue)
      instancesLosePower(in: zone)
      databasesLosePower(in: zone)
      cachesLosePower(in: zone)
    case .stopInstances(let ids):
      for id in ids { stopInstance(id) }
    case .rebootDatabase(let name):
      rebootDatabase(name, withFailover: true)
    case .loadSurge(let factor):
      note("load-surge", "users", "\(factor)")
    case .slowZone(let zone, _):
      note("zone-slow", zone.rawValue)
    case .spotReclaim(let type, let zone):
      note("spot-pool-reclaimed", zone.rawValue, type)
      reclaim(SpotPool(type: type, zone: zone))
    case .capacityShortage(let zone): note("zone-short-of-capacity", zone.rawValue)
    case .hostFailure(let ids): hostsFail(of: ids)
    }
  }

  private mutating func end(_ fault: Fault) {
    switch fault {
    case .zonePower(let zone):
      note("zone-power-restored", zone.rawValue)
      instancesRegainPower(in: zone)
      databasesRegainPower(in: zone)
      cachesRegainPower(in: zone)
    case .stopInstances(let ids):
      for id in ids { startInstance(id) }
    case .rebootDatabase: break
    case .loadSurge: note("load-surge-over", "users")
    case .slowZone(let zone, _): note("zone-fast-again", zone.rawValue)
    case .spotReclaim(let type, let zone): note("spot-pool-back", zone.rawValue, type)
    case .capacityShortage(let zone): note("zone-has-capacity", zone.rawValue)
    // A host that failed does not come back; its machines are moved by a stop and start or by automatic recovery.
    case .hostFailure: break
    }
  }
}
