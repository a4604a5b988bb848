/// Reading and checking what calls register, by the kind of the group.
extension World {
  /// Registers what a call names with a group.
  ///
  /// - Throws: `ValidationError` for names and zones that the group's kind does not take, `InvalidTarget`, `TooManyTargets`,
  ///   `TooManyRegistrationsForTargetId`.
  mutating func registerTarget(
    _ target: TargetDescription, with group: TargetGroup, context: CallContext
  ) throws(AWSError) {
    // Earlier targets of the same call stand in the group already.
    let group = loadBalancing.targetGroups[group.id] ?? group
    switch try place(of: target, in: group, context: context) {
    case .instance(let id):
      guard target.availabilityZone == nil else {
        throw AWSError(
          "ValidationError", "You cannot specify an Availability Zone for targets of type 'instance'")
      }
      try registerTarget(group.id, instance: id, port: target.port)
    case .address(let address):
      let zone = try zone(of: address, asked: target.availabilityZone, for: group)
      try register(TargetID(.address(address), port: target.port ?? group.port), in: group, zone: zone)
    case .loadBalancer(let id):
      let port = target.port ?? group.port
      try checkTarget(id, port: port, of: group)
      try register(TargetID(.loadBalancer(id), port: port), in: group, zone: nil)
    }
  }

  /// What a call means by a target's id.
  ///
  /// - Throws: `ValidationError` for a text that names nothing of the group's kind, `LoadBalancerNotFound`.
  func place(
    of target: TargetDescription, in group: TargetGroup, context: CallContext
  ) throws(AWSError) -> TargetID.Place {
    switch group.kind {
    case .instance:
      guard let id = InstanceID(target.id) else {
        throw AWSError("ValidationError", "Instance ID '\(target.id)' is not valid")
      }
      return .instance(id)
    case .address:
      guard let address = IPv4Address(target.id) else {
        throw AWSError("ValidationError", "'\(target.id)' is not a valid IPv4 address")
      }
      return .address(address)
    case .loadBalancer:
      return .loadBalancer(try loadBalancer(arn: target.id, context: context).id)
    }
  }

  /// The zone in which an address counts; `nil` for all zones, as a call may say of addresses outside of the VPC's subnets.
  private func zone(
    of address: IPv4Address, asked zone: String?, for group: TargetGroup
  ) throws(AWSError) -> Zone? {
    if let subnet = ec2.subnets.first(where: { $0.row.vpc == group.vpc && $0.row.cidr.contains(address) })?
      .row
    {
      guard zone == nil || zone == subnet.zone.rawValue else {
        throw AWSError(
          "ValidationError",
          "The IP address '\(address)' is within the VPC, and cannot have its Availability Zone overridden to '\(zone ?? "")' from '\(subnet.zone.rawValue)'"
        )
      }
      return subnet.zone
    }
    // facts: ELB 6.1, beside the VPC's subnets the ranges that are private (RFC 1918) or shared (RFC 6598).
    guard Self.rangesOfTargets.contains(where: { $0?.contains(address) == true }) else {
      throw AWSError(
        "ValidationError",
        "The IP address '\(address)' must be from the subnets of the VPC for the target group, 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16"
      )
    }
    guard let zone else {
      throw AWSError(
        "ValidationError",
        "The Availability Zone is required for IP address '\(address)' because it is not in the VPC")
    }
    if zone == "all" { return nil }
    guard group.protocolName != "HTTP" else {
      throw AWSError(
        "ValidationError",
        "The Availability Zone for IP address '\(address)' must be 'all' for Application Load Balancer target groups, when not within the VPC"
      )
    }
    guard let known = catalog.zones(in: group.region).first(where: { $0.zone.rawValue == zone }) else {
      throw AWSError(
        "ValidationError",
        "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '\(address)' is outside the VPC"
      )
    }
    return known.zone
  }

  private static var rangesOfTargets: [CIDRBlock?] {
    ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].map { CIDRBlock($0) }
  }

  /// Throws unless a load balancer can stand behind a network load balancer's group on a port.
  private func checkTarget(_ id: LoadBalancerID, port: Int, of group: TargetGroup) throws(AWSError) {
    guard let balancer = loadBalancing.loadBalancers[id], balancer.kind == .application else {
      throw AWSError("InvalidTarget", "The following targets are not valid: '\(name(of: .loadBalancer(id)))'")
    }
    guard balancer.vpc == group.vpc else {
      throw AWSError(
        "InvalidTarget",
        "The following targets are not in the target group VPC '\(group.vpc)': '\(balancer.arn)'")
    }
    guard listener(of: id, port: port) != nil else {
      throw AWSError(
        "ValidationError",
        "If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides"
      )
    }
    let others = groups(with: id).filter { $0.id != group.id }
    guard others.count < LoadBalancingLimits.groupsOfBalancer else {
      throw AWSError(
        "TooManyRegistrationsForTargetId",
        "Target '\(balancer.arn)' is registered with '\(others.count)' target groups, which is the most")
    }
  }

  /// The groups in which a load balancer stands as a target, unless it is leaving.
  func groups(with balancer: LoadBalancerID) -> [TargetGroup] {
    loadBalancing.targetGroups.rows.filter { group in
      group.targets.contains { id, row in
        guard id.place == .loadBalancer(balancer) else { return false }
        if case .draining = row.health { return false }
        return true
      }
    }
  }
}
