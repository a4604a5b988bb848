// What calls that change a group's instances, policies and attachments ask for (AWS Service Authorization Reference: Amazon
// EC2 Auto Scaling).

extension DeleteAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension SetDesiredCapacity {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension AttachInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension DetachInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension AttachLoadBalancerTargetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName)
      .with("autoscaling:TargetGroupARNs", values: input.targetGroupARNs).requests
  }
}

extension DetachLoadBalancerTargetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName)
      .with("autoscaling:TargetGroupARNs", values: input.targetGroupARNs).requests
  }
}

extension SuspendProcesses {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension ResumeProcesses {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension SetInstanceProtection {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension PutScalingPolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }
}

extension TerminateInstanceInAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(ofInstance: input.instanceId).requests
  }
}

extension SetInstanceHealth {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(ofInstance: input.instanceId).requests
  }
}

extension ExecutePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName, ofPolicy: input.policyName)
      .requests
  }
}

extension DeletePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName, ofPolicy: input.policyName)
      .requests
  }
}
