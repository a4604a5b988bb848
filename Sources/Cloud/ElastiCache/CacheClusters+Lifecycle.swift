import EventKernel

/// Changes a cluster, at once or in its next maintenance window.
package enum ModifyCacheCluster: Operation {
  package static let service = "elasticache"
  package static let name = "ModifyCacheCluster"

  /// What is to change.
  package struct Input: Decodable, Sendable, CacheCareWishes {
    package var cacheClusterId: String
    package var numCacheNodes: Int?
    package var cacheNodeIdsToRemove: [String]?
    package var newAvailabilityZones: [String]?
    package var securityGroupIds: [String]?
    package var cacheParameterGroupName: String?
    package var applyImmediately: Bool?
    package var engineVersion: String?
    package var cacheNodeType: String?
    package var preferredMaintenanceWindow: String?
    package var autoMinorVersionUpgrade: Bool?
    package var snapshotRetentionLimit: Int?
    package var snapshotWindow: String?
  }

  package typealias Output = CacheClusterOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheCluster(input.cacheClusterId)
      .onCacheParameterGroup(input.cacheParameterGroupName)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, cluster, node) = try world.cacheCluster(named: input.cacheClusterId, in: context.region)
    guard cluster.status.utf8.elementsEqual("available".utf8), cluster.rebootEnd == nil else {
      throw AWSError("InvalidCacheClusterState", "Cache cluster must be in available state to modify.")
    }
    guard node == nil || (input.numCacheNodes == nil && input.cacheNodeType == nil) else {
      throw CacheError.combination(
        "Cache cluster \(input.cacheClusterId) is a member of replication group \(cluster.id); modify the group."
      )
    }
    var changes = CacheReplicationGroup.Changes()
    if let type = input.cacheNodeType, !type.utf8.elementsEqual(cluster.nodeType.utf8) {
      guard world.catalog.cacheNodeType(type) != nil else {
        throw CacheError.invalid("The parameter CacheNodeType has invalid value: \(type)")
      }
      // A Memcached cluster keeps the type of its nodes (facts: ElastiCache API Reference).
      guard !cluster.isSharded else {
        throw CacheError.combination("The node type of a memcached cluster can't be changed.")
      }
      changes.nodeType = type
    }
    if let wish = input.engineVersion {
      changes.engineVersion = try CacheEngine.upgrade(of: cluster, to: wish)
    }
    changes.nodes = try nodes(input, of: cluster, in: &world)
    let parameterGroup = try world.cacheParameterGroup(
      input.cacheParameterGroupName, of: cluster, version: changes.engineVersion)
    let groups =
      input.securityGroupIds == nil
      ? cluster.securityGroups : try world.cacheSecurityGroups(input.securityGroupIds, vpc: cluster.vpc)
    var settings = cluster.settings
    try settings.change(input, engine: cluster.engine)
    world.elastiCache.replicationGroups.update(key) { $0.securityGroups = groups }
    world.setCare(settings, of: key)
    world.setCacheParameterGroup(parameterGroup, of: key)
    world.revision.access += 1
    if changes.isEmpty { return world.outputOfCluster(key, node: node) }
    if input.applyImmediately == true {
      world.beginModification(ofCache: key, changes)
    } else {
      world.elastiCache.replicationGroups.update(key) { $0.pending = changes }
      world.agenda.add(
        .elastiCache(.windowOpens(key: key, creation: cluster.creation)),
        at: settings.maintenanceWindow.next(after: world.now))
    }
    return world.outputOfCluster(key, node: node)
  }

  /// The nodes of Memcached from then on; `nil` when their number stays.
  private static func nodes(
    _ input: Input, of cluster: CacheReplicationGroup, in world: inout World
  ) throws(AWSError) -> [CacheReplicationGroup.Node]? {
    guard let count = input.numCacheNodes, count != cluster.nodes.count else { return nil }
    guard cluster.isSharded else {
      throw CacheError.invalid("Cannot change the number of nodes of a \(cluster.engine) cluster.")
    }
    guard count >= 1 else { throw CacheError.invalid("NumCacheNodes must be at least 1.") }
    guard count <= CacheClusters.mostNodes else {
      throw AWSError(
        "NodeQuotaForClusterExceeded", "A cluster can't have more than \(CacheClusters.mostNodes) nodes.")
    }
    if count < cluster.nodes.count {
      let leaving = input.cacheNodeIdsToRemove ?? []
      guard leaving.count == cluster.nodes.count - count else {
        throw CacheError.combination(
          "The number of CacheNodeIdsToRemove must be the number of nodes that are to go.")
      }
      let kept = cluster.nodes.enumerated().filter {
        !leaving.contains(CacheReplicationGroup.number($0.offset))
      }
      guard kept.count == count else {
        throw CacheError.invalid("Some CacheNodeIdsToRemove are not nodes of \(cluster.id).")
      }
      return kept.map(\.element)
    }
    let subnets = try world.cacheSubnetGroup(cluster.subnetGroup, in: cluster.region)
    let wished = input.newAvailabilityZones ?? []
    var nodes = cluster.nodes
    while nodes.count < count {
      let place = nodes.count - cluster.nodes.count
      let zone = place < wished.count ? Zone(rawValue: wished[place]) : cluster.nodes[0].zone
      nodes.append(try world.makeClusterNode(id: cluster.id, in: zone, of: subnets, after: nodes))
    }
    return nodes
  }
}

