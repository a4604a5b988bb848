import Cloud
import EventKernel
import Foundation
import Testing

struct Route53PolicyTests {
  private typealias Zone = Route53TestZone

  private static func geo(_ address: String, _ location: String, _ more: String = "") -> String {
    Zone.a(
      "www.shop.example", address,
      more: #", "setIdentifier": "\#(address)", "geoLocation": {\#(location)}\#(more)"#)
  }

  @Test func `geolocation answers by the smallest area, and nobody outside all areas`() throws {
    var zone = try Zone()
    try zone.change(
      ("CREATE", Self.geo("3.34.0.1", #""continentCode": "AS""#)),
      ("CREATE", Self.geo("3.34.0.2", #""countryCode": "KR""#)),
      ("CREATE", Self.geo("3.34.0.3", #""countryCode": "US", "subdivisionCode": "VA""#)))
    #expect(zone.answers("www.shop.example", from: "seoul") == ["1.0 3.34.0.2 60"])
    #expect(zone.answers("www.shop.example", from: "tokyo") == ["1.0 3.34.0.1 60"])
    #expect(zone.answers("www.shop.example", from: "ashburn") == ["1.0 3.34.0.3 60"])
    #expect(zone.answers("www.shop.example", from: "columbus").isEmpty)
    #expect(zone.answers("www.shop.example", from: "frankfurt").isEmpty)
    try zone.change(("CREATE", Self.geo("3.34.0.4", #""countryCode": "*""#)))
    #expect(zone.answers("www.shop.example", from: "frankfurt") == ["1.0 3.34.0.4 60"])
    #expect(
      try zone.refusal(
        ("CREATE", Self.geo("3.34.0.9", #""countryCode": "KR""#)))?.code == "InvalidChangeBatch")
  }

  @Test func `an unhealthy area hands its users to the next larger one`() throws {
    var zone = try Zone()
    let check = try zone.failingCheck()
    try zone.change(
      ("CREATE", Self.geo("3.34.0.1", #""continentCode": "AS""#)),
      ("CREATE", Self.geo("3.34.0.2", #""countryCode": "KR""#, #", "healthCheckId": "\#(check)""#)))
    #expect(zone.answers("www.shop.example", from: "seoul") == ["1.0 3.34.0.1 60"])
  }

  @Test func `geoproximity answers by distance, which a bias shrinks`() throws {
    var zone = try Zone()
    func near(_ address: String, _ region: String, _ bias: Int) -> String {
      Zone.a(
        "www.shop.example", address,
        more: """
          , "setIdentifier": "\(address)", "geoProximityLocation": {"awsRegion": "\(region)", "bias": \(bias)}
          """)
    }
    try zone.change(
      ("CREATE", near("3.34.0.1", "ap-northeast-2", 0)), ("CREATE", near("3.34.0.2", "eu-central-1", 0)))
    #expect(zone.answers("www.shop.example", from: "tokyo") == ["1.0 3.34.0.1 60"])
    #expect(zone.answers("www.shop.example", from: "london") == ["1.0 3.34.0.2 60"])
    #expect(zone.answers("www.shop.example", from: "mumbai") == ["1.0 3.34.0.1 60"])
    try zone.change(("UPSERT", near("3.34.0.2", "eu-central-1", 50)))
    #expect(zone.answers("www.shop.example", from: "mumbai") == ["1.0 3.34.0.2 60"])
  }

  @Test(arguments: [
    #""continentCode": "XX""#, #""countryCode": "KOR""#, #""continentCode": "AS", "countryCode": "KR""#,
    #""countryCode": "KR", "subdivisionCode": "11""#,
  ])
  func `a place that Route 53 does not know is invalid input`(location: String) throws {
    var zone = try Zone()
    #expect(try zone.refusal(("CREATE", Self.geo("3.34.0.1", location)))?.code == "InvalidInput")
  }

  @Test func `one wrong change of a batch keeps all from being made`() throws {
    var zone = try Zone()
    let error = try zone.refusal(
      ("CREATE", Zone.a("a.shop.example", "3.34.0.1")), ("DELETE", Zone.a("b.shop.example", "3.34.0.2")))
    #expect(error?.code == "InvalidChangeBatch")
    #expect(error?.message.contains("but it was not found") == true)
    #expect(zone.answers("a.shop.example").isEmpty)
  }

  private static func check(_ config: String, _ reference: String) -> String {
    #"{"callerReference": "\#(reference)", "healthCheckConfig": {\#(config)}}"#
  }

  @Test func `a calculated check is as well as enough of its children`() throws {
    var zone = try Zone()
    let failing = try zone.failingCheck()
    let well = try zone.world.ask(
      CreateHealthCheck.self,
      Self.check(#""ipAddress": "198.51.100.1", "type": "HTTP", "disabled": true"#, "well")
    ).healthCheck.id
    func calculated(_ threshold: Int, _ reference: String) -> String {
      Self.check(
        #""type": "CALCULATED", "healthThreshold": \#(threshold), "childHealthChecks": ["\#(failing)", "\#(well)"]"#,
        reference)
    }
    let one = try zone.world.ask(CreateHealthCheck.self, calculated(1, "one")).healthCheck.id
    let two = try zone.world.ask(CreateHealthCheck.self, calculated(2, "two")).healthCheck.id
    zone.world.wait(.seconds(10))
    #expect(zone.world.route53.healthChecks[one]?.isHealthy == true)
    #expect(zone.world.route53.healthChecks[two]?.isHealthy == false)
    #expect(
      try zone.world.refusal(
        CreateHealthCheck.self,
        Self.check(#""type": "CALCULATED", "healthThreshold": 1, "childHealthChecks": ["\#(one)"]"#, "nested")
      )?
      .code == "InvalidInput")
    let status = #"{"healthCheckId": "\#(one)"}"#
    #expect(try zone.world.refusal(GetHealthCheckStatus.self, status)?.code == "InvalidInput")
    let reason = try zone.world.ask(
      GetHealthCheckLastFailureReason.self, #"{"healthCheckId": "\#(failing)"}"#)
    #expect(reason.healthCheckObservations.first?.statusReport.status.hasPrefix("Failure: ") == true)
  }

  @Test(arguments: [("Healthy", true), ("Unhealthy", false), ("LastKnownStatus", true)])
  func `a check on an alarm says what was set while there is too little data`(status: String, isHealthy: Bool)
    throws
  {
    var world = try TestWorld.make()
    try world.ask(
      PutMetricAlarm.self,
      """
      {"alarmName": "quiet", "namespace": "Shop", "metricName": "Orders", "statistic": "Sum", "period": 60,
       "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "LessThanThreshold"}
      """)
    let config = """
      "type": "CLOUDWATCH_METRIC", "alarmIdentifier": {"region": "ap-northeast-2", "name": "quiet"},
      "insufficientDataHealthStatus": "\(status)"
      """
    let id = try world.ask(CreateHealthCheck.self, Self.check(config, "1")).healthCheck.id
    world.wait(.minutes(5))
    #expect(world.route53.healthChecks[id]?.isHealthy == isHealthy)
    let none = config.replacingOccurrences(of: "quiet", with: "none")
    #expect(try world.refusal(CreateHealthCheck.self, Self.check(none, "2"))?.code == "InvalidInput")
  }

  @Test func `options of a check cost extra`() throws {
    var world = try TestWorld.make()
    try world.ask(
      CreateHealthCheck.self,
      Self.check(
        #""ipAddress": "198.51.100.1", "type": "HTTPS_STR_MATCH", "searchString": "OK", "measureLatency": true"#,
        "1"))
    let item = world.monthlyCost(traffic: nil).items.first { $0.code == "health-check-options" }
    #expect(item?.amount == Money(microdollars: 6_000_000))
  }

  @Test func `a private zone is seen by its VPCs and keeps the last one`() throws {
    var world = try TestWorld.make()
    let vpc = try #require(world.ec2.vpcs.first?.id)
    let place = #"{"vpcRegion": "ap-northeast-2", "vpcId": "\#(vpc)"}"#
    let made = try world.ask(
      CreateHostedZone.self, #"{"name": "db.internal", "callerReference": "1", "vpc": \#(place)}"#)
    #expect(made.hostedZone.config.privateZone)
    let again = #"{"name": "db.internal", "callerReference": "2", "vpc": \#(place)}"#
    #expect(try world.refusal(CreateHostedZone.self, again)?.code == "ConflictingDomainExists")
    let association = #"{"hostedZoneId": "\#(made.hostedZone.id)", "vpc": \#(place)}"#
    #expect(
      try world.refusal(DisassociateVPCFromHostedZone.self, association)?.code == "LastVPCAssociation")
    let listed = try world.ask(
      ListHostedZonesByVPC.self, #"{"vpcId": "\#(vpc)", "vpcRegion": "ap-northeast-2"}"#)
    #expect(listed.hostedZoneSummaries.map(\.name) == ["db.internal."])
  }

  @Test func `zones share the name servers of a reusable delegation set`() throws {
    var world = try TestWorld.make()
    let set = try world.ask(CreateReusableDelegationSet.self, #"{"callerReference": "1"}"#).delegationSet
    let id = try #require(set.id)
    var servers: [[String]] = []
    for name in ["a.example", "b.example"] {
      let zone = try world.ask(
        CreateHostedZone.self,
        #"{"name": "\#(name)", "callerReference": "\#(name)", "delegationSetId": "\#(id)"}"#)
      servers.append(zone.delegationSet?.nameServers ?? [])
    }
    #expect(servers == [set.nameServers, set.nameServers])
    #expect(
      try world.refusal(DeleteReusableDelegationSet.self, #"{"id": "\#(id)"}"#)?.code == "DelegationSetInUse")
    #expect(try world.ask(GetHostedZoneCount.self, "{}").hostedZoneCount == 2)
    #expect(
      try world.ask(GetAccountLimit.self, #"{"type": "MAX_HOSTED_ZONES_BY_OWNER"}"#).limit.value == 500)
  }
}
