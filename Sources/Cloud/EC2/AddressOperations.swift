import EventKernel

/// Elastic IP addresses.
enum AddressOperations {
  static let all: [any Operation.Type] = [
    AllocateAddress.self, AssociateAddress.self, DisassociateAddress.self, ReleaseAddress.self,
    DescribeAddresses.self,
  ]
}

/// Gives the account an address of its own.
package enum AllocateAddress: EC2Operation {
  package static let name = "AllocateAddress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var domain: String?
    var address: String?
    var networkBorderGroup: String?
    var publicIpv4Pool: String?
    var ipamPoolId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var allocationId: String
    package var publicIpv4Pool = "amazon"
    package var networkBorderGroup: String
    package var domain = "vpc"
    package var publicIp: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.domain ?? "vpc" == "vpc" else {
      throw .invalidParameter(input.domain ?? "", "domain", "Supported value is vpc.")
    }
    try context.region.checkBorderGroup(input.networkBorderGroup)
    try AddressPools.check(ipam: input.ipamPoolId, netmask: nil, owned: nil)
    if let pool = input.publicIpv4Pool, pool != "amazon" {
      throw AWSError(
        "InvalidPublicIpv4PoolID.NotFound", "The public IPv4 pool ID '\(pool)' does not exist")
    }
    let again = try input.address.map { text throws(AWSError) in
      try world.releasedAddress(text, in: context.region)
    }
    let tags = try Tags.of(input.tagSpecifications, for: "elastic-ip")
    // facts: vpc.eip.per_region
    guard world.ec2.addresses.filter({ $0.row.region == context.region }).count < 5 else {
      throw AWSError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
    }
    if let again { world.ec2.releasedAddresses[again] = nil }
    let address = ElasticAddress(
      id: world.nextID(), region: context.region,
      address: again ?? world.drawPublicAddress(in: context.region), association: nil, holder: nil, tags: tags
    )
    world.ec2.addresses[address.id] = address
    return Output(
      allocationId: "\(address.id)", networkBorderGroup: context.region.rawValue,
      publicIp: "\(address.address)")
  }
}

/// Puts an Elastic IP on an instance, which its first network interface can name too.
// Simplified: address-of-other-interface
package enum AssociateAddress: EC2Operation {
  package static let name = "AssociateAddress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var allocationId: String?
    var publicIp: String?
    var instanceId: String?
    var networkInterfaceId: String?
    var privateIpAddress: String?
    var allowReassociation: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var associationId: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let address = try world.elasticAddress(input.allocationId, input.publicIp, in: context.region)
    let instance = try world.instance(namedIn: input, in: context.region)
    guard instance.state != .pending || input.instanceId == nil else {
      throw AWSError(
        "InvalidInstanceID",
        "The pending instance '\(instance.id)' is not in a valid state for this operation.")
    }
    guard [.pending, .running, .stopping, .stopped].contains(instance.state) else {
      throw .incorrectState(instance.id, "associated")
    }
    guard world.ec2.internetGateways.contains(where: { $0.row.vpc == instance.vpc }) else {
      throw AWSError(
        "Gateway.NotAttached", "Network \(instance.vpc) is not attached to any internet gateway")
    }
    if let held = address.holder, held != .instance(instance.id),
      address.instance == nil || input.allowReassociation == false
    {
      throw AWSError(
        "Resource.AlreadyAssociated",
        "resource \(address.id) is already associated with associate-id "
          + "\(address.association.map { "\($0)" } ?? "")")
    }
    if let held = world.elasticAddress(of: instance.id), held.id == address.id, let same = held.association {
      return Output(associationId: "\(same)")
    }
    if let other = world.elasticAddress(of: instance.id) { world.disassociate(other.id) }
    world.disassociate(address.id)
    let association = world.hold(address.id, by: .instance(instance.id))
    world.ec2.instances.update(instance.id) { $0.publicAddress = address.address }
    world.revision.instances += 1
    world.revision.dns += 1
    return Output(associationId: "\(association)")
  }
}

