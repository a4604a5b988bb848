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

/// Makes a subnet, or by its main association the whole VPC, follow another table.
package enum ReplaceRouteTableAssociation: EC2Operation {
  package static let name = "ReplaceRouteTableAssociation"

  package struct Input: Decodable, Sendable, DryRunnable {
    var associationId: String?
    var routeTableId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var newAssociationId: String
    package var associationState: AssociationState
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.associationId else { throw .missingParameter("associationId") }
    guard let tableText = input.routeTableId else { throw .missingParameter("routeTableId") }
    let table = try world.routeTable(tableText, in: context.region)
    let holder = RouteTableAssociationID(text).flatMap { id in
      world.ec2.routeTables.rows.first { row in
        (row.mainAssociation == id || row.associations[id] != nil)
          && world.ec2.vpcs[row.vpc]?.region == context.region
      }.map { (id: id, table: $0) }
    }
    guard let holder else {
      throw AWSError("InvalidAssociationID.NotFound", "The association ID '\(text)' does not exist")
    }
    guard holder.table.vpc == table.vpc else {
      throw AWSError(
        "InvalidParameterValue",
        "route table \(table.id) and route table \(holder.table.id) belong to different networks")
    }
    let new = world.nextID(RouteTableAssociationKind.self)
    if let subnet = holder.table.associations[holder.id] {
      world.ec2.routeTables.update(holder.table.id) { $0.associations[holder.id] = nil }
      world.ec2.routeTables.update(table.id) { $0.associations[new] = subnet }
    } else {
      world.ec2.routeTables.update(holder.table.id) { $0.mainAssociation = nil }
      world.ec2.routeTables.update(table.id) { $0.mainAssociation = new }
    }
    world.revision.access += 1
    return Output(newAssociationId: "\(new)", associationState: AssociationState(state: "associated"))
  }
}
