/// Route tables.
enum RouteOperations {
  static let all: [any Operation.Type] = [
    CreateRouteTable.self, DescribeRouteTables.self, DeleteRouteTable.self, CreateRoute.self,
    DeleteRoute.self,
    AssociateRouteTable.self, DisassociateRouteTable.self,
  ]
}

/// A route table as the calls show it.
package struct RouteTableShape: Encodable, Sendable {
  package var associations: [Association]
  package var propagatingVgws: [String] = []
  package var routeTableId: String
  package var routes: [Route]
  package var tags: [Tags.Tag]
  package var vpcId: String
  package var ownerId = Account.id

  /// What follows the table: the VPC, or a subnet.
  package struct Association: Encodable, Sendable {
    package var main: Bool
    package var routeTableAssociationId: String
    package var routeTableId: String
    package var subnetId: String?
    package var associationState: AssociationState
  }

  /// One rule.
  package struct Route: Encodable, Sendable {
    package var destinationCidrBlock: String
    package var gatewayId: String
    package var origin: String
    package var state: String
  }

  init(_ table: RouteTable, in world: World) {
    let id = "\(table.id)"
    let state = AssociationState(state: "associated")
    associations =
      (table.mainAssociation.map {
        [
          Association(
            main: true, routeTableAssociationId: "\($0)", routeTableId: id, associationState: state)
        ]
      } ?? [])
      + table.associations.map {
        Association(
          main: false, routeTableAssociationId: "\($0.id)", routeTableId: id, subnetId: "\($0.row)",
          associationState: state)
      }
    routeTableId = id
    let local = world.ec2.vpcs[table.vpc].map {
      Route(
        destinationCidrBlock: "\($0.cidr)", gatewayId: "local", origin: "CreateRouteTable", state: "active")
    }
    routes =
      (local.map { [$0] } ?? [])
      + table.routes.map {
        Route(
          destinationCidrBlock: "\($0.destination)", gatewayId: "\($0.gateway)", origin: "CreateRoute",
          state: world.ec2.internetGateways[$0.gateway]?.vpc == table.vpc ? "active" : "blackhole")
      }
    tags = table.tags.all
    vpcId = "\(table.vpc)"
  }
}

/// Whether an association holds.
package struct AssociationState: Encodable, Sendable { package var state: String }

/// Makes a route table with nothing but the VPC's own route.
package enum CreateRouteTable: EC2Operation {
  package static let name = "CreateRouteTable"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var routeTable: RouteTableShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "route-table")
    guard world.ec2.routeTables.filter({ $0.row.vpc == vpc.id }).count < 200 else {
      throw AWSError("RouteTableLimitExceeded", "The maximum number of route tables has been reached.")
    }
    let table = RouteTable(
      id: world.nextID(), vpc: vpc.id, mainAssociation: nil, associations: Table(), routes: [], tags: tags)
    world.ec2.routeTables[table.id] = table
    return Output(routeTable: RouteTableShape(table, in: world))
  }
}

