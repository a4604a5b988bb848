package import EventKernel

/// A cache of one shard: a primary and its replicas.
package struct CacheReplicationGroup: Sendable, Equatable {
  /// One node.
  package struct Node: Sendable, Equatable {
    package let id: String
    package var zone: Zone
    package var hasPower = true
    /// Rises whenever the node comes back empty, so that traffic forgets what it held.
    package var generation = 0
  }

  package let id: String
  package let region: Region
  package let arn: String
  package var description: String
  package let engine: String
  package let engineVersion: String
  package var nodeType: String
  package var automaticFailover: Bool
  package var multiAZ: Bool
  package let port: Int
  package let subnetGroup: String?
  package let vpc: VPCID
  package var securityGroups: [SecurityGroupID]
  package let primaryEndpoint: String
  package let readerEndpoint: String
  /// `creating`, `available`, `modifying`, `deleting`.
  package var status: String
  package var nodes: [Node]
  /// The index of the primary in `nodes`.
  package var primary: Int
  /// Until when writes fail because a replica is being promoted.
  package var failoverEnd: Instant?
  package let creation: Instant
  package var tags: Tags
}

/// What ElastiCache does of itself.
package enum ElastiCacheEvent: Sendable, Equatable {
  /// A change of status that was under way has ended.
  case settles(id: String, creation: Instant)
  /// A replica has been promoted.
  case promoted(id: String, creation: Instant)
}

/// Everything of ElastiCache.
package struct ElastiCacheState: Sendable, Equatable {
  /// The replication groups by `region/id`.
  package internal(set) var replicationGroups = Table<String, CacheReplicationGroup>()
  package init() {}
}
