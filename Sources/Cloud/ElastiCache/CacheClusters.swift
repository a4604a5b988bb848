package import EventKernel

/// The operations on cache clusters.
package enum CacheClusters {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateCacheCluster.self, DescribeCacheClusters.self, ModifyCacheCluster.self, RebootCacheCluster.self,
    DeleteCacheCluster.self,
  ]

  /// The most nodes of Memcached in a cluster (facts: `ec.memcached.nodes_per_cluster`).
  static let mostNodes = 60
}

/// A cache cluster as the API shows it: a node of a replication group, or a cluster of its own.
package struct CacheClusterDescription: Encodable, Sendable {
  /// A node.
  package struct Node: Encodable, Sendable {
    package var cacheNodeId: String
    package var cacheNodeStatus: String
    package var cacheNodeCreateTime: Instant
    package var endpoint: ReplicationGroupDescription.Endpoint?
    package var parameterGroupStatus: String
    package var customerAvailabilityZone: String
  }

  /// A security group.
  package struct SecurityGroup: Encodable, Sendable {
    package var securityGroupId: String
    package var status: String
  }

  /// The parameter group, and the nodes that wait for a reboot.
  package struct ParameterGroup: Encodable, Sendable {
    package var cacheParameterGroupName: String
    package var parameterApplyStatus: String
    package var cacheNodeIdsToReboot: [String]
  }

  /// What waits for the maintenance window or is being changed.
  package struct PendingModifiedValues: Encodable, Sendable {
    package var numCacheNodes: Int?
    package var engineVersion: String?
    package var cacheNodeType: String?
  }

  package var cacheClusterId: String
  package var configurationEndpoint: ReplicationGroupDescription.Endpoint?
  package var cacheNodeType: String
  package var engine: String
  package var engineVersion: String
  package var cacheClusterStatus: String
  package var numCacheNodes: Int
  package var preferredAvailabilityZone: String
  package var cacheClusterCreateTime: Instant
  package var preferredMaintenanceWindow: String
  package var pendingModifiedValues: PendingModifiedValues
  package var cacheParameterGroup: ParameterGroup
  package var cacheSubnetGroupName: String?
  package var cacheNodes: [Node]?
  package var autoMinorVersionUpgrade: Bool
  package var securityGroups: [SecurityGroup]
  package var replicationGroupId: String?
  package var snapshotRetentionLimit: Int
  package var snapshotWindow: String?
  package var authTokenEnabled: Bool
  package var transitEncryptionEnabled: Bool
  package var transitEncryptionMode: String?
  package var atRestEncryptionEnabled: Bool
  package var arn: String
  package var logDeliveryConfigurations: [String] = []
}

/// The output of operations that answer one cluster.
package struct CacheClusterOutput: Encodable, Sendable {
  package var cacheCluster: CacheClusterDescription
}

extension CacheReplicationGroup {
  /// AWS's word for its state, as a cluster shows it.
  fileprivate var clusterStatus: String {
    if rebootEnd != nil { return "rebooting cache cluster nodes" }
    return status
  }

