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

  /// The parameter group of the database.
  package struct ParameterGroupStatus: Encodable, Sendable {
    package var dbParameterGroupName: String
    package var parameterApplyStatus: String
  }

  /// The option group of the database.
  package struct OptionGroupMembership: Encodable, Sendable {
    package var optionGroupName: String
    package var status: String
  }

  /// Whether a replica gets its data.
  package struct StatusInfo: Encodable, Sendable {
    package var statusType: String
    package var normal: Bool
    package var status: String
  }

  /// What waits for the maintenance window or is being changed.
  package struct PendingModifiedValues: Encodable, Sendable {
    package var dbInstanceClass: String?
    package var allocatedStorage: Int?
    /// Four asterisks in its place.
    package var masterUserPassword: String?
    package var backupRetentionPeriod: Int?
    package var multiAZ: Bool?
    package var engineVersion: String?
    package var port: Int?
    package var iops: Int?
    package var storageThroughput: Int?
    package var storageType: String?
  }

  /// The secret in which RDS keeps the first user's password.
  package struct MasterUserSecret: Encodable, Sendable {
    package var secretArn: String
    package var secretStatus: String
    package var kmsKeyId: String
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
  package var preferredBackupWindow: String
  package var backupRetentionPeriod: Int
  package var dbSecurityGroups: [String]
  package var dbParameterGroups: [ParameterGroupStatus]
  package var vpcSecurityGroups: [SecurityGroupMembership]
  package var availabilityZone: String?
  package var dbSubnetGroup: DBSubnetGroupDescription?
  package var preferredMaintenanceWindow: String
  package var pendingModifiedValues: PendingModifiedValues
  package var latestRestorableTime: Instant?
  package var multiAZ: Bool
  package var engineVersion: String
  package var autoMinorVersionUpgrade: Bool
  package var readReplicaSourceDBInstanceIdentifier: String?
  package var readReplicaDBInstanceIdentifiers: [String]
  package var licenseModel: String
  package var iops: Int?
  package var storageThroughput: Int?
  package var optionGroupMemberships: [OptionGroupMembership]
  package var secondaryAvailabilityZone: String?
  package var publiclyAccessible: Bool
  package var statusInfos: [StatusInfo]?
  package var storageType: String
  package var dbInstancePort: Int
  package var storageEncrypted: Bool
  package var kmsKeyId: String?
  package var dbiResourceId: String
  package var copyTagsToSnapshot: Bool
  package var dbInstanceArn: String
  package var iamDatabaseAuthenticationEnabled: Bool
  package var deletionProtection: Bool
  package var maxAllocatedStorage: Int?
  package var tagList: [Tags.Tag]
  package var automaticRestartTime: Instant?
  package var associatedRoles: [String] = []
  /// The authority that signs certificates for new databases (RDS User Guide, certificate authorities; 2024-01).
  package var caCertificateIdentifier = "rds-ca-rsa2048-g1"
  package var domainMemberships: [String] = []
  package var masterUserSecret: MasterUserSecret?
  package var monitoringInterval: Int?
  package var monitoringRoleArn: String?
  package var enhancedMonitoringResourceArn: String?
  package var performanceInsightsEnabled: Bool?
  package var performanceInsightsRetentionPeriod: Int?
  package var enabledCloudwatchLogsExports: [String]?
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
    let engine = DatabaseEngine.named(database.engine)
    var shape = DBInstanceDescription(
      dbInstanceIdentifier: database.identifier, dbInstanceClass: database.instanceClass,
      engine: database.engine, dbInstanceStatus: database.status.rawValue,
      masterUsername: database.masterUsername, dbName: database.databaseName,
      endpoint: isMade
        ? DBInstanceDescription.Endpoint(
          address: database.endpoint, port: database.port,
          hostedZoneId: AWSZoneID.rds(database.region)) : nil,
      allocatedStorage: database.allocatedGiB, instanceCreateTime: isMade ? database.creation : nil,
      preferredBackupWindow: "\(database.backupWindow)",
      backupRetentionPeriod: database.backupRetentionDays, dbSecurityGroups: [],
      dbParameterGroups: [
        DBInstanceDescription.ParameterGroupStatus(
          dbParameterGroupName: database.parameterGroup,
          parameterApplyStatus: database.parameterStatus.rawValue)
      ],
      vpcSecurityGroups: database.securityGroups.map {
        DBInstanceDescription.SecurityGroupMembership(vpcSecurityGroupId: "\($0)", status: "active")
      },
      availabilityZone: isMade ? database.zone.rawValue : nil,
      dbSubnetGroup: rds.subnetGroups[groupKey].map(description),
      preferredMaintenanceWindow: "\(database.maintenanceWindow)",
      pendingModifiedValues: pendingValues(of: database),
      latestRestorableTime: database.restorableSpan(at: now)?.upperBound,
      multiAZ: database.isMultiAZ, engineVersion: database.engineVersion,
      autoMinorVersionUpgrade: database.upgradesMinorVersions,
      readReplicaSourceDBInstanceIdentifier: database.replication?.sourceName,
      readReplicaDBInstanceIdentifiers: replicaNames(of: database), licenseModel: engine?.license ?? "",
      iops: database.storageType.utf8.elementsEqual("gp2".utf8) ? nil : Self.iops(of: database),
      storageThroughput: Self.throughput(of: database),
      optionGroupMemberships: [
        DBInstanceDescription.OptionGroupMembership(
          optionGroupName: RDSState.optionGroup(database), status: "in-sync")
      ],
      secondaryAvailabilityZone: database.standbyZone?.rawValue,
      publiclyAccessible: database.isPubliclyAccessible, statusInfos: statusInfos(of: database),
      storageType: database.storageType, dbInstancePort: 0, storageEncrypted: database.isEncrypted,
      kmsKeyId: database.isEncrypted ? databaseKey(in: database.region) : nil,
      dbiResourceId: database.resourceID, copyTagsToSnapshot: database.copiesTagsToSnapshots,
      dbInstanceArn: database.arn, iamDatabaseAuthenticationEnabled: database.authenticatesByIAM,
      deletionProtection: database.deletionProtection, maxAllocatedStorage: database.maxAllocatedGiB,
      tagList: database.tags.all,
      automaticRestartTime: database.status == .stopped ? database.stopExpiry : nil)
    add(database.watching, of: database, to: &shape)
    return shape
  }

  /// What is shown of the watching that was switched on.
  private func add(
    _ watching: DatabaseWatching, of database: DBInstance, to shape: inout DBInstanceDescription
  ) {
    let home = "\(database.region.rawValue):\(Account.id)"
    if watching.interval > 0 {
      shape.monitoringInterval = watching.interval
      shape.monitoringRoleArn = watching.roleARN
      shape.enhancedMonitoringResourceArn =
        "arn:aws:logs:\(home):log-group:RDSOSMetrics:log-stream:\(database.resourceID)"
    }
    if let days = watching.insightsDays {
      shape.performanceInsightsEnabled = true
      shape.performanceInsightsRetentionPeriod = days
    }
    if !watching.logs.isEmpty { shape.enabledCloudwatchLogsExports = watching.logs }
    shape.masterUserSecret = database.secretARN.map {
      DBInstanceDescription.MasterUserSecret(
        secretArn: $0, secretStatus: database.status == .creating ? "creating" : "active",
        kmsKeyId: "arn:aws:kms:\(home):alias/aws/secretsmanager")
    }
  }

  private func pendingValues(of database: DBInstance) -> DBInstanceDescription.PendingModifiedValues {
    let changes = database.pending.isEmpty ? database.changing : database.pending
    let setsPassword = database.passwordGiven.map {
      database.status == .creating || now < $0 + RDSTimings.password
    }
    return DBInstanceDescription.PendingModifiedValues(
      dbInstanceClass: changes.instanceClass, allocatedStorage: changes.allocatedGiB,
      masterUserPassword: setsPassword == true ? "****" : nil,
      backupRetentionPeriod: changes.backupRetentionDays, multiAZ: changes.isMultiAZ,
      engineVersion: changes.engineVersion, port: changes.port, iops: changes.iops,
      storageThroughput: changes.throughput, storageType: changes.storageType)
  }

  /// The replicas of a database: by identifier in its own Region, by ARN in others.
  private func replicaNames(of database: DBInstance) -> [String] {
    replicas(of: RDSState.key(database.identifier, database.region)).compactMap { key in
      rds.instances[key].map { $0.region == database.region ? $0.identifier : $0.arn }
    }
  }

  private func statusInfos(of database: DBInstance) -> [DBInstanceDescription.StatusInfo]? {
    guard let replication = database.replication, database.status != .creating else { return nil }
    let isOn = replication.isReplicating && database.service == .serving
    return [
      DBInstanceDescription.StatusInfo(
        statusType: "read replication", normal: isOn,
        status: !replication.isReplicating ? "terminated" : isOn ? "replicating" : "stopped")
    ]
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
