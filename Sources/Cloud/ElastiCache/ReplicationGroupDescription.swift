package import EventKernel

/// A replication group as the API shows it.
package struct ReplicationGroupDescription: Encodable, Sendable {
  /// Where clients connect.
  package struct Endpoint: Encodable, Sendable {
    package var address: String
    package var port: Int
  }

  /// What waits for the maintenance window.
  package struct PendingModifiedValues: Encodable, Sendable {
    package var automaticFailoverStatus: String?
    package var transitEncryptionEnabled: Bool?
    package var transitEncryptionMode: String?
    package var authTokenStatus: String?
  }

  /// The one shard.
  package struct NodeGroup: Encodable, Sendable {
    package var nodeGroupId: String
    package var status: String
    package var primaryEndpoint: Endpoint?
    package var readerEndpoint: Endpoint?
    package var nodeGroupMembers: [Member]
  }

  /// A node of the shard.
  package struct Member: Encodable, Sendable {
    package var cacheClusterId: String
    package var cacheNodeId: String
    package var readEndpoint: Endpoint?
    package var preferredAvailabilityZone: String
    package var currentRole: String
  }

  package var replicationGroupId: String
  package var description: String
  package var status: String
  package var pendingModifiedValues: PendingModifiedValues
  package var memberClusters: [String]
  package var nodeGroups: [NodeGroup]
  package var automaticFailover: String
  package var multiAZ: String
  package var snapshottingClusterId: String?
  package var snapshotRetentionLimit: Int
  package var clusterEnabled: Bool
  package var cacheNodeType: String
  package var transitEncryptionEnabled: Bool
  package var transitEncryptionMode: String?
  package var atRestEncryptionEnabled: Bool
  package var arn: String
  package var replicationGroupCreateTime: Instant
  package var clusterMode: String
  package var engine: String
  package var snapshotWindow: String
  package var authTokenEnabled: Bool
  package var autoMinorVersionUpgrade: Bool
  package var logDeliveryConfigurations: [String] = []
  package var dataTiering = "disabled"
  package var networkType = "ipv4"
  package var ipDiscovery = "ipv4"
}

/// The output of operations that answer one replication group.
package struct ReplicationGroupOutput: Encodable, Sendable {
  package var replicationGroup: ReplicationGroupDescription
}

extension CacheReplicationGroup {
  /// What follows the group's name in the names of its endpoints.
  var endpointSuffix: String { String(primaryEndpoint.dropFirst(id.count)) }

  /// The name of one node's own endpoint.
  func endpoint(of node: Node) -> String {
    let rest = endpointSuffix.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: true)
    let tail = rest.count == 2 ? String(rest[1].dropFirst("ng.".count)) : ""
    return "\(node.id).\(rest.first ?? "").\(tail)"
  }
}

extension World {
  /// The output for the replication group of a key, which must be there.
  func outputOfCache(_ key: String) -> ReplicationGroupOutput {
    guard let group = elastiCache.replicationGroups[key] else {
      preconditionFailure("A replication group was to be shown that the call has not kept.")
    }
    return ReplicationGroupOutput(replicationGroup: description(of: group))
  }

  private static func pendingValues(
    of group: CacheReplicationGroup
  ) -> ReplicationGroupDescription.PendingModifiedValues {
    let changes = group.pending.isEmpty ? group.changing : group.pending
    var values = ReplicationGroupDescription.PendingModifiedValues()
    values.automaticFailoverStatus = group.pending.automaticFailover.map { $0 ? "enabled" : "disabled" }
    switch changes.transit {
    case .become(let mode): values.transitEncryptionMode = mode.rawValue
    case .end: values.transitEncryptionEnabled = false
    case nil: break
    }
    if let passwords = changes.passwords {
      values.authTokenStatus = passwords.count > 1 ? "ROTATING" : "SETTING"
    }
    return values
  }

  /// A replication group as the API shows it.
  func description(of group: CacheReplicationGroup) -> ReplicationGroupDescription {
    typealias Shape = ReplicationGroupDescription
    let isMade = group.status != "creating"
    func endpoint(_ name: String) -> Shape.Endpoint? {
      isMade ? Shape.Endpoint(address: name, port: group.port) : nil
    }
    let members = group.nodes.enumerated().map { index, node in
      Shape.Member(
        cacheClusterId: node.id, cacheNodeId: "0001", readEndpoint: endpoint(group.endpoint(of: node)),
        preferredAvailabilityZone: node.zone.rawValue,
        currentRole: index == group.primary ? "primary" : "replica")
    }
    return Shape(
      replicationGroupId: group.id, description: group.description, status: group.status,
      pendingModifiedValues: Self.pendingValues(of: group),
      memberClusters: group.nodes.map(\.id),
      nodeGroups: [
        Shape.NodeGroup(
          nodeGroupId: "0001", status: group.failoverEnd == nil ? group.status : "modifying",
          primaryEndpoint: endpoint(group.primaryEndpoint), readerEndpoint: endpoint(group.readerEndpoint),
          nodeGroupMembers: members)
      ], automaticFailover: group.automaticFailover ? "enabled" : "disabled",
      multiAZ: group.multiAZ ? "enabled" : "disabled",
      snapshottingClusterId: group.settings.snapshotRetentionDays > 0 ? group.snapshottingNode : nil,
      snapshotRetentionLimit: group.settings.snapshotRetentionDays, clusterEnabled: false,
      cacheNodeType: group.nodeType, transitEncryptionEnabled: group.settings.transit != nil,
      transitEncryptionMode: group.settings.transit?.rawValue,
      atRestEncryptionEnabled: group.settings.encryptsAtRest,
      arn: group.arn, replicationGroupCreateTime: group.creation, clusterMode: "disabled",
      engine: group.engine, snapshotWindow: "\(group.settings.snapshotWindow)",
      authTokenEnabled: !group.settings.passwords.isEmpty,
      autoMinorVersionUpgrade: group.settings.upgradesMinorVersions)
  }
}
