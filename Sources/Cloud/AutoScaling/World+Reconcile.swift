package import EventKernel

/// Modelled times of Auto Scaling.
package enum AutoScalingTimings {
  /// How often a group is looked at while nothing is under way (TEACH).
  package static let calm: Duration = .seconds(30)
  /// How often while instances come or go (TEACH).
  package static let busy: Duration = .seconds(5)
  /// How long a group waits after no zone would give an instance (TEACH).
  package static let launchRetry: Duration = .seconds(60)
  /// How long it waits after a launch to even out the zones has failed (TEACH).
  package static let rebalanceRetry: Duration = .minutes(5)
}

extension World {
  mutating func handle(_ event: AutoScalingEvent, observing observations: Observations) {
    switch event {
    case .reconcile(let key): reconcile(key)
    case .policyFires(let key, let policy, let alarm): policyFires(key, policy: policy, alarm: alarm)
    case .scheduledActionRuns(let key, let action): runScheduledAction(action, of: key)
    }
  }

  /// Has a group looked at after a while, in the place of a later look.
  mutating func scheduleReconcile(of key: String, in delay: Duration = .zero) {
    guard let group = autoScaling.groups[key] else { return }
    if let next = group.nextReconcile {
      guard next.at > now + delay else { return }
      agenda.cancel(next)
    }
    let next = schedule(.autoScaling(.reconcile(group: key)), in: delay)
    autoScaling.groups.update(key) { $0.nextReconcile = next }
  }

  /// Looks at a group: what has come and gone, who is unhealthy, how many are wanted, how they are spread.
  private mutating func reconcile(_ key: String) {
    guard autoScaling.groups[key] != nil else { return }
    autoScaling.groups.update(key) { $0.nextReconcile = nil }
    endWaits(of: key)
    followInstances(of: key)
    rebalanceCapacity(of: key)
    followWarmPool(of: key)
    checkHealth(of: key)
    replaceUnhealthy(in: key)
    refreshInstances(of: key)
    scaleIn(key)
    launchMissing(in: key)
    fillWarmPool(of: key)
    rebalance(key)
    guard let group = autoScaling.groups[key] else { return }
    if group.isDeleting && group.members.isEmpty && group.warm.isEmpty {
      forgetGroup(key)
      return
    }
    let isBusy =
      group.members.contains { $0.row.state == .pending || $0.row.state == .terminating }
      || group.warm.contains { $0.row.state != .stopped && $0.row.state != .running }
      || group.activeRefresh != nil
    if group.isCalm, let cooldown = group.awaitedCooldown {
      autoScaling.groups.update(key) {
        $0.awaitedCooldown = nil
        $0.cooldownEnd = now + cooldown
      }
    }
    scheduleReconcile(of: key, in: isBusy ? AutoScalingTimings.busy : AutoScalingTimings.calm)
  }

  /// Brings members into service that run, and forgets those that are gone.
  private mutating func followInstances(of key: String) {
    guard let group = autoScaling.groups[key] else { return }
    for member in group.members.rows {
      let instance = ec2.instances[member.instance]
      switch member.state {
      case .pending where instance?.state == .running:
        if pause(member.instance, in: key, for: .launching) { continue }
        if group.runs("AddToLoadBalancer") { register(member.instance, with: group.targetGroups) }
        autoScaling.groups.update(key) { group in
          group.members.update(member.instance) {
            $0.state = .inService
            $0.inServiceSince = now
            $0.activity = nil
            $0.hasPassedHooks = false
          }
          group.finish(member.activity, at: now)
          if group.rebalancing == member.instance { group.rebalancing = nil }
        }
        note("group-instance-in-service", member.instance.description, group.name)
        tell(.launch, of: member.instance, in: key, cause: cause(of: member.activity, in: group))
      case .pending, .inService, .standby: break
      case .terminating:
        if instance == nil || instance?.state == .terminated {
          autoScaling.groups.update(key) { group in
            group.members[member.instance] = nil
            group.finish(member.activity, at: now)
          }
          tell(.terminate, of: member.instance, in: key, cause: cause(of: member.activity, in: group))
        } else if !isTarget(member.instance, of: group.targetGroups) || member.isGivenUp {
          if pause(member.instance, in: key, for: .terminating) { continue }
          leave(member.instance, key)
        }
      }
    }
  }

