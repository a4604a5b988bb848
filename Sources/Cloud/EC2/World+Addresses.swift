import EventKernel

extension World {
  /// A public address of the Region's block that was never given out in this world.
  mutating func drawPublicAddress(in region: Region) -> IPv4Address {
    let block = Self.publicBlock(of: region)
    while true {
      let address = IPv4Address(bits: block.base + UInt32(nextBits() % block.size))
      let last = address.bits & 255
      guard last != 0, last != 255, ec2.givenAddresses[address] == nil else { continue }
      ec2.givenAddresses[address] = true
      return address
    }
  }

  /// Ranges of AWS that addresses are drawn from; in AWS a Region has many more.
  // Simplified: public-address-ranges
  private static func publicBlock(of region: Region) -> CIDRBlock {
    func block(_ first: UInt32, _ second: UInt32, _ length: Int) -> CIDRBlock {
      CIDRBlock(base: first << 24 | second << 16, prefixLength: length)
    }
    return switch region.rawValue {
    case "ap-northeast-2": block(3, 34, 15)
    case "ap-northeast-1": block(3, 112, 14)
    case "us-east-1": block(3, 208, 12)
    default: block(18, 128, 9)
    }
  }

  /// The next free private address of a subnet, from the fifth on; `nil` when none is left.
  ///
  /// The first four and the last address of a subnet are AWS's own (facts: VPC User Guide, subnet sizing).
  mutating func takePrivateAddress(in subnet: SubnetID) -> IPv4Address? {
    guard let row = ec2.subnets[subnet], row.cidr.size > 5 else { return nil }
    let capacity = Int(row.cidr.size) - 5
    let used = privateAddressesInUse(in: subnet)
    for step in 0..<min(capacity, used.count + 1) {
      let offset = (row.allocatedAddresses + step) % capacity
      let address = IPv4Address(bits: row.cidr.base + 4 + UInt32(offset))
      guard !used.contains(address) else { continue }
      ec2.subnets.update(subnet) { $0.allocatedAddresses = offset + 1 }
      return address
    }
    return nil
  }

  /// How many addresses of a subnet are free.
  func freeAddresses(in subnet: Subnet) -> Int {
    max(0, Int(subnet.cidr.size) - 5 - privateAddressesInUse(in: subnet.id).count)
  }

  /// Whether an address of a subnet can be given out: not one of AWS's own, and nobody has it.
  func isFree(_ address: IPv4Address, in subnet: Subnet) -> Bool {
    guard subnet.cidr.contains(address), address.bits >= subnet.cidr.base + 4,
      UInt64(address.bits - subnet.cidr.base) < UInt64(subnet.cidr.size) - 1
    else { return false }
    return !privateAddressesInUse(in: subnet.id).contains(address)
  }

  private func privateAddressesInUse(in subnet: SubnetID) -> Set<IPv4Address> {
    var used: Set<IPv4Address> = []
    for (_, instance) in ec2.instances where instance.subnet == subnet && instance.state != .terminated {
      used.insert(instance.privateAddress)
    }
    for (_, row) in ec2.networkInterfaces where row.subnet == subnet { used.insert(row.address) }
    for (_, balancer) in loadBalancing.loadBalancers {
      for node in balancer.nodes where node.subnet == subnet { used.insert(node.privateAddress) }
    }
    for (_, gateway) in ec2.natGateways where gateway.subnet == subnet && gateway.standsInSubnet {
      used.insert(gateway.privateAddress)
    }
    for (_, endpoint) in ec2.vpcEndpoints {
      for interface in endpoint.interfaces where interface.subnet == subnet { used.insert(interface.address) }
    }
    guard let row = ec2.subnets[subnet] else { return used }
    for (_, database) in rds.instances where database.vpc == row.vpc {
      used.formUnion([database.address] + (database.standbyAddress.map { [$0] } ?? []))
    }
    for (_, group) in elastiCache.replicationGroups where group.vpc == row.vpc {
      used.formUnion(group.addresses)
    }
    return used.filter(row.cidr.contains)
  }
}
