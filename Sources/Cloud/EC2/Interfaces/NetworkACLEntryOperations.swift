/// What the calls that make or replace a rule take.
package struct NetworkACLEntryInput: Decodable, Sendable, DryRunnable {
  var networkAclId: String?
  var ruleNumber: Int?
  var `protocol`: String?
  var ruleAction: String?
  var egress: Bool?
  var cidrBlock: String?
  var ipv6CidrBlock: String?
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

  /// The addresses of the other side.
  private func range() throws(AWSError) -> NetworkACL.Range {
    guard cidrBlock == nil || ipv6CidrBlock == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameter ipv6CidrBlock cannot be used with the parameter cidrBlock")
    }
    if let ipv6CidrBlock {
      guard let block = IPv6Block(ipv6CidrBlock) else {
        throw .invalidParameter(ipv6CidrBlock, "ipv6CidrBlock", "This is not a valid IPv6 CIDR block.")
      }
      return .ipv6(block)
    }
    guard let text = cidrBlock, let block = CIDRBlock(text) else {
      throw .invalidParameter(cidrBlock ?? "", "cidrBlock", "This is not a valid CIDR block.")
    }
    return .ipv4(block)
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
    case "icmpv6": kind = "58"
    case let text?:
      guard let value = Int(text), (0...255).contains(value) else {
        throw .invalidParameter(text, "protocol", "Invalid protocol.")
      }
      kind = text
    }
    guard ruleAction == "allow" || ruleAction == "deny" else {
      throw .invalidParameter(ruleAction ?? "", "ruleAction", "Expecting allow or deny.")
    }
    let range = try range()
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
      number: number, isEgress: isEgress, protocolNumber: kind, ports: ports, range: range,
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
