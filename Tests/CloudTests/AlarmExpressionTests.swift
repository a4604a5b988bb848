import Cloud
import EventKernel
import Testing

/// Alarms on what expressions make of metrics.
@Suite struct AlarmExpressionTests {
  private func metric(_ id: String, _ name: String, period: Int = 60) -> [String: Any] {
    [
      "id": id, "returnData": false,
      "metricStat": [
        "metric": ["namespace": "Shop", "metricName": name], "period": period, "stat": "Sum",
      ] as [String: Any],
    ]
  }

  private func put(_ values: [String: Double], in world: inout World) throws {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      _ = try world.ask(
        PutMetricData.self, ["namespace": "Shop", "metricData": [["metricName": name, "value": value]]])
    }
  }

  /// The share of errors among requests, above 5 percent in two of three minutes.
  private func errorRate(_ changes: [String: Any] = [:]) -> [String: Any] {
    [
      "alarmName": "errors", "evaluationPeriods": 3, "datapointsToAlarm": 2, "threshold": 5,
      "comparisonOperator": "GreaterThanThreshold",
      "metrics": [
        ["id": "rate", "expression": "100 * e / r", "label": "error rate"] as [String: Any],
        metric("e", "Errors"), metric("r", "Requests"),
      ],
    ].merging(changes) { $1 }
  }

  private func state(_ world: World) -> String? {
    world.cloudWatch.alarms["ap-northeast-2/errors"]?.state.rawValue
  }

  @Test func `an alarm follows an expression, with M of N and what is missing`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(PutMetricAlarm.self, errorRate())
    var states: [String] = []
    for errors in [1.0, 1, 1, 8, 1, 9, 1, 1] {
      try put(["Errors": errors, "Requests": 100], in: &world)
      world.wait(.minutes(1))
      states.append(state(world) ?? "")
    }
    #expect(states == ["OK", "OK", "OK", "OK", "OK", "ALARM", "OK", "OK"])
    // Without requests there is no rate: the data are missing.
    for _ in 0..<6 {
      try put(["Errors": 50], in: &world)
      world.wait(.minutes(1))
    }
    #expect(state(world) == "INSUFFICIENT_DATA")
    let lines = try world.ask(DescribeAlarmHistory.self, ["alarmName": "errors"]).alarmHistoryItems
    #expect(lines.contains { $0.historySummary == "Alarm updated from OK to ALARM" })
    _ = try world.ask(PutMetricAlarm.self, errorRate(["treatMissingData": "breaching"]))
    world.wait(.minutes(1))
    #expect(state(world) == "ALARM")
  }

  @Test func `it is shown with its queries, and not among the alarms of a metric`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(PutMetricAlarm.self, errorRate())
    let shown = try world.ask(DescribeAlarms.self, [:]).metricAlarms[0]
    #expect(shown.metrics?.map(\.id) == ["rate", "e", "r"])
    #expect(shown.metrics?.map(\.returnData) == [true, false, false])
    #expect(shown.metricName == nil && shown.period == nil && shown.statistic == nil)
    #expect(shown.dimensions?.isEmpty == true)
    let metrics = (shown.metrics ?? []).compactMap { $0.metricStat?.metric }
    #expect(metrics.count == 2 && metrics.allSatisfy { $0.dimensions != nil })
    let ofMetric = try world.ask(
      DescribeAlarmsForMetric.self, ["namespace": "Shop", "metricName": "Errors"])
    #expect(ofMetric.metricAlarms.isEmpty)
    _ = try world.ask(DeleteAlarms.self, ["alarmNames": ["errors"]])
    #expect(try world.ask(DescribeAlarms.self, [:]).metricAlarms.isEmpty)
  }

  @Test func `it acts, and composite alarms see it`() throws {
    var world = try TestWorld.make()
    let topic = try world.ask(CreateTopic.self, ["name": "pager"]).topicArn
    _ = try world.ask(Subscribe.self, ["topicArn": topic, "protocol": "sms", "endpoint": "+821012345678"])
    _ = try world.ask(PutMetricAlarm.self, errorRate(["datapointsToAlarm": 1, "alarmActions": [topic]]))
    _ = try world.ask(
      PutCompositeAlarm.self, ["alarmName": "shop-sick", "alarmRule": "ALARM(errors)"])
    try put(["Errors": 50, "Requests": 100], in: &world)
    world.wait(.minutes(1))
    #expect(world.sns.deliveries.count == 1)
    #expect(world.cloudWatch.composites["ap-northeast-2/shop-sick"]?.state == .alarm)
  }

  @Test func `the bill counts the metrics of an expression`() throws {
    var world = try TestWorld.make()
    for number in 0..<10 {
      _ = try world.ask(
        PutMetricAlarm.self,
        errorRate([
          "alarmName": "errors-\(number)", "metrics": [metric("m", "Errors").with(["returnData": true])],
        ]))
    }
    func cost() -> Int64 {
      world.monthlyCost(traffic: nil).items.filter { $0.service == "CloudWatch" }
        .reduce(0) { $0 + $1.amount.microdollars }
    }
    #expect(cost() == 0, "Ten metrics are free.")
    _ = try world.ask(PutMetricAlarm.self, errorRate())
    #expect(cost() == 200_000, "Two metrics at 0.10 USD.")
  }

  @Test func `what no alarm can watch is refused`() throws {
    var world = try TestWorld.make()
    func code(_ metrics: [[String: Any]], _ more: [String: Any] = [:]) throws -> String? {
      try world.refusal(PutMetricAlarm.self, errorRate(["metrics": metrics]).merging(more) { $1 })
    }
    func watched(_ expression: String) -> [[String: Any]] {
      [["id": "x", "expression": expression], metric("e", "Errors"), metric("r", "Requests")]
    }
    #expect(try code(watched("e + r")) == nil)
    #expect(try code([metric("e", "Errors")]) == "ValidationError", "Nothing returns data.")
    #expect(
      try code(watched("e") + [["id": "y", "expression": "r"]]) == "ValidationError", "Two return data.")
    for wrong in ["e +", "none", "SUM(e)", "[e, r]", "METRICS()", "SEARCH('{Shop}', 'Sum', 60)"] {
      #expect(try code(watched(wrong)) == "ValidationError", "\(wrong)")
    }
    #expect(try code(watched("ANOMALY_DETECTION_BAND(e)")) == "NotModelled")
    #expect(try code(watched("e"), ["metricName": "Errors"]) == "InvalidParameterCombination")
    #expect(try code(watched("e"), ["period": 60]) == "InvalidParameterCombination")
    let many = (0..<11).map { metric("m\($0)", "Errors") }
    #expect(try code([["id": "x", "expression": "m0"]] + many) == "ValidationError")
    #expect(try code([["id": "x", "expression": "m0"]] + many.prefix(10)) == nil)
    #expect(
      try code([["id": "x", "expression": "e"], metric("e", "Errors", period: 45)]) == "ValidationError")
    #expect(
      try code(
        watched("e"), ["alarmActions": ["arn:aws:automate:ap-northeast-2:ec2:stop"]]) == "ValidationError")
  }

  @Test func `a percentile of few values changes nothing when the alarm says so`() throws {
    var world = try TestWorld.make()
    let alarm: [String: Any] = [
      "alarmName": "errors", "namespace": "Shop", "metricName": "Latency", "extendedStatistic": "p90",
      "period": 60, "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
      "evaluateLowSampleCountPercentile": "ignore",
    ]
    _ = try world.ask(PutMetricAlarm.self, alarm)
    #expect(
      try world.ask(DescribeAlarms.self, [:]).metricAlarms[0].evaluateLowSampleCountPercentile == "ignore")
    func put(_ count: Int) throws {
      _ = try world.ask(
        PutMetricData.self,
        [
          "namespace": "Shop",
          "metricData": [
            ["metricName": "Latency", "values": [2.0], "counts": [Double(count)]] as [String: Any]
          ],
        ])
    }
    try put(99)
    world.wait(.minutes(1))
    #expect(state(world) == "INSUFFICIENT_DATA", "p90 needs ten divided by a tenth.")
    world.wait(.minutes(5))
    try put(100)
    world.wait(.minutes(1))
    #expect(state(world) == "ALARM")
    #expect(
      try world.refusal(PutMetricAlarm.self, alarm.with(["evaluateLowSampleCountPercentile": "no"]))
        == "ValidationError")
  }
}
