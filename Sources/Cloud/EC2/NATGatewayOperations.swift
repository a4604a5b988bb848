package import EventKernel

/// NAT gateways.
enum NATGatewayOperations {
  static let all: [any Operation.Type] = [
    CreateNatGateway.self, DescribeNatGateways.self, DeleteNatGateway.self,
  ]
}

/// A NAT gateway as the calls show it.
package struct NATGatewayShape: Encodable, Sendable {
  package var createTime: Instant
  package var deleteTime: Instant?
  package var failureCode: String?
  package var failureMessage: String?
  package var natGatewayAddresses: [Address]
  package var natGatewayId: String
  package var state: String
  package var subnetId: String
  package var vpcId: String
  package var tags: [Tags.Tag]?
  package var connectivityType: String

  /// One address of a gateway.
  package struct Address: Encodable, Sendable {
    package var allocationId: String?
    package var networkInterfaceId: String?
    package var privateIp: String?
    package var publicIp: String?
    package var associationId: String?
    package var isPrimary = true
    package var status: String
  }

  init(_ gateway: NATGateway) {
    createTime = gateway.creation
    deleteTime = gateway.deletion
    failureCode = gateway.failure?.code
    failureMessage = gateway.failure?.message
    natGatewayAddresses = [
      Address(
        allocationId: gateway.allocation.map { "\($0)" },
        networkInterfaceId: gateway.state == .available
          ? "\(NetworkInterfaceID(bits: Draws.mix(gateway.id.bits)))" : nil,
        privateIp: "\(gateway.privateAddress)",
        publicIp: gateway.publicAddress.map { "\($0)" }, associationId: gateway.association.map { "\($0)" },
        status: gateway.state == .pending ? "associating" : gateway.state == .failed ? "failed" : "succeeded")
    ]
    natGatewayId = "\(gateway.id)"
    state = gateway.state.rawValue
    subnetId = "\(gateway.subnet)"
    vpcId = "\(gateway.vpc)"
    tags = gateway.tags.all.isEmpty ? nil : gateway.tags.all
    connectivityType = gateway.publicAddress == nil ? "private" : "public"
  }
}

/// Makes a NAT gateway in a subnet, which serves after 90 s.
package enum CreateNatGateway: EC2Operation {
  package static let name = "CreateNatGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var subnetId: String?
    var allocationId: String?
    var connectivityType: String?
    var privateIpAddress: String?
    var tagSpecifications: [TagSpecification]?
    var clientToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var clientToken: String
    package var natGateway: NATGatewayShape
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let id = NATGatewayID(earlier), let row = world.ec2.natGateways[id]
    {
      return Output(clientToken: id.clientToken(given: input.clientToken), natGateway: NATGatewayShape(row))
    }
    guard let text = input.subnetId else { throw .missingParameter("subnetId") }
    let subnet = try world.subnet(text, in: context.region)
    let connectivity = input.connectivityType ?? "public"
    guard ["public", "private"].contains(connectivity) else {
      throw .invalidParameter(connectivity, "connectivityType", "It is public or private.")
    }
    let isPublic = connectivity == "public"
    let address = try elasticAddress(input, isPublic: isPublic, in: world, context: context)
    let tags = try Tags.of(input.tagSpecifications, for: "natgateway")
    // facts: five NAT gateways in a zone
    let inZone = world.ec2.natGateways.rows.filter { row in
      [.pending, .available].contains(row.state) && world.ec2.subnets[row.subnet]?.zone == subnet.zone
    }
    guard inZone.count < 5 else {
      throw AWSError(
        "NatGatewayLimitExceeded", "Performing this operation would exceed the limit of 5 NAT gateways")
    }
    let id = world.nextID(NATGatewayKind.self)
    let association = address.map { world.hold($0.id, by: .natGateway(id)) }
    let gateway = NATGateway(
      id: id, region: context.region, vpc: subnet.vpc, subnet: subnet.id,
      privateAddress: try privateAddress(input, in: subnet, of: &world), allocation: address?.id,
      publicAddress: address?.address, association: association, state: .pending, creation: world.now,
      tags: tags)
    world.ec2.natGateways[id] = gateway
    world.schedule(.ec2(.natGatewayIsMade(id)), in: NATGatewayTimings.provisioning)
    world.remember("\(id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(clientToken: id.clientToken(given: input.clientToken), natGateway: NATGatewayShape(gateway))
  }

  private static func elasticAddress(
    _ input: Input, isPublic: Bool, in world: World, context: CallContext
  ) throws(AWSError) -> ElasticAddress? {
    guard isPublic else {
      guard input.allocationId == nil else {
        throw AWSError(
          "InvalidParameterCombination", "The AllocationId must not be specified for a private NAT gateway.")
      }
      return nil
    }
    guard let text = input.allocationId else { throw .missingParameter("AllocationId") }
    let address = try world.elasticAddress(text, nil, in: context.region)
    guard address.holder == nil else {
      throw AWSError(
        "Resource.AlreadyAssociated",
        "resource \(text) is already associated with \(address.association.map { "\($0)" } ?? "")")
    }
    return address
  }

  private static func privateAddress(
    _ input: Input, in subnet: Subnet, of world: inout World
  ) throws(AWSError) -> IPv4Address {
    if let text = input.privateIpAddress {
      guard let address = IPv4Address(text), world.isFree(address, in: subnet) else {
        throw .invalidParameter(text, "privateIpAddress", "The address is not available in the subnet.")
      }
      return address
    }
    guard let address = world.takePrivateAddress(in: subnet.id) else {
      throw AWSError(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '\(subnet.id)' to satisfy the request.")
    }
    return address
  }
}

/// Lists NAT gateways.
package enum DescribeNatGateways: EC2Operation {
  package static let name = "DescribeNatGateways"

  package struct Input: Decodable, Sendable, DryRunnable {
    var natGatewayIds: [String]?
    var filter: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var natGateways: [NATGatewayShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try named(
      input.natGatewayIds, all: now.ec2.natGateways.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try now.natGateway(id, in: context.region) }
    let fields = FilterFields<NATGateway>(
      [
        "nat-gateway-id": { $0.id }, "state": { $0.state.rawValue }, "vpc-id": { $0.vpc },
        "subnet-id": { $0.subnet },
      ], tags: { $0.tags })
    let page = try ec2Page(
      try fields.select(rows, input.filter, of: Self.self, in: now, member: "Filter"), token: input.nextToken,
      limit: input.maxResults)
    return Output(natGateways: page.rows.map(NATGatewayShape.init), nextToken: page.nextToken)
  }
}

/// Deletes a NAT gateway; routes to it stay and lead nowhere.
package enum DeleteNatGateway: EC2Operation {
  package static let name = "DeleteNatGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var natGatewayId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var natGatewayId: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.natGatewayId else { throw .missingParameter("natGatewayId") }
    let gateway = try world.natGateway(text, in: context.region)
    let now = world.now
    if [.pending, .available].contains(gateway.state) {
      world.ec2.natGateways.update(gateway.id) {
        $0.state = .deleting
        $0.deletion = now
      }
      world.schedule(.ec2(.natGatewayIsDeleted(gateway.id)), in: NATGatewayTimings.deleting)
    }
    return Output(natGatewayId: text)
  }
}