  /// Takes an instance that is no more out of the group that still has it, which suspended processes or standby leave to it.
  mutating func dropMember(_ id: InstanceID) {
    for (key, group) in autoScaling.groups where group.members[id] != nil || group.warm[id] != nil {
      autoScaling.groups.update(key) { group in
        group.finish(group.members[id]?.activity ?? group.warm[id]?.activity, at: now)
        group.members[id] = nil
        group.warm[id] = nil
      }
      scheduleReconcile(of: key)
    }
  }

  /// AWS's sentence on why an activity was begun.
  private func cause(of activity: UInt64?, in group: AutoScalingGroup) -> String {
    group.activities.first { $0.id == activity }?.cause ?? ""
  }

  /// Registers the members that are in service with target groups.
  mutating func registerMembers(of key: String, with groups: [TargetGroupID]) {
    for member in autoScaling.groups[key]?.members.rows ?? [] where member.state == .inService {
      register(member.instance, with: groups)
    }
  }

  private mutating func register(_ id: InstanceID, with groups: [TargetGroupID]) {
    for group in groups {
      do throws(AWSError) {
        try registerTarget(group, instance: id, port: nil)
      } catch {
        note("group-registration-failed", id.description, error.code)
      }
    }
  }

  private func isTarget(_ id: InstanceID, of groups: [TargetGroupID]) -> Bool {
    groups.contains { loadBalancing.targetGroups[$0]?.holds(id) == true }
  }

  /// Launches what is missing, each in the zone with the fewest instances, or the next when that zone has none to give.
  private mutating func launchMissing(in key: String) {
    guard let group = autoScaling.groups[key], group.runs("Launch"),
      group.launchBlockedUntil.map({ $0 <= now }) ?? true
    else { return }
    var missing = group.desiredCapacity + group.surge - group.standing.count
    while missing > 0, takeFromWarmPool(of: key) { missing -= 1 }
    var refused: [SubnetID] = []
    while missing > 0 {
      guard let current = autoScaling.groups[key] else { return }
      let subnets = subnetsByNeed(of: current).filter { !refused.contains($0.id) }
      guard let subnet = subnets.first else {
        autoScaling.groups.update(key) { $0.launchBlockedUntil = now + AutoScalingTimings.launchRetry }
        return
      }
      if launch(in: key, subnet: subnet.id, cause: launchCause(current)) != nil {
        missing -= 1
      } else {
        refused.append(subnet.id)
      }
    }
  }

  func launchCause(_ group: AutoScalingGroup) -> String {
    if let refresh = group.activeRefresh, group.changeCause == nil {
      return "At \(now.zulu) an instance was launched in response to an instance refresh \(refresh.id)."
    }
    let leaving = group.members.contains { $0.row.state == .terminating && !$0.row.isHealthy }
    if group.changeCause == nil, leaving {
      return
        "At \(now.zulu) an instance was launched in response to an unhealthy instance needing to be replaced."
    }
    let before = group.standing.count
    let prefix = group.changeCause.map { $0 + "  " } ?? ""
    return prefix
      + "At \(now.zulu) an instance was started in response to a difference between desired and actual "
      + "capacity, increasing the capacity from \(before) to \(group.desiredCapacity)."
  }

  /// The group's subnets, those of zones with the fewest instances first, else in the order of zones.
  func subnetsByNeed(of group: AutoScalingGroup) -> [Subnet] {
    let standing = group.standing
    let counted = group.subnets.compactMap { ec2.subnets[$0] }.map { subnet in
      (subnet: subnet, count: standing.count { $0.zone == subnet.zone })
    }
    return counted.sorted {
      $0.count == $1.count ? $0.subnet.zone < $1.subnet.zone : $0.count < $1.count
    }.map(\.subnet)
  }

