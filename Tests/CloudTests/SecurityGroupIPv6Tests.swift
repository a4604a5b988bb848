import Cloud
import EventKernel
import Testing

/// Rules for IPv6 ranges: kept and shown as AWS keeps them, and of no use to those who call by IPv4.
@Suite struct SecurityGroupIPv6Tests {
  @Test(arguments: [
    ("::/0", "::/0"), ("2001:DB8:0:0:0:0:0:1/128", "2001:db8::1/128"), ("2001:db8::/32", "2001:db8::/32"),
    ("2001:db8:1234:1a00::/64", "2001:db8:1234:1a00::/64"), ("fe80::1/10", "fe80::/10"),
    ("1:0:0:2:0:0:0:3/128", "1:0:0:2::3/128"), ("::1/128", "::1/128"),
    ("1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"), ("1:0:3:4:5:6:7:8/128", "1:0:3:4:5:6:7:8/128"),
    ("ffff::/1", "8000::/1"),
  ])
  func `a range is written in its shortest form`(text: String, shown: String) throws {
    #expect(try #require(IPv6Block(text)).description == shown)
  }

  @Test(arguments: [
    "", "::", "::/129", "::/-1", "::/", "1::2::3/64", ":::/0", "12345::/16", "g::/16", "1:2:3:4:5:6:7/64",
    "1:2:3:4:5:6:7:8:9/64", "1:2:3:4::5:6:7:8/64", "10.0.0.0/8", "+1::/16", "1:/16", "::/0/0", "가::/16",
  ])
  func `what is no range is none`(text: String) { #expect(IPv6Block(text) == nil) }

  @Test func `a rule for IPv6 is kept, shown, found and revoked, and lets no IPv4 through`() throws {
    var world = try TestWorld.make()
    let group = try world.ask(CreateSecurityGroup.self, #"{"groupName": "web", "description": "d"}"#).groupId
    let permission =
      #"{"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "ipv6Ranges": [{"cidrIpv6": "::/0", "description": "all"}]}"#
    let input = #"{"groupId": "\#(group)", "ipPermissions": [\#(permission)]}"#
    let rules = try world.ask(AuthorizeSecurityGroupIngress.self, input).securityGroupRules
    #expect(rules.map(\.cidrIpv6) == ["::/0"])
    #expect(
      refusedCode { try world.ask(AuthorizeSecurityGroupIngress.self, input) }
        == "InvalidPermission.Duplicate")
    let found = try world.ask(
      DescribeSecurityGroups.self,
      #"{"filters": [{"name": "ip-permission.ipv6-cidr", "values": ["::/0"]}]}"#
    ).securityGroups
    #expect(found.map(\.groupId) == [group])
    #expect(found.first?.ipPermissions.first?.ipv6Ranges.first?.description == "all")
    let id = try #require(SecurityGroupID(group))
    let user = FlowSource.address(IPv4Address(bits: 0x0808_0808))
    #expect(!world.allows(from: user, toGroups: [id], port: 80))
    try world.ask(
      ModifySecurityGroupRules.self,
      """
      {"groupId": "\(group)", "securityGroupRules": [{"securityGroupRuleId": "\(rules[0].securityGroupRuleId)",
       "securityGroupRule": {"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv6": "2001:db8::/32"}}]}
      """)
    #expect(
      refusedCode { try world.ask(RevokeSecurityGroupIngress.self, input) } == "InvalidPermission.NotFound")
    let gone = try world.ask(
      RevokeSecurityGroupIngress.self,
      #"{"groupId": "\#(group)", "securityGroupRuleIds": ["\#(rules[0].securityGroupRuleId)"]}"#
    ).revokedSecurityGroupRules
    #expect(gone.map(\.cidrIpv6) == ["2001:db8::/32"])
    let malformed = input.replacing("::/0", with: "::/129")
    #expect(
      refusedCode { try world.ask(AuthorizeSecurityGroupIngress.self, malformed) } == "InvalidParameterValue")
  }
}
