import Cloud
import EventKernel
import Testing

@Suite struct CompositeAlarmTests {
  static let rules: [(String, Bool)] = [
    ("ALARM(a)", true), ("ALARM(\"a\")", true), ("ALARM(b)", false), ("OK(b)", true),
    ("INSUFFICIENT_DATA(c)", true), ("NOT ALARM(a)", false), ("ALARM(a) AND ALARM(b)", false),
    ("ALARM(b) OR ALARM(a) AND OK(b)", true), ("(ALARM(b) OR ALARM(a)) AND NOT OK(b)", false), ("TRUE", true),
    ("FALSE OR NOT FALSE", true),
    ("ALARM(arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:a)", true),
  ]

  /// A rule and whether it holds when `a` is in ALARM, `b` in OK and `c` has insufficient data.
  @Test(arguments: rules)
  func `a rule is read and worked out`(text: String, holds: Bool) throws {
    let rule = try #require(CompositeRule(text))
    let states: [String: Alarm.State] = ["a": .alarm, "b": .ok, "c": .insufficientData]
    #expect(rule.holds { states[$0] } == holds)
  }

  @Test(arguments: [
    "", "ALARM", "ALARM()", "ALARM(a) ALARM(b)", "ALARM(a) AND", "(ALARM(a)", "MAYBE(a)", "ALARM(\"a)", "NOT",
  ])
  func `what is no rule is refused`(text: String) {
    #expect(CompositeRule(text) == nil)
  }

  @Test func `a rule of many alarms names each once`() throws {
    let text = (0..<100).map { "ALARM(a\($0 % 90))" }.joined(separator: " OR ")
    #expect(try #require(CompositeRule(text)).alarms.count == 90)
  }

  @Test func `rules of any depth end`() {
    #expect(CompositeRule(String(repeating: "(", count: 5_000) + "TRUE") == nil)
    #expect(CompositeRule(String(repeating: "NOT ", count: 2_000) + "TRUE") == nil)
  }

  private func metricAlarm(_ name: String) -> [String: Any] {
    [
      "alarmName": name, "namespace": "Shop", "metricName": name, "statistic": "Sum", "period": 60,
      "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
    ]
  }

  private func state(_ world: inout World, _ name: String) throws -> String? {
    try world.ask(DescribeAlarms.self, ["alarmNames": [name], "alarmTypes": ["CompositeAlarm"]])
      .compositeAlarms.first?.stateValue
  }

