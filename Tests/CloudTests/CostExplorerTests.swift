import Cloud
import EventKernel
import Foundation
import Testing

struct CostExplorerTests {
  private static func create(_ name: String, _ team: String) -> String {
    """
    {"dbInstanceIdentifier": "\(name)", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
     "masterUsername": "admin", "masterUserPassword": "correct-horse", "tags": [{"key": "Team", "value": "\(team)"}]}
    """
  }

  private static func made() throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, create("shop", "web"))
    try world.ask(CreateDBInstance.self, create("books", "data"))
    try world.ask(CreateHostedZone.self, #"{"name": "shop.example", "callerReference": "1"}"#)
    return world
  }

  private static func usage(
    _ from: String, _ to: String, _ granularity: String = "DAILY", _ more: String = ""
  ) -> String {
    """
    {"timePeriod": {"start": "\(from)", "end": "\(to)"}, "granularity": "\(granularity)",
     "metrics": ["UnblendedCost"]\(more)}
    """
  }

  private func amount(_ values: NamedValues<GetCostAndUsage.Amount>) -> Double {
    values["UnblendedCost"].flatMap { Double($0.amount) } ?? -1
  }

  @Test func `what stood for 730 hours cost to the cent what the monthly bill says`() throws {
    var world = try Self.made()
    let monthly = world.monthlyCost(traffic: nil).monthly.dollars
    world.wait(.hours(730))
    let output = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-01", "2026-03-01", "MONTHLY"))
    #expect(output.resultsByTime.map(\.timePeriod.start) == ["2026-01-01", "2026-02-01"])
    let total = output.resultsByTime.reduce(0) { $0 + amount($1.total) }
    #expect(abs(total - monthly) < 0.01)
    #expect(output.resultsByTime.map(\.estimated) == [false, true])
  }

  @Test func `requests to edge locations cost beyond ten million in a month, by where users are`() throws {
    var world = try TestWorld.make()
    func use(_ region: String, _ requests: UInt64) -> TrafficVolumes.EdgeUse {
      TrafficVolumes.EdgeUse(
        distribution: "E1", region: Region(rawValue: region), bytes: 0, requests: requests)
    }
    func total(_ from: String, _ to: String) throws -> Double {
      try world.ask(GetCostAndUsage.self, Self.usage(from, to, "MONTHLY")).resultsByTime
        .reduce(0) { $0 + amount($1.total) }
    }
    // 2,000,000 in the United States at 0.010 for ten thousand, and 1,000,000 in Seoul at 0.012 (facts: CloudFront 7).
    for uses in [[use("us-east-1", 12_000_000)], [use("ap-northeast-2", 1_000_000)]] {
      let start = world.now
      world.wait(.hours(1))
      world.bill(TrafficVolumes(), moved: [], given: uses, since: start)
    }
    let january = try total("2026-01-01", "2026-02-01")
    #expect(abs(january - 3.2) < 0.000_1)
    let charges = world.billing.spans(until: world.now).map(\.charge)
    #expect(charges.map(\.usageType) == ["US-Requests-Tier2-HTTPS", "AP-Requests-Tier2-HTTPS"])
    #expect(Set(charges.map(\.serviceName)) == ["Amazon CloudFront"])
    // The next month has ten million of its own.
    world.wait(.days(40))
    let start = world.now
    world.wait(.hours(1))
    world.bill(TrafficVolumes(), moved: [], given: [use("us-east-1", 9_000_000)], since: start)
    #expect(world.billing.spans(until: world.now).count == 2)
  }

  @Test func `what is billed anew each minute is put together by the hour, and costs the same`() throws {
    var world = try TestWorld.make()
    let moved = TrafficVolumes.Regional(region: Region(rawValue: "ap-northeast-2"), internetBytes: 1 << 30)
    let minutes = 5_000
    for _ in 0..<minutes {
      let start = world.now
      world.wait(.minutes(1))
      world.bill(TrafficVolumes(), moved: [moved], given: [], since: start)
    }
    #expect(world.billing.closed.count < minutes * 9 / 10)
    // A gigabyte a minute beyond the first hundred, at 0.126.
    let output = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-01", "2026-02-01", "MONTHLY"))
    let total = output.resultsByTime.reduce(0) { $0 + amount($1.total) }
    #expect(abs(total - Double(minutes - 100) * 0.126) < 0.01)
    let hours = world.costsByHour().dropFirst(3).dropLast(2)
    #expect(hours.count > 70 && hours.allSatisfy { abs($0.amount.dollars - 60 * 0.126) < 0.000_1 })
  }

  @Test func `a span costs what its parts cost, whatever began or ended in it`() throws {
    var world = try Self.made()
    world.wait(.days(3))
    try world.ask(
      DeleteDBInstance.self, #"{"dbInstanceIdentifier": "books", "skipFinalSnapshot": true}"#)
    world.wait(.days(2))
    try world.ask(CreateDBInstance.self, Self.create("third", "web"))
    world.wait(.days(5))
    func total(_ from: String, _ to: String, _ granularity: String) throws -> Double {
      try world.ask(GetCostAndUsage.self, Self.usage(from, to, granularity)).resultsByTime
        .reduce(0) { $0 + amount($1.total) }
    }
    let whole = try total("2026-01-05", "2026-01-15", "MONTHLY")
    #expect(whole > 1)
    for day in ["2026-01-06", "2026-01-08", "2026-01-10", "2026-01-12"] {
      let parts = try total("2026-01-05", day, "DAILY") + total(day, "2026-01-15", "DAILY")
      #expect(abs(parts - whole) < 0.001, "\(day)")
    }
  }

  @Test func `alarms of one name in two Regions cost twice`() throws {
    var world = try TestWorld.make()
    for region in ["ap-northeast-2", "us-east-1"] {
      for number in 0..<12 {
        let input = """
          {"alarmName": "a\(number)", "namespace": "N", "metricName": "m", "statistic": "Sum", "period": 60,
           "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold"}
          """
        _ = try world.perform(
          PutMetricAlarm.self, JSONDecoder().decode(PutMetricAlarm.Input.self, from: Data(input.utf8)),
          context: CallContext(caller: TestWorld.context.caller, region: Region(rawValue: region)))
      }
    }
    let monthly = world.monthlyCost(traffic: nil).monthly.dollars
    #expect(abs(monthly - 14 * 0.10) < 0.001)
    world.wait(.hours(730))
    let output = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-01", "2026-03-01", "MONTHLY"))
    #expect(abs(output.resultsByTime.reduce(0) { $0 + amount($1.total) } - monthly) < 0.01)
  }

  @Test func `the parts by service and kind of use sum to the whole`() throws {
    var world = try Self.made()
    world.wait(.days(2))
    let day = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-06", "2026-01-07"))
    let whole = try #require(day.resultsByTime.first)
    for key in ["SERVICE", "USAGE_TYPE", "REGION"] {
      let more = #", "groupBy": [{"type": "DIMENSION", "key": "\#(key)"}]"#
      let split = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-06", "2026-01-07", "DAILY", more))
      let groups = try #require(split.resultsByTime.first?.groups)
      #expect(groups.count > 1)
      #expect(abs(groups.reduce(0) { $0 + amount($1.metrics) } - amount(whole.total)) < 1e-6)
    }
    let services = try world.ask(
      GetCostDimensionValues.self,
      #"{"timePeriod": {"start": "2026-01-05", "end": "2026-01-07"}, "dimension": "SERVICE"}"#)
    #expect(
      services.dimensionValues.map(\.value) == [
        "Amazon Relational Database Service", "Amazon Route 53", "Amazon Virtual Private Cloud",
      ])
    let filter =
      #", "filter": {"dimensions": {"key": "USAGE_TYPE", "values": ["APN2-InstanceUsage:db.t3.micro"]}}"#
    let filtered = try world.ask(
      GetCostAndUsage.self, Self.usage("2026-01-06", "2026-01-07", "DAILY", filter))
    #expect(abs(amount(try #require(filtered.resultsByTime.first).total) - 2 * 0.026 * 24) < 1e-6)
  }

  @Test func `what was deleted stops costing`() throws {
    var world = try Self.made()
    world.wait(.days(1))
    try world.ask(DeleteDBInstance.self, #"{"dbInstanceIdentifier": "books", "skipFinalSnapshot": true}"#)
    world.wait(.days(2))
    let days = try world.ask(GetCostAndUsage.self, Self.usage("2026-01-05", "2026-01-08")).resultsByTime
    let before = amount(days[0].total)
    let after = amount(days[2].total)
    #expect(after < before * 0.6)
  }

  @Test func `costs are split by a tag from its activation on, and before it after a backfill`() throws {
    var world = try Self.made()
    world.wait(.days(1))
    let groups = #", "groupBy": [{"type": "TAG", "key": "Team"}]"#
    func keys(_ from: String, _ to: String, _ world: inout World) throws -> [String] {
      try world.ask(GetCostAndUsage.self, Self.usage(from, to, "DAILY", groups)).resultsByTime
        .flatMap { $0.groups.flatMap(\.keys) }
    }
    #expect(try keys("2026-01-05", "2026-01-06", &world) == ["Team$"])
    let activate = #"{"costAllocationTagsStatus": [{"tagKey": "Team", "status": "Active"}]}"#
    #expect(try world.ask(UpdateCostAllocationTagsStatus.self, activate).errors.isEmpty)
    let unknown = #"{"costAllocationTagsStatus": [{"tagKey": "team", "status": "Active"}]}"#
    #expect(
      try world.ask(UpdateCostAllocationTagsStatus.self, unknown).errors.map(\.code) == [
        "TagKeysNotFoundException"
      ])
    world.wait(.days(1))
    #expect(try keys("2026-01-05", "2026-01-06", &world) == ["Team$"])
    #expect(try keys("2026-01-06", "2026-01-07", &world) == ["Team$", "Team$data", "Team$web"])
    let backfill = #"{"backfillFrom": "2026-01-01T00:00:00Z"}"#
    try world.ask(StartCostAllocationTagBackfill.self, backfill)
    #expect(try keys("2026-01-05", "2026-01-06", &world) == ["Team$", "Team$data", "Team$web"])
    #expect(
      try world.refusal(StartCostAllocationTagBackfill.self, backfill)?.code
        == "BackfillLimitExceededException")
    let span = #"{"timePeriod": {"start": "2026-01-05", "end": "2026-01-08"}, "tagKey": "Team"}"#
    #expect(try world.ask(GetCostTags.self, span).tags == ["data", "web"])
  }

  @Test func `a forecast carries what stands into the days to come`() throws {
    var world = try Self.made()
    world.wait(.hours(12))
    let input = """
      {"timePeriod": {"start": "2026-01-06", "end": "2026-01-08"}, "metric": "UNBLENDED_COST", "granularity": "DAILY"}
      """
    let forecast = try world.ask(GetCostForecast.self, input)
    let monthly = world.monthlyCost(traffic: nil).monthly.dollars
    #expect(abs((Double(forecast.total.amount) ?? 0) - monthly / 730 * 48) < 0.001)
    let past = input.replacingOccurrences(of: "2026-01-06", with: "2026-01-01")
    #expect(try world.refusal(GetCostForecast.self, past)?.code == "ValidationException")
  }

  @Test(arguments: [
    CostExplorerTests.usage("2026-01-06", "2026-01-05"), CostExplorerTests.usage("soon", "2026-01-05"),
    CostExplorerTests.usage("2026-01-05", "2026-01-06", "WEEKLY"),
    CostExplorerTests.usage(
      "2026-01-05", "2026-01-06", "DAILY", #", "groupBy": [{"type": "DIMENSION", "key": "MOOD"}]"#),
    CostExplorerTests.usage("2026-01-05", "2026-01-06", "DAILY", #", "filter": {"and": [], "or": []}"#),
  ])
  func `a question that Cost Explorer does not take is refused`(input: String) throws {
    var world = try Self.made()
    world.wait(.hours(1))
    #expect(try world.refusal(GetCostAndUsage.self, input)?.code == "ValidationException")
  }
}
