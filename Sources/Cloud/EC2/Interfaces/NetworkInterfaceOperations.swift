/// Network interfaces.
enum NetworkInterfaceOperations {
  static let all: [any Operation.Type] = [
    CreateNetworkInterface.self, DescribeNetworkInterfaces.self, DeleteNetworkInterface.self,
    AttachNetworkInterface.self, DetachNetworkInterface.self, ModifyNetworkInterfaceAttribute.self,
  ]
}

/// Makes an interface in a subnet.
// Simplified: extra-interfaces
package enum CreateNetworkInterface: EC2Operation {
  package static let name = "CreateNetworkInterface"

  package struct Input: Decodable, Sendable, DryRunnable {
    var subnetId: String?
    var description: String?
    var privateIpAddress: String?
    var groups: [String]?
    var ipv6AddressCount: Int?
    var ipv6Addresses: [IPv6AddressMember]?
    var interfaceType: String?
    var connectionTrackingSpecification: ConnectionTracking?
    var tagSpecifications: [TagSpecification]?
    var clientToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var networkInterface: NetworkInterfaceShape
    package var clientToken: String?
  }

  package static func access(
    _ input: Input, in world: World, context: CallContext
  ) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.networkInterface, input.tagSpecifications)
      .on(.subnet, input.subnetId).on(.securityGroup, input.groups).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let row = NetworkInterfaceID(earlier).flatMap({ world.ec2.networkInterfaces[$0] })
    {
      return Output(networkInterface: NetworkInterfaceShape(row, in: world), clientToken: input.clientToken)
    }
    guard let text = input.subnetId else { throw .missingParameter("subnetId") }
    let subnet = try world.subnet(text, in: context.region)
    var groups = try world.checkGroups(try world.groupIDs(input.groups, in: context.region), in: subnet.vpc)
    if groups.isEmpty { groups = world.defaultSecurityGroup(of: subnet.vpc).map { [$0.id] } ?? [] }
    let tags = try Tags.of(input.tagSpecifications, for: "network-interface")
    // VPC quotas: 5,000 interfaces a Region.
    guard world.ec2.networkInterfaces.count < 5_000 else {
      throw AWSError(
        "NetworkInterfaceLimitExceeded", "The maximum number of network interfaces has been reached.")
    }
    let asked = try input.privateIpAddress.map { text throws(AWSError) in
      guard let address = IPv4Address(text) else {
        throw AWSError(
          "InvalidParameterValue", "Value (\(text)) for parameter address is invalid. Invalid IPv4 address.")
      }
      return address
    }
    let kind = input.interfaceType ?? "interface"
    switch kind {
    case "interface", "efa": break
    case "efa-only", "branch", "trunk": throw .notModelled("InterfaceType", kind)
    default:
      throw .invalidParameter(kind, "interfaceType", "Expecting interface, efa, efa-only, branch or trunk.")
    }
    try input.connectionTrackingSpecification?.check()
    let wish = try IPv6Wish(
      count: input.ipv6AddressCount, addresses: input.ipv6Addresses?.map { $0.ipv6Address ?? "" })
    try world.check(wish, in: subnet, type: nil)
    let address = try world.launchAddress(asked, in: subnet)
    var row = NetworkInterface(
      id: world.nextID(), subnet: subnet.id, vpc: subnet.vpc, zone: subnet.zone, address: address,
      groups: groups,
      description: try EC2Text.ascii(input.description ?? "", "description"), tags: tags, kind: kind)
    row.tracking = input.connectionTrackingSpecification
    row.ipv6Addresses = world.ipv6Addresses(wish, in: subnet, for: row.id)
    world.ec2.networkInterfaces[row.id] = row
    world.remember("\(row.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(
      networkInterface: NetworkInterfaceShape(row, in: world),
      clientToken: row.id.clientToken(given: input.clientToken))
  }
}

/// Deletes an interface that nothing uses.
package enum DeleteNetworkInterface: EC2Operation {
  package static let name = "DeleteNetworkInterface"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkInterfaceId: String?
    package var dryRun: Bool?
  }

  package static func access(
    _ input: Input, in world: World, context: CallContext
  ) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.networkInterface, input.networkInterfaceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.networkInterfaceId else { throw .missingParameter("networkInterfaceId") }
    let row = try world.networkInterface(text, in: context.region)
    guard row.attachment == nil else {
      throw AWSError("InvalidParameterValue", "Network interface '\(row.id)' is currently in use.")
    }
    world.ec2.networkInterfaces[row.id] = nil
    return NoOutput()
  }
}

