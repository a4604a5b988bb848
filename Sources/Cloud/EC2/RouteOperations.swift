/// Route tables.
enum RouteOperations {
  static let all: [any Operation.Type] = [
    CreateRouteTable.self, DescribeRouteTables.self, DeleteRouteTable.self, CreateRoute.self,
    DeleteRoute.self,
    ReplaceRoute.self, AssociateRouteTable.self, DisassociateRouteTable.self,
    ReplaceRouteTableAssociation.self,
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
    package var destinationCidrBlock: String?
    package var destinationIpv6CidrBlock: String?
    package var destinationPrefixListId: String?
    package var egressOnlyInternetGatewayId: String?
    package var gatewayId: String?
    package var natGatewayId: String?
    package var origin: String
    package var state: String

    /// A route to a destination whose target is said afterwards.
    fileprivate init(to destination: RouteTable.Destination, origin: String, state: String) {
      switch destination {
      case .ipv4(let block): destinationCidrBlock = "\(block)"
      case .ipv6(let block): destinationIpv6CidrBlock = "\(block)"
      }
      self.origin = origin
      self.state = state
    }

    /// The route that a gateway endpoint puts into its route tables.
    fileprivate init(prefixList: String, endpoint: String) {
      destinationPrefixListId = prefixList
      gatewayId = endpoint
      origin = "CreateRoute"
      state = "active"
    }
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
    routes = (world.ec2.vpcs[table.vpc]?.localDestinations ?? []).map {
      var route = Route(to: $0, origin: "CreateRouteTable", state: "active")
      route.gatewayId = "local"
      return route
    }
    routes += table.routes.map {
      let state = world.leadsSomewhere($0, in: table) ? "active" : "blackhole"
      var route = Route(to: $0.destination, origin: "CreateRoute", state: state)
      switch $0.target {
      case .internetGateway(let id): route.gatewayId = "\(id)"
      case .natGateway(let id): route.natGatewayId = "\(id)"
      case .egressOnlyGateway(let id): route.egressOnlyInternetGatewayId = "\(id)"
      }
      return route
    }
    routes += world.gatewayEndpoints(of: table.id).compactMap { endpoint in
      world.prefixList(of: endpoint).map { Route(prefixList: $0.id, endpoint: "\(endpoint.id)") }
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
    var clientToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var routeTable: RouteTableShape
    package var clientToken: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let id = RouteTableID(earlier), let row = world.ec2.routeTables[id]
    {
      return Output(
        routeTable: RouteTableShape(row, in: world), clientToken: id.clientToken(given: input.clientToken))
    }
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "route-table")
    guard world.ec2.routeTables.filter({ $0.row.vpc == vpc.id }).count < 200 else {
      throw AWSError("RouteTableLimitExceeded", "The maximum number of route tables has been reached.")
    }
    let table = RouteTable(
      id: world.nextID(), vpc: vpc.id, mainAssociation: nil, associations: Table(), routes: [], tags: tags)
    world.ec2.routeTables[table.id] = table
    world.remember("\(table.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(
      routeTable: RouteTableShape(table, in: world),
      clientToken: table.id.clientToken(given: input.clientToken))
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
    let fields = FilterFields<RouteTableShape>(
      [
        "route-table-id": { $0.routeTableId }, "vpc-id": { $0.vpcId }, "owner-id": { $0.ownerId },
        "association.main": { $0.associations.map(\.main) },
        "association.subnet-id": { $0.associations.map(\.subnetId) },
        "association.route-table-id": { $0.associations.map(\.routeTableId) },
        "association.route-table-association-id": { $0.associations.map(\.routeTableAssociationId) },
        "route.destination-cidr-block": { $0.routes.map(\.destinationCidrBlock) },
        "route.destination-ipv6-cidr-block": { $0.routes.map(\.destinationIpv6CidrBlock) },
        "route.destination-prefix-list-id": { $0.routes.map(\.destinationPrefixListId) },
        "route.egress-only-internet-gateway-id": { $0.routes.map(\.egressOnlyInternetGatewayId) },
        "route.gateway-id": { $0.routes.map(\.gatewayId) },
        "route.nat-gateway-id": { $0.routes.map(\.natGatewayId) },
        "route.origin": { $0.routes.map(\.origin) }, "route.state": { $0.routes.map(\.state) },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(rows.map { RouteTableShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults)
    return Output(routeTables: page.rows, nextToken: page.nextToken)
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
      throw .dependencyViolation("routeTable", text, table.dependents)
    }
    world.ec2.routeTables[table.id] = nil
    for endpoint in world.gatewayEndpoints(of: table.id) {
      world.ec2.vpcEndpoints.update(endpoint.id) { $0.routeTables.removeAll { $0 == table.id } }
    }
    return NoOutput()
  }
}
