/// The operations of ElastiCache.
package enum ElastiCacheOperations {
  /// All of them.
  package static let all: [any Operation.Type] =
    CacheReplicationGroups.all + CacheSubnetGroups.all + CacheClusters.all + CacheParameterGroups.all
    + CacheSnapshots.all + [
      AddTagsToCacheResource.self, ListTagsForCacheResource.self, DescribeCacheEvents.self,
      DescribeCacheEngineVersions.self,
    ]
}

/// The operations on replication groups.
package enum CacheReplicationGroups {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateReplicationGroup.self, DescribeReplicationGroups.self, ModifyReplicationGroup.self,
    DeleteReplicationGroup.self, IncreaseReplicaCount.self, DecreaseReplicaCount.self, TestFailover.self,
  ]
}

/// Refusals that several operations share, in AWS's words.
enum CacheError {
  static func groupNotFound(_ id: String) -> AWSError {
    AWSError("ReplicationGroupNotFoundFault", "ReplicationGroup \(id) not found.")
  }

  static func subnetGroupNotFound(_ name: String) -> AWSError {
    AWSError("CacheSubnetGroupNotFoundFault", "CacheSubnetGroup \(name) not found.")
  }

  static let notAvailable = AWSError(
    "InvalidReplicationGroupState", "Replication group must be in available state to modify.")

  static func clusterNotFound(_ id: String) -> AWSError {
    AWSError("CacheClusterNotFound", "CacheCluster not found: \(id)")
  }

  static func parameterGroupNotFound(_ name: String) -> AWSError {
    AWSError("CacheParameterGroupNotFound", "CacheParameterGroup not found: \(name)")
  }

  static func snapshotNotFound(_ name: String) -> AWSError {
    AWSError("SnapshotNotFoundFault", "Snapshot \(name) not found.")
  }

  static let noCapacity = AWSError(
    "InsufficientCacheClusterCapacity",
    "The requested cache node type is not available in the specified Availability Zone.")

  static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterValue", message) }

  static func combination(_ message: String) -> AWSError {
    AWSError("InvalidParameterCombination", message)
  }

  static func noFreeAddress(_ subnet: SubnetID) -> AWSError {
    AWSError("InvalidSubnet", "The subnet \(subnet) has no free addresses.")
  }
}

extension World {
  /// The key and the replication group that an id names in a Region, or AWS's refusal.
  func cache(
    named id: String, in region: Region
  ) throws(AWSError) -> (key: String, row: CacheReplicationGroup) {
    let key = ElastiCacheState.key(id, region)
    guard let group = elastiCache.replicationGroups[key] else { throw CacheError.groupNotFound(id) }
    return (key, group)
  }
}
