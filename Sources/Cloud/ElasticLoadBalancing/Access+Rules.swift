// What calls about rules ask for (AWS Service Authorization Reference: Elastic Load Balancing V2).

extension SetIpAddressType {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.loadBalancerArn).requests
  }
}

extension CreateRule {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.listenerArn).tagging(input.tags).requests
  }
}

extension ModifyRule {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.ruleArn).requests
  }
}

extension DeleteRule {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.ruleArn).requests
  }
}

extension SetRulePriorities {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.rulePriorities.compactMap(\.ruleArn)).requests
  }
}
