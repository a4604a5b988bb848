// What listings of caches and calls about subnet groups ask for: the one that they name, or all (AWS Service Authorization
// Reference: Amazon ElastiCache).

extension DescribeCacheClusters {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheCluster(input.cacheClusterId ?? "*").requests
  }
}

extension DescribeReplicationGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId ?? "*").requests
  }
}

extension DescribeCacheParameterGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onCacheParameterGroup(input.cacheParameterGroupName ?? "*").requests
  }
}

extension DescribeCacheSnapshots {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSnapshot(input.snapshotName ?? "*").requests
  }
}

extension DescribeCacheSubnetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSubnetGroup(input.cacheSubnetGroupName ?? "*").requests
  }
}

extension CreateCacheSubnetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSubnetGroup(input.cacheSubnetGroupName)
      .tagging(input.tags).requests
  }
}

extension DeleteCacheSubnetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSubnetGroup(input.cacheSubnetGroupName).requests
  }
}

extension ListTagsForCacheResource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTaggedCache(input.resourceName).requests
  }
}
