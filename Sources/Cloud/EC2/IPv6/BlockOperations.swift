/// Ranges of addresses that VPCs and subnets are given after they were made.
enum BlockOperations {
  static let all: [any Operation.Type] = [
    AssociateVpcCidrBlock.self, DisassociateVpcCidrBlock.self, AssociateSubnetCidrBlock.self,
    DisassociateSubnetCidrBlock.self,
  ]
}

extension AWSError {
  /// The refusal to take away a range of which something has an address.
  fileprivate static func blockInUse(_ block: String) -> AWSError {
    AWSError("InvalidCidrBlock.InUse", "The CIDR block '\(block)' is currently in use.")
  }
}

/// Gives a VPC another range of IPv4 addresses, or AWS's IPv6 addresses.
package enum AssociateVpcCidrBlock: EC2Operation {
  package static let name = "AssociateVpcCidrBlock"

  package struct Input: Decodable, Sendable {
    var vpcId: String?
    var cidrBlock: String?
    var amazonProvidedIpv6CidrBlock: Bool?
    var ipv6CidrBlockNetworkBorderGroup: String?
    var ipv4IpamPoolId: String?
    var ipv4NetmaskLength: Int?
    var ipv6IpamPoolId: String?
    var ipv6NetmaskLength: Int?
    var ipv6Pool: String?
  }

  package struct Output: Encodable, Sendable {
    package var ipv6CidrBlockAssociation: VPCIPv6BlockShape?
    package var cidrBlockAssociation: VPCBlockShape?
    package var vpcId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    try AddressPools.check(
      ipam: input.ipv4IpamPoolId ?? input.ipv6IpamPoolId,
      netmask: input.ipv4NetmaskLength ?? input.ipv6NetmaskLength, owned: input.ipv6Pool)
    let asksIPv6 = input.amazonProvidedIpv6CidrBlock == true
    guard asksIPv6 != (input.cidrBlock != nil) else {
      throw AWSError(
        asksIPv6 ? "InvalidParameterCombination" : "MissingParameter",
        "Exactly one of 'cidrBlock' and 'amazonProvidedIpv6CidrBlock' must be specified.")
    }
    let limit = AWSError(
      "CidrLimitExceeded", "This network '\(vpc.id)' has met its maximum number of allowed CIDRs: 5")
    if asksIPv6 {
      try context.region.checkBorderGroup(input.ipv6CidrBlockNetworkBorderGroup)
      // VPC quotas: five IPv6 blocks a VPC.
      guard vpc.ipv6Blocks.count < 5, let made = world.addIPv6Block(to: vpc.id) else { throw limit }
      return Output(
        ipv6CidrBlockAssociation: VPCIPv6BlockShape(
          made, in: vpc.region, state: "associating", isShown: false),
        vpcId: text)
    }
    let block = try checked(input.cidrBlock ?? "", for: vpc)
    // VPC quotas: five IPv4 blocks a VPC, the first among them.
    guard vpc.blocks.count < 5 else { throw limit }
    let made = BlockAssociation<VPCBlockKind, CIDRBlock>(id: world.nextID(), block: block)
    world.ec2.vpcs.update(vpc.id) { $0.furtherBlocks.append(made) }
    world.revision.access += 1
    return Output(cidrBlockAssociation: VPCBlockShape(made, state: "associating"), vpcId: text)
  }

  /// The private ranges, of which a VPC keeps to that of its first block (VPC User Guide: CIDR block association
  /// restrictions).
  private static let privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16"]
    .compactMap { CIDRBlock($0) }

  private static func checked(_ text: String, for vpc: VPC) throws(AWSError) -> CIDRBlock {
    guard let block = CIDRBlock(text) else {
      throw .invalidParameter(text, "cidrBlock", "This is not a valid CIDR block.")
    }
    guard (16...28).contains(block.prefixLength) else {
      throw AWSError("InvalidVpc.Range", "The CIDR '\(text)' is invalid.")
    }
    guard !vpc.blocks.contains(where: { $0.overlaps(block) }) else {
      throw AWSError(
        "InvalidVpc.Range", "The CIDR '\(text)' conflicts with a CIDR block of the network '\(vpc.id)'.")
    }
    let own = privateRanges.first { $0.contains(vpc.cidr) }
    let asked = privateRanges.first { $0.overlaps(block) }
    guard asked == nil || own == nil || asked == own else {
      throw AWSError(
        "InvalidVpc.Range",
        "The CIDR '\(text)' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, "
          + "or use a publicly-routable CIDR.")
    }
    return block
  }
}

