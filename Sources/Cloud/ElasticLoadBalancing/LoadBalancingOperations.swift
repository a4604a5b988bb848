/// The operations of Elastic Load Balancing v2.
package enum LoadBalancingOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateLoadBalancer.self, DescribeLoadBalancers.self, DeleteLoadBalancer.self, SetSubnets.self,
    SetSecurityGroups.self, DescribeLoadBalancerAttributes.self, ModifyLoadBalancerAttributes.self,
    CreateTargetGroup.self, DescribeTargetGroups.self, ModifyTargetGroup.self, DeleteTargetGroup.self,
    DescribeTargetGroupAttributes.self, ModifyTargetGroupAttributes.self, RegisterTargets.self,
    DeregisterTargets.self, DescribeTargetHealth.self, CreateListener.self, DescribeListeners.self,
    ModifyListener.self, DeleteListener.self, CreateRule.self, DescribeRules.self, ModifyRule.self,
    SetRulePriorities.self, DeleteRule.self, AddLoadBalancingTags.self, RemoveLoadBalancingTags.self,
    DescribeLoadBalancingTags.self, DescribeListenerAttributes.self, DescribeLoadBalancingLimits.self,
    DescribeCapacityReservation.self, DescribeSSLPolicies.self, SetIpAddressType.self,
    AddListenerCertificates.self, RemoveListenerCertificates.self, DescribeListenerCertificates.self,
  ]
}

/// Makes a load balancer, which serves after 130 s of provisioning.
package enum CreateLoadBalancer: Operation {
  package static let service = "elbv2"
  package static let name = "CreateLoadBalancer"

  /// What is to be made; an application load balancer to the Internet unless said otherwise.
  package struct Input: Codable, Sendable {
    package var name: String
    package var subnets: [String]?
    package var subnetMappings: [SubnetMapping]?
    package var securityGroups: [String]?
    package var scheme: String?
    package var type: String?
    package var ipAddressType: String?
    package var tags: [Tags.Tag]?
  }

  /// The new load balancer.
  package struct Output: Encodable, Sendable { package var loadBalancers: [LoadBalancerOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try checkName(input.name)
    guard let kind = LoadBalancer.Kind(rawValue: input.type ?? "application") else {
      throw .notModelled("Type", input.type ?? "")
    }
    let isInternetFacing = input.scheme != "internal"
    try LoadBalancing.checkAddressType(input.ipAddressType)
    let choice = try SubnetChoice(input.subnets, input.subnetMappings, kind: kind)
    let subnets = try world.subnetsForLoadBalancer(
      choice.names, kind: kind, isInternetFacing: isInternetFacing, context: context)
    let addresses = try world.addresses(
      of: choice, kind: kind, isInternetFacing: isInternetFacing, heldBy: nil, context: context)
    guard let vpc = subnets.first?.vpc else { preconditionFailure("A load balancer has a subnet.") }
    let groups = try world.securityGroupsForLoadBalancer(
      input.securityGroups, kind: kind, vpc: vpc, context: context)
    let tags = try Tags(forLoadBalancing: input.tags)
    if let existing = world.loadBalancers(in: context.region).first(where: { $0.name == input.name }) {
      let isSame =
        existing.kind == kind && existing.isInternetFacing == isInternetFacing
        && existing.nodes.map(\.subnet) == subnets.map(\.id) && existing.securityGroups == groups
      guard isSame else {
        throw AWSError(
          "DuplicateLoadBalancerName",
          "A load balancer with the same name '\(input.name)' exists, but with different settings")
      }
      return Output(loadBalancers: [LoadBalancerOutput(existing)])
    }
    let others = world.loadBalancers(in: context.region).count { $0.kind == kind }
    guard others < LoadBalancingLimits.loadBalancers else {
      throw AWSError("TooManyLoadBalancers", "The maximum number of load balancers has been reached")
    }
    let id = world.nextID(LoadBalancerKind.self)
    let nodes = try world.makeNodes(
      in: subnets, with: addresses, isInternetFacing: isInternetFacing, keeping: [],
      region: context.region)
    let balancer = LoadBalancer(
      id: id, region: context.region, name: input.name,
      arn: LoadBalancingARN.loadBalancer(context.region, kind, input.name, id), kind: kind,
      isInternetFacing: isInternetFacing, vpc: vpc,
      dnsName: dnsName(
        input.name, kind: kind, isInternetFacing: isInternetFacing, region: context.region, id: id),
      creation: world.now, state: .provisioning, securityGroups: groups, nodes: nodes,
      attributes: LoadBalancer.Attributes(crossZone: kind == .application), tags: tags)
    world.loadBalancing.loadBalancers[id] = balancer
    world.holdAddresses(of: balancer)
    world.schedule(.loadBalancing(.becomesActive(id)), in: LoadBalancingTimings.provisioning)
    world.revision.loadBalancing += 1
    return Output(loadBalancers: [LoadBalancerOutput(balancer)])
  }

  private static func checkName(_ name: String) throws(AWSError) {
    try LoadBalancingName.check(name, noun: "Load balancer")
    guard !name.hasPrefix("internal-") else {
      throw AWSError("ValidationError", "The load balancer name '\(name)' cannot begin with 'internal-'")
    }
  }

  private static func dnsName(
    _ name: String, kind: LoadBalancer.Kind, isInternetFacing: Bool, region: Region, id: LoadBalancerID
  ) -> String {
    let lower = (isInternetFacing ? "" : "internal-") + name.lowercased()
    return switch kind {
    case .application: "\(lower)-\(id.bits % 2_147_483_647).\(region.rawValue).elb.amazonaws.com"
    case .network: "\(lower)-\(id.hexadecimal).elb.\(region.rawValue).amazonaws.com"
    }
  }
}

/// Names of load balancers and target groups.
enum LoadBalancingName {
  /// Throws unless a name has at most 32 letters, digits and hyphens, none of them at its ends.
  static func check(_ name: String, noun: String) throws(AWSError) {
    guard (1...32).contains(name.utf8.count) else {
      throw AWSError("ValidationError", "\(noun) name '\(name)' cannot be longer than '32' characters")
    }
    let isPlain = name.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
    }
    guard isPlain else {
      throw AWSError(
        "ValidationError",
        "\(noun) name '\(name)' can only contain characters that are alphanumeric characters or hyphens(-)")
    }
    guard !name.hasPrefix("-"), !name.hasSuffix("-") else {
      throw AWSError("ValidationError", "\(noun) name '\(name)' cannot begin or end with a hyphen")
    }
  }
}

