package import EventKernel

/// An interface as the calls show it.
package struct NetworkInterfaceShape: Encodable, Sendable {
  package var association: InstanceShape.Association?
  package var attachment: Attachment?
  package var availabilityZone: String
  package var connectionTrackingConfiguration: ConnectionTracking?
  package var description: String
  package var groups: [GroupIdentifier]
  package var interfaceType = "interface"
  package var ipv6Addresses: [IPv6] = []
  package var macAddress: String
  package var networkInterfaceId: String
  package var ownerId = Account.id
  package var privateDnsName: String
  package var privateIpAddress: String
  package var privateIpAddresses: [Address]
  package var requesterId: String?
  package var requesterManaged = false
  package var sourceDestCheck = true
  package var status: String
  package var subnetId: String
  package var tagSet: [Tags.Tag] = []
  package var vpcId: String
  package var ipv6Address: String?
  package var availabilityZoneId: String?

  /// The place of an interface.
  package struct Attachment: Encodable, Sendable {
    package var attachTime: Instant?
    package var attachmentId: String
    package var deleteOnTermination: Bool
    package var deviceIndex: Int
    package var networkCardIndex = 0
    package var instanceId: String?
    package var instanceOwnerId: String
    package var status = "attached"
  }

  /// One of its addresses.
  package struct Address: Encodable, Sendable {
    package var association: InstanceShape.Association?
    package var primary = true
    package var privateDnsName: String
    package var privateIpAddress: String
  }

  /// One of its IPv6 addresses.
  package struct IPv6: Encodable, Sendable {
    package var ipv6Address: String
    package var isPrimaryIpv6 = false
  }

  /// The common part.
  private init(
    id: String, subnet: SubnetID, vpc: VPCID, address: IPv4Address, groups: [SecurityGroupID],
    description: String,
    in world: World
  ) {
    let zone = world.ec2.subnets[subnet]?.zone ?? Zone(rawValue: "")
    let region = zone.region.rawValue
    let domain = region == "us-east-1" ? "ec2.internal" : "\(region).compute.internal"
    availabilityZone = zone.rawValue
    availabilityZoneId = world.catalog.id(of: zone)
    self.description = description
    self.groups = groups.map {
      GroupIdentifier(groupId: "\($0)", groupName: world.ec2.securityGroups[$0]?.name ?? "")
    }
    // The address in hexadecimal behind two octets that mark a card of no maker.
    macAddress = Self.hardwareAddress(of: address)
    networkInterfaceId = id
    privateDnsName = "ip-\(address.hyphened).\(domain)"
    privateIpAddress = "\(address)"
    privateIpAddresses = [Address(privateDnsName: privateDnsName, privateIpAddress: privateIpAddress)]
    status = "in-use"
    subnetId = "\(subnet)"
    vpcId = "\(vpc)"
  }

  /// The hardware address of the interface with a private address.
  static func hardwareAddress(of address: IPv4Address) -> String {
    let digits = String(address.bits, radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.utf8.count) + digits
    return "06:a1:"
      + stride(from: 0, to: 8, by: 2).map { String(padded.dropFirst($0).prefix(2)) }.joined(separator: ":")
  }

  init(_ row: NetworkInterface, in world: World) {
    self.init(
      id: "\(row.id)", subnet: row.subnet, vpc: row.vpc, address: row.address, groups: row.groups,
      description: row.description, in: world)
    attachment = row.attachment.map {
      Attachment(
        attachTime: $0.since, attachmentId: "\($0.id)", deleteOnTermination: $0.deletesOnTermination,
        deviceIndex: $0.deviceIndex, instanceId: "\($0.instance)", instanceOwnerId: Account.id)
    }
    connectionTrackingConfiguration = row.tracking
    interfaceType = row.kind
    setIPv6(row.ipv6Addresses)
    sourceDestCheck = row.checksSourceAndDestination
    status = row.attachment == nil ? "available" : "in-use"
    tagSet = row.tags.all
  }

  init(primaryOf instance: Instance, in world: World) {
    self.init(
      id: "\(instance.networkInterface)", subnet: instance.subnet, vpc: instance.vpc,
      address: instance.privateAddress, groups: instance.securityGroups,
      description: instance.interfaceDescription, in: world)
    attachment = Attachment(
      attachTime: instance.launchTime,
      attachmentId: "\(NetworkInterfaceAttachmentID(bits: Draws.mix(instance.id.bits)))",
      deleteOnTermination: !instance.keepsInterface,
      deviceIndex: 0, instanceId: "\(instance.id)", instanceOwnerId: Account.id)
    setIPv6(instance.ipv6Addresses)
    sourceDestCheck = instance.checksSourceAndDestination
    setPublic(
      instance.publicAddress, owner: world.elasticAddress(of: instance.id) == nil ? "amazon" : Account.id,
      name: world.publicDNSName(of: instance))
  }

  /// The interface of something that AWS runs for the account.
  init(
    of description: String, by requester: String, seed: UInt64, subnet: SubnetID, vpc: VPCID,
    address: IPv4Address,
    publicAddress: IPv4Address?, groups: [SecurityGroupID], in world: World
  ) {
    self.init(
      id: "\(NetworkInterfaceID(bits: Draws.mix(seed)))", subnet: subnet, vpc: vpc, address: address,
      groups: groups, description: description, in: world)
    attachment = Attachment(
      attachmentId: "\(NetworkInterfaceAttachmentID(bits: Draws.mix(seed &+ 1)))", deleteOnTermination: false,
      deviceIndex: 1, instanceOwnerId: requester)
    requesterId = requester
    requesterManaged = true
    setPublic(publicAddress, owner: requester, name: nil)
  }

  private mutating func setIPv6(_ addresses: [IPv6Address]) {
    ipv6Addresses = addresses.map { IPv6(ipv6Address: "\($0)") }
    ipv6Address = ipv6Addresses.first?.ipv6Address
  }

  private mutating func setPublic(_ address: IPv4Address?, owner: String, name: String?) {
    guard let address else { return }
    association = InstanceShape.Association(
      ipOwnerId: owner, publicDnsName: name ?? "", publicIp: "\(address)")
    privateIpAddresses[0].association = association
  }
}
