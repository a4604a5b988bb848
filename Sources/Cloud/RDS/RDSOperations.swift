/// The operations of the Relational Database Service.
package enum RDSOperations {
  /// All of them.
  package static let all: [any Operation.Type] =
    RDSInstances.all + RDSSubnetGroups.all + RDSOfferings.all + RDSTagging.all + RDSSnapshots.all
    + RDSReplicas.all + RDSParameterGroups.all + RDSMaintenance.all + RDSInventory.all
    + [DescribeRDSEvents.self]
}

/// The operations on databases.
package enum RDSInstances {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDBInstance.self, DescribeDBInstances.self, ModifyDBInstance.self, RebootDBInstance.self,
    StartDBInstance.self, StopDBInstance.self, DeleteDBInstance.self, RestoreDBInstanceFromDBSnapshot.self,
    RestoreDBInstanceToPointInTime.self,
  ]
}

/// A condition of a listing, as RDS takes it.
package struct RDSFilter: Codable, Sendable {
  package var name: String
  package var values: [String]
}

/// Refusals that several operations share, in AWS's words.
enum RDSError {
  static func instanceNotFound(_ identifier: String) -> AWSError {
    AWSError("DBInstanceNotFound", "DBInstance \(identifier) not found.")
  }

  static func notAvailable(_ identifier: String) -> AWSError {
    AWSError("InvalidDBInstanceState", "Instance \(identifier) is not in available state.")
  }

  static func subnetGroupNotFound(_ name: String) -> AWSError {
    AWSError("DBSubnetGroupNotFoundFault", "DB subnet group '\(name)' does not exist.")
  }

  static func noCapacity(_ name: String, _ zone: Zone) -> AWSError {
    AWSError(
      "InsufficientDBInstanceCapacity",
      "\(name) is not available in Availability Zone \(zone.rawValue) right now.")
  }

  static func snapshotNotFound(_ identifier: String) -> AWSError {
    AWSError("DBSnapshotNotFound", "DBSnapshot \(identifier) not found.")
  }

  static func parameterGroupNotFound(_ name: String) -> AWSError {
    AWSError("DBParameterGroupNotFound", "DBParameterGroup not found: \(name)")
  }

  static let noStandby = AWSError(
    "InsufficientDBInstanceCapacity",
    "We are currently unable to create the standby of this DB instance in another Availability Zone.")

  static func noFreeAddress(_ subnet: SubnetID) -> AWSError {
    AWSError("InvalidSubnet", "The subnet \(subnet) has no free addresses.")
  }

  static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterValue", message) }

  static func combination(_ message: String) -> AWSError {
    AWSError("InvalidParameterCombination", message)
  }
}

extension World {
  /// The key and the database that an identifier names in a Region, or AWS's refusal.
  func database(
    named identifier: String, in region: Region
  ) throws(AWSError) -> (key: String, row: DBInstance) {
    let key = RDSState.key(identifier, region)
    guard let database = rds.instances[key] else { throw RDSError.instanceNotFound(identifier) }
    return (key, database)
  }

  /// The page of a listing that `Marker` and `MaxRecords` ask for (20 to 100, facts of the API).
  func rdsPage<Row>(
    _ rows: [Row], marker: String?, maxRecords: Int?
  ) throws(AWSError) -> Page<Row> {
    if let maxRecords, !(20...100).contains(maxRecords) {
      throw RDSError.invalid("Invalid value \(maxRecords) for MaxRecords. Must be between 20 and 100")
    }
    guard let page = Page(of: rows, from: marker, limit: maxRecords ?? 100) else {
      throw RDSError.invalid("Invalid marker: \(marker ?? "")")
    }
    return page
  }
}
