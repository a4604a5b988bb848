// What calls about changes, tags and name servers ask for (AWS Service Authorization Reference: Amazon Route 53).

extension GetChange {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onRoute53("change", input.id).requests
  }
}

extension GetReusableDelegationSet {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onRoute53("delegationset", input.id).requests
  }
}

extension DeleteReusableDelegationSet {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onRoute53("delegationset", input.id).requests
  }
}

extension ListVPCAssociationAuthorizations {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId).requests
  }
}

extension ChangeTagsForRoute53Resource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceType, [input.resourceId])
      .tagging(input.addTags).requests
  }
}

extension ListTagsForRoute53Resource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceType, [input.resourceId]).requests
  }
}

extension ListTagsForRoute53Resources {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceType, input.resourceIds).requests
  }
}