/// Restarts nodes, whose contents are lost; a primary that is restarted does not fail over.
package enum RebootCacheCluster: Operation {
  package static let service = "elasticache"
  package static let name = "RebootCacheCluster"

  /// Which cluster, and which of its nodes.
  package struct Input: Decodable, Sendable {
    package var cacheClusterId: String
    package var cacheNodeIdsToReboot: [String]
  }

  package typealias Output = CacheClusterOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheCluster(input.cacheClusterId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, cluster, node) = try world.cacheCluster(named: input.cacheClusterId, in: context.region)
    guard cluster.status.utf8.elementsEqual("available".utf8), cluster.rebootEnd == nil,
      cluster.failoverEnd == nil
    else {
      throw AWSError(
        "InvalidCacheClusterState", "Cache cluster \(input.cacheClusterId) is not in available state.")
    }
    let count = node == nil ? cluster.nodes.count : 1
    let known = (0..<count).map { CacheReplicationGroup.number($0) }
    guard !input.cacheNodeIdsToReboot.isEmpty, input.cacheNodeIdsToReboot.allSatisfy(known.contains) else {
      throw CacheError.invalid("Some CacheNodeIdsToReboot are not nodes of \(input.cacheClusterId).")
    }
    // A replica that restarts copies its primary; nobody who reads from the primary notices.
    if node == nil || node == cluster.primary { world.rebootCache(key) }
    return world.outputOfCluster(key, node: node)
  }
}

/// Deletes a cluster and what it holds.
package enum DeleteCacheCluster: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteCacheCluster"

  /// Which cluster, and the name of a last snapshot.
  package struct Input: Decodable, Sendable {
    package var cacheClusterId: String
    package var finalSnapshotIdentifier: String?
  }

  package typealias Output = CacheClusterOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheCluster(input.cacheClusterId)
      .onCacheSnapshot(input.finalSnapshotIdentifier)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, cluster, node) = try world.cacheCluster(named: input.cacheClusterId, in: context.region)
    guard node == nil else {
      throw AWSError(
        "InvalidCacheClusterState",
        "Cache cluster \(input.cacheClusterId) is a member of replication group \(cluster.id)."
          + " Use DecreaseReplicaCount or DeleteReplicationGroup.")
    }
    guard cluster.status.utf8.elementsEqual("available".utf8) else {
      throw AWSError(
        "InvalidCacheClusterState",
        "Cache cluster \(cluster.id) has status \(cluster.status) which is not valid for deletion.")
    }
    if let name = input.finalSnapshotIdentifier {
      _ = try world.addCacheSnapshot(name, of: cluster, tags: nil)
    }
    world.beginTransition(ofCache: key, to: "deleting", lasting: CacheTimings.deletion)
    return world.outputOfCluster(key)
  }
}
