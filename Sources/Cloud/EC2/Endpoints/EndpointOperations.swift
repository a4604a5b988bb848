/// VPC endpoints.
enum EndpointOperations {
  static let all: [any Operation.Type] = [
    CreateVpcEndpoint.self, DescribeVpcEndpoints.self, ModifyVpcEndpoint.self, DeleteVpcEndpoints.self,
    DescribeVpcEndpointServices.self,
  ]
}

/// Lists VPC endpoints.
package enum DescribeVpcEndpoints: EC2Operation {
  package static let name = "DescribeVpcEndpoints"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcEndpointIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var vpcEndpoints: [VPCEndpointShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.vpcEndpoints.rows.filter { $0.region == context.region }
    let rows = try named(input.vpcEndpointIds, all: all) { id throws(AWSError) in
      try now.vpcEndpoint(id, in: context.region)
    }
    let fields = FilterFields<VPCEndpointShape>(
      [
        "ip-address-type": { $0.ipAddressType }, "service-name": { $0.serviceName },
        "service-region": { $0.serviceRegion }, "vpc-endpoint-id": { $0.vpcEndpointId },
        "vpc-endpoint-state": { $0.state }, "vpc-endpoint-type": { $0.vpcEndpointType },
        "vpc-id": { $0.vpcId },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(
        rows.map { VPCEndpointShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(vpcEndpoints: page.rows, nextToken: page.nextToken)
  }
}

/// Changes what an endpoint is reached by, and who may do what through it.
package enum ModifyVpcEndpoint: EC2Operation {
  package static let name = "ModifyVpcEndpoint"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcEndpointId: String?
    var resetPolicy: Bool?
    var policyDocument: String?
    var addRouteTableIds: [String]?
    var removeRouteTableIds: [String]?
    var addSubnetIds: [String]?
    var removeSubnetIds: [String]?
    var addSecurityGroupIds: [String]?
    var removeSecurityGroupIds: [String]?
    var privateDnsEnabled: Bool?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpcEndpoint, input.vpcEndpointId)
      .on(.routeTable, input.addRouteTableIds).on(.subnet, input.addSubnetIds)
      .on(.securityGroup, input.addSecurityGroupIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let text = input.vpcEndpointId else { throw .missingParameter("VpcEndpointId") }
    var endpoint = try world.vpcEndpoint(text, in: context.region)
    guard let vpc = world.ec2.vpcs[endpoint.vpc] else {
      throw .notFound("InvalidVpcID", "vpc ID", "\(endpoint.vpc)")
    }
    guard input.resetPolicy != true || input.policyDocument == nil else {
      throw .endpoint("A policy cannot be given and reset at once.")
    }
    if input.resetPolicy == true { endpoint.policy = nil }
    if let policy = input.policyDocument { endpoint.policy = try World.endpointPolicy(policy) }
    switch endpoint.kind {
    case .gateway:
      guard input.addSubnetIds == nil, input.removeSubnetIds == nil, input.addSecurityGroupIds == nil,
        input.removeSecurityGroupIds == nil, input.privateDnsEnabled == nil
      else {
        throw .endpoint("Subnets, security groups and private DNS are not supported for Gateway endpoints.")
      }
      let gone = input.removeRouteTableIds ?? []
      endpoint.routeTables.removeAll { gone.contains("\($0)") }
      let added = try world.endpointTables(input.addRouteTableIds, of: endpoint.service, in: vpc)
      endpoint.routeTables += added
    case .interface:
      guard input.addRouteTableIds == nil, input.removeRouteTableIds == nil else {
        throw .endpoint("Route table IDs are only supported for Gateway type VPC Endpoint.")
      }
      try change(&endpoint, as: input, in: vpc, on: &world)
    }
    world.ec2.vpcEndpoints[endpoint.id] = endpoint
    world.revision.access += 1
    return ReturnOutput()
  }

  /// Changes the interfaces, groups and names of an interface endpoint.
  private static func change(
    _ endpoint: inout VPCEndpoint, as input: Input, in vpc: VPC, on world: inout World
  ) throws(AWSError) {
    let gone = input.removeSubnetIds ?? []
    endpoint.interfaces.removeAll { gone.contains("\($0.subnet)") }
    let subnets = try world.endpointSubnets(
      input.addSubnetIds, beside: endpoint.interfaces.map(\.subnet), in: vpc)
    endpoint.interfaces += try world.endpointInterfaces(in: subnets)
    let off = input.removeSecurityGroupIds ?? []
    var groups = endpoint.securityGroups.filter { !off.contains("\($0)") }
    for group in try world.groupIDs(input.addSecurityGroupIds, in: vpc.region) where !groups.contains(group) {
      groups.append(group)
    }
    guard !groups.isEmpty else {
      throw .endpoint("The VPC endpoint \(endpoint.id) must have at least one security group.")
    }
    endpoint.securityGroups = try world.checkGroups(groups, in: vpc.id)
    guard let isOn = input.privateDnsEnabled else { return }
    if isOn, let service = EndpointService.all.first(where: { $0.name == endpoint.service }) {
      try world.checkPrivateDNS(of: service, in: vpc, except: endpoint.id)
      if service.name == "s3", !endpoint.hasPrivateDNS {
        try world.checkGateway(besideInterfaceOf: service, in: vpc)
        endpoint.isForInboundResolversAlone = true
      }
    }
    endpoint.hasPrivateDNS = isOn
  }
}

/// Deletes endpoints, with the routes and interfaces that they made.
package enum DeleteVpcEndpoints: EC2Operation {
  package static let name = "DeleteVpcEndpoints"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcEndpointIds: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var unsuccessful: [Failure] = []

    /// An endpoint that was not deleted, and why.
    package struct Failure: Encodable, Sendable {
      package var error: Reason
      package var resourceId: String
    }

    /// AWS's error.
    package struct Reason: Encodable, Sendable {
      package var code: String
      package var message: String
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpcEndpoint, input.vpcEndpointIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let ids = input.vpcEndpointIds, !ids.isEmpty else { throw .missingParameter("VpcEndpointId") }
    var output = Output()
    for id in ids {
      do throws(AWSError) {
        world.ec2.vpcEndpoints[try world.vpcEndpoint(id, in: context.region).id] = nil
      } catch {
        output.unsuccessful.append(
          Output.Failure(
            error: Output.Reason(code: error.code, message: error.message), resourceId: id))
      }
    }
    world.revision.access += 1
    return output
  }
}
