/// Something that keeps another resource from being deleted: what it is decides how it is taken out of the way.
package enum Dependent: Sendable, Equatable {
  case instance(String)
  /// An instance that a group would replace.
  case instanceOfGroup(String, group: String)
  case loadBalancer(arn: String)
  /// A load balancer as the target of a group.
  case target(arn: String, group: String)
  case listener(arn: String)
  case natGateway(String)
  case networkInterface(String)
  case egressOnlyGateway(String)
  case vpcEndpoint(String)
  /// That a VPC endpoint wears a security group.
  case vpcEndpointGroup(String, group: String)
  case database(String)
  case replicationGroup(String)
  case cacheCluster(String)
  case subnet(String)
  case internetGateway(String, vpc: String)
  case routeTable(String)
  /// That a subnet follows a route table.
  case routeTableAssociation(String)
  /// That a subnet follows a network ACL, and the VPC's own ACL that it can follow in its stead.
  case networkACLAssociation(String, other: String)
  case networkACL(String)
  case securityGroup(String)
  /// A rule of a security group that names another group.
  case securityGroupRule(String, group: String, isEgress: Bool)
  /// Something that wears a security group, and could wear another.
  indirect case wearer(Dependent)
  /// Something that is being deleted already, which time alone takes away.
  indirect case leaving(Dependent)
}
