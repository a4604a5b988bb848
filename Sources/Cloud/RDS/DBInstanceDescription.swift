package import EventKernel

/// A database as the API shows it.
package struct DBInstanceDescription: Encodable, Sendable {
  /// Where clients connect.
  package struct Endpoint: Encodable, Sendable {
    package var address: String
    package var port: Int
    package var hostedZoneId: String
  }

  /// A security group of the database.
  package struct SecurityGroupMembership: Encodable, Sendable {
    package var vpcSecurityGroupId: String
    package var status: String
  }

  /// What waits for the maintenance window or is being changed.
  package struct PendingModifiedValues: Encodable, Sendable {
    package var dbInstanceClass: String?
    package var allocatedStorage: Int?
    package var backupRetentionPeriod: Int?
    package var multiAZ: Bool?
    package var iops: Int?
    package var storageType: String?
  }

  package var dbInstanceIdentifier: String
  package var dbInstanceClass: String
  package var engine: String
  package var dbInstanceStatus: String
  package var masterUsername: String
  package var dbName: String?
  package var endpoint: Endpoint?
  package var allocatedStorage: Int
  package var instanceCreateTime: Instant?
  package var backupRetentionPeriod: Int
  package var vpcSecurityGroups: [SecurityGroupMembership]
  package var availabilityZone: String?
  package var dbSubnetGroup: DBSubnetGroupDescription?
  package var preferredMaintenanceWindow: String
  package var pendingModifiedValues: PendingModifiedValues
  package var multiAZ: Bool
  package var engineVersion: String
  package var licenseModel: String
  package var iops: Int?
  package var secondaryAvailabilityZone: String?
  package var publiclyAccessible: Bool
  package var storageType: String
  package var dbInstancePort: Int
  package var dbiResourceId: String
  package var dbInstanceArn: String
  package var deletionProtection: Bool
  package var tagList: [Tags.Tag]
}

/// The output of operations that answer one database.
package struct DBInstanceOutput: Encodable, Sendable {
  package var dbInstance: DBInstanceDescription
}

extension World {
  /// The output for the database of a key, which must be there.
  func outputOfDatabase(_ key: String) -> DBInstanceOutput {
    guard let database = rds.instances[key] else {
      preconditionFailure("A database was to be shown that the call has not kept.")
    }
    return DBInstanceOutput(dbInstance: description(of: database))
  }

  /// A database as the API shows it.
  func description(of database: DBInstance) -> DBInstanceDescription {
    let isMade = database.status != .creating
    let groupKey = RDSState.key(database.subnetGroup, database.region)
    let changes = database.pending.isEmpty ? database.changing : database.pending
    return DBInstanceDescription(
      dbInstanceIdentifier: database.identifier, dbInstanceClass: database.instanceClass,
      engine: database.engine, dbInstanceStatus: database.status.rawValue,
      masterUsername: database.masterUsername, dbName: database.databaseName,
      endpoint: isMade
        ? DBInstanceDescription.Endpoint(
          address: database.endpoint, port: database.port,
          hostedZoneId: AWSZoneID.rds(database.region)) : nil,
      allocatedStorage: database.allocatedGiB, instanceCreateTime: isMade ? database.creation : nil,
      backupRetentionPeriod: database.backupRetentionDays,
      vpcSecurityGroups: database.securityGroups.map {
        DBInstanceDescription.SecurityGroupMembership(vpcSecurityGroupId: "\($0)", status: "active")
      },
      availabilityZone: isMade ? database.zone.rawValue : nil,
      dbSubnetGroup: rds.subnetGroups[groupKey].map(description),
      preferredMaintenanceWindow: "sun:17:00-sun:17:30",
      pendingModifiedValues: DBInstanceDescription.PendingModifiedValues(
        dbInstanceClass: changes.instanceClass, allocatedStorage: changes.allocatedGiB,
        backupRetentionPeriod: changes.backupRetentionDays, multiAZ: changes.isMultiAZ, iops: changes.iops,
        storageType: changes.storageType),
      multiAZ: database.isMultiAZ, engineVersion: database.engineVersion,
      licenseModel: database.engine == "postgres" ? "postgresql-license" : "general-public-license",
      iops: database.storageType == "gp3" ? Self.iops(of: database) : nil,
      secondaryAvailabilityZone: database.standbyZone?.rawValue,
      publiclyAccessible: database.isPubliclyAccessible, storageType: database.storageType,
      dbInstancePort: 0, dbiResourceId: database.resourceID, dbInstanceArn: database.arn,
      deletionProtection: database.deletionProtection, tagList: database.tags.all)
  }
}

/// Lists databases.
package enum DescribeDBInstances: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBInstances"

  /// One database, or those of the filters.
  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String?
    package var filters: [RDSFilter]?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of databases.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbInstances: [DBInstanceDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.rds.instances.rows.filter { $0.region == context.region }
    if let identifier = input.dbInstanceIdentifier {
      rows = [try world.database(named: identifier, in: context.region).row]
    }
    for filter in input.filters ?? [] {
      let values = filter.values
      switch filter.name {
      case "db-instance-id":
        rows.removeAll { !(values.contains($0.identifier) || values.contains($0.arn)) }
      case "dbi-resource-id": rows.removeAll { !values.contains($0.resourceID) }
      case "engine": rows.removeAll { !values.contains($0.engine) }
      default: throw RDSError.invalid("Unrecognized filter name: \(filter.name)")
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, dbInstances: page.rows.map(world.description(of:)))
  }
}