/// Lists interfaces, with those of instances, load balancers, NAT gateways and databases.
package enum DescribeNetworkInterfaces: EC2Operation {
  package static let name = "DescribeNetworkInterfaces"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkInterfaceIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var networkInterfaces: [NetworkInterfaceShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try checkPaging(input.networkInterfaceIds, "networkInterfaceIdSet", limit: input.maxResults)
    let all = world.interfaceShapes(in: context.region)
    let rows = try named(input.networkInterfaceIds, all: all) { id throws(AWSError) in
      guard let found = all.first(where: { $0.networkInterfaceId == id }) else {
        _ = try NetworkInterfaceID.parse(id, else: "InvalidNetworkInterfaceID", "networkInterface ID")
        throw .notFound("InvalidNetworkInterfaceID", "networkInterface ID", id)
      }
      return found
    }
    let page = try ec2Page(
      try filters(world).select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(networkInterfaces: page.rows, nextToken: page.nextToken)
  }

  private static func filters(_ world: World) -> FilterFields<NetworkInterfaceShape> {
    let fields: [String: (NetworkInterfaceShape) -> any FilterValue] = [
      "addresses.association.owner-id": { $0.privateIpAddresses.map(\.association?.ipOwnerId) },
      "addresses.association.public-ip": { $0.privateIpAddresses.map(\.association?.publicIp) },
      "addresses.primary": { $0.privateIpAddresses.map(\.primary) },
      "addresses.private-ip-address": { $0.privateIpAddresses.map(\.privateIpAddress) },
      "association.allocation-id": { world.elasticAddress(of: $0)?.id },
      "association.association-id": { world.elasticAddress(of: $0)?.association },
      "association.ip-owner-id": { $0.association?.ipOwnerId },
      "association.public-ip": { $0.association?.publicIp },
      "association.public-dns-name": { $0.association?.publicDnsName },
      "availability-zone": { $0.availabilityZone }, "availability-zone-id": { $0.availabilityZoneId },
      "description": { $0.description }, "group-id": { $0.groups.map(\.groupId) },
      "group-name": { $0.groups.map(\.groupName) }, "interface-type": { $0.interfaceType },
      "ipv6-addresses.ipv6-address": { $0.ipv6Addresses.map(\.ipv6Address) },
      "mac-address": { $0.macAddress }, "network-interface-id": { $0.networkInterfaceId },
      "owner-id": { $0.ownerId }, "private-dns-name": { $0.privateDnsName },
      "private-ip-address": { $0.privateIpAddress }, "requester-id": { $0.requesterId },
      "requester-managed": { $0.requesterManaged }, "source-dest-check": { $0.sourceDestCheck },
      "status": { $0.status }, "subnet-id": { $0.subnetId }, "vpc-id": { $0.vpcId },
    ]
    let attachment: [String: (NetworkInterfaceShape) -> any FilterValue] = [
      "attachment.attach-time": { $0.attachment?.attachTime },
      "attachment.attachment-id": { $0.attachment?.attachmentId },
      "attachment.delete-on-termination": { $0.attachment?.deleteOnTermination },
      "attachment.device-index": { $0.attachment?.deviceIndex },
      "attachment.instance-id": { $0.attachment?.instanceId },
      "attachment.instance-owner-id": { $0.attachment?.instanceOwnerId },
      "attachment.status": { $0.attachment?.status },
    ]
    return FilterFields(
      fields.merging(attachment, uniquingKeysWith: { first, _ in first }), tags: { Tags($0.tagSet) })
  }
}

/// Attaches an interface to an instance of its zone, as a second or further one.
package enum AttachNetworkInterface: EC2Operation {
  package static let name = "AttachNetworkInterface"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkInterfaceId: String?
    var instanceId: String?
    var deviceIndex: Int?
    var networkCardIndex: Int?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var attachmentId: String
    package var networkCardIndex = 0
  }

  package static func access(
    _ input: Input, in world: World, context: CallContext
  ) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId)
      .on(.networkInterface, input.networkInterfaceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.networkInterfaceId else { throw .missingParameter("networkInterfaceId") }
    guard let instanceText = input.instanceId else { throw .missingParameter("instanceId") }
    guard let index = input.deviceIndex else { throw .missingParameter("deviceIndex") }
    let row = try world.networkInterface(text, in: context.region)
    let instance = try world.instance(instanceText, in: context.region)
    guard row.attachment == nil else {
      throw AWSError("InvalidNetworkInterface.InUse", "Interface \(row.id) is in use")
    }
    guard [.running, .stopped].contains(instance.state) else {
      throw .incorrectState(instance.id, "attached")
    }
    guard row.zone == instance.zone else {
      throw AWSError(
        "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same availability zone")
    }
    // DescribeInstanceTypes data: the types of this catalog have one network card each, and none takes an EFA.
    if let card = input.networkCardIndex, card != 0 {
      throw AWSError(
        "InvalidParameterValue",
        "Invalid value '\(card)' for networkCardIndex. The instance type \(instance.type) has 1 network card."
      )
    }
    guard row.kind != "efa" else {
      throw AWSError(
        "AttachmentLimitExceeded", "EFA interface count 1 exceeds allowed limit for \(instance.type).")
    }
    let others = world.ec2.networkInterfaces.rows.filter { $0.attachment?.instance == instance.id }
    guard index != 0, !others.contains(where: { $0.attachment?.deviceIndex == index }) else {
      throw AWSError(
        "InvalidParameterValue",
        "Instance '\(instance.id)' already has an interface attached at device index '\(index)'.")
    }
    // Small types take two interfaces, larger ones three and more (DescribeInstanceTypes data; TEACH: by vCPUs).
    let most = max(2, (world.catalog.instanceType(instance.type)?.vCPUs ?? 1) + 1)
    guard others.count + 1 < most else {
      throw AWSError(
        "AttachmentLimitExceeded",
        "Interface count \(others.count + 2) exceeds the limit for \(instance.type)")
    }
    let attachment = NetworkInterface.Attachment(
      id: world.nextID(), instance: instance.id, deviceIndex: index, since: world.now,
      deletesOnTermination: false)
    world.ec2.networkInterfaces.update(row.id) { $0.attachment = attachment }
    return Output(attachmentId: "\(attachment.id)")
  }
}

