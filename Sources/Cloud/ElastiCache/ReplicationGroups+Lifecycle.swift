package import EventKernel

/// Lists replication groups.
package enum DescribeReplicationGroups: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeReplicationGroups"

  /// One group, or all of them.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var replicationGroups: [ReplicationGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.elastiCache.replicationGroups.rows.filter { $0.region == context.region }
    if let id = input.replicationGroupId { rows = [try world.cache(named: id, in: context.region).row] }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, replicationGroups: page.rows.map(world.description(of:)))
  }
}

/// Deletes a replication group and what it holds.
package enum DeleteReplicationGroup: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteReplicationGroup"

  /// Which group.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    guard group.status.utf8.elementsEqual("available".utf8) else {
      throw AWSError(
        "InvalidReplicationGroupState",
        "Replication group \(group.id) has status \(group.status) which is"
          + " not valid for deletion.")
    }
    world.elastiCache.replicationGroups.update(key) { $0.failoverEnd = nil }
    world.beginTransition(ofCache: key, to: "deleting", lasting: CacheTimings.deletion)
    return world.outputOfCache(key)
  }
}

/// Fails a shard over as a test: its primary goes, a replica takes its place.
package enum TestFailover: Operation {
  package static let service = "elasticache"
  package static let name = "TestFailover"

  /// Which shard.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
    package var nodeGroupId: String
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    guard input.nodeGroupId.utf8.elementsEqual("0001".utf8) else {
      throw AWSError("NodeGroupNotFoundFault", "NodeGroup \(input.nodeGroupId) not found.")
    }
    guard group.status.utf8.elementsEqual("available".utf8), group.failoverEnd == nil else {
      throw CacheError.notAvailable
    }
    guard group.automaticFailover else {
      throw AWSError(
        "InvalidReplicationGroupState", "Automatic failover must be enabled to test a failover.")
    }
    world.beginFailover(key)
    return world.outputOfCache(key)
  }
}

/// Lists the nodes of all groups, each as a cluster of one node.
package enum DescribeCacheClusters: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheClusters"

  /// One node, or all of them.
  package struct Input: Decodable, Sendable {
    package var cacheClusterId: String?
    package var maxRecords: Int?
    package var marker: String?
    package var showCacheNodeInfo: Bool?
  }

  /// A page of nodes.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var cacheClusters: [Cluster]
  }

  /// A node as the API shows it.
  package struct Cluster: Encodable, Sendable {
    package struct Node: Encodable, Sendable {
      package var cacheNodeId: String
      package var cacheNodeStatus: String
      package var cacheNodeCreateTime: Instant
      package var endpoint: ReplicationGroupDescription.Endpoint
      package var customerAvailabilityZone: String
    }

    package struct SecurityGroup: Encodable, Sendable {
      package var securityGroupId: String
      package var status: String
    }

    package var cacheClusterId: String
    package var cacheNodeType: String
    package var engine: String
    package var engineVersion: String
    package var cacheClusterStatus: String
    package var numCacheNodes: Int
    package var preferredAvailabilityZone: String
    package var cacheClusterCreateTime: Instant
    package var cacheSubnetGroupName: String?
    package var cacheNodes: [Node]?
    package var securityGroups: [SecurityGroup]
    package var replicationGroupId: String
    package var arn: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows: [Cluster] = []
    for group in world.elastiCache.replicationGroups.rows where group.region == context.region {
      for node in group.nodes { rows.append(cluster(node, of: group, input)) }
    }
    if let id = input.cacheClusterId {
      rows.removeAll { !$0.cacheClusterId.utf8.elementsEqual(id.lowercased().utf8) }
      guard !rows.isEmpty else { throw AWSError("CacheClusterNotFound", "CacheCluster not found: \(id)") }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, cacheClusters: page.rows)
  }

  private static func cluster(
    _ node: CacheReplicationGroup.Node, of group: CacheReplicationGroup, _ input: Input
  ) -> Cluster {
    let endpoint = ReplicationGroupDescription.Endpoint(address: group.endpoint(of: node), port: group.port)
    let shown = Cluster.Node(
      cacheNodeId: "0001", cacheNodeStatus: group.status, cacheNodeCreateTime: group.creation,
      endpoint: endpoint, customerAvailabilityZone: node.zone.rawValue)
    return Cluster(
      cacheClusterId: node.id, cacheNodeType: group.nodeType, engine: group.engine,
      engineVersion: group.engineVersion, cacheClusterStatus: group.status, numCacheNodes: 1,
      preferredAvailabilityZone: node.zone.rawValue, cacheClusterCreateTime: group.creation,
      cacheSubnetGroupName: group.subnetGroup, cacheNodes: input.showCacheNodeInfo == true ? [shown] : nil,
      securityGroups: group.securityGroups.map {
        Cluster.SecurityGroup(securityGroupId: "\($0)", status: "active")
      }, replicationGroupId: group.id, arn: ElastiCacheState.arn("cluster", node.id, group.region))
  }
}
