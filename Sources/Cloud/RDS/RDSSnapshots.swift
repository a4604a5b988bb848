package import EventKernel

/// The operations on snapshots and backups.
package enum RDSSnapshots {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDBSnapshot.self, CopyDBSnapshot.self, DeleteDBSnapshot.self, DescribeDBSnapshots.self,
    DescribeDBSnapshotAttributes.self, ModifyDBSnapshotAttribute.self,
    DescribeDBInstanceAutomatedBackups.self,
  ]
}

/// A snapshot as the API shows it.
package struct DBSnapshotDescription: Encodable, Sendable {
  package var dbSnapshotIdentifier: String
  package var dbInstanceIdentifier: String
  package var snapshotCreateTime: Instant?
  package var engine: String
  package var allocatedStorage: Int
  package var status: String
  package var port: Int
  package var availabilityZone: String
  package var vpcId: String
  package var instanceCreateTime: Instant
  package var masterUsername: String
  package var engineVersion: String
  package var licenseModel: String
  package var snapshotType: String
  package var iops: Int?
  package var storageThroughput: Int?
  package var optionGroupName: String
  package var percentProgress: Int
  package var sourceRegion: String?
  package var sourceDBSnapshotIdentifier: String?
  package var storageType: String
  package var encrypted: Bool
  package var kmsKeyId: String?
  package var dbSnapshotArn: String
  package var iamDatabaseAuthenticationEnabled: Bool
  package var dbiResourceId: String
  package var tagList: [Tags.Tag]
  package var originalSnapshotCreateTime: Instant?
  package var snapshotDatabaseTime: Instant?
}

/// The output of operations that answer one snapshot.
package struct DBSnapshotOutput: Encodable, Sendable {
  package var dbSnapshot: DBSnapshotDescription
}

extension World {
  /// A snapshot as the API shows it.
  func description(of snapshot: DBSnapshot) -> DBSnapshotDescription {
    let source = snapshot.source
    let isDone = snapshot.status == .available
    let whole = max(1, (snapshot.completion - snapshot.creation).nanoseconds)
    let engine = DatabaseEngine.named(source.engine)
    let origin = snapshot.copiedFrom.flatMap { RDSState.region(ofARN: $0) }
    return DBSnapshotDescription(
      dbSnapshotIdentifier: snapshot.identifier, dbInstanceIdentifier: source.identifier,
      snapshotCreateTime: isDone ? snapshot.creation : nil, engine: source.engine,
      allocatedStorage: source.allocatedGiB, status: snapshot.status == .available ? "available" : "creating",
      port: source.port, availabilityZone: source.zone.rawValue, vpcId: "\(source.vpc)",
      instanceCreateTime: source.creation, masterUsername: source.masterUsername,
      engineVersion: source.engineVersion, licenseModel: engine?.license ?? "",
      snapshotType: snapshot.kind.rawValue, iops: source.iops, storageThroughput: source.throughput,
      optionGroupName: RDSState.optionGroup(source),
      percentProgress: isDone
        ? 100 : Int(min(99, (now - snapshot.creation).nanoseconds * 100 / whole)),
      sourceRegion: origin == snapshot.region ? nil : origin?.rawValue,
      sourceDBSnapshotIdentifier: snapshot.copiedFrom, storageType: source.storageType,
      encrypted: source.isEncrypted,
      kmsKeyId: source.isEncrypted ? databaseKey(in: snapshot.region) : nil, dbSnapshotArn: snapshot.arn,
      iamDatabaseAuthenticationEnabled: source.authenticatesByIAM, dbiResourceId: source.resourceID,
      tagList: snapshot.tags.all, originalSnapshotCreateTime: isDone ? snapshot.dataTime : nil,
      snapshotDatabaseTime: isDone ? snapshot.dataTime : nil)
  }

  /// The key and the snapshot that an identifier or an ARN names, or AWS's refusal.
  func snapshot(named name: String, in region: Region) throws(AWSError) -> (key: String, row: DBSnapshot) {
    var key = RDSState.key(name, region)
    if name.hasPrefix("arn:") {
      guard let found = rds.snapshots.first(where: { $0.row.arn.utf8.elementsEqual(name.utf8) }) else {
        throw RDSError.snapshotNotFound(name)
      }
      key = found.id
    }
    guard let snapshot = rds.snapshots[key] else { throw RDSError.snapshotNotFound(name) }
    return (key, snapshot)
  }
}

/// Lists snapshots.
package enum DescribeDBSnapshots: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBSnapshots"

  /// Of which database, which one, and which kind.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String?
    package var dbSnapshotIdentifier: String?
    package var snapshotType: String?
    package var filters: [RDSFilter]?
    package var maxRecords: Int?
    package var marker: String?
    package var includeShared: Bool?
    package var includePublic: Bool?
    package var dbiResourceId: String?
  }

  /// A page of snapshots.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbSnapshots: [DBSnapshotDescription]
  }

  // Simplified: one-account
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.rds.snapshots.rows.filter { $0.region == context.region }
    if let name = input.dbSnapshotIdentifier {
      let found = try world.snapshot(named: name, in: context.region).row
      rows = [found]
    }
    if let name = input.dbInstanceIdentifier {
      rows.removeAll { !$0.database.utf8.elementsEqual(name.lowercased().utf8) }
    }
    if let id = input.dbiResourceId { rows.removeAll { !$0.source.resourceID.utf8.elementsEqual(id.utf8) } }
    switch input.snapshotType {
    case nil: break
    case "manual": rows.removeAll { $0.kind != .manual }
    case "automated": rows.removeAll { $0.kind != .automated }
    // Nobody else's snapshots are in this account's sight, and its own are not listed as shared.
    case "shared", "public", "awsbackup": rows = []
    case let kind?: throw RDSError.invalid("Invalid snapshot type: \(kind)")
    }
    for filter in input.filters ?? [] {
      let values = filter.values
      switch filter.name {
      case "db-instance-id":
        rows.removeAll { !(values.contains($0.database) || values.contains($0.source.arn)) }
      case "db-snapshot-id": rows.removeAll { !values.contains($0.identifier) }
      case "dbi-resource-id": rows.removeAll { !values.contains($0.source.resourceID) }
      case "snapshot-type": rows.removeAll { !values.contains($0.kind.rawValue) }
      case "engine": rows.removeAll { !values.contains($0.source.engine) }
      default: throw RDSError.invalid("Unrecognized filter name: \(filter.name)")
      }
    }
    rows.sort { ($0.creation, $0.identifier) < ($1.creation, $1.identifier) }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, dbSnapshots: page.rows.map(world.description(of:)))
  }
}
