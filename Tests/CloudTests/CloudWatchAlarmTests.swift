import Cloud
import EventKernel
import Foundation
import Testing

@Suite struct CloudWatchAlarmTests {
  struct Fixture: Decodable {
    struct Row: Decodable {
      let points: String
      let missing: String
      let ignore: String
      let breaching: String
      let notBreaching: String

      func expected(_ setting: String) -> String {
        switch setting {
        case "missing": missing
        case "ignore": ignore
        case "breaching": breaching
        default: notBreaching
        }
      }
    }

    struct Premature: Decodable {
      let points: String
      // swift-format-ignore: AlwaysUseLowerCamelCase
      let missing_goes_to_ALARM_now: Bool
    }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    let m3_n3: [Row]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let m2_n3: [Row]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let premature_rule_m3_n3: [Premature]

    static func load() throws -> Fixture {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Oracles/cloudwatch-missing-data-cases.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }
  }

  private func points(_ text: String) -> [AlarmRule.Point] {
    text.map { $0 == "X" ? .breaching : $0 == "0" ? .within : .missing }
  }

  @Test(arguments: ["missing", "ignore", "breaching", "notBreaching"])
  func `missing data are treated as the guide's tables say`(setting: String) throws {
    let fixture = try Fixture.load()
    #expect(fixture.m3_n3.count + fixture.m2_n3.count == 10)
    for (m, rows) in [(3, fixture.m3_n3), (2, fixture.m2_n3)] {
      for row in rows {
        let state = AlarmRule.state(of: points(row.points), n: 3, m: m, missingData: setting)
        #expect(
          (state?.rawValue ?? "RETAIN") == row.expected(setting), "\(m) of 3, \(row.points), \(setting)")
      }
    }
  }

  @Test func `an alarm does not go off before its oldest point is old enough`() throws {
    for row in try Fixture.load().premature_rule_m3_n3 {
      let state = AlarmRule.state(of: points(row.points), n: 3, m: 3, missingData: "missing")
      #expect((state == .alarm) == row.missing_goes_to_ALARM_now, "\(row.points)")
    }
  }

  private func put(_ value: Double, in world: inout World) throws {
    _ = try world.ask(
      PutMetricData.self, ["namespace": "Shop", "metricData": [["metricName": "Orders", "value": value]]])
  }

  private func makeAlarm(_ world: inout World, _ changes: [String: Any] = [:]) throws {
    var members: [String: Any] = [
      "alarmName": "few", "namespace": "Shop", "metricName": "Orders", "statistic": "Average",
      "period": 60, "evaluationPeriods": 2, "threshold": 10, "comparisonOperator": "LessThanThreshold",
    ]
    members.merge(changes) { $1 }
    _ = try world.ask(PutMetricAlarm.self, members)
  }

  @Test func `an alarm follows its metric minute by minute`() throws {
    var world = try TestWorld.make()
    try makeAlarm(&world)
    func state() throws -> String {
      try world.ask(DescribeAlarms.self, [:]).metricAlarms[0].stateValue
    }
    #expect(try state() == "INSUFFICIENT_DATA")
    var states: [String] = []
    for value in [20.0, 20, 5, 5, 5, 20] {
      try put(value, in: &world)
      world.wait(.minutes(1))
      states.append(try state())
    }
    #expect(states == ["OK", "OK", "OK", "ALARM", "ALARM", "OK"])
    let reason = try world.ask(DescribeAlarms.self, [:]).metricAlarms[0].stateReason
    #expect(reason.hasPrefix("Threshold Crossed: 1 out of the last 2 datapoints [20.0 (05/01/26 00:05:00)"))
  }

  @Test func `an alarm stops the machine that it watches, and a notification is noted`() throws {
    var web = try WebWorld()
    let id = try web.launch()
    web.world.wait(.seconds(90))
    try makeAlarm(
      &web.world,
      [
        "dimensions": [["name": "InstanceId", "value": "\(id)"]], "evaluationPeriods": 1,
        "treatMissingData": "breaching",
        "alarmActions": [
          "arn:aws:automate:ap-northeast-2:ec2:stop", "arn:aws:sns:ap-northeast-2:123456789012:pager",
        ],
      ])
    web.world.wait(.seconds(31))
    #expect(web.world.ec2.instances[id]?.state == .stopping)
    #expect(web.world.occurrences.entries.contains { $0.code == "alarm-notifies" })
  }

  @Test func `an alarm whose actions are off changes its state and does nothing`() throws {
    var world = try TestWorld.make()
    try makeAlarm(
      &world,
      ["treatMissingData": "breaching", "alarmActions": ["arn:aws:sns:ap-northeast-2:123456789012:p"]])
    _ = try world.ask(DisableAlarmActions.self, ["alarmNames": ["few"]])
    world.wait(.minutes(1))
    #expect(try world.ask(DescribeAlarms.self, [:]).metricAlarms[0].stateValue == "ALARM")
    #expect(!world.occurrences.entries.contains { $0.code == "alarm-notifies" })
  }

  @Test(arguments: [
    ("statistic", "Avg", "[SampleCount, Average, Sum, Minimum, Maximum]"),
    ("comparisonOperator", "GreaterThan", "[GreaterThanOrEqualToThreshold, GreaterThanThreshold, "),
  ])
  func `a value that is none of a list is refused with the list`(
    member: String, value: String, list: String
  ) throws {
    var world = try TestWorld.make()
    let input = """
      {"alarmName": "few", "namespace": "Shop", "metricName": "Orders", "statistic": "Average",
       "period": 60, "evaluationPeriods": 2, "threshold": 10, "comparisonOperator": "LessThanThreshold"}
      """
    let wrong = input.replacing(
      "\"\(member)\": \"\(member == "statistic" ? "Average" : "LessThanThreshold")\"",
      with: "\"\(member)\": \"\(value)\"")
    let refused = try world.refusal(PutMetricAlarm.self, wrong)
    #expect(refused?.code == "ValidationError")
    #expect(
      refused?.message.hasPrefix(
        "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: Member must "
          + "satisfy enum value set: \(list)") == true)
    #expect(try world.refusal(PutMetricAlarm.self, input) == nil)
  }

  @Test func `wrong alarms are refused`() throws {
    var world = try TestWorld.make()
    for (member, value) in [
      ("period", 45 as Any), ("evaluationPeriods", 2_000), ("comparisonOperator", "Greater"),
      ("treatMissingData", "perhaps"), ("datapointsToAlarm", 3), ("statistic", "p99"),
      ("alarmActions", ["pager"]), ("alarmActions", ["arn:aws:sns:us-east-1:123456789012:p"]),
    ] {
      #expect(throws: AWSError.self, "\(member)") { try makeAlarm(&world, [member: value]) }
    }
    #expect(
      try world.refusal(SetAlarmState.self, ["alarmName": "no", "stateValue": "OK", "stateReason": ""])
        == "ResourceNotFound")
  }
}
