import EventKernel

/// The IPv6 addresses that a call asks for: how many, or which.
package struct IPv6Wish: Sendable, Equatable {
  /// How many EC2 is to choose; what the subnet says when `nil` and no address is given.
  package var count: Int?
  /// The addresses themselves.
  package var addresses: [IPv6Address] = []

  package init() {}

  /// What a call asks for.
  ///
  /// - Throws: AWS's errors for a text that is no address, and for both a number and addresses.
  init(count: Int?, addresses texts: [String]?) throws(AWSError) {
    let texts = texts ?? []
    guard count == nil || texts.isEmpty else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameter ipv6AddressCount cannot be used with the parameter ipv6Addresses")
    }
    if let count, count < 0 {
      throw .invalidParameter("\(count)", "ipv6AddressCount", "Must not be negative.")
    }
    self.count = count
    for text in texts {
      guard let address = IPv6Address(text) else {
        throw .invalidParameter(text, "ipv6Addresses", "This is not a valid IPv6 address.")
      }
      addresses.append(address)
    }
  }
}

/// An IPv6 address as calls give it.
package struct IPv6AddressMember: Codable, Sendable { package var ipv6Address: String? }

extension AWSError {
  /// The refusal of IPv6 in a subnet that has none.
  static func noIPv6Block(_ subnet: SubnetID) -> AWSError {
    AWSError("InvalidParameterValue", "The subnet '\(subnet)' does not have an IPv6 CIDR block.")
  }
}

extension World {
  /// Throws unless a subnet can give the addresses that are wished to an interface that has some already.
  ///
  /// - Parameter type: the type of the instance that has the interface; `nil` while none has.
  func check(_ wish: IPv6Wish, in subnet: Subnet, having present: Int = 0, type: String?) throws(AWSError) {
    let count = wish.count ?? wish.addresses.count
    guard count > 0 else { return }
    guard let block = subnet.ipv6Block?.block else { throw .noIPv6Block(subnet.id) }
    let most = Self.mostAddresses(onInterfaceOf: type)
    guard present + count <= most else {
      throw AWSError(
        "PrivateIpAddressLimitExceeded",
        "Number of IPv6 addresses will exceed the limit of \(most)\(type.map { " for \($0)" } ?? "").")
    }
    let used = ipv6AddressesInUse(in: subnet.vpc)
    for (index, address) in wish.addresses.enumerated() {
      guard block.contains(address) else {
        throw AWSError(
          "InvalidParameterValue", "Address \(address) does not fall within the subnet's address range")
      }
      guard !used.contains(address), !wish.addresses[..<index].contains(address) else {
        throw AWSError("InvalidIPAddress.InUse", "Address \(address) is in use.")
      }
    }
  }

  /// The addresses of a wish that was checked; one where nothing is wished and the subnet gives one unasked.
  ///
  /// They are drawn from the interface's id, so that no other draw moves.
  func ipv6Addresses(
    _ wish: IPv6Wish, in subnet: Subnet, for interface: NetworkInterfaceID
  ) -> [IPv6Address] {
    guard wish.addresses.isEmpty, let block = subnet.ipv6Block?.block else { return wish.addresses }
    let count = wish.count ?? (subnet.assignsIPv6AddressOnCreation ? 1 : 0)
    guard count > 0 else { return [] }
    let used = ipv6AddressesInUse(in: subnet.vpc)
    var drawn: [IPv6Address] = []
    var bits = interface.bits
    while drawn.count < count {
      bits = Draws.mix(bits &+ 1)
      let address = IPv6Address(high: block.base.high, low: bits)
      if bits > 4, !used.contains(address), !drawn.contains(address) { drawn.append(address) }
    }
    return drawn
  }

  /// The addresses that something in a VPC has.
  private func ipv6AddressesInUse(in vpc: VPCID) -> Set<IPv6Address> {
    var used: Set<IPv6Address> = []
    for (_, row) in ec2.instances where row.vpc == vpc && row.state != .terminated {
      used.formUnion(row.ipv6Addresses)
    }
    for (_, row) in ec2.networkInterfaces where row.vpc == vpc { used.formUnion(row.ipv6Addresses) }
    return used
  }

