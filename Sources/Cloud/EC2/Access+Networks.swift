// What calls about networks ask for (AWS Service Authorization Reference: Amazon EC2).

extension CreateVpc {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.vpc, input.tagSpecifications).requests
  }
}

extension DeleteVpc {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).requests
  }
}

extension ModifyVpcAttribute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).requests
  }
}

extension CreateSubnet {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).creating(.subnet, input.tagSpecifications)
      .requests
  }
}

extension DeleteSubnet {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.subnet, input.subnetId).requests
  }
}

extension ModifySubnetAttribute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.subnet, input.subnetId).requests
  }
}

extension CreateInternetGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.internetGateway, input.tagSpecifications).requests
  }
}

extension AttachInternetGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.internetGateway, input.internetGatewayId).on(.vpc, input.vpcId)
      .requests
  }
}

extension DetachInternetGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.internetGateway, input.internetGatewayId).on(.vpc, input.vpcId)
      .requests
  }
}

extension DeleteInternetGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.internetGateway, input.internetGatewayId).requests
  }
}

extension CreateNatGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.subnet, input.subnetId).on(.address, input.allocationId)
      .creating(.natGateway, input.tagSpecifications).requests
  }
}

extension DeleteNatGateway {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.natGateway, input.natGatewayId).requests
  }
}

extension CreateRouteTable {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).creating(.routeTable, input.tagSpecifications)
      .requests
  }
}

extension DeleteRouteTable {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId).requests
  }
}

extension AssociateRouteTable {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId).on(.subnet, input.subnetId)
      .requests
  }
}

extension CreateRoute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId).requests
  }
}

extension ReplaceRoute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId).requests
  }
}

extension DeleteRoute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.routeTable, input.routeTableId).requests
  }
}

extension CreateSecurityGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).creating(
      .securityGroup, input.tagSpecifications
    ).requests
  }
}

extension DeleteSecurityGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(securityGroup: input.groupId, named: input.groupName).requests
  }
}

extension AuthorizeSecurityGroupIngress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(securityGroup: input.groupId, named: input.groupName).requests
  }
}

extension AuthorizeSecurityGroupEgress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.securityGroup, input.groupId).requests
  }
}

extension RevokeSecurityGroupIngress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(securityGroup: input.groupId, named: input.groupName).requests
  }
}

extension RevokeSecurityGroupEgress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.securityGroup, input.groupId).requests
  }
}

extension AllocateAddress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.address, input.tagSpecifications).requests
  }
}

extension AssociateAddress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(address: input.allocationId, public: input.publicIp)
      .on(.instance, input.instanceId).on(.networkInterface, input.networkInterfaceId).requests
  }
}

extension ReleaseAddress {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(address: input.allocationId, public: input.publicIp).requests
  }
}
