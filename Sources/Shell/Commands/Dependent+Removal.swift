import Cloud

extension Dependent {
  /// The line that takes it out of the way; `GROUP` stands for a security group of the learner's choice.
  var removal: String {
    switch self {
    case .instance(let id): "aws ec2 terminate-instances --instance-ids \(id)"
    case .instanceOfGroup(_, let group):
      "aws autoscaling delete-auto-scaling-group --auto-scaling-group-name \(group) --force-delete"
    case .loadBalancer(let arn): "aws elbv2 delete-load-balancer --load-balancer-arn \(arn)"
    case .target(let arn, let group):
      "aws elbv2 deregister-targets --target-group-arn \(group) --targets Id=\(arn)"
    case .listener(let arn): "aws elbv2 delete-listener --listener-arn \(arn)"
    case .natGateway(let id): "aws ec2 delete-nat-gateway --nat-gateway-id \(id)"
    case .networkInterface(let id): "aws ec2 delete-network-interface --network-interface-id \(id)"
    case .egressOnlyGateway(let id):
      "aws ec2 delete-egress-only-internet-gateway --egress-only-internet-gateway-id \(id)"
    case .vpcEndpoint(let id): "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids \(id)"
    case .vpcEndpointGroup(let id, let group):
      "aws ec2 modify-vpc-endpoint --vpc-endpoint-id \(id) --add-security-group-ids GROUP"
        + " --remove-security-group-ids \(group)"
    case .database(let id):
      "aws rds delete-db-instance --db-instance-identifier \(id) --skip-final-snapshot"
    case .replicationGroup(let id):
      "aws elasticache delete-replication-group --replication-group-id \(id)"
    case .cacheCluster(let id): "aws elasticache delete-cache-cluster --cache-cluster-id \(id)"
    case .subnet(let id): "aws ec2 delete-subnet --subnet-id \(id)"
    case .internetGateway(let id, let vpc):
      "aws ec2 detach-internet-gateway --internet-gateway-id \(id) --vpc-id \(vpc)"
    case .routeTable(let id): "aws ec2 delete-route-table --route-table-id \(id)"
    case .routeTableAssociation(let id): "aws ec2 disassociate-route-table --association-id \(id)"
    case .networkACLAssociation(let id, let other):
      "aws ec2 replace-network-acl-association --association-id \(id) --network-acl-id \(other)"
    case .networkACL(let id): "aws ec2 delete-network-acl --network-acl-id \(id)"
    case .securityGroup(let id): "aws ec2 delete-security-group --group-id \(id)"
    case .securityGroupRule(let id, let group, let isEgress):
      "aws ec2 revoke-security-group-\(isEgress ? "egress" : "ingress") --group-id \(group)"
        + " --security-group-rule-ids \(id)"
    case .listenerRule(let arn): "aws elbv2 delete-rule --rule-arn \(arn)"
    case .identity(let part): part.removal
    case .wearer(let dependent): dependent.change
    case .leaving(let dependent): dependent.wait
    }
  }

  /// The Auto Scaling group of an instance that has a security group on: it starts others that have it on, too.
  var scalingGroupOfWearer: String? {
    guard case .wearer(.instanceOfGroup(_, let group)) = self else { return nil }
    return "\(group)"
  }

  /// The line that waits until it is gone.
  private var wait: String {
    switch self {
    case .instance(let id), .instanceOfGroup(let id, _):
      "aws ec2 wait instance-terminated --instance-ids \(id)"
    case .natGateway(let id): "aws ec2 wait nat-gateway-deleted --nat-gateway-ids \(id)"
    case .database(let id): "aws rds wait db-instance-deleted --db-instance-identifier \(id)"
    case .replicationGroup(let id):
      "aws elasticache wait replication-group-deleted --replication-group-id \(id)"
    case .cacheCluster(let id):
      "aws elasticache wait cache-cluster-deleted --cache-cluster-id \(id)"
    case .loadBalancer, .target, .listener, .listenerRule, .networkInterface, .egressOnlyGateway,
      .vpcEndpoint, .vpcEndpointGroup, .identity,
      .subnet, .internetGateway, .routeTable, .routeTableAssociation, .networkACLAssociation, .networkACL,
      .securityGroup, .securityGroupRule, .wearer, .leaving:
      "wait"
    }
  }

  /// The line that gives it another security group.
  private var change: String {
    switch self {
    case .instance(let id), .instanceOfGroup(let id, _):
      "aws ec2 modify-instance-attribute --instance-id \(id) --groups GROUP"
    case .loadBalancer(let arn):
      "aws elbv2 set-security-groups --load-balancer-arn \(arn) --security-groups GROUP"
    case .networkInterface(let id):
      "aws ec2 modify-network-interface-attribute --network-interface-id \(id) --groups GROUP"
    case .database(let id):
      "aws rds modify-db-instance --db-instance-identifier \(id) --vpc-security-group-ids GROUP"
    case .replicationGroup(let id):
      "aws elasticache modify-replication-group --replication-group-id \(id) --security-group-ids GROUP"
    case .cacheCluster(let id):
      "aws elasticache modify-cache-cluster --cache-cluster-id \(id) --security-group-ids GROUP"
    case .target, .listener, .listenerRule, .natGateway, .egressOnlyGateway, .vpcEndpoint,
      .vpcEndpointGroup, .identity,
      .subnet, .internetGateway, .routeTable, .routeTableAssociation, .networkACLAssociation, .networkACL,
      .securityGroup, .securityGroupRule, .wearer, .leaving:
      removal
    }
  }
}

extension Dependent.IdentityPart {
  /// The line that takes it off.
  fileprivate var removal: String {
    switch self {
    case .attachedPolicy(let holder, let arn):
      "aws iam detach-\(holder.word)-policy --\(holder.word)-name \(holder.named) --policy-arn \(arn)"
    case .inlinePolicy(let holder, let name):
      "aws iam delete-\(holder.word)-policy --\(holder.word)-name \(holder.named) --policy-name \(name)"
    case .boundary(let holder):
      "aws iam delete-\(holder.word)-permissions-boundary --\(holder.word)-name \(holder.named)"
    case .membership(let user, let group):
      "aws iam remove-user-from-group --user-name \(user) --group-name \(group)"
    case .accessKey(let id, let user): "aws iam delete-access-key --user-name \(user) --access-key-id \(id)"
    case .loginProfile(let user): "aws iam delete-login-profile --user-name \(user)"
    case .device(let serial, let user):
      "aws iam deactivate-mfa-device --user-name \(user) --serial-number \(serial)"
    case .roleOfProfile(let profile, let role):
      "aws iam remove-role-from-instance-profile --instance-profile-name \(profile) --role-name \(role)"
    case .policyVersion(let version, let arn):
      "aws iam delete-policy-version --policy-arn \(arn) --version-id \(version)"
    }
  }
}

extension PolicyHolder {
  /// Its kind as operations and options name it.
  fileprivate var word: String {
    switch self {
    case .user: "user"
    case .group: "group"
    case .role: "role"
    }
  }

  fileprivate var named: String {
    switch self {
    case .user(let name), .group(let name), .role(let name): name
    }
  }
}
