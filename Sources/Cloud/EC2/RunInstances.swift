import EventKernel

extension World {
  /// A launch as calls show it; `nil` when all its instances are gone.
  fileprivate func reservation(_ id: String) -> ReservationShape? {
    let members = ec2.instances.rows.filter { "\($0.reservation)" == id }
    return reservations(of: members).first
  }
}

/// Launches instances.
package enum RunInstances: EC2Operation {
  package static let name = "RunInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var imageId: String?
    var instanceType: String?
    var minCount: Int?
    var maxCount: Int?
    var keyName: String?
    var securityGroupIds: [String]?
    var securityGroups: [String]?
    var subnetId: String?
    /// In Base64.
    var userData: String?
    var placement: Placement?
    var capacityReservationSpecification: CapacitySpecification?
    var hibernationOptions: HibernationSpecification?
    var networkInterfaces: [NetworkInterfaceSpecification]?
    var tagSpecifications: [TagSpecification]?
    var blockDeviceMappings: [BlockDeviceMapping]?
    var launchTemplate: TemplateReference?
    var iamInstanceProfile: InstanceProfileSpecification?
    var disableApiTermination: Bool?
    var disableApiStop: Bool?
    var instanceInitiatedShutdownBehavior: String?
    var ebsOptimized: Bool?
    var monitoring: MonitoringSpecification?
    var metadataOptions: MetadataSpecification?
    var creditSpecification: CreditSpecification?
    var maintenanceOptions: MaintenanceSpecification?
    var privateIpAddress: String?
    var ipv6AddressCount: Int?
    var ipv6Addresses: [IPv6AddressMember]?
    var instanceMarketOptions: MarketOptions?
    var clientToken: String?
    package var dryRun: Bool?

    /// The zone, for launches into the default VPC.
    struct Placement: Decodable, Sendable {
      var availabilityZone: String?
      var availabilityZoneId: String?
      var tenancy: String?
      var groupName: String?
      var groupId: String?
      var partitionNumber: Int?

      /// The placement group that it names; `nil` when it names nothing of one.
      var specification: PlacementSpecification? {
        guard groupName != nil || groupId != nil || partitionNumber != nil else { return nil }
        return PlacementSpecification(
          groupName: groupName, groupId: groupId, partitionNumber: partitionNumber)
      }
    }

    /// Spare capacity instead of capacity on demand.
    struct MarketOptions: Decodable, Sendable {
      var marketType: String?
      var spotOptions: SpotOptions?
    }

    /// How spare capacity is asked for.
    struct SpotOptions: Decodable, Sendable {
      var maxPrice: String?
      var spotInstanceType: String?
      var validUntil: Instant?
      var instanceInterruptionBehavior: String?
    }

    /// A launch template and one of its versions.
    struct TemplateReference: Decodable, Sendable {
      var launchTemplateId: String?
      var launchTemplateName: String?
      var version: String?
    }
  }

  package typealias Output = ReservationShape

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let shape = world.reservation(earlier)
    {
      return shape
    }
    let most = input.maxCount ?? 1
    let least = input.minCount ?? 1
    guard least >= 1 else {
      throw .invalidParameter("\(least)", "minCount", "Must be at least 1.")
    }
    guard most >= least else {
      throw AWSError(
        "InvalidParameterValue",
        "Value (\(least)) for parameter minCount is invalid. MinCount must not be above "
          + "maxCount.")
    }
    var request = try launchRequest(input, world: world, region: context.region)
    let reservation = world.nextID(ReservationKind.self)
    request.reservation = reservation
    for (name, isGiven) in [
      ("privateIpAddress", request.options.privateAddress != nil),
      ("ipv6Addresses", !request.options.ipv6.addresses.isEmpty),
    ] where isGiven && most > 1 {
      throw AWSError(
        "InvalidParameterCombination", "The parameter \(name) cannot be used with more than one instance.")
    }
    var launched: [InstanceID] = []
    let market = try spotMarket(input.instanceMarketOptions, request: request, count: most, in: world)
    while launched.count < most {
      do {
        launched.append(try launch(request, market: market, on: &world))
      } catch {
        let isOfSupply = ["InsufficientFreeAddressesInSubnet", "InsufficientInstanceCapacity"].contains(
          error.code)
        guard launched.count >= least, isOfSupply else { throw error }
        break
      }
    }
    let token = reservation.clientToken(given: input.clientToken)
    for id in launched { world.ec2.instances.update(id) { $0.clientToken = token } }
    world.remember("\(reservation)", for: input.clientToken, of: name, asked: "\(input)", context)
    let instances = launched.compactMap { world.ec2.instances[$0] }
    guard let shape = world.reservations(of: instances).first else {
      preconditionFailure("At least one instance was just launched.")
    }
    return shape
  }

  /// What the call asks for, completed by its launch template.
  static func launchRequest(
    _ input: Input, world: World, region: Region
  ) throws(AWSError) -> LaunchRequest {
    var template: LaunchTemplate.Version?
    if let reference = input.launchTemplate {
      template = try world.launchTemplate(
        id: reference.launchTemplateId, name: reference.launchTemplateName, in: region
      ).version(reference.version)
    }
    let image: ImageID
    if let text = input.imageId {
      image = try world.image(text, in: region).id
    } else if let template, let id = try world.image(of: template, in: region) {
      image = id
    } else {
      throw .missingParameter("ImageId")
    }
    // Simplified: no-default-instance-type
    guard let type = input.instanceType ?? template?.type else { throw .missingParameter("InstanceType") }
    let interface = try interface(input)
    let subnet = try subnet(input, interface, template: template, world: world, region: region)
    var groups = try world.groupIDs(interface?.groups ?? input.securityGroupIds, in: region)
    for name in input.securityGroups ?? [] {
      groups.append(try world.securityGroup(named: name, in: region).id)
    }
    if groups.isEmpty { groups = template?.securityGroups ?? [] }
    var tags = template?.instanceTags ?? Tags()
    let own = try Tags.of(
      input.tagSpecifications, for: "instance", among: World.launchTagKinds)
    for tag in own.all { tags[tag.key] = tag.value }
    let profile = input.iamInstanceProfile.flatMap { $0.name ?? $0.arn }
    return LaunchRequest(
      image: image, type: type, subnet: subnet, securityGroups: groups,
      userData: input.userData == nil ? template?.userData ?? "" : try World.userData(input.userData),
      keyName: input.keyName ?? template?.keyName, instanceProfile: profile ?? template?.instanceProfile,
      tags: tags,
      associatesPublicAddress: interface?.associatePublicIpAddress ?? template?.associatesPublicAddress,
      isTerminationProtected: input.disableApiTermination ?? template?.isTerminationProtected ?? false,
      options: try options(input, over: template?.options))
  }

  /// How the call asks for spare capacity.
  private struct SpotMarket {
    let isPersistent: Bool
    let interruption: SpotRequest.Interruption
    let maximum: Int?
    let expiry: Instant?
  }

  /// The market of the call; `nil` for machines on demand.
  ///
  /// - Throws: AWS's errors for options that contradict each other, a price that is too low, and too many machines.
  private static func spotMarket(
    _ options: Input.MarketOptions?, request: LaunchRequest, count: Int, in world: World
  ) throws(AWSError) -> SpotMarket? {
    guard let options, let zone = world.ec2.subnets[request.subnet]?.zone else { return nil }
    guard options.marketType ?? "spot" == "spot" else {
      throw .notModelled("MarketType", options.marketType ?? "")
    }
    let spot = options.spotOptions
    let isPersistent = try SpotRequest.isPersistent(spot?.spotInstanceType)
    let maximum = try World.price(spot?.maxPrice, "maxPrice")
    let price = world.spotPrice(of: SpotPool(type: request.type, zone: zone), at: world.now)
    if let maximum, let price, maximum < price {
      throw AWSError(
        "SpotMaxPriceTooLow",
        "Your Spot request price of \(World.priceText(maximum)) is lower than the minimum required Spot request "
          + "fulfillment price of \(World.priceText(price)).")
    }
    try world.checkSpotQuota(adding: request.type, count: count, in: zone.region)
    return SpotMarket(
      isPersistent: isPersistent,
      interruption: try SpotRequest.interruption(
        spot?.instanceInterruptionBehavior, isPersistent: isPersistent),
      maximum: maximum, expiry: spot?.validUntil)
  }

  /// Launches one machine, on demand or from spare capacity.
  private static func launch(
    _ request: LaunchRequest, market: SpotMarket?, on world: inout World
  ) throws(AWSError) -> InstanceID {
    guard let market else { return try world.launchInstance(request) }
    return try world.launchSpot(
      request, isPersistent: market.isPersistent, interruption: market.interruption,
      maximum: market.maximum, expiry: market.expiry)
  }

  private static func options(
    _ input: Input, over template: LaunchOptions?
  ) throws(AWSError) -> LaunchOptions {
    var options = template ?? LaunchOptions()
    options.override(
      monitoring: input.monitoring, metadata: input.metadataOptions, credits: input.creditSpecification,
      maintenance: input.maintenanceOptions, shutdownBehavior: input.instanceInitiatedShutdownBehavior,
      isStopProtected: input.disableApiStop, isEBSOptimised: input.ebsOptimized,
      capacity: input.capacityReservationSpecification, placement: input.placement?.specification,
      hibernation: input.hibernationOptions)
    if let text = input.privateIpAddress ?? input.networkInterfaces?.first?.address {
      guard let address = IPv4Address(text) else {
        throw AWSError(
          "InvalidParameterValue", "Value (\(text)) for parameter address is invalid. Invalid IPv4 address.")
      }
      options.privateAddress = address
    }
    if let mappings = input.blockDeviceMappings { options.devices = options.devices.overridden(by: mappings) }
    let first = input.networkInterfaces?.first
    let count = input.ipv6AddressCount ?? first?.ipv6AddressCount
    let addresses = (input.ipv6Addresses ?? first?.ipv6Addresses)?.map { $0.ipv6Address ?? "" }
    if count != nil || addresses != nil { options.ipv6 = try IPv6Wish(count: count, addresses: addresses) }
    options.deletesInterface = first?.deleteOnTermination ?? options.deletesInterface
    switch input.placement?.tenancy {
    case nil: break
    case "default": options.isDedicated = false
    case "dedicated": options.isDedicated = true
    case let tenancy?: throw .notModelled("Tenancy", tenancy)
    }
    let tags = try Tags.of(input.tagSpecifications, for: "volume", among: World.launchTagKinds)
    for tag in tags.all { options.volumeTags[tag.key] = tag.value }
    return options
  }

  private static func interface(_ input: Input) throws(AWSError) -> NetworkInterfaceSpecification? {
    guard let interfaces = input.networkInterfaces, let first = interfaces.first else { return nil }
    guard interfaces.allSatisfy({ $0.deviceIndex != nil }) else {
      throw AWSError("InvalidParameterValue", "Each network interface requires a device index.")
    }
    guard interfaces.count == 1, first.deviceIndex == 0 else {
      throw AWSError(
        "InvalidParameterValue", "Only one network interface, with device index 0, is supported here.")
    }
    guard input.subnetId == nil, input.securityGroupIds == nil, input.securityGroups == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same "
          + "request")
    }
    guard input.ipv6AddressCount == nil, input.ipv6Addresses == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "Network interfaces and instance-level IPv6 addresses may not be specified on the same request")
    }
    try first.check(in: "NetworkInterfaces")
    return first
  }

  private static func subnet(
    _ input: Input, _ interface: NetworkInterfaceSpecification?, template: LaunchTemplate.Version?,
    world: World, region: Region
  ) throws(AWSError) -> SubnetID {
    let places = world.catalog.zones(in: region)
    let zones = places.map(\.zone)
    var zoneName = input.placement?.availabilityZone
    if let id = input.placement?.availabilityZoneId {
      guard let place = places.first(where: { $0.id == id }) else {
        throw AWSError("InvalidParameterValue", "Invalid availability zone: [\(id)]")
      }
      zoneName = place.zone.rawValue
    }
    if let zoneName, !zones.contains(where: { $0.rawValue == zoneName }) {
      throw AWSError("InvalidParameterValue", "Invalid availability zone: [\(zoneName)]")
    }
    if let text = interface?.subnetId ?? input.subnetId ?? template?.subnet.map({ "\($0)" }) {
      let subnet = try world.subnet(text, in: region)
      guard zoneName == nil || zoneName == subnet.zone.rawValue else {
        throw AWSError(
          "InvalidParameterValue",
          "The Availability Zone '\(zoneName ?? "")' does not match the zone of subnet '\(subnet.id)'.")
      }
      guard input.securityGroups == nil else {
        throw AWSError(
          "InvalidParameterCombination", "The parameter groupName cannot be used with the parameter subnet")
      }
      return subnet.id
    }
    guard let vpc = world.defaultVPC(of: region) else {
      throw AWSError(
        "MissingInput", "No subnets found for the default VPC. Please specify a subnet.")
    }
    let subnets = world.ec2.subnets.rows.filter { $0.vpc == vpc.id && $0.isDefaultForZone }
      .sorted { $0.zone < $1.zone }
    if let zoneName {
      guard let found = subnets.first(where: { $0.zone.rawValue == zoneName }) else {
        throw AWSError(
          "MissingInput", "No default subnet for availability zone: '\(zoneName)'.")
      }
      return found.id
    }
    guard let found = subnets.first(where: { world.hasPower($0.zone) }) ?? subnets.first else {
      throw AWSError(
        "MissingInput", "No subnets found for the default VPC '\(vpc.id)'. Please specify a subnet.")
    }
    return found.id
  }
}

extension RunInstances.Input {
  /// The launch that a request for spare capacity describes.
  init(spot: RequestSpotInstances.Input.Specification) {
    imageId = spot.imageId
    instanceType = spot.instanceType
    keyName = spot.keyName
    securityGroupIds = spot.securityGroupIds
    securityGroups = spot.securityGroups
    subnetId = spot.subnetId
    userData = spot.userData
    placement = spot.placement.map { Placement(availabilityZone: $0.availabilityZone) }
    blockDeviceMappings = spot.blockDeviceMappings
    networkInterfaces = spot.networkInterfaces
    iamInstanceProfile = spot.iamInstanceProfile
    monitoring = spot.monitoring
    ebsOptimized = spot.ebsOptimized
  }
}
