import EventKernel

/// Creates a cluster of its own: one node of Redis, or several of Memcached.
package enum CreateCacheCluster: Operation {
  package static let service = "elasticache"
  package static let name = "CreateCacheCluster"

  /// What to create and where.
  package struct Input: Decodable, Sendable, CacheCareWishes {
    package var cacheClusterId: String
    package var azMode: String?
    package var preferredAvailabilityZone: String?
    package var preferredAvailabilityZones: [String]?
    package var numCacheNodes: Int?
    package var cacheNodeType: String?
    package var engine: String?
    package var engineVersion: String?
    package var cacheParameterGroupName: String?
    package var cacheSubnetGroupName: String?
    package var securityGroupIds: [String]?
    package var tags: [Tags.Tag]?
    package var snapshotName: String?
    package var port: Int?
    package var preferredMaintenanceWindow: String?
    package var autoMinorVersionUpgrade: Bool?
    package var snapshotRetentionLimit: Int?
    package var snapshotWindow: String?
    package var transitEncryptionEnabled: Bool?
  }

  package typealias Output = CacheClusterOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheCluster(input.cacheClusterId)
      .onCacheParameterGroup(input.cacheParameterGroupName).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region
    let id = input.cacheClusterId.lowercased()
    guard DatabaseChecks.isIdentifier(id, longest: 50) else {
      throw CacheError.invalid(
        "The parameter CacheClusterIdentifier is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    let engine = try engine(input)
    let version = try engine.version(wished: input.engineVersion)
    let settings = try settings(input, engine)
    let count = try nodeCount(input, engine, in: world)
    guard !isTaken(id, in: world, region: region) else {
      throw AWSError("CacheClusterAlreadyExists", "Cache cluster \(id) already exists.")
    }
    let parameterGroup = try world.cacheParameterGroupName(
      input.cacheParameterGroupName, family: engine.family(of: version), in: region)
    if let name = input.snapshotName, world.elastiCache.snapshots[ElastiCacheState.key(name, region)] == nil {
      throw CacheError.snapshotNotFound(name)
    }
    let tags = try Tags().adding(input.tags, refusing: CacheTagging.refusal)
    let subnets = try world.cacheSubnetGroup(input.cacheSubnetGroupName, in: region)
    let groups = try world.cacheSecurityGroups(input.securityGroupIds, vpc: subnets.vpc)
    let zones = try zones(input, count: count, of: subnets, in: world)
    var nodes: [CacheReplicationGroup.Node] = []
    for zone in zones { nodes.append(try world.makeClusterNode(id: id, in: zone, of: subnets, after: nodes)) }
    let isSharded = engine.name.utf8.elementsEqual("memcached".utf8)
    let endpoint =
      "\(id).\(AWSName.accountHash(region).suffix(6)).\(isSharded ? "cfg" : "0001")."
      + "\(world.cacheRegionCode(region)).cache.amazonaws.com"
    let key = ElastiCacheState.clusterKey(id, region)
    world.elastiCache.replicationGroups[key] = CacheReplicationGroup(
      id: id, region: region, arn: ElastiCacheState.arn("cluster", id, region), description: "",
      engine: engine.name, engineVersion: version, nodeType: input.cacheNodeType ?? "",
      automaticFailover: false, multiAZ: false, port: input.port ?? engine.port, subnetGroup: subnets.name,
      vpc: subnets.vpc, securityGroups: groups, primaryEndpoint: endpoint, readerEndpoint: endpoint,
      status: "creating", nodes: nodes, primary: 0, creation: world.now, tags: tags, kind: .cluster,
      parameterGroup: parameterGroup,
      parameters: world.values(ofCacheParameterGroup: parameterGroup, in: region), settings: settings)
    world.scheduleCacheSnapshot(key)
    world.beginTransition(ofCache: key, to: "creating", lasting: CacheTimings.creation)
    return world.outputOfCluster(key)
  }

  private static func engine(_ input: Input) throws(AWSError) -> CacheEngine {
    guard let name = input.engine, let engine = CacheEngine.named(name) else {
      guard let name = input.engine, !name.isEmpty else {
        throw CacheError.invalid("The parameter Engine must be provided and must not be blank.")
      }
      throw CacheError.invalid("Invalid engine: \(name). Valid engines are memcached, redis.")
    }
    // Valkey comes as a replication group alone (API reference, CreateCacheCluster, Engine).
    guard !name.utf8.elementsEqual("valkey".utf8) else {
      throw CacheError.invalid(
        "This API doesn't support Valkey engine. Please use CreateReplicationGroup API for Valkey cluster creation."
      )
    }
    return engine
  }

  /// How it is encrypted, backed up and maintained, or AWS's refusal; a node of Redis alone has no encryption.
  private static func settings(_ input: Input, _ engine: CacheEngine) throws(AWSError) -> CacheSettings {
    var settings = CacheSettings()
    if input.transitEncryptionEnabled == true {
      guard engine.name.utf8.elementsEqual("memcached".utf8) else {
        throw CacheError.combination(
          "Encryption feature is not supported for engine \(engine.name.uppercased()).")
      }
      settings.transit = .required
    }
    try settings.change(input, engine: engine.name, isNew: true)
    return settings
  }

  /// Checks the node type and gives the number of nodes.
  private static func nodeCount(_ input: Input, _ engine: CacheEngine, in world: World) throws(AWSError)
    -> Int
  {
    guard let type = input.cacheNodeType, world.catalog.cacheNodeType(type) != nil else {
      throw CacheError.invalid(
        "The parameter CacheNodeType has invalid value: \(input.cacheNodeType ?? "null")")
    }
    let count = input.numCacheNodes ?? 1
    guard count >= 1 else { throw CacheError.invalid("NumCacheNodes must be at least 1.") }
    guard engine.name.utf8.elementsEqual("memcached".utf8) else {
      guard count == 1 else {
        throw CacheError.invalid(
          "Cannot create a \(engine.name) cluster with a NumCacheNodes greater than 1.")
      }
      return 1
    }
    guard count <= CacheClusters.mostNodes else {
      throw AWSError(
        "NodeQuotaForClusterExceeded",
        "A cluster can't have more than \(CacheClusters.mostNodes) nodes.")
    }
    return count
  }

  private static func isTaken(_ id: String, in world: World, region: Region) -> Bool {
    world.elastiCache.replicationGroups.contains { key, row in
      row.region == region
        && (key.utf8.elementsEqual(ElastiCacheState.clusterKey(id, region).utf8)
          || row.kind == .group && row.nodes.contains { $0.id.utf8.elementsEqual(id.utf8) })
    }
  }

  /// The zone of each node: as wished; in one zone, or across the group's zones in turn.
  private static func zones(
    _ input: Input, count: Int, of group: CacheSubnetGroup, in world: World
  ) throws(AWSError) -> [Zone] {
    let covered = world.zones(of: group)
    let wished = input.preferredAvailabilityZones ?? input.preferredAvailabilityZone.map { [$0] } ?? []
    for name in wished where !covered.contains(Zone(rawValue: name)) {
      throw CacheError.invalid("\(name) is not a valid availability zone.")
    }
    let isCross = input.azMode?.utf8.elementsEqual("cross-az".utf8) ?? false
    guard input.azMode == nil || isCross || input.azMode?.utf8.elementsEqual("single-az".utf8) == true else {
      throw CacheError.invalid("Invalid AZMode: \(input.azMode ?? "")")
    }
    guard !isCross || count > 1 else {
      throw CacheError.combination("AZMode cross-az needs more than one node.")
    }
    if let zones = input.preferredAvailabilityZones, !zones.isEmpty {
      guard zones.count == count else {
        throw CacheError.invalid(
          "The number of preferred Availability Zones must match the number of cache nodes.")
      }
      return zones.map { Zone(rawValue: $0) }
    }
    let usable = covered.filter(world.hasPower)
    if let name = wished.first {
      guard world.hasPower(Zone(rawValue: name)) else { throw CacheError.noCapacity }
      return Array(repeating: Zone(rawValue: name), count: count)
    }
    guard let first = usable.first else { throw CacheError.noCapacity }
    return (0..<count).map { isCross ? usable[$0 % usable.count] : first }
  }
}

extension World {
  /// A new node of a cluster of its own, with the lowest number that no node has.
  mutating func makeClusterNode(
    id: String, in zone: Zone, of group: CacheSubnetGroup, after nodes: [CacheReplicationGroup.Node]
  ) throws(AWSError) -> CacheReplicationGroup.Node {
    var number = 0
    while nodes.contains(where: {
      $0.id.utf8.elementsEqual("\(id)/\(CacheReplicationGroup.number(number))".utf8)
    }) {
      number += 1
    }
    guard hasPower(zone), let subnet = group.subnets.first(where: { ec2.subnets[$0]?.zone == zone }) else {
      throw CacheError.noCapacity
    }
    // Addresses of nodes that are being made are in the world only when all of them are.
    var address = takePrivateAddress(in: subnet)
    var tries = 0
    while let taken = address, nodes.contains(where: { $0.address == taken }), tries < nodes.count {
      address = takePrivateAddress(in: subnet)
      tries += 1
    }
    guard let address else { throw CacheError.noFreeAddress(subnet) }
    return CacheReplicationGroup.Node(
      id: "\(id)/\(CacheReplicationGroup.number(number))", zone: zone, address: address)
  }
}
