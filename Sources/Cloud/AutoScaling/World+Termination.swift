import EventKernel

extension World {
  /// Marks members unhealthy whose instance, status check or load balancer says so (facts: Auto Scaling 4.3).
  mutating func checkHealth(of key: String) {
    guard let group = autoScaling.groups[key], group.runs("HealthCheck") else { return }
    for member in group.standing where member.isHealthy && problem(of: member, in: group) != nil {
      autoScaling.groups.update(key) { group in
        group.members.update(member.instance) { $0.isHealthy = false }
      }
      note("group-instance-unhealthy", member.instance.description, group.name)
    }
  }

  /// Why a member is unhealthy in AWS's words, and whether its instance still runs; `nil` when it is well.
  private func problem(
    of member: AutoScalingGroup.Member, in group: AutoScalingGroup
  ) -> (cause: String, isRunning: Bool)? {
    guard let instance = ec2.instances[member.instance], [.pending, .running].contains(instance.state) else {
      return (
        "an instance was taken out of service in response to an EC2 health check indicating it has been "
          + "terminated or stopped.", false
      )
    }
    let graceEnd = (member.inServiceSince ?? instance.launchTime) + group.healthCheckGrace
    guard now >= graceEnd else { return nil }
    if isSystemImpaired(instance) {
      return (
        "an instance was taken out of service in response to an EC2 instance status checks failure.", false
      )
    }
    guard member.state == .inService, group.healthCheckTypes.contains("ELB") else { return nil }
    let targets = group.targetGroups.flatMap {
      loadBalancing.targetGroups[$0]?.targets(of: member.instance) ?? []
    }
    let isUnhealthy = targets.contains { target in
      if case .unhealthy = target.health { true } else { false }
    }
    return isUnhealthy
      ? ("an instance was taken out of service in response to an ELB system health check failure.", true)
      : nil
  }

  /// Whether the system status check of an instance has failed: it is made each whole minute, and two must fail (TEACH).
  package func isSystemImpaired(_ instance: Instance) -> Bool {
    guard !instance.hasPower, let lost = instance.powerLost else { return false }
    let firstFailure = lost.rounded(down: .minutes(1)) + .minutes(1)
    return now >= firstFailure + .minutes(1)
  }

  /// Takes unhealthy members out: all that no longer run, and of those that run a tenth of the desired capacity at a time.
  mutating func replaceUnhealthy(in key: String) {
    guard let group = autoScaling.groups[key], group.runs("ReplaceUnhealthy"), group.runs("Terminate") else {
      return
    }
    var running: [AutoScalingGroup.Member] = []
    for member in group.standing where !member.isHealthy {
      let problem = problem(of: member, in: group)
      if problem.map({ !$0.isRunning }) ?? false {
        terminate(member.instance, in: key, cause: "At \(now.zulu) " + (problem?.cause ?? ""), drains: false)
      } else {
        running.append(member)
      }
    }
    guard let left = autoScaling.groups[key] else { return }
    if let policy = left.maintenance {
      replaceUnhealthy(running, in: left, under: policy)
      return
    }
    let serving = left.standing.count { $0.state == .inService }
    let limit = max(1, left.desiredCapacity / 10)
    let allowed = max(0, limit - max(0, left.desiredCapacity - serving))
    for member in running.prefix(allowed) { takeOut(member, of: group) }
  }

  /// Terminates an unhealthy member that still runs.
  private mutating func takeOut(_ member: AutoScalingGroup.Member, of group: AutoScalingGroup) {
    let cause =
      problem(of: member, in: group)?.cause
      ?? "an instance was taken out of service in response to a user health-check."
    terminate(member.instance, in: group.key, cause: "At \(now.zulu) \(cause)", drains: false)
  }

  /// Replaces unhealthy members as a maintenance policy says: launching first where it asks for all, else a few at a time.
  private mutating func replaceUnhealthy(
    _ running: [AutoScalingGroup.Member], in group: AutoScalingGroup, under policy: MaintenancePolicy
  ) {
    let well = group.standing.count { $0.state == .inService && $0.isHealthy }
    let extra = policy.extra(of: group.desiredCapacity)
    if group.activeRefresh == nil {
      autoScaling.groups.update(group.key) { $0.surge = min(running.count, extra) }
    }
    // With launching first the healthy ones alone are as many as must be; else some may be missing.
    let least = policy.least(of: group.desiredCapacity)
    var standing = group.standing.count { $0.state == .inService }
    for member in running {
      guard extra > 0 ? well >= least : standing - 1 >= least || standing == group.desiredCapacity else {
        return
      }
      takeOut(member, of: group)
      standing -= 1
      if extra > 0 {
        autoScaling.groups.update(group.key) { $0.surge = max(0, $0.surge - 1) }
        return
      }
    }
  }

