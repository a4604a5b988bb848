import Cloud
import EventKernel
import Testing

@Suite struct LoadBalancingHealthTests {
  @Test func `a load balancer provisions for 130 seconds`() throws {
    var web = try WebWorld()
    _ = try web.makeLoadBalancer()
    func state() throws -> String {
      try web.world.ask(DescribeLoadBalancers.self, [:]).loadBalancers[0].state.code
    }
    web.world.wait(.seconds(129))
    #expect(try state() == "provisioning")
    web.world.wait(.seconds(1))
    #expect(try state() == "active")
  }

  @Test func `a new target needs one passed check`() throws {
    var web = try WebWorld()
    _ = try web.makeLoadBalancer()
    let id = try web.launch()
    web.world.wait(.seconds(130))
    try web.register(id)
    #expect(try web.health(id) == "initial Elb.InitialHealthChecking")
    web.world.wait(.seconds(5))
    #expect(try web.health(id) == "healthy")
  }

  @Test func `a target that fails before its first pass needs one pass only`() throws {
    var web = try WebWorld(warmUp: 200)
    _ = try web.makeLoadBalancer()
    let id = try web.launch()
    web.world.wait(.seconds(130))
    try web.register(id)
    web.world.wait(.seconds(36))
    #expect(try web.health(id) == "unhealthy Target.FailedHealthChecks")
    // The application serves 240 s after the launch, the next check comes within 30 s.
    web.world.wait(.seconds(240 - 166 + 30))
    #expect(try web.health(id) == "healthy")
  }

