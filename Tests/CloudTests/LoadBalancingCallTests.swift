import Cloud
import EventKernel
import Testing

@Suite struct LoadBalancingCallTests {
  @Test func `names, ARNs and addresses look as in AWS`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let balancer = try web.world.ask(DescribeLoadBalancers.self, ["names": ["front"]]).loadBalancers[0]
    let start = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:"
    #expect(arn.hasPrefix(start + "loadbalancer/app/front/"))
    #expect(arn.split(separator: "/").last?.utf8.count == 16)
    #expect(web.group.hasPrefix(start + "targetgroup/web/"))
    #expect(balancer.dnsName.hasPrefix("front-"))
    #expect(balancer.dnsName.hasSuffix(".ap-northeast-2.elb.amazonaws.com"))
    #expect(balancer.availabilityZones.map(\.zoneName) == ["ap-northeast-2a", "ap-northeast-2b"])
    let listeners = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": arn]).listeners
    #expect(listeners[0].listenerArn.hasPrefix(start + "listener/app/front/"))
    #expect(listeners[0].defaultActions[0].targetGroupArn == web.group)
  }

  @Test(
    arguments: [
      ("HTTP", "HTTP1", "ipv4", nil), ("HTTP", "GRPC", "ipv4", AWSError.notModelledCode),
      ("HTTP", "HTTP1", "ipv6", AWSError.notModelledCode),
      ("TCP", "HTTP1", "ipv4", "InvalidConfigurationRequest"),
    ] as [(String, String, String, String?)])
  func `a target group takes the version and the addresses that it has anyway`(
    name: String, version: String, addresses: String, code: String?
  ) throws {
    var web = try WebWorld()
    let input = """
      {"name": "more", "protocol": "\(name)", "protocolVersion": "\(version)", "port": 80,
       "vpcId": "\(web.vpc)", "ipAddressType": "\(addresses)"}
      """
    #expect(try web.world.refusal(CreateTargetGroup.self, input)?.code == code)
    guard code == nil else { return }
    let shown = try web.world.ask(DescribeTargetGroups.self, #"{"names": ["more"]}"#).targetGroups[0]
    #expect(shown.protocolVersion == "HTTP1" && shown.ipAddressType == "ipv4")
  }

  @Test func `wrong calls get AWS's errors`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let one = [web.subnets[0]]
    let two = [web.subnets[0], web.subnets[1]]
    let gone = arn.dropLast() + (arn.hasSuffix("0") ? "1" : "0")
    #expect(
      try web.world.refusal(CreateLoadBalancer.self, ["name": "x", "subnets": one]) == "ValidationError")
    #expect(
      try web.world.refusal(CreateLoadBalancer.self, ["name": "x", "subnets": one + one])
        == "InvalidConfigurationRequest")
    #expect(
      try web.world.refusal(CreateLoadBalancer.self, ["name": "a_b", "subnets": two]) == "ValidationError")
    #expect(
      try web.world.refusal(CreateLoadBalancer.self, ["name": "x", "subnets": ["subnet-1"]])
        == "SubnetNotFound")
    #expect(
      try web.world.refusal(CreateLoadBalancer.self, ["name": "front", "subnets": two, "scheme": "internal"])
        == "DuplicateLoadBalancerName")
    #expect(try web.world.refusal(CreateLoadBalancer.self, ["name": "front", "subnets": two]) == nil)
    #expect(
      try web.world.refusal(DescribeLoadBalancers.self, ["names": ["no"]]) == "LoadBalancerNotFound")
    #expect(
      try web.world.refusal(DescribeLoadBalancers.self, ["loadBalancerArns": [String(gone)]])
        == "LoadBalancerNotFound")
    #expect(try web.world.refusal(DeleteLoadBalancer.self, ["loadBalancerArn": String(gone)]) == nil)
    #expect(
      try web.world.refusal(DeleteTargetGroup.self, ["targetGroupArn": web.group]) == "ResourceInUse")
    #expect(
      try web.world.refusal(
        CreateTargetGroup.self, ["name": "web", "protocol": "HTTP", "port": 81, "vpcId": web.vpc])
        == "DuplicateTargetGroupName")
    #expect(
      try web.world.refusal(
        CreateListener.self,
        [
          "loadBalancerArn": arn, "protocol": "HTTP", "port": 80,
          "defaultActions": [["type": "fixed-response", "fixedResponseConfig": ["statusCode": "404"]]],
        ]) == "DuplicateListener")
    #expect(
      try web.world.refusal(
        ModifyTargetGroup.self, ["targetGroupArn": web.group, "healthCheckTimeoutSeconds": 30])
        == "ValidationError")
    #expect(
      try web.world.refusal(
        RegisterTargets.self,
        ["targetGroupArn": web.group, "targets": [["id": "i-00000000000000000"]]]) == "InvalidTarget")
    let pending = try web.launch()
    #expect(
      try web.world.refusal(
        RegisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": "\(pending)"]]])
        == "InvalidTarget")
  }

  @Test func `attributes are checked by key and value`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    func set(_ key: String, _ value: String) throws -> String? {
      try web.world.refusal(
        ModifyTargetGroupAttributes.self,
        ["targetGroupArn": web.group, "attributes": [["key": key, "value": value]]])
    }
    #expect(try set("deregistration_delay.timeout_seconds", "30") == nil)
    #expect(try set("deregistration_delay.timeout_seconds", "3601") == "ValidationError")
    #expect(try set("stickiness.type", "cookie") == "ValidationError")
    #expect(try set("stickiness.type", "source_ip") == "InvalidConfigurationRequest")
    #expect(try set("no.such.key", "1") == "ValidationError")
    #expect(try set("load_balancing.algorithm.anomaly_mitigation", "off") == nil)
    #expect(try set("load_balancing.algorithm.anomaly_mitigation", "on") == "NotModelled")
    #expect(try set("slow_start.duration_seconds", "29") == "ValidationError")
    let list = try web.world.ask(DescribeTargetGroupAttributes.self, ["targetGroupArn": web.group])
    #expect(
      list.attributes.first { $0.key == "deregistration_delay.timeout_seconds" }?.value == "30")
    _ = try web.world.ask(
      ModifyLoadBalancerAttributes.self,
      [
        "loadBalancerArn": arn,
        "attributes": [["key": "deletion_protection.enabled", "value": "true"]],
      ])
    #expect(
      try web.world.refusal(DeleteLoadBalancer.self, ["loadBalancerArn": arn]) == "OperationNotPermitted")
  }

  @Test func `the group's wish for cross-zone goes before the load balancer's`() throws {
    var web = try WebWorld()
    _ = try web.makeLoadBalancer()
    func uses() throws -> Bool {
      let balancer = try #require(web.world.loadBalancing.loadBalancers.first?.row)
      let listener = try #require(web.world.listener(of: balancer.id, port: 80))
      let group = try #require(web.world.loadBalancing.targetGroups[listener.defaultAction.groups[0]])
      return web.world.usesCrossZone(group, balancer)
    }
    #expect(try uses())
    _ = try web.world.ask(
      ModifyTargetGroupAttributes.self,
      [
        "targetGroupArn": web.group,
        "attributes": [["key": "load_balancing.cross_zone.enabled", "value": "false"]],
      ])
    #expect(try !uses())
  }

  @Test func `tags come and go`() throws {
    var web = try WebWorld()
    _ = try web.world.ask(
      AddLoadBalancingTags.self,
      ["resourceArns": [web.group], "tags": [["key": "b", "value": "2"], ["key": "a", "value": "1"]]])
    _ = try web.world.ask(RemoveLoadBalancingTags.self, ["resourceArns": [web.group], "tagKeys": ["b"]])
    let tags = try web.world.ask(DescribeLoadBalancingTags.self, ["resourceArns": [web.group]])
    #expect(tags.tagDescriptions[0].tags == [Tags.Tag(key: "a", value: "1")])
  }
}
