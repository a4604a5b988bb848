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
    package var cidrBlock: String
    package var egress: Bool
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
    // Every list ends with a rule that denies what no other allowed; it cannot be changed.
    entries = [true, false].flatMap { isEgress in
      acl.entries(isEgress: isEgress).map(Entry.init)
        + [
          Entry(
            cidrBlock: "0.0.0.0/0", egress: isEgress, protocol: "-1", ruleAction: "deny", ruleNumber: 32_767)
        ]
    }
    isDefault = acl.isDefault
    networkAclId = "\(acl.id)"
    tags = acl.tags.all
    vpcId = "\(acl.vpc)"
  }
}

extension NetworkACLShape.Entry {
  fileprivate init(_ entry: NetworkACL.Entry) {
    cidrBlock = "\(entry.cidr)"
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
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var networkAcl: NetworkACLShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.networkACL, input.tagSpecifications).on(.vpc, input.vpcId)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.vpcId else { throw .missingParameter("vpcId") }
    let vpc = try world.vpc(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "network-acl")
    // facts: VPC quotas, 200 network ACLs a VPC.
    guard world.ec2.networkACLs.count(where: { $0.row.vpc == vpc.id }) < 200 else {
      throw AWSError("NetworkAclLimitExceeded", "The maximum number of network ACLs has been reached.")
    }
    let acl = NetworkACL(id: world.nextID(), vpc: vpc.id, isDefault: false, entries: [], tags: tags)
    world.ec2.networkACLs[acl.id] = acl
    return Output(networkAcl: NetworkACLShape(acl, in: world))
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
        "entry.cidr": { $0.entries.map(\.cidrBlock) }, "entry.egress": { $0.entries.map(\.egress) },
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

/// What the calls that make or replace a rule take.
package struct NetworkACLEntryInput: Decodable, Sendable, DryRunnable {
  var networkAclId: String?
  var ruleNumber: Int?
  var `protocol`: String?
  var ruleAction: String?
  var egress: Bool?
  var cidrBlock: String?
  var icmpTypeCode: ICMP?
  var portRange: Ports?
  package var dryRun: Bool?

  /// The first and last port.
  struct Ports: Decodable, Sendable {
    var from: Int?
    var to: Int?
  }

  /// The kind of ICMP message; only all of them, -1, is modelled.
  struct ICMP: Decodable, Sendable {
    var code: Int?
    var type: Int?
  }

  /// The rule that the call describes.
  fileprivate func entry() throws(AWSError) -> NetworkACL.Entry {
    guard let number = ruleNumber else { throw .missingParameter("ruleNumber") }
    guard (1...32_766).contains(number) else {
      throw .invalidParameter("\(number)", "ruleNumber", "Expecting a value between 1 and 32766.")
    }
    guard let isEgress = egress else { throw .missingParameter("egress") }
    let kind: String
    switch `protocol`?.lowercased() {
    case nil: throw .missingParameter("protocol")
    case "-1", "all": kind = "-1"
    case "tcp": kind = "6"
    case "udp": kind = "17"
    case "icmp": kind = "1"
    case let text?:
      guard let value = Int(text), (0...255).contains(value) else {
        throw .invalidParameter(text, "protocol", "Invalid protocol.")
      }
      kind = text
    }
    guard ruleAction == "allow" || ruleAction == "deny" else {
      throw .invalidParameter(ruleAction ?? "", "ruleAction", "Expecting allow or deny.")
    }
    guard let text = cidrBlock, let block = CIDRBlock(text) else {
      throw .invalidParameter(cidrBlock ?? "", "cidrBlock", "This is not a valid CIDR block.")
    }
    if let icmpTypeCode, icmpTypeCode.code ?? -1 != -1 || icmpTypeCode.type ?? -1 != -1 {
      throw .notModelled("IcmpTypeCode", "\(icmpTypeCode.type ?? -1)/\(icmpTypeCode.code ?? -1)")
    }
    var ports: ClosedRange<Int>?
    if kind == "6" || kind == "17" {
      guard let from = portRange?.from, let to = portRange?.to, from <= to, (0...65_535).contains(from),
        (0...65_535).contains(to)
      else {
        throw AWSError(
          "InvalidParameterValue",
          "Invalid value for portRange. TCP and UDP need a range of ports from 0 to 65535.")
      }
      ports = from...to
    }
    return NetworkACL.Entry(
      number: number, isEgress: isEgress, protocolNumber: kind, ports: ports, cidr: block,
      allows: ruleAction == "allow")
  }
}

/// Adds a rule under a free number.
package enum CreateNetworkAclEntry: EC2Operation {
  package static let name = "CreateNetworkAclEntry"

  package static func access(_ input: NetworkACLEntryInput, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(.networkACL, input.networkAclId).requests
  }

  package static func perform(
    _ input: NetworkACLEntryInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.networkAclId else { throw .missingParameter("networkAclId") }
    let acl = try world.networkACL(text, in: context.region)
    let entry = try input.entry()
    guard !acl.entries.contains(where: { $0.number == entry.number && $0.isEgress == entry.isEgress }) else {
      throw AWSError(
        "NetworkAclEntryAlreadyExists", "The network acl entry identified by \(entry.number) already exists.")
    }
    // facts: EC2 2.10, 20 rules each way.
    guard acl.entries(isEgress: entry.isEgress).count < 20 else {
      throw AWSError(
        "NetworkAclEntryLimitExceeded", "The maximum number of network ACL entries has been reached.")
    }
    world.ec2.networkACLs.update(acl.id) { $0.entries.append(entry) }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Puts another rule in the place of the one with its number.
package enum ReplaceNetworkAclEntry: EC2Operation {
  package static let name = "ReplaceNetworkAclEntry"

  package static func access(_ input: NetworkACLEntryInput, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(.networkACL, input.networkAclId).requests
  }

  package static func perform(
    _ input: NetworkACLEntryInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.networkAclId else { throw .missingParameter("networkAclId") }
    let acl = try world.networkACL(text, in: context.region)
    let entry = try input.entry()
    let index = acl.entries.firstIndex { $0.number == entry.number && $0.isEgress == entry.isEgress }
    guard let index else { throw .noSuchEntry }
    world.ec2.networkACLs.update(acl.id) { $0.entries[index] = entry }
    world.revision.access += 1
    return NoOutput()
  }
}

extension AWSError {
  fileprivate static var noSuchEntry: AWSError {
    AWSError("InvalidNetworkAclEntry.NotFound", "The specified network ACL entry does not exist")
  }
}

/// Takes a rule away.
package enum DeleteNetworkAclEntry: EC2Operation {
  package static let name = "DeleteNetworkAclEntry"

  package struct Input: Decodable, Sendable, DryRunnable {
    var networkAclId: String?
    var ruleNumber: Int?
    var egress: Bool?
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
    let index = acl.entries.firstIndex { $0.number == input.ruleNumber && $0.isEgress == input.egress }
    guard let index else { throw .noSuchEntry }
    world.ec2.networkACLs.update(acl.id) { _ = $0.entries.remove(at: index) }
    world.revision.access += 1
    return NoOutput()
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
    Access(defaultAction, world, context).on(.networkACL, input.networkAclId).requests
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
    let association = world.nextID(NetworkACLAssociationKind.self)
    world.ec2.subnets.update(subnet.id) {
      $0.networkACL = acl.isDefault ? nil : acl.id
      $0.aclAssociation = association
    }
    world.revision.access += 1
    return Output(newAssociationId: "\(association)")
  }
}
