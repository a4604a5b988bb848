/// Lets connections in.
package enum AuthorizeSecurityGroupIngress: EC2Operation {
  package static let name = "AuthorizeSecurityGroupIngress"
  package typealias Input = RuleAuthorisation

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> AuthorisedRules {
    let group = try world.securityGroup(id: input.groupId, name: input.groupName, in: context.region)
    return try world.authoriseRules(
      input.ipPermissions, tags: input.tagSpecifications, isEgress: false, of: group, in: context.region)
  }
}

/// Lets connections out.
package enum AuthorizeSecurityGroupEgress: EC2Operation {
  package static let name = "AuthorizeSecurityGroupEgress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupId: String?
    var ipPermissions: [IPPermission]?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> AuthorisedRules {
    let group = try world.securityGroup(id: input.groupId, name: nil, in: context.region)
    return try world.authoriseRules(
      input.ipPermissions, tags: input.tagSpecifications, isEgress: true, of: group, in: context.region)
  }
}

/// Takes rules of incoming connections away.
package enum RevokeSecurityGroupIngress: EC2Operation {
  package static let name = "RevokeSecurityGroupIngress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupId: String?
    var groupName: String?
    var ipPermissions: [IPPermission]?
    var securityGroupRuleIds: [String]?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> RevokedRules {
    let group = try world.securityGroup(id: input.groupId, name: input.groupName, in: context.region)
    return try world.revokeRules(
      input.ipPermissions, ids: input.securityGroupRuleIds, isEgress: false, of: group, in: context.region)
  }
}

/// Takes rules of outgoing connections away.
package enum RevokeSecurityGroupEgress: EC2Operation {
  package static let name = "RevokeSecurityGroupEgress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupId: String?
    var ipPermissions: [IPPermission]?
    var securityGroupRuleIds: [String]?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> RevokedRules {
    let group = try world.securityGroup(id: input.groupId, name: nil, in: context.region)
    return try world.revokeRules(
      input.ipPermissions, ids: input.securityGroupRuleIds, isEgress: true, of: group, in: context.region)
  }
}

/// What AuthorizeSecurityGroupIngress takes.
package struct RuleAuthorisation: Decodable, Sendable, DryRunnable {
  var groupId: String?
  var groupName: String?
  var ipPermissions: [IPPermission]?
  var tagSpecifications: [TagSpecification]?
  package var dryRun: Bool?
}

/// The rules that a call made.
package struct AuthorisedRules: Encodable, Sendable {
  package var `return` = true
  package var securityGroupRules: [SecurityGroupRuleShape]
}

/// The rules that a call took away.
package struct RevokedRules: Encodable, Sendable {
  package var `return` = true
  package var revokedSecurityGroupRules: [Rule]

  /// One rule that is gone.
  package struct Rule: Encodable, Sendable {
    package var securityGroupRuleId: String
    package var groupId: String
    package var isEgress: Bool
    package var ipProtocol: String
    package var fromPort: Int
    package var toPort: Int
    package var cidrIpv4: String?
    package var cidrIpv6: String?
    package var prefixListId: String?
    package var referencedGroupId: String?
    package var description: String?
  }
}

extension World {
  fileprivate mutating func authoriseRules(
    _ permissions: [IPPermission]?, tags specifications: [TagSpecification]?, isEgress: Bool,
    of group: SecurityGroup, in region: Region
  ) throws(AWSError) -> AuthorisedRules {
    let tags = try Tags.of(specifications, for: "security-group-rule")
    var made: [SecurityGroup.Rule] = []
    for flow in try flows(permissions, of: group, in: region) {
      let isPresent = (group.rules + made).contains { $0.isEgress == isEgress && flow.isSame(as: $0) }
      guard !isPresent else {
        throw AWSError("InvalidPermission.Duplicate", "the specified rule \"\(flow.words)\" already exists")
      }
      made.append(
        SecurityGroup.Rule(
          id: nextID(), isEgress: isEgress, protocolName: flow.protocolName, ports: flow.ports,
          peer: flow.peer,
          description: flow.description, tags: tags))
    }
    // facts: EC2 2.10; a prefix list counts for as many rules as it weighs.
    let weights = (group.rules.filter { $0.isEgress == isEgress } + made).map { rule in
      if case .prefixList(let id) = rule.peer { prefixList(id)?.weight ?? 1 } else { 1 }
    }
    guard weights.reduce(0, +) <= 60 else {
      throw AWSError(
        "RulesPerSecurityGroupLimitExceeded",
        "The maximum number of rules per security group has been reached.")
    }
    ec2.securityGroups.update(group.id) { $0.rules += made }
    revision.access += 1
    return AuthorisedRules(
      securityGroupRules: made.map { SecurityGroupRuleShape($0, of: group.id, in: region) })
  }

