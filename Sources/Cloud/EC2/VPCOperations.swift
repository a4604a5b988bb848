/// Virtual private clouds.
enum VPCOperations {
  static let all: [any Operation.Type] = [
    CreateVpc.self, CreateDefaultVpc.self, DescribeVpcs.self, DeleteVpc.self, ModifyVpcAttribute.self,
    DescribeVpcAttribute.self,
  ]
}

/// A VPC as the calls show it.
package struct VPCShape: Encodable, Sendable {
  package var ownerId = Account.id
  package var instanceTenancy: String
  /// Shown by the call that makes the VPC, and where there are any.
  package var ipv6CidrBlockAssociationSet: [VPCIPv6BlockShape]?
  package var cidrBlockAssociationSet: [VPCBlockShape]
  package var isDefault: Bool
  package var tags: [Tags.Tag]?
  /// Left out by the call that makes the VPC.
  package var blockPublicAccessStates: PublicAccess?
  package var vpcId: String
  package var state: String
  package var cidrBlock: String
  package var dhcpOptionsId: String

  /// Whether the account closes the VPC's Internet gateway, which this world's never does.
  package struct PublicAccess: Encodable, Sendable { package var internetGatewayBlockMode = "off" }

  /// The VPC in the answer to the call that made it.
  init(made vpc: VPC) {
    self.init(vpc, state: "pending")
    blockPublicAccessStates = nil
    ipv6CidrBlockAssociationSet = vpc.ipv6Blocks.map {
      VPCIPv6BlockShape($0, in: vpc.region, state: "associating", isShown: false)
    }
  }

  init(_ vpc: VPC, state: String = "available") {
    instanceTenancy = vpc.isDedicated ? "dedicated" : "default"
    cidrBlockAssociationSet = vpc.blockAssociations.map { VPCBlockShape($0, state: "associated") }
    let ipv6 = vpc.ipv6Blocks.map { VPCIPv6BlockShape($0, in: vpc.region, state: "associated") }
    ipv6CidrBlockAssociationSet = ipv6.isEmpty ? nil : ipv6
    isDefault = vpc.isDefault
    tags = vpc.tags.all.isEmpty ? nil : vpc.tags.all
    blockPublicAccessStates = PublicAccess()
    vpcId = "\(vpc.id)"
    self.state = state
    cidrBlock = "\(vpc.cidr)"
    dhcpOptionsId = World.defaultDHCPOptions(in: vpc.region)
  }
}

