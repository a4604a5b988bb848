package import EventKernel

/// A copy of what a cache holds.
package struct CacheSnapshot: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  /// The cache as it was.
  package let source: CacheReplicationGroup
  package let creation: Instant
  /// Whether ElastiCache took it by itself.
  package var isAutomatic = false
  /// Whether it is complete.
  package var isAvailable = false
  package var tags: Tags
}

/// The operations on snapshots.
package enum CacheSnapshots {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateCacheSnapshot.self, CopyCacheSnapshot.self, DescribeCacheSnapshots.self, DeleteCacheSnapshot.self,
  ]
}

/// A snapshot as the API shows it.
package struct CacheSnapshotDescription: Encodable, Sendable {
  /// What was taken of one node.
  package struct Node: Encodable, Sendable {
    package var cacheClusterId: String
    package var cacheNodeId: String
    package var cacheNodeCreateTime: Instant
    package var snapshotCreateTime: Instant
  }

  package var snapshotName: String
  package var replicationGroupId: String?
  package var replicationGroupDescription: String?
  package var cacheClusterId: String?
  package var snapshotStatus: String
  package var snapshotSource: String
  package var cacheNodeType: String
  package var engine: String
  package var engineVersion: String
  package var numCacheNodes: Int?
  package var cacheClusterCreateTime: Instant?
  package var port: Int
  package var cacheParameterGroupName: String
  package var cacheSubnetGroupName: String?
  package var vpcId: String
  package var autoMinorVersionUpgrade: Bool
  package var preferredMaintenanceWindow: String
  package var snapshotRetentionLimit: Int
  package var snapshotWindow: String
  package var numNodeGroups: Int?
  package var automaticFailover: String
  package var nodeSnapshots: [Node]
  package var arn: String

  init(_ snapshot: CacheSnapshot, status: String? = nil) {
    let source = snapshot.source
    let isGroup = source.kind == .group
    snapshotName = snapshot.name
    replicationGroupId = isGroup ? source.id : nil
    replicationGroupDescription = isGroup ? source.description : nil
    cacheClusterId = isGroup ? nil : source.id
    snapshotStatus = status ?? (snapshot.isAvailable ? "available" : "creating")
    snapshotSource = snapshot.isAutomatic ? "automated" : "manual"
    cacheNodeType = source.nodeType
    engine = source.engine
    engineVersion = source.engineVersion
    numCacheNodes = isGroup ? nil : source.nodes.count
    cacheClusterCreateTime = isGroup ? nil : source.creation
    port = source.port
    cacheParameterGroupName = source.parameterGroup
    cacheSubnetGroupName = source.subnetGroup
    vpcId = "\(source.vpc)"
    autoMinorVersionUpgrade = source.settings.upgradesMinorVersions
    preferredMaintenanceWindow = "\(source.settings.maintenanceWindow)"
    snapshotRetentionLimit = source.settings.snapshotRetentionDays
    snapshotWindow = "\(source.settings.snapshotWindow)"
    numNodeGroups = isGroup ? 1 : nil
    automaticFailover = source.automaticFailover ? "enabled" : "disabled"
    nodeSnapshots = [
      Node(
        cacheClusterId: isGroup ? source.nodes[source.primary].id : source.id, cacheNodeId: "0001",
        cacheNodeCreateTime: source.creation, snapshotCreateTime: snapshot.creation)
    ]
    arn = snapshot.arn
  }
}

/// The output of operations that answer one snapshot.
package struct CacheSnapshotOutput: Encodable, Sendable {
  package var snapshot: CacheSnapshotDescription
}

extension World {
  /// Begins a snapshot of a cache; refuses a name that is taken, and Memcached, which has none.
  // Simplified: cache-snapshots-without-contents
  mutating func addCacheSnapshot(
    _ text: String, of cache: CacheReplicationGroup, tags: [Tags.Tag]?
  ) throws(AWSError) -> CacheSnapshotDescription {
    let name = text.lowercased()
    let key = ElastiCacheState.key(name, cache.region)
    guard !name.isEmpty else {
      throw CacheError.invalid("The parameter SnapshotName must be provided and must not be blank.")
    }
    guard !cache.isSharded else {
      throw AWSError(
        "SnapshotFeatureNotSupportedFault", "Snapshots are not supported for memcached clusters.")
    }
    guard elastiCache.snapshots[key] == nil else {
      throw AWSError("SnapshotAlreadyExistsFault", "Snapshot with specified name already exists.")
    }
    return addCacheSnapshot(
      named: name, of: cache, tags: try Tags().adding(tags, refusing: CacheTagging.refusal))
  }

