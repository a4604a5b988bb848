import Cloud
import EventKernel
import Testing

/// Targets by address, on several ports, and load balancers as targets.
@Suite struct TargetKindTests {
  /// A web world whose load balancer sends to a group of another kind, and the ARNs of both.
  private struct Scene {
    var web: WebWorld
    let balancer: String
    let group: String

    init(kind: String = "ip", protocolName: String = "HTTP") throws {
      web = try WebWorld()
      balancer = try web.makeLoadBalancer()
      var members: [String: Any] = [
        "name": "other", "protocol": protocolName, "port": 80, "vpcId": web.vpc, "targetType": kind,
      ]
      if protocolName == "HTTP" || kind == "alb" { members["healthCheckPath"] = "/health" }
      group = try web.world.ask(CreateTargetGroup.self, members).targetGroups[0].targetGroupArn
    }

    mutating func use() throws {
      let listener = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": balancer]).listeners[0]
      _ = try web.world.ask(
        ModifyListener.self,
        [
          "listenerArn": listener.listenerArn,
          "defaultActions": [["type": "forward", "targetGroupArn": group]],
        ])
    }

    mutating func register(_ target: [String: Any]) throws -> String? {
      try web.world.refusal(RegisterTargets.self, ["targetGroupArn": group, "targets": [target]])
    }

    mutating func targets() throws -> [DescribeTargetHealth.Description] {
      try web.world.ask(DescribeTargetHealth.self, ["targetGroupArn": group]).targetHealthDescriptions
    }

    mutating func states() throws -> [String] { try targets().map(\.targetHealth.state) }
  }

  @Test func `an address is as well as the machine that has it, and outlives the machine`() throws {
    var scene = try Scene()
    try scene.use()
    let id = try scene.web.launch()
    scene.web.world.wait(.seconds(130))
    let address = try #require(scene.web.world.ec2.instances[id]?.privateAddress.description)
    #expect(try scene.register(["id": address]) == nil)
    scene.web.world.wait(.seconds(5))
    let target = try scene.targets()[0]
    #expect(target.targetHealth.state == "healthy")
    #expect(target.target.id == address)
    #expect(target.target.availabilityZone == "ap-northeast-2a")
    _ = try scene.web.world.ask(TerminateInstances.self, ["instanceIds": ["\(id)"]])
    scene.web.world.wait(.minutes(5))
    let left = try scene.targets()[0]
    #expect(left.targetHealth.state == "unhealthy")
    #expect(left.targetHealth.reason == "Target.Timeout")
  }

