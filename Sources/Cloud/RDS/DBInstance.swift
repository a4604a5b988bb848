package import EventKernel

/// A managed database server.
package struct DBInstance: Sendable, Equatable {
  /// What AWS shows as its status.
  package enum Status: String, Sendable {
    case creating, available, modifying, rebooting, deleting, stopping, stopped, starting
    case backingUp = "backing-up"
    case storageFull = "storage-full"
  }

  /// How it serves, which the status may not show.
  package enum Service: Sendable, Equatable {
    case serving
    /// Not reachable; with a standby until the failover's end, else until power returns.
    case failingOver(until: Instant)
    case down
    /// Answers nothing until it has started.
    case starting(until: Instant)
  }

  package let identifier: String
  package let region: Region
  package let arn: String
  /// The id by which AWS tells it apart from a later one of the same name.
  package let resourceID: String
  package var instanceClass: String
  package let engine: String
  package var engineVersion: String
  package let masterUsername: String
  package let databaseName: String?
  package var allocatedGiB: Int
  package var storageType: String
  package var iops: Int?
  package var isMultiAZ: Bool
  /// The zone of the primary.
  package var zone: Zone
  /// The zone of the standby.
  package var standbyZone: Zone?
  package let subnetGroup: String
  package let vpc: VPCID
  package var securityGroups: [SecurityGroupID]
  package let port: Int
  package var isPubliclyAccessible: Bool
  package var backupRetentionDays: Int
  package var deletionProtection: Bool
  package let endpoint: String
  package var status: Status
  package var service: Service
  package var creation: Instant
  /// Rises with every failover, so that old connections and kept addresses are known to be stale.
  package var failovers = 0
  /// When the endpoint last moved to another machine.
  package var endpointMoved: Instant?
  package var tags: Tags
}

/// The subnets in which a database may stand.
package struct DBSubnetGroup: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  package var description: String
  package let vpc: VPCID
  package var subnets: [SubnetID]
  package var tags: Tags
}

/// What RDS does of itself.
package enum RDSEvent: Sendable, Equatable {
  /// A change of status that was under way has ended.
  case settles(identifier: String, resourceID: String)
  /// A failover has ended: the endpoint names the old standby.
  case failoverEnds(identifier: String, resourceID: String, number: Int)
  /// The failure of a primary is noticed.
  case failureNoticed(identifier: String, resourceID: String)
}

/// Everything of RDS.
package struct RDSState: Sendable, Equatable {
  /// The databases by `region/identifier`.
  package internal(set) var instances = Table<String, DBInstance>()
  /// The subnet groups by `region/name`.
  package internal(set) var subnetGroups = Table<String, DBSubnetGroup>()
  package init() {}
}
