/// What a launch may ask for beside its image, type and place, by a call or in a launch template.
package struct LaunchOptions: Sendable, Equatable {
  /// Changes of the image's disks.
  package var devices: [BlockDeviceMapping] = []
  /// Tags of the volumes that the launch makes.
  package var volumeTags = Tags()
  package var monitoring: MonitoringSpecification?
  package var metadata: MetadataSpecification?
  package var credits: CreditSpecification?
  package var maintenance: MaintenanceSpecification?
  /// What the machine does when its operating system shuts down: `stop` or `terminate`.
  package var shutdownBehavior: String?
  package var isStopProtected: Bool?
  package var isEBSOptimised: Bool?
  /// Which Capacity Reservation it is to use.
  package var capacity: CapacitySpecification?
  /// The placement group that it is to stand in.
  package var placement: PlacementSpecification?
  /// Whether it can hibernate.
  package var hibernation: HibernationSpecification?
  /// The private address that one machine is to have.
  package var privateAddress: IPv4Address?
  /// The IPv6 addresses of the first interface.
  package var ipv6 = IPv6Wish()
  /// Whether the first interface goes with the machine, as it does when `nil`.
  package var deletesInterface: Bool?
  /// Whether the machine is on hardware of the account alone; as its VPC says when `nil`.
  package var isDedicated: Bool?

  package init() {}
}

extension LaunchOptions {
  /// The options with what a call or a template says itself in the place of what was said before.
  mutating func override(
    monitoring: MonitoringSpecification?, metadata: MetadataSpecification?, credits: CreditSpecification?,
    maintenance: MaintenanceSpecification?, shutdownBehavior: String?, isStopProtected: Bool?,
    isEBSOptimised: Bool?, capacity: CapacitySpecification?, placement: PlacementSpecification?,
    hibernation: HibernationSpecification?
  ) {
    self.monitoring = monitoring ?? self.monitoring
    self.metadata = metadata ?? self.metadata
    self.credits = credits ?? self.credits
    self.maintenance = maintenance ?? self.maintenance
    self.shutdownBehavior = shutdownBehavior ?? self.shutdownBehavior
    self.isStopProtected = isStopProtected ?? self.isStopProtected
    self.isEBSOptimised = isEBSOptimised ?? self.isEBSOptimised
    self.capacity = capacity ?? self.capacity
    self.placement = placement ?? self.placement
    self.hibernation = hibernation ?? self.hibernation
  }
}

extension World {
  /// Throws AWS's error for options that contradict a type or are none of AWS's.
  func check(_ options: LaunchOptions, for type: String) throws(AWSError) {
    _ = try MetadataOptions().changed(by: options.metadata)
    _ = try CapacityChoice(options.capacity)
    _ = try CreditSpecification.checked(options.credits?.cpuCredits, for: type, in: self)
    _ = try Instance.terminatesOnShutdown(options.shutdownBehavior)
    if let recovery = options.maintenance?.autoRecovery, recovery != "default", recovery != "disabled" {
      throw .invalidParameter(recovery, "AutoRecovery", "Expecting default or disabled.")
    }
    if options.isEBSOptimised == true, catalog.instanceType(type)?.ebsOptimised == "unsupported" {
      throw AWSError(
        "Unsupported",
        "EBS-optimized instances are not supported for your requested configuration: the type '\(type)' has no "
          + "separate path to its disks.")
    }
  }

  /// Sets an instance that is being launched as its options say; they were checked before.
  mutating func apply(_ options: LaunchOptions, to id: InstanceID) throws(AWSError) {
    guard let instance = ec2.instances[id] else { return }
    let metadata = try instance.metadata.changed(by: options.metadata)
    let terminates = try Instance.terminatesOnShutdown(options.shutdownBehavior) ?? false
    let isDedicated = options.isDedicated ?? false || ec2.vpcs[instance.vpc]?.isDedicated ?? false
    let addresses = ec2.subnets[instance.subnet].map {
      ipv6Addresses(options.ipv6, in: $0, for: instance.networkInterface)
    }
    let association = instance.instanceProfile.map { _ in nextAccompanyingID(ProfileAssociationKind.self) }
    ec2.instances.update(id) {
      $0.metadata = metadata
      $0.creditMode = options.credits?.cpuCredits
      $0.isMonitored = options.monitoring?.enabled ?? false
      $0.recoversByItself = options.maintenance?.autoRecovery != "disabled"
      $0.terminatesOnShutdown = terminates
      $0.isStopProtected = options.isStopProtected ?? false
      $0.isEBSOptimised = options.isEBSOptimised ?? false
      $0.profileAssociation = association
      $0.ipv6Addresses = addresses ?? []
      $0.keepsInterface = options.deletesInterface == false
      $0.isDedicated = isDedicated
      $0.capacity = options.capacity
      $0.canHibernate = options.hibernation?.configured ?? false
    }
  }
}

extension Instance {
  /// Whether a shutdown of the operating system terminates the machine, by AWS's word for it.
  static func terminatesOnShutdown(_ word: String?) throws(AWSError) -> Bool? {
    switch word {
    case nil: return nil
    case "stop": return false
    case "terminate": return true
    case let other:
      throw .invalidParameter(
        other ?? "", "instanceInitiatedShutdownBehavior", "Expecting stop or terminate.")
    }
  }

  /// Whether the operating system cannot start, which the instance status check finds out.
  package var cannotBoot: Bool {
    switch activity {
    case .appFailed(.noSystem), .appFailed(.tornFileSystem), .appFailed(.otherArchitecture): true
    case .appFailed, .booting, .serving, .silent: false
    }
  }
}

extension [BlockDeviceMapping] {
  /// The mappings with those of a call in the place of the ones for the same devices.
  func overridden(by others: [BlockDeviceMapping]) -> [BlockDeviceMapping] {
    filter { mapping in !others.contains { $0.deviceName == mapping.deviceName } } + others
  }
}

extension World {
  /// The kinds of what a launch makes, as tag specifications name them.
  static let launchTagKinds = ["instance", "volume", "network-interface"]
}
