package import EventKernel

/// What a call may say of a database that is made of a backup; all else is as it was, except where AWS takes defaults.
protocol RestoreWishes {
  var dbInstanceClass: String? { get }
  var port: Int? { get }
  var availabilityZone: String? { get }
  var dbSubnetGroupName: String? { get }
  var multiAZ: Bool? { get }
  var publiclyAccessible: Bool? { get }
  var autoMinorVersionUpgrade: Bool? { get }
  var engine: String? { get }
  var iops: Int? { get }
  var storageThroughput: Int? { get }
  var tags: [Tags.Tag]? { get }
  var storageType: String? { get }
  var vpcSecurityGroupIds: [String]? { get }
  var copyTagsToSnapshot: Bool? { get }
  var enableIAMDatabaseAuthentication: Bool? { get }
  var dbParameterGroupName: String? { get }
  var deletionProtection: Bool? { get }
  var allocatedStorage: Int? { get }
  var backupRetentionPeriod: Int? { get }
  var preferredBackupWindow: String? { get }
}

extension World {
  /// The plan of a database made of a backup: the default parameter group, security group and subnet group, and one
  /// zone, unless the call says otherwise (facts: RDS API Reference, RestoreDBInstanceFromDBSnapshot).
  fileprivate mutating func plan(
    _ identifier: String, of source: DBInstance, _ wishes: some RestoreWishes, in region: Region
  ) throws(AWSError) -> DatabasePlan {
    if let engine = wishes.engine, !engine.utf8.elementsEqual(source.engine.utf8) {
      throw AWSError("InvalidRestoreFault", "Cannot restore from engine \(source.engine) to \(engine).")
    }
    let instanceClass = wishes.dbInstanceClass ?? source.instanceClass
    try DatabaseChecks.instanceClass(instanceClass, in: self)
    try DatabaseChecks.port(wishes.port)
    try DatabaseChecks.retention(wishes.backupRetentionPeriod)
    try DatabaseChecks.zone(wishes.availabilityZone, isMultiAZ: wishes.multiAZ)
    let size = wishes.allocatedStorage ?? source.allocatedGiB
    guard size >= source.allocatedGiB else {
      throw RDSError.combination("Requested size is less than the storage size of the source.")
    }
    let type = wishes.storageType ?? source.storageType
    let keepsType = type.utf8.elementsEqual(source.storageType.utf8)
    let iops = wishes.iops ?? (keepsType ? source.iops : nil)
    let throughput = wishes.storageThroughput ?? (keepsType ? source.throughput : nil)
    try DatabaseStorage.validate(
      engine: source.engine, type: type, size: size, iops: iops, throughput: throughput)
    let family = DatabaseEngine.named(source.engine)?.family(of: source.engineVersion) ?? ""
    let parameterGroup = try parameterGroupName(wishes.dbParameterGroupName, family: family, in: region)
    let windows = try DatabaseChecks.windows(
      backup: wishes.preferredBackupWindow, maintenance: nil,
      besides: (source.backupWindow, nil))
    // Without tags of the call the source's are taken over (facts: RDS User Guide, copying tags).
    let inherited = wishes.tags == nil ? databaseNow(of: source)?.tags ?? Tags() : Tags()
    let tags = try inherited.adding(wishes.tags, refusing: RDSTagging.refusal)
    let group = try databaseSubnetGroup(wishes.dbSubnetGroupName, in: region)
    let groups = try databaseSecurityGroups(wishes.vpcSecurityGroupIds, vpc: group.vpc)
    return DatabasePlan(
      identifier: identifier, group: group, groups: groups,
      zone: wishes.availabilityZone.map { Zone(rawValue: $0) }, instanceClass: instanceClass,
      engine: source.engine, engineVersion: source.engineVersion, masterUsername: source.masterUsername,
      masterPassword: source.masterPassword,
      databaseName: source.databaseName, allocatedGiB: size, storageType: type, iops: iops,
      throughput: throughput, isMultiAZ: wishes.multiAZ ?? false, port: wishes.port ?? source.port,
      isPublic: wishes.publiclyAccessible ?? group.name.utf8.elementsEqual("default".utf8),
      backupRetentionDays: wishes.backupRetentionPeriod ?? source.backupRetentionDays,
      backupWindow: windows.backup ?? source.backupWindow,
      maintenanceWindow: windows.backup.map { source.maintenanceWindow.beside($0) }
        ?? source.maintenanceWindow,
      parameterGroup: parameterGroup, deletionProtection: wishes.deletionProtection ?? false,
      maxAllocatedGiB: nil, copiesTagsToSnapshots: wishes.copyTagsToSnapshot ?? false,
      upgradesMinorVersions: wishes.autoMinorVersionUpgrade ?? source.upgradesMinorVersions,
      authenticatesByIAM: wishes.enableIAMDatabaseAuthentication ?? source.authenticatesByIAM,
      isEncrypted: source.isEncrypted, usedBytes: source.usedBytes, replication: nil, tags: tags)
  }

