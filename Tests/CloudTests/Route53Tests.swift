import Cloud
import EventKernel
import Foundation
import Testing

struct Route53Tests {
  private typealias Zone = Route53TestZone

  @Test func `a new zone has its name servers and is in sync after half a minute`() throws {
    var world = try TestWorld.make()
    let input = #"{"name": "shop.example", "callerReference": "1"}"#
    let output = try world.ask(CreateHostedZone.self, input)
    #expect(output.hostedZone.name == "shop.example.")
    #expect(output.hostedZone.resourceRecordSetCount == 2)
    #expect(output.delegationSet?.nameServers.count == 4)
    let change = #"{"id": "\#(output.changeInfo.id)"}"#
    #expect(try world.ask(GetChange.self, change).changeInfo.status == "PENDING")
    world.wait(.seconds(30))
    #expect(try world.ask(GetChange.self, change).changeInfo.status == "INSYNC")
    #expect(try world.refusal(CreateHostedZone.self, input)?.code == "HostedZoneAlreadyExists")
    #expect(
      try world.refusal(GetHostedZone.self, #"{"id": "ZNONE"}"#)?.message
        == "No hosted zone found with ID: ZNONE")
  }

  @Test func `a simple set answers all its values`() throws {
    var zone = try Zone()
    try zone.change(("CREATE", Zone.a("www.shop.example", "3.34.0.1", "3.34.0.2", ttl: 300)))
    #expect(zone.answers("WWW.shop.example.") == ["1.0 3.34.0.1,3.34.0.2 300"])
    #expect(zone.answers("nobody.shop.example").isEmpty)
    #expect(zone.answers("www.other.example").isEmpty)
    #expect(zone.answers("3.34.0.9") == ["1.0 3.34.0.9 86400"])
  }

