package import EventKernel

/// The operations on read replicas.
package enum RDSReplicas {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDBInstanceReadReplica.self, PromoteReadReplica.self,
  ]

  /// The most replicas of one source (facts: `rds.replicas.max`).
  static let most = 15
  /// How many steps a replica may be away from its primary (facts: RDS 10.2).
  static let deepest = 3
  /// The age of a replica's data when it keeps up.
  package static var idleLag: Duration { RDSTimings.idleLag }
}

extension World {
  /// The keys of the databases that replicate one.
  package func replicas(of key: String) -> [String] {
    rds.instances.compactMap { id, row in
      guard let replication = row.replication, replication.source.utf8.elementsEqual(key.utf8) else {
        return nil
      }
      return id
    }
  }

  /// How many steps a database is away from the primary whose data it has.
  fileprivate func depth(of key: String) -> Int {
    var depth = 0
    var place = rds.instances[key]?.replication?.source
    while let source = place, depth <= RDSReplicas.deepest {
      depth += 1
      place = rds.instances[source]?.replication?.source
    }
    return depth
  }
}

/// Makes a read replica, in the Region of its source or in another.
package enum CreateDBInstanceReadReplica: Operation {
  package static let service = "rds"
  package static let name = "CreateDBInstanceReadReplica"

  /// The source, by ARN from another Region, and what is to differ.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var sourceDBInstanceIdentifier: String?
    package var dbInstanceClass: String?
    package var availabilityZone: String?
    package var port: Int?
    package var multiAZ: Bool?
    package var autoMinorVersionUpgrade: Bool?
    package var iops: Int?
    package var storageThroughput: Int?
    package var dbParameterGroupName: String?
    package var publiclyAccessible: Bool?
    package var tags: [Tags.Tag]?
    package var dbSubnetGroupName: String?
    package var vpcSecurityGroupIds: [String]?
    package var storageType: String?
    package var copyTagsToSnapshot: Bool?
    package var enableIAMDatabaseAuthentication: Bool?
    package var deletionProtection: Bool?
    package var maxAllocatedStorage: Int?
    package var allocatedStorage: Int?
    package var sourceRegion: String?
    package var kmsKeyId: String?
  }

  package typealias Output = DBInstanceOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier)
      .onDatabase(input.sourceDBInstanceIdentifier).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region
    let identifier = try DatabaseChecks.identifier(input.dbInstanceIdentifier)
    let (sourceKey, source) = try source(of: input, in: world, region: region)
    try world.checkRoomForDatabase(identifier, in: region)
    try validate(source, key: sourceKey, in: world)
    let isNear = source.region == region
    if isNear, input.dbSubnetGroupName != nil, input.dbSubnetGroupName?.lowercased() != source.subnetGroup {
      throw AWSError(
        "DBSubnetGroupNotAllowedFault",
        "The DB subnet group of a read replica in the Region of its source is the source's.")
    }
    let group = try world.databaseSubnetGroup(
      input.dbSubnetGroupName ?? (isNear ? source.subnetGroup : nil), in: region)
    let groups =
      input.vpcSecurityGroupIds == nil && isNear
      ? source.securityGroups : try world.databaseSecurityGroups(input.vpcSecurityGroupIds, vpc: group.vpc)
    let plan = try plan(input, identifier, of: source, sourceKey: sourceKey, group, groups, in: world)
    let key = try world.make(plan, lasting: isNear ? RDSTimings.replica : RDSTimings.replicaAcrossRegions)
    // The replica begins as a copy of a snapshot, for which a volume in one zone stands still (facts: RDS 10.1).
    if !source.isMultiAZ {
      world.rds.instances.update(sourceKey) { $0.volumeSuspendedUntil = world.now + RDSTimings.suspension }
      world.revision.databases += 1
    }
    world.note("database-replica-begun", source.identifier, identifier)
    return world.outputOfDatabase(key)
  }

  private static func source(
    of input: Input, in world: World, region: Region
  ) throws(AWSError) -> (key: String, row: DBInstance) {
    guard let name = input.sourceDBInstanceIdentifier, !name.isEmpty else {
      throw RDSError.combination(
        "Either SourceDBInstanceIdentifier or SourceDBClusterIdentifier must be specified.")
    }
    guard name.hasPrefix("arn:") else { return try world.database(named: name, in: region) }
    guard let found = world.rds.instances.first(where: { $0.row.arn.utf8.elementsEqual(name.utf8) }) else {
      throw RDSError.instanceNotFound(name)
    }
    if let wish = input.sourceRegion, !wish.utf8.elementsEqual(found.row.region.rawValue.utf8) {
      throw RDSError.combination("The SourceRegion \(wish) does not match the Region of \(name).")
    }
    return (found.id, found.row)
  }

  private static func validate(_ source: DBInstance, key: String, in world: World) throws(AWSError) {
    guard source.status == .available || source.status == .storageOptimization || source.status == .backingUp
    else { throw RDSError.notAvailable(source.identifier) }
    guard source.secretARN == nil else {
      throw RDSError.invalid(
        "Creating read replicas for source instance with engine \(source.engine) where ManageMasterUserPassword"
          + " is enabled is not supported.")
    }
    guard source.backupRetentionDays > 0 else {
      throw AWSError(
        "InvalidDBInstanceState",
        "Automated backups are not enabled for this database instance. To enable automated backups, use"
          + " ModifyDBInstance to set the backup retention period to a non-zero value.")
    }
    guard world.replicas(of: key).count < RDSReplicas.most else {
      throw AWSError(
        "InstanceQuotaExceeded",
        "The source \(source.identifier) has \(RDSReplicas.most) read replicas already.")
    }
    guard world.depth(of: key) < RDSReplicas.deepest else {
      throw AWSError(
        "InvalidDBInstanceState", "Read replicas can be chained \(RDSReplicas.deepest) levels deep at most.")
    }
  }

  private static func plan(
    _ input: Input, _ identifier: String, of source: DBInstance, sourceKey: String, _ group: DBSubnetGroup,
    _ groups: [SecurityGroupID], in world: World
  ) throws(AWSError) -> DatabasePlan {
    let region = group.region
    let isNear = source.region == region
    let isEncrypted = try world.encryptsCopy(
      of: source, from: source.region, key: input.kmsKeyId, in: region, isSnapshot: false)
    let instanceClass = input.dbInstanceClass ?? source.instanceClass
    try DatabaseChecks.instanceClass(instanceClass, in: world)
    try DatabaseChecks.port(input.port)
    try DatabaseChecks.zone(input.availabilityZone, isMultiAZ: input.multiAZ)
    let size = input.allocatedStorage ?? source.allocatedGiB
    guard size >= source.allocatedGiB else {
      throw RDSError.combination("Requested size is less than the storage size of the source.")
    }
    let type = input.storageType ?? source.storageType
    let keepsType = type.utf8.elementsEqual(source.storageType.utf8)
    let iops = input.iops ?? (keepsType ? source.iops : nil)
    let throughput = input.storageThroughput ?? (keepsType ? source.throughput : nil)
    try DatabaseStorage.validate(
      engine: source.engine, type: type, size: size, iops: iops, throughput: throughput)
    try DatabaseChecks.maxAllocated(input.maxAllocatedStorage, size: size)
    let family = DatabaseEngine.named(source.engine)?.family(of: source.engineVersion) ?? ""
    let parameterGroup = try world.parameterGroupName(
      input.dbParameterGroupName ?? (isNear ? source.parameterGroup : nil), family: family, in: region)
    return DatabasePlan(
      identifier: identifier, group: group, groups: groups,
      zone: input.availabilityZone.map { Zone(rawValue: $0) }, instanceClass: instanceClass,
      engine: source.engine, engineVersion: source.engineVersion, masterUsername: source.masterUsername,
      masterPassword: source.masterPassword,
      databaseName: source.databaseName, allocatedGiB: size, storageType: type, iops: iops,
      throughput: throughput, isMultiAZ: input.multiAZ ?? false, port: input.port ?? source.port,
      isPublic: input.publiclyAccessible ?? group.name.utf8.elementsEqual("default".utf8),
      backupRetentionDays: 0, backupWindow: source.backupWindow, maintenanceWindow: source.maintenanceWindow,
      parameterGroup: parameterGroup, deletionProtection: input.deletionProtection ?? false,
      maxAllocatedGiB: input.maxAllocatedStorage,
      copiesTagsToSnapshots: input.copyTagsToSnapshot ?? source.copiesTagsToSnapshots,
      upgradesMinorVersions: input.autoMinorVersionUpgrade ?? source.upgradesMinorVersions,
      authenticatesByIAM: input.enableIAMDatabaseAuthentication ?? false, isEncrypted: isEncrypted,
      usedBytes: source.usedBytes,
      replication: DBInstance.Replication(
        source: sourceKey, sourceName: isNear ? source.identifier : source.arn, isReplicating: true),
      tags: try Tags().adding(input.tags, refusing: RDSTagging.refusal))
  }
}

