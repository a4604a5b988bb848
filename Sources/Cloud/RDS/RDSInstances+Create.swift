import EventKernel

/// Creates a database.
package enum CreateDBInstance: Operation {
  package static let service = "rds"
  package static let name = "CreateDBInstance"

  /// What to create and where.
  package struct Input: Decodable, Sendable {
    package var dbName: String?
    package var dbInstanceIdentifier: String
    package var allocatedStorage: Int?
    package var dbInstanceClass: String
    package var engine: String
    package var masterUsername: String?
    package var masterUserPassword: String?
    package var vpcSecurityGroupIds: [String]?
    package var availabilityZone: String?
    package var dbSubnetGroupName: String?
    package var preferredMaintenanceWindow: String?
    package var dbParameterGroupName: String?
    package var backupRetentionPeriod: Int?
    package var preferredBackupWindow: String?
    package var port: Int?
    package var multiAZ: Bool?
    package var engineVersion: String?
    package var autoMinorVersionUpgrade: Bool?
    package var licenseModel: String?
    package var iops: Int?
    package var storageThroughput: Int?
    package var publiclyAccessible: Bool?
    package var tags: [Tags.Tag]?
    package var storageType: String?
    package var storageEncrypted: Bool?
    package var kmsKeyId: String?
    package var copyTagsToSnapshot: Bool?
    package var enableIAMDatabaseAuthentication: Bool?
    package var deletionProtection: Bool?
    package var maxAllocatedStorage: Int?
    package var dbClusterIdentifier: String?
    package var manageMasterUserPassword: Bool?
    package var monitoringInterval: Int?
    package var monitoringRoleArn: String?
    package var enablePerformanceInsights: Bool?
    package var performanceInsightsRetentionPeriod: Int?
    package var enableCloudwatchLogsExports: [String]?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region
    let identifier = try DatabaseChecks.identifier(input.dbInstanceIdentifier)
    // No cluster of Aurora is ever there to join.
    if let cluster = input.dbClusterIdentifier {
      throw AWSError("DBClusterNotFoundFault", "DBCluster \(cluster) not found.")
    }
    let engine = try DatabaseEngine.wanted(input.engine)
    let version = try engine.version(wished: input.engineVersion)
    try validate(input, engine: engine, in: world)
    guard input.kmsKeyId == nil || input.storageEncrypted == true else {
      throw RDSError.combination("KmsKeyId can be specified only when StorageEncrypted is true.")
    }
    try world.checkDatabaseKey(input.kmsKeyId, in: region)
    var watching = try DatabaseWatching(input, engine: engine, version: version)
    try world.checkRoomForDatabase(identifier, in: region)
    let parameterGroup = try world.parameterGroupName(
      input.dbParameterGroupName, family: engine.family(of: version), in: region)
    let windows = try DatabaseChecks.windows(
      backup: input.preferredBackupWindow, maintenance: input.preferredMaintenanceWindow,
      besides: (nil, nil))
    let tags = try Tags().adding(input.tags, refusing: RDSTagging.refusal)
    let group = try world.databaseSubnetGroup(input.dbSubnetGroupName, in: region)
    let groups = try world.databaseSecurityGroups(input.vpcSecurityGroupIds, vpc: group.vpc)
    let plan = DatabasePlan(
      identifier: identifier, group: group, groups: groups,
      zone: input.availabilityZone.map { Zone(rawValue: $0) }, instanceClass: input.dbInstanceClass,
      engine: engine.name, engineVersion: version, masterUsername: input.masterUsername ?? "",
      masterPassword: input.masterUserPassword,
      databaseName: input.dbName, allocatedGiB: input.allocatedStorage ?? 0,
      storageType: input.storageType ?? DatabaseStorage.defaultType(iops: input.iops), iops: input.iops,
      throughput: input.storageThroughput, isMultiAZ: input.multiAZ ?? false, port: input.port ?? engine.port,
      isPublic: input.publiclyAccessible ?? group.name.utf8.elementsEqual("default".utf8),
      backupRetentionDays: input.backupRetentionPeriod ?? 1, backupWindow: windows.backup,
      maintenanceWindow: windows.maintenance, parameterGroup: parameterGroup,
      deletionProtection: input.deletionProtection ?? false, maxAllocatedGiB: input.maxAllocatedStorage,
      copiesTagsToSnapshots: input.copyTagsToSnapshot ?? false,
      upgradesMinorVersions: input.autoMinorVersionUpgrade ?? true,
      authenticatesByIAM: input.enableIAMDatabaseAuthentication ?? false,
      isEncrypted: input.storageEncrypted ?? false, usedBytes: DatabaseStorage.emptyBytes, replication: nil,
      tags: tags)
    let key = try world.make(
      plan, lasting: plan.isMultiAZ ? RDSTimings.creationMultiAZ : RDSTimings.creation)
    if input.manageMasterUserPassword == true, let id = world.rds.instances[key]?.resourceID {
      watching.secretSuffix = AWSName.letters(6, AWSName.hash(id), 0)
    }
    let given = input.masterUserPassword == nil ? nil : world.now
    world.rds.instances.update(key) {
      $0.watching = watching
      $0.passwordGiven = given
    }
    return world.outputOfDatabase(key)
  }

  private static func validate(
    _ input: Input, engine: DatabaseEngine, in world: World
  ) throws(AWSError) {
    try DatabaseChecks.instanceClass(input.dbInstanceClass, in: world)
    try DatabaseChecks.masterUser(input.masterUsername, engine: engine.name)
    try DatabaseChecks.databaseName(input.dbName)
    if input.manageMasterUserPassword == true {
      guard input.masterUserPassword == nil else {
        throw RDSError.combination(
          "You can't specify MasterUserPassword when you turn on ManageMasterUserPassword.")
      }
    } else {
      try DatabaseChecks.password(input.masterUserPassword)
    }
    if let license = input.licenseModel, !license.utf8.elementsEqual(engine.license.utf8) {
      throw RDSError.combination("Invalid license model '\(license)' for engine '\(engine.name)'.")
    }
    let size = input.allocatedStorage ?? 0
    try DatabaseStorage.validate(
      engine: input.engine, type: input.storageType ?? DatabaseStorage.defaultType(iops: input.iops),
      size: size, iops: input.iops, throughput: input.storageThroughput)
    try DatabaseChecks.maxAllocated(input.maxAllocatedStorage, size: size)
    try DatabaseChecks.retention(input.backupRetentionPeriod)
    try DatabaseChecks.port(input.port)
    try DatabaseChecks.zone(input.availabilityZone, isMultiAZ: input.multiAZ)
  }
}
