import Cloud
import EventKernel
import Testing

@Suite struct MetricMathTests {
  static let wrongExpressions: [(String, String)] = [
    ("m1 +", "ValidationError"), ("m9", "ValidationError"), ("SUM(m1)", "ValidationError"),
    ("e1 + 1", "ValidationError"), ("SEARCH('{Shop}', 'Sum', 60)", "NotModelled"),
    ("ANOMALY_DETECTION_BAND(m1)", "NotModelled"), ("[m1, 2]", "ValidationError"), ("", "ValidationError"),
  ]

  static let expressions: [(String, [Double])] = [
    ("m1 * 2", [2.0, 4, 6, 8]), ("m1 + m2", [11, 33, 44]), ("m2 / m1", [10, 10, 10]),
    ("100 * m1 / SUM(m1)", [10, 20, 30, 40]), ("SUM([m1, m2])", [11, 2, 33, 44]),
    ("SUM(METRICS())", [11, 2, 33, 44]), ("AVG(METRICS(\"m1\"))", [1, 2, 3, 4]),
    ("MAX([m1, m2])", [10, 2, 30, 40]), ("MIN([m1, m2])", [1, 2, 3, 4]), ("FILL(m2, 0)", [10, 0, 30, 40]),
    ("FILL(m2, REPEAT)", [10, 10, 30, 40]), ("FILL(m2, LINEAR)", [10, 20, 30, 40]),
    ("IF(m1 > 2, m1, 0)", [0, 0, 3, 4]), ("IF(m1 > 2, m1)", [3, 4]), ("RATE(m1) * PERIOD(m1)", [1, 1, 1]),
    ("DIFF(m1)", [1, 1, 1]), ("-m1 ^ 2", [-1, -4, -9, -16]), ("(m1 - 1) * (m1 - 2)", [0, 0, 2, 6]),
    ("m1 >= 2 AND m1 <= 3", [0, 1, 1, 0]), ("RUNNING_SUM(m1)", [1, 3, 6, 10]),
    ("CEIL(m1 / 3)", [1, 1, 1, 2]), ("ABS(0 - m1)", [1, 2, 3, 4]), ("TIME_SERIES(7)", [7, 7, 7, 7]),
    ("m1 / (m1 - 1)", [2, 1.5, 4.0 / 3]),
  ]

  /// Metrics `m1` with 1, 2, 3, 4 and `m2` with 10, none, 30, 40 in the first four minutes.
  private func world() throws -> World {
    var world = try TestWorld.make()
    world.wait(.minutes(10))
    for (name, values) in [("One", [1.0, 2, 3, 4]), ("Two", [10, .nan, 30, 40])] {
      for (minute, value) in values.enumerated() where value.isFinite {
        let at = Instant.epoch + .minutes(minute)
        _ = try world.ask(
          PutMetricData.self,
          [
            "namespace": "Shop",
            "metricData": [["metricName": name, "timestamp": at.nanoseconds, "value": value]],
          ])
      }
    }
    return world
  }

  private func query(_ expression: String) -> [String: Any] {
    func metric(_ id: String, _ name: String) -> [String: Any] {
      [
        "id": id, "returnData": false,
        "metricStat": [
          "metric": ["namespace": "Shop", "metricName": name], "period": 60, "stat": "Sum",
        ] as [String: Any],
      ]
    }
    return [
      "metricDataQueries": [
        metric("m1", "One"), metric("m2", "Two"), ["id": "e1", "expression": expression] as [String: Any],
      ], "startTime": Instant.epoch.nanoseconds, "endTime": (Instant.epoch + .minutes(4)).nanoseconds,
      "scanBy": "TimestampAscending",
    ]
  }

  @Test(arguments: expressions)
  func `an expression gives what AWS gives`(expression: String, values: [Double]) throws {
    var world = try world()
    let answer = try world.ask(GetMetricData.self, query(expression))
    #expect(answer.messages.isEmpty)
    let results = answer.metricDataResults
    #expect(results.map(\.id) == ["e1"])
    #expect(zip(results[0].values, values).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(results[0].values.count == values.count)
    #expect(results[0].timestamps.count == values.count)
  }

  @Test(arguments: wrongExpressions)
  func `a wrong expression gets AWS's error`(expression: String, code: String) throws {
    var world = try world()
    #expect(try world.refusal(GetMetricData.self, query(expression)) == code)
  }

  @Test func `expressions of any depth end`() throws {
    var world = try world()
    let deep = String(repeating: "(", count: 1_000) + "m1" + String(repeating: ")", count: 1_000)
    #expect(try world.refusal(GetMetricData.self, query(deep)) == "ValidationError")
    #expect(
      try world.refusal(GetMetricData.self, query(String(repeating: "-", count: 1_500) + "m1"))
        == "ValidationError")
  }

  @Test func `percentiles come from the values that were put`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(
      PutMetricData.self,
      [
        "namespace": "Shop",
        "metricData": [
          ["metricName": "Latency", "timestamp": 0, "values": [100, 200, 900], "counts": [90, 9, 1]]
        ],
      ])
    let answer = try world.ask(
      GetMetricStatistics.self,
      [
        "namespace": "Shop", "metricName": "Latency", "startTime": 0,
        "endTime": (Instant.epoch + .minutes(1)).nanoseconds, "period": 60,
        "extendedStatistics": ["p50", "p99", "p100"],
      ])
    #expect(answer.datapoints[0].extendedStatistics?.values.map(\.value) == [100, 200, 900])
    func code(_ statistic: String) throws -> String? {
      try world.refusal(
        PutMetricAlarm.self,
        [
          "alarmName": "slow", "namespace": "Shop", "metricName": "Latency", "extendedStatistic": statistic,
          "period": 60, "evaluationPeriods": 1, "threshold": 150,
          "comparisonOperator": "GreaterThanThreshold",
        ])
    }
    #expect(try code("tm90") == "NotModelled")
    #expect(try code("p101") == "InvalidParameterValue")
    #expect(try code("p99") == nil)
    world.wait(.minutes(1))
    #expect(try world.ask(DescribeAlarms.self, [:]).metricAlarms[0].stateValue == "ALARM")
  }
}
