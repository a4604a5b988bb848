package import EventKernel

/// A managed database server.
package struct DBInstance: Sendable, Equatable {
  /// What AWS shows as its status.
  package enum Status: String, Sendable {
    case creating, available, modifying, rebooting, deleting, stopping, stopped, starting
    case backingUp = "backing-up"
    case storageFull = "storage-full"
    case storageOptimization = "storage-optimization"
    case upgrading
    /// Its parameters ask for more than its machine has, so that the engine does not start.
    case incompatibleParameters = "incompatible-parameters"
  }

  /// What a modification changes once it takes effect.
  package struct Changes: Sendable, Equatable {
    package var instanceClass: String?
    package var allocatedGiB: Int?
    package var storageType: String?
    package var iops: Int?
    package var isMultiAZ: Bool?
    package var backupRetentionDays: Int?
    package var throughput: Int?
    package var engineVersion: String?
    package var port: Int?

    package init() {}

    /// Whether nothing is to change.
    package var isEmpty: Bool { self == Changes() }
    /// What of it is about storage.
    package var storageOnly: Changes {
      var changes = Changes()
      (changes.allocatedGiB, changes.storageType, changes.iops) = (allocatedGiB, storageType, iops)
      changes.throughput = throughput
      return changes
    }

    /// Whether the storage changes.
    package var changesStorage: Bool {
      allocatedGiB != nil || storageType != nil || iops != nil || throughput != nil
    }

    /// What is to change when both are: the later of two wishes wins.
    package func merged(with later: Changes) -> Changes {
      var changes = self
      changes.instanceClass = later.instanceClass ?? instanceClass
      changes.allocatedGiB = later.allocatedGiB ?? allocatedGiB
      changes.storageType = later.storageType ?? storageType
      changes.iops = later.iops ?? iops
      changes.throughput = later.throughput ?? throughput
      changes.isMultiAZ = later.isMultiAZ ?? isMultiAZ
      changes.backupRetentionDays = later.backupRetentionDays ?? backupRetentionDays
      changes.engineVersion = later.engineVersion ?? engineVersion
      changes.port = later.port ?? port
      return changes
    }
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
  /// The password of the master user; `nil` where Secrets Manager has made it, so that nobody here knows it.
  package var masterPassword: String?
  /// When a call last gave the password.
  package var passwordGiven: Instant?
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
  package var port: Int
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
  /// Whether the machine of its primary has failed.
  package var hasFailedHost = false
  package var creation: Instant
  /// Rises with every failover, so that old connections and kept addresses are known to be stale.
  package var failovers = 0
  /// When the endpoint last moved to another machine.
  package var endpointMoved: Instant?
  package var tags: Tags

  /// The parameter group by name, and whether what it says is in force.
  package var parameterGroup = ""
  /// How it is watched, and how its first password is kept.
  package var watching = DatabaseWatching()
  package var parameterStatus = ParameterStatus.inSync
  /// The values in force that differ from the engine's own, by parameter.
  package var parameters = Table<String, String>()
  /// In MiB/s, where gp3 was given more than its own.
  package var throughput: Int?
  /// Up to which size its storage grows by itself; `nil` where it does not.
  package var maxAllocatedGiB: Int?
  /// What it holds; the rest of its storage is free.
  package var usedBytes: UInt64 = DatabaseStorage.emptyBytes
  /// What is spent of the burst credits of its storage; `nil` while all are there.
  package var spentCredits: SpentCredits?
  /// Since when less than a tenth of its storage is free.
  package var storageLowSince: Instant?
  /// The daily half hour in which it is backed up.
  package var backupWindow = TimeWindow.daily(startMinute: 0, minutes: 30)
  /// The weekly half hour in which what waits for it is done.
  package var maintenanceWindow = TimeWindow.defaultMaintenance
  /// Rises when backups are put on the agenda anew, so that stale entries are known.
  package var backupSchedule = 0
  /// Since when it has been backed up, so that it can be restored to any moment since.
  package var backedUpSince: Instant?
  /// Until when its volume answers nothing because a backup begins (single zone only).
  package var volumeSuspendedUntil: Instant?
  package var copiesTagsToSnapshots = false
  package var upgradesMinorVersions = true
  package var authenticatesByIAM = false
  package var isEncrypted = false
  /// What is replicated to it; `nil` for a primary.
  package var replication: Replication?
  /// When a stopped database starts by itself.
  package var stopExpiry: Instant?
  /// Whether the change that is under way makes a primary of a replica.
  package var promotes = false
  /// When the maintenance that waits for it is to be done, as somebody asked.
  package var maintenance: DatabaseMaintenance?
  /// The writes that it has acknowledged.
  package internal(set) var writes = DatabaseWrites()
}

extension DBInstance {
  /// Whether the parameters of its group are those in force.
  package enum ParameterStatus: String, Sendable {
    case inSync = "in-sync"
    case applying
    case pendingReboot = "pending-reboot"
  }

  /// From where a read replica takes its data.
  package struct Replication: Sendable, Equatable {
    /// The key of its source.
    package let source: String
    /// The identifier of the source, its ARN where it stands in another Region.
    package let sourceName: String
    /// Whether it replicates; not any more when a source in another Region was deleted.
    package var isReplicating: Bool
    /// How old the newest write is that it does not have.
    package var lag: Duration = RDSTimings.idleLag
    /// What it had yet to do when traffic ended last.
    package internal(set) var backlog = ReplayBacklog()
  }
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
  case settles(key: String, resourceID: String, transition: Int)
  /// The failure of a primary is noticed.
  case failureNoticed(key: String, resourceID: String, downSince: Instant)
  /// A failover has ended: the endpoint names the old standby.
  case failoverEnds(key: String, resourceID: String, number: Int)
  /// The weekly maintenance window opens for what waits for it.
  case windowOpens(key: String, resourceID: String)
  /// A stopped database has been stopped for seven days.
  case stopExpires(key: String, resourceID: String, transition: Int)
  /// The daily backup window opens.
  case backupBegins(key: String, resourceID: String, schedule: Int)
  /// A snapshot is complete.
  case snapshotCompletes(key: String, arn: String)
  /// A backup has ended: the database shows `available` again.
  case backupEnds(key: String, resourceID: String)
  /// Dynamic parameters take effect.
  case parametersApply(key: String, resourceID: String)
  /// The retention of what was backed up of a deleted database ends.
  case retainedBackupExpires(resourceID: String)
}

/// Everything of RDS.
package struct RDSState: Sendable, Equatable {
  /// The databases by `region/identifier`.
  package internal(set) var instances = Table<String, DBInstance>()
  /// The subnet groups by `region/name`.
  package internal(set) var subnetGroups = Table<String, DBSubnetGroup>()
  /// The snapshots by `region/identifier`.
  package internal(set) var snapshots = Table<String, DBSnapshot>()
  /// The parameter groups that users made, by `region/name`.
  package internal(set) var parameterGroups = Table<String, DBParameterGroup>()
  /// What is kept of the backups of deleted databases, by resource id.
  package internal(set) var retainedBackups = Table<String, RetainedBackup>()
  package init() {}

  /// The key of the database that an identifier names in a Region.
  static func key(_ identifier: String, _ region: Region) -> String {
    "\(region.rawValue)/\(identifier.lowercased())"
  }
}
