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
    let states: [DBInstance.Status] = [.available, .storageOptimization, .incompatibleParameters]
    guard states.contains(database.status) else { throw RDSError.notAvailable(database.identifier) }
    let forces = input.forceFailover ?? false
    guard !forces || database.isMultiAZ else {
      throw RDSError.combination(
        "ForceFailover cannot be specified since the instance is not configured for either"
          + " MultiAZ or High Availability")
    }
    if database.status == .incompatibleParameters {
      world.restartDatabase(key)
      return world.outputOfDatabase(key)
    }
    guard database.service == .serving else { throw RDSError.notAvailable(database.identifier) }
    world.rebootDatabase(key, withFailover: forces)
    return world.outputOfDatabase(key)
  }
}

/// Stops a database for at most seven days; its storage is billed on.
package enum StopDBInstance: Operation {
  package static let service = "rds"
  package static let name = "StopDBInstance"

  /// Which database, and the name of a snapshot to take before.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var dbSnapshotIdentifier: String?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    guard database.status == .available else { throw RDSError.notAvailable(database.identifier) }
    // A replica, and a source of replicas, can't be stopped (facts: RDS 10.4, USER_StopInstance).
    guard database.replication == nil else {
      throw AWSError("InvalidDBInstanceState", "Cannot stop a read replica: \(database.identifier).")
    }
    guard world.replicas(of: key).isEmpty else {
      throw AWSError(
        "InvalidDBInstanceState", "Cannot stop \(database.identifier) because it has read replicas.")
    }
    if let text = input.dbSnapshotIdentifier {
      let name = try world.snapshotName(text, in: context.region)
      let tags = database.copiesTagsToSnapshots ? database.tags : Tags()
      world.keepSnapshot(named: name, of: database, tags: tags)
    }
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
    let ready = world.now + RDSTimings.start
    world.rds.instances.update(key) {
      $0.service = .starting(until: ready)
      $0.hasFailedHost = false
    }
    world.beginTransition(key, to: .starting, lasting: RDSTimings.start)
    return world.outputOfDatabase(key)
  }
}
