package import EventKernel

/// What happens of itself in the lab's own machinery.
package enum LabEvent: Sendable, Equatable {
  /// A fault begins and lasts.
  case faultBegins(Fault, lasting: Duration, seed: UInt64)
  /// The fault of a number ends.
  case faultEnds(number: UInt64)
  /// Somebody outside calls with the key that a fault of a number has leaked.
  case leakedKeyIsUsed(number: UInt64)
  /// A job of a machine is done.
  case jobEnds(InstanceID)
  /// The deadline has come of a queue whose jobs were given at a moment.
  case jobsAreDue(String, given: Instant)
}

extension World {
  /// Puts a fault on the agenda; it begins at a moment, at the earliest now, and lasts a while.
  ///
  /// - Parameter drawing: the seed of the draws that pick a share of machines; the world's own when `nil`.
  package mutating func inject(
    _ fault: Fault, at moment: Instant, lasting: Duration, drawing: UInt64? = nil
  ) {
    agenda.add(
      .lab(.faultBegins(fault, lasting: lasting, seed: drawing ?? seed.rawValue)), at: max(now, moment))
  }

  /// The faults that are still to come, in the order of time. O(agenda).
  package var comingFaults: [ActiveFault] {
    agenda.pending.compactMap { entry in
      guard case .lab(.faultBegins(let fault, let lasting, _)) = entry.event else { return nil }
      return ActiveFault(fault: fault, start: entry.at, end: entry.at + lasting)
    }
  }

  /// Takes the faults that are still to come off the agenda. O(agenda).
  package mutating func leaveComingFaultsOut() {
    for key in agenda.keys(where: { if case .lab(.faultBegins) = $0 { true } else { false } }) {
      agenda.cancel(key)
    }
  }

  /// The instances that a fault names, by id, by their tag Name, by their Auto Scaling group or by their zone, in the
  /// order of their ids.
  package func instances(named names: [String]) -> [InstanceID] {
    let ids = Set(names.compactMap { InstanceID($0) })
    let tags = Set(names)
    return ec2.instances.filter { id, instance in
      instance.state != .terminated
        && (ids.contains(id) || tags.contains(instance.zone.rawValue)
          || instance.tags["Name"].map(tags.contains) == true
          || instance.autoScalingGroup.map(tags.contains) == true)
    }.map(\.id)
  }

  mutating func handle(_ event: LabEvent) {
    switch event {
    case .faultBegins(let fault, let lasting, let seed):
      let number = lab.nextFault
      lab.nextFault += 1
      var active = ActiveFault(fault: fault, start: now, end: now + lasting)
      active.machines = machines(struckBy: fault, number: number, seed: seed)
      lab.faults[number] = active
      revision.faults += 1
      schedule(.lab(.faultEnds(number: number)), in: lasting)
      if strikesNothing(active) { note("fault-strikes-nothing", fault.resource) }
      begin(active, number: number)
    case .faultEnds(let number):
      guard let ended = lab.faults[number] else { return }
      lab.faults[number] = nil
      revision.faults += 1
      end(ended)
    case .leakedKeyIsUsed(let number): useLeakedKey(number)
    case .jobEnds(let id): jobEnds(on: id)
    case .jobsAreDue(let name, let given): jobsAreDue(name, given: given)
    }
  }

