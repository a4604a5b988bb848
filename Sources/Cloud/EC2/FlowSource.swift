/// Where a connection comes from, as security groups see it.
package enum FlowSource: Sendable, Equatable {
  /// A public address of the Internet.
  case address(IPv4Address)
  /// A machine in a VPC with these security groups and this private address.
  case groups([SecurityGroupID], IPv4Address)
}

/// Whether security groups and network ACLs let a connection through.
package enum AccessVerdict: Sendable, Equatable {
  case allowed
  /// Dropped: the group that would have had to let it in, or out of its source; `nil` when the target has no group.
  case denied(SecurityGroupID?)
  /// Dropped, or its answers are, by a network ACL on the way.
  case stopped(NetworkACLID)

  /// Whether the connection goes through.
  package var isAllowed: Bool { self == .allowed }
}

extension World {
  /// What security groups and network ACLs say to a TCP connection to something in a VPC with these groups.
  package func accessVerdict(
    from source: FlowSource, toGroups groups: [SecurityGroupID], at target: IPv4Address, in vpc: VPCID,
    port: Int
  ) -> AccessVerdict {
    let verdict = accessVerdict(from: source, toGroups: groups, at: nil, port: port)
    guard verdict.isAllowed else { return verdict }
    return stoppingACL(from: source, to: target, in: vpc, port: port).map { .stopped($0) } ?? .allowed
  }

  /// Whether the security groups and network ACLs let a TCP connection reach a port of an instance.
  package func allows(from source: FlowSource, to instance: Instance, port: Int) -> Bool {
    accessVerdict(from: source, to: instance, port: port).isAllowed
  }

  /// Whether the security groups let a TCP connection reach a port of something with these groups.
  package func allows(from source: FlowSource, toGroups groups: [SecurityGroupID], port: Int) -> Bool {
    accessVerdict(from: source, toGroups: groups, at: nil, port: port).isAllowed
  }

  /// What the security groups and network ACLs say to a TCP connection to an instance.
  package func accessVerdict(from source: FlowSource, to instance: Instance, port: Int) -> AccessVerdict {
    let verdict = accessVerdict(
      from: source, toGroups: instance.securityGroups, at: instance.privateAddress, port: port)
    guard verdict.isAllowed else { return verdict }
    let acl = stoppingACL(from: source, to: instance.privateAddress, in: instance.vpc, port: port)
    return acl.map { .stopped($0) } ?? .allowed
  }

  /// What the security groups of both sides say to a TCP connection: the source's must let it out, the target's in.
  ///
  /// A target whose address is not given is taken to lie wherever an outbound rule by range reaches.
  package func accessVerdict(
    from source: FlowSource, toGroups groups: [SecurityGroupID], at target: IPv4Address?, port: Int
  ) -> AccessVerdict {
    let sourceGroups: [SecurityGroupID]
    let sourceAddress: IPv4Address
    switch source {
    case .address(let address): (sourceGroups, sourceAddress) = ([], address)
    case .groups(let members, let address): (sourceGroups, sourceAddress) = (members, address)
    }
    if let first = sourceGroups.first {
      let goesOut = matches(
        sourceGroups, isEgress: true, port: port, peerGroups: groups, peerAddress: target)
      guard goesOut else { return .denied(first) }
    }
    let comesIn = matches(
      groups, isEgress: false, port: port, peerGroups: sourceGroups, peerAddress: sourceAddress)
    return comesIn ? .allowed : .denied(groups.first)
  }

  /// Whether the groups of a machine let a TCP connection out to an address outside its VPC.
  func letsOut(_ groups: [SecurityGroupID], to address: IPv4Address, port: Int) -> Bool {
    groups.isEmpty || matches(groups, isEgress: true, port: port, peerGroups: [], peerAddress: address)
  }

  private func matches(
    _ groups: [SecurityGroupID], isEgress: Bool, port: Int, peerGroups: [SecurityGroupID],
    peerAddress: IPv4Address?
  ) -> Bool {
    groups.contains { group in
      guard let rules = ec2.securityGroups[group]?.rules else { return false }
      return rules.contains { rule in
        guard rule.isEgress == isEgress, rule.coversTCP(port) else { return false }
        switch rule.peer {
        case .cidr(let block): return peerAddress.map { block.contains($0) } ?? true
        case .ipv6: return false
        case .prefixList(let id):
          return peerAddress.map { address in
            prefixList(id)?.blocks.contains { $0.contains(address) } ?? false
          } ?? false
        case .group(let peer): return peerGroups.contains(peer)
        }
      }
    }
  }

  /// The route table that decides for a subnet: its own, else the main one of its VPC.
  package func routeTable(of subnet: Subnet) -> RouteTable? {
    let own = ec2.routeTables.first { _, table in
      table.vpc == subnet.vpc && table.associations.contains { $0.row == subnet.id }
    }
    return own?.row ?? mainRouteTable(of: subnet.vpc)
  }

  /// The table of a VPC that subnets without one of their own follow.
  package func mainRouteTable(of vpc: VPCID) -> RouteTable? {
    ec2.routeTables.first { $0.row.vpc == vpc && $0.row.mainAssociation != nil }?.row
  }

  /// Whether a subnet's packets can come from and go to the Internet: a default route to a gateway attached to its VPC.
  package func isReachableFromInternet(_ subnet: SubnetID) -> Bool {
    guard let subnet = ec2.subnets[subnet],
      case .internetGateway(let gateway) = defaultRoute(of: subnet)?.target
    else { return false }
    return ec2.internetGateways[gateway]?.vpc == subnet.vpc
  }

  /// Where a subnet sends the packets to all IPv4 addresses for which it has no other route.
  func defaultRoute(of subnet: Subnet) -> RouteTable.Route? {
    routeTable(of: subnet)?.routes.first { $0.destination == .ipv4(CIDRBlock(base: 0, prefixLength: 0)) }
  }
}

extension SecurityGroup.Rule {
  /// Whether the rule is about TCP connections to a port.
  func coversTCP(_ port: Int) -> Bool {
    switch protocolName {
    case "-1": true
    case "tcp": ports?.contains(port) ?? true
    default: false
    }
  }
}
