/// Network ACLs.
enum NetworkACLOperations {
  static let all: [any Operation.Type] = [
    CreateNetworkAcl.self, DescribeNetworkAcls.self, DeleteNetworkAcl.self, CreateNetworkAclEntry.self,
    ReplaceNetworkAclEntry.self, DeleteNetworkAclEntry.self, ReplaceNetworkAclAssociation.self,
  ]
}

/// A list as the calls show it.
package struct NetworkACLShape: Encodable, Sendable {
  package var associations: [Association]
  package var entries: [Entry]
  package var isDefault: Bool
  package var networkAclId: String
  package var tags: [Tags.Tag]
  package var vpcId: String
  package var ownerId = Account.id

  /// A subnet for which the list decides.
  package struct Association: Encodable, Sendable {
    package var networkAclAssociationId: String
    package var networkAclId: String
    package var subnetId: String
  }

  /// A rule.
  package struct Entry: Encodable, Sendable {
    package var cidrBlock: String?
    package var egress: Bool
    package var ipv6CidrBlock: String?
    package var portRange: Ports?
    package var `protocol`: String
    package var ruleAction: String
    package var ruleNumber: Int
  }

  /// The ports of a rule.
  package struct Ports: Encodable, Sendable {
    package var from: Int
    package var to: Int
  }

  init(_ acl: NetworkACL, in world: World) {
    associations = world.ec2.subnets.rows.filter { world.networkACL(of: $0)?.id == acl.id }.map {
      Association(
        networkAclAssociationId: "\(world.associationID(of: $0))", networkAclId: "\(acl.id)",
        subnetId: "\($0.id)")
    }
    // Every list ends with a rule that denies what no other allowed; it cannot be changed. Where the VPC has IPv6, a list
    // has one more for it (VPC User Guide: default network ACL).
    let hasIPv6 = world.ec2.vpcs[acl.vpc]?.ipv6Blocks.isEmpty == false
    entries = [true, false].flatMap { isEgress in
      let last = [
        NetworkACL.Entry(
          number: 32_767, isEgress: isEgress, protocolNumber: "-1", ports: nil,
          range: .ipv4(CIDRBlock(base: 0, prefixLength: 0)), allows: false),
        NetworkACL.Entry(
          number: 32_768, isEgress: isEgress, protocolNumber: "-1", ports: nil, range: .ipv6(.everything),
          allows: false),
      ]
      return (acl.entries(isEgress: isEgress) + last.prefix(hasIPv6 ? 2 : 1)).map(Entry.init)
    }
    isDefault = acl.isDefault
    networkAclId = "\(acl.id)"
    tags = acl.tags.all
    vpcId = "\(acl.vpc)"
  }
}

extension NetworkACLShape.Entry {
  fileprivate init(_ entry: NetworkACL.Entry) {
    switch entry.range {
    case .ipv4(let block): cidrBlock = "\(block)"
    case .ipv6(let block): ipv6CidrBlock = "\(block)"
    }
    egress = entry.isEgress
    portRange = entry.ports.map { NetworkACLShape.Ports(from: $0.lowerBound, to: $0.upperBound) }
    `protocol` = entry.protocolNumber
    ruleAction = entry.allows ? "allow" : "deny"
    ruleNumber = entry.number
  }
}

/// Makes a list that denies everything.
package enum CreateNetworkAcl: EC2Operation {
  package static let name = "CreateNetworkAcl"

  package struct Input: Decodable, Sendable, DryRunnable {
    var vpcId: String?
    var tagSpecifications: [TagSpecification]?
    var clientToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var networkAcl: NetworkACLShape
    package var clientToken: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.networkACL, input.tagSpecifications).on(.vpc, input.vpcId)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let id = NetworkACLID(earlier), let row = world.ec2.networkACLs[id]
    {
      return Output(
        networkAcl: NetworkACLShape(row, in: world), clientToken: id.clientToken(given: input.clientToken))
    }
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "network-acl")
    // facts: VPC quotas, 200 network ACLs a VPC.
    guard world.ec2.networkACLs.count(where: { $0.row.vpc == vpc.id }) < 200 else {
      throw AWSError("NetworkAclLimitExceeded", "The maximum number of network ACLs has been reached.")
    }
    let acl = NetworkACL(id: world.nextID(), vpc: vpc.id, isDefault: false, entries: [], tags: tags)
    world.ec2.networkACLs[acl.id] = acl
    world.remember("\(acl.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(
      networkAcl: NetworkACLShape(acl, in: world), clientToken: acl.id.clientToken(given: input.clientToken))
  }
}

