import EventKernel

/// Changes a database, at once or in its next maintenance window.
package enum ModifyDBInstance: Operation {
  package static let service = "rds"
  package static let name = "ModifyDBInstance"

  /// What is to change.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var allocatedStorage: Int?
    package var dbInstanceClass: String?
    package var vpcSecurityGroupIds: [String]?
    package var applyImmediately: Bool?
    package var masterUserPassword: String?
    package var manageMasterUserPassword: Bool?
    package var dbParameterGroupName: String?
    package var backupRetentionPeriod: Int?
    package var preferredBackupWindow: String?
    package var preferredMaintenanceWindow: String?
    package var multiAZ: Bool?
    package var engineVersion: String?
    package var allowMajorVersionUpgrade: Bool?
    package var autoMinorVersionUpgrade: Bool?
    package var iops: Int?
    package var storageThroughput: Int?
    package var storageType: String?
    package var copyTagsToSnapshot: Bool?
    package var dbPortNumber: Int?
    package var publiclyAccessible: Bool?
    package var enableIAMDatabaseAuthentication: Bool?
    package var deletionProtection: Bool?
    package var maxAllocatedStorage: Int?
    package var optionGroupName: String?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    let states: [DBInstance.Status] = [
      .available, .storageOptimization, .storageFull, .incompatibleParameters,
    ]
    guard states.contains(database.status) else {
      throw AWSError("InvalidDBInstanceState", "Database instance is not in available state.")
    }
    // There are no option groups but the default ones, of which each version has its own.
    if let name = input.optionGroupName, !name.utf8.elementsEqual(RDSState.optionGroup(database).utf8) {
      throw AWSError("OptionGroupNotFoundFault", "Specified OptionGroupName: \(name) not found.")
    }
    let changes = try DatabaseChangeReading(input: input, database: database, world: world).changes()
    try applyAtOnce(input, to: key, database, changes, in: &world)
    guard !changes.isEmpty else { return world.outputOfDatabase(key) }
    if input.applyImmediately == true {
      world.rds.instances.update(key) { $0.pending = DBInstance.Changes() }
      world.beginModification(key, database.pending.merged(with: changes))
    } else {
      // What costs nothing is done at once in either way (facts: RDS, Overview.DBInstance.Modifying).
      world.rds.instances.update(key) { $0.pending = $0.pending.merged(with: changes) }
      world.scheduleWindow(key)
    }
    return world.outputOfDatabase(key)
  }

  /// A password is given where nobody but the caller keeps it: with the end of a secret, and not beside one.
  private static func checkPassword(_ input: Input, of database: DBInstance) throws(AWSError) {
    guard let password = input.masterUserPassword else {
      guard input.manageMasterUserPassword != false else {
        throw RDSError.combination(
          "MasterUserPassword must be provided when ManageMasterUserPassword is set to false.")
      }
      return
    }
    guard !(input.manageMasterUserPassword ?? (database.secretARN != nil)) else {
      throw RDSError.combination(
        "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.")
    }
    try DatabaseChecks.password(password)
  }

  /// What never waits for the maintenance window.
  private static func applyAtOnce(
    _ input: Input, to key: String, _ database: DBInstance, _ changes: DBInstance.Changes,
    in world: inout World
  ) throws(AWSError) {
    let groups =
      try input.vpcSecurityGroupIds.map { ids throws(AWSError) in
        try world.databaseSecurityGroups(ids, vpc: database.vpc)
      } ?? database.securityGroups
    try checkPassword(input, of: database)
    let windows = try DatabaseChecks.windows(
      backup: input.preferredBackupWindow, maintenance: input.preferredMaintenanceWindow,
      besides: (database.backupWindow, database.maintenanceWindow))
    try DatabaseChecks.maxAllocated(
      input.maxAllocatedStorage, size: changes.allocatedGiB ?? database.allocatedGiB)
    let engine = DatabaseEngine.named(database.engine)
    let family = engine?.family(of: changes.engineVersion ?? database.engineVersion) ?? ""
    let group =
      try input.dbParameterGroupName.map { name throws(AWSError) in
        try world.parameterGroupName(name, family: family, in: database.region)
      } ?? database.parameterGroup
    let isPublic = input.publiclyAccessible ?? database.isPubliclyAccessible
    let address = isPublic ? database.publicAddress ?? world.drawPublicAddress(in: database.region) : nil
    let now = world.now
    world.rds.instances.update(key) { row in
      row.securityGroups = groups
      row.masterPassword = input.masterUserPassword ?? row.masterPassword
      if input.masterUserPassword != nil { row.passwordGiven = now }
      if input.manageMasterUserPassword == false { row.watching.secretSuffix = nil }
      if input.manageMasterUserPassword == true, row.watching.secretSuffix == nil {
        row.watching.secretSuffix = AWSName.letters(6, AWSName.hash(row.resourceID), 0)
        row.masterPassword = nil
      }
      row.isPubliclyAccessible = isPublic
      row.publicAddress = address
      row.deletionProtection = input.deletionProtection ?? row.deletionProtection
      row.copiesTagsToSnapshots = input.copyTagsToSnapshot ?? row.copiesTagsToSnapshots
      row.upgradesMinorVersions = input.autoMinorVersionUpgrade ?? row.upgradesMinorVersions
      row.authenticatesByIAM = input.enableIAMDatabaseAuthentication ?? row.authenticatesByIAM
      row.maxAllocatedGiB = input.maxAllocatedStorage ?? row.maxAllocatedGiB
      row.backupWindow = windows.backup ?? row.backupWindow
      row.maintenanceWindow = windows.maintenance ?? row.maintenanceWindow
      if !group.utf8.elementsEqual(row.parameterGroup.utf8) {
        row.parameterGroup = group
        // The values of another group wait for a reboot by hand (facts: RDS, parameter groups).
        row.parameterStatus = .pendingReboot
      }
    }
    if windows.backup != nil { world.scheduleBackup(key) }
    if input.autoMinorVersionUpgrade == true, world.minorTarget(of: database) != nil {
      world.scheduleWindow(key)
    }
    world.revision.access += 1
  }
}

