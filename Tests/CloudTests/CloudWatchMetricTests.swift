import Cloud
import EventKernel
import Testing

@Suite struct CloudWatchMetricTests {
  private func times(_ world: World) -> [String: Any] {
    ["startTime": Int64(0), "endTime": world.now.nanoseconds]
  }

  @Test func `points of one minute are joined, and periods are joined from minutes`() throws {
    var world = try TestWorld.make()
    for value in [1.0, 3, 8] {
      _ = try world.ask(
        PutMetricData.self,
        [
          "namespace": "Shop",
          "metricData": [["metricName": "Orders", "value": value, "unit": "Count"]],
        ])
      if value > 1 { world.wait(.minutes(1)) }
    }
    let answer = try world.ask(
      GetMetricStatistics.self,
      times(world).merging([
        "namespace": "Shop", "metricName": "Orders", "period": 60,
        "statistics": ["Average", "Maximum", "SampleCount"],
      ]) { $1 })
    #expect(answer.datapoints.map(\.average) == [2, 8])
    #expect(answer.datapoints.map(\.maximum) == [3, 8])
    #expect(answer.datapoints.map(\.sampleCount) == [2, 1])
    #expect(answer.datapoints.map(\.unit) == ["Count", "Count"])
    let data = try world.ask(
      GetMetricData.self,
      times(world).merging([
        "metricDataQueries": [
          [
            "id": "q",
            "metricStat": [
              "metric": ["namespace": "Shop", "metricName": "Orders"], "period": 300, "stat": "Sum",
            ],
          ]
        ]
      ]) { $1 })
    #expect(data.metricDataResults[0].values == [12])
  }

  @Test func `machines and load balancers publish each minute`() throws {
    var web = try WebWorld()
    let id = try web.makeHealthyTarget()
    web.world.wait(.minutes(2))
    let names = try web.world.ask(ListMetrics.self, [:]).metrics
    for name in ["CPUUtilization", "StatusCheckFailed_System", "HealthyHostCount", "UnHealthyHostCount"] {
      #expect(names.contains { $0.metricName == name }, "\(name)")
    }
    // Request metrics appear only with traffic.
    #expect(!names.contains { $0.metricName == "RequestCount" })
    let own = try web.world.ask(
      ListMetrics.self, ["dimensions": [["name": "InstanceId", "value": "\(id)"]]]
    ).metrics
    #expect(own.allSatisfy { $0.namespace == "AWS/EC2" } && own.count == 4)
  }

  @Test func `a machine without power publishes failed status checks and no CPU`() throws {
    var web = try WebWorld()
    let id = try web.launch()
    web.world.wait(.minutes(5))
    let zone = try #require(web.world.ec2.instances[id]?.zone)
    web.world.inject(.zonePower(zone), at: web.world.now, lasting: .hours(1))
    web.world.wait(.minutes(10))
    func last(_ name: String) -> MetricPoint? {
      web.world.cloudWatch.metrics.first {
        $0.id.name == name && $0.id.dimensions == ["InstanceId=\(id)"]
      }?.row.last
    }
    #expect(last("StatusCheckFailed_System")?.sum == 1)
    #expect(try #require(last("CPUUtilization")).at < web.world.now - .minutes(9))
  }

  @Test func `traffic shows in the load balancer's metrics`() throws {
    var web = try WebWorld()
    _ = try web.makeHealthyTarget()
    let group = try #require(web.world.loadBalancing.targetGroups.first?.id)
    var seen = Observations()
    seen.targetGroups[group] = TargetGroupObservation(
      requests: 600, responseTime: .seconds(60), target2xx: 590, target5xx: 10, balancer5xx: 5)
    let end = web.world.now + .minutes(1)
    while web.world.step(upTo: end, observing: seen) != nil {}
    func sum(_ name: String) -> Double? {
      web.world.cloudWatch.metrics.first { $0.id.name == name }?.row.last?.sum
    }
    #expect(sum("RequestCount") == 600)
    #expect(sum("HTTPCode_Target_5XX_Count") == 10)
    #expect(sum("HTTPCode_ELB_5XX_Count") == 5)
    #expect(sum("TargetResponseTime") == 60)
    #expect(sum("RequestCountPerTarget") == 600)
  }

  @Test func `wrong questions are refused`() throws {
    var world = try TestWorld.make()
    world.wait(.minutes(1))
    let question: [String: Any] = times(world).merging([
      "namespace": "Shop", "metricName": "Orders", "period": 60, "statistics": ["Sum"],
    ]) { $1 }
    for (member, value) in [
      ("period", 61 as Any), ("statistics", [String]()), ("startTime", world.now.nanoseconds),
      ("startTime", (world.now - .days(2)).nanoseconds),
    ] {
      #expect(
        throws: AWSError.self, "\(member)",
        performing: {
          _ = try world.ask(GetMetricStatistics.self, question.merging([member: value]) { $1 })
        })
    }
    #expect(
      try world.refusal(PutMetricData.self, ["namespace": "AWS/EC2", "metricData": [[String: Any]]()])
        == "InvalidParameterValue")
  }
}