  /// Keeps a snapshot that is complete after a while.
  @discardableResult
  mutating func addCacheSnapshot(
    named name: String, of cache: CacheReplicationGroup, tags: Tags, isAutomatic: Bool = false
  ) -> CacheSnapshotDescription {
    let key = ElastiCacheState.key(name, cache.region)
    let snapshot = CacheSnapshot(
      name: name, region: cache.region, arn: ElastiCacheState.arn("snapshot", name, cache.region),
      source: cache, creation: now, isAutomatic: isAutomatic, tags: tags)
    elastiCache.snapshots[key] = snapshot
    schedule(.elastiCache(.snapshotCompletes(key: key, arn: snapshot.arn)), in: CacheTimings.snapshot)
    return CacheSnapshotDescription(snapshot)
  }

  fileprivate func cacheSnapshot(_ name: String, in region: Region) throws(AWSError) -> CacheSnapshot {
    guard let snapshot = elastiCache.snapshots[ElastiCacheState.key(name, region)] else {
      throw CacheError.snapshotNotFound(name)
    }
    return snapshot
  }
}

/// Takes a snapshot of a replication group or a cluster.
package enum CreateCacheSnapshot: Operation {
  package static let service = "elasticache"
  package static let name = "CreateSnapshot"

  /// Of what, under which name.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String?
    package var cacheClusterId: String?
    package var snapshotName: String
    package var tags: [Tags.Tag]?
  }

  package typealias Output = CacheSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onReplicationGroup(input.replicationGroupId)
      .onCacheCluster(input.cacheClusterId).onCacheSnapshot(input.snapshotName).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key: String
    let cache: CacheReplicationGroup
    switch (input.replicationGroupId, input.cacheClusterId) {
    case (let id?, nil): (key, cache) = try world.cache(named: id, in: context.region)
    case (nil, let id?):
      let found = try world.cacheCluster(named: id, in: context.region)
      (key, cache) = (found.key, found.row)
    case (nil, nil), (.some, .some):
      throw CacheError.combination("Exactly one of ReplicationGroupId and CacheClusterId must be specified.")
    }
    guard cache.status.utf8.elementsEqual("available".utf8) else {
      throw AWSError(
        cache.kind == .group ? "InvalidReplicationGroupState" : "InvalidCacheClusterState",
        "\(cache.id) is not in available state.")
    }
    let shown = try world.addCacheSnapshot(input.snapshotName, of: cache, tags: input.tags)
    world.beginTransition(ofCache: key, to: "snapshotting", lasting: CacheTimings.snapshot)
    return Output(snapshot: shown)
  }
}

/// Copies a snapshot under another name.
package enum CopyCacheSnapshot: Operation {
  package static let service = "elasticache"
  package static let name = "CopySnapshot"

  /// The snapshot to copy, and the copy's name.
  package struct Input: Decodable, Sendable {
    package var sourceSnapshotName: String
    package var targetSnapshotName: String
    package var tags: [Tags.Tag]?
  }

  package typealias Output = CacheSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSnapshot(input.sourceSnapshotName)
      .onCacheSnapshot(input.targetSnapshotName).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let source = try world.cacheSnapshot(input.sourceSnapshotName, in: context.region)
    guard source.isAvailable else {
      throw AWSError("InvalidSnapshotState", "Snapshot \(source.name) is not in the available state.")
    }
    return Output(
      snapshot: try world.addCacheSnapshot(input.targetSnapshotName, of: source.source, tags: input.tags))
  }
}

/// Lists snapshots.
package enum DescribeCacheSnapshots: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeSnapshots"

  /// Of which cache, or which one.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String?
    package var cacheClusterId: String?
    package var snapshotName: String?
    package var snapshotSource: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of snapshots.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var snapshots: [CacheSnapshotDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.elastiCache.snapshots.rows.filter { $0.region == context.region }
    if let name = input.snapshotName { rows = [try world.cacheSnapshot(name, in: context.region)] }
    for (id, kind) in [
      (input.replicationGroupId, CacheReplicationGroup.Kind.group), (input.cacheClusterId, .cluster),
    ] {
      guard let id = id?.lowercased() else { continue }
      rows.removeAll { $0.source.kind != kind || !$0.source.id.utf8.elementsEqual(id.utf8) }
    }
    switch input.snapshotSource {
    case "system": rows.removeAll { !$0.isAutomatic }
    case "user": rows.removeAll(where: \.isAutomatic)
    default: break
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, snapshots: page.rows.map { CacheSnapshotDescription($0) })
  }
}

/// Deletes a snapshot.
package enum DeleteCacheSnapshot: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteSnapshot"

  /// Which snapshot.
  package struct Input: Decodable, Sendable {
    package var snapshotName: String
  }

  package typealias Output = CacheSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheSnapshot(input.snapshotName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let snapshot = try world.cacheSnapshot(input.snapshotName, in: context.region)
    guard snapshot.isAvailable else {
      throw AWSError("InvalidSnapshotState", "Snapshot \(snapshot.name) is not in the available state.")
    }
    world.elastiCache.snapshots[ElastiCacheState.key(snapshot.name, snapshot.region)] = nil
    return Output(snapshot: CacheSnapshotDescription(snapshot, status: "deleting"))
  }
}
