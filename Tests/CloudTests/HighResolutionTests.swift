import Cloud
import EventKernel
import Testing

/// Metrics by the second, and alarms on them.
@Suite struct HighResolutionTests {
  private func put(_ value: Double, _ world: inout World, resolution: Int = 1) throws {
    _ = try world.ask(
      PutMetricData.self,
      [
        "namespace": "Shop",
        "metricData": [
          ["metricName": "Orders", "value": value, "storageResolution": resolution] as [String: Any]
        ],
      ])
  }

  private func sums(_ world: inout World, period: Int, from start: Instant = .epoch) throws -> [Double] {
    try world.ask(
      GetMetricStatistics.self,
      [
        "namespace": "Shop", "metricName": "Orders", "startTime": start.nanoseconds,
        "endTime": (start + .minutes(20)).nanoseconds, "period": period, "statistics": ["Sum"],
      ]
    ).datapoints.compactMap(\.sum)
  }

  private let alarm: [String: Any] = [
    "alarmName": "busy", "namespace": "Shop", "metricName": "Orders", "statistic": "Sum", "period": 10,
    "evaluationPeriods": 1, "threshold": 5, "comparisonOperator": "GreaterThanThreshold",
    "treatMissingData": "notBreaching",
  ]

  @Test func `points by the second are seen for three hours, then by the minute`() throws {
    var world = try TestWorld.make()
    for value in 1...6 {
      try put(Double(value), &world)
      world.wait(.seconds(10))
    }
    #expect(try sums(&world, period: 10) == [1, 2, 3, 4, 5, 6])
    #expect(try sums(&world, period: 30) == [6, 15])
    #expect(try sums(&world, period: 60) == [21])
    world.wait(.hours(3))
    #expect(try sums(&world, period: 10).isEmpty)
    #expect(try sums(&world, period: 60) == [21])
  }

  @Test func `points of a standard metric stand at their minute`() throws {
    var world = try TestWorld.make()
    world.wait(.seconds(30))
    try put(7, &world, resolution: 60)
    #expect(try sums(&world, period: 10) == [7])
    #expect(world.cloudWatch.metrics.rows.first { $0.contains { $0.sum == 7 } }?.last?.at == .epoch)
    #expect(
      try world.refusal(
        PutMetricData.self,
        [
          "namespace": "Shop",
          "metricData": [["metricName": "Orders", "value": 1, "storageResolution": 5] as [String: Any]],
        ]) == "InvalidParameterValue")
  }

  @Test func `an alarm with periods of ten seconds goes off within ten seconds`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(PutMetricAlarm.self, alarm)
    world.wait(.seconds(21))
    #expect(world.cloudWatch.alarms.first?.row.state == .ok)
    try put(9, &world)
    world.wait(.seconds(9))
    #expect(world.cloudWatch.alarms.first?.row.state == .alarm)
    world.wait(.seconds(30))
    #expect(world.cloudWatch.alarms.first?.row.state == .ok)
    let lone = world.monthlyCost(traffic: nil).items.filter { $0.service == "CloudWatch" }
    #expect(lone.map(\.amount.microdollars) == [300_000], "It is not among the ten that are free.")
  }

  @Test func `metrics of AWS and other periods have no such alarms`() throws {
    var world = try TestWorld.make()
    for (period, code) in [(10, nil), (20, nil), (30, nil), (15, "ValidationError"), (1, "ValidationError")] {
      #expect(try world.refusal(PutMetricAlarm.self, alarm.with(["period": period])) == code, "\(period)")
    }
    #expect(
      try world.refusal(PutMetricAlarm.self, alarm.with(["namespace": "AWS/EC2"])) == "ValidationError")
  }

  @Test func `many seconds become minutes before they are dropped`() throws {
    var world = try TestWorld.make()
    world.wait(.hours(9))
    // A thousand points a call, the most that a call takes.
    for call in 0..<14 {
      let data = (0..<1_000).map { second in
        [
          "metricName": "Orders", "value": 1, "storageResolution": 1,
          "timestamp": (Instant.epoch + .hours(5) + .seconds(call * 1_000 + second)).nanoseconds,
        ] as [String: Any]
      }
      _ = try world.ask(PutMetricData.self, ["namespace": "Shop", "metricData": data])
    }
    let key = MetricKey(region: TestWorld.region, namespace: "Shop", name: "Orders", dimensions: [])
    let points = try #require(world.cloudWatch.metrics[key])
    #expect(points.count < 13_680)
    #expect(points.reduce(0) { $0 + $1.sum } == 14_000)
    #expect(points.first?.sum == 60)
  }
}
