/// Rules of one kind of flow, as calls give and show them.
package struct IPPermission: Codable, Sendable {
  package var ipProtocol: String?
  package var fromPort: Int?
  package var toPort: Int?
  package var userIdGroupPairs: [GroupPair]?
  package var ipRanges: [IPRange]?
  package var ipv6Ranges: [IPv6Range]?
  package var prefixListIds: [PrefixListRange]?

  /// Another group as the other side.
  package struct GroupPair: Codable, Sendable {
    package var description: String?
    package var userId: String?
    package var groupName: String?
    package var groupId: String?
  }

  /// A range of addresses as the other side.
  package struct IPRange: Codable, Sendable {
    package var description: String?
    package var cidrIp: String?
  }

  /// A range of IPv6 addresses as the other side.
  package struct IPv6Range: Codable, Sendable {
    package var description: String?
    package var cidrIpv6: String?
  }

  /// The ranges of a prefix list as the other side.
  package struct PrefixListRange: Codable, Sendable {
    package var description: String?
    package var prefixListId: String?
  }
}

/// One rule as DescribeSecurityGroupRules shows it.
package struct SecurityGroupRuleShape: Encodable, Sendable {
  package var securityGroupRuleId: String
  package var groupId: String
  package var groupOwnerId = Account.id
  package var isEgress: Bool
  package var ipProtocol: String
  package var fromPort: Int
  package var toPort: Int
  package var cidrIpv4: String?
  package var cidrIpv6: String?
  package var prefixListId: String?
  package var referencedGroupInfo: ReferencedGroup?
  package var description: String?
  package var tags: [Tags.Tag]
  package var securityGroupRuleArn: String

  /// The group that the rule names.
  package struct ReferencedGroup: Encodable, Sendable {
    package var groupId: String
    package var userId = Account.id
  }

  init(_ rule: SecurityGroup.Rule, of group: SecurityGroupID, in region: Region) {
    securityGroupRuleId = "\(rule.id)"
    groupId = "\(group)"
    isEgress = rule.isEgress
    ipProtocol = rule.protocolName
    fromPort = rule.ports?.lowerBound ?? -1
    toPort = rule.ports?.upperBound ?? -1
    description = rule.description
    tags = rule.tags.all
    securityGroupRuleArn = "arn:aws:ec2:\(region.rawValue):\(Account.id):security-group-rule/\(rule.id)"
    switch rule.peer {
    case .cidr(let block): cidrIpv4 = "\(block)"
    case .ipv6(let block): cidrIpv6 = "\(block)"
    case .prefixList(let id): prefixListId = id
    case .group(let peer): referencedGroupInfo = ReferencedGroup(groupId: "\(peer)")
    }
  }
}

/// A security group as DescribeSecurityGroups shows it.
package struct SecurityGroupShape: Encodable, Sendable {
  package var groupId: String
  package var ipPermissionsEgress: [ShownPermission]
  package var tags: [Tags.Tag]?
  package var vpcId: String
  package var securityGroupArn: String
  package var ownerId = Account.id
  package var groupName: String
  package var description: String
  package var ipPermissions: [ShownPermission]

  /// The rules of one protocol and range of ports; lists that are empty are shown empty.
  package struct ShownPermission: Encodable, Sendable {
    package var ipProtocol: String
    package var fromPort: Int?
    package var toPort: Int?
    package var userIdGroupPairs: [IPPermission.GroupPair] = []
    package var ipRanges: [IPPermission.IPRange] = []
    package var ipv6Ranges: [IPPermission.IPv6Range] = []
    package var prefixListIds: [IPPermission.PrefixListRange] = []
  }

  init(_ group: SecurityGroup, in region: Region) {
    groupId = "\(group.id)"
    tags = group.tags.all.isEmpty ? nil : group.tags.all
    vpcId = "\(group.vpc)"
    securityGroupArn = "arn:aws:ec2:\(region.rawValue):\(Account.id):security-group/\(group.id)"
    groupName = group.name
    description = group.description
    ipPermissions = Self.permissions(group.rules.filter { !$0.isEgress })
    ipPermissionsEgress = Self.permissions(group.rules.filter(\.isEgress))
  }

  private static func permissions(_ rules: [SecurityGroup.Rule]) -> [ShownPermission] {
    var shown: [ShownPermission] = []
    for rule in rules {
      let (from, to) = (rule.ports?.lowerBound, rule.ports?.upperBound)
      let found = shown.firstIndex {
        $0.ipProtocol == rule.protocolName && $0.fromPort == from && $0.toPort == to
      }
      let index = found ?? shown.count
      if found == nil {
        shown.append(ShownPermission(ipProtocol: rule.protocolName, fromPort: from, toPort: to))
      }
      switch rule.peer {
      case .cidr(let block):
        shown[index].ipRanges.append(
          IPPermission.IPRange(description: rule.description, cidrIp: "\(block)"))
      case .ipv6(let block):
        shown[index].ipv6Ranges.append(
          IPPermission.IPv6Range(description: rule.description, cidrIpv6: "\(block)"))
      case .prefixList(let id):
        shown[index].prefixListIds.append(
          IPPermission.PrefixListRange(description: rule.description, prefixListId: id))
      case .group(let peer):
        shown[index].userIdGroupPairs.append(
          IPPermission.GroupPair(description: rule.description, userId: Account.id, groupId: "\(peer)"))
      }
    }
    return shown
  }
}