/// Makes a VPC.
package enum CreateVpc: EC2Operation {
  package static let name = "CreateVpc"

  package struct Input: Decodable, Sendable, DryRunnable {
    var cidrBlock: String?
    var instanceTenancy: String?
    var amazonProvidedIpv6CidrBlock: Bool?
    var ipv6CidrBlockNetworkBorderGroup: String?
    var ipv4IpamPoolId: String?
    var ipv4NetmaskLength: Int?
    var ipv6IpamPoolId: String?
    var ipv6NetmaskLength: Int?
    var ipv6Pool: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var vpc: VPCShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try AddressPools.check(
      ipam: input.ipv4IpamPoolId ?? input.ipv6IpamPoolId,
      netmask: input.ipv4NetmaskLength ?? input.ipv6NetmaskLength, owned: input.ipv6Pool)
    let tenancy = input.instanceTenancy ?? "default"
    guard ["default", "dedicated"].contains(tenancy) else {
      throw .invalidParameter(tenancy, "instanceTenancy", "Expecting default or dedicated.")
    }
    guard let text = input.cidrBlock else { throw .missingParameter("cidrBlock") }
    guard let block = CIDRBlock(text) else {
      throw .invalidParameter(text, "cidrBlock", "This is not a valid CIDR block.")
    }
    guard (16...28).contains(block.prefixLength) else {
      throw AWSError("InvalidVpc.Range", "The CIDR '\(text)' is invalid.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "vpc")
    try world.checkVPCQuota(in: context.region)
    if input.amazonProvidedIpv6CidrBlock == true {
      try context.region.checkBorderGroup(input.ipv6CidrBlockNetworkBorderGroup)
    }
    let id = world.makeVPC(block, in: context.region, isDefault: false, tags: tags)
    world.ec2.vpcs.update(id) { $0.isDedicated = tenancy == "dedicated" }
    if input.amazonProvidedIpv6CidrBlock == true { world.addIPv6Block(to: id) }
    guard let vpc = world.ec2.vpcs[id] else { preconditionFailure("A VPC was just made.") }
    return Output(vpc: VPCShape(made: vpc))
  }
}

/// Makes the default VPC anew after it was deleted.
package enum CreateDefaultVpc: EC2Operation {
  package static let name = "CreateDefaultVpc"

  package struct Input: Decodable, Sendable, DryRunnable {
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var vpc: VPCShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard world.defaultVPC(of: context.region) == nil else {
      throw AWSError(
        "DefaultVpcAlreadyExists",
        "A Default VPC already exists for this account in this region.")
    }
    try world.checkVPCQuota(in: context.region)
    let id = world.makeDefaultVPC(in: context.region)
    guard let vpc = world.ec2.vpcs[id] else { preconditionFailure("A VPC was just made.") }
    return Output(vpc: VPCShape(made: vpc))
  }
}

/// Lists VPCs.
package enum DescribeVpcs: EC2Operation {
  package static let name = "DescribeVpcs"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var vpcs: [VPCShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = try named(
      input.vpcIds, all: world.ec2.vpcs.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try world.vpc(id, in: context.region) }
    let blocks: (VPCShape) -> [VPCBlockShape] = { $0.cidrBlockAssociationSet }
    let ipv6: (VPCShape) -> [VPCIPv6BlockShape] = { $0.ipv6CidrBlockAssociationSet ?? [] }
    let fields = FilterFields<VPCShape>(
      [
        "vpc-id": { $0.vpcId }, "is-default": { $0.isDefault }, "isDefault": { $0.isDefault },
        "cidr": { $0.cidrBlock }, "cidr-block": { $0.cidrBlock }, "cidrBlock": { $0.cidrBlock },
        "cidr-block-association.cidr-block": { blocks($0).map(\.cidrBlock) },
        "cidr-block-association.association-id": { blocks($0).map(\.associationId) },
        "cidr-block-association.state": { blocks($0).map(\.cidrBlockState.state) },
        "ipv6-cidr-block-association.ipv6-cidr-block": { ipv6($0).map(\.ipv6CidrBlock) },
        "ipv6-cidr-block-association.association-id": { ipv6($0).map(\.associationId) },
        "ipv6-cidr-block-association.ipv6-pool": { ipv6($0).map(\.ipv6Pool) },
        "ipv6-cidr-block-association.state": { ipv6($0).map(\.ipv6CidrBlockState.state) },
        "dhcp-options-id": { $0.dhcpOptionsId }, "dhcpOptionsId": { $0.dhcpOptionsId },
        "state": { $0.state }, "owner-id": { $0.ownerId },
      ], tags: { Tags($0.tags ?? []) })
    let page = try ec2Page(
      try fields.select(rows.map { VPCShape($0) }, input.filters, of: Self.self, in: world),
      token: input.nextToken, limit: input.maxResults)
    return Output(vpcs: page.rows, nextToken: page.nextToken)
  }
}

/// Deletes a VPC that nothing uses any more.
package enum DeleteVpc: EC2Operation {
  package static let name = "DeleteVpc"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region).id
    let dependents = world.dependents(of: vpc)
    guard dependents.isEmpty else { throw .dependencyViolation("vpc", text, dependents) }
    for (id, table) in world.ec2.routeTables where table.vpc == vpc { world.ec2.routeTables[id] = nil }
    for (id, group) in world.ec2.securityGroups where group.vpc == vpc { world.ec2.securityGroups[id] = nil }
    world.ec2.vpcs[vpc] = nil
    world.ec2.networkACLs[NetworkACL.defaultID(of: vpc)] = nil
    world.revision.access += 1
    return NoOutput()
  }
}

/// Switches a VPC's DNS on or off.
package enum ModifyVpcAttribute: EC2Operation {
  package static let name = "ModifyVpcAttribute"

  package struct Input: Decodable, Sendable {
    var vpcId: String?
    var enableDnsHostnames: AttributeValue<Bool>?
    var enableDnsSupport: AttributeValue<Bool>?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    guard input.enableDnsHostnames == nil || input.enableDnsSupport == nil else {
      throw AWSError("InvalidParameterCombination", "Fields for multiple attribute types specified")
    }
    guard input.enableDnsHostnames?.value ?? input.enableDnsSupport?.value != nil else {
      throw AWSError("InvalidParameterCombination", "No attributes specified.")
    }
    world.ec2.vpcs.update(vpc.id) {
      if let value = input.enableDnsHostnames?.value { $0.enablesDNSHostnames = value }
      if let value = input.enableDnsSupport?.value { $0.enablesDNSSupport = value }
    }
    world.revision.dns += 1
    return NoOutput()
  }
}

/// Tells one attribute of a VPC.
package enum DescribeVpcAttribute: EC2Operation {
  package static let name = "DescribeVpcAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcId: String?
    var attribute: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var enableDnsHostnames: AttributeValue<Bool>?
    package var enableDnsSupport: AttributeValue<Bool>?
    package var enableNetworkAddressUsageMetrics: AttributeValue<Bool>?
    package var vpcId: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    switch input.attribute {
    case "enableDnsHostnames":
      return Output(enableDnsHostnames: AttributeValue(value: vpc.enablesDNSHostnames), vpcId: text)
    case "enableDnsSupport":
      return Output(enableDnsSupport: AttributeValue(value: vpc.enablesDNSSupport), vpcId: text)
    // Off, as in every new VPC: nothing here switches it on.
    case "enableNetworkAddressUsageMetrics":
      return Output(enableNetworkAddressUsageMetrics: AttributeValue(value: false), vpcId: text)
    case let attribute:
      throw .invalidParameter(attribute ?? "", "attribute", "Unknown attribute.")
    }
  }
}

extension World {
  /// Throws when a Region has its five VPCs (facts: VPC quotas).
  fileprivate func checkVPCQuota(in region: Region) throws(AWSError) {
    guard ec2.vpcs.filter({ $0.row.region == region }).count < 5 else {
      throw AWSError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
    }
  }
}
