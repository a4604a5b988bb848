/// A route as calls that write one name it.
package struct RouteRequest: Decodable, Sendable, DryRunnable {
  var routeTableId: String?
  var destinationCidrBlock: String?
  var destinationIpv6CidrBlock: String?
  var gatewayId: String?
  var natGatewayId: String?
  var egressOnlyInternetGatewayId: String?
  var vpcPeeringConnectionId: String?
  package var dryRun: Bool?
}

extension RouteTable.Destination: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ipv4(let block): "\(block)"
    case .ipv6(let block): "\(block)"
    }
  }

  /// The destination that a call names by one of its two members.
  static func read(_ ipv4: String?, _ ipv6: String?) throws(AWSError) -> RouteTable.Destination {
    switch (ipv4, ipv6) {
    case (nil, nil): throw .missingParameter("destinationCidrBlock")
    case (_?, _?):
      throw AWSError(
        "InvalidParameterCombination",
        "The parameter destinationIpv6CidrBlock cannot be used with the parameter destinationCidrBlock")
    case (let text?, nil):
      guard let block = CIDRBlock(text) else {
        throw .invalidParameter(text, "destinationCidrBlock", "This is not a valid CIDR block.")
      }
      return .ipv4(block)
    case (nil, let text?):
      guard let block = IPv6Block(text) else {
        throw .invalidParameter(text, "destinationIpv6CidrBlock", "This is not a valid IPv6 CIDR block.")
      }
      return .ipv6(block)
    }
  }

  /// Whether every address of another destination is one of this.
  fileprivate func contains(_ other: RouteTable.Destination) -> Bool {
    switch (self, other) {
    case (.ipv4(let own), .ipv4(let block)): own.contains(block)
    case (.ipv6(let own), .ipv6(let block)): own.contains(block)
    case (.ipv4, .ipv6), (.ipv6, .ipv4): false
    }
  }
}

extension VPC {
  /// Where every route table leads by itself: to the ranges of the VPC.
  var localDestinations: [RouteTable.Destination] {
    blocks.map { .ipv4($0) } + ipv6Blocks.map { .ipv6($0.block) }
  }
}

extension World {
  /// The addresses behind which NAT gateways reach IPv4 from IPv6 (RFC 6052).
  private static let nat64 = IPv6Block(base: IPv6Address(high: 0x64_FF9B << 32, low: 0), prefixLength: 96)

  /// The table that a call names, and the route that it describes.
  fileprivate func route(
    of input: RouteRequest, in region: Region
  ) throws(AWSError) -> (table: RouteTable, route: RouteTable.Route) {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try routeTable(text, in: region)
    let destination = try RouteTable.Destination.read(
      input.destinationCidrBlock, input.destinationIpv6CidrBlock)
    let target = try target(of: input, for: table, in: region)
    switch (destination, target) {
    case (.ipv4, .egressOnlyGateway(let id)):
      throw AWSError(
        "InvalidParameterValue",
        "The egress-only internet gateway \(id) takes IPv6 alone; \(destination) is a range of IPv4 addresses."
      )
    case (.ipv6(let block), .natGateway(let id)) where block != Self.nat64:
      throw AWSError(
        "InvalidParameterValue",
        "The NAT gateway \(id) takes IPv6 to \(Self.nat64) alone; \(block) is another range.")
    case (.ipv4, .internetGateway), (.ipv4, .natGateway), (.ipv6, _): break
    }
    return (table, RouteTable.Route(destination: destination, target: target))
  }

  private func target(
    of input: RouteRequest, for table: RouteTable, in region: Region
  ) throws(AWSError) -> RouteTable.Target {
    let given = [
      input.gatewayId, input.natGatewayId, input.egressOnlyInternetGatewayId, input.vpcPeeringConnectionId,
    ].compactMap(\.self)
    guard given.count == 1 else {
      throw AWSError(
        "InvalidParameterCombination",
        given.isEmpty
          ? "Either 'gatewayId' or another target of the route must be specified."
          : "You must specify only one target of the route.")
    }
    func checkNetwork(_ vpc: VPCID?, _ noun: String, _ id: String) throws(AWSError) {
      guard vpc == table.vpc else {
        throw AWSError(
          "InvalidParameterValue",
          "route table \(table.id) and \(noun) \(id) belong to different networks")
      }
    }
    if let text = input.gatewayId {
      let gateway = try internetGateway(text, in: region)
      try checkNetwork(gateway.vpc, "network gateway", "\(gateway.id)")
      return .internetGateway(gateway.id)
    }
    if let text = input.natGatewayId {
      let gateway = try natGateway(text, in: region)
      guard gateway.standsInSubnet else {
        throw AWSError("InvalidNatGatewayID.NotFound", "The natGateway ID '\(text)' does not exist")
      }
      try checkNetwork(gateway.vpc, "nat gateway", "\(gateway.id)")
      return .natGateway(gateway.id)
    }
    if let text = input.egressOnlyInternetGatewayId {
      let gateway = try egressOnlyGateway(text, in: region)
      try checkNetwork(gateway.vpc, "egress only internet gateway", "\(gateway.id)")
      return .egressOnlyGateway(gateway.id)
    }
    // No VPC here has a peer.
    throw Self.noPeering(input.vpcPeeringConnectionId ?? "")
  }

