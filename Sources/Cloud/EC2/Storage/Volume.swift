package import EventKernel

/// What is written on a volume or in a snapshot, as far as it decides what a machine does with it.
package struct DiskContents: Sendable, Equatable {
  /// A distribution of Linux, as Systems Manager names it.
  package struct Distribution: Sendable, Equatable {
    /// Such as `Amazon Linux`.
    package let name: String
    /// Such as `2023`.
    package let version: String
    /// Who logs in over SSH (EC2 User Guide, default user names).
    package let user: String

    package static let amazonLinux2023 = Distribution(name: "Amazon Linux", version: "2023", user: "ec2-user")
    package static let amazonLinux2 = Distribution(name: "Amazon Linux", version: "2", user: "ec2-user")
    /// A release of Ubuntu, such as `24.04`.
    package static func ubuntu(_ version: String) -> Distribution {
      Distribution(name: "Ubuntu", version: version, user: "ubuntu")
    }
  }

  /// An operating system that a machine can start from.
  package struct System: Sendable, Equatable {
    /// `x86_64` or `arm64`.
    package var architecture: String
    /// The application that is installed; `nil` for a bare system.
    package var app: AppProfile?
    /// The public keys that may log in, as lines of the file that lists them.
    package var authorizedKeys: [String]
    /// The user data with which the application last started; a machine without user data starts with it.
    package var savedUserData = ""
    /// The distribution of Linux.
    package var distribution: Distribution
    /// What was installed beside what Amazon Linux brings, in order.
    package var packages: [String] = []
    /// The web server that somebody started or enabled; the application is then its.
    package var webServer: WebServer?

    package init(
      architecture: String, app: AppProfile?, authorizedKeys: [String] = [],
      distribution: Distribution = .amazonLinux2023
    ) {
      self.architecture = architecture
      self.app = app
      self.distribution = distribution
      self.authorizedKeys = authorizedKeys
    }
  }

  /// The system to start from; `nil` on a volume of data.
  package var system: System?
  /// Whether there is a file system without an operating system on it.
  package var hasFileSystem = false
  /// How much is written, in MiB.
  package var usedMiB: Int
  /// Whether the file system was whole when it was copied; a machine cannot start from a torn one.
  package var isConsistent = true
  /// The Marketplace's product codes, which follow every copy (facts: Marketplace).
  package var productCodes: [String] = []
  /// How large the partition of the system is, in GiB; the whole disk when `nil`.
  package var partitionGiB: Int?
  /// How large the file system is, in GiB; as large as what it lies on when `nil`.
  package var fileSystemGiB: Int?
  /// The files that somebody wrote, by path, and directories with an empty text and a slash at the end.
  package var files = Table<String, String>()

  package init(system: System? = nil, usedMiB: Int = 0) {
    self.system = system
    self.usedMiB = usedMiB
  }

  /// Keeps partition and file system as large as they are while the disk under them becomes larger than it was.
  mutating func disk(growsFromGiB size: Int) {
    if system != nil, partitionGiB == nil { partitionGiB = size }
    if system != nil || hasFileSystem, fileSystemGiB == nil { fileSystemGiB = partitionGiB ?? size }
  }

  /// What a fresh Amazon Linux 2023 with one application takes (TEACH: 2 GiB).
  package static let systemMiB = 2_048
}

