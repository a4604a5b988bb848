/// Internet gateways.
enum GatewayOperations {
  static let all: [any Operation.Type] = [
    CreateInternetGateway.self, DescribeInternetGateways.self, AttachInternetGateway.self,
    DetachInternetGateway.self, DeleteInternetGateway.self,
  ]
}

/// An Internet gateway as the calls show it.
package struct InternetGatewayShape: Encodable, Sendable {
  package var attachments: [Attachment]
  package var internetGatewayId: String
  package var ownerId = Account.id
  package var tags: [Tags.Tag]

  /// The VPC that it is the door of.
  package struct Attachment: Encodable, Sendable {
    package var state = "available"
    package var vpcId: String
  }

  init(_ gateway: InternetGateway) {
    attachments = gateway.vpc.map { [Attachment(vpcId: "\($0)")] } ?? []
    internetGatewayId = "\(gateway.id)"
    tags = gateway.tags.all
  }
}

/// Makes an Internet gateway that is attached to nothing.
package enum CreateInternetGateway: EC2Operation {
  package static let name = "CreateInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var internetGateway: InternetGatewayShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try Tags.of(input.tagSpecifications, for: "internet-gateway")
    guard world.ec2.internetGateways.filter({ $0.row.region == context.region }).count < 5 else {
      throw AWSError(
        "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.")
    }
    let gateway = InternetGateway(id: world.nextID(), region: context.region, vpc: nil, tags: tags)
    world.ec2.internetGateways[gateway.id] = gateway
    return Output(internetGateway: InternetGatewayShape(gateway))
  }
}

/// Lists Internet gateways.
package enum DescribeInternetGateways: EC2Operation {
  package static let name = "DescribeInternetGateways"

  package struct Input: Decodable, Sendable, DryRunnable {
    var internetGatewayIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var internetGateways: [InternetGatewayShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = try named(
      input.internetGatewayIds,
      all: world.ec2.internetGateways.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try world.internetGateway(id, in: context.region) }
    let fields = FilterFields<InternetGateway>(
      [
        "internet-gateway-id": { $0.id }, "owner-id": { _ in Account.id }, "attachment.vpc-id": { $0.vpc },
        "attachment.state": { $0.vpc.map { _ in "available" } },
      ], tags: { $0.tags })
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(internetGateways: page.rows.map(InternetGatewayShape.init), nextToken: page.nextToken)
  }
}

/// Attaches an Internet gateway to a VPC.
package enum AttachInternetGateway: EC2Operation {
  package static let name = "AttachInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var internetGatewayId: String?
    var vpcId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let gatewayText = input.internetGatewayId else { throw .missingParameter("internetGatewayId") }
    guard let vpcText = input.vpcId else { throw .missingParameter("vpcId") }
    let gateway = try world.internetGateway(gatewayText, in: context.region)
    let vpc = try world.vpc(vpcText, in: context.region)
    if let held = gateway.vpc {
      throw AWSError(
        "Resource.AlreadyAssociated", "resource \(gateway.id) is already attached to network \(held)")
    }
    if world.ec2.internetGateways.contains(where: { $0.row.vpc == vpc.id }) {
      throw AWSError(
        "InvalidParameterValue", "Network \(vpc.id) already has an internet gateway attached")
    }
    world.ec2.internetGateways.update(gateway.id) { $0.vpc = vpc.id }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Detaches an Internet gateway from a VPC in which no address is public any more.
package enum DetachInternetGateway: EC2Operation {
  package static let name = "DetachInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var internetGatewayId: String?
    var vpcId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let gatewayText = input.internetGatewayId else { throw .missingParameter("internetGatewayId") }
    guard let vpcText = input.vpcId else { throw .missingParameter("vpcId") }
    let gateway = try world.internetGateway(gatewayText, in: context.region)
    let vpc = try world.vpc(vpcText, in: context.region)
    guard gateway.vpc == vpc.id else {
      throw AWSError("Gateway.NotAttached", "resource \(gateway.id) is not attached to network \(vpc.id)")
    }
    let dependents = world.publicDependents(of: vpc.id)
    guard dependents.isEmpty else {
      throw AWSError(
        "DependencyViolation",
        "Network \(vpc.id) has some mapped public address(es). Please unmap those public address(es) before "
          + "detaching the gateway.", dependents: dependents)
    }
    world.ec2.internetGateways.update(gateway.id) { $0.vpc = nil }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Deletes a detached Internet gateway.
package enum DeleteInternetGateway: EC2Operation {
  package static let name = "DeleteInternetGateway"

  package struct Input: Decodable, Sendable, DryRunnable {
    var internetGatewayId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.internetGatewayId else { throw .missingParameter("internetGatewayId") }
    let gateway = try world.internetGateway(text, in: context.region)
    if let vpc = gateway.vpc {
      throw .dependencyViolation(
        "internetGateway", "\(gateway.id)", [.internetGateway("\(gateway.id)", vpc: "\(vpc)")])
    }
    world.ec2.internetGateways[gateway.id] = nil
    return NoOutput()
  }
}
