import EventKernel

/// Changes a replication group, at once or in its next maintenance window.
package enum ModifyReplicationGroup: Operation {
  package static let service = "elasticache"
  package static let name = "ModifyReplicationGroup"

  /// What is to change.
  package struct Input: Decodable, Sendable, CacheCareWishes {
    package var replicationGroupId: String
    package var replicationGroupDescription: String?
    package var primaryClusterId: String?
    package var automaticFailoverEnabled: Bool?
    package var multiAZEnabled: Bool?
    package var securityGroupIds: [String]?
    package var cacheParameterGroupName: String?
    package var applyImmediately: Bool?
    package var engineVersion: String?
    package var cacheNodeType: String?
    package var snapshottingClusterId: String?
    package var preferredMaintenanceWindow: String?
    package var autoMinorVersionUpgrade: Bool?
    package var snapshotRetentionLimit: Int?
    package var snapshotWindow: String?
    package var authToken: String?
    package var authTokenUpdateStrategy: String?
    package var transitEncryptionEnabled: Bool?
    package var transitEncryptionMode: String?
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    guard group.status.utf8.elementsEqual("available".utf8), group.failoverEnd == nil else {
      throw CacheError.notAvailable
    }
    var changes = CacheReplicationGroup.Changes()
    if let type = input.cacheNodeType, !type.utf8.elementsEqual(group.nodeType.utf8) {
      guard world.catalog.cacheNodeType(type) != nil else {
        throw CacheError.invalid("The parameter CacheNodeType has invalid value: \(type)")
      }
      changes.nodeType = type
    }
    if let wish = input.engineVersion {
      changes.engineVersion = try CacheEngine.upgrade(of: group, to: wish)
    }
    let parameterGroup = try world.cacheParameterGroup(
      input.cacheParameterGroupName, of: group, version: changes.engineVersion)
    let failsOver = input.automaticFailoverEnabled ?? group.automaticFailover
    let spans = input.multiAZEnabled ?? group.multiAZ
    if input.automaticFailoverEnabled == true, group.nodes.count < 2 {
      throw CacheError.combination("Must specify at least two cache clusters in order to auto failover.")
    }
    guard !spans || failsOver else {
      throw CacheError.combination("Must enable automatic failover to enable Multi-AZ.")
    }
    if input.multiAZEnabled == true, group.nodes.allSatisfy({ $0.zone == group.nodes[0].zone }) {
      throw CacheError.combination("Multi-AZ requires nodes in at least two Availability Zones.")
    }
    if failsOver != group.automaticFailover { changes.automaticFailover = failsOver }
    if spans != group.multiAZ { changes.multiAZ = spans }
    let groups =
      input.securityGroupIds == nil
      ? group.securityGroups : try world.cacheSecurityGroups(input.securityGroupIds, vpc: group.vpc)
    let settings = try settings(input, of: group)
    changes.transit = try settings.transitChange(
      isEnabled: input.transitEncryptionEnabled, mode: input.transitEncryptionMode)
    changes.passwords = try settings.passwords(
      after: input.authToken, strategy: input.authTokenUpdateStrategy)
    world.elastiCache.replicationGroups.update(key) {
      $0.description = input.replicationGroupDescription ?? $0.description
      $0.securityGroups = groups
    }
    world.setCare(settings, of: key)
    world.setCacheParameterGroup(parameterGroup, of: key)
    world.revision.access += 1
    if let wish = input.primaryClusterId { try promote(wish, in: group, key, &world) }
    if changes.isEmpty { return world.outputOfCache(key) }
    if input.applyImmediately == true {
      world.beginModification(ofCache: key, changes)
    } else {
      world.elastiCache.replicationGroups.update(key) { $0.pending = changes }
      world.agenda.add(
        .elastiCache(.windowOpens(key: key, creation: group.creation)),
        at: settings.maintenanceWindow.next(after: world.now))
    }
    return world.outputOfCache(key)
  }

  /// The windows and snapshots after the call, or AWS's refusal.
  private static func settings(
    _ input: Input, of group: CacheReplicationGroup
  ) throws(AWSError) -> CacheSettings {
    var settings = group.settings
    if let id = input.snapshottingClusterId?.lowercased() {
      guard group.nodes.contains(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
        throw CacheError.clusterNotFound(id)
      }
      settings.snapshottingNode = id
    }
    try settings.change(input, engine: group.engine)
    return settings
  }

  /// Makes a replica the primary by hand, which needs automatic failover to be off (facts: ElastiCache API Reference).
  private static func promote(
    _ id: String, in group: CacheReplicationGroup, _ key: String, _ world: inout World
  ) throws(AWSError) {
    guard let index = group.nodes.firstIndex(where: { $0.id.utf8.elementsEqual(id.lowercased().utf8) }) else {
      throw CacheError.clusterNotFound(id)
    }
    guard !group.automaticFailover else {
      throw CacheError.combination(
        "Cannot manually promote a new primary cache cluster while automatic failover is enabled.")
    }
    guard index != group.primary, group.nodes[index].hasPower else { return }
    world.elastiCache.replicationGroups.update(key) { $0.primary = index }
    world.revision.caches += 1
    world.note("cache-failover-done", group.id, group.nodes[index].zone.rawValue)
  }
}

