import EventKernel

/// What an instance is launched from, by a learner's call or by Auto Scaling.
package struct LaunchRequest: Sendable, Equatable {
  package var image: ImageID
  package var type: String
  package var subnet: SubnetID
  /// The security groups; the VPC's default group when empty.
  package var securityGroups: [SecurityGroupID]
  /// Decoded user data.
  package var userData: String
  package var keyName: String?
  package var instanceProfile: String?
  package var tags: Tags
  /// The Auto Scaling group that launches it.
  package var autoScalingGroup: String?
  /// Whether it gets a public address; as its subnet says when `nil`.
  package var associatesPublicAddress: Bool?
  package var isTerminationProtected: Bool
  package var options: LaunchOptions
  /// The reservation that it belongs to; a new one when `nil`.
  package var reservation: ReservationID?
  /// Whether it takes spare capacity.
  package var isSpot = false

  package init(
    image: ImageID, type: String, subnet: SubnetID, securityGroups: [SecurityGroupID] = [],
    userData: String = "",
    keyName: String? = nil, instanceProfile: String? = nil, tags: Tags = Tags(),
    autoScalingGroup: String? = nil,
    associatesPublicAddress: Bool? = nil, isTerminationProtected: Bool = false,
    options: LaunchOptions = LaunchOptions(), reservation: ReservationID? = nil
  ) {
    self.image = image
    self.type = type
    self.subnet = subnet
    self.securityGroups = securityGroups
    self.userData = userData
    self.keyName = keyName
    self.instanceProfile = instanceProfile
    self.tags = tags
    self.autoScalingGroup = autoScalingGroup
    self.associatesPublicAddress = associatesPublicAddress
    self.isTerminationProtected = isTerminationProtected
    self.options = options
    self.reservation = reservation
  }
}

extension World {
  /// Launches one instance: it is pending now, runs after 15 s and serves after its boot and warm-up.
  ///
  /// - Throws: AWS's errors of RunInstances; `InsufficientInstanceCapacity` while the zone has no power.
  mutating func launchInstance(_ request: LaunchRequest) throws(AWSError) -> InstanceID {
    guard let subnet = ec2.subnets[request.subnet] else {
      throw .notFound("InvalidSubnetID", "subnet ID", "\(request.subnet)")
    }
    let region = subnet.zone.region
    guard let image = ec2.images[request.image], image.region == region else {
      throw .imageNotFound("\(request.image)")
    }
    try checkType(request.type, for: image.architecture, in: region)
    try checkLaunchable(image)
    try check(request.options, for: request.type)
    try check(request.options.ipv6, in: subnet, type: request.type)
    try checkSubscriptions(to: image.productCodes)
    let devices = try devices(of: image, changedBy: request.options.devices)
    try checkHibernation(request.options.hibernation, of: request.type, root: devices.first)
    let groups = try launchGroups(request.securityGroups, in: subnet.vpc)
    if let name = request.keyName { _ = try keyPair(named: name, in: region) }
    let profile = try instanceProfile(request.instanceProfile)
    let placement = try placement(request.options.placement, type: request.type, in: subnet.zone)
    try checkInjectedShortage(of: request.type, in: subnet.zone, forGroup: request.autoScalingGroup)
    let capacity = try place(
      request.type, in: subnet.zone, asked: request.options.capacity, isSpot: request.isSpot)
    try checkQuota(adding: request.type, count: capacity == nil ? 1 : 0, in: region)
    let address = try launchAddress(request.options.privateAddress, in: subnet)
    let isPublic = request.associatesPublicAddress ?? subnet.mapsPublicAddressOnLaunch
    let id = nextID(InstanceKind.self)
    let root = devices.first?.snapshot.flatMap { ec2.snapshots[$0]?.contents }
    let reading = appSettings(for: request.userData, on: root)
    ec2.instances[id] = Instance(
      id: id, reservation: request.reservation ?? nextID(), zone: subnet.zone, vpc: subnet.vpc,
      subnet: subnet.id, networkInterface: nextID(), image: image.id, type: request.type,
      keyName: request.keyName, privateAddress: address,
      publicAddress: isPublic ? drawPublicAddress(in: region) : nil, wantsPublicAddress: isPublic,
      securityGroups: groups, state: .pending, activity: .silent, launchTime: now, firstLaunch: now,
      userData: request.userData, settings: reading.settings, instanceProfile: profile,
      instanceProfileID: profile.flatMap { profileID(of: $0) },
      isTerminationProtected: request.isTerminationProtected, tags: request.tags,
      autoScalingGroup: request.autoScalingGroup,
      ordinal: nextOrdinal(pool: request.autoScalingGroup ?? "", zone: subnet.zone))
    attach(devices, to: id, request: request)
    try apply(request.options, to: id)
    ec2.instances.update(id) {
      $0.capacityReservation = capacity
      $0.placementGroup = placement?.group
      $0.partition = placement?.partition
    }
    grantCredits(to: id)
    boot(id, from: .pending)
    note("instance-launched", "\(id)", request.type, subnet.zone.rawValue)
    return id
  }

  /// The private address of a launch: the one that was asked for, else the next free one.
  mutating func launchAddress(_ asked: IPv4Address?, in subnet: Subnet) throws(AWSError)
    -> IPv4Address
  {
    if let asked {
      guard subnet.cidr.contains(asked) else {
        throw AWSError(
          "InvalidParameterValue", "Address \(asked) does not fall within the subnet's address range")
      }
      guard isFree(asked, in: subnet) else {
        throw AWSError("InvalidIPAddress.InUse", "Address \(asked) is in use.")
      }
      return asked
    }
    guard let address = takePrivateAddress(in: subnet.id) else {
      throw AWSError(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '\(subnet.id)' to satisfy the requested number of instances."
      )
    }
    return address
  }

