import EventKernel

/// What the names of an interface endpoint answer, as calls give it.
package struct EndpointDNSOptions: Decodable, Sendable {
  var dnsRecordIpType: String?
  var privateDnsOnlyForInboundResolverEndpoint: Bool?
}

/// Makes a door from a VPC to a service of AWS.
package enum CreateVpcEndpoint: EC2Operation {
  package static let name = "CreateVpcEndpoint"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcEndpointType: String?
    var vpcId: String?
    var serviceName: String?
    var policyDocument: String?
    var routeTableIds: [String]?
    var subnetIds: [String]?
    var securityGroupIds: [String]?
    var ipAddressType: String?
    var dnsOptions: EndpointDNSOptions?
    var clientToken: String?
    var privateDnsEnabled: Bool?
    var tagSpecifications: [TagSpecification]?
    var serviceNetworkArn: String?
    var resourceConfigurationArn: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var vpcEndpoint: VPCEndpointShape
    package var clientToken: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).on(.routeTable, input.routeTableIds)
      .on(.subnet, input.subnetIds).on(.securityGroup, input.securityGroupIds)
      .creating(.vpcEndpoint, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let row = VPCEndpointID(earlier).flatMap({ world.ec2.vpcEndpoints[$0] })
    {
      return Output(vpcEndpoint: VPCEndpointShape(row, in: world), clientToken: input.clientToken)
    }
    guard let vpcText = input.vpcId else { throw .missingParameter("VpcId") }
    let vpc = try world.vpc(vpcText, in: context.region)
    let (service, kind) = try service(of: input, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "vpc-endpoint")
    let policy = try input.policyDocument.map { text throws(AWSError) in try World.endpointPolicy(text) }
    try checkQuota(of: kind, in: vpc, world)
    let id = VPCEndpointID(bits: world.nextBits())
    var endpoint = VPCEndpoint(
      id: id, region: context.region, vpc: vpc.id, kind: kind, service: service.name, policy: policy,
      creation: world.now, tags: tags)
    switch kind {
    case .gateway:
      guard input.subnetIds == nil, input.securityGroupIds == nil, input.privateDnsEnabled != true else {
        throw .endpoint("Subnets, security groups and private DNS are not supported for Gateway endpoints.")
      }
      endpoint.routeTables = try world.endpointTables(input.routeTableIds, of: service.name, in: vpc)
    case .interface: try furnish(&endpoint, of: service, as: input, in: vpc, on: &world)
    }
    world.ec2.vpcEndpoints[id] = endpoint
    world.revision.access += 1
    world.remember("\(id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(vpcEndpoint: VPCEndpointShape(endpoint, in: world), clientToken: input.clientToken)
  }

  /// The service that a call names, and the kind of endpoint that is asked for.
  private static func service(
    of input: Input, in region: Region
  ) throws(AWSError) -> (EndpointService, VPCEndpoint.Kind) {
    let type = input.vpcEndpointType ?? VPCEndpoint.Kind.gateway.rawValue
    guard ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"].contains(type) else {
      throw .invalidParameter(type, "VpcEndpointType", "Expecting Gateway, Interface or another type.")
    }
    // Nothing of VPC Lattice is there to be named.
    if let arn = input.resourceConfigurationArn ?? input.serviceNetworkArn {
      let member =
        input.resourceConfigurationArn == nil ? "ServiceNetworkArn" : "ResourceConfigurationArn"
      throw .invalidParameter(arn, member, "No such resource exists.")
    }
    guard let name = input.serviceName else { throw .missingParameter("ServiceName") }
    guard let service = EndpointService.named(name, in: region) else {
      throw AWSError("InvalidServiceName", "The Vpc Endpoint Service '\(name)' does not exist")
    }
    guard let kind = VPCEndpoint.Kind(rawValue: type), service.kinds.contains(kind) else {
      let kinds = service.kinds.map(\.rawValue).joined(separator: ", ")
      throw .endpoint("Endpoint type (\(type)) does not match available service types ([\(kinds)]).")
    }
    return (service, kind)
  }

  /// Gives an interface endpoint its interfaces, groups and names.
  private static func furnish(
    _ endpoint: inout VPCEndpoint, of service: EndpointService, as input: Input, in vpc: VPC,
    on world: inout World
  ) throws(AWSError) {
    guard input.routeTableIds == nil else {
      throw .endpoint("Route table IDs are only supported for Gateway type VPC Endpoint.")
    }
    if let type = input.ipAddressType, type != "ipv4" { throw .notModelled("IpAddressType", type) }
    if let type = input.dnsOptions?.dnsRecordIpType, type != "ipv4" {
      throw .notModelled("DnsOptions.DnsRecordIpType", type)
    }
    let subnets = try world.endpointSubnets(input.subnetIds, beside: [], in: vpc)
    let groups = try world.checkGroups(
      try world.groupIDs(input.securityGroupIds, in: vpc.region), in: vpc.id)
    // EC2 API: private DNS is on unless it is switched off; S3 and DynamoDB alone wait to be asked.
    endpoint.hasPrivateDNS = input.privateDnsEnabled ?? !service.kinds.contains(.gateway)
    if endpoint.hasPrivateDNS {
      try world.checkPrivateDNS(of: service, in: vpc)
      endpoint.isForInboundResolversAlone =
        service.name == "s3" && input.dnsOptions?.privateDnsOnlyForInboundResolverEndpoint ?? true
      if endpoint.isForInboundResolversAlone { try world.checkGateway(besideInterfaceOf: service, in: vpc) }
    }
    endpoint.securityGroups =
      groups.isEmpty ? world.defaultSecurityGroup(of: vpc.id).map { [$0.id] } ?? [] : groups
    endpoint.interfaces = try world.endpointInterfaces(in: subnets)
  }

  /// VPC quotas: 20 gateway endpoints a Region, 50 interface endpoints a VPC.
  private static func checkQuota(of kind: VPCEndpoint.Kind, in vpc: VPC, _ world: World) throws(AWSError) {
    let count = world.ec2.vpcEndpoints.count { _, row in
      row.kind == kind && (kind == .gateway ? row.region == vpc.region : row.vpc == vpc.id)
    }
    guard count < (kind == .gateway ? 20 : 50) else {
      throw AWSError("VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.")
    }
  }
}
