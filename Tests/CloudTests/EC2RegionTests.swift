import Cloud
import EventKernel
import Testing

/// Regions beside the world's own: as in AWS, each has a default network and public images from the beginning.
struct EC2RegionTests {
  private static let virginia = "us-east-1"

  @Test func `a Region has its default network and images at the first call that goes there`() throws {
    var world = try TestWorld.make()
    let vpcs = try world.ask(DescribeVpcs.self, "{}", in: Self.virginia).vpcs
    #expect(vpcs.map(\.isDefault) == [true])
    #expect(try world.ask(DescribeSubnets.self, "{}", in: Self.virginia).subnets.count == 6)
    #expect(try world.ask(DescribeInternetGateways.self, "{}", in: Self.virginia).internetGateways.count == 1)
    #expect(try world.ask(DescribeSecurityGroups.self, "{}", in: Self.virginia).securityGroups.count == 1)
    #expect(try world.ask(DescribeNetworkAcls.self, "{}", in: Self.virginia).networkAcls.count == 1)
    let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    let launched = try world.ask(
      RunInstances.self, #"{"imageId": "resolve:ssm:\#(name)", "instanceType": "t3.micro"}"#,
      in: Self.virginia)
    #expect(launched.instances.first?.placement.availabilityZone == "us-east-1a")
    let group = #"{"groupName": "web", "description": "web"}"#
    #expect(refusedCode { try world.ask(CreateSecurityGroup.self, group, in: Self.virginia) } == nil)
    // The Region's own default VPC can be deleted, and stays deleted.
    #expect(try world.ask(DescribeVpcs.self, "{}", in: "eu-west-1").vpcs.count == 1)
  }

  @Test func `ids are the same whether and in whatever order Regions are entered`() throws {
    var one = try TestWorld.make()
    var other = one
    let untouched = one
    for region in ["us-east-1", "us-west-2"] { try one.ask(DescribeVpcs.self, "{}", in: region) }
    for region in ["us-west-2", "us-east-1"] { try other.ask(DescribeVpcs.self, "{}", in: region) }
    #expect(one.ec2.vpcs == other.ec2.vpcs && one.ec2.subnets == other.ec2.subnets)
    #expect(one.ec2.images == other.ec2.images && one.ec2.routeTables == other.ec2.routeTables)
    var apart = untouched
    let cidr = #"{"cidrBlock": "10.0.0.0/16"}"#
    #expect(
      try one.ask(CreateVpc.self, cidr).vpc.vpcId == apart.ask(CreateVpc.self, cidr).vpc.vpcId)
    // A call in the world's own Region enters no other.
    #expect(apart.ec2.vpcs.count == untouched.ec2.vpcs.count + 1)
  }

  @Test func `a call that fails leaves its Region as it was, and the next one finds it alike`() throws {
    var world = try TestWorld.make()
    let before = world
    let deletion = #"{"vpcId": "vpc-0123456789abcdef0"}"#
    #expect(
      refusedCode { try world.ask(DeleteVpc.self, deletion, in: Self.virginia) } == "InvalidVpcID.NotFound")
    #expect(world == before)
    world.wait(.hours(1))
    var early = before
    let late = try world.ask(DescribeImages.self, "{}", in: Self.virginia).images
    let first = try early.ask(DescribeImages.self, "{}", in: Self.virginia).images
    #expect(late.map(\.imageId) == first.map(\.imageId))
    #expect(late.map(\.creationDate) == first.map(\.creationDate))
  }

  @Test func `a default VPC that was deleted stays deleted, and a Region without opt-in is closed`() throws {
    var world = try TestWorld.make()
    for subnet in try world.ask(DescribeSubnets.self, "{}", in: "us-west-1").subnets {
      try world.ask(DeleteSubnet.self, #"{"subnetId": "\#(subnet.subnetId)"}"#, in: "us-west-1")
    }
    let gateway = try #require(
      try world.ask(DescribeInternetGateways.self, "{}", in: "us-west-1").internetGateways.first)
    let vpc = try #require(gateway.attachments.first?.vpcId)
    let pair = #"{"internetGatewayId": "\#(gateway.internetGatewayId)", "vpcId": "\#(vpc)"}"#
    try world.ask(DetachInternetGateway.self, pair, in: "us-west-1")
    try world.ask(DeleteVpc.self, #"{"vpcId": "\#(vpc)"}"#, in: "us-west-1")
    #expect(try world.ask(DescribeVpcs.self, "{}", in: "us-west-1").vpcs.isEmpty)
    #expect(refusedCode { try world.ask(DescribeVpcs.self, "{}", in: "ap-east-1") } == "AuthFailure")
  }

  @Test func `databases are made in the default network of another Region`() throws {
    var world = try TestWorld.make()
    let database = """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql",
       "allocatedStorage": 20, "masterUsername": "admin", "masterUserPassword": "long-enough"}
      """
    #expect(refusedCode { try world.ask(CreateDBInstance.self, database, in: "us-west-2") } == nil)
  }
}