/// Lists load balancers.
package enum DescribeLoadBalancers: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeLoadBalancers"

  /// Which ones: all of the Region, or those of ARNs or names.
  package struct Input: Codable, Sendable {
    package var loadBalancerArns: [String]?
    package var names: [String]?
    package var marker: String?
    package var pageSize: Int?
  }

  /// A page of load balancers, oldest first.
  package struct Output: Encodable, Sendable {
    package var loadBalancers: [LoadBalancerOutput]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var found = world.loadBalancers(in: context.region)
    if let names = input.names {
      let missing = names.filter { name in !found.contains { $0.name == name } }
      guard missing.isEmpty else {
        throw AWSError(
          "LoadBalancerNotFound", "Load balancers '[\(missing.joined(separator: ", "))]' not found")
      }
      found = found.filter { names.contains($0.name) }
    }
    if let arns = input.loadBalancerArns {
      for arn in arns {
        do throws(AWSError) {
          _ = try world.loadBalancer(arn: arn, context: context)
        } catch {
          guard error.code == "LoadBalancerNotFound" else { throw error }
          throw AWSError("LoadBalancerNotFound", "One or more load balancers not found")
        }
      }
      found = found.filter { arns.contains($0.arn) }
    }
    let page = try LoadBalancingPage.of(found, marker: input.marker, size: input.pageSize)
    return Output(loadBalancers: page.rows.map(LoadBalancerOutput.init), nextMarker: page.nextToken)
  }
}

/// The pages of this service: at most 400 rows.
enum LoadBalancingPage {
  static func of<Row>(_ all: [Row], marker: String?, size: Int?) throws(AWSError) -> Page<Row> {
    guard (1...400).contains(size ?? 400) else {
      throw AWSError("ValidationError", "Page size '\(size ?? 0)' must be between '1' and '400' inclusive")
    }
    guard let page = Page(of: all, from: marker, limit: size ?? 400) else {
      throw AWSError("ValidationError", "The marker is not valid")
    }
    return page
  }
}

/// Removes a load balancer with its listeners; without effect when it is not there.
package enum DeleteLoadBalancer: Operation {
  package static let service = "elbv2"
  package static let name = "DeleteLoadBalancer"

  /// Which one.
  package struct Input: Codable, Sendable { package var loadBalancerArn: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let balancer: LoadBalancer
    do throws(AWSError) {
      balancer = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    } catch {
      guard error.code == "LoadBalancerNotFound" else { throw error }
      return NoOutput()
    }
    guard !balancer.attributes.deletionProtection else {
      throw AWSError(
        "OperationNotPermitted",
        "Load balancer '\(balancer.arn)' cannot be deleted because deletion protection is enabled")
    }
    guard world.groups(with: balancer.id).isEmpty else {
      throw AWSError(
        "ResourceInUse",
        "Load balancer '\(balancer.arn)' cannot be deleted because it is currently associated with another service",
        dependents: world.groups(with: balancer.id).map { .target(arn: balancer.arn, group: $0.arn) })
    }
    for listener in world.listeners(of: balancer.id) { world.removeListener(listener.id) }
    for shift in world.zonalShift.shifts.rows where shift.balancer == balancer.id {
      world.endShift(shift.id, .cancelled)
    }
    world.loadBalancing.loadBalancers[balancer.id] = nil
    world.releaseAddresses(heldBy: .loadBalancer(balancer.id))
    world.refreshTargets()
    return NoOutput()
  }
}