  /// The database that another was, as it is now; `nil` when it was deleted.
  private func databaseNow(of source: DBInstance) -> DBInstance? {
    rds.instances.rows.first { $0.resourceID.utf8.elementsEqual(source.resourceID.utf8) }
  }
}

/// Makes a database of a snapshot: always a new one, with an endpoint of its own.
package enum RestoreDBInstanceFromDBSnapshot: Operation {
  package static let service = "rds"
  package static let name = "RestoreDBInstanceFromDBSnapshot"

  /// The snapshot, and what is to differ.
  package struct Input: Decodable, Sendable, RestoreWishes {
    package var dbInstanceIdentifier: String
    package var dbSnapshotIdentifier: String?
    package var dbInstanceClass: String?
    package var port: Int?
    package var availabilityZone: String?
    package var dbSubnetGroupName: String?
    package var multiAZ: Bool?
    package var publiclyAccessible: Bool?
    package var autoMinorVersionUpgrade: Bool?
    package var engine: String?
    package var iops: Int?
    package var storageThroughput: Int?
    package var tags: [Tags.Tag]?
    package var storageType: String?
    package var vpcSecurityGroupIds: [String]?
    package var copyTagsToSnapshot: Bool?
    package var enableIAMDatabaseAuthentication: Bool?
    package var dbParameterGroupName: String?
    package var deletionProtection: Bool?
    package var allocatedStorage: Int?
    package var backupRetentionPeriod: Int?
    package var preferredBackupWindow: String?
  }

  package typealias Output = DBInstanceOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier)
      .onDatabaseSnapshot(input.dbSnapshotIdentifier).tagging(input.tags)
      .requests
  }

  // Simplified: rds-restored-at-full-speed
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let identifier = try DatabaseChecks.identifier(input.dbInstanceIdentifier)
    guard let name = input.dbSnapshotIdentifier else {
      throw RDSError.combination(
        "Either DBSnapshotIdentifier or DBClusterSnapshotIdentifier must be specified.")
    }
    let snapshot = try world.snapshot(named: name, in: context.region).row
    guard snapshot.region == context.region else { throw RDSError.snapshotNotFound(name) }
    try world.checkRoomForDatabase(identifier, in: context.region)
    guard snapshot.status == .available else {
      throw AWSError(
        "InvalidDBSnapshotState",
        "Cannot restore from the snapshot \(snapshot.identifier) because it is not in the available state.")
    }
    let plan = try world.plan(identifier, of: snapshot.source, input, in: context.region)
    let key = try world.make(plan, lasting: RDSTimings.restore)
    world.noteOrigin(
      world.origin(ofBackup: snapshot.source, upTo: snapshot.source.writes.last), ofDatabase: key)
    return world.outputOfDatabase(key)
  }
}

