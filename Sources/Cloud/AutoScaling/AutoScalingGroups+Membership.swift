import EventKernel

/// Puts running instances into a group, which grows by them.
package enum AttachInstances: Operation {
  package static let service = "autoscaling"
  package static let name = "AttachInstances"

  /// The group and the instances.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var instanceIds: [String]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    var instances: [Instance] = []
    for text in input.instanceIds ?? [] {
      let instance = try world.instanceToAttach(text, to: group)
      if !instances.contains(where: { $0.id == instance.id }) { instances.append(instance) }
    }
    guard !instances.isEmpty else { throw AWSError("ValidationError", "InstanceIds must not be empty.") }
    let desired = group.desiredCapacity + instances.count
    guard desired <= group.maxSize else {
      throw AWSError(
        "ValidationError",
        "New desired capacity \(desired) would be above max value \(group.maxSize) for the AutoScalingGroup.")
    }
    for instance in instances {
      let activity = Activity(
        id: world.nextBits(),
        cause: "At \(world.now.zulu) an instance was added to the group in response to a user request.",
        description: "Attaching an existing EC2 instance: \(instance.id)",
        place: world.activityPlace(of: instance.id), start: world.now,
        status: "InProgress")
      world.autoScaling.groups.update(group.key) {
        $0.members[instance.id] = AutoScalingGroup.Member(
          instance: instance.id, zone: instance.zone, state: .pending, isHealthy: true, inServiceSince: nil,
          isProtectedFromScaleIn: $0.newInstancesProtected, templateVersion: nil, activity: activity.id)
        $0.add(activity)
      }
      world.ec2.instances.update(instance.id) {
        $0.autoScalingGroup = group.name
        $0.tags["aws:autoscaling:groupName"] = group.name
      }
    }
    world.autoScaling.groups.update(group.key) { $0.desiredCapacity = desired }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Takes instances out of a group; they run on as the learner's own.
package enum DetachInstances: Operation {
  package static let service = "autoscaling"
  package static let name = "DetachInstances"

  /// The group, the instances, and whether the group gets smaller.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var instanceIds: [String]?
    package var shouldDecrementDesiredCapacity: Bool
  }

  /// What was done.
  package struct Output: Encodable, Sendable { package var activities: [ActivityOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    var ids: [InstanceID] = []
    for text in input.instanceIds ?? [] {
      guard let id = InstanceID(text), let state = group.members[id]?.state,
        state == .inService || state == .standby
      else {
        throw AWSError(
          "ValidationError", "The instance \(text) is not part of Auto Scaling group \(group.name).")
      }
      if !ids.contains(id) { ids.append(id) }
    }
    let counted = ids.count { group.members[$0]?.state == .inService }
    let desired = group.desiredCapacity - (input.shouldDecrementDesiredCapacity ? counted : 0)
    guard desired >= group.minSize else {
      throw AWSError(
        "ValidationError",
        "Currently, desiredSize equals minSize (\(group.minSize)). Detaching instances without replacement will "
          + "violate group's min size constraint.")
    }
    let done = ids.map { world.detach($0, from: group) }
    world.autoScaling.groups.update(group.key) { $0.desiredCapacity = desired }
    world.scheduleReconcile(of: group.key)
    return Output(activities: done.map { ActivityOutput($0, of: group) })
  }
}

extension World {
  /// The instance that a call wants in a group.
  ///
  /// - Throws: AWS's refusal unless it runs, in a zone of the group, and in no group.
  fileprivate func instanceToAttach(_ text: String, to group: AutoScalingGroup) throws(AWSError) -> Instance {
    guard let id = InstanceID(text), let instance = ec2.instances[id],
      instance.zone.region == group.region
    else { throw AWSError("ValidationError", "Invalid Instance ID(s): [\(text)] specified") }
    guard instance.state == .running else {
      throw AWSError(
        "ValidationError", "Instance \(id) is not in correct state. Instance(s) must be in 'running' state.")
    }
    guard instance.autoScalingGroup == nil else {
      throw AWSError(
        "ValidationError", "Instance \(id) is already part of an Auto Scaling group.")
    }
    let subnets = group.subnets.compactMap { ec2.subnets[$0] }
    guard subnets.contains(where: { $0.zone == instance.zone && $0.vpc == instance.vpc }) else {
      throw AWSError(
        "ValidationError",
        "The instance \(id) is not in an Availability Zone and VPC of the Auto Scaling group \(group.name).")
    }
    return instance
  }

  fileprivate mutating func detach(_ id: InstanceID, from group: AutoScalingGroup) -> Activity {
    let activity = Activity(
      id: nextBits(),
      cause: "At \(now.zulu) instance \(id) was detached in response to a user request.",
      description: "Detaching EC2 instance: \(id)", place: activityPlace(of: id), start: now, end: now,
      status: "Successful")
    for target in group.targetGroups { deregisterTarget(target, instance: id) }
    autoScaling.groups.update(group.key) {
      $0.members[id] = nil
      $0.add(activity)
    }
    ec2.instances.update(id) {
      $0.autoScalingGroup = nil
      $0.tags["aws:autoscaling:groupName"] = nil
    }
    return activity
  }
}

/// Lists the target groups with which a group registers its instances.
package enum DescribeLoadBalancerTargetGroups: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeLoadBalancerTargetGroups"

  /// The group.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// A target group and how far its members are.
  package struct TargetGroupState: Encodable, Sendable {
    package var loadBalancerTargetGroupARN: String
    package var state: String
  }

  /// A page of target groups.
  package struct Output: Encodable, Sendable {
    package var loadBalancerTargetGroups: [TargetGroupState]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let page = try AutoScalingPage.of(
      group.targetGroups, token: input.nextToken, limit: input.maxRecords, standard: 100)
    let states = page.rows.compactMap { world.loadBalancing.targetGroups[$0] }.map { target in
      let serves = group.members.contains { id, member in
        member.state == .inService && target.targets(of: id).contains { $0.health == .healthy }
      }
      return TargetGroupState(loadBalancerTargetGroupARN: target.arn, state: serves ? "InService" : "Added")
    }
    return Output(loadBalancerTargetGroups: states, nextToken: page.nextToken)
  }
}
