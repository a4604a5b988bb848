import Cloud
import EventKernel
import Testing

/// Patterns that events are looked for with, and metrics that are made of what matches.
@Suite struct LogFilterTests {
  private static let json =
    #"{\"level\":\"ERROR\",\"status\":502,\"ok\":false,\"user\":{\"roles\":[\"ops\"],\"id\":null}}"#

  private func matches(_ pattern: String, _ message: String, in world: inout World) throws
    -> [TestMetricFilter.Match]
  {
    try world.ask(
      TestMetricFilter.self, #"{"filterPattern": "\#(pattern)", "logEventMessages": ["\#(message)"]}"#
    ).matches
  }

  @Test(arguments: [
    ("", true), ("ERROR", true), ("error", false), ("ERROR payment", true), ("ERROR order", false),
    (#"\"payment failed\""#, true), (#"\"failed payment\""#, false), ("-ERROR", false),
    ("ERROR -order", true),
    ("?order ?payment", true), ("?order ?refund", false), (#"\"[502]\""#, true), ("pay", true),
    // Words of which one must be there count only alone.
    ("?order ERROR", true), (#"-\"no such\" ERROR"#, true),
  ])
  func `words and phrases are found`(pattern: String, isFound: Bool) throws {
    var world = try TestWorld.make()
    #expect(try matches(pattern, "ERROR [502] payment failed", in: &world).isEmpty != isFound)
  }

  @Test(arguments: [
    (#"{ $.level = \"ERROR\" }"#, true), ("{ $.level = ERROR }", true), (#"{ $.level = \"E*R\" }"#, true),
    (#"{ $.level != \"ERROR\" }"#, false), (#"{ $.none != \"ERROR\" }"#, false),
    ("{ $.none NOT EXISTS }", true),
    ("{ $.level NOT EXISTS }", false), ("{ $.status >= 500 }", true), ("{ $.status < 500 }", false),
    ("{ $.status = 5* }", true), ("{ $.ok IS FALSE }", true), ("{ $.ok IS TRUE }", false),
    ("{ $.user.id IS NULL }", true), (#"{ $.user.roles[0] = \"ops\" }"#, true),
    (#"{ $.user.roles[1] = \"ops\" }"#, false),
    (#"{ $.status = 404 || $.level = \"ERROR\" && $.ok IS TRUE }"#, false),
    (#"{ ($.status = 502 || $.status = 503) && $.level = \"ERROR\" }"#, true),
  ])
  func `conditions on members of JSON hold or do not`(pattern: String, isFound: Bool) throws {
    var world = try TestWorld.make()
    #expect(try matches(pattern, Self.json, in: &world).isEmpty != isFound)
    #expect(try matches(pattern, "no json", in: &world).isEmpty)
  }

  @Test func `the members of a pattern are shown with their values`() throws {
    var world = try TestWorld.make()
    let found = try matches("{ $.status > 1 && $.ok IS FALSE }", Self.json, in: &world)
    #expect(found.first?.eventNumber == 1)
    #expect(found.first?.extractedValues == ["$.status": "502", "$.ok": "false"])
  }

  @Test(arguments: [
    ("a.b", "InvalidParameterException"), (#"\"open"#, "InvalidParameterException"),
    ("{ $.a = }", "InvalidParameterException"), ("{ a = 1 }", "InvalidParameterException"),
    ("{ $.a > ERROR }", "InvalidParameterException"), ("{ $.a = 1 ", "InvalidParameterException"),
    ("{ $.a EXISTS }", "InvalidParameterException"), ("-", "InvalidParameterException"),
    (String(repeating: "x", count: 1_025), "InvalidParameterException"),
    ("{ " + String(repeating: "(", count: 40) + "$.a = 1", "InvalidParameterException"),
    ("[ip, user]", "NotModelled"), ("%ERR.*%", "NotModelled"), ("{ $.a = %x% }", "NotModelled"),
    ("{ $.a[*] = 1 }", "NotModelled"),
  ])
  func `what is no pattern is refused, and what is not modelled by its name`(pattern: String, code: String)
    throws
  {
    var world = try TestWorld.make()
    #expect(refusedCode { _ = try matches(pattern, "x", in: &world) } == code)
  }

  /// A world with a group, a stream and a filter of what is slow.
  private func world(_ metric: String, pattern: String = "{ $.ms >= 100 }") throws -> World {
    var world = try TestWorld.make()
    world.wait(.hours(1))
    try world.ask(CreateLogGroup.self, #"{"logGroupName": "shop"}"#)
    try world.ask(CreateLogStream.self, #"{"logGroupName": "shop", "logStreamName": "a"}"#)
    try world.ask(PutMetricFilter.self, filter(metric, pattern: pattern))
    return world
  }

  private func filter(_ metric: String, name: String = "slow", pattern: String = "x") -> String {
    #"{"logGroupName": "shop", "filterName": "\#(name)", "filterPattern": "\#(pattern)", "#
      + #""metricTransformations": [{"metricName": "Slow", "metricNamespace": "Shop", \#(metric)}]}"#
  }

  private func log(_ message: String, in world: inout World) throws {
    try world.ask(
      PutLogEvents.self,
      #"{"logGroupName": "shop", "logStreamName": "a", "logEvents": [{"timestamp": "#
        + #"\#(world.now.unixMilliseconds), "message": "\#(message)"}]}"#)
  }

  private func points(in world: World) -> [MetricPoint] {
    let key = MetricKey(region: TestWorld.region, namespace: "Shop", name: "Slow", dimensions: [])
    return world.cloudWatch.metrics[key] ?? []
  }

  @Test func `what matches becomes a metric, and silence its default value`() throws {
    var world = try world(#""metricValue": "$.ms", "defaultValue": 0, "unit": "Milliseconds""#)
    #expect(points(in: world).isEmpty)
    try log(#"{\"ms\": 120}"#, in: &world)
    try log(#"{\"ms\": 180}"#, in: &world)
    try log(#"{\"ms\": 20}"#, in: &world)
    #expect(points(in: world).map(\.sum) == [300] && points(in: world).map(\.count) == [2])
    world.wait(.minutes(1))
    try log(#"{\"ms\": 20}"#, in: &world)
    #expect(points(in: world).map(\.sum) == [300, 0])
    world.wait(.minutes(1))
    #expect(points(in: world).count == 2)
    try world.ask(DeleteMetricFilter.self, #"{"logGroupName": "shop", "filterName": "slow"}"#)
    try log(#"{\"ms\": 120}"#, in: &world)
    #expect(points(in: world).count == 2)
  }

  @Test func `an alarm sees what a filter counts`() throws {
    var world = try world(#""metricValue": "1""#, pattern: "ERROR")
    _ = try world.ask(
      PutMetricAlarm.self,
      [
        "alarmName": "errors", "namespace": "Shop", "metricName": "Slow", "statistic": "Sum", "period": 60,
        "evaluationPeriods": 1, "threshold": 2, "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "notBreaching",
      ])
    world.wait(.minutes(5))
    #expect(world.cloudWatch.alarms.rows.first?.state == .ok)
    for _ in 0..<3 { try log("ERROR payment", in: &world) }
    world.wait(.minutes(1) + .seconds(1))
    #expect(world.cloudWatch.alarms.rows.first?.state == .alarm)
  }

  @Test func `filters are listed, changed and limited`() throws {
    var world = try world(#""metricValue": "1""#)
    func names(_ more: String) throws -> [String] {
      try world.ask(DescribeMetricFilters.self, "{\(more)}").metricFilters.map(\.filterName)
    }
    #expect(try names("") == ["slow"])
    #expect(try names(#""logGroupName": "shop", "filterNamePrefix": "x""#) == [])
    #expect(try names(#""metricName": "Slow", "metricNamespace": "Shop""#) == ["slow"])
    #expect(try names(#""metricName": "Fast", "metricNamespace": "Shop""#) == [])
    #expect(refusedCode { _ = try names(#""metricName": "Slow""#) } == "InvalidParameterException")
    #expect(refusedCode { _ = try names(#""logGroupName": "none""#) } == "ResourceNotFoundException")
    for number in 1..<100 {
      try world.ask(PutMetricFilter.self, filter(#""metricValue": "1""#, name: "f\(number)"))
    }
    #expect(try world.ask(DescribeLogGroups.self, "{}").logGroups.first?.metricFilterCount == 100)
    let more = filter(#""metricValue": "1""#, name: "more")
    #expect(try world.refusal(PutMetricFilter.self, more)?.code == "LimitExceededException")
    try world.ask(PutMetricFilter.self, filter(#""metricValue": "2""#))
    let changed = try world.ask(
      DescribeMetricFilters.self, #"{"logGroupName": "shop", "filterNamePrefix": "slow"}"#)
    #expect(changed.metricFilters.first?.metricTransformations.first?.metricValue == "2")
    let none = try world.refusal(DeleteMetricFilter.self, #"{"logGroupName": "shop", "filterName": "none"}"#)
    #expect(none?.code == "ResourceNotFoundException")
  }

  @Test(arguments: [
    ("Slow", "Shop", "one", "InvalidParameterException"), ("Slow", "Shop", "$bytes", "NotModelled"),
    ("Slow", "Shop", "$.a[*]", "NotModelled"), ("Slow", "Shop", "$.", "InvalidParameterException"),
    ("Slow", "AWS/EC2", "1", "InvalidParameterException"), ("a:b", "Shop", "1", "InvalidParameterException"),
  ])
  func `a metric that cannot be is refused`(metric: String, namespace: String, value: String, code: String)
    throws
  {
    var world = try world(#""metricValue": "1""#)
    let refused = try world.refusal(
      PutMetricFilter.self,
      #"{"logGroupName": "shop", "filterName": "x", "filterPattern": "x", "metricTransformations": [{"metricName": "#
        + #""\#(metric)", "metricNamespace": "\#(namespace)", "metricValue": "\#(value)"}]}"#)
    #expect(refused?.code == code)
  }

  @Test func `a group of infrequent access has no metric filters`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateLogGroup.self, #"{"logGroupName": "shop", "logGroupClass": "INFREQUENT_ACCESS"}"#)
    let refused = try world.refusal(PutMetricFilter.self, filter(#""metricValue": "1""#))
    #expect(refused?.code == "InvalidOperationException")
  }
}
