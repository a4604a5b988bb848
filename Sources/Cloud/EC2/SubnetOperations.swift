/// Subnets.
enum SubnetOperations {
  static let all: [any Operation.Type] = [
    CreateSubnet.self, DescribeSubnets.self, DeleteSubnet.self, ModifySubnetAttribute.self,
  ]
}

/// A subnet as the calls show it.
package struct SubnetShape: Encodable, Sendable {
  package var availabilityZoneId: String?
  package var mapCustomerOwnedIpOnLaunch = false
  package var ownerId = Account.id
  package var assignIpv6AddressOnCreation: Bool
  package var ipv6CidrBlockAssociationSet: [SubnetIPv6BlockShape]
  package var tags: [Tags.Tag]?
  package var subnetArn: String
  package var enableDns64 = false
  package var ipv6Native = false
  package var subnetId: String
  package var state = "available"
  package var vpcId: String
  package var cidrBlock: String
  package var availableIpAddressCount: Int
  package var availabilityZone: String
  package var defaultForAz: Bool
  package var mapPublicIpOnLaunch: Bool
  package var privateDnsNameOptionsOnLaunch = NameOptions()

  /// After what the machines of the subnet are named: their addresses.
  package struct NameOptions: Encodable, Sendable {
    package var hostnameType = "ip-name"
    package var enableResourceNameDnsARecord = false
    package var enableResourceNameDnsAAAARecord = false
  }

  /// The subnet in the answer to the call that made it.
  init(made subnet: Subnet, in world: World) {
    self.init(subnet, in: world)
    ipv6CidrBlockAssociationSet =
      subnet.ipv6Block.map { [SubnetIPv6BlockShape($0, state: "associating")] } ?? []
  }

  init(_ subnet: Subnet, in world: World) {
    assignIpv6AddressOnCreation = subnet.assignsIPv6AddressOnCreation
    ipv6CidrBlockAssociationSet =
      subnet.ipv6Block.map { [SubnetIPv6BlockShape($0, state: "associated")] } ?? []
    availabilityZoneId = world.catalog.id(of: subnet.zone)
    tags = subnet.tags.all.isEmpty ? nil : subnet.tags.all
    subnetArn = "arn:aws:ec2:\(subnet.zone.region.rawValue):\(Account.id):subnet/\(subnet.id)"
    subnetId = "\(subnet.id)"
    vpcId = "\(subnet.vpc)"
    cidrBlock = "\(subnet.cidr)"
    availableIpAddressCount = world.freeAddresses(in: subnet)
    availabilityZone = subnet.zone.rawValue
    defaultForAz = subnet.isDefaultForZone
    mapPublicIpOnLaunch = subnet.mapsPublicAddressOnLaunch
  }
}

/// Makes a subnet in one zone.
package enum CreateSubnet: EC2Operation {
  package static let name = "CreateSubnet"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcId: String?
    var cidrBlock: String?
    var ipv6CidrBlock: String?
    var ipv6Native: Bool?
    var availabilityZone: String?
    var availabilityZoneId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var subnet: SubnetShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let vpcText = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(vpcText, in: context.region)
    let ipv6 = try input.ipv6CidrBlock.map { text throws(AWSError) in
      try world.subnetIPv6Block(text, in: vpc)
    }
    if input.ipv6Native == true {
      guard ipv6 != nil, input.cidrBlock == nil else {
        throw AWSError(
          "InvalidParameterCombination",
          "A subnet that is IPv6 native has an 'ipv6CidrBlock' and no 'cidrBlock'.")
      }
      throw .notModelled("Ipv6Native", "true")
    }
    guard let text = input.cidrBlock else {
      throw AWSError("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")
    }
    guard let block = CIDRBlock(text) else {
      throw .invalidParameter(text, "cidrBlock", "This is not a valid CIDR block.")
    }
    guard (16...28).contains(block.prefixLength), vpc.blocks.contains(where: { $0.contains(block) }) else {
      throw AWSError("InvalidSubnet.Range", "The CIDR '\(text)' is invalid.")
    }
    let taken = world.ec2.subnets.contains { $0.row.vpc == vpc.id && $0.row.cidr.overlaps(block) }
    guard !taken else {
      throw AWSError("InvalidSubnet.Conflict", "The CIDR '\(text)' conflicts with another subnet")
    }
    let zone = try zone(input, world: world, region: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "subnet")
    guard world.ec2.subnets.filter({ $0.row.vpc == vpc.id }).count < 200 else {
      throw AWSError("SubnetLimitExceeded", "The maximum number of subnets has been reached.")
    }
    var subnet = Subnet(
      id: world.nextID(), vpc: vpc.id, zone: zone, cidr: block, isDefaultForZone: false,
      mapsPublicAddressOnLaunch: false, allocatedAddresses: 0, tags: tags)
    subnet.ipv6Block = ipv6.map { BlockAssociation(id: world.nextID(), block: $0) }
    world.ec2.subnets[subnet.id] = subnet
    world.revision.access += 1
    return Output(subnet: SubnetShape(made: subnet, in: world))
  }

  private static func zone(_ input: Input, world: World, region: Region) throws(AWSError) -> Zone {
    let zones = world.catalog.zones(in: region)
    let names = zones.map(\.zone.rawValue).joined(separator: ", ")
    if let name = input.availabilityZone {
      guard let found = zones.first(where: { $0.zone.rawValue == name }) else {
        throw .invalidParameter(
          name, "availabilityZone",
          "Subnets can currently only be created in the following availability zones: \(names).")
      }
      return found.zone
    }
    if let id = input.availabilityZoneId {
      guard let found = zones.first(where: { $0.id == id }) else {
        throw .invalidParameter(
          id, "availabilityZoneId",
          "Subnets can currently only be created in the following availability zones: \(names).")
      }
      return found.zone
    }
    guard let first = zones.first else { throw .invalidParameter("", "availabilityZone", "No zones.") }
    return first.zone
  }
}

