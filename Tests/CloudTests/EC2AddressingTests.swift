import Cloud
import Testing

/// Pools, border groups, hardware and interfaces that a network can ask for.
struct EC2AddressingTests {
  @Test(arguments: [
    (#"{"ipv4IpamPoolId": "ipam-pool-0533048da7d823723"}"#, "InvalidIpamPoolId.NotFound"),
    (#"{"ipv4IpamPoolId": "pool"}"#, "InvalidIpamPoolId.Malformed"),
    (#"{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "host"}"#, "InvalidParameterValue"),
    (#"{"cidrBlock": "10.0.0.0/16", "ipv4NetmaskLength": 24}"#, "InvalidParameterCombination"),
    (
      #"{"cidrBlock": "10.0.0.0/16", "amazonProvidedIpv6CidrBlock": true, "ipv6CidrBlockNetworkBorderGroup": "us-west-2-lax-1"}"#,
      "InvalidParameterValue"
    ),
  ])
  func `a VPC is not made of what the account does not have`(input: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(refusedCode { try world.ask(CreateVpc.self, input) } == code)
  }

  @Test(arguments: [
    (#"{"networkBorderGroup": "us-west-2-lax-1"}"#, "InvalidParameterValue"),
    (#"{"publicIpv4Pool": "ipv4pool-ec2-1234567890abcdef0"}"#, "InvalidPublicIpv4PoolID.NotFound"),
    (#"{"ipamPoolId": "ipam-pool-1234567890abcdef0", "address": "192.0.2.0"}"#, "InvalidIpamPoolId.NotFound"),
    (#"{"address": "192.0.2.0"}"#, "InvalidAddress.NotFound"),
  ])
  func `an address is not allocated from what the account does not have`(input: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(refusedCode { try world.ask(AllocateAddress.self, input) } == code)
  }

  @Test func `an Elastic IP that was given back can be had again, once`() throws {
    var world = try TestWorld.make()
    let first = try world.ask(AllocateAddress.self, #"{"networkBorderGroup": "ap-northeast-2"}"#)
    try world.ask(ReleaseAddress.self, #"{"allocationId": "\#(first.allocationId)"}"#)
    let again = #"{"address": "\#(first.publicIp)"}"#
    #expect(try world.ask(AllocateAddress.self, again).publicIp == first.publicIp)
    #expect(refusedCode { try world.ask(AllocateAddress.self, again) } == "InvalidAddress.NotFound")
  }

  @Test func `an Internet gateway is deleted once it is detached`() throws {
    var world = try TestWorld.make()
    let gateway = try #require(world.ec2.internetGateways.rows.first)
    let delete = #"{"internetGatewayId": "\#(gateway.id)"}"#
    let refused = try world.refusal(DeleteInternetGateway.self, delete)
    #expect(refused?.code == "DependencyViolation")
    #expect(
      refused?.message == "The internetGateway '\(gateway.id)' has dependencies and cannot be deleted.")
    let vpc = try #require(gateway.vpc)
    try world.ask(
      DetachInternetGateway.self, #"{"internetGatewayId": "\#(gateway.id)", "vpcId": "\#(vpc)"}"#)
    #expect(try world.refusal(DeleteInternetGateway.self, delete) == nil)
  }

  @Test func `what is launched in a dedicated VPC is dedicated, for a fee of the Region`() throws {
    var world = try TestWorld.make()
    let vpc = try world.ask(
      CreateVpc.self, #"{"cidrBlock": "10.6.0.0/16", "instanceTenancy": "dedicated"}"#
    ).vpc
    #expect(vpc.instanceTenancy == "dedicated")
    let subnet = try world.ask(
      CreateSubnet.self, #"{"vpcId": "\#(vpc.vpcId)", "cidrBlock": "10.6.0.0/24"}"#
    ).subnet.subnetId
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let launch =
      #"{"imageId": "\#(image)", "instanceType": "m5.large", "minCount": 2, "maxCount": 2, "subnetId": "\#(subnet)"}"#
    let instances = try world.ask(RunInstances.self, launch).instances
    #expect(instances.map(\.placement.tenancy) == ["dedicated", "dedicated"])
    let fees = world.monthlyCost(traffic: nil).items.filter { $0.code == "dedicated-hardware" }
    #expect(fees.map(\.resource) == ["ap-northeast-2"])
  }

  @Test func `an interface keeps how long it remembers connections`() throws {
    var world = try TestWorld.make()
    let subnet = try world.subnet("a")
    func make(_ seconds: Int) -> String {
      #"{"subnetId": "\#(subnet)", "connectionTrackingSpecification": {"udpTimeout": \#(seconds)}}"#
    }
    let made = try world.ask(CreateNetworkInterface.self, make(60)).networkInterface
    #expect(made.connectionTrackingConfiguration?.udpTimeout == 60)
    #expect(
      refusedCode { try world.ask(CreateNetworkInterface.self, make(61)) } == "InvalidParameterValue")
  }

  @Test func `an EFA is made, and the types here take none; they have one network card`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let subnet = instance.subnet
    let efa = try world.ask(
      CreateNetworkInterface.self, #"{"subnetId": "\#(subnet)", "interfaceType": "efa"}"#
    ).networkInterface
    #expect(efa.interfaceType == "efa")
    func attach(_ id: String, _ card: Int) -> String {
      """
      {"networkInterfaceId": "\(id)", "instanceId": "\(instance.id)", "deviceIndex": 1, "networkCardIndex": \(card)}
      """
    }
    #expect(
      refusedCode { try world.ask(AttachNetworkInterface.self, attach(efa.networkInterfaceId, 0)) }
        == "AttachmentLimitExceeded")
    let plain = try world.ask(CreateNetworkInterface.self, #"{"subnetId": "\#(subnet)"}"#).networkInterface
    #expect(
      refusedCode { try world.ask(AttachNetworkInterface.self, attach(plain.networkInterfaceId, 1)) }
        == "InvalidParameterValue")
    try world.ask(AttachNetworkInterface.self, attach(plain.networkInterfaceId, 0))
  }

  @Test func `a route to a peer that is not there is refused`() throws {
    var world = try TestWorld.make()
    let table = try #require(world.ec2.routeTables.rows.first).id
    func route(_ peer: String) -> String {
      #"{"routeTableId": "\#(table)", "destinationCidrBlock": "10.0.0.0/16", "vpcPeeringConnectionId": "\#(peer)"}"#
    }
    #expect(
      refusedCode { try world.ask(CreateRoute.self, route("pcx-1a2b3c4d")) }
        == "InvalidVpcPeeringConnectionID.NotFound")
    #expect(
      refusedCode { try world.ask(CreateRoute.self, route("igw-1a2b3c4d")) }
        == "InvalidVpcPeeringConnectionId.Malformed")
  }
}
