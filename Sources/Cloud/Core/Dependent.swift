/// Something that keeps another resource from being deleted: what it is decides how it is taken out of the way.
package enum Dependent: Sendable, Equatable {
  case instance(String)
  /// An instance that a group would replace.
  case instanceOfGroup(String, group: String)
  case loadBalancer(arn: String)
  /// A load balancer as the target of a group.
  case target(arn: String, group: String)
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
  /// A listener that sends to a target group, and a rule that does.
  case listener(arn: String)
  case listenerRule(arn: String)
  /// Something that hangs on an identity.
  case identity(IdentityPart)
  /// Something that wears a security group, and could wear another.
  indirect case wearer(Dependent)
  /// Something that is being deleted already, which time alone takes away.
  indirect case leaving(Dependent)

  /// What IAM wants to be taken from a user, group, role, policy or instance profile before it goes.
  package enum IdentityPart: Sendable, Equatable {
    case attachedPolicy(PolicyHolder, arn: String)
    case inlinePolicy(PolicyHolder, name: String)
    case boundary(PolicyHolder)
    case membership(user: String, group: String)
    case accessKey(String, user: String)
    case loginProfile(user: String)
    case device(serial: String, user: String)
    case roleOfProfile(String, role: String)
    case policyVersion(String, arn: String)
  }
}