  /// Launches one instance for a group; on failure the group's history tells why and `nil` is given.
  mutating func launch(in key: String, subnet: SubnetID, cause: String) -> InstanceID? {
    guard let group = autoScaling.groups[key] else { return nil }
    let activity = nextBits()
    let place = ec2.subnets[subnet].map { Activity.Place(subnet: subnet, zone: $0.zone) }
    do throws(AWSError) {
      let (request, version) = try launchRequest(of: group, subnet: subnet)
      let id =
        try group.wantsSpot(in: self)
        ? launchSpotMember(request, of: group) : launchInstance(request, of: group.launchChoice.types)
      guard let zone = ec2.instances[id]?.zone else { return nil }
      autoScaling.groups.update(key) {
        $0.members[id] = AutoScalingGroup.Member(
          instance: id, zone: zone, state: .pending, isHealthy: true, inServiceSince: nil,
          isProtectedFromScaleIn: $0.newInstancesProtected, templateVersion: version, activity: activity)
        $0.add(
          Activity(
            id: activity, cause: cause, description: "Launching a new EC2 instance: \(id)",
            place: place, start: now,
            status: "InProgress"))
      }
      note("group-launches", id.description, group.name, zone.rawValue)
      return id
    } catch {
      autoScaling.groups.update(key) {
        $0.add(
          Activity(
            id: activity, cause: cause,
            description:
              "Launching a new EC2 instance.  Status Reason: \(error.message) Launching EC2 instance failed.",
            place: place, start: now, end: now, status: "Failed",
            statusMessage: "\(error.message) Launching EC2 instance failed."))
      }
      note("group-launch-failed", group.name, error.code, ec2.subnets[subnet]?.zone.rawValue ?? "")
      tell(.launchError, of: nil, in: key, cause: error.message)
      return nil
    }
  }

  /// Launches in the first of the types that can be had, or in the request's own when there are none.
  mutating func launchInstance(
    _ request: LaunchRequest, of types: [String]
  ) throws(AWSError) -> InstanceID {
    guard let last = types.last else { return try launchInstance(request) }
    var request = request
    for type in types.dropLast() {
      request.type = type
      do throws(AWSError) {
        return try launchInstance(request)
      } catch {
        continue
      }
    }
    request.type = last
    return try launchInstance(request)
  }

  func launchRequest(
    of group: AutoScalingGroup, subnet: SubnetID
  ) throws(AWSError) -> (LaunchRequest, version: Int) {
    let choice = group.launchChoice
    guard let template = ec2.launchTemplates[choice.template] else {
      throw AWSError(
        "ValidationError",
        "You must use a valid fully-formed launch template. The specified launch template, with template ID "
          + "\(choice.template), does not exist.")
    }
    let version = try template.version(choice.version)
    let found = try self.image(of: version, in: group.region)
    guard let image = found, let type = choice.types.first ?? version.type else {
      throw AWSError(
        "ValidationError",
        "You must use a valid fully-formed launch template. The request must contain the parameter "
          + "\(found == nil ? "ImageId" : "InstanceType")")
    }
    var tags = version.instanceTags
    for tag in group.propagatedTags.all { tags[tag.key] = tag.value }
    tags["aws:autoscaling:groupName"] = group.name
    var options = version.options
    if let name = group.placementGroup { options.placement = PlacementSpecification(groupName: name) }
    let request = LaunchRequest(
      image: image, type: type, subnet: subnet, securityGroups: version.securityGroups,
      userData: version.userData ?? "", keyName: version.keyName, instanceProfile: version.instanceProfile,
      tags: tags, autoScalingGroup: group.name, options: options)
    return (request, version.number)
  }

  /// Evens the zones out: launches in the emptiest first, and what is then too many goes from the fullest (facts: Auto Scaling 4.4).
  private mutating func rebalance(_ key: String) {
    guard let group = autoScaling.groups[key], group.runs("AZRebalance"), group.runs("Launch"),
      group.runs("Terminate"), !group.isDeleting, group.rebalancing == nil, group.activeRefresh == nil,
      group.rebalanceBlockedUntil.map({ $0 <= now }) ?? true, group.isCalm,
      let emptiest = subnetsByNeed(of: group).first
    else { return }
    let zones = group.subnets.compactMap { ec2.subnets[$0]?.zone }
    let counts = zones.map { zone in group.standing.count { $0.zone == zone } }
    guard let most = counts.max(), let least = counts.min(), most - least >= 2 else { return }
    let cause =
      "At \(now.zulu) an instance was launched in response to an imbalance between the Availability Zones."
    let id = launch(in: key, subnet: emptiest.id, cause: cause)
    autoScaling.groups.update(key) {
      $0.rebalancing = id
      if id == nil { $0.rebalanceBlockedUntil = now + AutoScalingTimings.rebalanceRetry }
    }
  }
}

extension AutoScalingGroup {
  /// Adds a line to the history.
  mutating func add(_ activity: Activity) {
    activities.insert(activity, at: 0)
    if activities.count > 100 { activities.removeLast() }
  }

  /// Ends an activity well.
  mutating func finish(_ activity: UInt64?, at moment: Instant) {
    guard let index = activities.firstIndex(where: { $0.id == activity }) else { return }
    activities[index].end = moment
    activities[index].status = "Successful"
  }
}