/// Lists subnets.
package enum DescribeSubnets: EC2Operation {
  package static let name = "DescribeSubnets"

  package struct Input: Decodable, Sendable, DryRunnable {
    var subnetIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var subnets: [SubnetShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try named(
      input.subnetIds, all: now.ec2.subnets.rows.filter { $0.zone.region == context.region }
    ) { id throws(AWSError) in try now.subnet(id, in: context.region) }
    let names: (SubnetShape) -> SubnetShape.NameOptions = { $0.privateDnsNameOptionsOnLaunch }
    let fields = FilterFields<SubnetShape>(
      [
        "subnet-id": { $0.subnetId }, "subnet-arn": { $0.subnetArn }, "vpc-id": { $0.vpcId },
        "availability-zone": { $0.availabilityZone }, "availabilityZone": { $0.availabilityZone },
        "availability-zone-id": { $0.availabilityZoneId }, "availabilityZoneId": { $0.availabilityZoneId },
        "cidr": { $0.cidrBlock }, "cidr-block": { $0.cidrBlock }, "cidrBlock": { $0.cidrBlock },
        "default-for-az": { $0.defaultForAz }, "defaultForAz": { $0.defaultForAz },
        "state": { $0.state }, "owner-id": { $0.ownerId },
        "map-public-ip-on-launch": { $0.mapPublicIpOnLaunch },
        "map-customer-owned-ip-on-launch": { $0.mapCustomerOwnedIpOnLaunch },
        "available-ip-address-count": { $0.availableIpAddressCount }, "enable-dns64": { $0.enableDns64 },
        "ipv6-native": { $0.ipv6Native },
        "assign-ipv6-address-on-creation": { $0.assignIpv6AddressOnCreation },
        "ipv6-cidr-block-association.ipv6-cidr-block": {
          $0.ipv6CidrBlockAssociationSet.map(\.ipv6CidrBlock)
        },
        "ipv6-cidr-block-association.association-id": {
          $0.ipv6CidrBlockAssociationSet.map(\.associationId)
        },
        "ipv6-cidr-block-association.state": {
          $0.ipv6CidrBlockAssociationSet.map(\.ipv6CidrBlockState.state)
        },
        "private-dns-name-options-on-launch.hostname-type": { names($0).hostnameType },
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": {
          names($0).enableResourceNameDnsARecord
        },
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": {
          names($0).enableResourceNameDnsAAAARecord
        },
      ], tags: { Tags($0.tags ?? []) })
    let page = try ec2Page(
      try fields.select(rows.map { SubnetShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults)
    return Output(subnets: page.rows, nextToken: page.nextToken)
  }
}

/// Deletes an empty subnet.
package enum DeleteSubnet: EC2Operation {
  package static let name = "DeleteSubnet"

  package struct Input: Decodable, Sendable, DryRunnable {
    var subnetId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.subnetId else { throw .missingParameter("subnetId") }
    let subnet = try world.subnet(text, in: context.region)
    let dependents = world.dependents(of: subnet)
    guard dependents.isEmpty else { throw .dependencyViolation("subnet", text, dependents) }
    for (id, table) in world.ec2.routeTables where table.vpc == subnet.vpc {
      for (association, associated) in table.associations where associated == subnet.id {
        world.ec2.routeTables.update(id) { $0.associations[association] = nil }
      }
    }
    world.ec2.subnets[subnet.id] = nil
    world.revision.access += 1
    return NoOutput()
  }
}

/// Says whether instances of a subnet get a public address, or an IPv6 address, unasked.
package enum ModifySubnetAttribute: EC2Operation {
  package static let name = "ModifySubnetAttribute"

  package struct Input: Decodable, Sendable {
    var subnetId: String?
    var mapPublicIpOnLaunch: AttributeValue<Bool>?
    var assignIpv6AddressOnCreation: AttributeValue<Bool>?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.subnetId else { throw .missingParameter("subnetId") }
    let subnet = try world.subnet(text, in: context.region)
    switch (input.mapPublicIpOnLaunch?.value, input.assignIpv6AddressOnCreation?.value) {
    case (nil, nil): throw AWSError("InvalidParameterCombination", "No attributes specified.")
    case (_?, _?):
      throw AWSError("InvalidParameterCombination", "Fields for multiple attribute types specified")
    case (let maps?, nil): world.ec2.subnets.update(subnet.id) { $0.mapsPublicAddressOnLaunch = maps }
    case (nil, let assigns?):
      guard !assigns || subnet.ipv6Block != nil else { throw .noIPv6Block(subnet.id) }
      world.ec2.subnets.update(subnet.id) { $0.assignsIPv6AddressOnCreation = assigns }
    }
    return NoOutput()
  }
}