/// Lists route tables.
package enum DescribeRouteTables: EC2Operation {
  package static let name = "DescribeRouteTables"

  package struct Input: Decodable, Sendable, DryRunnable {
    var routeTableIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var routeTables: [RouteTableShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try named(
      input.routeTableIds,
      all: now.ec2.routeTables.rows.filter { now.ec2.vpcs[$0.vpc]?.region == context.region }
    ) { id throws(AWSError) in try now.routeTable(id, in: context.region) }
    let fields = FilterFields<RouteTable>(
      [
        "route-table-id": { ["\($0.id)"] }, "vpc-id": { ["\($0.vpc)"] }, "owner-id": { _ in [Account.id] },
        "association.main": { table in
          (table.mainAssociation == nil ? [] : ["true"]) + (table.associations.isEmpty ? [] : ["false"])
        },
        "association.subnet-id": { $0.associations.map { "\($0.row)" } },
        "association.route-table-association-id": { table in
          table.associations.map { "\($0.id)" } + (table.mainAssociation.map { ["\($0)"] } ?? [])
        },
        "route.destination-cidr-block": { table in
          RouteTableShape(table, in: now).routes.map(\.destinationCidrBlock)
        },
        "route.gateway-id": { table in RouteTableShape(table, in: now).routes.map(\.gatewayId) },
        "route.state": { table in RouteTableShape(table, in: now).routes.map(\.state) },
      ], tags: { $0.tags })
    let page = try ec2Page(
      try fields.select(rows, input.filters), token: input.nextToken, limit: input.maxResults)
    return Output(routeTables: page.rows.map { RouteTableShape($0, in: now) }, nextToken: page.nextToken)
  }
}

/// Deletes a route table that no subnet follows.
package enum DeleteRouteTable: EC2Operation {
  package static let name = "DeleteRouteTable"

  package struct Input: Decodable, Sendable, DryRunnable {
    var routeTableId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try world.routeTable(text, in: context.region)
    guard table.mainAssociation == nil, table.associations.isEmpty else {
      throw .dependencyViolation("routeTable", text)
    }
    world.ec2.routeTables[table.id] = nil
    return NoOutput()
  }
}

/// Adds a route to an Internet gateway.
package enum CreateRoute: EC2Operation {
  package static let name = "CreateRoute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var routeTableId: String?
    var destinationCidrBlock: String?
    var gatewayId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let text = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try world.routeTable(text, in: context.region)
    guard let destination = input.destinationCidrBlock else {
      throw .missingParameter("destinationCidrBlock")
    }
    guard let block = CIDRBlock(destination) else {
      throw .invalidParameter(destination, "destinationCidrBlock", "This is not a valid CIDR block.")
    }
    guard let gatewayText = input.gatewayId else {
      throw AWSError(
        "InvalidParameterCombination",
        "Either 'gatewayId' or another target of the route must be specified.")
    }
    let gateway = try world.internetGateway(gatewayText, in: context.region)
    guard gateway.vpc == table.vpc else {
      throw AWSError(
        "InvalidParameterValue",
        "route table \(table.id) and network gateway \(gateway.id) belong to different networks")
    }
    let local = world.ec2.vpcs[table.vpc]?.cidr
    let present = table.routes.first { $0.destination == block }
    guard present?.gateway != gateway.id else { return ReturnOutput() }
    guard present == nil, local != block else {
      throw AWSError("RouteAlreadyExists", "The route identified by \(block) already exists.")
    }
    guard local.map({ !$0.contains(block) }) ?? true else {
      throw .invalidParameter(
        destination, "destinationCidrBlock", "The destination is more specific than the VPC's local route.")
    }
    guard table.routes.count < 50 else {
      throw AWSError("RouteLimitExceeded", "The maximum number of routes has been reached.")
    }
    world.ec2.routeTables.update(table.id) {
      $0.routes.append(RouteTable.Route(destination: block, gateway: gateway.id))
    }
    world.revision.access += 1
    return ReturnOutput()
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

/// Makes a subnet follow a route table.
package enum AssociateRouteTable: EC2Operation {
  package static let name = "AssociateRouteTable"

  package struct Input: Decodable, Sendable, DryRunnable {
    var routeTableId: String?
    var subnetId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var associationId: String
    package var associationState: AssociationState
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let tableText = input.routeTableId else { throw .missingParameter("routeTableId") }
    guard let subnetText = input.subnetId else { throw .missingParameter("subnetId") }
    let table = try world.routeTable(tableText, in: context.region)
    let subnet = try world.subnet(subnetText, in: context.region)
    guard table.vpc == subnet.vpc else {
      throw AWSError(
        "InvalidParameterValue",
        "route table \(table.id) and subnet \(subnet.id) belong to different networks")
    }
    for (_, other) in world.ec2.routeTables {
      guard let held = other.associations.first(where: { $0.row == subnet.id }) else { continue }
      guard other.id == table.id else {
        throw AWSError(
          "Resource.AlreadyAssociated",
          "the specified association for route table \(table.id) conflicts with an existing association")
      }
      return Output(associationId: "\(held.id)", associationState: AssociationState(state: "associated"))
    }
    let id = world.nextID(RouteTableAssociationKind.self)
    world.ec2.routeTables.update(table.id) { $0.associations[id] = subnet.id }
    world.revision.access += 1
    return Output(associationId: "\(id)", associationState: AssociationState(state: "associated"))
  }
}

/// Makes a subnet follow the VPC's main table again.
package enum DisassociateRouteTable: EC2Operation {
  package static let name = "DisassociateRouteTable"

  package struct Input: Decodable, Sendable, DryRunnable {
    var associationId: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.associationId else { throw .missingParameter("associationId") }
    let missing = AWSError(
      "InvalidAssociationID.NotFound", "The association ID '\(text)' does not exist")
    guard let id = RouteTableAssociationID(text) else { throw missing }
    for (table, row) in world.ec2.routeTables {
      guard row.mainAssociation != id else {
        throw AWSError(
          "InvalidParameterValue", "cannot disassociate the main route table association \(id)")
      }
      guard row.associations[id] != nil, world.ec2.vpcs[row.vpc]?.region == context.region else { continue }
      world.ec2.routeTables.update(table) { $0.associations[id] = nil }
      world.revision.access += 1
      return NoOutput()
    }
    throw missing
  }
}
