import Cloud
import EventKernel
import Testing

/// Target tracking of network metrics and of expressions.
@Suite struct TrackingMetricTests {
  private func policy(_ specification: [String: Any], target: Double) -> [String: Any] {
    [
      "autoScalingGroupName": "fleet", "policyName": "tracked", "policyType": "TargetTrackingScaling",
      "estimatedInstanceWarmup": 60,
      "targetTrackingConfiguration": specification.merging(["targetValue": target]) { $1 },
    ]
  }

  private func predefined(_ type: String) -> [String: Any] {
    ["predefinedMetricSpecification": ["predefinedMetricType": type]]
  }

  private func run(_ fleet: inout Fleet, received: Int, sent: Int, for span: EventKernel.Duration) {
    let end = fleet.web.world.now + span
    var seen = Observations()
    repeat {
      for id in fleet.web.world.ec2.instances.ids {
        var machine = InstanceObservation(queueDelay: .zero, isFull: false, cpuUtilisation: 0.1)
        machine.received.bytes = received
        machine.sent.bytes = sent
        seen.instances[id] = machine
      }
    } while fleet.web.world.step(upTo: end, observing: seen) != nil
    fleet.web.world.advance(to: end)
  }

  @Test(arguments: [("ASGAverageNetworkIn", 4), ("ASGAverageNetworkOut", 6)])
  func `a group grows by the bytes of its machines`(type: String, wanted: Int) throws {
    var fleet = try Fleet(desired: 2, max: 9)
    fleet.web.world.wait(.minutes(3))
    _ = try fleet.web.world.ask(PutScalingPolicy.self, policy(predefined(type), target: 1_000_000))
    let alarm = try #require(fleet.web.world.cloudWatch.alarms.first?.row)
    #expect(alarm.metric?.dimensions == ["AutoScalingGroupName=fleet"])
    run(&fleet, received: 2_000_000, sent: 3_000_000, for: .minutes(4))
    #expect(fleet.group.desiredCapacity == wanted)
    run(&fleet, received: 100_000, sent: 100_000, for: .minutes(18))
    #expect(fleet.group.desiredCapacity == 1)
  }

  private func expression(_ changes: [String: Any] = [:]) -> [String: Any] {
    [
      "customizedMetricSpecification": [
        "metrics": [
          [
            "id": "backlog", "returnData": false,
            "metricStat": ["metric": ["namespace": "Shop", "metricName": "Backlog"], "stat": "Sum"],
          ],
          [
            "id": "machines", "returnData": false,
            "metricStat": [
              "metric": [
                "namespace": "AWS/AutoScaling", "metricName": "GroupInServiceInstances",
                "dimensions": [["name": "AutoScalingGroupName", "value": "fleet"]],
              ], "stat": "Average",
            ],
          ], ["id": "each", "expression": "backlog / machines", "label": "backlog of each machine"],
        ]
      ].merging(changes) { $1 }
    ]
  }

  @Test func `a group follows an expression, such as the backlog of each machine`() throws {
    var fleet = try Fleet(desired: 2, max: 9)
    _ = try fleet.web.world.ask(
      EnableMetricsCollection.self, ["autoScalingGroupName": "fleet", "granularity": "1Minute"])
    fleet.web.world.wait(.minutes(5))
    _ = try fleet.web.world.ask(PutScalingPolicy.self, policy(expression(), target: 10))
    for _ in 0..<5 {
      _ = try fleet.web.world.ask(
        PutMetricData.self, ["namespace": "Shop", "metricData": [["metricName": "Backlog", "value": 60]]])
      fleet.web.world.wait(.minutes(1))
    }
    #expect(fleet.group.desiredCapacity == 6)
    let shown = try fleet.web.world.ask(DescribePolicies.self, [:]).scalingPolicies[0]
    let custom = shown.targetTrackingConfiguration?.customizedMetricSpecification
    #expect(custom?.metrics?.map(\.id) == ["backlog", "machines", "each"])
  }

  @Test func `a unit and a period of one's own count`() throws {
    var fleet = try Fleet(desired: 2, max: 9)
    fleet.web.world.wait(.minutes(5))
    let custom: [String: Any] = [
      "metricName": "Backlog", "namespace": "Shop", "statistic": "Average", "unit": "Count", "period": 10,
    ]
    _ = try fleet.web.world.ask(
      PutScalingPolicy.self, policy(["customizedMetricSpecification": custom], target: 10))
    func put(unit: String) throws {
      for _ in 0..<4 {
        _ = try fleet.web.world.ask(
          PutMetricData.self,
          [
            "namespace": "Shop",
            "metricData": [
              ["metricName": "Backlog", "value": 20, "unit": unit, "storageResolution": 1] as [String: Any]
            ],
          ])
        fleet.web.world.wait(.seconds(10))
      }
    }
    try put(unit: "Bytes")
    #expect(fleet.group.desiredCapacity == 2, "The alarms look for another unit.")
    try put(unit: "Count")
    #expect(fleet.group.desiredCapacity == 4, "Three points of ten seconds are enough.")
  }

  @Test func `what cannot be tracked is refused`() throws {
    var fleet = try Fleet(desired: 1)
    func code(_ specification: [String: Any]) throws -> String? {
      try fleet.web.world.refusal(PutScalingPolicy.self, policy(specification, target: 10))
    }
    #expect(try code(predefined("ASGAverageMemory")) == "ValidationError")
    #expect(try code(expression()) == nil)
    #expect(try code(expression(["metricName": "Backlog"])) == "ValidationError")
    #expect(
      try code(expression(["metrics": [["id": "each", "expression": "backlog"]]])) == "ValidationError")
    let slow: [String: Any] = [
      "metricName": "Backlog", "namespace": "Shop", "statistic": "Average", "period": 300,
    ]
    #expect(try code(["customizedMetricSpecification": slow]) == "ValidationError")
  }
}