/// Makes a read replica a database of its own: replication ends, it reboots and takes writes.
package enum PromoteReadReplica: Operation {
  package static let service = "rds"
  package static let name = "PromoteReadReplica"

  /// Which replica, and how it is backed up from now on.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var backupRetentionPeriod: Int?
    package var preferredBackupWindow: String?
  }

  package typealias Output = DBInstanceOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard let replication = database.replication else {
      throw AWSError("InvalidDBInstanceState", "DB Instance is not a read replica.")
    }
    guard database.status == .available, database.service == .serving else {
      throw RDSError.notAvailable(database.identifier)
    }
    try DatabaseChecks.retention(input.backupRetentionPeriod)
    let windows = try DatabaseChecks.windows(
      backup: input.preferredBackupWindow, maintenance: nil,
      besides: (database.backupWindow, database.maintenanceWindow))
    world.rds.instances.update(key) { row in
      row.backupRetentionDays = input.backupRetentionPeriod ?? 1
      row.backupWindow = windows.backup ?? row.backupWindow
      row.changing = DBInstance.Changes()
      row.service = .starting(until: world.now + RDSTimings.replicaPromotion)
      row.promotes = true
    }
    world.note("database-promoting", database.identifier)
    if replication.isReplicating, let source = world.rds.instances[replication.source] {
      world.partWrites(ofReplica: key, from: source)
    }
    world.beginTransition(key, to: .modifying, lasting: RDSTimings.replicaPromotion)
    return world.outputOfDatabase(key)
  }
}
