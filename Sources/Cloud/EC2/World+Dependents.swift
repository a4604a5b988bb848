/// What stands in the way of a deletion, in the order in which it is taken out of the way.
extension World {
  /// What a VPC holds beside that which goes with it.
  func dependents(of vpc: VPCID) -> [Dependent] {
    var found = machines { $0.vpc == vpc && $0.state != .terminated }
    found += balancers { $0.vpc == vpc }
    found += databases { $0.vpc == vpc }
    found += caches { $0.vpc == vpc }
    found += natGateways { $0.vpc == vpc }
    found += endpoints { $0.vpc == vpc }
    found += ec2.egressOnlyGateways.rows.filter { $0.vpc == vpc }.map { .egressOnlyGateway("\($0.id)") }
    found += ec2.networkInterfaces.rows.filter { $0.vpc == vpc }.map { .networkInterface("\($0.id)") }
    found += ec2.internetGateways.rows.filter { $0.vpc == vpc }
      .map { .internetGateway("\($0.id)", vpc: "\(vpc)") }
    found += ec2.subnets.rows.filter { $0.vpc == vpc }.map { .subnet("\($0.id)") }
    found += ec2.routeTables.rows.filter { $0.vpc == vpc && $0.mainAssociation == nil }
      .map { .routeTable("\($0.id)") }
    found += ec2.networkACLs.rows.filter { $0.vpc == vpc && !$0.isDefault }
      .map { .networkACL("\($0.id)") }
    found += ec2.securityGroups.rows.filter { $0.vpc == vpc && $0.name != "default" }
      .map { .securityGroup("\($0.id)") }
    return found
  }

  /// What has an address in a subnet.
  func dependents(of subnet: Subnet) -> [Dependent] {
    var found = machines { $0.subnet == subnet.id && $0.state != .terminated }
    found += balancers { $0.nodes.contains { $0.subnet == subnet.id } }
    found += databases { database in
      database.vpc == subnet.vpc
        && (subnet.cidr.contains(database.address)
          || database.standbyAddress.map(subnet.cidr.contains) ?? false)
    }
    found += caches { cache in
      cache.vpc == subnet.vpc && cache.addresses.contains(where: subnet.cidr.contains)
    }
    found += natGateways { $0.subnet == subnet.id }
    found += endpoints { $0.interfaces.contains { $0.subnet == subnet.id } }
    found += ec2.networkInterfaces.rows.filter { $0.subnet == subnet.id }
      .map { .networkInterface("\($0.id)") }
    return found
  }

  /// The instances and NAT gateways that are being deleted, which nothing that is built waits for.
  package var leaving: [Dependent] {
    ec2.instances.rows.filter { $0.state == .shuttingDown }.map { .leaving(.instance("\($0.id)")) }
      + ec2.natGateways.rows.filter { $0.state == .deleting }.map { .leaving(.natGateway("\($0.id)")) }
  }

  /// What wears a security group, and the rules of others that name it.
  func dependents(of group: SecurityGroupID) -> [Dependent] {
    var found = ec2.instances.rows.filter { $0.state != .terminated && $0.securityGroups.contains(group) }
      .map { Dependent.instance("\($0.id)").leaving($0.state == .shuttingDown).wearing() }
    found += balancers { $0.securityGroups.contains(group) }.map { .wearer($0) }
    found += databases { $0.securityGroups.contains(group) }.map { $0.wearing() }
    found += caches { $0.securityGroups.contains(group) }.map { $0.wearing() }
    found += ec2.networkInterfaces.rows.filter { $0.groups.contains(group) }
      .map { .wearer(.networkInterface("\($0.id)")) }
    found += ec2.vpcEndpoints.rows.filter { $0.securityGroups.contains(group) }
      .map { .vpcEndpointGroup("\($0.id)", group: "\(group)") }
    for (id, other) in ec2.securityGroups where id != group {
      for rule in other.rules where rule.peer == .group(group) {
        found.append(.securityGroupRule("\(rule.id)", group: "\(id)", isEgress: rule.isEgress))
      }
    }
    return found
  }

  /// What has a public address that an Internet gateway carries.
  func publicDependents(of vpc: VPCID) -> [Dependent] {
    machines { $0.vpc == vpc && $0.publicAddress != nil }
      + balancers { $0.vpc == vpc && $0.isInternetFacing }
      + natGateways { $0.vpc == vpc && $0.publicAddress != nil }
  }

  /// The subnets that follow a network ACL.
  func dependents(of acl: NetworkACL) -> [Dependent] {
    ec2.subnets.rows.filter { $0.networkACL == acl.id }.map {
      .networkACLAssociation("\(associationID(of: $0))", other: "\(NetworkACL.defaultID(of: acl.vpc))")
    }
  }

  private func machines(where isMeant: (Instance) -> Bool) -> [Dependent] {
    ec2.instances.rows.filter(isMeant).map { instance in
      if instance.state == .shuttingDown { return .leaving(.instance("\(instance.id)")) }
      return instance.autoScalingGroup.map { .instanceOfGroup("\(instance.id)", group: $0) }
        ?? .instance("\(instance.id)")
    }
  }

  private func balancers(where isMeant: (LoadBalancer) -> Bool) -> [Dependent] {
    loadBalancing.loadBalancers.rows.filter(isMeant).map { .loadBalancer(arn: $0.arn) }
  }

  private func databases(where isMeant: (DBInstance) -> Bool) -> [Dependent] {
    rds.instances.rows.filter(isMeant).map {
      Dependent.database($0.identifier).leaving($0.status == .deleting)
    }
  }

  private func caches(where isMeant: (CacheReplicationGroup) -> Bool) -> [Dependent] {
    elastiCache.replicationGroups.rows.filter(isMeant).map { cache in
      (cache.kind == .cluster ? Dependent.cacheCluster(cache.id) : .replicationGroup(cache.id))
        .leaving(cache.status == "deleting")
    }
  }

  private func endpoints(where isMeant: (VPCEndpoint) -> Bool) -> [Dependent] {
    ec2.vpcEndpoints.rows.filter(isMeant).map { .vpcEndpoint("\($0.id)") }
  }

  private func natGateways(where isMeant: (NATGateway) -> Bool) -> [Dependent] {
    ec2.natGateways.rows.filter { $0.standsInSubnet && isMeant($0) }.map {
      Dependent.natGateway("\($0.id)").leaving($0.state == .deleting)
    }
  }
}

extension Dependent {
  /// The same as something that is being deleted already, where it is.
  fileprivate func leaving(_ isLeaving: Bool) -> Dependent { isLeaving ? .leaving(self) : self }

  /// The same as something that wears a security group: it could wear another, unless it is being deleted.
  fileprivate func wearing() -> Dependent {
    if case .leaving = self { self } else { .wearer(self) }
  }
}

extension RouteTable {
  /// The subnets that follow the table.
  var dependents: [Dependent] { associations.ids.map { .routeTableAssociation("\($0)") } }
}
