/// Security groups.
enum SecurityGroupOperations {
  static let all: [any Operation.Type] = [
    CreateSecurityGroup.self, DescribeSecurityGroups.self, DeleteSecurityGroup.self,
    AuthorizeSecurityGroupIngress.self, AuthorizeSecurityGroupEgress.self, RevokeSecurityGroupIngress.self,
    RevokeSecurityGroupEgress.self, DescribeSecurityGroupRules.self, ModifySecurityGroupRules.self,
    UpdateSecurityGroupRuleDescriptionsIngress.self, UpdateSecurityGroupRuleDescriptionsEgress.self,
  ]
}

/// Makes a security group that lets nothing in and everything out.
package enum CreateSecurityGroup: EC2Operation {
  package static let name = "CreateSecurityGroup"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupName: String?
    var description: String?
    var vpcId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var groupId: String
    package var tags: [Tags.Tag]?
    package var securityGroupArn: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = input.groupName else { throw .missingParameter("groupName") }
    guard let description = input.description else { throw .missingParameter("groupDescription") }
    guard name != "default" else {
      throw AWSError("InvalidGroup.Reserved", "The security group 'default' is reserved")
    }
    guard !name.utf8.starts(with: "sg-".utf8), !name.isEmpty else {
      throw .invalidParameter(name, "GroupName", "Group names may not be in the format sg-*.")
    }
    try EC2Text.plain(name, "GroupName", "security group name")
    try EC2Text.plain(description, "GroupDescription", "security group description")
    let vpc: VPC
    if let text = input.vpcId {
      vpc = try world.vpc(text, in: context.region)
    } else if let found = world.defaultVPC(of: context.region) {
      vpc = found
    } else {
      throw AWSError("VPCIdNotSpecified", "No default VPC for this user")
    }
    let isTaken = world.ec2.securityGroups.contains {
      $0.row.vpc == vpc.id && $0.row.name == name && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard !isTaken else {
      throw AWSError(
        "InvalidGroup.Duplicate", "The security group '\(name)' already exists for VPC '\(vpc.id)'")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "security-group")
    guard world.ec2.securityGroups.count < 2_500 else {
      throw AWSError("SecurityGroupLimitExceeded", "The maximum number of security groups has been reached.")
    }
    let id = world.nextID(SecurityGroupKind.self)
    world.ec2.securityGroups[id] = SecurityGroup(
      id: id, vpc: vpc.id, name: name, description: description, rules: [world.outboundToEverywhere()],
      tags: tags)
    world.revision.access += 1
    return Output(
      groupId: "\(id)", tags: tags.all.isEmpty ? nil : tags.all,
      securityGroupArn: "arn:aws:ec2:\(context.region.rawValue):\(Account.id):security-group/\(id)")
  }
}

