package import EventKernel

/// What a template launches, as calls give and show it.
package struct LaunchTemplateData: Codable, Sendable {
  package var iamInstanceProfile: InstanceProfileSpecification?
  package var networkInterfaces: [NetworkInterfaceSpecification]?
  package var blockDeviceMappings: [BlockDeviceMapping]?
  package var imageId: String?
  package var instanceType: String?
  package var keyName: String?
  package var disableApiTermination: Bool?
  package var disableApiStop: Bool?
  package var instanceInitiatedShutdownBehavior: String?
  package var ebsOptimized: Bool?
  package var monitoring: MonitoringSpecification?
  package var metadataOptions: MetadataSpecification?
  package var creditSpecification: CreditSpecification?
  package var maintenanceOptions: MaintenanceSpecification?
  package var placement: PlacementSpecification?
  package var capacityReservationSpecification: CapacitySpecification?
  package var hibernationOptions: HibernationSpecification?
  /// In Base64.
  package var userData: String?
  package var tagSpecifications: [TagSpecification]?
  package var securityGroupIds: [String]?

  /// Whether it says nothing: then the request carries nothing of it, for EC2's protocol has no empty structure.
  var isEmpty: Bool {
    let members: [Any?] = [
      iamInstanceProfile, networkInterfaces, blockDeviceMappings, imageId, instanceType, keyName,
      disableApiTermination, disableApiStop, instanceInitiatedShutdownBehavior, ebsOptimized, monitoring,
      metadataOptions, creditSpecification, maintenanceOptions, placement, capacityReservationSpecification,
      hibernationOptions, userData, tagSpecifications, securityGroupIds,
    ]
    return members.allSatisfy { $0 == nil }
  }

  init(_ version: LaunchTemplate.Version) {
    iamInstanceProfile = version.instanceProfile.map {
      let isARN = $0.utf8.starts(with: "arn:".utf8)
      return InstanceProfileSpecification(arn: isARN ? $0 : nil, name: isARN ? nil : $0)
    }
    let groups = version.securityGroups.map { "\($0)" }
    if let interface = NetworkInterfaceSpecification(version, groups: groups) {
      networkInterfaces = [interface]
    } else {
      securityGroupIds = groups.isEmpty ? nil : groups
    }
    blockDeviceMappings = version.options.devices.isEmpty ? nil : version.options.devices
    let options = version.options
    disableApiStop = options.isStopProtected
    instanceInitiatedShutdownBehavior = options.shutdownBehavior
    ebsOptimized = options.isEBSOptimised
    monitoring = options.monitoring
    metadataOptions = options.metadata
    creditSpecification = options.credits
    maintenanceOptions = options.maintenance
    placement = options.placement
    capacityReservationSpecification = options.capacity
    hibernationOptions = options.hibernation
    imageId = version.imageParameter ?? version.image.map { "\($0)" }
    instanceType = version.type
    keyName = version.keyName
    disableApiTermination = version.isTerminationProtected
    userData = version.userData.map { Base64.encode($0.utf8) }
    let tags = [("instance", version.instanceTags), ("volume", version.options.volumeTags)]
    let specifications = tags.filter { !$0.1.all.isEmpty }
      .map { TagSpecification(resourceType: $0.0, tags: $0.1.all) }
    tagSpecifications = specifications.isEmpty ? nil : specifications
  }
}

extension NetworkInterfaceSpecification {
  /// The first interface of what a version launches; `nil` where it says nothing of it.
  fileprivate init?(_ version: LaunchTemplate.Version, groups: [String]) {
    let options = version.options
    let addresses = options.ipv6.addresses.map { IPv6AddressMember(ipv6Address: "\($0)") }
    guard
      version.associatesPublicAddress != nil || version.subnet != nil || options.ipv6 != IPv6Wish()
        || options.deletesInterface != nil
    else { return nil }
    self.init(
      deviceIndex: 0, subnetId: version.subnet.map { "\($0)" }, groups: groups.isEmpty ? nil : groups,
      associatePublicIpAddress: version.associatesPublicAddress, ipv6AddressCount: options.ipv6.count,
      ipv6Addresses: addresses.isEmpty ? nil : addresses, deleteOnTermination: options.deletesInterface)
  }
}

/// A template as the calls show it.
package struct LaunchTemplateShape: Encodable, Sendable {
  package var launchTemplateId: String
  package var launchTemplateName: String
  package var createTime: Instant
  package var createdBy = Caller.administrator.arn
  package var defaultVersionNumber: Int
  package var latestVersionNumber: Int
  package var tags: [Tags.Tag]?

  init(_ template: LaunchTemplate) {
    launchTemplateId = "\(template.id)"
    launchTemplateName = template.name
    createTime = template.creation
    defaultVersionNumber = template.defaultVersion
    latestVersionNumber = template.versions.last?.number ?? 1
    tags = template.tags.all.isEmpty ? nil : template.tags.all
  }
}

/// A version as the calls show it.
package struct LaunchTemplateVersionShape: Encodable, Sendable {
  package var launchTemplateId: String
  package var launchTemplateName: String
  package var versionNumber: Int
  package var versionDescription: String?
  package var createTime: Instant
  package var createdBy = Caller.administrator.arn
  package var defaultVersion: Bool
  package var launchTemplateData: LaunchTemplateData

  init(_ version: LaunchTemplate.Version, of template: LaunchTemplate) {
    launchTemplateId = "\(template.id)"
    launchTemplateName = template.name
    versionNumber = version.number
    versionDescription = version.description
    createTime = version.creation
    defaultVersion = version.number == template.defaultVersion
    launchTemplateData = LaunchTemplateData(version)
  }
}