extension World {
  /// An Elastic IP that the account gave back, and that nobody else has got since.
  fileprivate func releasedAddress(_ text: String, in region: Region) throws(AWSError) -> IPv4Address {
    guard let address = IPv4Address(text) else {
      throw .invalidParameter(text, "address", "Invalid IPv4 address.")
    }
    guard ec2.releasedAddresses[address] == region else {
      throw AWSError("InvalidAddress.NotFound", "Address '\(text)' not found.")
    }
    return address
  }

  /// The instance that a call names by its id or by its first network interface.
  fileprivate func instance(
    namedIn input: AssociateAddress.Input, in region: Region
  ) throws(AWSError) -> Instance {
    let found: Instance
    switch (input.instanceId, input.networkInterfaceId) {
    case (let text?, nil): found = try instance(text, in: region)
    case (nil, let text?):
      guard let owner = primaryHolder(of: text, in: region) else {
        _ = try networkInterface(text, in: region)
        throw .notModelled("NetworkInterfaceId", "of a further interface")
      }
      found = owner
    case (nil, nil):
      throw AWSError(
        "MissingParameter", "Either the instance ID or the network interface ID must be specified.")
    case (_?, _?):
      throw AWSError(
        "InvalidParameterCombination",
        "You may specify either the instance ID or the network interface ID, but not both.")
    }
    if let address = input.privateIpAddress, address != "\(found.privateAddress)" {
      throw AWSError(
        "InvalidParameterValue",
        "Invalid value '\(address)' for PrivateIpAddress: it is not assigned to \(found.networkInterface).")
    }
    return found
  }
}

/// Takes an Elastic IP off its instance.
package enum DisassociateAddress: EC2Operation {
  package static let name = "DisassociateAddress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var associationId: String?
    var publicIp: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    if let text = input.associationId {
      let found = world.ec2.addresses.first { _, address in
        address.region == context.region && address.association.map { "\($0)" == text } ?? false
      }
      guard let found else {
        throw AWSError(
          "InvalidAssociationID.NotFound", "The association ID '\(text)' does not exist")
      }
      try found.row.checkOwner()
      world.disassociate(found.id)
    } else {
      let address = try world.elasticAddress(nil, input.publicIp, in: context.region)
      try address.checkOwner()
      world.disassociate(address.id)
    }
    return NoOutput()
  }
}

/// Gives an Elastic IP back.
package enum ReleaseAddress: EC2Operation {
  package static let name = "ReleaseAddress"

  package struct Input: Decodable, Sendable, DryRunnable {
    var allocationId: String?
    var publicIp: String?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let address = try world.elasticAddress(input.allocationId, input.publicIp, in: context.region)
    guard address.association == nil else {
      throw AWSError("InvalidIPAddress.InUse", "Address \(address.address) is in use.")
    }
    world.ec2.addresses[address.id] = nil
    world.ec2.releasedAddresses[address.address] = address.region
    return NoOutput()
  }
}

