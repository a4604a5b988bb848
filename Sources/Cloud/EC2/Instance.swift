package import EventKernel

/// A virtual machine.
package struct Instance: Sendable, Equatable {
  /// Where it is in its life (facts: EC2 2.1, state-machines.json `ec2_instance`).
  package enum State: String, Sendable, CaseIterable {
    case pending
    case running
    case stopping
    case stopped
    case shuttingDown = "shutting-down"
    case terminated
  }

  /// What the machine does while its state is `running`.
  package enum Activity: Sendable, Equatable {
    /// The operating system and the application start; it answers no request before a moment.
    case booting(until: Instant)
    /// The application answers.
    case serving
    /// The machine runs and its application does not: requests are refused. The code names why.
    case appFailed(BootFailure)
    /// Without power or stopped: nothing answers, not even with a refusal.
    case silent
  }

  /// When a spare machine is taken back, as its metadata tells it.
  package struct SpotNotice: Sendable, Equatable {
    package let at: Instant
    package let isByPrice: Bool
  }

  /// Why an application did not start.
  package enum BootFailure: Sendable, Equatable {
    /// The image holds no application.
    case noApplication
    /// The user data has a key that the application does not know.
    case unknownSetting(String)
    /// The user data gives a key a value that it does not take.
    case invalidSetting(key: String, value: String)
    /// The instance type has less memory than the application needs, both in GiB.
    case notEnoughMemory(needed: Double, available: Double)
    /// The volume at the root device holds no operating system.
    case noSystem
    /// The file system was copied while it was being written.
    case tornFileSystem
    /// The operating system was built for another architecture.
    case otherArchitecture(String)
    /// Somebody stopped the application.
    case stoppedByHand
    /// The web server was started once, and nobody told the system to start it at every boot.
    case notEnabled(String)
    /// The script of the user data could not install its packages: the machine had no way to the Internet.
    case noWayOut
    /// The script of the user data ran, and nothing serves.
    case scriptServesNothing
  }

  package let id: InstanceID
  package let reservation: ReservationID
  package let zone: Zone
  package let vpc: VPCID
  package let subnet: SubnetID
  package let networkInterface: NetworkInterfaceID
  package let image: ImageID
  /// The instance type, such as `m5.large`; can change while stopped.
  package var type: String
  package var keyName: String?
  package let privateAddress: IPv4Address
  /// The public address now: the elastic one if there is one, else the automatic one, which a stop takes away.
  package var publicAddress: IPv4Address?
  /// Whether it gets an automatic public address at every start.
  package let wantsPublicAddress: Bool
  package var securityGroups: [SecurityGroupID]
  package var state: State
  /// AWS's reason of the last transition, empty when none.
  package var stateReason = ""
  package var activity: Activity
  /// Whether the host has power; without it the state stays what it was, since nobody has noticed yet.
  package var hasPower = true
  /// Since when it has no power; status checks notice a minute later.
  package var powerLost: Instant?
  /// Whether its host has failed for good: only a move brings it back.
  package var hasFailedHost = false
  /// When it last started.
  package var launchTime: Instant
  /// When it started for the first time.
  package let firstLaunch: Instant
  /// The user data as given, decoded.
  package var userData: String
  /// What the user data sets; the defaults when it sets nothing.
  package var settings: AppSettings
  /// The ARN of its instance profile.
  package var instanceProfile: String?
  /// IAM's id of that profile, which it keeps when the profile is deleted.
  package var instanceProfileID: String?
  package var isTerminationProtected = false
  package var tags: Tags
  /// The device that it starts from.
  package var rootDevice = Image.usualRootDevice
  /// The volume on that device; `nil` while it is taken off.
  package var rootVolume: VolumeID?
  /// All its volumes in the order in which they were attached, the root's among them.
  package var volumes: [VolumeID] = []
  /// Which volumes are mounted where, beside the root's.
  package var mounts = Table<String, VolumeID>()
  /// How it may ask for its metadata.
  package var metadata = MetadataOptions()
  /// `standard` or `unlimited` where it was told; its type's mode else.
  package var creditMode: String?
  /// What a burstable one has saved; `nil` of other types.
  package var credits: CPUCredits?
  /// What is spent of its network's credits, by what it sends and by what it receives; `nil` when all are there.
  package var spentSending: SpentCredits?
  package var spentReceiving: SpentCredits?
  /// Whether its metrics come every minute.
  package var isMonitored = false
  /// Whether EC2 moves it when its host fails.
  package var recoversByItself = true
  /// Whether a shutdown of its operating system terminates it; it stops else.
  package var terminatesOnShutdown = false
  /// Whether StopInstances is refused.
  package var isStopProtected = false
  /// Whether it was asked to have a path of its own to its disks; newer types have one anyway.
  package var isEBSOptimised = false
  /// The IPv6 addresses of its first interface, which a stop does not take away.
  package var ipv6Addresses: [IPv6Address] = []
  /// Whether its first interface stays when it is terminated.
  package var keepsInterface = false
  /// Whether it is on hardware that no other account uses.
  package var isDedicated = false
  /// The older kind of enhanced networking that it was told to have: `simple`.
  package var enhancedNetworking: String?
  /// Whether packets may only go to and come from its own address.
  package var checksSourceAndDestination = true
  /// The words of its first interface, once somebody gives it some.
  package var interfaceDescription = ""
  /// The association of its role.
  package var profileAssociation: ProfileAssociationID?
  /// The client token of its launch.
  package var clientToken = ""
  /// The request for spare capacity that gave it; `nil` on demand.
  package var spotRequest: SpotRequestID?
  /// The notice that its capacity is taken back.
  package var spotNotice: SpotNotice?
  /// Why its capacity was taken back: `price` or `no-capacity`.
  package var interruptionReason: String?
  /// How many images were made of it without a reboot.
  package var imagesWithoutReboot = 0
  /// Whether its file systems are frozen, so that copies of its disks are whole and its application waits.
  package var isFrozen = false
  /// Whether it was terminated at its launch, since the key of one of its disks does not exist.
  package var failedToLaunch = false
  /// Whether a stop may write its memory to disk.
  package var canHibernate = false
  /// Whether its memory is on its disk, or on the way there.
  package var isHibernated = false
  /// The Capacity Reservation that it runs in; `nil` while it does not run, and in none.
  package var capacityReservation: CapacityReservationID?
  /// Which Capacity Reservation it was told to use.
  package var capacity: CapacitySpecification?
  /// The placement group that it stands in.
  package var placementGroup: PlacementGroupID?
  /// The part of a partitioned placement group that it stands in.
  package var partition: Int?
  /// Whether the script of its user data has run; it does so at the first boot alone.
  package var hasRunUserData = false
  /// What that script wrote.
  package var bootLog = ""
  /// Until when somebody keeps its processors busy.
  package var loadedUntil: Instant?
  /// The Auto Scaling group that launched it.
  package var autoScalingGroup: String?
  /// Its number among the machines of its group or pool in its zone: with the zone, the key of its draws.
  package let ordinal: Int

  /// Whether its application answers requests now.
  package var isServing: Bool { state == .running && hasPower && activity == .serving }
}