/// Makes a database as another was at a moment: always a new one, with an endpoint of its own.
package enum RestoreDBInstanceToPointInTime: Operation {
  package static let service = "rds"
  package static let name = "RestoreDBInstanceToPointInTime"

  /// The source, the moment, and what is to differ.
  package struct Input: Decodable, Sendable, RestoreWishes {
    package var sourceDBInstanceIdentifier: String?
    package var targetDBInstanceIdentifier: String
    package var restoreTime: Instant?
    package var useLatestRestorableTime: Bool?
    package var dbInstanceClass: String?
    package var port: Int?
    package var availabilityZone: String?
    package var dbSubnetGroupName: String?
    package var multiAZ: Bool?
    package var publiclyAccessible: Bool?
    package var autoMinorVersionUpgrade: Bool?
    package var engine: String?
    package var iops: Int?
    package var storageThroughput: Int?
    package var copyTagsToSnapshot: Bool?
    package var tags: [Tags.Tag]?
    package var storageType: String?
    package var vpcSecurityGroupIds: [String]?
    package var enableIAMDatabaseAuthentication: Bool?
    package var dbParameterGroupName: String?
    package var deletionProtection: Bool?
    package var sourceDbiResourceId: String?
    package var sourceDBInstanceAutomatedBackupsArn: String?
    package var allocatedStorage: Int?
    package var backupRetentionPeriod: Int?
    package var preferredBackupWindow: String?
  }

  package typealias Output = DBInstanceOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.targetDBInstanceIdentifier)
      .onDatabase(input.sourceDBInstanceIdentifier).tagging(input.tags)
      .requests
  }

  // Simplified: rds-restored-as-it-is-now
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let identifier = try DatabaseChecks.identifier(
      input.targetDBInstanceIdentifier, parameter: "TargetDBInstanceIdentifier")
    let (source, end) = try source(of: input, in: world, region: context.region)
    try world.checkRoomForDatabase(identifier, in: context.region)
    guard source.backupRetentionDays > 0 else {
      throw AWSError(
        "PointInTimeRestoreNotEnabled",
        "Point-in-time restore is not enabled for \(source.identifier): its backup retention period is 0.")
    }
    guard let span = source.restorableSpan(at: end) else {
      throw AWSError("InvalidDBInstanceState", "\(source.identifier) has no backup yet.")
    }
    var wanted = span.upperBound
    switch (input.restoreTime, input.useLatestRestorableTime ?? false) {
    case (nil, true): break
    case (nil, false):
      throw RDSError.combination("Either RestoreTime or UseLatestRestorableTime must be specified.")
    case (.some, true):
      throw RDSError.combination("RestoreTime can't be specified if UseLatestRestorableTime is true.")
    case (let moment?, false):
      guard moment <= span.upperBound else {
        throw RDSError.invalid(
          "The specified instance cannot be restored to a time later than"
            + " \(span.upperBound.iso8601Milliseconds)")
      }
      guard moment >= span.lowerBound else {
        throw RDSError.invalid(
          "The specified instance cannot be restored to a time earlier than"
            + " \(span.lowerBound.iso8601Milliseconds)")
      }
      wanted = moment
    }
    let plan = try world.plan(identifier, of: source, input, in: context.region)
    let key = try world.make(plan, lasting: RDSTimings.restoreToPointInTime)
    world.noteOrigin(
      world.origin(ofBackup: source, upTo: source.writes.number(at: wanted)), ofDatabase: key)
    return world.outputOfDatabase(key)
  }

  /// The database that is restored, and the moment at which its backups end; a deleted one by its resource id.
  private static func source(
    of input: Input, in world: World, region: Region
  ) throws(AWSError) -> (DBInstance, Instant) {
    // Backups are replicated to no other Region, and only such have an ARN.
    if let arn = input.sourceDBInstanceAutomatedBackupsArn, input.sourceDBInstanceIdentifier == nil,
      input.sourceDbiResourceId == nil
    {
      throw AWSError("DBInstanceAutomatedBackupNotFound", "Automated backup \(arn) not found.")
    }
    switch (input.sourceDBInstanceIdentifier, input.sourceDbiResourceId) {
    case (let name?, nil): return (try world.database(named: name, in: region).row, world.now)
    case (nil, let id?):
      let live = world.rds.instances.rows.first {
        $0.region == region && $0.resourceID.utf8.elementsEqual(id.utf8)
      }
      if let live { return (live, world.now) }
      guard let kept = world.rds.retainedBackups[id], kept.source.region == region else {
        throw AWSError("DBInstanceAutomatedBackupNotFound", "Automated backup for \(id) not found.")
      }
      return (kept.source, kept.deletion)
    case (nil, nil), (.some, .some):
      throw RDSError.combination(
        "Exactly one of SourceDBInstanceIdentifier, SourceDbiResourceId and"
          + " SourceDBInstanceAutomatedBackupsArn must be specified.")
    }
  }
}
