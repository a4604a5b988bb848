import Cloud
import EventKernel
import Foundation
import Testing

@Suite struct CloudWatchMetricTests {
  /// A metric of one's own with the values 1, 2, 3 … of the first minutes.
  private func world(minutes: Int) throws -> World {
    var world = try TestWorld.make()
    world.wait(.hours(1))
    for minute in 0..<minutes {
      _ = try world.ask(
        PutMetricData.self,
        [
          "namespace": "Shop",
          "metricData": [
            [
              "metricName": "Orders", "value": Double(minute + 1), "unit": "Count",
              "timestamp": try Self.json(Instant.epoch + .minutes(minute)),
              "dimensions": [["name": "Kind", "value": "cake"]],
            ]
          ],
        ])
    }
    return world
  }

  private static func json(_ instant: Instant) throws -> Any {
    let data = try JSONEncoder().encode([instant])
    return try #require(JSONSerialization.jsonObject(with: data) as? [Any])[0]
  }

  private func span(_ from: Int, _ to: Int) throws -> [String: Any] {
    [
      "startTime": try Self.json(Instant.epoch + .minutes(from)),
      "endTime": try Self.json(Instant.epoch + .minutes(to)),
    ]
  }

  private let orders: [String: Any] = [
    "namespace": "Shop", "metricName": "Orders", "dimensions": [["name": "Kind", "value": "cake"]],
  ]

  @Test(arguments: [
    ("Sum", 60, [1.0, 2, 3, 4, 5, 6]), ("Sum", 180, [6, 15]), ("Average", 180, [2, 5]),
    ("Minimum", 120, [1, 3, 5]), ("Maximum", 120, [2, 4, 6]), ("SampleCount", 360, [6]),
  ])
  func `statistics join the points of a period`(statistic: String, period: Int, values: [Double]) throws {
    var world = try world(minutes: 6)
    let answer = try world.ask(
      GetMetricData.self,
      try span(0, 6).with([
        "scanBy": "TimestampAscending",
        "metricDataQueries": [
          ["id": "q", "metricStat": ["metric": orders, "period": period, "stat": statistic]]
        ],
      ])
    ).metricDataResults[0]
    #expect(answer.values == values)
    #expect(answer.timestamps.first == .epoch)
    #expect(answer.label == "Orders")
  }

  @Test func `data come newest first, statistics oldest first, and the end is not part of the span`() throws {
    var world = try world(minutes: 6)
    let data = try world.ask(
      GetMetricData.self,
      try span(1, 4).with([
        "metricDataQueries": [["id": "q", "metricStat": ["metric": orders, "period": 60, "stat": "Sum"]]]
      ])
    ).metricDataResults[0]
    #expect(data.values == [4, 3, 2])
    let points = try world.ask(
      GetMetricStatistics.self,
      orders.with(try span(1, 4)).with(["period": 60, "statistics": ["Sum", "Maximum"]])
    ).datapoints
    #expect(points.map(\.sum) == [2, 3, 4])
    #expect(points.map(\.average) == [nil, nil, nil])
    #expect(points[0].unit == "Count")
  }

  @Test func `minutes without data have no point, whatever the period`() throws {
    var world = try world(minutes: 2)
    let points = try world.ask(
      GetMetricStatistics.self,
      orders.with(try span(0, 30)).with(["period": 300, "statistics": ["SampleCount"]])
    ).datapoints
    #expect(points.map(\.sampleCount) == [2])
    let other = try world.ask(
      GetMetricStatistics.self,
      ["namespace": "Shop", "metricName": "Orders", "period": 60, "statistics": ["Sum"]].with(try span(0, 30))
    )
    #expect(other.datapoints.isEmpty, "Dimensions must match exactly.")
  }

  @Test func `metrics are listed by namespace, name and dimension`() throws {
    var world = try world(minutes: 1)
    for (filter, count) in [
      (["namespace": "Shop"], 1), (["namespace": "Nothing"], 0),
      (["namespace": "Shop", "dimensions": [["name": "Kind"]]], 1),
      (["namespace": "Shop", "dimensions": [["name": "Kind", "value": "tea"]]], 0),
    ] as [([String: Any], Int)] {
      #expect(try world.ask(ListMetrics.self, filter).metrics.count == count)
    }
  }

  @Test func `a statistic that is none is refused with those that are`() throws {
    var world = try TestWorld.make()
    let input = """
      {"namespace": "Shop", "metricName": "Orders", "startTime": 0, "endTime": 3600000, "period": 60,
       "statistics": ["Sum", "Avg"]}
      """
    let refused = try world.refusal(GetMetricStatistics.self, input)
    #expect(refused?.code == "InvalidParameterValue")
    #expect(
      refused?.message
        == "The parameter Statistics.member.2 must be a value in the set [ SampleCount, Average, Sum, Minimum, Maximum ]."
    )
  }

  @Test func `refusals are AWS's`() throws {
    var world = try world(minutes: 1)
    let put: [String: Any] = ["namespace": "Shop", "metricData": [["metricName": "x", "value": 1.0]]]
    #expect(try world.refusal(PutMetricData.self, put) == nil)
    #expect(
      try world.refusal(PutMetricData.self, put.with(["namespace": "AWS/EC2"])) == "InvalidParameterValue")
    #expect(try world.refusal(PutMetricData.self, put.with(["metricData": []])) == "MissingParameter")
    let ask = orders.with(try span(0, 6)).with(["period": 60, "statistics": ["Sum"]])
    #expect(try world.refusal(GetMetricStatistics.self, ask.with(["period": 45])) == "InvalidParameterValue")
    #expect(
      try world.refusal(GetMetricStatistics.self, ask.with(["statistics": ["Mode"]]))
        == "InvalidParameterValue")
    #expect(
      try world.refusal(GetMetricStatistics.self, ask.with(try span(6, 0))) == "InvalidParameterValue")
    #expect(
      try world.refusal(GetMetricStatistics.self, ask.with(try span(0, 1_500)))
        == "InvalidParameterCombination")
  }
}
