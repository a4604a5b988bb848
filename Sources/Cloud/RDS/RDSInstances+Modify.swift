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
    package var backupRetentionPeriod: Int?
    package var multiAZ: Bool?
    package var iops: Int?
    package var storageType: String?
    package var publiclyAccessible: Bool?
    package var deletionProtection: Bool?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard database.status == .available || database.status == .storageOptimization else {
      throw AWSError(
        "InvalidDBInstanceState",
        "Database instance is not in available state.")
    }
    let changes = try changes(input, of: database, in: world)
    let groups =
      try input.vpcSecurityGroupIds.map { ids throws(AWSError) in
        try world.databaseSecurityGroups(ids, vpc: database.vpc)
      } ?? database.securityGroups
    // The password is checked and not kept: nobody logs in to a simulated database.
    if input.masterUserPassword != nil { try CreateDBInstance.validatePassword(input.masterUserPassword) }
    let isPublic = input.publiclyAccessible ?? database.isPubliclyAccessible
    let address = isPublic ? database.publicAddress ?? world.drawPublicAddress(in: database.region) : nil
    world.rds.instances.update(key) {
      $0.securityGroups = groups
      $0.isPubliclyAccessible = isPublic
      $0.publicAddress = address
      $0.deletionProtection = input.deletionProtection ?? $0.deletionProtection
    }
    world.revision.access += 1
    guard !changes.isEmpty else { return world.outputOfDatabase(key) }
    if input.applyImmediately == true {
      world.beginModification(key, changes)
    } else {
      world.rds.instances.update(key) { $0.pending = changes }
      world.agenda.add(
        .rds(.windowOpens(key: key, resourceID: database.resourceID)),
        at: RDSTimings.nextWindow(after: world.now))
    }
    return world.outputOfDatabase(key)
  }

  /// What really changes, or AWS's refusal.
  private static func changes(
    _ input: Input, of database: DBInstance, in world: World
  ) throws(AWSError) -> DBInstance.Changes {
    var changes = DBInstance.Changes()
    if let name = input.dbInstanceClass, name != database.instanceClass {
      guard world.catalog.dbInstanceClass(name) != nil else {
        throw RDSError.invalid("Invalid DB Instance class: \(name)")
      }
      changes.instanceClass = name
    }
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
    if changes.changesStorage { try validateStorage(changes, of: database, in: world) }
    if let days = input.backupRetentionPeriod, days != database.backupRetentionDays {
      guard (0...35).contains(days) else {
        throw RDSError.invalid("Invalid backup retention period. Retention period must be between 0 and 35.")
      }
      changes.backupRetentionDays = days
    }
    if let multiAZ = input.multiAZ, multiAZ != database.isMultiAZ {
      guard !multiAZ || world.standbyPlace(for: database) != nil else {
        throw RDSError.noStandby
      }
      changes.isMultiAZ = multiAZ
    }
    return changes
  }

  private static func validateStorage(
    _ changes: DBInstance.Changes, of database: DBInstance, in world: World
  ) throws(AWSError) {
    let recent = database.storageChanges.filter { world.now - $0 < .days(1) }
    guard database.status != .storageOptimization, recent.count < RDSTimings.storageChangesPerDay else {
      throw RDSError.combination(
        "You can't currently modify the storage of this DB instance because the previous storage change is"
          + " being optimized.")
    }
    let type = changes.storageType ?? database.storageType
    try DatabaseStorage.validate(
      engine: database.engine, type: type, size: changes.allocatedGiB ?? database.allocatedGiB,
      iops: type.utf8.elementsEqual("gp2".utf8) ? changes.iops : changes.iops ?? database.iops)
  }
}