  @Test func `a wildcard answers for names that have no set of their own`() throws {
    var zone = try Zone()
    try zone.change(
      ("CREATE", Zone.a("*.shop.example", "3.34.0.1")), ("CREATE", Zone.a("www.shop.example", "3.34.0.2")))
    #expect(zone.answers("any.thing.shop.example") == ["1.0 3.34.0.1 60"])
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.2 60"])
    #expect(zone.answers("shop.example").isEmpty)
    let records = try zone.world.ask(ListResourceRecordSets.self, #"{"hostedZoneId": "\#(zone.id)"}"#)
    #expect(records.resourceRecordSets.contains { $0.name == #"\052.shop.example."# })
  }

  @Test func `weights share the answers, and weight 0 answers only when no other is healthy`() throws {
    var zone = try Zone()
    func weighted(_ address: String, _ weight: Int, _ more: String = "") -> String {
      Zone.a(
        "www.shop.example", address, more: #", "setIdentifier": "\#(address)", "weight": \#(weight)\#(more)"#)
    }
    try zone.change(
      ("CREATE", weighted("3.34.0.1", 3)), ("CREATE", weighted("3.34.0.2", 1)),
      ("CREATE", weighted("3.34.0.3", 0)))
    #expect(zone.answers("www.shop.example") == ["0.75 3.34.0.1 60", "0.25 3.34.0.2 60"])
    let check = try zone.failingCheck()
    let unhealthy = #", "healthCheckId": "\#(check)""#
    try zone.change(("UPSERT", weighted("3.34.0.1", 3, unhealthy)))
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.2 60"])
    try zone.change(("UPSERT", weighted("3.34.0.2", 1, unhealthy)))
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.3 60"])
    try zone.change(("UPSERT", weighted("3.34.0.3", 0, unhealthy)))
    #expect(zone.answers("www.shop.example") == ["0.75 3.34.0.1 60", "0.25 3.34.0.2 60"])
  }

  @Test func `failover answers the secondary while the primary is unhealthy, and the primary when both are`()
    throws
  {
    var zone = try Zone()
    let check = try zone.failingCheck()
    func set(_ role: String, _ address: String, _ more: String) -> String {
      Zone.a(
        "www.shop.example", address, more: #", "setIdentifier": "\#(role)", "failover": "\#(role)"\#(more)"#)
    }
    let unhealthy = #", "healthCheckId": "\#(check)""#
    try zone.change(("CREATE", set("PRIMARY", "3.34.0.1", "")), ("CREATE", set("SECONDARY", "3.34.0.2", "")))
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.1 60"])
    try zone.change(("UPSERT", set("PRIMARY", "3.34.0.1", unhealthy)))
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.2 60"])
    try zone.change(("UPSERT", set("SECONDARY", "3.34.0.2", unhealthy)))
    #expect(zone.answers("www.shop.example") == ["1.0 3.34.0.1 60"])
  }

  @Test func `latency answers the Region nearest to the city by measurement`() throws {
    var zone = try Zone()
    func set(_ region: String, _ address: String) -> String {
      Zone.a("www.shop.example", address, more: #", "setIdentifier": "\#(region)", "region": "\#(region)""#)
    }
    try zone.change(
      ("CREATE", set("ap-northeast-2", "3.34.0.1")), ("CREATE", set("us-east-1", "3.34.0.2")),
      ("CREATE", set("eu-central-1", "3.34.0.3")))
    #expect(zone.answers("www.shop.example", from: "tokyo") == ["1.0 3.34.0.1 60"])
    #expect(zone.answers("www.shop.example", from: "ashburn") == ["1.0 3.34.0.2 60"])
    #expect(zone.answers("www.shop.example", from: "paris") == ["1.0 3.34.0.3 60"])
  }

  @Test func `multivalue answers up to eight healthy sets at once`() throws {
    var zone = try Zone()
    for number in 1...9 {
      let more = #", "setIdentifier": "\#(number)", "multiValueAnswer": true"#
      try zone.change(("CREATE", Zone.a("www.shop.example", "3.34.0.\(number)", more: more)))
    }
    #expect(
      zone.world.resolve(host: "www.shop.example", from: "seoul").alternatives.map(\.addresses.count) == [8])
  }

  @Test func `a CNAME is followed and the shorter TTL counts`() throws {
    var zone = try Zone()
    let cname =
      #"{"name": "m.shop.example", "type": "CNAME", "ttl": 30, "resourceRecords": [{"value": "www.shop.example"}]}"#
    try zone.change(("CREATE", Zone.a("www.shop.example", "3.34.0.1", ttl: 300)), ("CREATE", cname))
    #expect(zone.answers("m.shop.example") == ["1.0 3.34.0.1 30"])
  }

  @Test func `names that lead round in a circle have no address`() throws {
    var zone = try Zone()
    func cname(_ from: String, _ to: String) -> String {
      #"{"name": "\#(from).shop.example", "type": "CNAME", "ttl": 30, "resourceRecords": [{"value": "\#(to).shop.example"}]}"#
    }
    try zone.change(("CREATE", cname("a", "b")), ("CREATE", cname("b", "a")))
    #expect(zone.answers("a.shop.example").isEmpty)
    #expect(zone.world.databaseKey(forHost: "a.shop.example") == nil)
  }

  @Test(arguments: [
    (
      "CREATE", "www.shop.example",
      "Tried to create resource record set [name='www.shop.example.', type='A'] but it already exists"
    ),
    (
      "DELETE", "no.shop.example",
      "Tried to delete resource record set [name='no.shop.example.', type='A'] but it was not found"
    ),
    (
      "DELETE", "www.shop.example",
      "Tried to delete resource record set [name='www.shop.example.', type='A'] but the values provided do not match the current values"
    ),
    (
      "CREATE", "www.else.example",
      "RRSet with DNS name www.else.example. is not permitted in zone shop.example."
    ),
    (
      "CREATE", "m.shop.example",
      "RRSet of type A with DNS name m.shop.example. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone shop.example."
    ),
  ])
  func `a change that cannot be made is refused in AWS's words`(action: String, name: String, words: String)
    throws
  {
    var zone = try Zone()
    let cname =
      #"{"name": "m.shop.example", "type": "CNAME", "ttl": 30, "resourceRecords": [{"value": "www.shop.example"}]}"#
    try zone.change(("CREATE", Zone.a("www.shop.example", "3.34.0.1")), ("CREATE", cname))
    let before = zone.world
    let error = try zone.refusal((action, Zone.a(name, "3.34.0.77")))
    #expect(error == AWSError("InvalidChangeBatch", "[\(words)]"))
    #expect(zone.world == before)
  }

  @Test func `a batch is made as a whole or not at all, and names every fault`() throws {
    var zone = try Zone()
    let error = try zone.refusal(
      ("CREATE", Zone.a("ok.shop.example", "3.34.0.1")), ("DELETE", Zone.a("x.shop.example", "3.34.0.1")),
      ("CREATE", Zone.a("bad.shop.example", "300.1.1.1")))
    #expect(error?.message.contains("x.shop.example.") == true)
    #expect(error?.message.contains("ARRDATAIllegalIPv4Address") == true)
    #expect(zone.answers("ok.shop.example").isEmpty)
  }

  @Test(arguments: [
    (
      #"{"name": "x.shop.example", "type": "A"}"#,
      "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=x.shop.example, Type=A, SetIdentifier=null]"
    ),
    (
      #"{"name": "x.shop.example", "type": "A", "weight": 1, "ttl": 1, "resourceRecords": [{"value": "1.1.1.1"}]}"#,
      "Missing field 'SetIdentifier' in Change"
    ),
    (
      #"{"name": "x.shop.example", "type": "A", "setIdentifier": "a", "ttl": 1, "resourceRecords": [{"value": "1.1.1.1"}]}"#,
      "but found none in Change"
    ),
  ])
  func `a set of the wrong form is invalid input`(set: String, words: String) throws {
    var zone = try Zone()
    let error = try zone.refusal(("CREATE", set))
    #expect(error?.code == "InvalidInput")
    #expect(error?.message.contains(words) == true)
  }

  @Test func `the root's own records stay and an empty zone can be deleted`() throws {
    var zone = try Zone()
    let own = try #require(zone.world.route53.zones.first?.row.records)
    #expect(own.map(\.type) == ["NS", "SOA"])
    try zone.change(("CREATE", Zone.a("www.shop.example", "3.34.0.1")))
    let id = #"{"id": "\#(zone.id)"}"#
    #expect(try zone.world.refusal(DeleteHostedZone.self, id)?.code == "HostedZoneNotEmpty")
    try zone.change(("DELETE", Zone.a("www.shop.example", "3.34.0.1")))
    try zone.world.ask(DeleteHostedZone.self, id)
    #expect(zone.world.route53.zones.isEmpty)
  }

  @Test func `records are listed by their labels from the last`() throws {
    var zone = try Zone()
    try zone.change(
      ("CREATE", Zone.a("b.a.shop.example", "1.1.1.1")), ("CREATE", Zone.a("z.shop.example", "1.1.1.1")),
      ("CREATE", Zone.a("a.shop.example", "1.1.1.1")))
    let first = try zone.world.ask(
      ListResourceRecordSets.self, #"{"hostedZoneId": "\#(zone.id)", "maxItems": "3"}"#)
    #expect(first.resourceRecordSets.map(\.name) == ["shop.example.", "shop.example.", "a.shop.example."])
    #expect(first.isTruncated)
    #expect(first.nextRecordName == "b.a.shop.example.")
    let next = try zone.world.ask(
      ListResourceRecordSets.self,
      #"{"hostedZoneId": "\#(zone.id)", "startRecordName": "b.a.shop.example", "startRecordType": "A"}"#)
    #expect(next.resourceRecordSets.map(\.name) == ["b.a.shop.example.", "z.shop.example."])
  }

  @Test func `a CNAME leads an application to its database`() throws {
    var zone = try Zone()
    try zone.world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
       "masterUsername": "admin", "masterUserPassword": "correct-horse"}
      """)
    zone.world.wait(.minutes(5))
    let host = try #require(zone.world.rds.instances.first?.row.endpoint)
    let cname =
      #"{"name": "db.shop.example", "type": "CNAME", "ttl": 30, "resourceRecords": [{"value": "\#(host)"}]}"#
    try zone.change(("CREATE", cname))
    #expect(zone.world.databaseKey(forHost: "db.shop.example") == "ap-northeast-2/shop")
    #expect(
      zone.world.resolve(host: "db.shop.example", from: "seoul").alternatives.map(\.ttl) == [.seconds(5)])
  }

  @Test(arguments: [(10, 3, 30), (30, 3, 90), (30, 1, 30), (10, 10, 100)])
  func `a check that fails from the start turns after interval times threshold`(
    interval: Int, threshold: Int, seconds: Int
  ) throws {
    var world = try TestWorld.make()
    let input = """
      {"callerReference": "1", "healthCheckConfig": {"ipAddress": "198.51.100.1", "type": "HTTP",
       "requestInterval": \(interval), "failureThreshold": \(threshold)}}
      """
    let id = try world.ask(CreateHealthCheck.self, input).healthCheck.id
    world.wait(.seconds(seconds - 1))
    #expect(world.route53.healthChecks[id]?.isHealthy == true)
    let revision = world.revision.dns
    world.wait(.seconds(1))
    #expect(world.route53.healthChecks[id]?.isHealthy == false)
    #expect(world.revision.dns == revision + 1)
    #expect(world.codes(of: id) == ["dns-check-unhealthy"])
  }

  @Test func `an inverted check begins unhealthy and a disabled one is healthy`() throws {
    var world = try TestWorld.make()
    let input = """
      {"callerReference": "1", "healthCheckConfig": {"ipAddress": "198.51.100.1", "type": "TCP", "port": 80,
       "requestInterval": 10, "inverted": true}}
      """
    let id = try world.ask(CreateHealthCheck.self, input).healthCheck.id
    #expect(world.route53.healthChecks[id]?.isHealthy == false)
    world.wait(.seconds(30))
    #expect(world.route53.healthChecks[id]?.isHealthy == true)
    try world.ask(
      UpdateHealthCheck.self, #"{"healthCheckId": "\#(id)", "inverted": false, "disabled": true}"#)
    world.wait(.minutes(5))
    #expect(world.route53.healthChecks[id]?.isHealthy == true)
    let version = #"{"healthCheckId": "\#(id)", "healthCheckVersion": 1, "port": 81}"#
    #expect(try world.refusal(UpdateHealthCheck.self, version)?.code == "HealthCheckVersionMismatch")
  }

  @Test(arguments: [
    (#""ipAddress": "198.51.100.1", "type": "CALCULATED""#), (#""type": "HTTP""#),
    (#""ipAddress": "198.51.100.300", "type": "HTTP""#),
    (#""ipAddress": "198.51.100.1", "type": "HTTP", "requestInterval": 20"#),
    (#""ipAddress": "198.51.100.1", "type": "TCP""#),
    (#""ipAddress": "198.51.100.1", "type": "HTTP", "failureThreshold": 11"#),
  ])
  func `a check that cannot be made is invalid input`(config: String) throws {
    var world = try TestWorld.make()
    let input = #"{"callerReference": "1", "healthCheckConfig": {\#(config)}}"#
    #expect(try world.refusal(CreateHealthCheck.self, input)?.code == "InvalidInput")
  }
}
