import Cloud
import EventKernel
import Testing

/// IPv6 addresses of VPCs, subnets, instances and interfaces.
struct EC2IPv6Tests {
  /// A world with a VPC and a subnet that have IPv6 addresses.
  private static func world() throws -> (world: World, vpc: String, subnet: String, range: String) {
    var world = try TestWorld.make()
    let made = try world.ask(
      CreateVpc.self, #"{"cidrBlock": "10.6.0.0/16", "amazonProvidedIpv6CidrBlock": true}"#
    ).vpc
    #expect(made.ipv6CidrBlockAssociationSet?.first?.ipv6CidrBlock == "")
    let shown = try #require(
      try world.ask(DescribeVpcs.self, #"{"vpcIds": ["\#(made.vpcId)"]}"#).vpcs.first?
        .ipv6CidrBlockAssociationSet?.first)
    #expect(shown.ipv6CidrBlockState.state == "associated")
    #expect(shown.ipv6CidrBlock.hasSuffix("/56"))
    let range = shown.ipv6CidrBlock.replacing("/56", with: "/64")
    let subnet = try world.ask(
      CreateSubnet.self,
      #"{"vpcId": "\#(made.vpcId)", "cidrBlock": "10.6.0.0/24", "ipv6CidrBlock": "\#(range)"}"#
    ).subnet
    #expect(subnet.ipv6CidrBlockAssociationSet.first?.ipv6CidrBlock == range)
    return (world, made.vpcId, subnet.subnetId, range)
  }

