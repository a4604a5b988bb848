import Cloud
import EventKernel
import Foundation
import Testing

/// Names that lead to machines: load balancers, instances, and the checks that watch them.
struct Route53EndpointTests {
  /// `shop.example.` and a load balancer with an instance in each of two zones, all of them well.
  private struct Site {
    var zone: Route53TestZone
    let instances: [InstanceID]
    let balancer: LoadBalancer

    init() throws {
      zone = try Route53TestZone()
      let image = try zone.world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 1}"#).imageId
      let group = try #require(zone.world.ec2.securityGroups.first?.id)
      let open =
        #"[{"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]"#
      try zone.world.ask(
        AuthorizeSecurityGroupIngress.self, #"{"groupId": "\#(group)", "ipPermissions": \#(open)}"#)
      for letter in ["a", "c"] {
        let input = """
          {"imageId": "\(image)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
           "subnetId": "\(try zone.world.subnet(letter))"}
          """
        try zone.world.ask(RunInstances.self, input)
      }
      zone.world.wait(.minutes(3))
      let rows = zone.world.ec2.instances.rows.sorted { $0.zone < $1.zone }
      instances = rows.map(\.id)
      let vpc = try #require(rows.first?.vpc)
      let target = try zone.world.ask(
        CreateTargetGroup.self, #"{"name": "web", "protocol": "HTTP", "port": 80, "vpcId": "\#(vpc)"}"#)
      let arn = try #require(target.targetGroups.first?.targetGroupArn)
      let ids = instances.map { #"{"id": "\#($0)"}"# }.joined(separator: ",")
      try zone.world.ask(RegisterTargets.self, #"{"targetGroupArn": "\#(arn)", "targets": [\#(ids)]}"#)
      let subnets = try ["a", "c"].map { [world = zone.world] in "\"\(try world.subnet($0))\"" }
      try zone.world.ask(
        CreateLoadBalancer.self, #"{"name": "web", "subnets": [\#(subnets.joined(separator: ","))]}"#)
      let made = try #require(zone.world.loadBalancing.loadBalancers.first?.row)
      try zone.world.ask(
        CreateListener.self,
        """
        {"loadBalancerArn": "\(made.arn)", "protocol": "HTTP", "port": 80,
         "defaultActions": [{"type": "forward", "targetGroupArn": "\(arn)"}]}
        """)
      zone.world.wait(.minutes(10))
      balancer = try #require(zone.world.loadBalancing.loadBalancers.first?.row)
    }

    /// The JSON of an alias to the load balancer.
    func alias(_ name: String, more: String = "") -> String {
      let target =
        #"{"hostedZoneId": "\#(balancer.canonicalHostedZone ?? "")", "dnsName": "\#(balancer.dnsName)", "evaluateTargetHealth": true}"#
      return #"{"name": "\#(name)", "type": "A", "aliasTarget": \#(target)\#(more)}"#
    }

    /// Addresses of a name, from the first answer.
    func addresses(_ host: String) -> [IPv4Address] {
      zone.world.resolve(host: host, from: "seoul").alternatives.first?.addresses ?? []
    }
  }

  @Test func `an alias at the apex answers the addresses of the load balancer's nodes for a minute`() throws {
    var site = try Site()
    try site.zone.change(("CREATE", site.alias("shop.example")))
    #expect(site.addresses("shop.example") == site.balancer.nodes.map(\.address))
    #expect(
      site.zone.world.resolve(host: "shop.example", from: "seoul").alternatives.map(\.ttl) == [.seconds(60)])
    #expect(site.addresses(site.balancer.dnsName) == site.balancer.nodes.map(\.address))
    let node = site.balancer.nodes[1]
    #expect(site.zone.world.endpoint(at: node.address) == .loadBalancerNode(site.balancer.id, node.zone))
  }

  @Test func `a node without power leaves DNS after half a minute and comes back with the power`() throws {
    var site = try Site()
    let nodes = site.balancer.nodes.map(\.address)
    site.zone.world.inject(.zonePower(World.zone("a")), at: site.zone.world.now, lasting: .minutes(15))
    site.zone.world.wait(.seconds(29))
    #expect(site.addresses(site.balancer.dnsName) == nodes)
    site.zone.world.wait(.seconds(1))
    #expect(site.addresses(site.balancer.dnsName) == [nodes[1]])
    site.zone.world.wait(.minutes(15))
    #expect(site.addresses(site.balancer.dnsName) == nodes)
  }

  @Test func `a node that has failed leaves DNS after half a minute, one of another load balancer does not`()
    throws
  {
    var site = try Site()
    let nodes = site.balancer.nodes.map(\.address)
    site.zone.world.inject(
      .balancerNodeFailure("other", in: World.zone("c")), at: site.zone.world.now, lasting: .minutes(15))
    site.zone.world.inject(
      .balancerNodeFailure("web", in: World.zone("a")), at: site.zone.world.now, lasting: .minutes(15))
    site.zone.world.wait(.seconds(29))
    #expect(site.addresses(site.balancer.dnsName) == nodes)
    site.zone.world.wait(.seconds(1))
    #expect(site.addresses(site.balancer.dnsName) == [nodes[1]])
    // The machines of the zone run on.
    #expect(site.instances.allSatisfy { site.zone.world.ec2.instances[$0]?.isServing == true })
    site.zone.world.wait(.minutes(15))
    #expect(site.addresses(site.balancer.dnsName) == nodes)
  }

  @Test func `an alias that looks at health leaves a Region that is lost`() throws {
    var site = try Site()
    let role = #", "setIdentifier": "first", "failover": "PRIMARY""#
    let other = #", "setIdentifier": "second", "failover": "SECONDARY""#
    try site.zone.change(
      ("CREATE", site.alias("www.shop.example", more: role)),
      ("CREATE", Route53TestZone.a("www.shop.example", "203.0.113.9", more: other)))
    site.zone.world.inject(.regionLoss(TestWorld.region), at: site.zone.world.now, lasting: .minutes(5))
    site.zone.world.wait(.seconds(29))
    #expect(site.addresses("www.shop.example") == site.balancer.nodes.map(\.address))
    site.zone.world.wait(.seconds(1))
    #expect(site.addresses("www.shop.example").map(\.description) == ["203.0.113.9"])
  }

  @Test
  func `when no target is healthy every node is answered, and an alias that looks at health fails over`()
    throws
  {
    var site = try Site()
    let role = #", "setIdentifier": "first", "failover": "PRIMARY""#
    let other = #", "setIdentifier": "second", "failover": "SECONDARY""#
    try site.zone.change(
      ("CREATE", site.alias("www.shop.example", more: role)),
      ("CREATE", Route53TestZone.a("www.shop.example", "203.0.113.9", more: other)))
    #expect(site.addresses("www.shop.example") == site.balancer.nodes.map(\.address))
    let ids = site.instances.map { "\"\($0)\"" }.joined(separator: ",")
    try site.zone.world.ask(StopInstances.self, #"{"instanceIds": [\#(ids)]}"#)
    site.zone.world.wait(.minutes(5))
    #expect(site.addresses(site.balancer.dnsName) == site.balancer.nodes.map(\.address))
    #expect(site.addresses("www.shop.example").map(\.description) == ["203.0.113.9"])
  }

  @Test func `an alias names a zone that its target lies in`() throws {
    var site = try Site()
    let wrong = site.alias("shop.example").replacingOccurrences(
      of: site.balancer.canonicalHostedZone ?? "?", with: "Z000")
    let error = try site.zone.refusal(("CREATE", wrong))
    #expect(error?.code == "InvalidChangeBatch")
    #expect(error?.message.contains("does not lie within the target zone") == true)
  }

  @Test(arguments: [
    ("Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com", true),
    ("Z3W03O7B5YMIYP", "s3-website.ap-northeast-2.amazonaws.com", true),
    ("Z3W03O7B5YMIYP", "s3-website-us-east-1.amazonaws.com", false),
    ("Z3W03O7B5YMIYP", "s3-website-ap-northeast-2.amazonaws.com", false),
    ("Z3W03O7B5YMIYP", "shop.example.s3-website.ap-northeast-2.amazonaws.com", false),
  ])
  func `an alias leads to the website endpoint of S3 in its own zone`(
    zone: String, host: String, isTaken: Bool
  ) throws {
    var site = try Route53TestZone()
    let target = #"{"hostedZoneId": "\#(zone)", "dnsName": "\#(host)", "evaluateTargetHealth": false}"#
    let set = #"{"name": "shop.example", "type": "A", "aliasTarget": \#(target)}"#
    guard !isTaken else { return try site.change(("CREATE", set)) }
    let error = try site.refusal(("CREATE", set))
    #expect(error?.message.contains("does not lie within the target zone") == true)
  }

  @Test(arguments: ["/", "/missing"])
  func `a check of an instance asks its path from the Internet`(path: String) throws {
    var site = try Site()
    let address = try #require(site.zone.world.ec2.instances[site.instances[0]]?.publicAddress)
    let input = """
      {"callerReference": "1", "healthCheckConfig": {"ipAddress": "\(address)", "type": "HTTP", "requestInterval": 10,
       "resourcePath": "\(path)"}}
      """
    let id = try site.zone.world.ask(CreateHealthCheck.self, input).healthCheck.id
    site.zone.world.wait(.minutes(2))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == (path == "/"))
  }

  @Test func `a check notices lost power after three intervals, and its return after three more`() throws {
    var site = try Site()
    let address = try #require(site.zone.world.ec2.instances[site.instances[0]]?.publicAddress)
    let input = """
      {"callerReference": "1", "healthCheckConfig": {"ipAddress": "\(address)", "type": "HTTP", "requestInterval": 10}}
      """
    let id = try site.zone.world.ask(CreateHealthCheck.self, input).healthCheck.id
    site.zone.world.wait(.seconds(60))
    site.zone.world.inject(.zonePower(World.zone("a")), at: site.zone.world.now, lasting: .minutes(15))
    site.zone.world.wait(.seconds(29))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == true)
    site.zone.world.wait(.seconds(1))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == false)
    site.zone.world.wait(.minutes(20))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == true)
  }