  /// Whether something in a subnet has an IPv6 address.
  func usesIPv6(_ subnet: SubnetID) -> Bool {
    ec2.instances.contains {
      $0.row.subnet == subnet && $0.row.state != .terminated && !$0.row.ipv6Addresses.isEmpty
    } || ec2.networkInterfaces.contains { $0.row.subnet == subnet && !$0.row.ipv6Addresses.isEmpty }
  }

  /// How many IPv6 addresses an interface of a type holds, by the size of the type (DescribeInstanceTypes data of t3 and
  /// m5; TEACH for other families); 50 while no instance has it.
  private static func mostAddresses(onInterfaceOf type: String?) -> Int {
    guard let type else { return 50 }
    return switch type.drop(while: { $0 != "." }).dropFirst() {
    case "nano", "micro": 2
    case "small": 4
    case "medium": 6
    case "large": 10
    case "xlarge", "2xlarge": 15
    case "4xlarge", "8xlarge", "12xlarge": 30
    default: 50
    }
  }

  /// A range of the VPC's that a subnet is to have.
  ///
  /// - Throws: AWS's errors for a range outside the VPC's, of another length than /44, /48 … /64, or of another subnet.
  func subnetIPv6Block(_ text: String, in vpc: VPC) throws(AWSError) -> IPv6Block {
    guard let block = IPv6Block(text) else {
      throw .invalidParameter(text, "ipv6CidrBlock", "This is not a valid IPv6 CIDR block.")
    }
    guard (44...64).contains(block.prefixLength), block.prefixLength.isMultiple(of: 4),
      vpc.ipv6Blocks.contains(where: { $0.block.contains(block) })
    else { throw AWSError("InvalidSubnet.Range", "The CIDR '\(text)' is invalid.") }
    let taken = ec2.subnets.contains {
      $0.row.vpc == vpc.id && $0.row.ipv6Block?.block.overlaps(block) ?? false
    }
    guard !taken else {
      throw AWSError("InvalidSubnet.Conflict", "The CIDR '\(text)' conflicts with another subnet")
    }
    return block
  }

  /// Gives a VPC a /56 of AWS's addresses that no other VPC of this world has had.
  @discardableResult
  mutating func addIPv6Block(to vpc: VPCID) -> BlockAssociation<VPCBlockKind, IPv6Block>? {
    guard let row = ec2.vpcs[vpc] else { return nil }
    let pool = Self.ipv6Pool(of: row.region)
    var block: IPv6Block
    repeat {
      let fixed = UInt64.max << UInt64(64 - pool.prefixLength)
      let high = pool.base.high & fixed | nextBits() & ~fixed
      block = IPv6Block(base: IPv6Address(high: high, low: 0), prefixLength: 56)
    } while ec2.vpcs.contains { $0.row.ipv6Blocks.contains { $0.block == block } }
    let association = BlockAssociation<VPCBlockKind, IPv6Block>(id: nextID(), block: block)
    ec2.vpcs.update(vpc) { $0.ipv6Blocks.append(association) }
    revision.access += 1
    return association
  }

  /// Ranges of AWS that a Region's VPCs get theirs from; in AWS a Region has more.
  // Simplified: public-address-ranges
  private static func ipv6Pool(of region: Region) -> IPv6Block {
    func block(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ length: Int) -> IPv6Block {
      IPv6Block(
        base: IPv6Address(high: first << 48 | second << 32 | third << 16, low: 0), prefixLength: length)
    }
    return switch region.rawValue {
    case "ap-northeast-2": block(0x2406, 0xDA12, 0, 36)
    case "ap-northeast-1": block(0x2406, 0xDA14, 0, 36)
    case "us-east-1": block(0x2600, 0x1F18, 0, 33)
    case "us-east-2": block(0x2600, 0x1F16, 0, 36)
    case "us-west-2": block(0x2600, 0x1F14, 0, 35)
    default: block(0x2A05, 0xD018, 0, 36)
    }
  }
}
