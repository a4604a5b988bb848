// What calls ask for that name a resource by its name or by what it is tied to (AWS Service Authorization Reference: Amazon EC2).

extension Access {
  /// The call works on a security group by its id, or on the one of the default VPC by its name.
  func on(securityGroup id: String?, named name: String?) -> Access {
    guard id == nil, let name else { return on(.securityGroup, id) }
    let vpc = world.defaultVPC(of: context.region)?.id
    let found = world.ec2.securityGroups.first {
      $0.row.vpc == vpc && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    return on(.securityGroup, found.map { "\($0.id)" } ?? "*")
  }

  /// The call works on a launch template by its id or its name.
  func on(template id: String?, named name: String?) -> Access {
    guard id == nil, let name else { return on(.launchTemplate, id) }
    let found = world.ec2.launchTemplates.first {
      $0.row.region == context.region && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    return on(.launchTemplate, found.map { "\($0.id)" } ?? "*")
  }

  /// The call works on an Elastic IP by its id or by the address itself.
  func on(address id: String?, public address: String?) -> Access {
    guard id == nil, let address else { return on(.address, id) }
    let found = world.ec2.addresses.first {
      $0.row.region == context.region && "\($0.row.address)" == address
    }
    return on(.address, found.map { "\($0.id)" } ?? "*")
  }

  /// The call works on a route table and on the subnet that follows it, by their association.
  fileprivate func on(routeTableAssociation text: String?) -> Access {
    guard let id = text.flatMap({ RouteTableAssociationID($0) }),
      let table = world.ec2.routeTables.rows.first(where: {
        $0.mainAssociation == id || $0.associations[id] != nil
      })
    else { return on(.routeTable, "*") }
    return on(.routeTable, "\(table.id)").on(.subnet, table.associations[id].map { "\($0)" })
  }
}

extension DisassociateAddress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let access = Access(defaultAction, world, context)
    guard let association = input.associationId else {
      return access.on(address: nil, public: input.publicIp).requests
    }
    let found = world.ec2.addresses.first { _, address in
      address.association.map { "\($0)" == association } ?? false
    }
    return access.on(.address, found.map { "\($0.id)" } ?? "*").requests
  }
}

extension DisassociateRouteTable {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(routeTableAssociation: input.associationId).requests
  }
}

extension ReplaceRouteTableAssociation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId)
      .on(routeTableAssociation: input.associationId).requests
  }
}

extension DisassociateVpcCidrBlock {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let found = world.ec2.vpcs.first { _, vpc in
      vpc.blockAssociations.contains { "\($0.id)" == input.associationId }
        || vpc.ipv6Blocks.contains { "\($0.id)" == input.associationId }
    }
    return Access(defaultAction, world, context).on(.vpc, found.map { "\($0.id)" } ?? "*").requests
  }
}

extension DisassociateSubnetCidrBlock {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let found = world.ec2.subnets.first { _, subnet in
      subnet.ipv6Block.map { "\($0.id)" == input.associationId } ?? false
    }
    return Access(defaultAction, world, context).on(.subnet, found.map { "\($0.id)" } ?? "*").requests
  }
}

extension DetachNetworkInterface {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let found = world.interfaceShapes(in: context.region).first {
      $0.attachment.map { $0.attachmentId == input.attachmentId } ?? false
    }
    return Access(defaultAction, world, context).on(.instance, found?.attachment?.instanceId ?? "*")
      .on(.networkInterface, found?.networkInterfaceId ?? "*").requests
  }
}