/// What EC2 does of itself.
package enum EC2Event: Sendable, Equatable {
  /// A pending instance becomes running.
  case instanceRuns(InstanceID, launched: Instant)
  /// The application of an instance is up, or has failed to start.
  case applicationStarts(InstanceID, launched: Instant)
  /// A stopping instance is stopped.
  case instanceStopped(InstanceID)
  /// An instance that shuts down is terminated.
  case instanceTerminated(InstanceID)
  /// A terminated instance disappears from the lists.
  case instanceForgotten(InstanceID)
  /// A NAT gateway has been provisioned, or has failed.
  case natGatewayIsMade(NATGatewayID)
  /// A NAT gateway that is being deleted is gone.
  case natGatewayIsDeleted(NATGatewayID)
  /// A NAT gateway that is gone disappears from the lists.
  case natGatewayForgotten(NATGatewayID)
  /// An instance whose host failed is moved.
  case instanceRecovers(InstanceID, launched: Instant)
  /// Spare capacity.
  case spot(SpotEvent)
  /// A fleet is looked at.
  case fleetIsLookedAt(String)
  /// An image can be launched.
  case imageIsMade(ImageID)
  /// The end date of a Capacity Reservation has come.
  case capacityReservationEnds(CapacityReservationID)
  /// A volume or a snapshot.
  case storage(StorageEvent)
}
