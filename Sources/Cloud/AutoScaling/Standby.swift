import EventKernel

/// Takes instances of a group out of service for a while; they run on and stay its own.
package enum EnterStandby: Operation {
  package static let service = "autoscaling"
  package static let name = "EnterStandby"

  /// The group, the instances, and whether the group wants fewer meanwhile.
  package struct Input: Codable, Sendable {
    package var instanceIds: [String]?
    package var autoScalingGroupName: String
    package var shouldDecrementDesiredCapacity: Bool
  }

  /// What was done.
  package struct Output: Encodable, Sendable { package var activities: [ActivityOutput] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let ids = try group.members(input.instanceIds, in: .inService)
    let fewer = input.shouldDecrementDesiredCapacity ? ids.count : 0
    guard group.desiredCapacity - fewer >= group.minSize else {
      throw AWSError(
        "ValidationError",
        "Currently, desiredSize equals minSize (\(group.minSize)). Putting instances into Standby without "
          + "replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity "
          + "flag to false or lower group's min size.")
    }
    var done: [Activity] = []
    for (position, id) in ids.enumerated() {
      let before = group.desiredCapacity - position
      let activity = Activity(
        id: world.nextBits(),
        cause: "At \(world.now.zulu) instance \(id) was moved to standby in response to a user request"
          + (input.shouldDecrementDesiredCapacity
            ? ", shrinking the capacity from \(before) to \(before - 1)." : "."),
        description: "Moving EC2 instance to Standby: \(id)", place: world.activityPlace(of: id),
        start: world.now, end: world.now,
        status: "Successful")
      for target in group.targetGroups { world.deregisterTarget(target, instance: id) }
      world.autoScaling.groups.update(group.key) { group in
        group.members.update(id) { $0.state = .standby }
        group.add(activity)
      }
      done.append(activity)
    }
    world.autoScaling.groups.update(group.key) { $0.desiredCapacity -= fewer }
    world.scheduleReconcile(of: group.key)
    return Output(activities: done.map { ActivityOutput($0, of: group) })
  }
}

/// Puts instances back into service; the group wants as many more.
package enum ExitStandby: Operation {
  package static let service = "autoscaling"
  package static let name = "ExitStandby"

  /// The group and the instances.
  package struct Input: Codable, Sendable {
    package var instanceIds: [String]?
    package var autoScalingGroupName: String
  }

  /// What is being done.
  package struct Output: Encodable, Sendable { package var activities: [ActivityOutput] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let ids = try group.members(input.instanceIds, in: .standby)
    let desired = group.desiredCapacity + ids.count
    guard desired <= group.maxSize else {
      throw AWSError(
        "ValidationError",
        "Exiting \(ids.count) instance(s) from Standby would raise the desired capacity to \(desired), above "
          + "max size \(group.maxSize).")
    }
    var done: [Activity] = []
    for (position, id) in ids.enumerated() {
      let before = group.desiredCapacity + position
      let activity = Activity(
        id: world.nextBits(),
        cause: "At \(world.now.zulu) instance \(id) was moved out of standby in response to a user request, "
          + "increasing the capacity from \(before) to \(before + 1).",
        description: "Moving EC2 instance out of Standby: \(id)", place: world.activityPlace(of: id),
        start: world.now, status: "PreInService")
      world.autoScaling.groups.update(group.key) { group in
        group.members.update(id) {
          $0.state = .pending
          $0.hasPassedHooks = true
          $0.activity = activity.id
        }
        group.add(activity)
      }
      done.append(activity)
    }
    world.autoScaling.groups.update(group.key) { $0.desiredCapacity = desired }
    world.scheduleReconcile(of: group.key)
    return Output(activities: done.map { ActivityOutput($0, of: group) })
  }
}

extension AutoScalingGroup {
  /// The members of ids, each once, all in a state.
  fileprivate func members(_ texts: [String]?, in state: Member.State) throws(AWSError) -> [InstanceID] {
    guard let texts, !texts.isEmpty else {
      throw AWSError("ValidationError", "You must specify at least one instance ID.")
    }
    var ids: [InstanceID] = []
    for text in texts {
      guard let id = InstanceID(text), let member = members[id] else {
        throw AWSError(
          "ValidationError", "The instance \(text) is not part of Auto Scaling group \(name).")
      }
      guard member.state == state else {
        throw AWSError(
          "ValidationError",
          "The instance \(text) is not in \(state.rawValue) state (it is in \(member.shownState)).")
      }
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }
}