  /// Makes the disks of an instance that is being launched; its key may log in to the system on the first.
  private mutating func attach(_ devices: [BlockDevice], to id: InstanceID, request: LaunchRequest) {
    guard let instance = ec2.instances[id] else { return }
    let key = request.keyName.flatMap { name in
      ec2.keyPairs.first {
        $0.row.region == instance.zone.region && $0.row.name.utf8.elementsEqual(name.utf8)
      }
    }
    var volumes: [VolumeID] = []
    for device in devices {
      let volume = makeVolume(
        for: id, in: instance.zone, plan: device.plan, from: device.snapshot.flatMap { ec2.snapshots[$0] },
        device: device.name, deletesOnTermination: device.deletesOnTermination,
        tags: request.options.volumeTags)
      volumes.append(volume)
    }
    if let root = volumes.first, let line = key?.row.publicKey {
      ec2.volumes.update(root) { volume in
        guard volume.contents.system?.authorizedKeys.contains(line) == false else { return }
        volume.contents.system?.authorizedKeys.append(line)
      }
    }
    ec2.instances.update(id) {
      $0.volumes = volumes
      $0.rootVolume = volumes.first
      $0.rootDevice = devices.first?.name ?? Image.usualRootDevice
    }
  }

  /// Throws when a Region's instances and unused reserved machines would have more than 256 vCPUs (TEACH: an account's
  /// quota).
  // Simplified: vcpu-quota
  func checkQuota(adding type: String, count: Int = 1, in region: Region) throws(AWSError) {
    let limit = 256
    var used = count * (catalog.instanceType(type)?.vCPUs ?? 0) + unusedReservedCPUs(in: region)
    for (_, instance) in ec2.instances
    where instance.zone.region == region && [.pending, .running, .stopping].contains(instance.state) {
      used += catalog.instanceType(instance.type)?.vCPUs ?? 0
    }
    guard used <= limit else {
      throw AWSError(
        "VcpuLimitExceeded",
        "You have requested more vCPU capacity than your current vCPU limit of \(limit) allows for the instance "
          + "bucket that the specified instance type belongs to. Please visit "
          + "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.")
    }
  }

  /// The ARN of an instance profile that a launch names by name or ARN; `nil` when it names none.
  func instanceProfile(_ given: String?) throws(AWSError) -> String? {
    guard let given else { return nil }
    let isARN = given.utf8.starts(with: "arn:".utf8)
    let found = iam.directory.instanceProfiles[IAMARN.name(in: given).lowercased()]
    guard let found, !isARN || found.arn == given else {
      throw AWSError(
        "InvalidParameterValue",
        "Value (\(given)) for parameter iamInstanceProfile.\(isARN ? "arn" : "name") is invalid. Invalid IAM Instance "
          + "Profile \(isARN ? "ARN" : "name")")
    }
    guard found.role != nil else {
      throw AWSError(
        "InvalidParameterValue", "IAM Instance Profile \"\(found.arn)\" has no associated IAM Roles")
    }
    return found.arn
  }

  /// Throws unless a type exists, is offered and can run an image.
  func checkType(_ name: String, for architecture: String, in region: Region) throws(AWSError) {
    let type = try instanceType(name, in: region)
    guard type.architectures.contains(architecture) else {
      let supported = type.architectures.joined(separator: ", ")
      throw AWSError(
        "InvalidParameterValue",
        "The architecture '\(supported)' of the specified instance type does not match the architecture "
          + "'\(architecture)' of the specified AMI. Specify an instance type and an AMI that have matching "
          + "architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover "
          + "the architecture of the instance type or AMI.")
    }
  }

  /// A type that can be launched in a Region: those without a known price cannot.
  func instanceType(_ name: String, in region: Region) throws(AWSError) -> InstanceType {
    guard let type = catalog.instanceType(name) else {
      if InstanceTypeNames.isOfAWS(name) { throw .notModelled("InstanceType", name) }
      throw AWSError(
        "InvalidParameterValue", "Invalid value '\(name)' for InstanceType.",
        alternatives: .init(given: name.lowercased(), among: catalog.instanceTypes.map(\.name)))
    }
    guard catalog.hourlyPrice(ofInstance: name, in: region) != nil else {
      throw AWSError(
        "Unsupported",
        "The requested configuration is currently not supported. Please check the documentation for supported "
          + "configurations.")
    }
    return type
  }

  private func launchGroups(_ groups: [SecurityGroupID], in vpc: VPCID) throws(AWSError) -> [SecurityGroupID]
  {
    if groups.isEmpty { return defaultSecurityGroup(of: vpc).map { [$0.id] } ?? [] }
    return try checkGroups(groups, in: vpc)
  }

  /// Throws unless all groups belong to a VPC and are at most five (facts: EC2 2.10).
  @discardableResult
  func checkGroups(_ groups: [SecurityGroupID], in vpc: VPCID) throws(AWSError) -> [SecurityGroupID] {
    for group in groups {
      guard let row = ec2.securityGroups[group] else { throw .groupNotFound("\(group)") }
      guard row.vpc == vpc else {
        throw AWSError(
          "InvalidParameter", "Security group \(group) and subnet belong to different networks.")
      }
    }
    guard groups.count <= 5 else {
      throw AWSError(
        "SecurityGroupsPerInterfaceLimitExceeded",
        "The maximum number of security groups per interface has been reached.")
    }
    return groups
  }

  private mutating func nextOrdinal(pool: String, zone: Zone) -> Int {
    let key = "\(pool)|\(zone.rawValue)"
    let ordinal = ec2.launchedByPool[key] ?? 0
    ec2.launchedByPool[key] = ordinal + 1
    return ordinal
  }
}