  fileprivate mutating func revokeRules(
    _ permissions: [IPPermission]?, ids: [String]?, isEgress: Bool, of group: SecurityGroup, in region: Region
  ) throws(AWSError) -> RevokedRules {
    var gone: [SecurityGroup.Rule] = []
    if let ids, !ids.isEmpty {
      for id in ids {
        guard let rule = group.rules.first(where: { "\($0.id)" == id && $0.isEgress == isEgress }) else {
          throw AWSError(
            "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(id)' does not exist")
        }
        gone.append(rule)
      }
    } else {
      for flow in try flows(permissions, of: group, in: region) {
        guard let rule = group.rules.first(where: { $0.isEgress == isEgress && flow.isSame(as: $0) }) else {
          throw AWSError(
            "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
        }
        gone.append(rule)
      }
    }
    ec2.securityGroups.update(group.id) { row in
      row.rules.removeAll { rule in gone.contains { $0.id == rule.id } }
    }
    revision.access += 1
    return RevokedRules(
      revokedSecurityGroupRules: gone.map { rule in
        let shape = SecurityGroupRuleShape(rule, of: group.id, in: region)
        return RevokedRules.Rule(
          securityGroupRuleId: shape.securityGroupRuleId, groupId: shape.groupId, isEgress: isEgress,
          ipProtocol: shape.ipProtocol, fromPort: shape.fromPort, toPort: shape.toPort,
          cidrIpv4: shape.cidrIpv4, cidrIpv6: shape.cidrIpv6, prefixListId: shape.prefixListId,
          referencedGroupId: shape.referencedGroupInfo?.groupId,
          description: shape.description)
      })
  }

  /// The single flows that the permissions of a call are about, for rules of a group.
  ///
  /// - Throws: `InvalidGroup.NotFound` for a group of another VPC too: no VPC is peered with another.
  func flows(
    _ permissions: [IPPermission]?, of group: SecurityGroup, in region: Region
  ) throws(AWSError) -> [Flow] {
    guard let permissions, !permissions.isEmpty else { throw .missingParameter("ipPermissions") }
    var flows: [Flow] = []
    for permission in permissions {
      let protocolName = try Flow.protocolName(permission.ipProtocol)
      let ports = try Flow.ports(permission, of: protocolName)
      func add(_ peer: SecurityGroup.Peer, _ description: String?) throws(AWSError) {
        if let description { try EC2Text.plain(description, "Description", "rule description") }
        flows.append(Flow(protocolName: protocolName, ports: ports, peer: peer, description: description))
      }
      for range in permission.ipRanges ?? [] {
        guard let text = range.cidrIp, let block = CIDRBlock(text) else {
          throw AWSError(
            "InvalidParameterValue", "CIDR block \(range.cidrIp ?? "") is malformed")
        }
        try add(.cidr(block), range.description)
      }
      for range in permission.ipv6Ranges ?? [] {
        guard let text = range.cidrIpv6, let block = IPv6Block(text) else {
          throw AWSError("InvalidParameterValue", "CIDR block \(range.cidrIpv6 ?? "") is malformed")
        }
        try add(.ipv6(block), range.description)
      }
      for list in permission.prefixListIds ?? [] {
        try add(.prefixList(try prefixList(list.prefixListId ?? "", in: region).id), list.description)
      }
      for pair in permission.userIdGroupPairs ?? [] {
        let peer = try securityGroup(id: pair.groupId, name: pair.groupName, in: region)
        guard peer.vpc == group.vpc else {
          throw AWSError(
            "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")
        }
        try add(.group(peer.id), pair.description)
      }
    }
    guard !flows.isEmpty else { throw .missingParameter("ipPermissions") }
    return flows
  }
}

/// One kind of flow that a call is about.
struct Flow {
  let protocolName: String
  let ports: ClosedRange<Int>?
  let peer: SecurityGroup.Peer
  let description: String?

  func isSame(as rule: SecurityGroup.Rule) -> Bool {
    rule.protocolName == protocolName && rule.ports == ports && rule.peer == peer
  }

  /// The flow in AWS's words of a duplicate rule.
  var words: String {
    let peerText =
      switch peer {
      case .cidr(let block): "\(block)"
      case .ipv6(let block): "\(block)"
      case .prefixList(let id): id
      case .group(let id): "\(id)"
      }
    let name = protocolName == "-1" ? "ALL" : protocolName.uppercased()
    let range = ports.map { ", from port: \($0.lowerBound), to port: \($0.upperBound)" } ?? ""
    return "peer: \(peerText), \(name)\(range), ALLOW"
  }

  static func protocolName(_ text: String?) throws(AWSError) -> String {
    switch text?.lowercased() {
    case "tcp", "6": return "tcp"
    case "udp", "17": return "udp"
    case "icmp", "1": return "icmp"
    case "icmpv6", "58": return "icmpv6"
    case "-1", "all": return "-1"
    case nil: throw .missingParameter("ipProtocol")
    case let text?:
      guard let number = Int(text), (0...255).contains(number) else {
        throw AWSError(
          "InvalidParameterValue",
          "Invalid value '\(text)' for IP protocol. Unknown protocol.")
      }
      return "\(number)"
    }
  }

  static func ports(_ permission: IPPermission, of name: String) throws(AWSError) -> ClosedRange<Int>? {
    switch name {
    case "tcp", "udp":
      guard let from = permission.fromPort, let to = permission.toPort else {
        throw AWSError(
          "InvalidParameterValue",
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
      }
      for port in [from, to] where !(0...65_535).contains(port) {
        throw AWSError("InvalidParameterValue", "Invalid value '\(port)' for portRange. Must be 0 to 65535.")
      }
      guard from <= to else {
        throw AWSError(
          "InvalidParameterValue", "Invalid TCP/UDP port range (\(from)-\(to)): from must not be above to.")
      }
      return from...to
    default: return nil
    }
  }
}
