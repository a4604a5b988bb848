import EventKernel

/// Instances that are kept ready beside a group (facts: Auto Scaling 4.2).
package struct WarmPool: Sendable, Equatable {
  /// In which state they wait.
  package enum State: String, Sendable {
    case stopped = "Stopped"
    case running = "Running"
  }

  /// How many it holds at least.
  package var minSize: Int
  /// How many the group and the pool hold together; `nil` for the group's maximum.
  package var maxPrepared: Int?
  package var state: State
  /// Whether instances return to it when the group shrinks.
  package var reusesOnScaleIn: Bool
  /// Whether it disappears with its last instance.
  package var isDeleting = false
}

extension AutoScalingGroup {
  /// How many instances the warm pool is to hold: what is left up to the prepared capacity, its minimum at least.
  var wantedWarm: Int {
    guard let warmPool, !warmPool.isDeleting, !isDeleting else { return 0 }
    return max(warmPool.minSize, (warmPool.maxPrepared ?? maxSize) - desiredCapacity)
  }
}

extension Instance {
  /// Whether its application has not come up yet.
  fileprivate var isBooting: Bool {
    if case .booting = activity { return true }
    return false
  }
}

extension World {
  /// Brings the instances of a warm pool to rest, and forgets those that are gone.
  mutating func followWarmPool(of key: String) {
    guard let group = autoScaling.groups[key] else { return }
    for member in group.warm.rows {
      let instance = ec2.instances[member.instance]
      guard let instance, instance.state != .terminated else {
        autoScaling.groups.update(key) { group in
          group.warm[member.instance] = nil
          group.finish(member.activity, at: now)
        }
        continue
      }
      switch member.state {
      case .pending where instance.state == .running && !instance.isBooting:
        // The application has started once; a stopped instance then starts without its user data.
        if group.warmPool?.state == .running {
          rest(member.instance, .running, key)
        } else {
          stopInstance(member.instance)
          autoScaling.groups.update(key) { $0.warm.update(member.instance) { $0.state = .stopping } }
        }
      case .pending where instance.state == .stopped, .stopping where instance.state == .stopped:
        rest(member.instance, .stopped, key)
      case .pending, .stopping, .stopped, .running, .terminating: break
      }
    }
    if let pool = autoScaling.groups[key]?.warmPool, pool.isDeleting,
      autoScaling.groups[key]?.warm.isEmpty == true
    {
      autoScaling.groups.update(key) { $0.warmPool = nil }
    }
  }

  private mutating func rest(_ id: InstanceID, _ state: AutoScalingGroup.WarmMember.State, _ key: String) {
    autoScaling.groups.update(key) { group in
      group.finish(group.warm[id]?.activity, at: now)
      group.warm.update(id) {
        $0.state = state
        $0.activity = nil
      }
    }
    note("group-instance-warmed", id.description, autoScaling.groups[key]?.name ?? "")
  }

  /// Launches what is missing in a warm pool and terminates what is too many.
  mutating func fillWarmPool(of key: String) {
    guard let group = autoScaling.groups[key], group.warmPool != nil else { return }
    let standing = group.warm.rows.filter { $0.state != .terminating }
    let wanted = group.wantedWarm
    for member in standing.suffix(max(0, standing.count - wanted)) {
      terminateWarm(member.instance, of: key)
    }
    guard group.runs("Launch"), group.launchBlockedUntil.map({ $0 <= now }) ?? true else { return }
    for _ in 0..<max(0, wanted - standing.count) {
      guard let current = autoScaling.groups[key], launchWarm(in: current) else { return }
    }
  }

