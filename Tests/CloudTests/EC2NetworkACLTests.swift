import Cloud
import Testing

/// Network ACLs: numbered, stateless, and read from the lowest number.
struct EC2NetworkACLTests {
  private static let outside = FlowSource.address(IPv4Address(bits: 203 << 24 | 113 << 8 | 7))

  /// A world with an open instance in zone a, and the default list of its VPC.
  private static func world() throws -> (world: World, instance: Instance, acl: String) {
    var (world, instance) = try EC2StorageTests.world()
    let group = try #require(instance.securityGroups.first)
    try world.ask(
      AuthorizeSecurityGroupIngress.self,
      #"{"groupId": "\#(group)", "ipPermissions": [{"ipProtocol": "-1", "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]}"#
    )
    let lists = try world.ask(DescribeNetworkAcls.self, "{}").networkAcls
    return (world, instance, try #require(lists.first).networkAclId)
  }

  private static func entry(
    _ number: Int, _ action: String, egress: Bool = false, ports: String = "0-65535",
    cidr: String = "0.0.0.0/0",
    _ acl: String
  ) -> String {
    let parts = ports.split(separator: "-")
    return """
      {"networkAclId": "\(acl)", "ruleNumber": \(number), "protocol": "tcp", "ruleAction": "\(action)",
       "egress": \(egress), "cidrBlock": "\(cidr)", "portRange": {"from": \(parts[0]), "to": \(parts[1])}}
      """
  }

  @Test func `the default list shows its open rules and the last one that denies`() throws {
    var (world, instance, _) = try Self.world()
    let lists = try world.ask(DescribeNetworkAcls.self, "{}").networkAcls
    let shape = try #require(lists.first)
    #expect(shape.isDefault)
    #expect(shape.associations.count == 4)
    #expect(shape.entries.map(\.ruleNumber) == [100, 32_767, 100, 32_767])
    #expect(world.accessVerdict(from: Self.outside, to: instance, port: 80) == .allowed)
  }

  @Test func `the lowest number that matches decides`() throws {
    var (world, instance, acl) = try Self.world()
    try world.ask(CreateNetworkAclEntry.self, Self.entry(50, "deny", ports: "80-80", acl))
    #expect(!world.allows(from: Self.outside, to: instance, port: 80))
    #expect(world.allows(from: Self.outside, to: instance, port: 443))
    try world.ask(CreateNetworkAclEntry.self, Self.entry(40, "allow", ports: "80-80", acl))
    #expect(world.allows(from: Self.outside, to: instance, port: 80))
    #expect(
      refusedCode { try world.ask(CreateNetworkAclEntry.self, Self.entry(40, "deny", acl)) }
        == "NetworkAclEntryAlreadyExists")
  }

  @Test(
    arguments: [("1024-65535", true), ("32768-60999", false), ("80-80", false), ("0-65535", true)])
  func `answers need the ports of the clients open`(ports: String, passes: Bool) throws {
    var (world, instance, acl) = try Self.world()
    try world.ask(ReplaceNetworkAclEntry.self, Self.entry(100, "allow", egress: true, ports: ports, acl))
    #expect(world.allows(from: Self.outside, to: instance, port: 80) == passes)
  }

  @Test func `a new list denies everything, and inside one subnet no list is asked`() throws {
    var (world, instance, _) = try Self.world()
    let vpc = "\(instance.vpc)"
    let list = try world.ask(CreateNetworkAcl.self, #"{"vpcId": "\#(vpc)"}"#).networkAcl
    let lists = try world.ask(DescribeNetworkAcls.self, "{}").networkAcls
    let association = try #require(
      lists.flatMap(\.associations).first { $0.subnetId == "\(instance.subnet)" })
    try world.ask(
      ReplaceNetworkAclAssociation.self,
      #"{"associationId": "\#(association.networkAclAssociationId)", "networkAclId": "\#(list.networkAclId)"}"#
    )
    let acl = try #require(NetworkACLID(list.networkAclId))
    #expect(world.accessVerdict(from: Self.outside, to: instance, port: 80) == .stopped(acl))
    let neighbour = FlowSource.groups(
      instance.securityGroups, IPv4Address(bits: instance.privateAddress.bits + 1))
    #expect(world.accessVerdict(from: neighbour, to: instance, port: 80) == .allowed)
    #expect(
      refusedCode { try world.ask(DeleteNetworkAcl.self, #"{"networkAclId": "\#(acl)"}"#) }
        == "DependencyViolation")
  }

  @Test func `twenty rules each way are the most`() throws {
    var (world, _, acl) = try Self.world()
    for number in 1...19 { try world.ask(CreateNetworkAclEntry.self, Self.entry(number, "allow", acl)) }
    #expect(
      refusedCode { try world.ask(CreateNetworkAclEntry.self, Self.entry(20, "allow", acl)) }
        == "NetworkAclEntryLimitExceeded")
    #expect(
      refusedCode {
        try world.ask(CreateNetworkAclEntry.self, Self.entry(32_767, "allow", egress: true, acl))
      }
        == "InvalidParameterValue")
  }
}
