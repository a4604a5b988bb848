import Cloud
import EventKernel
import Testing

@Suite struct InstanceRefreshTests {
  private func start(_ fleet: inout Fleet, _ preferences: [String: Any] = [:], version: String? = nil) throws
  {
    var call: [String: Any] = [
      "autoScalingGroupName": "fleet",
      "preferences": ["instanceWarmup": 30].with(preferences) as [String: Any],
    ]
    if let version {
      call["desiredConfiguration"] = [
        "launchTemplate": ["launchTemplateName": "web", "version": version]
      ]
    }
    _ = try fleet.web.world.ask(StartInstanceRefresh.self, call)
  }

  private func newVersion(_ fleet: inout Fleet) throws {
    _ = try fleet.web.world.ask(
      CreateLaunchTemplateVersion.self,
      [
        "launchTemplateName": "web", "sourceVersion": "1",
        "launchTemplateData": ["instanceType": "c5.large"],
      ])
  }

  private func refresh(_ fleet: inout Fleet) throws -> DescribeInstanceRefreshes.Refresh {
    try fleet.web.world.ask(DescribeInstanceRefreshes.self, ["autoScalingGroupName": "fleet"])
      .instanceRefreshes[0]
  }

  private func types(_ fleet: Fleet) -> Set<String> {
    Set(fleet.group.members.rows.compactMap { fleet.web.world.ec2.instances[$0.instance]?.type })
  }

  /// Shares that must be healthy and may run, and the fewest and most in service meanwhile.
  @Test(arguments: [(90, 100, 3, 4), (100, 125, 4, 5), (50, 100, 2, 4)])
  func `all instances are replaced within the shares`(low: Int, high: Int, fewest: Int, most: Int) throws {
    var fleet = try Fleet(desired: 4, grace: 0)
    fleet.web.world.wait(.minutes(2))
    let old = Set(fleet.group.members.ids)
    try newVersion(&fleet)
    try start(&fleet, ["minHealthyPercentage": low, "maxHealthyPercentage": high], version: "2")
    var least = Int.max
    var greatest = 0
    for _ in 0..<240 {
      fleet.web.world.wait(.seconds(5))
      least = min(least, fleet.members(.inService).count)
      greatest = max(greatest, fleet.members(.inService).count + fleet.members(.pending).count)
      if try refresh(&fleet).status == "Successful" { break }
    }
    let ended = try refresh(&fleet)
    #expect(ended.status == "Successful")
    #expect(ended.percentageComplete == 100)
    #expect(least == fewest)
    #expect(greatest == most)
    #expect(Set(fleet.group.members.ids).isDisjoint(with: old))
    #expect(types(fleet) == ["c5.large"])
    #expect(fleet.group.templateVersion == "2")
  }

  @Test func `a checkpoint holds the refresh for its delay`() throws {
    var fleet = try Fleet(desired: 4, grace: 0)
    fleet.web.world.wait(.minutes(2))
    try start(&fleet, ["checkpointPercentages": [50, 100], "checkpointDelay": 1_800])
    fleet.web.world.wait(.minutes(25))
    #expect(try refresh(&fleet).percentageComplete == 50)
    #expect(try refresh(&fleet).instancesToUpdate == 2)
    fleet.web.world.wait(.minutes(30))
    #expect(try refresh(&fleet).status == "Successful")
  }

  @Test func `instances that match already are passed over when asked`() throws {
    var fleet = try Fleet(desired: 2, grace: 0)
    fleet.web.world.wait(.minutes(2))
    let old = fleet.group.members.ids
    try start(&fleet, ["skipMatching": true])
    fleet.web.world.wait(.minutes(1))
    #expect(try refresh(&fleet).status == "Successful")
    #expect(fleet.group.members.ids == old)
  }

