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
  /// When it last started.
  package var launchTime: Instant
  /// The user data as given, decoded.
  package var userData: String
  /// What the user data sets; the defaults when it sets nothing.
  package var settings: AppSettings
  package var instanceProfile: String?
  package var isTerminationProtected = false
  package var tags: Tags
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
}

/// An Amazon Machine Image.
package struct Image: Sendable, Equatable {
  package let id: ImageID
  package let region: Region
  package var name: String
  package var description: String
  /// `x86_64` or `arm64`.
  package let architecture: String
  /// The account that owns it; AWS's own images carry `amazon`.
  package let owner: String
  package let creation: Instant
  /// Whether everybody may launch it.
  package var isPublic: Bool
  /// What runs in it; `nil` for a bare operating system.
  package let app: AppProfile?
  /// The size of the root volume in GiB.
  package let rootVolumeGiB: Int
  package var tags: Tags
}
