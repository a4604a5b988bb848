package import EventKernel

/// Modelled times of load balancing.
package enum LoadBalancingTimings {
  /// From the call to an active load balancer (defaults: alb.provisioning_seconds, TEACH).
  package static let provisioning: Duration = .seconds(130)
  /// From a registration to the first check of the target (TEACH).
  package static let firstCheck: Duration = .seconds(5)
}

extension World {
  /// Registers an instance with a group; its port is the group's when none is given.
  ///
  /// - Throws: `InvalidTarget` for an instance that does not run or stands in another VPC or a group of another kind.
  mutating func registerTarget(_ group: TargetGroupID, instance id: InstanceID, port: Int?) throws(AWSError) {
    guard let row = loadBalancing.targetGroups[group] else {
      throw AWSError("TargetGroupNotFound", "One or more target groups not found")
    }
    guard row.kind == .instance, let instance = ec2.instances[id], instance.zone.region == row.region else {
      throw AWSError("InvalidTarget", "The following targets are not valid: '\(id)'")
    }
    guard instance.state == .running else {
      throw AWSError(
        "InvalidTarget", "The following targets are not in a running state and cannot be registered: '\(id)'")
    }
    guard instance.vpc == row.vpc else {
      throw AWSError(
        "InvalidTarget", "The following targets are not in the target group VPC '\(row.vpc)': '\(id)'")
    }
    try register(TargetID(.instance(id), port: port ?? row.port), in: row, zone: instance.zone)
  }

  /// Puts a checked target into a group; without effect when it stands there, and anew when it is draining.
  ///
  /// - Throws: `ValidationError` for a port that is none, `TooManyTargets`.
  mutating func register(_ id: TargetID, in row: TargetGroup, zone: Zone?) throws(AWSError) {
    guard (1...65_535).contains(id.port) else {
      throw AWSError("ValidationError", "Port '\(id.port)' must be between '1' and '65535' inclusive")
    }
    if let old = row.targets[id] {
      guard case .draining = old.health else { return }
      drop(id, from: row.id)
    } else {
      let most = row.kind == .loadBalancer ? 1 : LoadBalancingLimits.targets
      guard row.targets.count < most else {
        throw AWSError("TooManyTargets", "You've reached the limit on the number of targets")
      }
    }
    loadBalancing.targetGroups.update(row.id) {
      $0.targets[id] = Target(
        id: id, zone: zone, health: .unused(.notInUse), registered: now, nextCheck: nil)
    }
    refreshTarget(id, in: row.id)
    revision.loadBalancing += 1
    note("target-registered", name(of: id.place), row.name)
  }

  /// Takes an instance out of a group, on all its ports.
  mutating func deregisterTarget(_ group: TargetGroupID, instance id: InstanceID) {
    for target in loadBalancing.targetGroups[group]?.targets(of: id) ?? [] {
      deregisterTarget(target.id, from: group)
    }
  }

  /// Takes a target out of a group: it drains for the group's deregistration delay, then is gone.
  ///
  /// A target that nothing used is gone at once. Without effect when it is not in the group.
  mutating func deregisterTarget(_ id: TargetID, from group: TargetGroupID) {
    guard let row = loadBalancing.targetGroups[group], let target = row.targets[id] else { return }
    switch target.health {
    case .draining: return
    case .unused: drop(id, from: group)
    case .initial, .healthy, .unhealthy:
      let delay = row.attributes.deregistrationDelay
      guard delay > .zero else {
        drop(id, from: group)
        break
      }
      setHealth(.draining(until: now + delay), of: id, in: group)
      schedule(.loadBalancing(.drained(group, id, registered: target.registered)), in: delay)
      note("target-draining", name(of: id.place), row.name, String(delay.wholeSeconds))
    }
    revision.loadBalancing += 1
  }

  /// Forgets a target and its checks.
  mutating func drop(_ id: TargetID, from group: TargetGroupID) {
    stopChecks(of: id, in: group)
    loadBalancing.targetGroups.update(group) { $0.targets[id] = nil }
    revision.loadBalancing += 1
  }

  /// Looks again at every target, after load balancers, zones or listeners have changed.
  mutating func refreshTargets() {
    for (group, row) in loadBalancing.targetGroups {
      for id in row.targets.ids { refreshTarget(id, in: group) }
    }
    revision.loadBalancing += 1
  }

  /// Starts or stops the checks of a target as its load balancer, its zone and its instance say.
  mutating func refreshTarget(_ id: TargetID, in group: TargetGroupID) {
    guard let row = loadBalancing.targetGroups[group], let target = row.targets[id] else { return }
    var hasStopped = false
    switch id.place {
    case .instance(let instance):
      guard let state = ec2.instances[instance]?.state, state != .terminated else {
        drop(id, from: group)
        return
      }
      hasStopped = [.stopping, .stopped, .shuttingDown].contains(state)
    case .address: break
    case .loadBalancer(let balancer):
      guard loadBalancing.loadBalancers[balancer] != nil else {
        drop(id, from: group)
        return
      }
    }
    if case .draining = target.health { return }
    guard let balancer = loadBalancer(using: group),
      balancer.nodes.contains(where: { target.counts(in: $0.zone) })
    else {
      stopChecks(of: id, in: group)
      setHealth(.unused(.notInUse), of: id, in: group)
      return
    }
    if hasStopped {
      setHealth(.unused(.invalidState), of: id, in: group)
    } else if case .unused = target.health {
      loadBalancing.targetGroups.update(group) {
        $0.targets.update(id) { $0.healthySince = nil }
      }
      setHealth(.initial, of: id, in: group)
    }
    if target.nextCheck == nil, balancer.state == .active {
      scheduleCheck(of: id, in: group, after: LoadBalancingTimings.firstCheck)
    }
  }

  /// Checks every target of a group anew, after its health check has changed.
  mutating func restartChecks(of group: TargetGroupID) {
    for id in loadBalancing.targetGroups[group]?.targets.ids ?? [] {
      guard loadBalancing.targetGroups[group]?.targets[id]?.nextCheck != nil else { continue }
      stopChecks(of: id, in: group)
      refreshTarget(id, in: group)
    }
  }

  /// Gives a target another health; without effect when it has it.
  mutating func setHealth(_ health: Target.Health, of id: TargetID, in group: TargetGroupID) {
    guard let target = loadBalancing.targetGroups[group]?.targets[id], target.health != health else {
      return
    }
    loadBalancing.targetGroups.update(group) {
      $0.targets.update(id) {
        $0.health = health
        $0.streak = 0
        if health == .healthy { $0.healthySince = now }
      }
    }
    revision.loadBalancing += 1
  }

  /// Puts the next check of a target on the agenda in the place of an earlier one.
  mutating func scheduleCheck(of id: TargetID, in group: TargetGroupID, after delay: Duration) {
    stopChecks(of: id, in: group)
    guard let target = loadBalancing.targetGroups[group]?.targets[id] else { return }
    let key = schedule(
      .loadBalancing(.checkStarts(group, id, registered: target.registered)), in: delay)
    loadBalancing.targetGroups.update(group) { $0.targets.update(id) { $0.nextCheck = key } }
  }

  private mutating func stopChecks(of id: TargetID, in group: TargetGroupID) {
    guard let key = loadBalancing.targetGroups[group]?.targets[id]?.nextCheck else { return }
    agenda.cancel(key)
    loadBalancing.targetGroups.update(group) { $0.targets.update(id) { $0.nextCheck = nil } }
  }
}
