import EventKernel

/// What VPC endpoints may be made of, whether they are made or changed.
extension World {
  /// The route tables that a gateway endpoint of a service is to have, none of which leads to another one.
  func endpointTables(
    _ texts: [String]?, of service: String, in vpc: VPC
  ) throws(AWSError) -> [RouteTableID] {
    var tables: [RouteTableID] = []
    for text in texts ?? [] {
      let table = try routeTable(text, in: vpc.region)
      guard table.vpc == vpc.id else {
        throw .endpoint("Route table \(table.id) does not belong to VPC \(vpc.id).")
      }
      let full = EndpointService.fullName(service, in: vpc.region)
      if gatewayEndpoints(of: table.id).contains(where: { $0.service == service }),
        let list = prefixLists(in: vpc.region).first(where: { $0.name == full })
      {
        throw AWSError(
          "RouteAlreadyExists",
          "route table \(table.id) already has a route with destination-prefix-list-id \(list.id)")
      }
      if !tables.contains(table.id) { tables.append(table.id) }
    }
    return tables
  }

  /// The subnets in which an endpoint is to have interfaces, beside those that it has: one in each zone.
  func endpointSubnets(
    _ texts: [String]?, beside present: [SubnetID], in vpc: VPC
  ) throws(AWSError) -> [SubnetID] {
    var zones = present.compactMap { ec2.subnets[$0]?.zone }
    var subnets: [SubnetID] = []
    for text in texts ?? [] {
      let subnet = try subnet(text, in: vpc.region)
      guard subnet.vpc == vpc.id else {
        throw .endpoint("Subnet \(subnet.id) does not belong to VPC \(vpc.id).")
      }
      guard !zones.contains(subnet.zone) else {
        throw AWSError(
          "DuplicateSubnetsInSameZone",
          "Found another VPC endpoint subnet in the availability zone of \(subnet.id). VPC endpoint subnets should be in "
            + "different availability zones supported by the VPC endpoint service.")
      }
      zones.append(subnet.zone)
      subnets.append(subnet.id)
    }
    return subnets
  }

  /// Gives an endpoint interfaces in subnets.
  mutating func endpointInterfaces(in subnets: [SubnetID]) throws(AWSError) -> [VPCEndpoint.Interface] {
    var interfaces: [VPCEndpoint.Interface] = []
    for id in subnets {
      guard let subnet = ec2.subnets[id] else { continue }
      interfaces.append(
        VPCEndpoint.Interface(subnet: id, address: try launchAddress(nil, in: subnet)))
    }
    return interfaces
  }

  /// Throws unless a service's own name can lead to an endpoint of a VPC.
  ///
  /// - Parameter other: the endpoint itself, which may have the name already.
  func checkPrivateDNS(of service: EndpointService, in vpc: VPC, except other: VPCEndpointID? = nil)
    throws(AWSError)
  {
    guard vpc.enablesDNSSupport, vpc.enablesDNSHostnames else {
      throw .endpoint(
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
          + "\(vpc.id)")
    }
    let isTaken = ec2.vpcEndpoints.contains {
      $0.row.vpc == vpc.id && $0.row.service == service.name && $0.row.hasPrivateDNS && $0.id != other
    }
    guard !isTaken else {
      throw .endpoint(
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
          + "\(service.host(in: vpc.region)) in the VPC \(vpc.id)")
    }
  }

  /// Throws unless S3's own name, which leads to an interface for questions from outside alone, has a gateway inside.
  func checkGateway(besideInterfaceOf service: EndpointService, in vpc: VPC) throws(AWSError) {
    let hasGateway = ec2.vpcEndpoints.contains {
      $0.row.vpc == vpc.id && $0.row.service == service.name && $0.row.kind == .gateway
    }
    guard hasGateway else {
      throw .endpoint(
        "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC \(vpc.id) must have a Gateway endpoint for the "
          + "service.")
    }
  }

  /// A policy as an endpoint keeps it.
  static func endpointPolicy(_ text: String) throws(AWSError) -> VPCEndpoint.Policy {
    do throws(PolicyProblem) {
      return VPCEndpoint.Policy(text: text, document: try PolicyDocument(json: text, as: .resource))
    } catch {
      throw AWSError("InvalidPolicyDocument", "The specified policy document is not valid: \(error.message)")
    }
  }
}

extension AWSError {
  /// The refusal of what an endpoint cannot be made of.
  static func endpoint(_ message: String) -> AWSError { AWSError("InvalidParameter", message) }
}
