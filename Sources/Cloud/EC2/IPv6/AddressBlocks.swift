/// The range of a VPC as the calls show it.
package struct VPCBlockShape: Encodable, Sendable {
  package var associationId: String
  package var cidrBlock: String
  package var cidrBlockState: BlockState

  init(_ association: BlockAssociation<VPCBlockKind, CIDRBlock>, state: String) {
    associationId = "\(association.id)"
    cidrBlock = "\(association.block)"
    cidrBlockState = BlockState(state: state)
  }
}

/// Whether a range is in use.
package struct BlockState: Encodable, Sendable { package var state: String }

/// A range of IPv6 addresses of a VPC as the calls show it.
package struct VPCIPv6BlockShape: Encodable, Sendable {
  package var associationId: String
  package var ipv6CidrBlock: String
  package var ipv6CidrBlockState: BlockState
  package var networkBorderGroup: String
  package var ipv6Pool = "Amazon"
  package var ipv6AddressAttribute = "public"
  package var ipSource = "amazon"

  /// - Parameter isShown: whether the range is told yet; the call that asks for it does not know it.
  init(
    _ association: BlockAssociation<VPCBlockKind, IPv6Block>, in region: Region, state: String,
    isShown: Bool = true
  ) {
    associationId = "\(association.id)"
    ipv6CidrBlock = isShown ? "\(association.block)" : ""
    ipv6CidrBlockState = BlockState(state: state)
    networkBorderGroup = region.rawValue
  }
}

/// A range of IPv6 addresses of a subnet as the calls show it.
package struct SubnetIPv6BlockShape: Encodable, Sendable {
  package var associationId: String
  package var ipv6CidrBlock: String
  package var ipv6CidrBlockState: BlockState
  package var ipv6AddressAttribute = "public"
  package var ipSource = "amazon"

  init(_ association: BlockAssociation<SubnetBlockKind, IPv6Block>, state: String) {
    associationId = "\(association.id)"
    ipv6CidrBlock = "\(association.block)"
    ipv6CidrBlockState = BlockState(state: state)
  }
}

extension VPC {
  /// All its ranges of IPv4 addresses with the ids of their associations.
  var blockAssociations: [BlockAssociation<VPCBlockKind, CIDRBlock>] {
    [BlockAssociation(id: VPCBlockID(bits: id.bits), block: cidr)] + furtherBlocks
  }
}

/// Pools of addresses that an account brings or plans, of which this one has none.
enum AddressPools {
  /// Throws AWS's error for a pool that a call names, or for a length without a pool.
  static func check(ipam: String?, netmask: Int?, owned: String?) throws(AWSError) {
    if let ipam {
      guard ipam.utf8.starts(with: "ipam-pool-".utf8) else {
        throw AWSError("InvalidIpamPoolId.Malformed", "Invalid id: \"\(ipam)\" (expecting \"ipam-pool-...\")")
      }
      throw AWSError("InvalidIpamPoolId.NotFound", "The allocation pool ID '\(ipam)' does not exist")
    }
    if netmask != nil {
      throw AWSError(
        "InvalidParameterCombination", "A netmask length must be specified together with an IPAM pool ID.")
    }
    if let owned { throw AWSError("InvalidPoolID.NotFound", "The pool ID '\(owned)' does not exist") }
  }
}

extension Region {
  /// Throws unless a network border group is the Region's own; this account has opted in to no Local Zone, and a zone of
  /// the Region is no group.
  func checkBorderGroup(_ group: String?) throws(AWSError) {
    guard let group, group != rawValue else { return }
    throw .invalidParameter(
      group, "networkBorderGroup", "The network border group is not one of this account's: \(rawValue).")
  }
}
