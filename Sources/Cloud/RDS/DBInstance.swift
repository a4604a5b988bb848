package import EventKernel

/// A managed database server.
package struct DBInstance: Sendable, Equatable {
  /// What AWS shows as its status.
  package enum Status: String, Sendable {
    case creating, available, modifying, rebooting, deleting, stopping, stopped, starting
    case backingUp = "backing-up"
    case storageFull = "storage-full"
    case storageOptimization = "storage-optimization"
  }

  /// What a modification changes once it takes effect.
  package struct Changes: Sendable, Equatable {
    package var instanceClass: String?
    package var allocatedGiB: Int?
    package var storageType: String?
    package var iops: Int?
    package var isMultiAZ: Bool?
    package var backupRetentionDays: Int?

    package init() {}

    /// Whether nothing is to change.
    package var isEmpty: Bool { self == Changes() }
    /// What of it is about storage.
    package var storageOnly: Changes {
      var changes = Changes()
      (changes.allocatedGiB, changes.storageType, changes.iops) = (allocatedGiB, storageType, iops)
      return changes
    }

    /// Whether the storage changes.
    package var changesStorage: Bool { allocatedGiB != nil || storageType != nil || iops != nil }
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
  /// The private address of the primary.
  package var address: IPv4Address
  /// The zone of the standby.
  package var standbyZone: Zone?
  /// The private address of the standby.
  package var standbyAddress: IPv4Address?
  /// The public address while it is publicly accessible.
  package var publicAddress: IPv4Address?
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
  /// What is being changed while the status is `modifying`.
  package var changing = Changes()
  /// What changes in the next maintenance window.
  package var pending = Changes()
  /// When its storage was changed in the past 24 hours.
  package var storageChanges: [Instant] = []
  /// Rises with every change of status that takes time, so that a stale end of one is known.
  package var transition = 0
  /// Since when its primary has been without power.
  package var downSince: Instant?
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

/// A copy of a database's storage that was taken as it was deleted.
package struct DBSnapshot: Sendable, Equatable {
  package let identifier: String
  package let region: Region
  /// The database that it was taken of.
  package let database: String
  package let engine: String
  package let allocatedGiB: Int
  package let creation: Instant
}

/// What RDS does of itself.
package enum RDSEvent: Sendable, Equatable {
  /// A change of status that was under way has ended.
  case settles(key: String, resourceID: String, transition: Int)
  /// The failure of a primary is noticed.
  case failureNoticed(key: String, resourceID: String, downSince: Instant)
  /// A failover has ended: the endpoint names the old standby.
  case failoverEnds(key: String, resourceID: String, number: Int)
  /// The weekly maintenance window opens for what waits for it.
  case windowOpens(key: String, resourceID: String)
  /// A stopped database has been stopped for seven days.
  case stopExpires(key: String, resourceID: String, transition: Int)
}

/// Everything of RDS.
package struct RDSState: Sendable, Equatable {
  /// The databases by `region/identifier`.
  package internal(set) var instances = Table<String, DBInstance>()
  /// The subnet groups by `region/name`.
  package internal(set) var subnetGroups = Table<String, DBSubnetGroup>()
  /// The final snapshots by `region/identifier`.
  package internal(set) var snapshots = Table<String, DBSnapshot>()
  package init() {}

  /// The key of the database that an identifier names in a Region.
  static func key(_ identifier: String, _ region: Region) -> String {
    "\(region.rawValue)/\(identifier.lowercased())"
  }
}
