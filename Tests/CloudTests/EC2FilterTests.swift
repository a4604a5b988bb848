import Cloud
import EventKernel
import Testing

/// Filters of EC2's listings: answered from what the world knows, refused by name where AWS knows more, and AWS's
/// error where AWS has none.
struct EC2FilterTests {
  private static func filter(_ name: String, _ value: String) -> String {
    #"{"filters": [{"name": "\#(name)", "values": ["\#(value)"]}]}"#
  }

  @Test(arguments: [
    ("tag-value", "blue"), ("tag-key", "Colour"), ("tag:Colour", "bl*"), ("architecture", "x86_64"),
    ("root-device-name", "/dev/xvda"), ("root-device-type", "ebs"), ("platform-details", "Linux/UNIX"),
    ("metadata-options.http-tokens", "required"), ("metadata-options.http-endpoint", "enabled"),
    ("monitoring-state", "enabled"), ("block-device-mapping.device-name", "/dev/xvda"),
    ("block-device-mapping.delete-on-termination", "true"), ("block-device-mapping.status", "attached"),
    ("network-interface.status", "in-use"), ("network-interface.attachment.device-index", "0"),
    ("network-interface.group-name", "default"), ("network-interface.addresses.primary", "true"),
    ("launch-index", "0"), ("client-token", "once"), ("hypervisor", "xen"), ("virtualization-type", "hvm"),
    ("maintenance-options.auto-recovery", "default"), ("hibernation-options.configured", "false"),
    ("instance-state-code", "16"), ("usage-operation", "RunInstances"), ("operator.managed", "false"),
    ("private-dns-name-options.hostname-type", "ip-name"), ("enclave-options.enabled", "false"),
  ])
  func `an instance is found by what it is and was asked for`(name: String, value: String) throws {
    var (world, instance) = try EC2StorageTests.world(
      extra: """
        , "clientToken": "once", "monitoring": {"enabled": true}, "metadataOptions": {"httpTokens": "required"},
        "tagSpecifications": [{"resourceType": "instance", "tags": [{"key": "Colour", "value": "blue"}]}]
        """)
    let found = try world.ask(DescribeInstances.self, Self.filter(name, value)).reservations
    #expect(found.flatMap(\.instances).map(\.instanceId) == ["\(instance.id)"])
    let others = try world.ask(DescribeInstances.self, Self.filter(name, "other")).reservations
    #expect(others.isEmpty)
  }

  @Test(arguments: [
    ("instance-lifecycle", "spot"), ("platform", "windows"), ("spot-instance-request-id", "*"),
    ("network-interface.association.allocation-id", "*"), ("iam-instance-profile.arn", "*"),
  ])
  func `no value matches what an instance does not have`(name: String, value: String) throws {
    var (world, _) = try EC2StorageTests.world()
    #expect(try world.ask(DescribeInstances.self, Self.filter(name, value)).reservations.isEmpty)
  }

  @Test func `a filter that AWS has and this world cannot answer is refused by its name`() throws {
    var world = try TestWorld.make()
    let refused = try world.refusal(DescribeInstances.self, Self.filter("affinity", "host"))
    #expect(refused?.code == AWSError.notModelledCode && refused?.message == "Filters Name=affinity")
    let gateways = #"{"filter": [{"name": "colour", "values": ["red"]}]}"#
    #expect(try world.refusal(DescribeNatGateways.self, gateways)?.code == "InvalidParameterValue")
    let invalid = try world.refusal(DescribeInstances.self, Self.filter("instance-colour", "red"))
    #expect(invalid?.message == "The filter 'instance-colour' is invalid")
    // Offerings have no tags, though other listings do.
    let untagged = try world.refusal(DescribeInstanceTypes.self, Self.filter("tag:Name", "x"))
    #expect(untagged?.code == "InvalidParameterValue")
  }

  @Test func `a filter takes two hundred values`() throws {
    var world = try TestWorld.make()
    func filter(_ count: Int) -> String {
      let values = (1...count).map { "\"\($0)\"" }.joined(separator: ",")
      return #"{"filters": [{"name": "tag-value", "values": [\#(values)]}]}"#
    }
    #expect(try world.refusal(DescribeVpcs.self, filter(200)) == nil)
    #expect(try world.refusal(DescribeVpcs.self, filter(201))?.code == "FilterLimitExceeded")
  }

  @Test func `networks, groups, types and templates are found by what they show`() throws {
    var world = try TestWorld.make()
    let vpcs = try world.ask(
      DescribeVpcs.self, Self.filter("cidr-block-association.cidr-block", "172.31.0.0/16"))
    let vpc = try #require(vpcs.vpcs.first)
    #expect(
      try world.ask(DescribeVpcs.self, Self.filter("dhcp-options-id", vpc.dhcpOptionsId)).vpcs.count == 1)
    let main = try world.ask(DescribeRouteTables.self, Self.filter("route.origin", "CreateRoute"))
    #expect(main.routeTables.count == 1)
    #expect(
      try world.ask(DescribeRouteTables.self, Self.filter("route.state", "blackhole")).routeTables.isEmpty)
    let open = try world.ask(
      DescribeSecurityGroups.self, Self.filter("egress.ip-permission.protocol", "-1"))
    #expect(open.securityGroups.count == 1)
    let peer = try world.ask(
      DescribeSecurityGroups.self, Self.filter("ip-permission.group-name", "default"))
    #expect(peer.securityGroups.map(\.groupId) == open.securityGroups.map(\.groupId))
    let types = try world.ask(
      DescribeInstanceTypes.self, Self.filter("vcpu-info.default-threads-per-core", "1"))
    #expect(types.instanceTypes.contains { $0.instanceType == "t4g.micro" })
    #expect(!types.instanceTypes.contains { $0.instanceType == "m5.large" })
    let nitro = try world.ask(DescribeInstanceTypes.self, Self.filter("hypervisor", "nitro")).instanceTypes
    #expect(nitro.contains { $0.instanceType == "t3.micro" })
    #expect(!nitro.contains { $0.instanceType == "t2.micro" })
    let subnet = try world.subnet("a")
    let name = Self.filter("private-dns-name-options-on-launch.hostname-type", "ip-name")
    #expect(try world.ask(DescribeSubnets.self, name).subnets.contains { $0.subnetId == subnet })
  }

  @Test func `versions of a template are found by what they launch`() throws {
    var world = try TestWorld.make()
    for (operation, type) in [(0, "t3.micro"), (1, "m5.large")] {
      let data = #""launchTemplateName": "web", "launchTemplateData": {"instanceType": "\#(type)"}"#
      if operation == 0 {
        try world.ask(CreateLaunchTemplate.self, "{\(data)}")
      } else {
        try world.ask(CreateLaunchTemplateVersion.self, "{\(data)}")
      }
    }
    func versions(_ name: String, _ value: String) throws -> [Int] {
      let filters =
        #"{"launchTemplateName": "web", "filters": [{"name": "\#(name)", "values": ["\#(value)"]}]}"#
      return try world.ask(DescribeLaunchTemplateVersions.self, filters).launchTemplateVersions.map(
        \.versionNumber)
    }
    #expect(try versions("instance-type", "m5.*") == [2])
    #expect(try versions("is-default-version", "true") == [1])
  }
}
