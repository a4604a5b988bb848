// What calls about replication groups ask for (AWS Service Authorization Reference: Amazon ElastiCache).

extension CreateReplicationGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId)
      .onCacheParameterGroup(input.cacheParameterGroupName).onCacheSubnetGroup(input.cacheSubnetGroupName)
      .onCacheSnapshot(input.snapshotName).tagging(input.tags).requests
  }
}

extension DeleteReplicationGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId).requests
  }
}

extension ModifyReplicationGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId).requests
  }
}

extension TestFailover {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId).requests
  }
}

extension IncreaseReplicaCount {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId).requests
  }
}

extension DecreaseReplicaCount {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId).requests
  }
}

extension AddTagsToCacheResource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTaggedCache(input.resourceName).tagging(input.tags).requests
  }
}