/// Takes an interface off its instance.
package enum DetachNetworkInterface: EC2Operation {
  package static let name = "DetachNetworkInterface"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attachmentId: String?
    var force: Bool?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.attachmentId else { throw .missingParameter("attachmentId") }
    let found = world.ec2.networkInterfaces.first { _, row in
      row.zone.region == context.region && row.attachment.map { "\($0.id)" == text } ?? false
    }
    if let found {
      world.ec2.networkInterfaces.update(found.id) { $0.attachment = nil }
      return NoOutput()
    }
    let isOther = world.interfaceShapes(in: context.region).contains { $0.attachment?.attachmentId == text }
    guard !isOther else {
      throw AWSError(
        "OperationNotPermitted", "The network interface at device index 0 cannot be detached.")
    }
    throw AWSError("InvalidAttachmentID.NotFound", "The attachment ID '\(text)' does not exist")
  }
}

/// Changes one attribute of an interface; of an instance's first interface too.
package enum ModifyNetworkInterfaceAttribute: EC2Operation {
  package static let name = "ModifyNetworkInterfaceAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkInterfaceId: String?
    var description: AttributeValue<String>?
    var sourceDestCheck: AttributeValue<Bool>?
    var groups: [String]?
    var attachment: Change?
    package var dryRun: Bool?

    /// Whether the interface goes with its instance.
    struct Change: Decodable, Sendable {
      var attachmentId: String?
      var deleteOnTermination: Bool?
    }
  }

  package static func access(
    _ input: Input, in world: World, context: CallContext
  ) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.networkInterface, input.networkInterfaceId)
      .on(.securityGroup, input.groups).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.networkInterfaceId else { throw .missingParameter("networkInterfaceId") }
    let groups = try world.groupIDs(input.groups, in: context.region)
    try EC2Text.ascii(input.description?.value ?? "", "description")
    if let primary = world.primaryHolder(of: text, in: context.region) {
      if let words = input.description?.value {
        world.ec2.instances.update(primary.id) { $0.interfaceDescription = words }
      }
      if !groups.isEmpty {
        try world.checkGroups(groups, in: primary.vpc)
        world.ec2.instances.update(primary.id) { $0.securityGroups = groups }
      }
      if let isOn = input.sourceDestCheck?.value {
        world.ec2.instances.update(primary.id) { $0.checksSourceAndDestination = isOn }
      }
      if let deletes = input.attachment?.deleteOnTermination {
        world.ec2.instances.update(primary.id) { $0.keepsInterface = !deletes }
      }
    } else {
      let row = try world.networkInterface(text, in: context.region)
      if !groups.isEmpty { try world.checkGroups(groups, in: row.vpc) }
      world.ec2.networkInterfaces.update(row.id) {
        if !groups.isEmpty { $0.groups = groups }
        $0.description = input.description?.value ?? $0.description
        $0.checksSourceAndDestination = input.sourceDestCheck?.value ?? $0.checksSourceAndDestination
        if let deletes = input.attachment?.deleteOnTermination {
          $0.attachment?.deletesOnTermination = deletes
        }
      }
    }
    world.revision.access += 1
    world.revision.instances += 1
    return NoOutput()
  }
}