  private static func noPeering(_ id: String) -> AWSError {
    guard id.utf8.starts(with: "pcx-".utf8) else {
      return AWSError(
        "InvalidVpcPeeringConnectionId.Malformed", "Invalid id: \"\(id)\" (expecting \"pcx-...\")")
    }
    return .notFound("InvalidVpcPeeringConnectionID", "vpcPeeringConnection ID", id)
  }

  /// Whether the target of a route is there and takes packets.
  func leadsSomewhere(_ route: RouteTable.Route, in table: RouteTable) -> Bool {
    switch route.target {
    case .internetGateway(let id): ec2.internetGateways[id]?.vpc == table.vpc
    case .natGateway(let id):
      ec2.natGateways[id]?.state == .available || ec2.natGateways[id]?.state == .pending
    case .egressOnlyGateway(let id): ec2.egressOnlyGateways[id] != nil
    }
  }
}

/// Adds a route to a gateway.
package enum CreateRoute: EC2Operation {
  package static let name = "CreateRoute"

  package static func perform(
    _ input: RouteRequest, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    let (table, route) = try world.route(of: input, in: context.region)
    let locals = world.ec2.vpcs[table.vpc]?.localDestinations ?? []
    let present = table.routes.first { $0.destination == route.destination }
    guard present != route else { return ReturnOutput() }
    guard present == nil, !locals.contains(route.destination) else {
      throw AWSError("RouteAlreadyExists", "The route identified by \(route.destination) already exists.")
    }
    guard !locals.contains(where: { $0.contains(route.destination) }) else {
      throw .invalidParameter(
        "\(route.destination)", "destinationCidrBlock",
        "The destination is more specific than the VPC's local route.")
    }
    guard table.routes.count < 50 else {
      throw AWSError("RouteLimitExceeded", "The maximum number of routes has been reached.")
    }
    world.ec2.routeTables.update(table.id) { $0.routes.append(route) }
    world.revision.access += 1
    return ReturnOutput()
  }
}

/// Leads a route elsewhere.
package enum ReplaceRoute: EC2Operation {
  package static let name = "ReplaceRoute"

  package static func perform(
    _ input: RouteRequest, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let (table, route) = try world.route(of: input, in: context.region)
    guard let index = table.routes.firstIndex(where: { $0.destination == route.destination }) else {
      throw AWSError(
        "InvalidParameterValue",
        "There is no route defined for '\(route.destination)' in the route table. Use CreateRoute instead.")
    }
    world.ec2.routeTables.update(table.id) { $0.routes[index] = route }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Removes a route.
package enum DeleteRoute: EC2Operation {
  package static let name = "DeleteRoute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var routeTableId: String?
    var destinationCidrBlock: String?
    var destinationIpv6CidrBlock: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try world.routeTable(text, in: context.region)
    let destination = try RouteTable.Destination.read(
      input.destinationCidrBlock, input.destinationIpv6CidrBlock)
    if world.ec2.vpcs[table.vpc]?.localDestinations.contains(destination) == true {
      throw AWSError(
        "InvalidParameterValue", "cannot remove local route \(destination) in route table \(table.id)")
    }
    guard let index = table.routes.firstIndex(where: { $0.destination == destination }) else {
      throw AWSError(
        "InvalidRoute.NotFound",
        "no route with destination-\(input.destinationCidrBlock == nil ? "ipv6-" : "")cidr-block \(destination) "
          + "in route table \(table.id)")
    }
    world.ec2.routeTables.update(table.id) { $0.routes.remove(at: index) }
    world.revision.access += 1
    return NoOutput()
  }
}
