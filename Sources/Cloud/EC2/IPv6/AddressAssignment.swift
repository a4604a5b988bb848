/// IPv6 addresses of interfaces that are there already.
enum AddressAssignmentOperations {
  static let all: [any Operation.Type] = [AssignIpv6Addresses.self, UnassignIpv6Addresses.self]
}

extension World {
  /// The addresses of an interface, whether it came with an instance or was made on its own, and where it is.
  fileprivate func ipv6Holder(
    _ text: String, in region: Region
  ) throws(AWSError) -> (
    interface: NetworkInterfaceID, subnet: SubnetID, addresses: [IPv6Address], type: String?
  ) {
    if let primary = primaryHolder(of: text, in: region) {
      return (primary.networkInterface, primary.subnet, primary.ipv6Addresses, primary.type)
    }
    let row = try networkInterface(text, in: region)
    let type = row.attachment.flatMap { ec2.instances[$0.instance]?.type }
    return (row.id, row.subnet, row.ipv6Addresses, type)
  }

  /// Gives the interface of an id other addresses.
  fileprivate mutating func setIPv6(_ addresses: [IPv6Address], of id: NetworkInterfaceID) {
    if let instance = ec2.instances.first(where: { $0.row.networkInterface == id }) {
      ec2.instances.update(instance.id) { $0.ipv6Addresses = addresses }
    }
    ec2.networkInterfaces.update(id) { $0.ipv6Addresses = addresses }
  }
}

/// Gives an interface IPv6 addresses of its subnet.
package enum AssignIpv6Addresses: EC2Operation {
  package static let name = "AssignIpv6Addresses"

  package struct Input: Decodable, Sendable {
    var networkInterfaceId: String?
    var ipv6Addresses: [String]?
    var ipv6AddressCount: Int?
  }

  package struct Output: Encodable, Sendable {
    package var assignedIpv6Addresses: [String]
    package var networkInterfaceId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.networkInterface, input.networkInterfaceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.networkInterfaceId else { throw .missingParameter("networkInterfaceId") }
    let holder = try world.ipv6Holder(text, in: context.region)
    let wish = try IPv6Wish(count: input.ipv6AddressCount, addresses: input.ipv6Addresses)
    guard wish.count ?? wish.addresses.count > 0 else { throw .missingParameter("ipv6AddressCount") }
    guard let subnet = world.ec2.subnets[holder.subnet] else {
      throw .notFound("InvalidSubnetID", "subnet ID", "\(holder.subnet)")
    }
    try world.check(wish, in: subnet, having: holder.addresses.count, type: holder.type)
    let given = world.ipv6Addresses(wish, in: subnet, for: holder.interface)
    world.setIPv6(holder.addresses + given, of: holder.interface)
    return Output(assignedIpv6Addresses: given.map { "\($0)" }, networkInterfaceId: text)
  }
}

/// Takes IPv6 addresses from an interface.
package enum UnassignIpv6Addresses: EC2Operation {
  package static let name = "UnassignIpv6Addresses"

  package struct Input: Decodable, Sendable {
    var networkInterfaceId: String?
    var ipv6Addresses: [String]?
  }

  package struct Output: Encodable, Sendable {
    package var networkInterfaceId: String
    package var unassignedIpv6Addresses: [String]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.networkInterface, input.networkInterfaceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.networkInterfaceId else { throw .missingParameter("networkInterfaceId") }
    let holder = try world.ipv6Holder(text, in: context.region)
    let wish = try IPv6Wish(count: nil, addresses: input.ipv6Addresses)
    guard !wish.addresses.isEmpty else { throw .missingParameter("ipv6Addresses") }
    for address in wish.addresses where !holder.addresses.contains(address) {
      throw .invalidParameter(
        "\(address)", "ipv6Addresses",
        "Some of the specified addresses are not assigned to interface \(text).")
    }
    world.setIPv6(holder.addresses.filter { !wish.addresses.contains($0) }, of: holder.interface)
    return Output(networkInterfaceId: text, unassignedIpv6Addresses: wish.addresses.map { "\($0)" })
  }
}
