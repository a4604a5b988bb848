/// A route as calls that write one name it.
package struct RouteRequest: Decodable, Sendable, DryRunnable {
  var routeTableId: String?
  var destinationCidrBlock: String?
  var gatewayId: String?
  var natGatewayId: String?
  package var dryRun: Bool?
}

extension World {
  /// The table that a call names, and the route that it describes.
  fileprivate func route(
    of input: RouteRequest, in region: Region
  ) throws(AWSError) -> (table: RouteTable, route: RouteTable.Route) {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try routeTable(text, in: region)
    guard let destination = input.destinationCidrBlock else {
      throw .missingParameter("destinationCidrBlock")
    }
    guard let block = CIDRBlock(destination) else {
      throw .invalidParameter(destination, "destinationCidrBlock", "This is not a valid CIDR block.")
    }
    return (
      table, RouteTable.Route(destination: block, target: try target(of: input, for: table, in: region))
    )
  }

  private func target(
    of input: RouteRequest, for table: RouteTable, in region: Region
  ) throws(AWSError) -> RouteTable.Target {
    switch (input.gatewayId, input.natGatewayId) {
    case (nil, nil):
      throw AWSError(
        "InvalidParameterCombination", "Either 'gatewayId' or another target of the route must be specified.")
    case (.some, .some):
      throw AWSError("InvalidParameterCombination", "You must specify only one target of the route.")
    case (let text?, nil):
      let gateway = try internetGateway(text, in: region)
      guard gateway.vpc == table.vpc else {
        throw AWSError(
          "InvalidParameterValue",
          "route table \(table.id) and network gateway \(gateway.id) belong to different networks")
      }
      return .internetGateway(gateway.id)
    case (nil, let text?):
      let gateway = try natGateway(text, in: region)
      guard gateway.standsInSubnet else {
        throw AWSError("InvalidNatGatewayID.NotFound", "The natGateway ID '\(text)' does not exist")
      }
      guard gateway.vpc == table.vpc else {
        throw AWSError(
          "InvalidParameterValue",
          "route table \(table.id) and nat gateway \(gateway.id) belong to different networks")
      }
      return .natGateway(gateway.id)
    }
  }

  /// Whether the target of a route is there and takes packets.
  func leadsSomewhere(_ route: RouteTable.Route, in table: RouteTable) -> Bool {
    switch route.target {
    case .internetGateway(let id): ec2.internetGateways[id]?.vpc == table.vpc
    case .natGateway(let id):
      ec2.natGateways[id]?.state == .available || ec2.natGateways[id]?.state == .pending
    }
  }
}

/// Adds a route to an Internet or a NAT gateway.
package enum CreateRoute: EC2Operation {
  package static let name = "CreateRoute"

  package static func perform(
    _ input: RouteRequest, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    let (table, route) = try world.route(of: input, in: context.region)
    let local = world.ec2.vpcs[table.vpc]?.cidr
    let present = table.routes.first { $0.destination == route.destination }
    guard present != route else { return ReturnOutput() }
    guard present == nil, local != route.destination else {
      throw AWSError("RouteAlreadyExists", "The route identified by \(route.destination) already exists.")
    }
    guard local.map({ !$0.contains(route.destination) }) ?? true else {
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
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try world.routeTable(text, in: context.region)
    guard let destination = input.destinationCidrBlock else {
      throw .missingParameter("destinationCidrBlock")
    }
    let block = CIDRBlock(destination)
    if let block, world.ec2.vpcs[table.vpc]?.cidr == block {
      throw AWSError("InvalidParameterValue", "cannot remove local route \(block) in route table \(table.id)")
    }
    guard let index = table.routes.firstIndex(where: { $0.destination == block }) else {
      throw AWSError(
        "InvalidRoute.NotFound",
        "no route with destination-cidr-block \(destination) in route table \(table.id)")
    }
    world.ec2.routeTables.update(table.id) { $0.routes.remove(at: index) }
    world.revision.access += 1
    return NoOutput()
  }
}
