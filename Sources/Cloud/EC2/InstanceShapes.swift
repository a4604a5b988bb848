package import EventKernel

/// A state as calls show it.
package struct InstanceStateShape: Encodable, Sendable, Equatable {
  package var code: Int
  package var name: String

  init(_ state: Instance.State) {
    name = state.rawValue
    code =
      switch state {
      case .pending: 0
      case .running: 16
      case .shuttingDown: 32
      case .terminated: 48
      case .stopping: 64
      case .stopped: 80
      }
  }
}

/// A state change as StartInstances, StopInstances and TerminateInstances show it.
package struct InstanceStateChange: Encodable, Sendable, Equatable {
  package var instanceId: String
  package var currentState: InstanceStateShape
  package var previousState: InstanceStateShape
}

/// A security group as an instance shows it.
package struct GroupIdentifier: Encodable, Sendable {
  package var groupId: String
  package var groupName: String
}

/// The instances of one launch.
package struct ReservationShape: Encodable, Sendable {
  package var reservationId: String
  package var ownerId = Account.id
  package var groups: [GroupIdentifier] = []
  package var instances: [InstanceShape]
}

/// An instance as DescribeInstances shows it.
package struct InstanceShape: Encodable, Sendable {
  package var architecture: String
  package var blockDeviceMappings: [BlockDevice]
  package var clientToken: String
  package var ebsOptimized: Bool
  package var enaSupport = true
  package var hibernationOptions: Hibernation
  package var sriovNetSupport: String?
  package var capacityReservationId: String?
  package var capacityReservationSpecification: CapacitySpecification
  package var hypervisor = "xen"
  package var iamInstanceProfile: InstanceProfile?
  package var instanceLifecycle: String?
  package var spotInstanceRequestId: String?
  package var networkInterfaces: [Interface]
  package var rootDeviceName: String
  package var rootDeviceType = "ebs"
  package var securityGroups: [GroupIdentifier]
  package var sourceDestCheck: Bool?
  package var stateReason: StateReason?
  package var tags: [Tags.Tag]?
  package var virtualizationType = "hvm"
  package var cpuOptions: CPUOptions
  package var platformDetails = "Linux/UNIX"
  package var usageOperation = "RunInstances"
  package var usageOperationUpdateTime: Instant
  package var enclaveOptions = Enclave()
  package var privateDnsNameOptions: SubnetShape.NameOptions?
  package var networkPerformanceOptions = NetworkPerformance()
  package var `operator` = Operator()
  package var instanceId: String
  package var imageId: String
  package var state: InstanceStateShape
  package var privateDnsName: String
  package var publicDnsName: String
  package var stateTransitionReason: String
  package var keyName: String?
  package var amiLaunchIndex: Int
  package var productCodes: [ProductCodeShape]
  package var instanceType: String
  package var launchTime: Instant
  package var placement: Placement
  package var monitoring: Monitoring
  package var metadataOptions: MetadataOptionsShape?
  package var ipv6Address: String?
  package var maintenanceOptions: MaintenanceSpecification?
  package var subnetId: String?
  package var vpcId: String?
  package var privateIpAddress: String?
  package var publicIpAddress: String?

  /// The root volume.
  package struct BlockDevice: Encodable, Sendable {
    package var deviceName: String
    package var ebs: EBS
  }

  /// The volume of a device.
  package struct EBS: Encodable, Sendable {
    package var attachTime: Instant
    package var deleteOnTermination: Bool
    package var status: String
    package var volumeId: String
  }

  /// The role that the instance acts under.
  package struct InstanceProfile: Encodable, Sendable {
    package var arn: String
    package var id: String?
  }

  /// Whether a part of the machine is closed to its own operating system, which no machine here has.
  package struct Enclave: Encodable, Sendable { package var enabled = false }

  /// How its bandwidth is shared between network and disks.
  package struct NetworkPerformance: Encodable, Sendable { package var bandwidthWeighting = "default" }

  /// Whether a service of AWS keeps the machine for the account.
  package struct Operator: Encodable, Sendable {
    package var managed = false
    package var hiddenByDefault = false
  }

  /// Whether a stop may keep the memory.
  package struct Hibernation: Encodable, Sendable { package var configured: Bool }

  /// A network interface.
  package struct Interface: Encodable, Sendable {
    package var association: Association?
    package var attachment: Attachment?
    package var description: String
    package var groups: [GroupIdentifier]
    package var ipv6Addresses: [NetworkInterfaceShape.IPv6]
    package var macAddress: String
    package var networkInterfaceId: String
    package var ownerId: String
    package var privateDnsName: String
    package var privateIpAddress: String
    package var privateIpAddresses: [NetworkInterfaceShape.Address]
    package var sourceDestCheck: Bool
    package var status: String
    package var subnetId: String
    package var vpcId: String
    package var interfaceType: String

    /// An interface as its instance shows it.
    init(_ shape: NetworkInterfaceShape) {
      association = shape.association
      attachment = shape.attachment.map {
        Attachment(
          attachTime: $0.attachTime, attachmentId: $0.attachmentId,
          deleteOnTermination: $0.deleteOnTermination, deviceIndex: $0.deviceIndex, status: $0.status,
          networkCardIndex: $0.networkCardIndex)
      }
      description = shape.description
      groups = shape.groups
      ipv6Addresses = shape.ipv6Addresses
      macAddress = shape.macAddress
      networkInterfaceId = shape.networkInterfaceId
      ownerId = shape.ownerId
      privateDnsName = shape.privateDnsName
      privateIpAddress = shape.privateIpAddress
      privateIpAddresses = shape.privateIpAddresses
      sourceDestCheck = shape.sourceDestCheck
      status = shape.status
      subnetId = shape.subnetId
      vpcId = shape.vpcId
      interfaceType = shape.interfaceType
    }
  }

  /// Where an interface is at its instance.
  package struct Attachment: Encodable, Sendable {
    package var attachTime: Instant?
    package var attachmentId: String
    package var deleteOnTermination: Bool
    package var deviceIndex: Int
    package var status: String
    package var networkCardIndex: Int
  }

  /// The public address of an interface.
  package struct Association: Encodable, Sendable {
    package var ipOwnerId: String
    package var publicDnsName: String
    package var publicIp: String
  }

  /// Why an instance is in its state.
  package struct StateReason: Encodable, Sendable {
    package var code: String
    package var message: String
  }

  /// The vCPUs as cores and threads.
  package struct CPUOptions: Encodable, Sendable {
    package var coreCount: Int
    package var threadsPerCore: Int
  }

  /// The place.
  package struct Placement: Encodable, Sendable {
    package var availabilityZoneId: String?
    package var groupName: String
    package var groupId: String?
    package var partitionNumber: Int?
    package var tenancy: String
    package var availabilityZone: String
  }

  /// Whether metrics come every minute.
  package struct Monitoring: Encodable, Sendable { package var state: String }

  init(_ instance: Instance, index: Int, in world: World) {
    let isGone = instance.state == .terminated
    let publicName = world.publicDNSName(of: instance) ?? ""
    let privateName = world.privateDNSName(of: instance)
    let groups = instance.securityGroups.map {
      GroupIdentifier(groupId: "\($0)", groupName: world.ec2.securityGroups[$0]?.name ?? "")
    }
    architecture = world.architecture(of: instance)
    rootDeviceName = instance.rootDevice
    blockDeviceMappings = instance.volumes.compactMap { world.ec2.volumes[$0] }.compactMap { volume in
      volume.attachment.map {
        BlockDevice(
          deviceName: $0.device,
          ebs: EBS(
            attachTime: $0.since, deleteOnTermination: $0.deletesOnTermination, status: $0.state.rawValue,
            volumeId: "\(volume.id)"))
      }
    }
    iamInstanceProfile = instance.instanceProfile.map {
      InstanceProfile(arn: World.profileARN($0), id: instance.instanceProfileID)
    }
    networkInterfaces = isGone ? [] : world.interfaceShapes(of: instance).map(Interface.init)
    securityGroups = isGone ? [] : groups
    sourceDestCheck = isGone ? nil : instance.checksSourceAndDestination
    clientToken = instance.clientToken
    instanceLifecycle = instance.spotRequest == nil ? nil : "spot"
    spotInstanceRequestId = instance.spotRequest.map { "\($0)" }
    ebsOptimized = instance.isEBSOptimised
    productCodes = world.productCodes(of: instance).map(ProductCodeShape.init)
    monitoring = Monitoring(state: instance.isMonitored ? "enabled" : "disabled")
    metadataOptions = isGone ? nil : MetadataOptionsShape(instance.metadata)
    maintenanceOptions =
      isGone
      ? nil : MaintenanceSpecification(autoRecovery: instance.recoversByItself ? "default" : "disabled")
    if instance.failedToLaunch {
      stateReason = StateReason(
        code: "Client.InternalError", message: "Client.InternalError: Client error on launch")
    } else if instance.state == .pending {
      stateReason = StateReason(code: "pending", message: "pending")
    } else if instance.state != .running {
      let code =
        switch (instance.interruptionReason, instance.state) {
        case (nil, _):
          instance.isHibernated ? "Client.UserInitiatedHibernate" : "Client.UserInitiatedShutdown"
        case (_, .stopping), (_, .stopped): "Server.SpotInstanceShutdown"
        default: "Server.SpotInstanceTermination"
        }
      let words =
        instance.interruptionReason != nil
        ? "Spot instance interruption"
        : instance.isHibernated ? "User initiated hibernate" : "User initiated shutdown"
      stateReason = StateReason(code: code, message: "\(code): \(words)")
    }
    tags = instance.tags.all.isEmpty ? nil : instance.tags.all
    let type = world.catalog.instanceType(instance.type)
    let (cpus, threads) = (type?.vCPUs ?? 1, type?.threadsPerCore ?? 1)
    cpuOptions = CPUOptions(coreCount: cpus / threads, threadsPerCore: threads)
    instanceId = "\(instance.id)"
    imageId = "\(instance.image)"
    state = InstanceStateShape(instance.state)
    privateDnsName = isGone ? "" : privateName
    publicDnsName = publicName
    stateTransitionReason = instance.stateReason
    keyName = instance.keyName
    amiLaunchIndex = index
    instanceType = instance.type
    launchTime = instance.launchTime
    usageOperationUpdateTime = instance.firstLaunch
    privateDnsNameOptions = isGone ? nil : SubnetShape.NameOptions()
    placement = Placement(
      availabilityZoneId: world.catalog.id(of: instance.zone),
      groupName: instance.placementGroup.flatMap { world.ec2.placementGroups[$0]?.name } ?? "",
      groupId: instance.placementGroup.map { "\($0)" }, partitionNumber: instance.partition,
      tenancy: instance.isDedicated ? "dedicated" : "default", availabilityZone: instance.zone.rawValue)
    hibernationOptions = Hibernation(configured: instance.canHibernate)
    sriovNetSupport = instance.enhancedNetworking
    capacityReservationId = instance.capacityReservation.map { "\($0)" }
    capacityReservationSpecification =
      instance.capacity ?? CapacitySpecification(capacityReservationPreference: "open")
    subnetId = isGone ? nil : "\(instance.subnet)"
    vpcId = isGone ? nil : "\(instance.vpc)"
    ipv6Address = isGone ? nil : instance.ipv6Addresses.first.map { "\($0)" }
    privateIpAddress = isGone ? nil : "\(instance.privateAddress)"
    publicIpAddress = instance.publicAddress.map { "\($0)" }
  }
}

