import EventKernel

/// Creates a cache: a primary and its replicas.
package enum CreateReplicationGroup: Operation {
  package static let service = "elasticache"
  package static let name = "CreateReplicationGroup"

  /// What to create and where.
  package struct Input: Decodable, Sendable, CacheCareWishes {
    package var replicationGroupId: String
    package var replicationGroupDescription: String
    package var automaticFailoverEnabled: Bool?
    package var multiAZEnabled: Bool?
    package var numCacheClusters: Int?
    package var preferredCacheClusterAZs: [String]?
    package var numNodeGroups: Int?
    package var replicasPerNodeGroup: Int?
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
    package var authToken: String?
    package var transitEncryptionEnabled: Bool?
    package var transitEncryptionMode: String?
    package var atRestEncryptionEnabled: Bool?
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let id = input.replicationGroupId.lowercased()
    let key = ElastiCacheState.key(id, context.region)
    let count = try validate(input, id: id, in: world)
    guard world.elastiCache.replicationGroups[key] == nil else {
      throw AWSError(
        "ReplicationGroupAlreadyExists", "Replication group \(id) already exists.")
    }
    let (engine, version) = try engine(input)
    var settings = CacheSettings()
    try settings.encrypt(
      CacheSettings.EncryptionWish(
        transit: input.transitEncryptionEnabled, mode: input.transitEncryptionMode,
        atRest: input.atRestEncryptionEnabled, password: input.authToken), engine: engine.name)
    try settings.change(input, engine: engine.name, isNew: true)
    let parameterGroup = try world.cacheParameterGroupName(
      input.cacheParameterGroupName, family: engine.family(of: version), in: context.region)
    if let name = input.snapshotName {
      guard let snapshot = world.elastiCache.snapshots[ElastiCacheState.key(name, context.region)] else {
        throw CacheError.snapshotNotFound(name)
      }
      guard snapshot.isAvailable else {
        throw AWSError("InvalidSnapshotState", "Snapshot \(name) is not in the available state.")
      }
    }
    let tags = try Tags().adding(input.tags, refusing: CacheTagging.refusal)
    let subnetGroup = try world.cacheSubnetGroup(input.cacheSubnetGroupName, in: context.region)
    let groups = try world.cacheSecurityGroups(input.securityGroupIds, vpc: subnetGroup.vpc)
    let zones = try zones(input, count: count, of: subnetGroup, in: world)
    var nodes: [CacheReplicationGroup.Node] = []
    for zone in zones {
      nodes.append(try world.makeCacheNode(id: id, in: zone, of: subnetGroup, after: nodes))
    }
    let suffix =
      "\(AWSName.accountHash(context.region).suffix(6)).ng.0001.\(world.cacheRegionCode(context.region))"
      + ".cache.amazonaws.com"
    world.elastiCache.replicationGroups[key] = CacheReplicationGroup(
      id: id, region: context.region, arn: ElastiCacheState.arn("replicationgroup", id, context.region),
      description: input.replicationGroupDescription, engine: engine.name, engineVersion: version,
      nodeType: input.cacheNodeType ?? "", automaticFailover: input.automaticFailoverEnabled ?? false,
      multiAZ: input.multiAZEnabled ?? false, port: input.port ?? 6_379, subnetGroup: subnetGroup.name,
      vpc: subnetGroup.vpc, securityGroups: groups, primaryEndpoint: "\(id).\(suffix)",
      readerEndpoint: "\(id)-ro.\(suffix)", status: "creating", nodes: nodes, primary: 0,
      creation: world.now, tags: tags, parameterGroup: parameterGroup,
      parameters: world.values(ofCacheParameterGroup: parameterGroup, in: context.region),
      settings: settings)
    world.scheduleCacheSnapshot(key)
    world.beginTransition(ofCache: key, to: "creating", lasting: CacheTimings.creation)
    return world.outputOfCache(key)
  }

  /// Checks what needs no other resource and gives the number of nodes.
  private static func validate(_ input: Input, id: String, in world: World) throws(AWSError) -> Int {
    let isName =
      id.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }
      && (1...40).contains(id.utf8.count) && id.utf8.first.map { $0 >= 97 } == true && id.utf8.last != 45
    guard isName else {
      throw CacheError.invalid(
        "The parameter ReplicationGroupId is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    guard let type = input.cacheNodeType, world.catalog.cacheNodeType(type) != nil else {
      throw CacheError.invalid(
        "The parameter CacheNodeType has invalid value: \(input.cacheNodeType ?? "null")")
    }
    guard input.numNodeGroups ?? 1 == 1 else {
      throw CacheError.invalid(
        "The simulated ElastiCache has cluster mode disabled only: NumNodeGroups must be 1.")
    }
    if let replicas = input.replicasPerNodeGroup, !(0...5).contains(replicas) {
      throw CacheError.invalid("Replicas per node group must be between 0 and 5.")
    }
    if input.numCacheClusters != nil, input.replicasPerNodeGroup != nil {
      throw CacheError.combination("Cannot specify both NumCacheClusters and ReplicasPerNodeGroup.")
    }
    let count = input.numCacheClusters ?? (input.replicasPerNodeGroup ?? 0) + 1
    guard (1...6).contains(count) else {
      throw CacheError.invalid("The number of cache clusters must be between 1 and 6.")
    }
    if input.automaticFailoverEnabled == true, count < 2 {
      throw CacheError.combination("Must specify at least two cache clusters in order to auto failover.")
    }
    if input.multiAZEnabled == true, input.automaticFailoverEnabled != true {
      throw CacheError.combination("Must enable automatic failover to enable Multi-AZ.")
    }
    if let zones = input.preferredCacheClusterAZs, !zones.isEmpty, zones.count != count {
      throw CacheError.invalid(
        "The number of preferred Availability Zones must match the number of cache clusters.")
    }
    return count
  }

  private static func engine(_ input: Input) throws(AWSError) -> (CacheEngine, String) {
    let name = input.engine ?? "redis"
    guard let engine = CacheEngine.named(name), !name.utf8.elementsEqual("memcached".utf8) else {
      throw CacheError.invalid("Invalid engine type: \(name)")
    }
    return (engine, try engine.version(wished: input.engineVersion))
  }

  /// The zone of each node: as wished, else the group's zones in turn.
  private static func zones(
    _ input: Input, count: Int, of group: CacheSubnetGroup, in world: World
  ) throws(AWSError) -> [Zone] {
    let covered = world.zones(of: group)
    if let wished = input.preferredCacheClusterAZs, !wished.isEmpty {
      for name in wished where !covered.contains(Zone(rawValue: name)) {
        throw CacheError.invalid("\(name) is not a valid availability zone.")
      }
      if input.multiAZEnabled == true, wished.allSatisfy({ $0 == wished[0] }) {
        throw CacheError.combination("Multi-AZ requires nodes in at least two Availability Zones.")
      }
      return wished.map(Zone.init)
    }
    let usable = covered.filter(world.hasPower)
    guard !usable.isEmpty else {
      throw AWSError(
        "InsufficientCacheClusterCapacity",
        "The requested cache node type is not available in the specified Availability Zone.")
    }
    if input.multiAZEnabled == true, usable.count < 2 {
      throw CacheError.combination("Multi-AZ requires nodes in at least two Availability Zones.")
    }
    return (0..<count).map { usable[$0 % usable.count] }
  }
}

