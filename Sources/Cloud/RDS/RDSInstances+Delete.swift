import EventKernel

/// Deletes a database, after a last snapshot unless that is skipped.
package enum DeleteDBInstance: Operation {
  package static let service = "rds"
  package static let name = "DeleteDBInstance"

  /// Which database, the name of the last snapshot, and whether its backups go with it.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var skipFinalSnapshot: Bool?
    package var finalDBSnapshotIdentifier: String?
    package var deleteAutomatedBackups: Bool?
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
    case (false, let name?):
      guard database.replication == nil else {
        throw RDSError.combination(
          "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance")
      }
      try keepSnapshot(named: name, of: database, in: &world)
    }
    guard database.status != .deleting else {
      throw AWSError(
        "InvalidDBInstanceState", "Instance \(database.identifier) is already being deleted.")
    }
    if input.deleteAutomatedBackups == false, database.backupRetentionDays > 0 {
      world.rds.retainedBackups[database.resourceID] = RetainedBackup(source: database, deletion: world.now)
      world.schedule(
        .rds(.retainedBackupExpires(resourceID: database.resourceID)),
        in: .days(database.backupRetentionDays))
    }
    world.rds.instances.update(key) {
      $0.service = .down
      $0.downSince = nil
    }
    world.beginTransition(key, to: .deleting, lasting: RDSTimings.deletion)
    return world.outputOfDatabase(key)
  }

  private static func keepSnapshot(
    named text: String, of database: DBInstance, in world: inout World
  ) throws(AWSError) {
    guard database.status != .creating else {
      throw AWSError(
        "InvalidDBInstanceState",
        "Cannot create a snapshot because the database instance \(database.identifier) is not currently"
          + " in the available state.")
    }
    let name = try world.snapshotName(
      text, parameter: "FinalDBSnapshotIdentifier", in: database.region)
    world.keepSnapshot(
      named: name, of: database, tags: database.copiesTagsToSnapshots ? database.tags : Tags())
  }
}

extension World {
  /// Keeps a snapshot of a database that is about to stop or to go.
  mutating func keepSnapshot(named name: String, of database: DBInstance, tags: Tags) {
    _ = addSnapshot(
      DBSnapshot(
        identifier: name, region: database.region, arn: RDSState.arn("snapshot", name, database.region),
        kind: .manual, status: .creating, source: database, creation: now, dataTime: now,
        completion: now + RDSTimings.snapshot, tags: tags))
  }

  /// What follows from a database's end: its replicas stand alone, its automated snapshots go or are kept.
  mutating func settleDeletion(of database: DBInstance, key: String) {
    for replica in replicas(of: key) {
      // One that is being promoted has parted already.
      if rds.instances[replica]?.promotes == false { partWrites(ofReplica: replica, from: database) }
      rds.instances.update(replica) { row in
        // In its Region a replica becomes a primary by itself, elsewhere replication ends (facts: RDS 10.2).
        if row.region == database.region {
          row.replication = nil
          row.backupRetentionDays = max(1, row.backupRetentionDays)
          row.backedUpSince = now
        } else {
          row.replication?.isReplicating = false
        }
      }
      scheduleBackup(replica)
      note("database-replica-alone", rds.instances[replica]?.identifier ?? replica, database.identifier)
    }
    guard rds.retainedBackups[database.resourceID] == nil else { return }
    removeAutomatedSnapshots(of: database.resourceID, before: nil)
  }

  /// Deletes the automated snapshots of a database, all of them or those before a moment.
  mutating func removeAutomatedSnapshots(of resourceID: String, before moment: Instant?) {
    for (key, snapshot) in rds.snapshots
    where snapshot.kind == .automated && snapshot.source.resourceID.utf8.elementsEqual(resourceID.utf8) {
      if let moment, snapshot.creation >= moment { continue }
      rds.snapshots[key] = nil
    }
  }
}
