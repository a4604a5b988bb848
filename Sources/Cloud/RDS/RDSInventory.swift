import EventKernel

/// Calls with which inventories and clean-up scripts look around.
package enum RDSInventory {
  /// All of them.
  package static let all: [any Operation.Type] = [
    DescribeDBClusters.self, DescribeDBAccountAttributes.self, DescribeDBLogFiles.self,
  ]
}

/// Lists the clusters of Aurora, of which there are none.
package enum DescribeDBClusters: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBClusters"

  package struct Input: Decodable, Sendable {
    package var dbClusterIdentifier: String?
    package var filters: [RDSFilter]?
    package var maxRecords: Int?
    package var marker: String?
    package var includeShared: Bool?
  }

  package struct Output: Encodable, Sendable { package var dbClusters: [String] = [] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let arn = RDSState.arn("cluster", input.dbClusterIdentifier ?? "*", context.region)
    return Access(defaultAction, world, context).on(arn: arn).requests
  }

  // Simplified: rds-no-clusters
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let name = input.dbClusterIdentifier {
      throw AWSError("DBClusterNotFoundFault", "DBCluster \(name) not found.")
    }
    let known = ["clone-group-id", "db-cluster-id", "db-cluster-resource-id", "domain", "engine"]
    for filter in input.filters ?? [] where !known.contains(filter.name) {
      throw RDSError.invalid("Unrecognized filter name: \(filter.name)")
    }
    return Output()
  }
}

/// Shows the quotas of the account in a Region, and how much of them is used.
package enum DescribeDBAccountAttributes: Operation {
  package static let service = "rds"
  package static let name = "DescribeAccountAttributes"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  package struct Output: Encodable, Sendable {
    /// A quota.
    package struct Quota: Encodable, Sendable {
      package var accountQuotaName: String
      package var used: Int
      package var max: Int
    }

    package var accountQuotas: [Quota]
  }

  /// The quotas that are not held elsewhere are AWS's defaults (RDS User Guide, quotas, 2026-11).
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let databases = world.rds.instances.rows.filter { $0.region == context.region }
    let groups = world.rds.subnetGroups.rows.filter { $0.region == context.region }
    let snapshots = world.rds.snapshots.rows.count { $0.region == context.region && $0.kind == .manual }
    let parameterGroups = world.rds.parameterGroups.rows.count { $0.region == context.region }
    let replicas = databases.map { world.replicas(of: RDSState.key($0.identifier, $0.region)).count }
    let rows: [(String, used: Int, max: Int)] = [
      ("DBInstances", databases.count, World.mostDatabases), ("ReservedDBInstances", 0, 40),
      ("AllocatedStorage", databases.reduce(0) { $0 + $1.allocatedGiB }, 100_000),
      ("DBSecurityGroups", 0, 25), ("AuthorizationsPerDBSecurityGroup", 0, 20),
      ("DBParameterGroups", parameterGroups, World.mostParameterGroups),
      ("ManualSnapshots", snapshots, World.mostSnapshots), ("EventSubscriptions", 0, 20),
      ("DBSubnetGroups", groups.count, 50), ("OptionGroups", 0, 20),
      ("SubnetsPerDBSubnetGroup", groups.map(\.subnets.count).max() ?? 0, 20),
      ("ReadReplicasPerMaster", replicas.max() ?? 0, RDSReplicas.most), ("DBClusters", 0, 40),
      ("DBClusterParameterGroups", 0, 50), ("DBClusterRoles", 0, 5),
    ]
    return Output(
      accountQuotas: rows.map { Output.Quota(accountQuotaName: $0.0, used: $0.used, max: $0.max) })
  }
}

/// Lists the log files of a database, which are empty.
package enum DescribeDBLogFiles: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBLogFiles"

  package struct Input: Decodable, Sendable {
    package var dbInstanceIdentifier: String
    package var filenameContains: String?
    package var fileLastWritten: Int?
    package var fileSize: Int?
    package var filters: [RDSFilter]?
    package var maxRecords: Int?
    package var marker: String?
  }

  package struct Output: Encodable, Sendable {
    /// A file; its time is in milliseconds since 1970.
    package struct File: Encodable, Sendable {
      package var logFileName: String
      package var lastWritten: Int
      package var size: Int
    }

    package var describeDBLogFiles: [File]
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }

  // Simplified: rds-logs-empty
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let database = try world.database(named: input.dbInstanceIdentifier, in: context.region).row
    guard database.status != .creating else {
      throw AWSError("DBInstanceNotReady", "DB instance \(database.identifier) is not ready.")
    }
    let now = world.now
    var files = names(of: database, at: now).map { name, moment in
      Output.File(logFileName: name, lastWritten: moment.unixMilliseconds, size: 0)
    }
    if let part = input.filenameContains { files.removeAll { !$0.logFileName.contains(part) } }
    if let moment = input.fileLastWritten { files.removeAll { $0.lastWritten <= moment } }
    if let size = input.fileSize { files.removeAll { $0.size <= size } }
    let page = try world.rdsPage(files, marker: input.marker, maxRecords: input.maxRecords)
    return Output(describeDBLogFiles: page.rows, marker: page.nextToken)
  }

  /// The files and when they were begun: one an hour of PostgreSQL, kept for three days; the error log of others
  /// (RDS User Guide, database log files).
  private static func names(of database: DBInstance, at now: Instant) -> [(String, Instant)] {
    let hour = now.rounded(down: .hours(1))
    guard database.engine.utf8.starts(with: "postgres".utf8) else {
      return [("error/mysql-error-running.log", hour), ("error/mysql-error.log", hour)]
    }
    let first = max(database.creation.rounded(down: .hours(1)), hour - .days(3))
    var files: [(String, Instant)] = []
    var moment = first
    while moment <= hour {
      let number = moment.timeOfDay.wholeSeconds / 3_600
      let text = number < 10 ? "0\(number)" : "\(number)"
      files.append(("error/postgresql.log.\(moment.date.iso8601)-\(text)", moment))
      moment = moment + .hours(1)
    }
    return files
  }
}
