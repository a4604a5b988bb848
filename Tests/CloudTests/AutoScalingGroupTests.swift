import Cloud
import EventKernel
import Testing

@Suite struct AutoScalingGroupTests {
  @Test func `a group launches evenly over its zones and tags its machines`() throws {
    var fleet = try Fleet(desired: 4)
    fleet.web.world.wait(.seconds(1))
    #expect(fleet.members(.pending).count == 4)
    #expect(fleet.spread == [2, 1, 1])
    fleet.web.world.wait(.seconds(20))
    #expect(fleet.members(.inService).count == 4)
    let member = try #require(fleet.members(.inService).first)
    let tags = try #require(fleet.web.world.ec2.instances[member.instance]?.tags)
    #expect(tags["team"] == "shop")
    #expect(tags["aws:autoscaling:groupName"] == "fleet")
    let activity = try fleet.web.world.ask(
      DescribeScalingActivities.self, ["autoScalingGroupName": "fleet"]
    ).activities[0]
    #expect(activity.statusCode == "Successful")
    #expect(
      activity.cause.contains(
        "a user request created an AutoScalingGroup changing the desired capacity from 0 to 4"))
  }

  @Test func `an activity tells the subnet and the zone of its instance`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(1))
    func details() throws -> String? {
      try fleet.web.world.ask(DescribeScalingActivities.self, [:]).activities[0].details
    }
    let member = try #require(fleet.members(.inService).first)
    let instance = try #require(fleet.web.world.ec2.instances[member.instance])
    let place =
      #"{"Subnet ID":"\#(instance.subnet)","Availability Zone":"\#(instance.zone.rawValue)"}"#
    #expect(try details() == place)
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 0])
    fleet.web.world.wait(.minutes(2))
    #expect(try details() == place)
  }

  @Test func `machines are registered on the way in and drain on the way out`() throws {
    var fleet = try Fleet(desired: 3, withTargets: true)
    fleet.web.world.wait(.minutes(4))
    let targets = try #require(fleet.web.world.loadBalancing.targetGroups.first)
    #expect(fleet.web.world.healthyTargets(of: targets.id).count == 3)
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 2])
    fleet.web.world.wait(.seconds(1))
    let leaving = try #require(fleet.members(.terminating).first)
    #expect(try fleet.web.health(leaving.instance).hasPrefix("draining"))
    fleet.web.world.wait(.seconds(298))
    #expect(fleet.web.world.ec2.instances[leaving.instance]?.state == .running)
    fleet.web.world.wait(.seconds(45))
    #expect(fleet.web.world.ec2.instances[leaving.instance]?.state == .terminated)
    #expect(fleet.group.members.count == 2)
  }

  @Test func `a stopped machine is replaced at once`() throws {
    var fleet = try Fleet(desired: 2)
    fleet.web.world.wait(.minutes(1))
    let victim = fleet.members(.inService)[0].instance
    _ = try fleet.web.world.ask(StopInstances.self, ["instanceIds": ["\(victim)"]])
    fleet.web.world.wait(.seconds(31))
    #expect(fleet.group.members[victim]?.state ?? .terminating == .terminating)
    #expect(fleet.spread.reduce(0, +) == 2)
    fleet.web.world.wait(.minutes(2))
    #expect(fleet.members(.inService).count == 2)
    #expect(fleet.group.members[victim] == nil)
  }

  @Test func `a dead zone is replaced in the others after two status checks, and filled again later`() throws
  {
    var fleet = try Fleet(desired: 6, max: 6)
    fleet.web.world.wait(.minutes(4))
    #expect(fleet.spread == [2, 2, 2])
    fleet.web.world.inject(
      .zonePower(Zone(rawValue: "ap-northeast-2a")), at: fleet.web.world.now, lasting: .minutes(20))
    fleet.web.world.wait(.seconds(100))
    #expect(fleet.spread == [2, 2, 2])
    fleet.web.world.wait(.seconds(50))
    #expect(fleet.spread == [0, 3, 3])
    let activities = try fleet.web.world.ask(DescribeScalingActivities.self, [:]).activities
    let failed = try #require(activities.first { $0.statusCode == "Failed" })
    #expect(failed.statusMessage?.contains("sufficient m5.large capacity") == true)
    fleet.web.world.wait(.minutes(30))
    #expect(fleet.spread == [2, 2, 2])
    #expect(fleet.group.desiredCapacity == 6)
  }

  @Test(arguments: [("EC2", false), ("ELB", true)])
  func `only ELB checks see a dead application, and they wait for the grace period`(
    health: String, isReplaced: Bool
  ) throws {
    var fleet = try Fleet(desired: 2, grace: 300, health: health, withTargets: true)
    fleet.web.world.wait(.minutes(4))
    _ = try fleet.web.world.ask(
      ModifyTargetGroup.self, ["targetGroupArn": fleet.web.group, "healthCheckPath": "/gone"])
    fleet.web.world.wait(.seconds(65))
    #expect(terminations(of: fleet) == 0)
    let old = Set(fleet.members(.inService).map(\.instance))
    // Of machines that run at most a tenth of the group goes at a time, at least one: the second when the first's
    // replacement is in service.
    var fewest = 2
    for _ in 1...60 {
      fleet.web.world.wait(.seconds(1))
      fewest = min(fewest, fleet.members(.inService).count)
    }
    #expect(fewest == (isReplaced ? 1 : 2))
    #expect(old.isDisjoint(with: fleet.members(.inService).map(\.instance)) == isReplaced)
  }

  @Test func `a grace period shorter than the warm-up kills without end`() throws {
    var fleet = try Fleet(desired: 1, grace: 0, health: "ELB", withTargets: true)
    fleet.web.world.wait(.minutes(20))
    let launches = fleet.group.activities.count { $0.description.hasPrefix("Launching") }
    #expect(launches >= 5)
  }

  @Test func `protected machines stay, the fullest zone gives first`() throws {
    var fleet = try Fleet(desired: 4)
    fleet.web.world.wait(.minutes(1))
    let protected = fleet.members(.inService).filter { $0.zone.rawValue.hasSuffix("a") }.map(\.instance)
    _ = try fleet.web.world.ask(
      SetInstanceProtection.self,
      [
        "autoScalingGroupName": "fleet", "instanceIds": protected.map(\.description),
        "protectedFromScaleIn": true,
      ])
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 1])
    fleet.web.world.wait(.seconds(1))
    #expect(fleet.members(.inService).map(\.instance) == protected)
  }

  @Test func `suspended processes do nothing until they are resumed`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(1))
    _ = try fleet.web.world.ask(
      SuspendProcesses.self, ["autoScalingGroupName": "fleet", "scalingProcesses": ["Launch"]])
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 3])
    fleet.web.world.wait(.minutes(2))
    #expect(fleet.group.members.count == 1)
    _ = try fleet.web.world.ask(ResumeProcesses.self, ["autoScalingGroupName": "fleet"])
    fleet.web.world.wait(.minutes(1))
    #expect(fleet.members(.inService).count == 3)
  }

  @Test func `a member that nobody replaces is forgotten with its instance`() throws {
    var fleet = try Fleet(desired: 3)
    fleet.web.world.wait(.minutes(5))
    let gone = try #require(fleet.members(.inService).first).instance
    _ = try fleet.web.world.ask(
      SuspendProcesses.self,
      ["autoScalingGroupName": "fleet", "scalingProcesses": ["ReplaceUnhealthy", "HealthCheck", "Launch"]])
    _ = try fleet.web.world.ask(TerminateInstances.self, ["instanceIds": ["\(gone)"]])
    fleet.web.world.wait(.minutes(50))
    #expect(fleet.group.members[gone] != nil)
    fleet.web.world.wait(.minutes(20))
    #expect(fleet.group.members[gone] == nil && fleet.group.members.count == 2)
  }

  @Test func `one instance goes with or without a replacement`() throws {
    var fleet = try Fleet(desired: 3)
    fleet.web.world.wait(.minutes(1))
    for (decrements, left) in [(true, 2), (false, 2)] {
      let id = try #require(fleet.members(.inService).first?.instance)
      _ = try fleet.web.world.ask(
        TerminateInstanceInAutoScalingGroup.self,
        ["instanceId": "\(id)", "shouldDecrementDesiredCapacity": decrements])
      fleet.web.world.wait(.minutes(2))
      #expect(fleet.members(.inService).count == left)
      #expect(fleet.group.members[id] == nil)
    }
  }

  @Test func `a group is deleted only when it is empty, or by force`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(1))
    #expect(
      try fleet.web.world.refusal(DeleteAutoScalingGroup.self, ["autoScalingGroupName": "fleet"])
        == "ResourceInUse")
    _ = try fleet.web.world.ask(
      DeleteAutoScalingGroup.self, ["autoScalingGroupName": "fleet", "forceDelete": true])
    fleet.web.world.wait(.minutes(1))
    #expect(fleet.web.world.autoScaling.groups.isEmpty)
    #expect(fleet.web.world.ec2.instances.rows.allSatisfy { $0.state == .terminated })
  }

  @Test func `wrong groups are refused`() throws {
    var fleet = try Fleet(desired: 1)
    let call: [String: Any] = [
      "autoScalingGroupName": "other", "launchTemplate": ["launchTemplateName": "web"], "minSize": 1,
      "maxSize": 2, "vpcZoneIdentifier": fleet.web.subnets[0],
    ]
    for (member, value, code) in [
      ("autoScalingGroupName", "fleet" as Any, "AlreadyExists"), ("maxSize", 0, "ValidationError"),
      ("desiredCapacity", 3, "ValidationError"), ("vpcZoneIdentifier", "subnet-1", "ValidationError"),
      ("launchTemplate", ["launchTemplateName": "no"], "ValidationError"),
      ("targetGroupARNs", ["arn:aws:no"], "ValidationError"), ("healthCheckType", "X", "ValidationError"),
    ] {
      #expect(
        try fleet.web.world.refusal(CreateAutoScalingGroup.self, call.with([member: value]))
          == code,
        "\(member)")
    }
    #expect(
      try fleet.web.world.refusal(
        SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 7])
        == "ValidationError")
    #expect(
      try fleet.web.world.refusal(
        SetDesiredCapacity.self, ["autoScalingGroupName": "none", "desiredCapacity": 1])
        == "ValidationError")
  }

  private func terminations(of fleet: Fleet) -> Int {
    fleet.group.activities.count { $0.description.hasPrefix("Terminating") }
  }
}