/// A disk in one zone.
package struct Volume: Sendable, Equatable {
  /// Where it is in its life (facts: state-machines.json `ebs_volume`).
  package enum State: String, Sendable, CaseIterable {
    case creating, available, error
    case inUse = "in-use"
    case deleting
  }

  /// Its place at an instance.
  package struct Attachment: Sendable, Equatable {
    package enum State: String, Sendable { case attaching, attached, detaching }

    package let instance: InstanceID
    package let device: String
    package var state: State
    package let since: Instant
    package var deletesOnTermination: Bool
  }

  /// A change of size, kind or rates.
  package struct Modification: Sendable, Equatable {
    package enum State: String, Sendable { case modifying, optimizing, completed }

    package let from: VolumePlan
    package let to: VolumePlan
    package var state: State
    package let start: Instant
    /// When the optimisation is, or was, done.
    package let end: Instant
  }

  /// What the next snapshot is incremental to.
  package struct Base: Sendable, Equatable {
    package var snapshot: SnapshotID
    /// How much the volume had written then.
    package var writtenMiB: Int
  }

  package let id: VolumeID
  package let zone: Zone
  package var plan: VolumePlan
  package let snapshot: SnapshotID?
  package var state: State
  package let creation: Instant
  package var attachment: Attachment?
  package var contents: DiskContents
  /// The changes so far, newest last.
  package var modifications: [Modification] = []
  /// MiB written at earlier attachments.
  package var writtenMiB = 0
  /// The newest snapshot that the next one is incremental to.
  package var base: Base?
  /// What is spent of its burst credits; `nil` while all are there.
  package var spentCredits: SpentCredits?
  package var tags: Tags
}

/// A copy of a volume's blocks in a Region, which stores only what its predecessor does not have.
package struct Snapshot: Sendable, Equatable {
  package let id: SnapshotID
  package let region: Region
  /// The volume that it was taken of; `nil` for copies and images of others.
  package let volume: VolumeID?
  package let sizeGiB: Int
  package let contents: DiskContents
  package let isEncrypted: Bool
  /// The account that owns it, or `amazon`.
  package let owner: String
  package let description: String
  package let start: Instant
  /// When it is complete.
  package let end: Instant
  /// The snapshot that it is incremental to.
  package var parent: SnapshotID?
  /// MiB that the volume had written when it was taken.
  package let writtenMiB: Int
  /// MiB that only this snapshot holds.
  package var storedMiB: Int
  /// Whether the account pays for what it stores.
  package let isBilled: Bool
  /// The accounts that may make volumes from it; `all` for everybody.
  package var sharedWith: [String] = []
  /// The ARN of the key that it was to be encrypted with and that does not exist: it fails.
  package var missingKey: String? = nil
  package var tags: Tags

  /// Whether it is complete at a moment.
  package func isComplete(at now: Instant) -> Bool { now >= end && missingKey == nil }

  /// Whether it has failed by a moment.
  package func hasFailed(at now: Instant) -> Bool { now >= end && missingKey != nil }
}

/// What volumes and snapshots do of themselves.
package enum StorageEvent: Sendable, Equatable {
  case volumeIsMade(VolumeID)
  case volumeAttached(VolumeID)
  case volumeDetached(VolumeID)
  case volumeDeleted(VolumeID)
  /// The new size and rates are in force; the optimisation goes on.
  case volumeChanged(VolumeID)
  case volumeOptimised(VolumeID)
  case snapshotCompletes(SnapshotID)
  /// An instance starts from its new root volume.
  case rootVolumeIsReplaced(RootVolumeReplacementID)
}

/// How long the steps of volumes and snapshots take.
package enum StorageTimings {
  /// From `creating` to `available` (TEACH).
  package static let creation: Duration = .seconds(5)
  /// From `attaching` to `attached`, and from `detaching` to `available` (TEACH).
  package static let attachment: Duration = .seconds(3)
  /// From `deleting` to gone (TEACH).
  package static let deletion: Duration = .seconds(3)
  /// From a modification's call until the new size and rates are in force (TEACH).
  package static let change: Duration = .seconds(10)

  /// How long a volume is optimised after a change: about six hours for a full TiB (EBS User Guide, monitor volume
  /// modifications), at least a minute.
  package static func optimisation(ofGiB size: Int) -> Duration { .seconds(60 + 21 * size) }

  /// How long a snapshot takes: a minute and a second for each GiB that it stores (TEACH).
  package static func snapshot(ofMiB stored: Int) -> Duration { .seconds(60 + (stored + 1_023) / 1_024) }

  /// How long a copy to another Region takes: a minute and four seconds for each GiB, since it is a full one (TEACH).
  package static func copy(ofMiB stored: Int) -> Duration { .seconds(60 + 4 * ((stored + 1_023) / 1_024)) }
}
