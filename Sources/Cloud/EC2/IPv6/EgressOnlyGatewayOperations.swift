/// Egress-only Internet gateways.
enum EgressOnlyGatewayOperations {
  static let all: [any Operation.Type] = [
    CreateEgressOnlyInternetGateway.self, DescribeEgressOnlyInternetGateways.self,
    DeleteEgressOnlyInternetGateway.self,
  ]
}

/// An egress-only Internet gateway as the calls show it.
package struct EgressOnlyGatewayShape: Encodable, Sendable {
  package var attachments: [Attachment]
  package var egressOnlyInternetGatewayId: String
  package var tags: [Tags.Tag]

  /// The VPC that it is the way out of.
  package struct Attachment: Encodable, Sendable {
    package var state = "attached"
    package var vpcId: String
  }

  init(_ gateway: EgressOnlyGateway) {
    attachments = [Attachment(vpcId: "\(gateway.vpc)")]
    egressOnlyInternetGatewayId = "\(gateway.id)"
    tags = gateway.tags.all
  }
}

/// Makes a VPC's way out for IPv6.
package enum CreateEgressOnlyInternetGateway: EC2Operation {
  package static let name = "CreateEgressOnlyInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var clientToken: String?
    var vpcId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var clientToken: String?
    package var egressOnlyInternetGateway: EgressOnlyGatewayShape
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId)
      .creating(.egressOnlyGateway, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let row = EgressOnlyGatewayID(earlier).flatMap({ world.ec2.egressOnlyGateways[$0] })
    {
      return Output(
        clientToken: input.clientToken, egressOnlyInternetGateway: EgressOnlyGatewayShape(row))
    }
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "egress-only-internet-gateway")
    // VPC quotas: five egress-only gateways a Region, as many as VPCs.
    let inRegion = world.ec2.egressOnlyGateways.rows.filter { gateway in
      world.ec2.vpcs[gateway.vpc]?.region == context.region
    }
    guard inRegion.count < 5 else {
      throw AWSError(
        "EgressOnlyInternetGatewayLimitExceeded",
        "The maximum number of egress-only internet gateways has been reached.")
    }
    let gateway = EgressOnlyGateway(id: world.nextID(), vpc: vpc.id, tags: tags)
    world.ec2.egressOnlyGateways[gateway.id] = gateway
    world.remember("\(gateway.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(
      clientToken: input.clientToken, egressOnlyInternetGateway: EgressOnlyGatewayShape(gateway))
  }
}

/// Lists egress-only Internet gateways.
package enum DescribeEgressOnlyInternetGateways: EC2Operation {
  package static let name = "DescribeEgressOnlyInternetGateways"

  package struct Input: Decodable, Sendable, DryRunnable {
    var egressOnlyInternetGatewayIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var egressOnlyInternetGateways: [EgressOnlyGatewayShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.egressOnlyGateways.rows.filter { now.ec2.vpcs[$0.vpc]?.region == context.region }
    let rows = try named(input.egressOnlyInternetGatewayIds, all: all) { id throws(AWSError) in
      try now.egressOnlyGateway(id, in: context.region)
    }
    let fields = FilterFields<EgressOnlyGateway>([:], tags: { $0.tags })
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(
      egressOnlyInternetGateways: page.rows.map(EgressOnlyGatewayShape.init), nextToken: page.nextToken)
  }
}

/// Deletes an egress-only Internet gateway; routes to it stay and lead nowhere.
package enum DeleteEgressOnlyInternetGateway: EC2Operation {
  package static let name = "DeleteEgressOnlyInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var egressOnlyInternetGatewayId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var returnCode = true }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.egressOnlyGateway, input.egressOnlyInternetGatewayId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.egressOnlyInternetGatewayId else {
      throw .missingParameter("egressOnlyInternetGatewayId")
    }
    let gateway = try world.egressOnlyGateway(text, in: context.region)
    world.ec2.egressOnlyGateways[gateway.id] = nil
    return Output()
  }
}

extension World {
  /// The egress-only Internet gateway that a call names.
  func egressOnlyGateway(_ text: String, in region: Region) throws(AWSError) -> EgressOnlyGateway {
    let id = try EgressOnlyGatewayID.parse(
      text, else: "InvalidEgressOnlyInternetGatewayId", "egressOnlyInternetGateway ID")
    guard let row = ec2.egressOnlyGateways[id], ec2.vpcs[row.vpc]?.region == region else {
      throw .notFound("InvalidEgressOnlyInternetGatewayId", "egressOnlyInternetGateway ID", text)
    }
    return row
  }
}