  /// The nodes of a cluster: all of its own, or the one node of a group.
  fileprivate func description(of node: Int?, showsNodes: Bool) -> CacheClusterDescription {
    typealias Shape = CacheClusterDescription
    let shown = node.map { [$0] } ?? Array(nodes.indices)
    let isMade = !status.utf8.elementsEqual("creating".utf8)
    let changes = pending.isEmpty ? changing : pending
    let id = node.map { nodes[$0].id } ?? id
    let status = node == nil || node == primary ? clusterStatus : self.status
    let zones = shown.map { nodes[$0].zone }
    let isSpread = zones.contains { $0 != zones[0] }
    return Shape(
      cacheClusterId: id,
      configurationEndpoint: isSharded && isMade
        ? ReplicationGroupDescription.Endpoint(address: primaryEndpoint, port: port) : nil,
      cacheNodeType: nodeType, engine: engine, engineVersion: engineVersion, cacheClusterStatus: status,
      numCacheNodes: shown.count, preferredAvailabilityZone: isSpread ? "Multiple" : zones[0].rawValue,
      cacheClusterCreateTime: creation,
      preferredMaintenanceWindow: "\(settings.maintenanceWindow)",
      pendingModifiedValues: Shape.PendingModifiedValues(
        numCacheNodes: kind == .cluster ? changes.nodes?.count : nil, engineVersion: changes.engineVersion,
        cacheNodeType: changes.nodeType),
      cacheParameterGroup: Shape.ParameterGroup(
        cacheParameterGroupName: parameterGroup,
        parameterApplyStatus: needsReboot ? "pending-reboot" : "in-sync",
        cacheNodeIdsToReboot: needsReboot ? shown.indices.map { Self.number($0) } : []),
      cacheSubnetGroupName: subnetGroup,
      cacheNodes: showsNodes && isMade
        ? shown.enumerated().map { place, index in
          Shape.Node(
            cacheNodeId: Self.number(place), cacheNodeStatus: status, cacheNodeCreateTime: creation,
            endpoint: ReplicationGroupDescription.Endpoint(
              address: kind == .group ? endpoint(of: nodes[index]) : nodeEndpoint(place), port: port),
            parameterGroupStatus: needsReboot ? "pending-reboot" : "in-sync",
            customerAvailabilityZone: nodes[index].zone.rawValue)
        } : nil, autoMinorVersionUpgrade: settings.upgradesMinorVersions,
      securityGroups: securityGroups.map { Shape.SecurityGroup(securityGroupId: "\($0)", status: "active") },
      replicationGroupId: kind == .group ? self.id : nil,
      snapshotRetentionLimit: id == snapshottingNode ? settings.snapshotRetentionDays : 0,
      snapshotWindow: isSharded ? nil : "\(settings.snapshotWindow)",
      authTokenEnabled: !settings.passwords.isEmpty, transitEncryptionEnabled: settings.transit != nil,
      transitEncryptionMode: settings.transit?.rawValue, atRestEncryptionEnabled: settings.encryptsAtRest,
      arn: ElastiCacheState.arn("cluster", id, region))
  }

  /// The name of a node in a cluster: `0001`.
  static func number(_ index: Int) -> String {
    let digits = "\(index + 1)"
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// The name of the endpoint of a node of a cluster of its own.
  func nodeEndpoint(_ index: Int) -> String {
    guard isSharded else { return primaryEndpoint }
    var parts = primaryEndpoint.split(separator: ".").map(String.init)
    if parts.count > 2 { parts[2] = Self.number(index) }
    return parts.joined(separator: ".")
  }
}

extension World {
  /// The output for the cluster of a key, which must be there.
  func outputOfCluster(_ key: String, node: Int? = nil) -> CacheClusterOutput {
    guard let cluster = elastiCache.replicationGroups[key] else {
      preconditionFailure("A cache cluster was to be shown that the call has not kept.")
    }
    return CacheClusterOutput(cacheCluster: cluster.description(of: node, showsNodes: false))
  }

  /// The cluster that an id names: one of its own, or a node of a replication group by its place, or AWS's refusal.
  func cacheCluster(
    named id: String, in region: Region
  ) throws(AWSError) -> (key: String, row: CacheReplicationGroup, node: Int?) {
    let key = ElastiCacheState.clusterKey(id, region)
    if let row = elastiCache.replicationGroups[key] { return (key, row, nil) }
    let id = id.lowercased()
    for (key, row) in elastiCache.replicationGroups where row.region == region && row.kind == .group {
      if let node = row.nodes.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) {
        return (key, row, node)
      }
    }
    throw CacheError.clusterNotFound(id)
  }
}

/// Lists clusters: those of their own, and the nodes of all replication groups, each as a cluster of one node.
package enum DescribeCacheClusters: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheClusters"

  /// One cluster, or all of them.
  package struct Input: Decodable, Sendable {
    package var cacheClusterId: String?
    package var maxRecords: Int?
    package var marker: String?
    package var showCacheNodeInfo: Bool?
    package var showCacheClustersNotInReplicationGroups: Bool?
  }

  /// A page of clusters.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var cacheClusters: [CacheClusterDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let showsNodes = input.showCacheNodeInfo == true
    var rows: [CacheClusterDescription] = []
    for row in world.elastiCache.replicationGroups.rows where row.region == context.region {
      switch row.kind {
      case .cluster: rows.append(row.description(of: nil, showsNodes: showsNodes))
      case .group where input.showCacheClustersNotInReplicationGroups != true:
        rows += row.nodes.indices.map { row.description(of: $0, showsNodes: showsNodes) }
      case .group: break
      }
    }
    if let id = input.cacheClusterId {
      rows.removeAll { !$0.cacheClusterId.utf8.elementsEqual(id.lowercased().utf8) }
      guard !rows.isEmpty else { throw CacheError.clusterNotFound(id) }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, cacheClusters: page.rows)
  }
}