extension World {
  /// The short code of a Region in endpoint names of ElastiCache, such as `apn2`.
  func cacheRegionCode(_ region: Region) -> String {
    if region.rawValue.utf8.elementsEqual("ap-northeast-2".utf8) { return "apn2" }
    let id = catalog.zones(in: region).first?.id ?? region.rawValue
    return String(id.split(separator: "-").first ?? "")
  }

  /// The zones of a subnet group in order.
  func zones(of group: CacheSubnetGroup) -> [Zone] {
    var zones: [Zone] = []
    for zone in group.subnets.compactMap({ ec2.subnets[$0]?.zone }).sorted() where zones.last != zone {
      zones.append(zone)
    }
    return zones
  }

  /// A new node of a group in a zone with the lowest number that no node has.
  mutating func makeCacheNode(
    id: String, in zone: Zone, of group: CacheSubnetGroup, after nodes: [CacheReplicationGroup.Node]
  ) throws(AWSError) -> CacheReplicationGroup.Node {
    guard hasPower(zone), let subnet = group.subnets.first(where: { ec2.subnets[$0]?.zone == zone }) else {
      throw AWSError(
        "InsufficientCacheClusterCapacity",
        "The requested cache node type is not available in the specified Availability Zone.")
    }
    guard let address = takePrivateAddress(in: subnet) else { throw CacheError.noFreeAddress(subnet) }
    var number = 1
    while nodes.contains(where: { $0.id.utf8.elementsEqual("\(id)-00\(number)".utf8) }) { number += 1 }
    return CacheReplicationGroup.Node(id: "\(id)-00\(number)", zone: zone, address: address)
  }

  /// The security groups that a call names, all in one VPC; the VPC's default group when it names none.
  func cacheSecurityGroups(_ ids: [String]?, vpc: VPCID) throws(AWSError) -> [SecurityGroupID] {
    guard let ids, !ids.isEmpty else {
      return defaultSecurityGroup(of: vpc).map { [$0.id] } ?? []
    }
    var groups: [SecurityGroupID] = []
    for text in ids {
      guard let id = SecurityGroupID(text), ec2.securityGroups[id]?.vpc == vpc else {
        throw CacheError.invalid("Some security groups are invalid: \(text)")
      }
      groups.append(id)
    }
    return groups
  }
}
