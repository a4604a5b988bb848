import EventKernel

/// Sets how many instances a group keeps.
package enum SetDesiredCapacity: Operation {
  package static let service = "autoscaling"
  package static let name = "SetDesiredCapacity"

  /// The new capacity, and whether a cooldown holds it back.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var desiredCapacity: Int
    package var honorCooldown: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard input.desiredCapacity >= group.minSize else {
      throw AWSError(
        "ValidationError",
        "New SetDesiredCapacity value \(input.desiredCapacity) is below min value \(group.minSize) for the "
          + "AutoScalingGroup.")
    }
    guard input.desiredCapacity <= group.maxSize else {
      throw AWSError(
        "ValidationError",
        "New SetDesiredCapacity value \(input.desiredCapacity) is above max value \(group.maxSize) for the "
          + "AutoScalingGroup.")
    }
    let isCooling = group.awaitedCooldown != nil || (group.cooldownEnd.map { $0 > world.now } ?? false)
    guard input.honorCooldown != true || !isCooling else {
      throw AWSError(
        "ScalingActivityInProgress", "Scaling activity is in progress and blocks the request (cooldown).")
    }
    world.setDesiredCapacity(
      of: group.key, to: input.desiredCapacity,
      because: "a user request explicitly set group desired capacity")
    return NoOutput()
  }
}

/// Terminates one instance of a group, with a replacement or without.
package enum TerminateInstanceInAutoScalingGroup: Operation {
  package static let service = "autoscaling"
  package static let name = "TerminateInstanceInAutoScalingGroup"

  /// The instance, and whether the group gets smaller.
  package struct Input: Codable, Sendable {
    package var instanceId: String
    package var shouldDecrementDesiredCapacity: Bool
  }

  /// What is being done.
  package struct Output: Encodable, Sendable { package var activity: ActivityOutput }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (group, id) = try world.autoScalingGroup(of: input.instanceId, in: context.region)
    if input.shouldDecrementDesiredCapacity {
      guard group.desiredCapacity > group.minSize else {
        throw AWSError(
          "ValidationError",
          "Currently, desiredSize equals minSize (\(group.minSize)). Terminating instance without replacement will "
            + "violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower "
            + "group's min size.")
      }
    }
    let cause =
      "At \(world.now.zulu) instance \(id) was taken out of service in response to a user request"
      + (input.shouldDecrementDesiredCapacity
        ? ", shrinking the capacity from \(group.desiredCapacity) to \(group.desiredCapacity - 1)." : ".")
    guard let activity = world.terminate(id, in: group.key, cause: cause, drains: true) else {
      throw AWSError("ScalingActivityInProgress", "Instance \(id) is already being terminated.")
    }
    if input.shouldDecrementDesiredCapacity {
      world.autoScaling.groups.update(group.key) { $0.desiredCapacity -= 1 }
    }
    world.scheduleReconcile(of: group.key)
    return Output(activity: ActivityOutput(activity, of: group))
  }
}

/// Registers a group's instances with more target groups.
package enum AttachLoadBalancerTargetGroups: Operation {
  package static let service = "autoscaling"
  package static let name = "AttachLoadBalancerTargetGroups"

  /// The group and the target groups.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var targetGroupARNs: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let targets = try world.targetGroupsForGroup(input.targetGroupARNs, context: context)
      .filter { !group.targetGroups.contains($0) }
    world.autoScaling.groups.update(group.key) { $0.targetGroups += targets }
    world.registerMembers(of: group.key, with: targets)
    return NoOutput()
  }
}

/// Takes a group's instances out of target groups.
package enum DetachLoadBalancerTargetGroups: Operation {
  package static let service = "autoscaling"
  package static let name = "DetachLoadBalancerTargetGroups"

  /// The group and the target groups.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var targetGroupARNs: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let targets = try world.targetGroupsForGroup(input.targetGroupARNs, context: context)
    guard targets.allSatisfy({ group.targetGroups.contains($0) }) else {
      throw AWSError(
        "ValidationError", "Trying to remove Target Groups that are not part of the group: \(group.name)")
    }
    world.autoScaling.groups.update(group.key) { group in
      group.targetGroups.removeAll { targets.contains($0) }
    }
    for target in targets {
      for member in group.members.rows { world.deregisterTarget(target, instance: member.instance) }
    }
    return NoOutput()
  }
}

/// Keeps a group from doing some of what it does of itself.
package enum SuspendProcesses: Operation {
  package static let service = "autoscaling"
  package static let name = "SuspendProcesses"

  /// The group and the processes; all when none is named.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var scalingProcesses: [String]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let names = try AutoScalingCheck.processes(input.scalingProcesses)
    world.autoScaling.groups.update(group.key) { group in
      for name in names where !group.suspended.contains(name) { group.suspended.append(name) }
    }
    return NoOutput()
  }
}

/// Lets a group do again what was suspended.
package enum ResumeProcesses: Operation {
  package static let service = "autoscaling"
  package static let name = "ResumeProcesses"

  /// The group and the processes; all when none is named.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var scalingProcesses: [String]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let names = try AutoScalingCheck.processes(input.scalingProcesses)
    world.autoScaling.groups.update(group.key) { $0.suspended.removeAll { names.contains($0) } }
    if names.contains("AddToLoadBalancer") && !group.runs("AddToLoadBalancer") {
      world.registerMembers(of: group.key, with: group.targetGroups)
    }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Says of an instance that it is healthy or not.
package enum SetInstanceHealth: Operation {
  package static let service = "autoscaling"
  package static let name = "SetInstanceHealth"

  /// The instance, its health, and whether the grace period counts (it does unless said otherwise).
  package struct Input: Codable, Sendable {
    package var instanceId: String
    package var healthStatus: String
    package var shouldRespectGracePeriod: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let (group, id) = try world.autoScalingGroup(of: input.instanceId, in: context.region)
    guard ["Healthy", "Unhealthy"].contains(input.healthStatus) else {
      throw AWSError("ValidationError", "Invalid health status: \(input.healthStatus)")
    }
    let graceEnd = (group.members[id]?.inServiceSince ?? world.now) + group.healthCheckGrace
    if input.shouldRespectGracePeriod != false, world.now < graceEnd { return NoOutput() }
    world.autoScaling.groups.update(group.key) {
      $0.members.update(id) { $0.isHealthy = input.healthStatus == "Healthy" }
    }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Protects instances of a group from scale-in, or lifts the protection.
package enum SetInstanceProtection: Operation {
  package static let service = "autoscaling"
  package static let name = "SetInstanceProtection"

  /// The instances and whether they are protected.
  package struct Input: Codable, Sendable {
    package var instanceIds: [String]
    package var autoScalingGroupName: String
    package var protectedFromScaleIn: Bool
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    for text in input.instanceIds {
      guard let id = InstanceID(text), group.members[id] != nil else {
        throw AWSError(
          "ValidationError", "The instance \(text) is not part of Auto Scaling group \(group.name).")
      }
      world.autoScaling.groups.update(group.key) {
        $0.members.update(id) { $0.isProtectedFromScaleIn = input.protectedFromScaleIn }
      }
    }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}
