package import EventKernel

/// A network card that was made on its own; instances, load balancers and the like bring theirs with them.
package struct NetworkInterface: Sendable, Equatable {
  /// Its place at an instance.
  package struct Attachment: Sendable, Equatable {
    package let id: NetworkInterfaceAttachmentID
    package let instance: InstanceID
    package let deviceIndex: Int
    package let since: Instant
    package var deletesOnTermination: Bool
  }

  package let id: NetworkInterfaceID
  package let subnet: SubnetID
  package let vpc: VPCID
  package let zone: Zone
  package let address: IPv4Address
  package var groups: [SecurityGroupID]
  package var description: String
  package var checksSourceAndDestination = true
  package var attachment: Attachment?
  package var tags: Tags
  /// `interface`, or `efa` for one that only instances made for it take.
  package var kind = "interface"
  package var ipv6Addresses: [IPv6Address] = []
  /// How long connections that are idle are remembered, where it was told.
  package var tracking: ConnectionTracking?
}

/// How long the firewall around an interface remembers connections over which nothing comes, in seconds.
// Simplified: connection-tracking
package struct ConnectionTracking: Codable, Sendable, Equatable {
  package var tcpEstablishedTimeout: Int?
  package var udpStreamTimeout: Int?
  package var udpTimeout: Int?

  /// Throws unless the times are those that EC2 takes (EC2 User Guide: security group connection tracking).
  func check() throws(AWSError) {
    func check(_ value: Int?, _ name: String, _ bounds: ClosedRange<Int>) throws(AWSError) {
      guard let value, !bounds.contains(value) else { return }
      throw .invalidParameter(
        "\(value)", name, "Expecting a value between \(bounds.lowerBound) and \(bounds.upperBound).")
    }
    try check(tcpEstablishedTimeout, "TcpEstablishedTimeout", 60...432_000)
    try check(udpStreamTimeout, "UdpStreamTimeout", 60...180)
    try check(udpTimeout, "UdpTimeout", 30...60)
  }
}

extension World {
  /// The interfaces of a Region as the calls show them: the account's own, then those that came with something else.
  func interfaceShapes(in region: Region) -> [NetworkInterfaceShape] {
    var shapes = ec2.networkInterfaces.rows.filter { $0.zone.region == region }.map {
      NetworkInterfaceShape($0, in: self)
    }
    for (_, instance) in ec2.instances
    where instance.zone.region == region && ![.shuttingDown, .terminated].contains(instance.state) {
      shapes.append(NetworkInterfaceShape(primaryOf: instance, in: self))
    }
    for (id, balancer) in loadBalancing.loadBalancers where balancer.region == region {
      for (index, node) in balancer.nodes.enumerated() {
        let name = "ELB \(balancer.kind == .application ? "app" : "net")/\(balancer.name)/\(id.hexadecimal)"
        shapes.append(
          NetworkInterfaceShape(
            of: name, by: "amazon-elb", seed: id.bits &+ UInt64(index), subnet: node.subnet,
            vpc: balancer.vpc,
            address: node.privateAddress, publicAddress: balancer.isInternetFacing ? node.address : nil,
            groups: balancer.securityGroups, in: self))
      }
    }
    for (id, gateway) in ec2.natGateways where gateway.region == region && gateway.standsInSubnet {
      shapes.append(
        NetworkInterfaceShape(
          of: "Interface for NAT Gateway \(id)", by: "amazon-nat", seed: id.bits, subnet: gateway.subnet,
          vpc: gateway.vpc, address: gateway.privateAddress, publicAddress: gateway.publicAddress, groups: [],
          in: self))
    }
    for (_, endpoint) in ec2.vpcEndpoints where endpoint.region == region {
      for (index, interface) in endpoint.interfaces.enumerated() {
        shapes.append(
          NetworkInterfaceShape(
            of: "VPC Endpoint Interface \(endpoint.id)", by: "amazon-vpce",
            seed: endpoint.seed(ofInterface: index), subnet: interface.subnet, vpc: endpoint.vpc,
            address: interface.address, publicAddress: nil, groups: endpoint.securityGroups, in: self))
      }
    }
    for (_, database) in rds.instances where database.region == region {
      guard
        let subnet = ec2.subnets.first(where: {
          $0.row.vpc == database.vpc && $0.row.cidr.contains(database.address)
        })
      else { continue }
      shapes.append(
        NetworkInterfaceShape(
          of: "RDSNetworkInterface", by: "amazon-rds", seed: UInt64(database.address.bits) << 7,
          subnet: subnet.id,
          vpc: database.vpc, address: database.address, publicAddress: database.publicAddress,
          groups: database.securityGroups, in: self))
    }
    return shapes
  }

  /// The interfaces of an instance: that of its launch, and those attached to it by their devices.
  func interfaceShapes(of instance: Instance) -> [NetworkInterfaceShape] {
    let attached = ec2.networkInterfaces.rows.filter { $0.attachment?.instance == instance.id }
      .sorted { ($0.attachment?.deviceIndex ?? 0) < ($1.attachment?.deviceIndex ?? 0) }
    return [NetworkInterfaceShape(primaryOf: instance, in: self)]
      + attached.map { NetworkInterfaceShape($0, in: self) }
  }

  /// The instance whose launch brought an interface, by a call's text.
  func primaryHolder(of text: String, in region: Region) -> Instance? {
    ec2.instances.first { "\($0.row.networkInterface)" == text && $0.row.zone.region == region }?.row
  }

  /// An interface that the account made, by a call's text.
  func networkInterface(_ text: String, in region: Region) throws(AWSError) -> NetworkInterface {
    let id = try NetworkInterfaceID.parse(text, else: "InvalidNetworkInterfaceID", "networkInterface ID")
    if let row = ec2.networkInterfaces[id], row.zone.region == region { return row }
    if interfaceShapes(in: region).contains(where: { $0.networkInterfaceId == text }) {
      throw AWSError(
        "OperationNotPermitted",
        "The network interface '\(text)' belongs to another resource and cannot be changed by itself.")
    }
    throw .notFound("InvalidNetworkInterfaceID", "networkInterface ID", text)
  }

  /// What a terminated instance does to the interfaces that were attached to it.
  mutating func releaseInterfaces(of instance: InstanceID) {
    for (id, row) in ec2.networkInterfaces where row.attachment?.instance == instance {
      if row.attachment?.deletesOnTermination == true {
        ec2.networkInterfaces[id] = nil
      } else {
        ec2.networkInterfaces.update(id) { $0.attachment = nil }
      }
    }
    guard let row = ec2.instances[instance], row.keepsInterface else { return }
    var kept = NetworkInterface(
      id: row.networkInterface, subnet: row.subnet, vpc: row.vpc, zone: row.zone, address: row.privateAddress,
      groups: row.securityGroups, description: "", tags: Tags())
    kept.checksSourceAndDestination = row.checksSourceAndDestination
    kept.ipv6Addresses = row.ipv6Addresses
    ec2.networkInterfaces[kept.id] = kept
  }
}
