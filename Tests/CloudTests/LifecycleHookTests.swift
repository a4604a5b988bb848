import Cloud
import EventKernel
import Testing

@Suite struct LifecycleHookTests {
  private func hook(_ transition: String, _ more: [String: Any] = [:]) -> [String: Any] {
    [
      "autoScalingGroupName": "fleet", "lifecycleHookName": "pause",
      "lifecycleTransition": "autoscaling:EC2_INSTANCE_\(transition)",
    ].with(more)
  }

  private func states(_ fleet: inout Fleet) throws -> [String] {
    try fleet.web.world.ask(DescribeAutoScalingInstances.self, [:]).autoScalingInstances
      .map(\.lifecycleState)
  }

  @Test(arguments: [("CONTINUE", "InService"), ("ABANDON", "Terminating")])
  func `a launch waits for its hook and ends as it is told`(result: String, state: String) throws {
    var fleet = try Fleet(desired: 0)
    _ = try fleet.web.world.ask(PutLifecycleHook.self, hook("LAUNCHING"))
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 1])
    fleet.web.world.wait(.minutes(2))
    #expect(try states(&fleet) == ["Pending:Wait"])
    let id = try #require(fleet.group.members.first?.row.instance)
    _ = try fleet.web.world.ask(
      CompleteLifecycleAction.self,
      [
        "autoScalingGroupName": "fleet", "lifecycleHookName": "pause", "instanceId": "\(id)",
        "lifecycleActionResult": result,
      ])
    fleet.web.world.wait(.seconds(1))
    #expect(fleet.group.members[id]?.state.rawValue == state)
    if result == "ABANDON" {
      let activities = try fleet.web.world.ask(DescribeScalingActivities.self, [:]).activities
      let cancelled = try #require(activities.first { $0.statusCode == "Cancelled" })
      #expect(cancelled.statusMessage?.hasSuffix("Lifecycle Action Completed with ABANDON Result") == true)
    }
  }

  @Test func `nobody's answer is the default result after the heartbeat, which can be renewed`() throws {
    var fleet = try Fleet(desired: 0)
    _ = try fleet.web.world.ask(
      PutLifecycleHook.self, hook("LAUNCHING", ["heartbeatTimeout": 100, "defaultResult": "CONTINUE"]))
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 1])
    fleet.web.world.wait(.seconds(80))
    let id = try #require(fleet.group.members.first?.row.instance)
    _ = try fleet.web.world.ask(
      RecordLifecycleActionHeartbeat.self,
      ["autoScalingGroupName": "fleet", "lifecycleHookName": "pause", "instanceId": "\(id)"])
    fleet.web.world.wait(.seconds(95))
    #expect(try states(&fleet) == ["Pending:Wait"])
    fleet.web.world.wait(.seconds(15))
    #expect(try states(&fleet) == ["InService"])
  }

  @Test func `a machine on its way out runs on while its hook waits`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(2))
    _ = try fleet.web.world.ask(PutLifecycleHook.self, hook("TERMINATING"))
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 0])
    fleet.web.world.wait(.minutes(30))
    let id = try #require(fleet.group.members.first?.row.instance)
    #expect(try states(&fleet) == ["Terminating:Wait"])
    #expect(fleet.web.world.ec2.instances[id]?.state == .running)
    fleet.web.world.wait(.minutes(32))
    #expect(fleet.group.members.isEmpty)
  }

  @Test func `wrong calls get AWS's errors`() throws {
    var fleet = try Fleet(desired: 1)
    func code(_ more: [String: Any]) throws -> String? {
      try fleet.web.world.refusal(PutLifecycleHook.self, hook("LAUNCHING", more))
    }
    #expect(try code(["heartbeatTimeout": 29]) == "ValidationError")
    #expect(try code(["defaultResult": "STOP"]) == "ValidationError")
    #expect(try code(["lifecycleTransition": "autoscaling:NO"]) == "ValidationError")
    #expect(try code(["autoScalingGroupName": "no"]) == "ValidationError")
    #expect(try code([:]) == nil)
    let shown = try fleet.web.world.ask(DescribeLifecycleHooks.self, ["autoScalingGroupName": "fleet"])
    #expect(shown.lifecycleHooks[0].globalTimeout == 172_800)
    #expect(shown.lifecycleHooks[0].defaultResult == "ABANDON")
    #expect(
      try fleet.web.world.refusal(
        CompleteLifecycleAction.self,
        [
          "autoScalingGroupName": "fleet", "lifecycleHookName": "pause", "instanceId": "i-0",
          "lifecycleActionResult": "CONTINUE",
        ]) == "ValidationError")
    #expect(
      try fleet.web.world.refusal(
        DeleteLifecycleHook.self, ["autoScalingGroupName": "fleet", "lifecycleHookName": "no"])
        == "ValidationError")
  }

  @Test func `an instance in standby runs outside of service until it comes back`() throws {
    var fleet = try Fleet(desired: 2, withTargets: true)
    fleet.web.world.wait(.minutes(4))
    let id = fleet.members(.inService)[0].instance
    let members: [String: Any] = ["autoScalingGroupName": "fleet", "instanceIds": ["\(id)"]]
    let activity = try fleet.web.world.ask(
      EnterStandby.self, members.with(["shouldDecrementDesiredCapacity": true])
    ).activities[0]
    #expect(activity.description == "Moving EC2 instance to Standby: \(id)")
    #expect(activity.cause.hasSuffix("shrinking the capacity from 2 to 1."))
    fleet.web.world.wait(.minutes(10))
    #expect(fleet.group.members[id]?.state == .standby)
    #expect(fleet.group.members.count == 2)
    #expect(fleet.web.world.loadBalancing.targetGroups.first?.row.holds(id) == false)
    _ = try fleet.web.world.ask(ExitStandby.self, members)
    fleet.web.world.wait(.seconds(20))
    #expect(fleet.group.members[id]?.state == .inService)
    #expect(fleet.group.desiredCapacity == 2)
    #expect(fleet.web.world.loadBalancing.targetGroups.first?.row.holds(id) == true)
    #expect(try fleet.web.world.refusal(ExitStandby.self, members) == "ValidationError")
  }
}