  /// Takes a member out of its target groups and terminates it, after draining if asked.
  @discardableResult
  mutating func terminate(_ id: InstanceID, in key: String, cause: String, drains: Bool) -> Activity? {
    guard let group = autoScaling.groups[key], let member = group.members[id], member.state != .terminating
    else { return nil }
    let hasHooks = !group.hooks(.terminating).isEmpty
    let activity = Activity(
      id: nextBits(), cause: cause, description: "Terminating EC2 instance: \(id)",
      place: activityPlace(of: id), start: now,
      status: "InProgress")
    autoScaling.groups.update(key) { group in
      group.members.update(id) {
        $0.state = .terminating
        $0.activity = activity.id
        $0.waits = []
        $0.hasPassedHooks = false
        $0.isGivenUp = !drains
      }
      group.finish(member.activity, at: now)
      group.add(activity)
      if group.rebalancing == id { group.rebalancing = nil }
    }
    for target in group.targetGroups { deregisterTarget(target, instance: id) }
    let isDraining = group.targetGroups.contains { loadBalancing.targetGroups[$0]?.holds(id) == true }
    // Simplified: unhealthy-without-draining
    if !drains || !isDraining, !(hasHooks && pause(id, in: key, for: .terminating)) { leave(id, key) }
    note("group-terminates", id.description, group.name)
    return activity
  }

  /// Where an activity of an instance happens.
  func activityPlace(of id: InstanceID) -> Activity.Place? {
    ec2.instances[id].map { Activity.Place(subnet: $0.subnet, zone: $0.zone) }
  }

  /// The last step of a member: its instance is terminated, or goes back to the warm pool.
  mutating func leave(_ id: InstanceID, _ key: String) {
    if !returnToWarmPool(id, key) { terminateInstance(id) }
  }

  /// Terminates what is too many, by the default termination policy (facts: Auto Scaling 4.5).
  mutating func scaleIn(_ key: String) {
    guard let group = autoScaling.groups[key], group.runs("Terminate"), group.rebalancing == nil else {
      return
    }
    var excess = group.standing.count - group.desiredCapacity - group.surge - group.replacements
    while excess > 0, let current = autoScaling.groups[key], let victim = victim(in: current) {
      let before = current.standing.count
      let reason =
        current.changeCause.map { $0 + "  " }
        ?? ""
      terminate(
        victim.instance, in: key,
        cause: reason
          + "At \(now.zulu) an instance was taken out of service in response to a difference between desired and "
          + "actual capacity, shrinking the capacity from \(before) to \(before - 1).  At \(now.zulu) instance "
          + "\(victim.instance) was selected for termination.",
        drains: true)
      excess -= 1
    }
  }

  /// Who goes first: the unhealthy, else of the fullest zone the oldest template version, then the oldest instance.
  ///
  /// AWS asks for the next billing hour and then chance; billing by the second has emptied the first of meaning.
  // Simplified: termination-tie
  private func victim(in group: AutoScalingGroup) -> AutoScalingGroup.Member? {
    let candidates = group.standing.filter { !$0.isProtectedFromScaleIn || !$0.isHealthy }
    if let sick = candidates.first(where: { !$0.isHealthy }) { return sick }
    func crowd(_ zone: Zone) -> Int { group.standing.count { $0.zone == zone } }
    let fullest = candidates.map { crowd($0.zone) }.max()
    let zone = candidates.filter { crowd($0.zone) == fullest }.map(\.zone).min()
    var rest = candidates.filter { $0.zone == zone }
    for policy in group.terminationPolicies {
      let keys = rest.map { rank($0, policy) }
      guard let least = keys.min() else { return nil }
      rest = zip(rest, keys).filter { $0.1 == least }.map(\.0)
    }
    return rest.min { left, right in
      let leftLaunch = ec2.instances[left.instance]?.launchTime ?? now
      let rightLaunch = ec2.instances[right.instance]?.launchTime ?? now
      return leftLaunch == rightLaunch ? left.instance < right.instance : leftLaunch < rightLaunch
    }
  }

  /// How early a termination policy names a member, the lowest first (facts: Auto Scaling 4.5).
  private func rank(_ member: AutoScalingGroup.Member, _ policy: String) -> Int64 {
    let launch = ec2.instances[member.instance]?.launchTime ?? now
    switch policy {
    case "OldestInstance": return launch.nanoseconds
    case "NewestInstance": return -launch.nanoseconds
    case "ClosestToNextInstanceHour":
      return 3_600 - Int64((now - launch).wholeSeconds % 3_600)
    // Nobody has a launch configuration, and all are On-Demand: these two choose nobody.
    case "OldestLaunchConfiguration", "AllocationStrategy": return 0
    default: return Int64(member.templateVersion ?? 0)
    }
  }
}
