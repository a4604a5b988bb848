package import EventKernel

/// Lists what can be restored to a moment: the backups of databases, and those kept of deleted ones.
package enum DescribeDBInstanceAutomatedBackups: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBInstanceAutomatedBackups"

  /// Of which database.
  package struct Input: Decodable, Sendable {
    package var dbiResourceId: String?
    package var dbInstanceIdentifier: String?
    package var filters: [RDSFilter]?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of backups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbInstanceAutomatedBackups: [Backup]
  }

  /// The backups of one database.
  package struct Backup: Encodable, Sendable {
    package struct RestoreWindow: Encodable, Sendable {
      package var earliestTime: Instant
      package var latestTime: Instant
    }

    package var dbInstanceArn: String
    package var dbiResourceId: String
    package var region: String
    package var dbInstanceIdentifier: String
    package var restoreWindow: RestoreWindow
    package var allocatedStorage: Int
    package var status: String
    package var port: Int
    package var availabilityZone: String
    package var vpcId: String
    package var instanceCreateTime: Instant
    package var masterUsername: String
    package var engine: String
    package var engineVersion: String
    package var licenseModel: String
    package var iops: Int?
    package var encrypted: Bool
    package var storageType: String
    package var backupRetentionPeriod: Int
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows: [Backup] = []
    for (_, database) in world.rds.instances where database.region == context.region {
      guard let span = database.restorableSpan(at: world.now) else { continue }
      rows.append(backup(of: database, span, status: "active"))
    }
    for (_, kept) in world.rds.retainedBackups where kept.source.region == context.region {
      guard let span = kept.source.restorableSpan(at: kept.deletion) else { continue }
      rows.append(backup(of: kept.source, span, status: "retained"))
    }
    if let id = input.dbiResourceId { rows.removeAll { !$0.dbiResourceId.utf8.elementsEqual(id.utf8) } }
    if let name = input.dbInstanceIdentifier?.lowercased() {
      rows.removeAll { !$0.dbInstanceIdentifier.utf8.elementsEqual(name.utf8) }
    }
    for filter in input.filters ?? [] {
      switch filter.name {
      case "status": rows.removeAll { !filter.values.contains($0.status) }
      case "db-instance-id": rows.removeAll { !filter.values.contains($0.dbInstanceIdentifier) }
      case "dbi-resource-id": rows.removeAll { !filter.values.contains($0.dbiResourceId) }
      default: throw RDSError.invalid("Unrecognized filter name: \(filter.name)")
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, dbInstanceAutomatedBackups: page.rows)
  }

  private static func backup(
    of database: DBInstance, _ span: ClosedRange<Instant>, status: String
  ) -> Backup {
    Backup(
      dbInstanceArn: database.arn, dbiResourceId: database.resourceID, region: database.region.rawValue,
      dbInstanceIdentifier: database.identifier,
      restoreWindow: Backup.RestoreWindow(earliestTime: span.lowerBound, latestTime: span.upperBound),
      allocatedStorage: database.allocatedGiB, status: status, port: database.port,
      availabilityZone: database.zone.rawValue, vpcId: "\(database.vpc)",
      instanceCreateTime: database.creation, masterUsername: database.masterUsername,
      engine: database.engine, engineVersion: database.engineVersion,
      licenseModel: DatabaseEngine.named(database.engine)?.license ?? "", iops: database.iops,
      encrypted: database.isEncrypted, storageType: database.storageType,
      backupRetentionPeriod: database.backupRetentionDays)
  }
}