  /// Launches one instance for a warm pool in the zone with the fewest of both; `false` when it cannot be had.
  private mutating func launchWarm(in group: AutoScalingGroup) -> Bool {
    let counted = subnetsByNeed(of: group).map { subnet in
      (
        subnet: subnet,
        count: group.standing.count { $0.zone == subnet.zone }
          + group.warm.count { $0.row.zone == subnet.zone }
      )
    }
    guard let subnet = counted.min(by: { $0.count < $1.count })?.subnet else { return false }
    let activity = nextBits()
    let place = Activity.Place(subnet: subnet.id, zone: subnet.zone)
    let cause =
      "At \(now.zulu) an instance was launched into the warm pool in response to a difference between the "
      + "wanted and the actual size of the pool."
    do throws(AWSError) {
      let (request, version) = try launchRequest(of: group, subnet: subnet.id)
      let id = try launchInstance(request, of: group.launchChoice.types)
      autoScaling.groups.update(group.key) {
        $0.warm[id] = AutoScalingGroup.WarmMember(
          instance: id, zone: subnet.zone, state: .pending, templateVersion: version, activity: activity)
        $0.add(
          Activity(
            id: activity, cause: cause, description: "Launching a new EC2 instance into warm pool: \(id)",
            place: place, start: now, status: "InProgress"))
      }
      note("group-launches", id.description, group.name, subnet.zone.rawValue)
      return true
    } catch {
      autoScaling.groups.update(group.key) {
        $0.launchBlockedUntil = now + AutoScalingTimings.launchRetry
        $0.add(
          Activity(
            id: activity, cause: cause,
            description:
              "Launching a new EC2 instance into warm pool.  Status Reason: \(error.message) Launching EC2 instance failed.",
            place: place, start: now, end: now, status: "Failed",
            statusMessage: "\(error.message) Launching EC2 instance failed."))
      }
      return false
    }
  }

  /// Terminates an instance of a warm pool.
  mutating func terminateWarm(_ id: InstanceID, of key: String) {
    guard autoScaling.groups[key]?.warm[id]?.state != .terminating else { return }
    let activity = Activity(
      id: nextBits(),
      cause: "At \(now.zulu) an instance was taken out of the warm pool since the pool has to be smaller.",
      description: "Terminating EC2 instance from warm pool: \(id)", place: activityPlace(of: id),
      start: now, status: "InProgress")
    autoScaling.groups.update(key) { group in
      group.warm.update(id) {
        $0.state = .terminating
        $0.activity = activity.id
      }
      group.add(activity)
    }
    terminateInstance(id)
  }

  /// Moves a ready instance from a warm pool into its group; `false` when none is ready.
  mutating func takeFromWarmPool(of key: String) -> Bool {
    guard let group = autoScaling.groups[key], group.warmPool != nil, group.activeRefresh == nil else {
      return false
    }
    let ready = group.warm.rows.filter { $0.state == .stopped || $0.state == .running }
    let zones = subnetsByNeed(of: group).map(\.zone)
    guard
      let chosen = ready.min(by: { left, right in
        (zones.firstIndex(of: left.zone) ?? .max) < (zones.firstIndex(of: right.zone) ?? .max)
      })
    else { return false }
    let activity = Activity(
      id: nextBits(), cause: launchCause(group),
      description: "Launching a new EC2 instance from warm pool: \(chosen.instance)",
      place: activityPlace(of: chosen.instance), start: now,
      status: "InProgress")
    autoScaling.groups.update(key) { group in
      group.warm[chosen.instance] = nil
      group.members[chosen.instance] = AutoScalingGroup.Member(
        instance: chosen.instance, zone: chosen.zone, state: .pending, isHealthy: true, inServiceSince: nil,
        isProtectedFromScaleIn: group.newInstancesProtected, templateVersion: chosen.templateVersion,
        activity: activity.id)
      group.add(activity)
    }
    if chosen.state == .stopped { startInstance(chosen.instance) }
    note("group-launches", chosen.instance.description, group.name, chosen.zone.rawValue)
    return true
  }

  /// Stops a member that leaves and keeps it in the warm pool, where the pool asks for it; `false` when it does not.
  mutating func returnToWarmPool(_ id: InstanceID, _ key: String) -> Bool {
    guard let group = autoScaling.groups[key], let pool = group.warmPool, pool.reusesOnScaleIn,
      !pool.isDeleting, let member = group.members[id], member.isHealthy, group.activeRefresh == nil,
      ec2.instances[id]?.state == .running, group.warm.count < group.wantedWarm
    else { return false }
    autoScaling.groups.update(key) { group in
      group.members[id] = nil
      group.warm[id] = AutoScalingGroup.WarmMember(
        instance: id, zone: member.zone, state: pool.state == .running ? .running : .stopping,
        templateVersion: member.templateVersion, activity: nil)
      group.finish(member.activity, at: now)
    }
    if pool.state == .stopped { stopInstance(id) }
    return true
  }
}
