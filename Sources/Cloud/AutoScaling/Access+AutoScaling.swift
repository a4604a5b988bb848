// What calls about Auto Scaling groups ask for (AWS Service Authorization Reference: Amazon EC2 Auto Scaling).

extension Access {
  /// The call is about an Auto Scaling group by its name, whether there is one or it is to be made.
  func on(scaling name: String) -> Access {
    let group = world.autoScaling.groups["\(context.region.rawValue)/\(name)"]
    let place = "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):autoScalingGroup:"
    return on(
      AccessTarget(group?.arn ?? "\(place)*:autoScalingGroupName/\(name)", tags: group?.tags ?? Tags()))
  }
}

extension World {
  /// The name of the group that an instance belongs to; `*` where it belongs to none.
  fileprivate func groupName(ofInstance id: String) -> String {
    InstanceID(id).flatMap { ec2.instances[$0]?.autoScalingGroup } ?? "*"
  }
}

extension SetDesiredCapacity {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension AttachLoadBalancerTargetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension DetachLoadBalancerTargetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension SuspendProcesses {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension ResumeProcesses {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension SetInstanceProtection {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension UpdateAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension DeleteAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension AttachInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension DetachInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension PutScalingPolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).requests
  }
}

extension CreateAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName).tagging(
      input.tags?.map { Tags.Tag(key: $0.key, value: $0.value ?? "") }
    ).requests
  }
}

extension ExecutePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName ?? "*").requests
  }
}

extension DeletePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(scaling: input.autoScalingGroupName ?? "*").requests
  }
}

extension TerminateInstanceInAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(scaling: world.groupName(ofInstance: input.instanceId)).requests
  }
}

extension SetInstanceHealth {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(scaling: world.groupName(ofInstance: input.instanceId)).requests
  }
}