extension World {
  /// The name that leads to an instance's private address inside its VPC.
  package func privateDNSName(of instance: Instance) -> String {
    let region = instance.zone.region.rawValue
    let domain = region == "us-east-1" ? "ec2.internal" : "\(region).compute.internal"
    return "ip-\(instance.privateAddress.hyphened).\(domain)"
  }

  /// The name that leads to an instance's public address; `nil` without one or without DNS host names in its VPC.
  package func publicDNSName(of instance: Instance) -> String? {
    guard let address = instance.publicAddress, ec2.vpcs[instance.vpc]?.enablesDNSHostnames == true else {
      return nil
    }
    let region = instance.zone.region.rawValue
    let domain = region == "us-east-1" ? "compute-1" : "\(region).compute"
    return "ec2-\(address.hyphened).\(domain).amazonaws.com"
  }

  /// Some instances grouped by their launches, in the order of the reservations' ids.
  func reservations(of instances: [Instance]) -> [ReservationShape] {
    let indexes = launchIndexes
    var byReservation = Table<ReservationID, [Instance]>()
    for instance in instances { byReservation[instance.reservation, default: []].append(instance) }
    return byReservation.map { id, members in
      ReservationShape(
        reservationId: "\(id)",
        instances: members.map { InstanceShape($0, index: indexes[$0.id] ?? 0, in: self) })
    }
  }
}

extension Table {
  fileprivate subscript(id: ID, default fallback: Row) -> Row {
    get { self[id] ?? fallback }
    set { self[id] = newValue }
  }
}

extension IPv4Address {
  /// The address as host names carry it: `10-0-1-4`.
  var hyphened: String { octets(joinedBy: UInt8(ascii: "-")) }
}