  @Test func `a check of the load balancer's name passes while a target answers`() throws {
    var site = try Site()
    let input = """
      {"callerReference": "1", "healthCheckConfig": {"fullyQualifiedDomainName": "\(site.balancer.dnsName)",
       "type": "HTTP", "requestInterval": 10}}
      """
    let id = try site.zone.world.ask(CreateHealthCheck.self, input).healthCheck.id
    site.zone.world.wait(.minutes(1))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == true)
    let ids = site.instances.map { "\"\($0)\"" }.joined(separator: ",")
    try site.zone.world.ask(StopInstances.self, #"{"instanceIds": [\#(ids)]}"#)
    site.zone.world.wait(.minutes(2))
    #expect(site.zone.world.route53.healthChecks[id]?.isHealthy == false)
  }

  @Test func `an instance's public name answers its address while it has it`() throws {
    var site = try Site()
    let address = try #require(site.zone.world.ec2.instances[site.instances[0]]?.publicAddress)
    let dashed = address.description.replacingOccurrences(of: ".", with: "-")
    let host = "ec2-\(dashed).ap-northeast-2.compute.amazonaws.com"
    #expect(site.addresses(host) == [address])
    try site.zone.world.ask(StopInstances.self, #"{"instanceIds": ["\#(site.instances[0])"]}"#)
    site.zone.world.wait(.minutes(2))
    #expect(site.addresses(host).isEmpty)
  }
}