/// Takes a range from a VPC, of which no subnet has a part any more.
package enum DisassociateVpcCidrBlock: EC2Operation {
  package static let name = "DisassociateVpcCidrBlock"

  package struct Input: Decodable, Sendable { var associationId: String? }

  package typealias Output = AssociateVpcCidrBlock.Output

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.associationId else { throw .missingParameter("associationId") }
    for (id, vpc) in world.ec2.vpcs where vpc.region == context.region {
      let subnets = world.ec2.subnets.rows.filter { $0.vpc == id }
      if let found = vpc.ipv6Blocks.first(where: { "\($0.id)" == text }) {
        let isUsed = subnets.contains { $0.ipv6Block.map { found.block.contains($0.block) } ?? false }
        guard !isUsed else { throw .blockInUse("\(found.block)") }
        world.ec2.vpcs.update(id) { $0.ipv6Blocks.removeAll { $0.id == found.id } }
        world.revision.access += 1
        let shape = VPCIPv6BlockShape(found, in: vpc.region, state: "disassociating")
        return Output(ipv6CidrBlockAssociation: shape, vpcId: "\(id)")
      }
      guard let found = vpc.blockAssociations.first(where: { "\($0.id)" == text }) else { continue }
      guard found.block != vpc.cidr else {
        throw AWSError(
          "OperationNotPermitted",
          "The vpc CIDR block with association ID \(text) may not be disassociated. It is the primary IPv4 CIDR block "
            + "of the VPC")
      }
      guard !subnets.contains(where: { found.block.contains($0.cidr) }) else {
        throw .blockInUse("\(found.block)")
      }
      world.ec2.vpcs.update(id) { $0.furtherBlocks.removeAll { $0.id == found.id } }
      world.revision.access += 1
      return Output(cidrBlockAssociation: VPCBlockShape(found, state: "disassociating"), vpcId: "\(id)")
    }
    throw AWSError(
      "InvalidVpcCidrBlockAssociationID.NotFound",
      "The vpc CIDR block association ID '\(text)' does not exist")
  }
}

/// Gives a subnet a part of its VPC's IPv6 addresses.
package enum AssociateSubnetCidrBlock: EC2Operation {
  package static let name = "AssociateSubnetCidrBlock"

  package struct Input: Decodable, Sendable {
    var subnetId: String?
    var ipv6CidrBlock: String?
    var ipv6IpamPoolId: String?
    var ipv6NetmaskLength: Int?
  }

  package struct Output: Encodable, Sendable {
    package var ipv6CidrBlockAssociation: SubnetIPv6BlockShape
    package var subnetId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.subnet, input.subnetId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.subnetId else { throw .missingParameter("subnetId") }
    let subnet = try world.subnet(text, in: context.region)
    try AddressPools.check(ipam: input.ipv6IpamPoolId, netmask: input.ipv6NetmaskLength, owned: nil)
    guard let blockText = input.ipv6CidrBlock else { throw .missingParameter("ipv6CidrBlock") }
    guard let vpc = world.ec2.vpcs[subnet.vpc] else {
      throw .notFound("InvalidVpcID", "vpc ID", "\(subnet.vpc)")
    }
    // VPC User Guide: a subnet has one IPv6 block.
    guard subnet.ipv6Block == nil else {
      throw AWSError(
        "CidrLimitExceeded", "This subnet '\(subnet.id)' has met its maximum number of allowed IPv6 CIDRs: 1")
    }
    let block = try world.subnetIPv6Block(blockText, in: vpc)
    let made = BlockAssociation<SubnetBlockKind, IPv6Block>(id: world.nextID(), block: block)
    world.ec2.subnets.update(subnet.id) { $0.ipv6Block = made }
    world.revision.access += 1
    return Output(
      ipv6CidrBlockAssociation: SubnetIPv6BlockShape(made, state: "associating"), subnetId: text)
  }
}

/// Takes its IPv6 addresses from a subnet, of which nothing has one any more.
package enum DisassociateSubnetCidrBlock: EC2Operation {
  package static let name = "DisassociateSubnetCidrBlock"

  package struct Input: Decodable, Sendable { var associationId: String? }

  package typealias Output = AssociateSubnetCidrBlock.Output

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.associationId else { throw .missingParameter("associationId") }
    let found = world.ec2.subnets.first { _, subnet in
      subnet.zone.region == context.region && subnet.ipv6Block.map { "\($0.id)" == text } ?? false
    }
    guard let subnet = found?.row, let association = subnet.ipv6Block else {
      throw AWSError(
        "InvalidSubnetCidrBlockAssociationID.NotFound",
        "The subnet CIDR block association ID '\(text)' does not exist")
    }
    guard !world.usesIPv6(subnet.id) else { throw .blockInUse("\(association.block)") }
    world.ec2.subnets.update(subnet.id) {
      $0.ipv6Block = nil
      $0.assignsIPv6AddressOnCreation = false
    }
    world.revision.access += 1
    return Output(
      ipv6CidrBlockAssociation: SubnetIPv6BlockShape(association, state: "disassociating"),
      subnetId: "\(subnet.id)")
  }
}