/// Adds replicas.
package enum IncreaseReplicaCount: Operation {
  package static let service = "elasticache"
  package static let name = "IncreaseReplicaCount"

  /// How many replicas there shall be.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
    package var newReplicaCount: Int?
    package var applyImmediately: Bool
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    let wish = try ReplicaCount.check(
      input.newReplicaCount, applyImmediately: input.applyImmediately, of: group)
    guard wish > group.nodes.count - 1 else {
      throw CacheError.invalid("The new replica count must be greater than the current replica count.")
    }
    let subnets = try world.cacheSubnetGroup(group.subnetGroup, in: group.region)
    let zones = world.zones(of: subnets).filter(world.hasPower)
    var nodes = group.nodes
    while nodes.count <= wish {
      // The zone with the fewest nodes; of equal ones the first.
      let counts = zones.map { zone in nodes.count { $0.zone == zone } }
      guard let fewest = counts.min(), let index = counts.firstIndex(of: fewest) else {
        throw AWSError(
          "InsufficientCacheClusterCapacity",
          "The requested cache node type is not available in the specified Availability Zone.")
      }
      nodes.append(try world.makeCacheNode(id: group.id, in: zones[index], of: subnets, after: nodes))
    }
    var changes = CacheReplicationGroup.Changes()
    changes.nodes = nodes
    world.beginModification(ofCache: key, changes)
    return world.outputOfCache(key)
  }
}

/// Takes replicas away, the newest first.
package enum DecreaseReplicaCount: Operation {
  package static let service = "elasticache"
  package static let name = "DecreaseReplicaCount"

  /// How many replicas there shall be.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
    package var newReplicaCount: Int?
    package var replicasToRemove: [String]?
    package var applyImmediately: Bool
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    let wish = try ReplicaCount.check(
      input.newReplicaCount ?? input.replicasToRemove.map { group.nodes.count - 1 - $0.count },
      applyImmediately: input.applyImmediately, of: group)
    guard wish < group.nodes.count - 1 else {
      throw CacheError.invalid("The new replica count must be less than the current replica count.")
    }
    guard wish >= 1 || !group.automaticFailover else {
      throw CacheError.combination(
        "Cannot decrease the replica count below 1 while automatic failover is enabled.")
    }
    let primary = group.nodes[group.primary].id
    var leaving = input.replicasToRemove ?? []
    for id in leaving where id == primary || !group.nodes.contains(where: { $0.id == id }) {
      throw CacheError.invalid("\(id) is not a replica of replication group \(group.id).")
    }
    for node in group.nodes.reversed()
    where leaving.count < group.nodes.count - 1 - wish && node.id != primary && !leaving.contains(node.id) {
      leaving.append(node.id)
    }
    var changes = CacheReplicationGroup.Changes()
    changes.nodes = group.nodes.filter { !leaving.contains($0.id) }
    world.beginModification(ofCache: key, changes)
    return world.outputOfCache(key)
  }
}

/// The checks that both changes of the number of replicas make.
private enum ReplicaCount {
  static func check(
    _ wish: Int?, applyImmediately: Bool, of group: CacheReplicationGroup
  ) throws(AWSError) -> Int {
    guard group.status.utf8.elementsEqual("available".utf8), group.failoverEnd == nil else {
      throw CacheError.notAvailable
    }
    guard applyImmediately else {
      throw CacheError.invalid("ApplyImmediately must be true when changing the replica count.")
    }
    guard let wish, (0...5).contains(wish) else {
      throw CacheError.invalid("Replica count must be between 0 and 5.")
    }
    return wish
  }
}
