/// Puts other contents in the place of rules, which keep their ids.
package enum ModifySecurityGroupRules: EC2Operation {
  package static let name = "ModifySecurityGroupRules"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupId: String?
    var securityGroupRules: [Update]?
    package var dryRun: Bool?

    /// A rule and what it is to say.
    struct Update: Decodable, Sendable {
      var securityGroupRuleId: String?
      var securityGroupRule: Contents?
    }

    /// What a rule says.
    struct Contents: Decodable, Sendable {
      var ipProtocol: String?
      var fromPort: Int?
      var toPort: Int?
      var cidrIpv4: String?
      var cidrIpv6: String?
      var prefixListId: String?
      var referencedGroupId: String?
      var description: String?
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.securityGroup, input.groupId)
      .on(.securityGroupRule, input.securityGroupRules?.compactMap(\.securityGroupRuleId)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let text = input.groupId else { throw .missingParameter("groupId") }
    guard let updates = input.securityGroupRules, !updates.isEmpty else {
      throw .missingParameter("SecurityGroupRules")
    }
    var group = try world.securityGroup(text, in: context.region)
    for update in updates {
      let id = update.securityGroupRuleId ?? ""
      guard let index = group.rules.firstIndex(where: { "\($0.id)" == id }) else {
        throw AWSError(
          "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(id)' does not exist")
      }
      guard let contents = update.securityGroupRule else { throw .missingParameter("SecurityGroupRule") }
      let flow = try flow(contents, of: group, in: world, region: context.region)
      let old = group.rules[index]
      let isTaken = group.rules.contains {
        $0.id != old.id && $0.isEgress == old.isEgress && flow.isSame(as: $0)
      }
      guard !isTaken else {
        throw AWSError("InvalidPermission.Duplicate", "the specified rule \"\(flow.words)\" already exists")
      }
      group.rules[index] = SecurityGroup.Rule(
        id: old.id, isEgress: old.isEgress, protocolName: flow.protocolName, ports: flow.ports,
        peer: flow.peer,
        description: flow.description, tags: old.tags)
    }
    world.ec2.securityGroups[group.id] = group
    world.revision.access += 1
    return ReturnOutput()
  }

  private static func flow(
    _ contents: Input.Contents, of group: SecurityGroup, in world: World, region: Region
  ) throws(AWSError) -> Flow {
    let permission = IPPermission(
      ipProtocol: contents.ipProtocol, fromPort: contents.fromPort, toPort: contents.toPort,
      userIdGroupPairs: contents.referencedGroupId.map {
        [IPPermission.GroupPair(description: contents.description, groupId: $0)]
      },
      ipRanges: contents.cidrIpv4.map {
        [IPPermission.IPRange(description: contents.description, cidrIp: $0)]
      },
      ipv6Ranges: contents.cidrIpv6.map {
        [IPPermission.IPv6Range(description: contents.description, cidrIpv6: $0)]
      },
      prefixListIds: contents.prefixListId.map {
        [IPPermission.PrefixListRange(description: contents.description, prefixListId: $0)]
      })
    let flows = try world.flows([permission], of: group, in: region)
    guard flows.count == 1, let flow = flows.first else {
      throw AWSError(
        "InvalidParameterCombination",
        "Specify exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId.")
    }
    return flow
  }
}

/// What the calls that change descriptions of rules take.
package struct RuleDescriptions: Decodable, Sendable, DryRunnable {
  var groupId: String?
  var groupName: String?
  var ipPermissions: [IPPermission]?
  var securityGroupRuleDescriptions: [Description]?
  package var dryRun: Bool?

  /// A rule and its new description.
  struct Description: Decodable, Sendable {
    var securityGroupRuleId: String?
    var description: String?
  }
}

/// Changes the descriptions of rules of incoming connections.
package enum UpdateSecurityGroupRuleDescriptionsIngress: EC2Operation {
  package static let name = "UpdateSecurityGroupRuleDescriptionsIngress"

  package static func access(_ input: RuleDescriptions, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(securityGroup: input.groupId, named: input.groupName)
      .requests
  }

  package static func perform(
    _ input: RuleDescriptions, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    try world.describeRules(input, isEgress: false, in: context.region)
  }
}

/// Changes the descriptions of rules of outgoing connections.
package enum UpdateSecurityGroupRuleDescriptionsEgress: EC2Operation {
  package static let name = "UpdateSecurityGroupRuleDescriptionsEgress"

  package static func access(_ input: RuleDescriptions, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(securityGroup: input.groupId, named: input.groupName)
      .requests
  }

  package static func perform(
    _ input: RuleDescriptions, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    try world.describeRules(input, isEgress: true, in: context.region)
  }
}

extension World {
  fileprivate mutating func describeRules(
    _ input: RuleDescriptions, isEgress: Bool, in region: Region
  ) throws(AWSError) -> ReturnOutput {
    var group = try securityGroup(id: input.groupId, name: input.groupName, in: region)
    for update in input.securityGroupRuleDescriptions ?? [] {
      let id = update.securityGroupRuleId ?? ""
      guard let index = group.rules.firstIndex(where: { "\($0.id)" == id && $0.isEgress == isEgress }) else {
        throw AWSError(
          "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(id)' does not exist")
      }
      if let text = update.description { try EC2Text.plain(text, "Description", "rule description") }
      group.rules[index].description = update.description
    }
    if input.securityGroupRuleDescriptions?.isEmpty ?? true {
      for flow in try flows(input.ipPermissions, of: group, in: region) {
        let found = group.rules.firstIndex { $0.isEgress == isEgress && flow.isSame(as: $0) }
        guard let found else {
          throw AWSError(
            "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
        }
        group.rules[found].description = flow.description
      }
    }
    ec2.securityGroups[group.id] = group
    return ReturnOutput()
  }
}
