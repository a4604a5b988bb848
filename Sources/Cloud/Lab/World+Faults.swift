package import EventKernel

/// What happens of itself in the lab's own machinery.
package enum LabEvent: Sendable, Equatable {
  /// A fault begins and lasts.
  case faultBegins(Fault, lasting: Duration)
  /// The fault of a number ends.
  case faultEnds(number: UInt64)
}

extension World {
  /// Puts a fault on the agenda; it begins at a moment, at the earliest now, and lasts a while.
  package mutating func inject(_ fault: Fault, at moment: Instant, lasting: Duration) {
    agenda.add(.lab(.faultBegins(fault, lasting: lasting)), at: max(now, moment))
  }

  /// The instances that a fault names, by id or by their tag Name, in the order of their ids.
  package func instances(named names: [String]) -> [InstanceID] {
    let ids = Set(names.compactMap { InstanceID($0) })
    let tags = Set(names)
    return ec2.instances.filter { id, instance in
      instance.state != .terminated && (ids.contains(id) || instance.tags["Name"].map(tags.contains) == true)
    }.map(\.id)
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
    switch fault.kind {
    case .zonePower:
      if let zone = fault.zone { losePower(in: zone) }
    case .regionLoss:
      for name in fault.names { note("region-lost", name) }
      for zone in zones(ofRegionsNamed: fault.names) { losePower(in: zone) }
    case .stopInstances:
      for id in instances(named: fault.names) { stopInstance(id) }
    case .rebootDatabase:
      for name in fault.names { rebootDatabase(name, withFailover: true) }
    case .loadSurge:
      note("load-surge", "users", "\(fault.factor ?? 1)")
    case .slowZone:
      note("zone-slow", fault.resource)
    case .spotReclaim:
      guard let pool = SpotPool(fault) else { return }
      note("spot-pool-reclaimed", pool.zone.rawValue, pool.type)
      reclaim(pool)
    case .capacityShortage: note("zone-short-of-capacity", fault.resource)
    case .hostFailure: hostsFail(of: instances(named: fault.names))
    case .databaseFailure: databaseHostsFail(named: fault.names)
    case .cacheNodeFailure: cacheNodesFail(named: fault.names)
    case .balancerNodeFailure:
      note("balancer-node-failed", fault.names.first ?? "", fault.zone?.rawValue ?? "")
    }
  }

  private mutating func end(_ fault: Fault) {
    switch fault.kind {
    case .zonePower:
      if let zone = fault.zone { regainPower(in: zone) }
    case .regionLoss:
      for name in fault.names { note("region-back", name) }
      for zone in zones(ofRegionsNamed: fault.names) { regainPower(in: zone) }
    case .stopInstances:
      for id in instances(named: fault.names) { startInstance(id) }
    case .rebootDatabase: break
    case .loadSurge: note("load-surge-over", "users")
    case .slowZone: note("zone-fast-again", fault.resource)
    case .spotReclaim:
      guard let pool = SpotPool(fault) else { return }
      note("spot-pool-back", pool.zone.rawValue, pool.type)
    case .capacityShortage: note("zone-has-capacity", fault.resource)
    // A host that failed does not come back; its machines are moved by a stop and start or by automatic recovery.
    case .hostFailure: break
    case .databaseFailure: databaseHostsReturn(named: fault.names)
    case .cacheNodeFailure: cacheNodesReturn(named: fault.names)
    case .balancerNodeFailure: note("balancer-node-back", fault.names.first ?? "", fault.zone?.rawValue ?? "")
    }
  }

  /// The zones of Regions by name, in the order of the letters.
  private func zones(ofRegionsNamed names: [String]) -> [Zone] {
    names.flatMap { catalog.zones(in: Region(rawValue: $0)).map(\.zone) }
  }
}

extension SpotPool {
  /// The pool that a fault takes back; `nil` when it names none.
  fileprivate init?(_ fault: Fault) {
    guard let type = fault.instanceType, let zone = fault.zone else { return nil }
    self.init(type: type, zone: zone)
  }
}
