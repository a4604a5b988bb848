import EventKernel

extension World {
  /// Gives the account in these Regions what every account has: a default VPC with a public subnet in each zone, its
  /// Internet gateway, main route table and default security group, and the public images.
  ///
  /// Regions that the catalog does not know, and those that are open already, stay as they are. Call it before
  /// anything else happens in the world, since ids are drawn in the order of what is made.
  package mutating func openAccount(in regions: [Region]) {
    for region in regions where catalog.region(region) != nil && !ec2.openRegions.contains(region) {
      ec2.openRegions.append(region)
      openImages(in: region)
      makeDefaultVPC(in: region)
      openOtherImages(in: region)
    }
  }

  /// Opens the account in a Region at the first call that goes there, as every Region that needs no opt-in is open.
  ///
  /// Its ids are drawn by its name, so that a world is the same whether and whenever it is entered.
  mutating func enter(_ region: Region) {
    guard !ec2.openRegions.contains(region), catalog.region(region)?.needsOptIn == false else { return }
    drawingIDs(by: region.rawValue) { $0.openAccount(in: [region]) }
  }

  /// Makes the default VPC `172.31.0.0/16` with a /20 subnet in each zone (facts: VPC User Guide, default VPC).
  @discardableResult
  mutating func makeDefaultVPC(in region: Region) -> VPCID {
    let base: UInt32 = 172 << 24 | 31 << 16
    let vpc = makeVPC(CIDRBlock(base: base, prefixLength: 16), in: region, isDefault: true, tags: Tags())
    for (index, zone) in catalog.zones(in: region).enumerated() {
      let id = nextID(SubnetKind.self)
      ec2.subnets[id] = Subnet(
        id: id, vpc: vpc, zone: zone.zone,
        cidr: CIDRBlock(base: base + UInt32(index) << 12, prefixLength: 20), isDefaultForZone: true,
        mapsPublicAddressOnLaunch: true, allocatedAddresses: 0, tags: Tags())
    }
    let gateway = nextID(InternetGatewayKind.self)
    ec2.internetGateways[gateway] = InternetGateway(id: gateway, region: region, vpc: vpc, tags: Tags())
    if let table = mainRouteTable(of: vpc) {
      ec2.routeTables.update(table.id) {
        $0.routes.append(
          RouteTable.Route(
            destination: .ipv4(CIDRBlock(base: 0, prefixLength: 0)), target: .internetGateway(gateway)))
      }
    }
    revision.access += 1
    return vpc
  }

  /// Makes a VPC with its main route table and default security group.
  mutating func makeVPC(_ cidr: CIDRBlock, in region: Region, isDefault: Bool, tags: Tags) -> VPCID {
    let id = nextID(VPCKind.self)
    ec2.vpcs[id] = VPC(
      id: id, region: region, cidr: cidr, isDefault: isDefault, enablesDNSHostnames: isDefault,
      enablesDNSSupport: true, tags: tags)
    let table = nextID(RouteTableKind.self)
    ec2.routeTables[table] = RouteTable(
      id: table, vpc: id, mainAssociation: nextID(), associations: Table(), routes: [], tags: Tags())
    makeDefaultNetworkACL(of: id)
    let group = nextID(SecurityGroupKind.self)
    let fromItself = SecurityGroup.Rule(
      id: nextID(), isEgress: false, protocolName: "-1", ports: nil, peer: .group(group), description: nil,
      tags: Tags())
    ec2.securityGroups[group] = SecurityGroup(
      id: group, vpc: id, name: "default", description: "default VPC security group",
      rules: [fromItself, outboundToEverywhere()], tags: Tags())
    return id
  }

  /// The rule that every new group has: everything may go out (facts: EC2 2.10).
  mutating func outboundToEverywhere() -> SecurityGroup.Rule {
    SecurityGroup.Rule(
      id: nextID(), isEgress: true, protocolName: "-1", ports: nil,
      peer: .cidr(CIDRBlock(base: 0, prefixLength: 0)), description: nil, tags: Tags())
  }
}
