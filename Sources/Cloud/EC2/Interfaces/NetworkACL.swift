import EventKernel

/// A stateless firewall around subnets: numbered rules, the lowest that matches decides (facts: EC2 2.10).
package struct NetworkACL: Sendable, Equatable {
  /// One numbered rule.
  package struct Entry: Sendable, Equatable {
    /// 1 to 32766.
    package let number: Int
    package let isEgress: Bool
    /// A protocol number, or `-1` for all.
    package let protocolNumber: String
    /// The ports of TCP and UDP; `nil` for all and for other protocols.
    package let ports: ClosedRange<Int>?
    package let range: Range
    package let allows: Bool
  }

  /// The addresses of the other side of a rule.
  package enum Range: Sendable, Equatable {
    case ipv4(CIDRBlock)
    case ipv6(IPv6Block)

    /// Whether an IPv4 address is among them.
    func contains(_ address: IPv4Address) -> Bool {
      if case .ipv4(let block) = self { block.contains(address) } else { false }
    }
  }

  package let id: NetworkACLID
  package let vpc: VPCID
  package let isDefault: Bool
  /// The rules by direction and number.
  package var entries: [Entry]
  package var tags: Tags

  /// The rules that a default list begins with: everything in and out.
  static let openEntries = [false, true].map { isEgress in
    Entry(
      number: 100, isEgress: isEgress, protocolNumber: "-1", ports: nil,
      range: .ipv4(CIDRBlock(base: 0, prefixLength: 0)), allows: true)
  }

  /// Whether it lets everything through, as a default list does until it is changed.
  var isOpen: Bool { entries == Self.openEntries }

  /// The rules of a direction, lowest number first.
  func entries(isEgress: Bool) -> [Entry] {
    entries.filter { $0.isEgress == isEgress }.sorted { $0.number < $1.number }
  }

  /// Whether every packet of TCP to a range of ports, to or from an address, gets through in a direction.
  func allowsTCP(_ ports: ClosedRange<Int>, with address: IPv4Address, isEgress: Bool) -> Bool {
    var rest = [ports]
    for entry in entries(isEgress: isEgress)
    where (entry.protocolNumber == "-1" || entry.protocolNumber == "6") && entry.range.contains(address) {
      let covered = entry.ports ?? 0...65_535
      guard rest.contains(where: covered.overlaps) else { continue }
      guard entry.allows else { return false }
      rest = rest.flatMap { $0.without(covered) }
      if rest.isEmpty { return true }
    }
    return false
  }
}

extension ClosedRange<Int> {
  /// What is left of the range when another is taken out of it.
  fileprivate func without(_ other: ClosedRange<Int>) -> [ClosedRange<Int>] {
    guard overlaps(other) else { return [self] }
    var parts: [ClosedRange<Int>] = []
    if lowerBound < other.lowerBound { parts.append(lowerBound...(other.lowerBound - 1)) }
    if upperBound > other.upperBound { parts.append((other.upperBound + 1)...upperBound) }
    return parts
  }
}

extension World {
  /// The ports to which answers go: those of load balancers, NAT gateways and clients anywhere, and of Linux alone
  /// (facts: EC2 2.10).
  private static let answerPorts = 1_024...65_535
  private static let answerPortsOfLinux = 32_768...60_999

  /// The network ACL that stops a TCP connection to an address of a VPC, or its answers; `nil` when none does.
  ///
  /// All ports to which answers may go must be open; AWS would let through the part of the connections whose port is.
  // Simplified: acl-answer-ports
  package func stoppingACL(
    from source: FlowSource, to target: IPv4Address, in vpc: VPCID, port: Int
  ) -> NetworkACLID? {
    guard ec2.networkACLs.contains(where: { $0.row.vpc == vpc && !$0.row.isOpen }) else { return nil }
    let address: IPv4Address
    let isMachine: Bool
    switch source {
    case .address(let outside): (address, isMachine) = (outside, false)
    case .groups(_, let inside): (address, isMachine) = (inside, true)
    }
    let targetSubnet = subnet(holding: target, in: vpc)
    let sourceSubnet = subnet(holding: address, in: vpc)
    if let targetSubnet, targetSubnet.id == sourceSubnet?.id { return nil }
    let isInstance = isMachine && sourceSubnet != nil && instanceExists(at: address, in: vpc)
    let answers = isInstance ? Self.answerPortsOfLinux : Self.answerPorts
    if let sourceSubnet, let acl = networkACL(of: sourceSubnet) {
      guard acl.allowsTCP(port...port, with: target, isEgress: true),
        acl.allowsTCP(answers, with: target, isEgress: false)
      else { return acl.id }
    }
    if let targetSubnet, let acl = networkACL(of: targetSubnet) {
      guard acl.allowsTCP(port...port, with: address, isEgress: false),
        acl.allowsTCP(answers, with: address, isEgress: true)
      else { return acl.id }
    }
    return nil
  }

  private func subnet(holding address: IPv4Address, in vpc: VPCID) -> Subnet? {
    ec2.subnets.first { $0.row.vpc == vpc && $0.row.cidr.contains(address) }?.row
  }

  private func instanceExists(at address: IPv4Address, in vpc: VPCID) -> Bool {
    ec2.instances.contains { $0.row.vpc == vpc && $0.row.privateAddress == address }
  }

  /// The list that decides for a subnet: its own, else the default of its VPC.
  func networkACL(of subnet: Subnet) -> NetworkACL? {
    subnet.networkACL.flatMap { ec2.networkACLs[$0] } ?? defaultNetworkACL(of: subnet.vpc)
  }

  /// The list that new subnets of a VPC have.
  func defaultNetworkACL(of vpc: VPCID) -> NetworkACL? {
    ec2.networkACLs[NetworkACL.defaultID(of: vpc)]
  }

  /// Gives a new VPC its default list.
  mutating func makeDefaultNetworkACL(of vpc: VPCID) {
    let id = NetworkACL.defaultID(of: vpc)
    ec2.networkACLs[id] = NetworkACL(
      id: id, vpc: vpc, isDefault: true, entries: NetworkACL.openEntries, tags: Tags())
  }

  /// The association of a subnet with its list.
  func associationID(of subnet: Subnet) -> NetworkACLAssociationID {
    subnet.aclAssociation ?? NetworkACLAssociationID(bits: Draws.mix(subnet.id.bits))
  }

  /// A list that a call names.
  func networkACL(_ text: String, in region: Region) throws(AWSError) -> NetworkACL {
    let id = try NetworkACLID.parse(text, else: "InvalidNetworkAclID", "networkAcl ID")
    guard let row = ec2.networkACLs[id], ec2.vpcs[row.vpc]?.region == region else {
      throw .notFound("InvalidNetworkAclID", "networkAcl ID", text)
    }
    return row
  }
}

extension NetworkACL {
  /// The id of a VPC's default list, drawn from the VPC's, so that no other id moves.
  static func defaultID(of vpc: VPCID) -> NetworkACLID { NetworkACLID(bits: Draws.mix(vpc.bits)) }
}