  @Test func `addresses are checked by their ranges and zones`() throws {
    var scene = try Scene()
    #expect(try scene.register(["id": "203.0.113.9", "availabilityZone": "all"]) == "ValidationError")
    #expect(try scene.register(["id": "10.1.2.3"]) == "ValidationError")
    #expect(
      try scene.register(["id": "10.1.2.3", "availabilityZone": "ap-northeast-2a"]) == "ValidationError")
    #expect(try scene.register(["id": "10.1.2.3", "availabilityZone": "all"]) == nil)
    #expect(try scene.register(["id": "172.31.0.9", "availabilityZone": "all"]) == "ValidationError")
    #expect(try scene.register(["id": "172.31.0.9"]) == nil)
    #expect(try scene.register(["id": "i-0a1b2c3d4e5f60718"]) == "ValidationError")
    #expect(try scene.states() == ["unused", "unused"])
    #expect(try scene.targets().map(\.target.availabilityZone) == ["all", "ap-northeast-2a"])
    #expect(
      try scene.web.world.refusal(
        DeregisterTargets.self, ["targetGroupArn": scene.group, "targets": [["id": "10.1.2.3"]]]) == nil)
    #expect(try scene.targets().count == 1)
  }

  @Test func `targets by address see the load balancer, not the client, unless told otherwise`() throws {
    var scene = try Scene(protocolName: "TCP")
    let attributes = try scene.web.world.ask(
      DescribeTargetGroupAttributes.self, ["targetGroupArn": scene.group]
    ).attributes
    #expect(attributes.first { $0.key == "preserve_client_ip.enabled" }?.value == "false")
  }

  @Test func `an instance stands in a group once for each port`() throws {
    var web = try WebWorld()
    let id = try web.makeHealthyTarget()
    _ = try web.world.ask(
      RegisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": "\(id)", "port": 8_080]]])
    web.world.wait(.minutes(2))
    func health() throws -> [Int?: String] {
      let rows = try web.world.ask(DescribeTargetHealth.self, ["targetGroupArn": web.group])
        .targetHealthDescriptions
      return Dictionary(uniqueKeysWithValues: rows.map { ($0.target.port, $0.targetHealth.state) })
    }
    // Nothing of it answers on the second port.
    #expect(try health() == [80: "healthy", 8_080: "unhealthy"])
    _ = try web.world.ask(
      DeregisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": "\(id)", "port": 8_080]]])
    #expect(try health() == [80: "healthy", 8_080: "draining"])
    _ = try web.world.ask(
      DeregisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": "\(id)"]]])
    #expect(try health() == [80: "draining", 8_080: "draining"])
  }

  @Test func `a load balancer behind another is as well as what it leads to`() throws {
    var scene = try Scene(kind: "alb", protocolName: "TCP")
    let id = try scene.web.launch()
    scene.web.world.wait(.seconds(130))
    try scene.web.register(id)
    #expect(try scene.register(["id": scene.balancer, "port": 81]) == "ValidationError")
    #expect(try scene.register(["id": scene.balancer]) == nil)
    #expect(try scene.states() == ["unused"])
    let outer = try scene.web.world.ask(
      CreateLoadBalancer.self,
      ["name": "outer", "subnets": Array(scene.web.subnets.prefix(2)), "type": "network"]
    ).loadBalancers[0].loadBalancerArn
    _ = try scene.web.world.ask(
      CreateListener.self,
      [
        "loadBalancerArn": outer, "protocol": "TCP", "port": 80,
        "defaultActions": [["type": "forward", "targetGroupArn": scene.group]],
      ])
    scene.web.world.wait(.minutes(3))
    #expect(try scene.states() == ["healthy"])
    #expect(try scene.targets()[0].target.id == scene.balancer)
    #expect(
      try scene.web.world.refusal(DeleteLoadBalancer.self, ["loadBalancerArn": scene.balancer])
        == "ResourceInUse")
    // Without a target behind it, it answers 503.
    _ = try scene.web.world.ask(
      DeregisterTargets.self, ["targetGroupArn": scene.web.group, "targets": [["id": "\(id)"]]])
    scene.web.world.wait(.minutes(6))
    #expect(try scene.targets()[0].targetHealth.reason == "Target.ResponseCodeMismatch")
    _ = try scene.web.world.ask(
      DeregisterTargets.self, ["targetGroupArn": scene.group, "targets": [["id": scene.balancer]]])
    #expect(
      try scene.web.world.refusal(DeleteLoadBalancer.self, ["loadBalancerArn": scene.balancer]) == nil)
  }

  @Test func `groups of load balancers take TCP, one target and two groups for each`() throws {
    var scene = try Scene(kind: "alb", protocolName: "TCP")
    func make(_ name: String, _ more: [String: Any] = [:]) throws -> String? {
      let members: [String: Any] = [
        "name": name, "protocol": "TCP", "port": 80, "vpcId": scene.web.vpc, "targetType": "alb",
      ]
      return try scene.web.world.refusal(CreateTargetGroup.self, members.with(more))
    }
    #expect(try make("http", ["protocol": "HTTP"]) == "InvalidConfigurationRequest")
    #expect(try make("tcp", ["healthCheckProtocol": "TCP"]) == "ValidationError")
    #expect(try make("lambda", ["targetType": "lambda"]) == "NotModelled")
    #expect(try make("second") == nil)
    #expect(try make("third") == nil)
    #expect(try scene.register(["id": scene.balancer]) == nil)
    let groups = scene.web.world.loadBalancing.targetGroups.rows
    func register(_ name: String) throws -> String? {
      let group = try #require(groups.first { $0.name == name })
      return try scene.web.world.refusal(
        RegisterTargets.self, ["targetGroupArn": group.arn, "targets": [["id": scene.balancer]]])
    }
    #expect(try register("second") == nil)
    #expect(try register("third") == "TooManyRegistrationsForTargetId")
    let other = try scene.web.world.ask(
      CreateLoadBalancer.self, ["name": "spare", "subnets": Array(scene.web.subnets.prefix(2))]
    ).loadBalancers[0].loadBalancerArn
    _ = try scene.web.world.ask(
      CreateListener.self,
      [
        "loadBalancerArn": other, "protocol": "HTTP", "port": 80,
        "defaultActions": [["type": "fixed-response", "fixedResponseConfig": ["statusCode": "200"]]],
      ])
    #expect(try scene.register(["id": other]) == "TooManyTargets")
  }
}
