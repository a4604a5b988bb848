/// The choice of subnets and security groups of a load balancer.
extension World {
  /// The subnets that a call names, in the order of their zones.
  func subnetsForLoadBalancer(
    _ names: [String], kind: LoadBalancer.Kind, isInternetFacing: Bool, context: CallContext
  ) throws(AWSError) -> [Subnet] {
    guard !names.isEmpty else {
      throw AWSError("ValidationError", "At least one subnet must be specified")
    }
    var subnets: [Subnet] = []
    for name in names {
      guard let id = SubnetID(name), let subnet = ec2.subnets[id], subnet.zone.region == context.region
      else {
        throw AWSError(
          "SubnetNotFound", "The subnet ID '\(name)' does not exist",
          malformedID: MalformedID(name, prefix: SubnetKind.prefix))
      }
      subnets.append(subnet)
    }
    subnets.sort { $0.zone < $1.zone }
    let vpc = subnets[0].vpc
    guard subnets.allSatisfy({ $0.vpc == vpc }) else {
      throw AWSError(
        "InvalidConfigurationRequest", "All subnets must belong to the same VPC: '\(vpc)'")
    }
    guard zip(subnets, subnets.dropFirst()).allSatisfy({ $0.zone != $1.zone }) else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
    }
    // facts: ELB 6.1, an application load balancer needs at least two zones.
    guard kind == .network || subnets.count >= 2 else {
      throw AWSError(
        "ValidationError", "At least two subnets in two different Availability Zones must be specified")
    }
    let hasGateway = ec2.internetGateways.contains { $0.row.vpc == vpc }
    guard !isInternetFacing || hasGateway else {
      throw AWSError("InvalidSubnet", "VPC \(vpc) has no internet gateway")
    }
    return subnets
  }

  /// The security groups that a call names; the VPC's default group for an application load balancer without any.
  func securityGroupsForLoadBalancer(
    _ names: [String]?, kind: LoadBalancer.Kind, vpc: VPCID, context: CallContext
  ) throws(AWSError) -> [SecurityGroupID] {
    guard let names, !names.isEmpty else {
      return kind == .application ? defaultSecurityGroup(of: vpc).map { [$0.id] } ?? [] : []
    }
    var groups: [SecurityGroupID] = []
    for name in names {
      guard let id = SecurityGroupID(name), ec2.securityGroups[id]?.vpc == vpc else {
        throw AWSError("InvalidConfigurationRequest", "One or more security groups are invalid")
      }
      if !groups.contains(id) { groups.append(id) }
    }
    return groups
  }
}

/// Puts a load balancer into other zones.
package enum SetSubnets: Operation {
  package static let service = "elbv2"
  package static let name = "SetSubnets"

  /// The subnets that take the place of the present ones.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String
    package var subnets: [String]?
    package var subnetMappings: [SubnetMapping]?
    package var ipAddressType: String?
  }

  /// The zones now.
  package struct Output: Encodable, Sendable {
    package var availabilityZones: [LoadBalancerOutput.AvailabilityZone]
    package var ipAddressType: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var balancer = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    try LoadBalancing.checkAddressType(input.ipAddressType)
    let choice = try SubnetChoice(input.subnets, input.subnetMappings, kind: balancer.kind)
    let subnets = try world.subnetsForLoadBalancer(
      choice.names, kind: balancer.kind, isInternetFacing: balancer.isInternetFacing,
      context: context)
    guard subnets[0].vpc == balancer.vpc else {
      throw AWSError(
        "InvalidConfigurationRequest", "All subnets must belong to the same VPC: '\(balancer.vpc)'")
    }
    let addresses = try world.addresses(
      of: choice, kind: balancer.kind, isInternetFacing: balancer.isInternetFacing, heldBy: balancer.id,
      context: context)
    balancer.nodes = try world.makeNodes(
      in: subnets, with: addresses, isInternetFacing: balancer.isInternetFacing, keeping: balancer.nodes,
      region: context.region)
    world.loadBalancing.loadBalancers[balancer.id] = balancer
    world.releaseAddresses(heldBy: .loadBalancer(balancer.id))
    world.holdAddresses(of: balancer)
    world.refreshTargets()
    return Output(availabilityZones: LoadBalancerOutput.zones(balancer), ipAddressType: "ipv4")
  }
}

/// Gives a load balancer other security groups.
package enum SetSecurityGroups: Operation {
  package static let service = "elbv2"
  package static let name = "SetSecurityGroups"

  /// The groups that take the place of the present ones.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String
    package var securityGroups: [String]
  }

  /// The groups now.
  package struct Output: Encodable, Sendable { package var securityGroupIds: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let balancer = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    // facts: ELB 6.1, a network load balancer takes groups only if one was given at its creation.
    guard balancer.kind == .application || !balancer.securityGroups.isEmpty else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "You cannot set security groups on a Network Load Balancer that was created without any")
    }
    let groups = try world.securityGroupsForLoadBalancer(
      input.securityGroups, kind: balancer.kind, vpc: balancer.vpc, context: context)
    world.loadBalancing.loadBalancers.update(balancer.id) { $0.securityGroups = groups }
    world.revision.loadBalancing += 1
    world.revision.access += 1
    return Output(securityGroupIds: groups.map(\.description))
  }
}
