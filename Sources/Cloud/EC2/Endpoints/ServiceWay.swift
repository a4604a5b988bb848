import EventKernel

/// How a machine in a VPC gets to a service of AWS.
package enum ServiceWay: Sendable, Equatable {
  /// Through a door of its VPC.
  case endpoint(VPCEndpointID)
  /// Over the Internet, coming from this address: its own public one, or a NAT gateway's.
  case internet(IPv4Address)
}

/// Where inside a VPC a call is made, and how it comes to its service.
package struct CallOrigin: Sendable, Equatable {
  package let vpc: VPCID
  /// The private address of the machine.
  package let address: IPv4Address
  package let way: ServiceWay
}

extension World {
  /// How an instance calls a service by its own name, such as `ssm`; `nil` when nothing of it gets there.
  ///
  /// An interface with private DNS is where the name leads to, whether its groups let the call in or not; a gateway
  /// endpoint is more specific than the default route; without either the call needs a way to the Internet and back.
  func origin(of instance: Instance, calling service: String, in region: Region) -> CallOrigin? {
    way(from: instance, to: service, in: region).map {
      CallOrigin(vpc: instance.vpc, address: instance.privateAddress, way: $0)
    }
  }

  /// The port of AWS's services.
  private static let servicePort = 443

  private func way(from instance: Instance, to service: String, in region: Region) -> ServiceWay? {
    let source = FlowSource.groups(instance.securityGroups, instance.privateAddress)
    if region == instance.zone.region, let endpoint = namedEndpoint(of: service, in: instance.vpc) {
      let near = endpoint.interfaces.first { ec2.subnets[$0.subnet]?.zone == instance.zone }
      guard let target = (near ?? endpoint.interfaces.first)?.address else { return nil }
      let verdict = accessVerdict(
        from: source, toGroups: endpoint.securityGroups, at: target, in: endpoint.vpc, port: Self.servicePort)
      return verdict.isAllowed ? .endpoint(endpoint.id) : nil
    }
    guard let subnet = ec2.subnets[instance.subnet] else { return nil }
    let target = publicAddress(of: service, in: region)
    guard letsOut(instance.securityGroups, to: target, port: Self.servicePort),
      stoppingACL(from: source, to: target, in: instance.vpc, port: Self.servicePort) == nil
    else { return nil }
    if region == instance.zone.region, let table = routeTable(of: subnet),
      let gateway = gatewayEndpoints(of: table.id).first(where: { $0.service == service })
    {
      return .endpoint(gateway.id)
    }
    return wayOut(of: instance, in: subnet, to: target).map { .internet($0) }
  }

  /// The interface endpoint to which a service's own name leads in a VPC.
  private func namedEndpoint(of service: String, in vpc: VPCID) -> VPCEndpoint? {
    guard ec2.vpcs[vpc]?.enablesDNSSupport == true else { return nil }
    return ec2.vpcEndpoints.rows.first {
      $0.vpc == vpc && $0.service == service && $0.hasPrivateDNS && !$0.isForInboundResolversAlone
        && $0.isAvailable(at: now) && !$0.interfaces.isEmpty
    }
  }

  /// The address under which a connection of an instance to an address of the Internet comes there; `nil` without a way.
  private func wayOut(of instance: Instance, in subnet: Subnet, to target: IPv4Address) -> IPv4Address? {
    switch route(of: subnet, to: target)?.target {
    case .internetGateway(let id)?:
      return ec2.internetGateways[id]?.vpc == subnet.vpc ? instance.publicAddress : nil
    case .natGateway(let id)?:
      guard let gateway = ec2.natGateways[id], gateway.state == .available,
        isReachableFromInternet(gateway.subnet)
      else { return nil }
      return gateway.publicAddress
    case .egressOnlyGateway?, nil: return nil
    }
  }

  /// The route by which a subnet sends packets to an address outside its VPC: the most specific one.
  private func route(of subnet: Subnet, to target: IPv4Address) -> RouteTable.Route? {
    var best: (route: RouteTable.Route, length: Int)?
    for route in routeTable(of: subnet)?.routes ?? [] {
      guard case .ipv4(let block) = route.destination, block.contains(target),
        block.prefixLength > (best?.length ?? -1)
      else { continue }
      best = (route, block.prefixLength)
    }
    return best?.route
  }

  /// An address at which a service answers the Internet: one of its prefix list, else one of AWS.
  // Simplified: prefix-list-ranges
  private func publicAddress(of service: String, in region: Region) -> IPv4Address {
    let name = EndpointService.fullName(service, in: region)
    let base = prefixLists(in: region).first { $0.name == name }?.blocks.first?.base
    return IPv4Address(bits: (base ?? (52 << 24 | 95 << 16)) + 10)
  }
}