  @Test func `a composite alarm follows its children and tells its history`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(PutMetricAlarm.self, metricAlarm("errors"))
    _ = try world.ask(PutMetricAlarm.self, metricAlarm("deploy"))
    _ = try world.ask(
      PutCompositeAlarm.self,
      ["alarmName": "page", "alarmRule": "ALARM(errors) AND NOT ALARM(deploy)"])
    #expect(try state(&world, "page") == "OK")
    func put(_ name: String, _ state: String) throws {
      _ = try world.ask(
        SetAlarmState.self, ["alarmName": name, "stateValue": state, "stateReason": "test"])
    }
    try put("errors", "ALARM")
    #expect(try state(&world, "page") == "ALARM")
    try put("deploy", "ALARM")
    #expect(try state(&world, "page") == "OK")
    let items = try world.ask(
      DescribeAlarmHistory.self, ["alarmName": "page", "alarmTypes": ["CompositeAlarm"]]
    ).alarmHistoryItems
    #expect(
      Set(items.map(\.historySummary)) == [
        "Alarm \"page\" created", "Alarm updated from INSUFFICIENT_DATA to OK",
        "Alarm updated from OK to ALARM", "Alarm updated from ALARM to OK",
      ])
    #expect(try world.ask(DescribeAlarms.self, ["childrenOfAlarmName": "page"]).metricAlarms.count == 2)
    #expect(try world.ask(DescribeAlarms.self, ["parentsOfAlarmName": "errors"]).compositeAlarms.count == 1)
    // Without a type only metric alarms are listed.
    #expect(try world.ask(DescribeAlarms.self, [:]).compositeAlarms.isEmpty)
  }

  @Test func `wrong composite alarms get AWS's errors`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(PutMetricAlarm.self, metricAlarm("errors"))
    func code(_ more: [String: Any]) throws -> String? {
      try world.refusal(
        PutCompositeAlarm.self, ["alarmName": "page", "alarmRule": "ALARM(errors)"].with(more))
    }
    #expect(try code(["alarmRule": "ALARM("]) == "ValidationError")
    #expect(try code(["alarmRule": "ALARM(nobody)"]) == "ValidationError")
    #expect(try code(["alarmName": "errors"]) == "ValidationError")
    #expect(try code(["alarmActions": ["arn:aws:automate:ap-northeast-2:ec2:stop"]]) == "ValidationError")
    #expect(
      try code(["alarmActions": ["arn:aws:sns:ap-northeast-2:123456789012:pager"]]) == nil)
    #expect(try code(["alarmName": "pager"]) == nil)
    #expect(
      try world.refusal(DeleteAlarms.self, ["alarmNames": ["page", "pager"]]) == "ValidationError")
    // `pager` names the alarm too.
    #expect(
      try world.refusal(DeleteAlarms.self, ["alarmNames": ["page", "errors"]]) == "ValidationError")
    #expect(try world.refusal(DeleteAlarms.self, ["alarmNames": ["pager"]]) == nil)
    #expect(try world.refusal(DeleteAlarms.self, ["alarmNames": ["page", "errors"]]) == nil)
    #expect(try state(&world, "page") == nil)
  }

  @Test func `alarms have tags, and those of one metric are found`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(
      PutMetricAlarm.self, metricAlarm("errors").with(["tags": [["key": "team", "value": "shop"]]]))
    let arn = "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:errors"
    _ = try world.ask(
      TagAlarm.self, ["resourceARN": arn, "tags": [["key": "stage", "value": "live"]]])
    _ = try world.ask(UntagAlarm.self, ["resourceARN": arn, "tagKeys": ["team"]])
    #expect(try world.ask(ListAlarmTags.self, ["resourceARN": arn]).tags.map(\.key) == ["stage"])
    #expect(
      try world.refusal(ListAlarmTags.self, ["resourceARN": arn + "2"]) == "ResourceNotFoundException")
    let found = try world.ask(
      DescribeAlarmsForMetric.self, ["namespace": "Shop", "metricName": "errors"])
    #expect(found.metricAlarms.map(\.alarmName) == ["errors"])
  }

  @Test func `a dashboard is kept as it was written`() throws {
    var world = try TestWorld.make()
    let body = "{\"widgets\": [{\"type\": \"text\", \"properties\": {\"markdown\": \"hi\"}}]}"
    _ = try world.ask(PutDashboard.self, ["dashboardName": "shop", "dashboardBody": body])
    #expect(try world.ask(GetDashboard.self, ["dashboardName": "shop"]).dashboardBody == body)
    #expect(try world.ask(ListDashboards.self, [:]).dashboardEntries.map(\.size) == [body.utf8.count])
    func code(_ body: String) throws -> String? {
      try world.refusal(PutDashboard.self, ["dashboardName": "shop", "dashboardBody": body])
    }
    for wrong in ["", "[]", "{\"widgets\": [}", "{\"widgets\": [1,]}", "{}", "{\"widgets\": 01x}"] {
      #expect(try code(wrong) == "InvalidParameterInput")
    }
    #expect(
      try world.refusal(DeleteDashboards.self, ["dashboardNames": ["shop", "no"]]) == "ResourceNotFound")
    _ = try world.ask(DeleteDashboards.self, ["dashboardNames": ["shop"]])
    #expect(try world.refusal(GetDashboard.self, ["dashboardName": "shop"]) == "ResourceNotFound")
  }
}