  private static func launch(_ extra: String, in subnet: String, of world: inout World) throws
    -> InstanceShape
  {
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let shape = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1,
       "subnetId": "\(subnet)"\(extra)}
      """)
    return try #require(shape.instances.first)
  }

  @Test(arguments: ["2001:db8::1", "::", "1:2:3:4:5:6:7:8", "fe80::1:0:0:1", "2406:da12:0:ff00::"])
  func `an address is written as it is read`(text: String) throws {
    #expect(try #require(IPv6Address(text)).description == text)
  }

  @Test func `a block holds its addresses and no others`() throws {
    let block = try #require(IPv6Block("2001:db8:0:ff00::/56"))
    #expect(block.contains(try #require(IPv6Address("2001:db8:0:ffff::1"))))
    #expect(!block.contains(try #require(IPv6Address("2001:db8:1::1"))))
    #expect(block.contains(try #require(IPv6Block("2001:db8:0:ff12::/64"))))
    #expect(!block.contains(try #require(IPv6Block("2001:db8::/32"))))
    #expect(block.overlaps(try #require(IPv6Block("2001:db8::/32"))))
  }

  @Test func `a subnet's range lies in its VPC's and overlaps no other's`() throws {
    var (world, vpc, _, range) = try Self.world()
    func make(_ ipv6: String) -> String {
      #"{"vpcId": "\#(vpc)", "cidrBlock": "10.6.1.0/24", "ipv6CidrBlock": "\#(ipv6)"}"#
    }
    #expect(refusedCode { try world.ask(CreateSubnet.self, make(range)) } == "InvalidSubnet.Conflict")
    #expect(
      refusedCode { try world.ask(CreateSubnet.self, make("2001:db8::/64")) } == "InvalidSubnet.Range")
    #expect(refusedCode { try world.ask(CreateSubnet.self, make("10.6.0.0/64")) } == "InvalidParameterValue")
  }

  @Test func `instances get addresses of their subnet, which a stop leaves them`() throws {
    var (world, _, subnet, range) = try Self.world()
    let block = try #require(IPv6Block(range))
    let first = try Self.launch(#", "ipv6AddressCount": 2"#, in: subnet, of: &world)
    let addresses = try #require(first.networkInterfaces.first).ipv6Addresses.map(\.ipv6Address)
    #expect(addresses.count == 2)
    #expect(addresses.allSatisfy { IPv6Address($0).map(block.contains) ?? false })
    #expect(first.ipv6Address == addresses.first)
    let id = try #require(InstanceID(first.instanceId))
    world.wait(.minutes(2))
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(2))
    #expect(world.ec2.instances[id]?.ipv6Addresses.map { "\($0)" } == addresses)
    let taken = try #require(addresses.first)
    #expect(
      refusedCode {
        _ = try Self.launch(#", "ipv6Addresses": [{"ipv6Address": "\#(taken)"}]"#, in: subnet, of: &world)
      } == "InvalidIPAddress.InUse")
    #expect(
      refusedCode { _ = try Self.launch(#", "ipv6AddressCount": 3"#, in: subnet, of: &world) }
        == "PrivateIpAddressLimitExceeded")
  }

  @Test func `a subnet that assigns addresses gives one unasked, and one without a range none`() throws {
    var (world, _, subnet, _) = try Self.world()
    let assign = #"{"subnetId": "\#(subnet)", "assignIpv6AddressOnCreation": {"value": true}}"#
    #expect(try Self.launch("", in: subnet, of: &world).ipv6Address == nil)
    try world.ask(ModifySubnetAttribute.self, assign)
    #expect(try Self.launch("", in: subnet, of: &world).ipv6Address != nil)
    let plain = "\(try world.subnet("a"))"
    #expect(
      refusedCode { _ = try Self.launch(#", "ipv6AddressCount": 1"#, in: plain, of: &world) }
        == "InvalidParameterValue")
    #expect(
      refusedCode {
        try world.ask(
          ModifySubnetAttribute.self,
          #"{"subnetId": "\#(plain)", "assignIpv6AddressOnCreation": {"value": true}}"#)
      } == "InvalidParameterValue")
  }

  @Test func `ranges are given later, and taken away when nothing has an address of them`() throws {
    var (world, _, subnet, _) = try Self.world()
    let interface = try world.ask(
      CreateNetworkInterface.self, #"{"subnetId": "\#(subnet)", "ipv6AddressCount": 1}"#
    ).networkInterface
    let vpc = interface.vpcId
    let address = try #require(interface.ipv6Address)
    let row = try #require(SubnetID(subnet).flatMap { world.ec2.subnets[$0] })
    let ofSubnet = #"{"associationId": "\#(try #require(row.ipv6Block).id)"}"#
    let ofVPC =
      #"{"associationId": "\#(try #require(world.ec2.vpcs[row.vpc]?.ipv6Blocks.first).id)"}"#
    #expect(
      refusedCode { try world.ask(DisassociateSubnetCidrBlock.self, ofSubnet) } == "InvalidCidrBlock.InUse")
    let unassign =
      #"{"networkInterfaceId": "\#(interface.networkInterfaceId)", "ipv6Addresses": ["\#(address)"]}"#
    try world.ask(UnassignIpv6Addresses.self, unassign)
    #expect(refusedCode { try world.ask(UnassignIpv6Addresses.self, unassign) } == "InvalidParameterValue")
    #expect(refusedCode { try world.ask(DisassociateVpcCidrBlock.self, ofVPC) } == "InvalidCidrBlock.InUse")
    try world.ask(DisassociateSubnetCidrBlock.self, ofSubnet)
    try world.ask(DisassociateVpcCidrBlock.self, ofVPC)
    #expect(
      refusedCode { try world.ask(DisassociateVpcCidrBlock.self, ofVPC) }
        == "InvalidVpcCidrBlockAssociationID.NotFound")
    let again = #"{"vpcId": "\#(vpc)", "amazonProvidedIpv6CidrBlock": true}"#
    for _ in 0..<5 { try world.ask(AssociateVpcCidrBlock.self, again) }
    #expect(refusedCode { try world.ask(AssociateVpcCidrBlock.self, again) } == "CidrLimitExceeded")
  }

  @Test func `a VPC's further IPv4 range holds subnets and is a local route`() throws {
    var (world, vpc, _, _) = try Self.world()
    let add = #"{"vpcId": "\#(vpc)", "cidrBlock": "10.7.0.0/16"}"#
    try world.ask(AssociateVpcCidrBlock.self, add)
    #expect(refusedCode { try world.ask(AssociateVpcCidrBlock.self, add) } == "InvalidVpc.Range")
    let other = #"{"vpcId": "\#(vpc)", "cidrBlock": "192.168.0.0/16"}"#
    #expect(refusedCode { try world.ask(AssociateVpcCidrBlock.self, other) } == "InvalidVpc.Range")
    try world.ask(CreateSubnet.self, #"{"vpcId": "\#(vpc)", "cidrBlock": "10.7.1.0/24"}"#)
    let table = try #require(
      try world.ask(
        DescribeRouteTables.self, #"{"filters": [{"name": "vpc-id", "values": ["\#(vpc)"]}]}"#
      ).routeTables.first)
    #expect(table.routes.filter { $0.gatewayId == "local" }.count == 3)
    #expect(table.routes.contains { $0.destinationCidrBlock == "10.7.0.0/16" })
  }

  @Test func `IPv6 leaves a VPC by an egress-only gateway, which takes no IPv4`() throws {
    var (world, vpc, _, _) = try Self.world()
    let gateway = try world.ask(CreateEgressOnlyInternetGateway.self, #"{"vpcId": "\#(vpc)"}"#)
      .egressOnlyInternetGateway.egressOnlyInternetGatewayId
    let table = try world.ask(CreateRouteTable.self, #"{"vpcId": "\#(vpc)"}"#).routeTable.routeTableId
    func route(_ destination: String) -> String {
      #"{"routeTableId": "\#(table)", \#(destination), "egressOnlyInternetGatewayId": "\#(gateway)"}"#
    }
    #expect(
      refusedCode { try world.ask(CreateRoute.self, route(#""destinationCidrBlock": "0.0.0.0/0""#)) }
        == "InvalidParameterValue")
    try world.ask(CreateRoute.self, route(#""destinationIpv6CidrBlock": "::/0""#))
    let delete = #"{"egressOnlyInternetGatewayId": "\#(gateway)"}"#
    #expect(refusedCode { try world.ask(DeleteVpc.self, #"{"vpcId": "\#(vpc)"}"#) } == "DependencyViolation")
    try world.ask(DeleteEgressOnlyInternetGateway.self, delete)
    #expect(
      refusedCode { try world.ask(DeleteEgressOnlyInternetGateway.self, delete) }
        == "InvalidEgressOnlyInternetGatewayId.NotFound")
    let shown = try world.ask(DescribeRouteTables.self, #"{"routeTableIds": ["\#(table)"]}"#).routeTables[0]
    let left = try #require(shown.routes.first { $0.destinationIpv6CidrBlock == "::/0" })
    #expect(left.state == "blackhole")
    #expect(left.egressOnlyInternetGatewayId == gateway)
    try world.ask(
      DeleteRoute.self, #"{"routeTableId": "\#(table)", "destinationIpv6CidrBlock": "::/0"}"#)
  }

  @Test func `a network ACL has rules for IPv6 beside those for IPv4`() throws {
    var (world, vpc, _, _) = try Self.world()
    let acl = try world.ask(CreateNetworkAcl.self, #"{"vpcId": "\#(vpc)"}"#).networkAcl
    #expect(acl.entries.filter { $0.ipv6CidrBlock == "::/0" }.map(\.ruleNumber) == [32_768, 32_768])
    try world.ask(
      CreateNetworkAclEntry.self,
      """
      {"networkAclId": "\(acl.networkAclId)", "ruleNumber": 120, "protocol": "tcp", "ruleAction": "allow",
       "egress": false, "ipv6CidrBlock": "::/0", "portRange": {"from": 80, "to": 80}}
      """)
    let found = try world.ask(
      DescribeNetworkAcls.self,
      #"{"networkAclIds": ["\#(acl.networkAclId)"], "filters": [{"name": "entry.ipv6-cidr", "values": ["::/0"]}]}"#
    ).networkAcls
    #expect(found.first?.entries.contains { $0.ruleNumber == 120 && $0.cidrBlock == nil } == true)
  }

  @Test func `a launch template keeps IPv6 addresses, a subnet, and an interface that outlives its instance`()
    throws
  {
    var (world, _, subnet, _) = try Self.world()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let template = try world.ask(
      CreateLaunchTemplate.self,
      """
      {"launchTemplateName": "web", "launchTemplateData": {"imageId": "\(image)", "instanceType": "t3.micro",
       "networkInterfaces": [{"deviceIndex": 0, "subnetId": "\(subnet)", "ipv6AddressCount": 1,
       "deleteOnTermination": false}]}}
      """
    ).launchTemplate
    let instance = try #require(
      try world.ask(
        RunInstances.self,
        #"{"minCount": 1, "maxCount": 1, "launchTemplate": {"launchTemplateId": "\#(template.launchTemplateId)"}}"#
      ).instances.first)
    #expect(instance.subnetId == subnet)
    let address = try #require(instance.ipv6Address)
    let interface = try #require(instance.networkInterfaces.first)
    #expect(interface.attachment?.deleteOnTermination == false)
    world.wait(.minutes(2))
    try world.ask(TerminateInstances.self, #"{"instanceIds": ["\#(instance.instanceId)"]}"#)
    world.wait(.minutes(2))
    let left = try world.ask(
      DescribeNetworkInterfaces.self, #"{"networkInterfaceIds": ["\#(interface.networkInterfaceId)"]}"#
    ).networkInterfaces
    #expect(left.map(\.status) == ["available"])
    #expect(left.first?.ipv6Address == address)
  }
}
