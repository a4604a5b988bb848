// What calls about load balancers ask for (AWS Service Authorization Reference: Elastic Load Balancing V2).

extension Access {
  /// The call is about a load balancer, target group, listener or rule.
  func on(balancing arn: String) -> Access { on(balancing: [arn]) }

  /// The call is about several of them.
  func on(balancing arns: [String]) -> Access {
    on(
      arns.map { arn in
        let tags = world.loadBalancingTags(arn)
        var keys = ConditionKeys()
        for tag in tags.all { keys["elasticloadbalancing:ResourceTag/\(tag.key)"] = [tag.value] }
        return AccessTarget(arn, tags: tags, keys: keys)
      })
  }

  /// The call makes one, with tags if it says so, for which `elasticloadbalancing:AddTags` is asked.
  func creating(balancing path: String, _ tags: [Tags.Tag]?) -> Access {
    let arn = "arn:aws:elasticloadbalancing:\(context.region.rawValue):\(Account.id):\(path)"
    guard let tags, !tags.isEmpty else { return on(arn: arn) }
    var keys = ConditionKeys.requestTags(tags)
    keys["elasticloadbalancing:CreateAction"] = [String(action.drop { $0 != ":" }.dropFirst())]
    return on(arn: arn).tagging(tags)
      .also("elasticloadbalancing:AddTags", on: AccessTarget(arn), keys: keys)
  }
}

extension World {
  /// The tags of a load balancer, target group, listener or rule; none where there is nothing of that ARN.
  fileprivate func loadBalancingTags(_ arn: String) -> Tags {
    if let found = loadBalancing.loadBalancers.first(where: { $0.row.arn == arn }) { return found.row.tags }
    if let found = loadBalancing.targetGroups.first(where: { $0.row.arn == arn }) { return found.row.tags }
    if let found = loadBalancing.rules.first(where: { $0.row.arn == arn }) { return found.row.tags }
    return loadBalancing.listeners.first { $0.row.arn == arn }?.row.tags ?? Tags()
  }
}

extension CreateListener {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).tagging(input.tags).requests
  }
}

extension ModifyListener {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.listenerArn).requests
  }
}

extension DeleteListener {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.listenerArn).requests
  }
}

extension ModifyLoadBalancerAttributes {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).requests
  }
}

extension SetSubnets {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).requests
  }
}

extension SetSecurityGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).requests
  }
}

extension DeleteLoadBalancer {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).requests
  }
}

extension AddLoadBalancingTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.resourceArns).tagging(input.tags)
      .requests
  }
}

extension RemoveLoadBalancingTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.resourceArns).untagging(
      input.tagKeys
    ).requests
  }
}

extension CreateLoadBalancer {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .creating(
        balancing: "loadbalancer/\(input.type == "network" ? "net" : "app")/\(input.name)/*", input.tags
      ).requests
  }
}

extension ModifyTargetGroupAttributes {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.targetGroupArn).requests
  }
}

extension ModifyTargetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.targetGroupArn).requests
  }
}

extension DeleteTargetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.targetGroupArn).requests
  }
}

extension RegisterTargets {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.targetGroupArn).requests
  }
}

extension DeregisterTargets {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.targetGroupArn).requests
  }
}

extension CreateTargetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .creating(balancing: "targetgroup/\(input.name)/*", input.tags).requests
  }
}