  @Test func `a refresh is cancelled or rolled back`() throws {
    var fleet = try Fleet(desired: 4, grace: 0)
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet",
        "launchTemplate": ["launchTemplateName": "web", "version": "1"],
      ])
    fleet.web.world.wait(.minutes(2))
    try newVersion(&fleet)
    try start(&fleet, version: "2")
    #expect(
      try fleet.web.world.refusal(StartInstanceRefresh.self, ["autoScalingGroupName": "fleet"])
        == "InstanceRefreshInProgress")
    fleet.web.world.wait(.seconds(90))
    #expect(types(fleet) == ["m5.large", "c5.large"])
    _ = try fleet.web.world.ask(RollbackInstanceRefresh.self, ["autoScalingGroupName": "fleet"])
    fleet.web.world.wait(.minutes(20))
    #expect(try refresh(&fleet).status == "RollbackSuccessful")
    #expect(types(fleet) == ["m5.large"])
    #expect(fleet.group.templateVersion == "1")
    try start(&fleet, version: "2")
    fleet.web.world.wait(.minutes(2))
    _ = try fleet.web.world.ask(CancelInstanceRefresh.self, ["autoScalingGroupName": "fleet"])
    fleet.web.world.wait(.minutes(5))
    #expect(try refresh(&fleet).status == "Cancelled")
    #expect(
      try fleet.web.world.refusal(CancelInstanceRefresh.self, ["autoScalingGroupName": "fleet"])
        == "ActiveInstanceRefreshNotFound")
  }

  @Test func `an alarm rolls a refresh back by itself`() throws {
    var fleet = try Fleet(desired: 2, grace: 0)
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet",
        "launchTemplate": ["launchTemplateName": "web", "version": "1"],
      ])
    fleet.web.world.wait(.minutes(2))
    try newVersion(&fleet)
    _ = try fleet.web.world.ask(
      PutMetricAlarm.self,
      [
        "alarmName": "errors", "namespace": "Shop", "metricName": "Errors", "statistic": "Sum", "period": 60,
        "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
      ])
    try start(
      &fleet, ["autoRollback": true, "alarmSpecification": ["alarms": ["errors"]]], version: "2")
    fleet.web.world.wait(.minutes(1))
    _ = try fleet.web.world.ask(
      SetAlarmState.self, ["alarmName": "errors", "stateValue": "ALARM", "stateReason": "test"])
    fleet.web.world.wait(.seconds(10))
    #expect(try refresh(&fleet).status == "RollbackInProgress")
    #expect(try refresh(&fleet).rollbackDetails?.rollbackReason.contains("errors") == true)
    fleet.web.world.wait(.minutes(20))
    #expect(types(fleet) == ["m5.large"])
  }

  @Test func `a warm pool keeps stopped machines ready and gives them first`() throws {
    var fleet = try Fleet(desired: 2, max: 5)
    fleet.web.world.wait(.minutes(2))
    _ = try fleet.web.world.ask(PutWarmPool.self, ["autoScalingGroupName": "fleet", "minSize": 2])
    fleet.web.world.wait(.minutes(8))
    let pool = try fleet.web.world.ask(DescribeWarmPool.self, ["autoScalingGroupName": "fleet"])
    #expect(pool.instances.map(\.lifecycleState) == Array(repeating: "Warmed:Stopped", count: 3))
    #expect(fleet.group.members.count == 2)
    let ready = Set(fleet.group.warm.ids)
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 4])
    fleet.web.world.wait(.minutes(2))
    #expect(fleet.members(.inService).count == 4)
    #expect(Set(fleet.group.members.ids).intersection(ready).count == 2)
    #expect(
      try fleet.web.world.refusal(DeleteWarmPool.self, ["autoScalingGroupName": "fleet"]) == "ResourceInUse")
    _ = try fleet.web.world.ask(
      DeleteWarmPool.self, ["autoScalingGroupName": "fleet", "forceDelete": true])
    fleet.web.world.wait(.minutes(3))
    #expect(fleet.group.warmPool == nil)
    #expect(fleet.group.warm.isEmpty)
  }

  @Test func `a pool that reuses takes back what the group gives up`() throws {
    var fleet = try Fleet(desired: 3, max: 3)
    fleet.web.world.wait(.minutes(2))
    _ = try fleet.web.world.ask(
      PutWarmPool.self,
      ["autoScalingGroupName": "fleet", "instanceReusePolicy": ["reuseOnScaleIn": true]])
    let old = Set(fleet.group.members.ids)
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 1])
    fleet.web.world.wait(.minutes(4))
    #expect(fleet.group.warm.count == 2)
    #expect(Set(fleet.group.warm.ids).isSubset(of: old))
    #expect(fleet.group.warm.rows.allSatisfy { $0.state == .stopped })
  }

  @Test func `a policy of all healthy launches the replacement first`() throws {
    var fleet = try Fleet(desired: 2, grace: 0)
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet",
        "instanceMaintenancePolicy": ["minHealthyPercentage": 100, "maxHealthyPercentage": 150],
      ])
    fleet.web.world.wait(.minutes(2))
    let sick = fleet.members(.inService)[0].instance
    _ = try fleet.web.world.ask(
      SetInstanceHealth.self, ["instanceId": "\(sick)", "healthStatus": "Unhealthy"])
    fleet.web.world.wait(.seconds(1))
    #expect(fleet.members(.pending).count == 1)
    #expect(fleet.group.members[sick]?.state == .inService)
    fleet.web.world.wait(.minutes(3))
    #expect(fleet.group.members[sick] == nil)
    #expect(fleet.members(.inService).count == 2)
  }

  @Test func `a group counts itself each minute once that is switched on`() throws {
    var fleet = try Fleet(desired: 2)
    _ = try fleet.web.world.ask(
      EnableMetricsCollection.self,
      ["autoScalingGroupName": "fleet", "granularity": "1Minute", "metrics": ["GroupInServiceInstances"]])
    fleet.web.world.wait(.minutes(4))
    let metrics = try fleet.web.world.ask(ListMetrics.self, ["namespace": "AWS/AutoScaling"]).metrics
    #expect(metrics.map(\.metricName) == ["GroupInServiceInstances"])
    #expect(
      try fleet.web.world.refusal(
        EnableMetricsCollection.self, ["autoScalingGroupName": "fleet", "granularity": "5Minute"])
        == "ValidationError")
    _ = try fleet.web.world.ask(DisableMetricsCollection.self, ["autoScalingGroupName": "fleet"])
    #expect(fleet.group.metrics.isEmpty)
  }
}