/// Lists Elastic IPs.
package enum DescribeAddresses: EC2Operation {
  package static let name = "DescribeAddresses"

  package struct Input: Decodable, Sendable, DryRunnable {
    var publicIps: [String]?
    var allocationIds: [String]?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var addresses: [AddressShape] }

  /// An Elastic IP as the call shows it.
  package struct AddressShape: Encodable, Sendable {
    package var allocationId: String
    package var associationId: String?
    package var domain = "vpc"
    package var networkInterfaceId: String?
    package var networkInterfaceOwnerId: String?
    package var privateIpAddress: String?
    package var tags: [Tags.Tag]?
    package var publicIpv4Pool = "amazon"
    package var networkBorderGroup: String
    package var instanceId: String?
    package var publicIp: String

    init(_ address: ElasticAddress, in world: World) {
      let instance = address.instance.flatMap { world.ec2.instances[$0] }
      allocationId = "\(address.id)"
      associationId = address.association.map { "\($0)" }
      networkInterfaceId = instance.map { "\($0.networkInterface)" }
      networkInterfaceOwnerId = instance.map { _ in Account.id }
      privateIpAddress = instance.map { "\($0.privateAddress)" }
      tags = address.tags.all.isEmpty ? nil : address.tags.all
      networkBorderGroup = address.region.rawValue
      instanceId = address.instance.map { "\($0)" }
      publicIp = "\(address.address)"
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.addresses.rows.filter { $0.region == context.region }
    let byID = try named(input.allocationIds, all: all) { id throws(AWSError) in
      try now.elasticAddress(id, nil, in: context.region)
    }
    let rows = try named(input.publicIps, all: byID) { ip throws(AWSError) in
      try now.elasticAddress(nil, ip, in: context.region)
    }
    let fields = FilterFields<AddressShape>(
      [
        "allocation-id": { $0.allocationId }, "association-id": { $0.associationId },
        "public-ip": { $0.publicIp }, "instance-id": { $0.instanceId }, "domain": { $0.domain },
        "private-ip-address": { $0.privateIpAddress }, "network-interface-id": { $0.networkInterfaceId },
        "network-interface-owner-id": { $0.networkInterfaceOwnerId },
        "network-border-group": { $0.networkBorderGroup },
      ], tags: { Tags($0.tags ?? []) })
    return Output(
      addresses: try fields.select(
        rows.map { AddressShape($0, in: now) }, input.filters, of: Self.self, in: now))
  }
}

extension ElasticAddress {
  /// Throws when a service holds the address, which gives it back only when its own resource goes.
  fileprivate func checkOwner() throws(AWSError) {
    guard holder == nil || instance != nil else {
      throw AWSError("AuthFailure", "You do not have permission to access the specified resource.")
    }
  }
}

extension World {
  /// Puts a free Elastic IP on something, and gives the association's id.
  @discardableResult
  mutating func hold(_ id: AllocationID, by holder: ElasticAddress.Holder) -> AddressAssociationID {
    let association = nextID(AddressAssociationKind.self)
    ec2.addresses.update(id) {
      $0.association = association
      $0.holder = holder
    }
    return association
  }

  /// Frees the Elastic IPs that something holds, as when it goes.
  mutating func releaseAddresses(heldBy holder: ElasticAddress.Holder) {
    for (id, address) in ec2.addresses where address.holder == holder {
      ec2.addresses.update(id) {
        $0.association = nil
        $0.holder = nil
      }
    }
  }

  /// The Elastic IP that a call names by its allocation id or its address.
  func elasticAddress(_ id: String?, _ address: String?, in region: Region) throws(AWSError)
    -> ElasticAddress
  {
    if let id {
      guard let parsed = AllocationID(id), let row = ec2.addresses[parsed], row.region == region else {
        throw .notFound("InvalidAllocationID", "allocation ID", id)
      }
      return row
    }
    guard let address else {
      throw AWSError(
        "MissingParameter", "Either public IP or allocation ID must be specified in the request.")
    }
    let found = ec2.addresses.first { $0.row.region == region && "\($0.row.address)" == address }
    guard let found else {
      throw AWSError("InvalidAddress.NotFound", "Address '\(address)' not found.")
    }
    return found.row
  }

  /// Takes an Elastic IP off its instance, which gets an automatic address if it is meant to have one and runs.
  mutating func disassociate(_ id: AllocationID) {
    guard let address = ec2.addresses[id], let instance = address.instance else { return }
    ec2.addresses.update(id) {
      $0.association = nil
      $0.holder = nil
    }
    guard let row = ec2.instances[instance] else { return }
    let isUp = row.state == .running || row.state == .pending
    let automatic = row.wantsPublicAddress && isUp ? drawPublicAddress(in: row.zone.region) : nil
    ec2.instances.update(instance) { $0.publicAddress = automatic }
    revision.instances += 1
    revision.dns += 1
  }
}