/// What of a call to modify a database really changes, and AWS's refusals.
struct DatabaseChangeReading {
  let input: ModifyDBInstance.Input
  let database: DBInstance
  let world: World

  /// What changes now or in the maintenance window.
  func changes() throws(AWSError) -> DBInstance.Changes {
    var changes = DBInstance.Changes()
    if let name = input.dbInstanceClass, name != database.instanceClass {
      try DatabaseChecks.instanceClass(name, in: world)
      changes.instanceClass = name
    }
    try readStorage(into: &changes)
    try readBackups(into: &changes)
    if let multiAZ = input.multiAZ, multiAZ != database.isMultiAZ {
      guard !multiAZ || world.standbyPlace(for: database) != nil else {
        throw RDSError.noStandby
      }
      changes.isMultiAZ = multiAZ
    }
    if let port = input.dbPortNumber, port != database.port {
      try DatabaseChecks.port(port)
      changes.port = port
    }
    if let wish = input.engineVersion { changes.engineVersion = try version(wish) }
    return changes
  }

  private func readBackups(into changes: inout DBInstance.Changes) throws(AWSError) {
    guard let days = input.backupRetentionPeriod, days != database.backupRetentionDays else { return }
    try DatabaseChecks.retention(days)
    let key = RDSState.key(database.identifier, database.region)
    guard days > 0 || world.replicas(of: key).isEmpty else {
      throw RDSError.combination(
        "Cannot set the backup retention period to 0 because \(database.identifier) has read replicas.")
    }
    changes.backupRetentionDays = days
  }

  /// The version to upgrade to; `nil` when the database has it.
  private func version(_ wish: String) throws(AWSError) -> String? {
    guard let engine = DatabaseEngine.named(database.engine) else { return nil }
    let version = try engine.version(wished: wish)
    guard !version.utf8.elementsEqual(database.engineVersion.utf8) else { return nil }
    guard
      let target = engine.targets(from: database.engineVersion)
        .first(where: { $0.version.utf8.elementsEqual(version.utf8) })
    else {
      throw RDSError.combination(
        "Cannot upgrade \(database.engine) from \(database.engineVersion) to \(version)")
    }
    guard target.isMajor else { return version }
    guard input.allowMajorVersionUpgrade == true else {
      throw RDSError.combination(
        "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
    }
    let isOwn = !database.parameterGroup.hasPrefix("default.")
    guard !isOwn || input.dbParameterGroupName != nil else {
      throw RDSError.combination(
        "The current DB instance parameter group \(database.parameterGroup) is custom. You must explicitly"
          + " specify a new DB parameter group instance, either default or custom, for the engine version"
          + " upgrade.")
    }
    // Replicas are upgraded before their source (facts: RDS, upgrading MySQL).
    let key = RDSState.key(database.identifier, database.region)
    guard world.replicas(of: key).allSatisfy({ world.rds.instances[$0]?.engineVersion == version }) else {
      throw AWSError(
        "DBUpgradeDependencyFailure",
        "The read replicas of \(database.identifier) must be upgraded to \(version) first.")
    }
    return version
  }

  private func readStorage(into changes: inout DBInstance.Changes) throws(AWSError) {
    if let size = input.allocatedStorage, size != database.allocatedGiB {
      // Storage grows by at least a tenth and never shrinks (facts: RDS 10.3).
      guard size * 10 >= database.allocatedGiB * 11 else {
        throw RDSError.combination(
          size < database.allocatedGiB
            ? "Requested size is less than the current allocated storage size."
            : "The allocated storage size must be increased by at least 10 percent.")
      }
      changes.allocatedGiB = size
    }
    if let type = input.storageType, type != database.storageType { changes.storageType = type }
    if let iops = input.iops, iops != database.iops { changes.iops = iops }
    if let throughput = input.storageThroughput, throughput != database.throughput {
      changes.throughput = throughput
    }
    if changes.changesStorage { try validateStorage(changes) }
  }

  private func validateStorage(_ changes: DBInstance.Changes) throws(AWSError) {
    let recent = database.storageChanges.filter { world.now - $0 < .days(1) }
    guard database.status != .storageOptimization, recent.count < RDSTimings.storageChangesPerDay else {
      throw RDSError.combination(
        "You can't currently modify the storage of this DB instance because the previous storage change is"
          + " being optimized.")
    }
    let keepsType = changes.storageType == nil
    try DatabaseStorage.validate(
      engine: database.engine, type: changes.storageType ?? database.storageType,
      size: changes.allocatedGiB ?? database.allocatedGiB,
      iops: changes.iops ?? (keepsType ? database.iops : nil),
      throughput: changes.throughput ?? (keepsType ? database.throughput : nil))
  }
}
