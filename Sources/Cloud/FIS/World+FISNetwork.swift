import EventKernel

extension World {
  /// Puts a network ACL of the experiment around each subnet, with what decided before and denials in front of it
  /// (FIS User Guide, `aws:network:disrupt-connectivity`).
  mutating func disrupt(
    _ arns: [String], _ action: FISAction, named name: String, of experiment: FISExperiment
  ) throws(AWSError) {
    let context = CallContext(caller: experiment.caller, region: experiment.region)
    for arn in arns {
      guard let subnet = subnet(arn: arn), let original = networkACL(of: subnet) else { continue }
      guard !isCut(subnet) else {
        throw AWSError(
          "ConfigurationFailure", "The subnet \(subnet.id) is disrupted by another action already.")
      }
      let entries = try entries(action, around: subnet, original)
      let made = try perform(
        CreateNetworkAcl.self,
        .init(
          vpcId: "\(subnet.vpc)",
          tagSpecifications: [
            TagSpecification(
              resourceType: "network-acl", tags: [Tags.Tag(key: "managedByFIS", value: "true")])
          ]), context: context)
      guard let acl = NetworkACLID(made.networkAcl.networkAclId) else { continue }
      try require(
        "ec2:CreateNetworkAclEntry", on: [Self.arn(.networkACL, "\(acl)", in: experiment.region)],
        as: experiment.caller)
      ec2.networkACLs.update(acl) { $0.entries = entries }
      _ = try perform(
        ReplaceNetworkAclAssociation.self,
        .init(associationId: "\(associationID(of: subnet))", networkAclId: "\(acl)"), context: context)
      let cut = FISExperiment.Cut(subnet: subnet.id, acl: acl, previous: subnet.networkACL)
      fis.experiments.update(experiment.id) { $0.runs.update(name) { $0.cuts.append(cut) } }
    }
  }

  private func isCut(_ subnet: Subnet) -> Bool {
    fis.active.contains { id in
      fis.experiments[id]?.runs.contains { $0.row.cuts.contains { $0.acl == subnet.networkACL } } == true
    }
  }

  /// Gives subnets their lists back and takes the experiment's away; a list that somebody changed meanwhile stays.
  mutating func reconnect(_ name: String, of id: String) {
    let cuts = fis.experiments[id]?.runs[name]?.cuts ?? []
    fis.experiments.update(id) { $0.runs.update(name) { $0.cuts = [] } }
    for cut in cuts {
      if let subnet = ec2.subnets[cut.subnet], subnet.networkACL == cut.acl,
        let acl = cut.previous.flatMap({ ec2.networkACLs[$0] }) ?? defaultNetworkACL(of: subnet.vpc)
      {
        associate(subnet.id, with: acl)
      }
      if let acl = ec2.networkACLs[cut.acl], dependents(of: acl).isEmpty { ec2.networkACLs[cut.acl] = nil }
    }
  }

  /// The rules of a list that denies what the scope says and else decides as the one before.
  private func entries(
    _ action: FISAction, around subnet: Subnet, _ original: NetworkACL
  ) throws(AWSError) -> [NetworkACL.Entry] {
    let vpc = ec2.vpcs[subnet.vpc]
    let before = original.entries(isEgress: false) + original.entries(isEgress: true)
    switch action.parameters?["scope"] {
    case "availability-zone":
      let others = ec2.subnets.rows.filter { $0.vpc == subnet.vpc && $0.zone != subnet.zone }
      return Self.denying(
        others.map { .ipv4($0.cidr) } + others.compactMap { $0.ipv6Block.map { .ipv6($0.block) } },
        before: before)
    case "s3", "dynamodb":
      let ending = ".\(action.parameters?["scope"] ?? "")"
      let lists = prefixLists(in: subnet.zone.region).filter { $0.name.hasSuffix(ending) }
      return Self.denying(lists.flatMap(\.blocks).map { .ipv4($0) }, before: before)
    case "prefix-list":
      let id = IAMARN.name(in: action.parameters?["prefixListIdentifier"] ?? "")
      return Self.denying(
        try prefixList(id, in: subnet.zone.region).blocks.map { .ipv4($0) }, before: before)
    case "vpc":
      // What the list let through within the VPC, and nothing beyond it.
      let inside =
        (vpc?.blocks ?? []).map(NetworkACL.Range.ipv4) + (vpc?.ipv6Blocks ?? []).map { .ipv6($0.block) }
      return Self.numbered(before.flatMap { entry in inside.compactMap { entry.narrowed(to: $0) } })
    default: return []
    }
  }

  private static func denying(
    _ ranges: [NetworkACL.Range], before entries: [NetworkACL.Entry]
  ) -> [NetworkACL.Entry] {
    let denials = [false, true].flatMap { isEgress in
      ranges.map { range in
        NetworkACL.Entry(
          number: 1, isEgress: isEgress, protocolNumber: "-1", ports: nil, range: range, allows: false)
      }
    }
    return numbered(denials + entries)
  }

  /// Rules with the numbers of their places, from 1 in each direction.
  private static func numbered(_ entries: [NetworkACL.Entry]) -> [NetworkACL.Entry] {
    var last = [false: 0, true: 0]
    return entries.map { entry in
      let number = (last[entry.isEgress] ?? 0) + 1
      last[entry.isEgress] = number
      return NetworkACL.Entry(
        number: number, isEgress: entry.isEgress, protocolNumber: entry.protocolNumber, ports: entry.ports,
        range: entry.range, allows: entry.allows)
    }
  }
}

extension NetworkACL.Entry {
  /// The rule for those of its addresses that lie in a range; `nil` when none does.
  fileprivate func narrowed(to inside: NetworkACL.Range) -> NetworkACL.Entry? {
    let common: NetworkACL.Range
    switch (range, inside) {
    case (.ipv4(let mine), .ipv4(let other)):
      guard mine.overlaps(other) else { return nil }
      common = .ipv4(mine.contains(other) ? other : mine)
    case (.ipv6(let mine), .ipv6(let other)):
      guard mine.contains(other) || other.contains(mine) else { return nil }
      common = .ipv6(mine.contains(other) ? other : mine)
    case (.ipv4, .ipv6), (.ipv6, .ipv4): return nil
    }
    return NetworkACL.Entry(
      number: number, isEgress: isEgress, protocolNumber: protocolNumber, ports: ports, range: common,
      allows: allows)
  }
}