  /// Health check settings, the kind of failure, and the longest time until it is noticed (facts: ELB 6.3).
  @Test(arguments: [
    (interval: 30, timeout: 5, hangs: true, worst: 65), (30, 5, false, 60), (5, 2, true, 12),
    (5, 2, false, 10),
  ])
  func `a failure right after a check is noticed in the time that facts say`(
    interval: Int, timeout: Int, hangs: Bool, worst: Int
  ) throws {
    var web = try WebWorld()
    _ = try web.world.ask(
      ModifyTargetGroup.self,
      [
        "targetGroupArn": web.group, "healthCheckIntervalSeconds": interval,
        "healthCheckTimeoutSeconds": timeout,
      ])
    let id = try web.makeHealthyTarget()
    #expect(try web.health(id) == "healthy")
    if hangs {
      let zone = try #require(web.world.ec2.instances[id]?.zone)
      web.world.inject(.zonePower(zone), at: web.world.now, lasting: .hours(1))
    } else {
      _ = try web.world.ask(RebootInstances.self, ["instanceIds": ["\(id)"]])
    }
    #expect(try web.seconds(until: id, is: "unhealthy") == worst)
    #expect(
      try web.health(id)
        == (hangs ? "unhealthy Target.Timeout" : "unhealthy Target.FailedHealthChecks"))
  }

  @Test func `an unhealthy target needs five passes in a row`() throws {
    var web = try WebWorld()
    let id = try web.makeHealthyTarget()
    let zone = try #require(web.world.ec2.instances[id]?.zone)
    web.world.inject(.zonePower(zone), at: web.world.now, lasting: .seconds(70))
    web.world.wait(.seconds(65))
    #expect(try web.health(id).hasPrefix("unhealthy"))
    // Power at 70 s, serving at 155 s; checks at 180, 210, 240, 270 and 300 s pass.
    web.world.wait(.seconds(299 - 65))
    #expect(try web.health(id).hasPrefix("unhealthy"))
    web.world.wait(.seconds(1))
    #expect(try web.health(id) == "healthy")
  }

  @Test func `a wrong path is told by its code`() throws {
    var web = try WebWorld()
    _ = try web.world.ask(
      ModifyTargetGroup.self, ["targetGroupArn": web.group, "healthCheckPath": "/helth"])
    let id = try web.makeHealthyTarget()
    web.world.wait(.seconds(30))
    #expect(try web.health(id) == "unhealthy Target.ResponseCodeMismatch")
    _ = try web.world.ask(
      ModifyTargetGroup.self, ["targetGroupArn": web.group, "matcher": ["httpCode": "200-404"]])
    web.world.wait(.seconds(30))
    #expect(try web.health(id) == "healthy")
  }

  @Test func `a closed security group looks like a hanging target`() throws {
    var web = try WebWorld()
    let group = try #require(web.world.ec2.securityGroups.rows.first { $0.name == "default" })
    let other = try web.world.ask(
      CreateSecurityGroup.self, ["groupName": "front", "description": "front", "vpcId": web.vpc]
    ).groupId
    let arn = try web.makeLoadBalancer()
    _ = try web.world.ask(
      SetSecurityGroups.self, ["loadBalancerArn": arn, "securityGroups": [other]])
    _ = try web.world.ask(
      RevokeSecurityGroupIngress.self,
      [
        "groupId": "\(group.id)",
        "ipPermissions": [
          ["ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "ipRanges": [["cidrIp": "0.0.0.0/0"]]]
        ],
      ])
    let id = try web.launch()
    web.world.wait(.seconds(130))
    try web.register(id)
    web.world.wait(.seconds(40))
    #expect(try web.health(id) == "unhealthy Target.Timeout")
  }

  @Test func `a full or slow application fails its checks`() throws {
    for (delay, isFull, reason) in [
      (Duration.seconds(5), false, "Target.Timeout"), (.zero, true, "Target.FailedHealthChecks"),
    ] {
      var web = try WebWorld()
      let id = try web.makeHealthyTarget()
      var seen = Observations()
      seen.instances[id] = InstanceObservation(queueDelay: delay, isFull: isFull, cpuUtilisation: 1)
      let end = web.world.now + .seconds(65)
      while web.world.step(upTo: end, observing: seen) != nil {}
      #expect(try web.health(id) == "unhealthy \(reason)")
    }
  }

  @Test func `targets that nothing can use are unused, each for its reason`() throws {
    var web = try WebWorld()
    let far = try web.launch(zone: 2)
    let near = try web.launch()
    web.world.wait(.seconds(110))
    try web.register(far)
    try web.register(near)
    #expect(try web.health(near) == "unused Target.NotInUse")
    let arn = try web.makeLoadBalancer()
    #expect(try web.health(near) == "initial Elb.RegistrationInProgress")
    #expect(try web.health(far) == "unused Target.NotInUse")
    web.world.wait(.seconds(136))
    #expect(try web.health(near) == "healthy")
    _ = try web.world.ask(
      SetSubnets.self, ["loadBalancerArn": arn, "subnets": [web.subnets[1], web.subnets[2]]])
    #expect(try web.health(near) == "unused Target.NotInUse")
    web.world.wait(.seconds(6))
    #expect(try web.health(far) == "healthy")
    _ = try web.world.ask(StopInstances.self, ["instanceIds": ["\(far)"]])
    web.world.wait(.seconds(31))
    #expect(try web.health(far) == "unused Target.InvalidState")
    _ = try web.world.ask(TerminateInstances.self, ["instanceIds": ["\(far)"]])
    web.world.wait(.seconds(61))
    #expect(try web.health(far) == "unused Target.NotRegistered")
  }

  @Test func `a deregistered target drains for the delay and is gone`() throws {
    var web = try WebWorld()
    let id = try web.makeHealthyTarget()
    _ = try web.world.ask(
      DeregisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": "\(id)"]]])
    #expect(try web.health(id) == "draining Target.DeregistrationInProgress")
    web.world.wait(.seconds(299))
    #expect(try web.health(id) == "draining Target.DeregistrationInProgress")
    web.world.wait(.seconds(1))
    #expect(try web.health(id) == "unused Target.NotRegistered")
  }
}
