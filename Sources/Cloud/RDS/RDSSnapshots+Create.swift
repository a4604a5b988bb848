import EventKernel

extension World {
  /// The most manual snapshots of an account in a Region (facts: RDS 10.4).
  static let mostSnapshots = 100

  /// Keeps a snapshot that is complete after a while.
  mutating func addSnapshot(_ snapshot: DBSnapshot) -> DBSnapshotDescription {
    let key = RDSState.key(snapshot.identifier, snapshot.region)
    rds.snapshots[key] = snapshot
    agenda.add(.rds(.snapshotCompletes(key: key, arn: snapshot.arn)), at: snapshot.completion)
    return description(of: snapshot)
  }

  /// The name of a new manual snapshot in the case that RDS keeps, or AWS's refusal.
  func snapshotName(
    _ text: String, parameter: String = "DBSnapshotIdentifier", in region: Region
  ) throws(AWSError) -> String {
    let name = text.lowercased()
    guard DatabaseChecks.isIdentifier(name, longest: 255) else {
      throw RDSError.invalid(
        "The parameter \(parameter) is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    guard rds.snapshots[RDSState.key(name, region)] == nil else {
      throw AWSError(
        "DBSnapshotAlreadyExists",
        "Cannot create the snapshot because a snapshot with the identifier \(name) already exists.")
    }
    let manual = rds.snapshots.rows.count { $0.region == region && $0.kind == .manual }
    guard manual < Self.mostSnapshots else {
      throw AWSError(
        "SnapshotQuotaExceeded", "Cannot create more than \(Self.mostSnapshots) manual snapshots")
    }
    return name
  }

  /// Takes a snapshot of a database, which shows `backing-up` meanwhile; in one zone its volume stands still at first.
  mutating func takeSnapshot(
    _ name: String, of key: String, kind: DBSnapshot.Kind, tags: Tags
  ) -> DBSnapshotDescription? {
    guard let database = rds.instances[key] else { return nil }
    let snapshot = DBSnapshot(
      identifier: name, region: database.region, arn: RDSState.arn("snapshot", name, database.region),
      kind: kind,
      status: .creating, source: database, creation: now, dataTime: now,
      completion: now + RDSTimings.snapshot, tags: tags)
    if database.status == .available {
      rds.instances.update(key) { row in
        row.status = .backingUp
        // With a standby the backup is taken there (facts: RDS 10.1).
        row.volumeSuspendedUntil = row.isMultiAZ ? nil : now + RDSTimings.suspension
      }
      revision.databases += 1
      schedule(.rds(.backupEnds(key: key, resourceID: database.resourceID)), in: RDSTimings.snapshot)
      note("database-backing-up", database.identifier)
    }
    return addSnapshot(snapshot)
  }
}

/// Takes a snapshot of a database.
package enum CreateDBSnapshot: Operation {
  package static let service = "rds"
  package static let name = "CreateDBSnapshot"

  /// Of which database, under which name.
  package struct Input: Decodable, Sendable {
    package var dbSnapshotIdentifier: String
    package var dbInstanceIdentifier: String
    package var tags: [Tags.Tag]?
  }

  package typealias Output = DBSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSnapshot(input.dbSnapshotIdentifier).onDatabase(
      input.dbInstanceIdentifier
    ).tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, database) = try world.database(named: input.dbInstanceIdentifier, in: context.region)
    let name = try world.snapshotName(input.dbSnapshotIdentifier, in: context.region)
    let copied = database.copiesTagsToSnapshots && input.tags == nil ? database.tags : Tags()
    let tags = try copied.adding(input.tags, refusing: RDSTagging.refusal)
    let states: [DBInstance.Status] = [.available, .storageOptimization, .stopped]
    guard states.contains(database.status),
      let snapshot = world.takeSnapshot(name, of: key, kind: .manual, tags: tags)
    else {
      throw AWSError(
        "InvalidDBInstanceState",
        "Cannot create a snapshot because the database instance \(database.identifier) is not currently in the"
          + " available state.")
    }
    return Output(dbSnapshot: snapshot)
  }
}

/// Copies a snapshot within its Region or from another.
package enum CopyDBSnapshot: Operation {
  package static let service = "rds"
  package static let name = "CopyDBSnapshot"

  /// The snapshot to copy, by ARN from another Region, and the copy's name.
  package struct Input: Decodable, Sendable {
    package var sourceDBSnapshotIdentifier: String
    package var targetDBSnapshotIdentifier: String
    package var tags: [Tags.Tag]?
    package var copyTags: Bool?
    package var sourceRegion: String?
    package var kmsKeyId: String?
  }

  package typealias Output = DBSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSnapshot(input.sourceDBSnapshotIdentifier)
      .onDatabaseSnapshot(input.targetDBSnapshotIdentifier).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region
    let source = try world.snapshot(named: input.sourceDBSnapshotIdentifier, in: region).row
    if let wish = input.sourceRegion, !wish.utf8.elementsEqual(source.region.rawValue.utf8) {
      throw RDSError.combination(
        "The SourceRegion \(wish) does not match the Region of the source snapshot \(source.arn).")
    }
    let name = try world.snapshotName(
      input.targetDBSnapshotIdentifier, parameter: "TargetDBSnapshotIdentifier", in: region)
    guard source.status == .available else {
      throw AWSError(
        "InvalidDBSnapshotState",
        "Cannot copy the snapshot \(source.identifier) because it is not in the available state.")
    }
    var database = source.source
    database.isEncrypted = try world.encryptsCopy(
      of: database, from: source.region, key: input.kmsKeyId, in: region, isSnapshot: true)
    let inherited = input.copyTags == true && input.tags == nil ? source.tags : Tags()
    let tags = try inherited.adding(input.tags, refusing: RDSTagging.refusal)
    let carried = RDSTimings.copyPerGiB * Int((source.source.usedBytes + (1 << 30) - 1) >> 30)
    let copy = DBSnapshot(
      identifier: name, region: region, arn: RDSState.arn("snapshot", name, region), kind: .manual,
      status: .copying, source: database, creation: world.now, dataTime: source.dataTime,
      completion: world.now + RDSTimings.snapshot + (source.region == region ? .zero : carried),
      copiedFrom: source.arn, tags: tags)
    return Output(dbSnapshot: world.addSnapshot(copy))
  }
}

/// Deletes a snapshot that was made by hand.
package enum DeleteDBSnapshot: Operation {
  package static let service = "rds"
  package static let name = "DeleteDBSnapshot"

  /// Which snapshot.
  package struct Input: Decodable, Sendable {
    package var dbSnapshotIdentifier: String
  }

  package typealias Output = DBSnapshotOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSnapshot(input.dbSnapshotIdentifier).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, snapshot) = try world.snapshot(named: input.dbSnapshotIdentifier, in: context.region)
    guard snapshot.kind == .manual else {
      throw AWSError("InvalidDBSnapshotState", "Only manual snapshots may be deleted.")
    }
    guard snapshot.status == .available else {
      throw AWSError(
        "InvalidDBSnapshotState",
        "Cannot delete the snapshot \(snapshot.identifier) because it is not in the available state.")
    }
    world.rds.snapshots[key] = nil
    var shown = world.description(of: snapshot)
    shown.status = "deleted"
    return Output(dbSnapshot: shown)
  }
}
