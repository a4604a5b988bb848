import Cloud
import EventKernel
import Testing

/// Experiments of the Fault Injection Service: their course in time.
struct FISTests {
  private static var stop: [String: Any] {
    [
      "actionId": "aws:ec2:stop-instances", "targets": ["Instances": "web"],
      "parameters": ["startInstancesAfterDuration": "PT5M"],
    ]
  }
  private static func wait(_ span: String, after: [String] = []) -> [String: Any] {
    ["actionId": "aws:fis:wait", "parameters": ["duration": span], "startAfter": after]
  }

  @Test func `servers are stopped, start again after their time, and the minutes are billed`() throws {
    var scene = try FISScene()
    let id = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged()])
    #expect(try scene.states(id) == ["initiating", "stop pending"])
    scene.world.wait(.seconds(2))
    #expect(try scene.states(id) == ["running", "stop initiating"])
    scene.world.wait(.seconds(1))
    #expect(try scene.states(id) == ["running", "stop running"])
    #expect(scene.serverStates == [.stopping, .stopping])
    scene.world.wait(.minutes(5))
    #expect(scene.serverStates == [.pending, .pending])
    #expect(try scene.states(id) == ["completed", "stop completed"])
    let shown = try scene.world.ask(GetExperiment.self, ["id": id]).experiment
    #expect(shown.state.reason == "Experiment completed.")
    #expect(shown.endTime == shown.startTime + .seconds(303))
    // 5 minutes of one action at 0.10 USD, though two servers were stopped.
    let item = scene.world.monthlyCost(traffic: nil).items.first { $0.code == "action-minutes" }
    #expect(item?.amount.microdollars == 500_000)
  }

  @Test func `a count is drawn by the world's seed, and a percentage is rounded down`() throws {
    func chosen(_ mode: String, seed: UInt64) throws -> [String] {
      var scene = try FISScene(servers: 3, seed: seed)
      let id = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged(mode)])
      scene.world.wait(.seconds(3))
      let shown = try scene.world.ask(ListExperimentResolvedTargets.self, ["experimentId": id])
      let arns = shown.resolvedTargets.compactMap { $0.targetInformation["arn"] }
      let stopping = scene.servers.indices.filter { scene.serverStates[$0] == .stopping }
      #expect(arns.count == stopping.count)
      return stopping.map { "\($0)" }
    }
    #expect(try chosen("COUNT(1)", seed: 1) == chosen("COUNT(1)", seed: 1))
    #expect(try Set((1...12).flatMap { try chosen("COUNT(1)", seed: $0) }).count == 3)
    #expect(try chosen("PERCENT(67)", seed: 1).count == 2)
    #expect(try chosen("COUNT(9)", seed: 1).count == 3)
  }

  @Test func `actions wait for those before them, and the others run at once`() throws {
    var scene = try FISScene(servers: 0)
    let id = try scene.start([
      "one": Self.wait("PT1M"), "two": Self.wait("PT2M"), "three": Self.wait("PT1M", after: ["one", "two"]),
    ])
    scene.world.wait(.seconds(70))
    #expect(try scene.states(id) == ["running", "one completed", "three pending", "two running"])
    scene.world.wait(.seconds(60))
    #expect(try scene.states(id) == ["running", "one completed", "three running", "two completed"])
    scene.world.wait(.seconds(60))
    #expect(try scene.states(id) == ["completed", "one completed", "three completed", "two completed"])
  }

  @Test func `a stop puts back what was changed and cancels the rest`() throws {
    var scene = try FISScene()
    let id = try scene.start(
      ["stop": Self.stop, "rest": Self.wait("PT1M", after: ["stop"])], targets: ["web": FISScene.tagged()])
    scene.world.wait(.minutes(1))
    #expect(scene.serverStates == [.stopped, .stopped])
    #expect(
      try scene.world.ask(StopExperiment.self, ["id": id]).experiment.state.reason == "Stopping Experiment.")
    #expect(try scene.states(id) == ["stopping", "rest cancelled", "stop stopping"])
    scene.world.wait(.seconds(5))
    #expect(try scene.states(id) == ["stopped", "rest cancelled", "stop stopped"])
    #expect(scene.serverStates == [.pending, .pending])
    #expect(try scene.world.refusal(StopExperiment.self, ["id": id]) == "ValidationException")
  }

  @Test func `an experiment that is stopped while servers still stop waits for them`() throws {
    var scene = try FISScene()
    let id = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged()])
    scene.world.wait(.seconds(5))
    _ = try scene.world.ask(StopExperiment.self, ["id": id])
    scene.world.wait(.seconds(10))
    #expect(try scene.states(id) == ["stopping", "stop stopping"])
    scene.world.wait(.seconds(25))
    #expect(try scene.states(id) == ["stopped", "stop stopped"])
    #expect(scene.serverStates == [.pending, .pending])
  }

  @Test func `an alarm of its stop conditions stops it, and one that is raised already does so at once`()
    throws
  {
    var scene = try FISScene()
    _ = try scene.world.ask(
      PutMetricAlarm.self,
      [
        "alarmName": "errors", "namespace": "shop", "metricName": "errors", "statistic": "Sum", "period": 60,
        "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "ignore",
      ])
    let arn = "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:errors"
    let condition = ["stopConditions": [["source": "aws:cloudwatch:alarm", "value": arn]]]
    let id = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged()], condition)
    scene.world.wait(.minutes(1))
    _ = try scene.world.ask(
      SetAlarmState.self, ["alarmName": "errors", "stateValue": "ALARM", "stateReason": "test"])
    #expect(try scene.states(id) == ["stopping", "stop stopping"])
    scene.world.wait(.seconds(5))
    #expect(try scene.states(id) == ["stopped", "stop stopped"])
    #expect(try scene.experiment(id).reason == "Experiment halted by stop condition.")
    #expect(scene.serverStates == [.pending, .pending])
    let next = try scene.start(["rest": Self.wait("PT1M")], condition)
    scene.world.wait(.seconds(7))
    #expect(try scene.states(next) == ["stopped", "rest cancelled"])
    _ = try scene.world.ask(DeleteAlarms.self, ["alarmNames": ["errors"]])
    let last = try scene.start(["rest": Self.wait("PT1M")], condition)
    scene.world.wait(.seconds(2))
    #expect(try scene.experiment(last).failure?.code == "ConfigurationFailure")
  }

  @Test func `an alarm that is not as asserted fails the experiment and stops the others`() throws {
    var scene = try FISScene()
    _ = try scene.world.ask(
      PutMetricAlarm.self,
      [
        "alarmName": "well", "namespace": "shop", "metricName": "errors", "statistic": "Sum", "period": 60,
        "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
      ])
    let arn = "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:well"
    func check(_ states: String) -> [String: Any] {
      [
        "actionId": "aws:cloudwatch:assert-alarm-state",
        "parameters": ["alarmArns": arn, "alarmStates": states],
      ]
    }
    let fine = try scene.start(["check": check("OK,INSUFFICIENT_DATA")])
    scene.world.wait(.seconds(10))
    #expect(try scene.states(fine) == ["completed", "check completed"])
    let id = try scene.start(
      ["check": check("ALARM").with(["startAfter": ["rest"]]), "rest": Self.wait("PT1M"), "stop": Self.stop],
      targets: ["web": FISScene.tagged()])
    scene.world.wait(.seconds(75))
    #expect(try scene.states(id) == ["failed", "check failed", "rest completed", "stop stopped"])
    #expect(try scene.experiment(id).failure?.location == "check")
    #expect(scene.serverStates == [.pending, .pending])
  }

  @Test(arguments: [
    ("elsewhere", ["*"], "Unable to assume role arn:aws:iam::123456789012:role/chaos."),
    ("fis", ["ec2:RebootInstances"], "ec2:StopInstances"),
  ])
  func `the role must trust FIS and may do what the actions do`(
    service: String, actions: [String], reason: String
  ) throws {
    var scene = try FISScene(allows: actions, trusts: service)
    let id = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged()])
    scene.world.wait(.seconds(10))
    let shown = try scene.world.ask(GetExperiment.self, ["id": id]).experiment.state
    #expect(shown.status == "failed")
    #expect(shown.error?.code == "AuthorizationFailure")
    #expect(shown.reason.contains(reason))
    #expect(scene.serverStates == [.running, .running])
  }

  @Test func `a target that is nothing fails the experiment, or its actions are skipped`() throws {
    var scene = try FISScene(servers: 1)
    let nothing = FISScene.tagged().with(["filters": [["path": "State.Name", "values": ["stopped"]]]])
    let actions = ["stop": Self.stop, "rest": Self.wait("PT1M", after: ["stop"])]
    let strict = try scene.start(actions, targets: ["web": nothing])
    scene.world.wait(.seconds(2))
    #expect(try scene.states(strict) == ["failed", "rest cancelled", "stop cancelled"])
    #expect(try scene.experiment(strict).failure?.code == "InvalidTarget")
    let loose = try scene.start(
      actions, targets: ["web": nothing], ["experimentOptions": ["emptyTargetResolutionMode": "skip"]])
    scene.world.wait(.seconds(3))
    #expect(try scene.states(loose) == ["running", "rest running", "stop skipped"])
    let gone = try scene.start(
      ["stop": Self.stop],
      targets: [
        "web": FISScene.target(
          "aws:ec2:instance", ["arn:aws:ec2:ap-northeast-2:123456789012:instance/i-00000000000000009"])
      ])
    scene.world.wait(.seconds(2))
    #expect(try scene.experiment(gone).failure?.location == "web")
  }

  @Test func `skip-all chooses the targets and breaks nothing`() throws {
    var scene = try FISScene()
    let id = try scene.start(
      ["stop": Self.stop], targets: ["web": FISScene.tagged()],
      options: ["experimentOptions": ["actionsMode": "skip-all"]])
    scene.world.wait(.seconds(5))
    #expect(try scene.states(id) == ["completed", "stop skipped"])
    #expect(scene.serverStates == [.running, .running])
    let resolved = try scene.world.ask(
      ListExperimentResolvedTargets.self, ["experimentId": id, "targetName": "web"])
    #expect(resolved.resolvedTargets.count == 2)
    #expect(
      try scene.world.refusal(
        ListExperimentResolvedTargets.self, ["experimentId": id, "targetName": "db"])
        == "ResourceNotFoundException")
  }

  @Test func `targets by tags come to five resources at most, and filters narrow them`() throws {
    var scene = try FISScene(servers: 6)
    let all = try scene.start(["stop": Self.stop], targets: ["web": FISScene.tagged()])
    scene.world.wait(.seconds(2))
    #expect(try scene.experiment(all).failure?.code == "QuotaExceededFailure")
    let one = try scene.start(
      ["stop": Self.stop],
      targets: [
        "web": FISScene.tagged().with([
          "filters": [["path": "Placement.AvailabilityZone", "values": ["ap-northeast-2c"]]]
        ])
      ])
    scene.world.wait(.seconds(3))
    #expect(try scene.states(one) == ["running", "stop running"])
    #expect(scene.serverStates.map { $0 == .stopping } == [false, false, true, false, false, true])
  }

  @Test func `five experiments are active at once, and those that ended are kept for 120 days`() throws {
    var scene = try FISScene(servers: 0)
    let made = try scene.world.ask(
      CreateExperimentTemplate.self, FISScene.template(["rest": Self.wait("PT1H")]))
    let input: [String: Any] = ["experimentTemplateId": made.experimentTemplate.id]
    for _ in 0..<5 { _ = try scene.world.ask(StartExperiment.self, input) }
    #expect(try scene.world.refusal(StartExperiment.self, input) == "ServiceQuotaExceededException")
    scene.world.wait(.hours(2))
    #expect(
      try scene.world.ask(StartExperiment.self, input.with(["tags": ["a": "b"]])).experiment.tags["a"] == "b")
    _ = try scene.world.ask(DeleteExperimentTemplate.self, ["id": made.experimentTemplate.id])
    scene.world.wait(.hours(24 * 119))
    #expect(try scene.world.ask(ListExperiments.self, [:]).experiments.count == 6)
    #expect(try scene.world.ask(ListExperiments.self, ["maxResults": 4]).nextToken != nil)
    #expect(
      try scene.world.ask(ListExperiments.self, ["experimentTemplateId": "EXT"]).experiments.isEmpty)
    scene.world.wait(.hours(24 * 2))
    #expect(try scene.world.ask(ListExperiments.self, [:]).experiments.isEmpty)
  }
}
