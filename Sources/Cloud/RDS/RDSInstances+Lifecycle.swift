import EventKernel

/// Restarts a database, with a standby by failover if asked.
package enum RebootDBInstance: Operation {
  package static let service = "rds"
  package static let name = "RebootDBInstance"

  /// Which database.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var forceFailover: Bool?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard database.status == .available else { throw RDSError.notAvailable(database.identifier) }
    let forces = input.forceFailover ?? false
    guard !forces || database.isMultiAZ else {
      throw RDSError.combination(
        "ForceFailover cannot be specified since the instance is not configured for either"
          + " MultiAZ or High Availability")
    }
    guard database.service == .serving else { throw RDSError.notAvailable(database.identifier) }
    world.rebootDatabase(key, withFailover: forces)
    return world.outputOfDatabase(key)
  }
}

/// Stops a database; its storage is billed on.
package enum StopDBInstance: Operation {
  package static let service = "rds"
  package static let name = "StopDBInstance"

  /// Which database.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard database.status == .available else { throw RDSError.notAvailable(database.identifier) }
    world.rds.instances.update(key) {
      $0.service = .down
      $0.downSince = nil
    }
    world.beginTransition(key, to: .stopping, lasting: RDSTimings.stop)
    return world.outputOfDatabase(key)
  }
}

/// Starts a stopped database.
package enum StartDBInstance: Operation {
  package static let service = "rds"
  package static let name = "StartDBInstance"

  /// Which database.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard database.status == .stopped else {
      throw AWSError(
        "InvalidDBInstanceState", "Instance \(database.identifier) is not stopped, it cannot be started.")
    }
    guard world.hasPower(database.zone) else {
      throw AWSError(
        "InsufficientDBInstanceCapacity",
        "\(database.instanceClass) is not available in Availability Zone \(database.zone.rawValue) right now."
      )
    }
    world.rds.instances.update(key) { $0.service = .starting(until: world.now + RDSTimings.start) }
    world.beginTransition(key, to: .starting, lasting: RDSTimings.start)
    return world.outputOfDatabase(key)
  }
}

/// Deletes a database, after a last snapshot unless that is skipped.
package enum DeleteDBInstance: Operation {
  package static let service = "rds"
  package static let name = "DeleteDBInstance"

  /// Which database, and the name of the last snapshot.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var skipFinalSnapshot: Bool?
    package var finalDBSnapshotIdentifier: String?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let skips = input.skipFinalSnapshot ?? false
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard !database.deletionProtection else {
      throw RDSError.combination(
        "Cannot delete protected DB Instance, please disable deletion protection and try again.")
    }
    switch (skips, input.finalDBSnapshotIdentifier) {
    case (false, nil):
      throw RDSError.combination(
        "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    case (true, .some):
      throw RDSError.combination(
        "FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is specified.")
    case (true, nil): break
    case (false, let name?): try keepSnapshot(named: name, of: database, in: &world)
    }
    guard database.status != .deleting else {
      throw AWSError(
        "InvalidDBInstanceState", "Instance \(database.identifier) is already being deleted.")
    }
    world.rds.instances.update(key) {
      $0.service = .down
      $0.downSince = nil
    }
    world.beginTransition(key, to: .deleting, lasting: RDSTimings.deletion)
    return world.outputOfDatabase(key)
  }

  private static func keepSnapshot(
    named name: String, of database: DBInstance, in world: inout World
  ) throws(AWSError) {
    guard database.status != .creating else {
      throw AWSError(
        "InvalidDBInstanceState",
        "Cannot create a snapshot because the database instance \(database.identifier) is not currently"
          + " in the available state.")
    }
    let key = RDSState.key(name, database.region)
    guard world.rds.snapshots[key] == nil else {
      throw AWSError(
        "DBSnapshotAlreadyExists",
        "Cannot create the snapshot because a snapshot with the identifier"
          + " \(name.lowercased()) already exists.")
    }
    world.rds.snapshots[key] = DBSnapshot(
      identifier: name.lowercased(), region: database.region, database: database.identifier,
      engine: database.engine, allocatedGiB: database.allocatedGiB, creation: world.now)
  }
}