/// Deletes a list that decides for no subnet.
package enum DeleteNetworkAcl: EC2Operation {
  package static let name = "DeleteNetworkAcl"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkAclId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.networkACL, input.networkAclId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.networkAclId else { throw .missingParameter("networkAclId") }
    let acl = try world.networkACL(text, in: context.region)
    guard !acl.isDefault else {
      throw AWSError("InvalidParameterValue", "cannot delete default network ACL \(acl.id)")
    }
    let dependents = world.dependents(of: acl)
    guard dependents.isEmpty else { throw .dependencyViolation("networkAcl", "\(acl.id)", dependents) }
    world.ec2.networkACLs[acl.id] = nil
    return NoOutput()
  }
}

/// Lists network ACLs.
package enum DescribeNetworkAcls: EC2Operation {
  package static let name = "DescribeNetworkAcls"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkAclIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var networkAcls: [NetworkACLShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.networkACLs.rows.filter { now.ec2.vpcs[$0.vpc]?.region == context.region }
    let rows = try named(input.networkAclIds, all: all) { id throws(AWSError) in
      try now.networkACL(id, in: context.region)
    }
    let shapes = rows.map { NetworkACLShape($0, in: now) }
    let fields = FilterFields<NetworkACLShape>(
      [
        "association.association-id": { $0.associations.map(\.networkAclAssociationId) },
        "association.network-acl-id": { $0.associations.map(\.networkAclId) },
        "association.subnet-id": { $0.associations.map(\.subnetId) }, "default": { $0.isDefault },
        "entry.cidr": { $0.entries.map(\.cidrBlock) }, "entry.ipv6-cidr": { $0.entries.map(\.ipv6CidrBlock) },
        "entry.egress": { $0.entries.map(\.egress) },
        "entry.protocol": { $0.entries.map(\.protocol) },
        "entry.rule-action": { $0.entries.map(\.ruleAction) },
        "entry.rule-number": { $0.entries.map(\.ruleNumber) },
        "entry.port-range.from": { $0.entries.map(\.portRange?.from) },
        "entry.port-range.to": { $0.entries.map(\.portRange?.to) },
        "network-acl-id": { $0.networkAclId }, "owner-id": { $0.ownerId }, "vpc-id": { $0.vpcId },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(shapes, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(networkAcls: page.rows, nextToken: page.nextToken)
  }
}

/// Lets another list decide for a subnet.
package enum ReplaceNetworkAclAssociation: EC2Operation {
  package static let name = "ReplaceNetworkAclAssociation"

  package struct Input: Decodable, Sendable, DryRunnable {
    var associationId: String?
    var networkAclId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var newAssociationId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let subnet = world.ec2.subnets.first { _, row in
      row.zone.region == context.region && input.associationId == "\(world.associationID(of: row))"
    }
    return Access(defaultAction, world, context).on(.networkACL, input.networkAclId)
      .on(.subnet, subnet.map { "\($0.id)" } ?? "*").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.associationId else { throw .missingParameter("associationId") }
    guard let aclText = input.networkAclId else { throw .missingParameter("networkAclId") }
    let acl = try world.networkACL(aclText, in: context.region)
    let found = world.ec2.subnets.first { _, row in
      row.zone.region == context.region && "\(world.associationID(of: row))" == text
    }
    guard let subnet = found?.row else {
      throw AWSError("InvalidAssociationID.NotFound", "The association ID '\(text)' does not exist")
    }
    guard subnet.vpc == acl.vpc else {
      throw AWSError("InvalidParameterValue", "The network ACL and the subnet belong to different networks.")
    }
    let association = world.associate(subnet.id, with: acl)
    return Output(newAssociationId: "\(association)")
  }
}

extension World {
  /// Lets a list decide for a subnet, and gives the association.
  @discardableResult
  mutating func associate(_ subnet: SubnetID, with acl: NetworkACL) -> NetworkACLAssociationID {
    let association = nextID(NetworkACLAssociationKind.self)
    ec2.subnets.update(subnet) {
      $0.networkACL = acl.isDefault ? nil : acl.id
      $0.aclAssociation = association
    }
    revision.access += 1
    return association
  }
}