/// Lists security groups with their rules.
package enum DescribeSecurityGroups: EC2Operation {
  package static let name = "DescribeSecurityGroups"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupIds: [String]?
    var groupNames: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var securityGroups: [SecurityGroupShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.securityGroups.rows.filter { now.ec2.vpcs[$0.vpc]?.region == context.region }
    let byID = try named(input.groupIds, all: all) { id throws(AWSError) in
      try now.securityGroup(id, in: context.region)
    }
    let rows = try named(input.groupNames, all: byID) { name throws(AWSError) in
      try now.securityGroup(named: name, in: context.region)
    }
    let page = try ec2Page(
      try fields(now).select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(
      securityGroups: page.rows.map { SecurityGroupShape($0, in: context.region) }, nextToken: page.nextToken)
  }

  private static func fields(_ world: World) -> FilterFields<SecurityGroup> {
    let group: [String: (SecurityGroup) -> any FilterValue] = [
      "group-id": { $0.id }, "group-name": { $0.name }, "vpc-id": { $0.vpc },
      "description": { $0.description }, "owner-id": { _ in Account.id },
    ]
    let rule: [String: (SecurityGroup.Rule) -> any FilterValue] = [
      "ip-permission.cidr": {
        if case .cidr(let block) = $0.peer { block } else { Optional<CIDRBlock>.none }
      },
      "ip-permission.ipv6-cidr": { if case .ipv6(let block) = $0.peer { "\(block)" } else { String?.none } },
      "ip-permission.prefix-list-id": { if case .prefixList(let id) = $0.peer { id } else { String?.none } },
      "ip-permission.group-id": { $0.peerGroup },
      "ip-permission.group-name": { $0.peerGroup.flatMap { world.ec2.securityGroups[$0]?.name } },
      "ip-permission.user-id": { $0.peerGroup.map { _ in Account.id } },
      "ip-permission.protocol": { $0.protocolName }, "ip-permission.from-port": { $0.ports?.lowerBound },
      "ip-permission.to-port": { $0.ports?.upperBound },
    ]
    var fields = group
    for (name, value) in rule {
      for isEgress in [false, true] {
        fields[isEgress ? "egress.\(name)" : name] = { group in
          group.rules.filter { $0.isEgress == isEgress }.flatMap { value($0).filterTexts }
        }
      }
    }
    return FilterFields(fields, tags: { $0.tags })
  }
}

/// Deletes a security group that nothing names.
package enum DeleteSecurityGroup: EC2Operation {
  package static let name = "DeleteSecurityGroup"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupId: String?
    var groupName: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var `return` = true
    package var groupId: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.securityGroup(id: input.groupId, name: input.groupName, in: context.region)
    guard group.name != "default" else {
      throw AWSError(
        "CannotDelete",
        "the specified group: \"\(group.id)\" name: \"default\" cannot be deleted by a user")
    }
    let dependents = world.dependents(of: group.id)
    guard dependents.isEmpty else {
      throw AWSError(
        "DependencyViolation", "resource \(group.id) has a dependent object", dependents: dependents)
    }
    world.ec2.securityGroups[group.id] = nil
    world.revision.access += 1
    return Output(groupId: "\(group.id)")
  }
}

/// Lists the rules of security groups, each with its id.
package enum DescribeSecurityGroupRules: EC2Operation {
  package static let name = "DescribeSecurityGroupRules"

  package struct Input: Decodable, Sendable, DryRunnable {
    var securityGroupRuleIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var securityGroupRules: [SecurityGroupRuleShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var all: [SecurityGroupRuleShape] = []
    for (id, group) in world.ec2.securityGroups where world.ec2.vpcs[group.vpc]?.region == context.region {
      all += group.rules.map { SecurityGroupRuleShape($0, of: id, in: context.region) }
    }
    let rows = try named(input.securityGroupRuleIds, all: all) { id throws(AWSError) in
      guard let rule = all.first(where: { $0.securityGroupRuleId == id }) else {
        throw AWSError(
          "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(id)' does not exist")
      }
      return rule
    }
    let fields = FilterFields<SecurityGroupRuleShape>(
      ["group-id": { $0.groupId }, "security-group-rule-id": { $0.securityGroupRuleId }],
      tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(securityGroupRules: page.rows, nextToken: page.nextToken)
  }
}

extension World {
  /// The group that a call names by id or, in the default VPC, by name.
  func securityGroup(id: String?, name: String?, in region: Region) throws(AWSError) -> SecurityGroup {
    if let id { return try securityGroup(id, in: region) }
    if let name { return try securityGroup(named: name, in: region) }
    throw AWSError("MissingParameter", "The request must contain the parameter GroupName or GroupId")
  }

  /// The group of the default VPC with a name.
  func securityGroup(named name: String, in region: Region) throws(AWSError) -> SecurityGroup {
    guard let vpc = defaultVPC(of: region) else {
      throw AWSError("VPCIdNotSpecified", "No default VPC for this user")
    }
    let found = ec2.securityGroups.first {
      $0.row.vpc == vpc.id && $0.row.name == name && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard let found else {
      throw AWSError(
        "InvalidGroup.NotFound", "The security group '\(name)' does not exist in default VPC '\(vpc.id)'")
    }
    return found.row
  }
}