  private mutating func begin(_ active: ActiveFault, number: UInt64) {
    let fault = active.fault
    switch fault.kind {
    case .zonePower:
      if let zone = fault.zone { losePower(in: zone) }
    case .regionLoss:
      guard let region = fault.region else { return }
      note("region-lost", region.rawValue)
      for zone in catalog.zones(in: region) { losePower(in: zone.zone) }
    case .stopInstances:
      for id in active.machines { stopInstance(id) }
    case .rebootDatabase:
      for name in fault.names { rebootDatabase(name, withFailover: true) }
    case .loadSurge:
      note("load-surge", "users", Self.factor(fault.factor ?? 1))
    case .slowZone:
      note("zone-slow", fault.resource)
    case .spotReclaim:
      guard let pool = SpotPool(fault) else { return }
      note("spot-pool-reclaimed", pool.zone.rawValue, pool.type)
      reclaim(pool)
    case .capacityShortage: note("zone-short-of-capacity", fault.resource)
    case .hostFailure: hostsFail(of: active.machines)
    case .lossyZone: note("zone-loses-packets", fault.resource, Self.percent(fault.share))
    case .volumeLatency: note("volume-slow", fault.resource, fault.delay.map(Self.milliseconds) ?? "0")
    case .pauseVolume: pauseVolumes(of: active)
    case .cpuStress: stressProcessors(of: active)
    case .terminateInstances: for id in active.machines { terminateInstance(id) }
    case .rebootInstances: for id in active.machines { rebootInstance(id) }
    case .apiErrors: note("calls-fail", fault.resource, Self.percent(fault.share))
    case .controlPlaneOutage: note("control-plane-down", fault.resource, Self.percent(fault.share))
    case .dnsOutage: note("resolver-down", fault.resource)
    case .retryStorm: note("clients-retry-at-once", "users", "\(fault.count ?? 0)")
    case .cacheFlush: for name in fault.names { flushCache(name) }
    case .badDeploy: note("deploy-bad", fault.resource)
    case .diskFull: for name in fault.names { fillStorage(ofDatabase: name) }
    case .s3Outage: note("s3-down", fault.resource)
    case .regionCut:
      note("region-cut-off", fault.resource)
      regionLinksChange()
    case .leakedKey:
      note("key-leaked", fault.resource)
      useLeakedKey(number)
    case .databaseFailure: databaseHostsFail(named: fault.names)
    case .cacheNodeFailure: cacheNodesFail(named: fault.names)
    case .balancerNodeFailure:
      note("balancer-node-failed", fault.names.first ?? "", fault.zone?.rawValue ?? "")
    }
  }

  /// A share as events show it, in percent.
  private static func percent(_ share: Double?) -> String { "\(Int(((share ?? 1) * 100).rounded()))" }

  /// A factor as events show it: whole where it is, `3` and not `3.0`.
  private static func factor(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  private static func milliseconds(_ span: Duration) -> String { "\(span.nanoseconds / 1_000_000)" }

  private mutating func end(_ active: ActiveFault) {
    let fault = active.fault
    switch fault.kind {
    case .zonePower:
      if let zone = fault.zone { regainPower(in: zone) }
    case .regionLoss:
      guard let region = fault.region else { return }
      note("region-back", region.rawValue)
      for zone in catalog.zones(in: region) { regainPower(in: zone.zone) }
    case .stopInstances:
      for id in active.machines { startInstance(id) }
    case .rebootDatabase, .terminateInstances, .rebootInstances, .cacheFlush, .diskFull: break
    case .loadSurge: note("load-surge-over", "users")
    case .slowZone: note("zone-fast-again", fault.resource)
    case .spotReclaim:
      guard let pool = SpotPool(fault) else { return }
      note("spot-pool-back", pool.zone.rawValue, pool.type)
    case .capacityShortage: note("zone-has-capacity", fault.resource)
    case .lossyZone: note("zone-loses-none", fault.resource)
    case .volumeLatency: note("volume-fast-again", fault.resource)
    case .pauseVolume: resumeVolumes(of: active)
    case .cpuStress: note("processors-free-again", fault.resource)
    case .apiErrors: note("calls-succeed-again", fault.resource)
    case .controlPlaneOutage: note("control-plane-back", fault.resource)
    case .dnsOutage: note("resolver-back", fault.resource)
    case .retryStorm: note("clients-calm", "users")
    case .badDeploy: note("deploy-rolled-back", fault.resource)
    case .s3Outage: note("s3-back", fault.resource)
    case .regionCut:
      note("region-reconnected", fault.resource)
      regionLinksChange()
    case .leakedKey: note("key-no-longer-used", fault.resource)
    // A host that failed does not come back; its machines are moved by a stop and start or by automatic recovery.
    case .hostFailure: break
    case .databaseFailure: databaseHostsReturn(named: fault.names)
    case .cacheNodeFailure: cacheNodesReturn(named: fault.names)
    case .balancerNodeFailure: note("balancer-node-back", fault.names.first ?? "", fault.zone?.rawValue ?? "")
    }
  }
}

extension SpotPool {
  /// The pool that a fault takes back; `nil` when it names none.
  fileprivate init?(_ fault: Fault) {
    guard let type = fault.instanceType, let zone = fault.zone else { return nil }
    self.init(type: type, zone: zone)
  }
}
