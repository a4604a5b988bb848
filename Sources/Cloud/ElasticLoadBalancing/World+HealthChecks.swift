import EventKernel

extension World {
  mutating func handle(_ event: LoadBalancingEvent, observing observations: Observations) {
    switch event {
    case .becomesActive(let id):
      guard loadBalancing.loadBalancers[id]?.state == .provisioning else { return }
      loadBalancing.loadBalancers.update(id) { $0.state = .active }
      note("load-balancer-active", loadBalancing.loadBalancers[id]?.name ?? "")
      refreshTargets()
    case .checkStarts(let group, let id, let registered):
      guard loadBalancing.targetGroups[group]?.targets[id]?.registered == registered else { return }
      checkStarts(of: id, in: group, observing: observations)
    case .checkEnds(let group, let id, let registered, let failure):
      guard loadBalancing.targetGroups[group]?.targets[id]?.registered == registered else { return }
      checkEnds(of: id, in: group, failure: failure)
    case .drained(let group, let id, let registered):
      guard let target = loadBalancing.targetGroups[group]?.targets[id], target.registered == registered,
        case .draining(let until) = target.health, until <= now
      else { return }
      drop(id, from: group)
    }
  }

  /// Checks start every interval, whether the one before has ended or not; a hanging target fails when the timeout is over.
  ///
  /// So a failure is noticed after two intervals and a timeout at worst, 65 s with the defaults (facts: ELB 6.3).
  private mutating func checkStarts(
    of id: TargetID, in group: TargetGroupID, observing observations: Observations
  ) {
    loadBalancing.targetGroups.update(group) { $0.targets.update(id) { $0.nextCheck = nil } }
    refreshTarget(id, in: group)
    guard let row = loadBalancing.targetGroups[group], let target = row.targets[id],
      let balancer = loadBalancer(using: group)
    else { return }
    switch target.health {
    case .initial, .healthy, .unhealthy: break
    case .unused(.invalidState):
      scheduleCheck(of: id, in: group, after: row.healthCheck.interval)
      return
    case .unused, .draining: return
    }
    scheduleCheck(of: id, in: group, after: row.healthCheck.interval)
    // Nodes that are down check nothing; the others see the same, so one of them speaks for all.
    // Simplified: one-health-checker
    guard let node = balancer.nodes.first(where: { runsNode(of: balancer, in: $0.zone) }) else { return }
    let result = probe(
      target, of: row, from: .groups(balancer.securityGroups, node.privateAddress), observing: observations)
    if result.after == .zero {
      checkEnds(of: id, in: group, failure: result.failure)
    } else {
      schedule(
        .loadBalancing(.checkEnds(group, id, registered: target.registered, failure: result.failure)),
        in: result.after)
    }
  }

  /// What a health check of a target gives, and after how long; an address that nobody has does not answer.
  private func probe(
    _ target: Target, of group: TargetGroup, from source: FlowSource, observing observations: Observations
  ) -> (failure: Target.Failure?, after: Duration) {
    if case .loadBalancer(let id) = target.id.place {
      return probe(id, port: target.port, check: group.healthCheck, from: source, observing: observations)
    }
    guard let instance = instance(behind: target.id.place, of: group) else {
      return (.timeout, group.healthCheck.timeout)
    }
    return probe(
      instance, port: target.port, check: group.healthCheck, from: source,
      seen: observations.instances[instance.id])
  }

  /// What a health check of an instance gives, and after how long.
  func probe(
    _ instance: Instance, port: Int, check: TargetGroup.HealthCheck, from source: FlowSource,
    seen: InstanceObservation?
  ) -> (failure: Target.Failure?, after: Duration) {
    let port = check.port ?? port
    guard instance.hasPower, instance.state == .running, instance.activity != .silent,
      allows(from: source, to: instance, port: port)
    else { return (.timeout, check.timeout) }
    guard instance.isServing, app(of: instance)?.port == port,
      seen?.isFull != true
    else { return (.refused, .zero) }
    guard check.isHTTP else { return (nil, .zero) }
    let delay = seen?.queueDelay ?? .zero
    guard delay < check.timeout else { return (.timeout, check.timeout) }
    let code = code(ofPath: check.path, at: instance)
    return (check.accepts(code) ? nil : .codeMismatch(code), delay)
  }

  /// Counts the result of a check.
  ///
  /// A target that has never been healthy needs one pass; later it needs the healthy threshold (facts: ELB 6.3).
  private mutating func checkEnds(of id: TargetID, in group: TargetGroupID, failure: Target.Failure?) {
    guard let row = loadBalancing.targetGroups[group], let target = row.targets[id] else { return }
    let needed: Int
    switch (target.health, failure) {
    case (.healthy, nil), (.unused, _), (.draining, _): needed = .max
    case (.unhealthy, .some(let failure)):
      loadBalancing.targetGroups.update(group) {
        $0.targets.update(id) {
          $0.streak = 0
          $0.health = .unhealthy(failure)
        }
      }
      return
    case (.healthy, .some), (.initial, .some): needed = row.healthCheck.unhealthyThreshold
    case (.initial, nil): needed = 1
    case (.unhealthy, nil): needed = target.healthySince == nil ? 1 : row.healthCheck.healthyThreshold
    }
    guard needed < .max else {
      if target.streak != 0 {
        loadBalancing.targetGroups.update(group) { $0.targets.update(id) { $0.streak = 0 } }
      }
      return
    }
    guard target.streak + 1 >= needed else {
      loadBalancing.targetGroups.update(group) { $0.targets.update(id) { $0.streak += 1 } }
      return
    }
    if let failure {
      setHealth(.unhealthy(failure), of: id, in: group)
      note(failure.occurrence, name(of: id.place), row.name)
    } else {
      setHealth(.healthy, of: id, in: group)
      note("target-healthy", name(of: id.place), row.name)
    }
  }
}

extension Target.Failure {
  fileprivate var occurrence: String {
    switch self {
    case .timeout: "target-unhealthy-timeout"
    case .refused: "target-unhealthy-refused"
    case .codeMismatch: "target-unhealthy-code"
    }
  }
}
