import Cloud
import EventKernel
import Testing
import Traffic

/// Where the application keeps sessions decides what the loss of a machine, a cache or a cookie costs its users.
@Suite struct SessionTests {
  private typealias Script = ScriptedWorld

  private static let visit = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), session: true)

  private func lost(_ report: Report) -> Int {
    report.causes.filter { $0.code == .sessionLost }.reduce(0) { $0 + $1.lost }
  }

  @Test func `sessions in memory are lost wherever another server answers, unless clients stay with theirs`()
    throws
  {
    let lines = Script.pair("--user-data 'SESSION_STORE=memory'")
    func report(_ more: String = "", users: Int?) throws -> Report {
      try ScriptedWorld(rate: 20, kind: Self.visit, users: users, lines: lines + more).report()
    }
    let loose = try report(users: 50)
    #expect(loose.causes.filter { $0.lost > 0 }.map(\.code).allSatisfy { $0 == .sessionLost })
    // Of two servers in turn every second request of a client comes to the other one.
    let share = Double(lost(loose)) / Double(loose.offered - 50)
    #expect((0.42...0.58).contains(share), "\(share)")
    let tied = try report(
      "aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=stickiness.enabled,Value=true\n",
      users: 50)
    #expect(tied.lost == 0)
    #expect(try report(users: nil).lost == 0)
  }

  @Test func `a machine that dies takes the sessions in its memory along`() throws {
    let world = try ScriptedWorld(
      rate: 20, kind: Self.visit, users: 50,
      lines: Script.instance("--user-data 'SESSION_STORE=memory'") + "wait\n" + Script.direct)
    let report = try world.report(
      .minutes(6), faults: [Script.fault(Fault(.rebootInstances, names: [Script.zoneA.rawValue]))])
    // Each client that comes before and after finds its session gone once.
    #expect((45...50).contains(lost(report)), "\(lost(report))")
    let name = try #require(world.world.ec2.instances.rows.first).id.description
    #expect(report.causes.filter { $0.code == .sessionLost }.map(\.resource) == [name])
  }

  @Test func `a flushed cache loses every session once, and a database none`() throws {
    let cache =
      Script.cache + "DATA=\"SESSION_STORE=cache\nCACHE_HOST=$CACHE\"\n"
      + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
    let flushed = try ScriptedWorld(rate: 20, kind: Self.visit, users: 50, lines: cache)
      .report(.minutes(4), faults: [Script.fault(Fault(.cacheFlush, names: ["keys"]))])
    #expect((45...50).contains(flushed.lost))
    #expect(lost(flushed) == flushed.lost)
    let database =
      Script.database("--storage-type gp3") + "DATA=\"SESSION_STORE=database\nDB_HOST=$DB\"\n"
      + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
    let kept = try ScriptedWorld(rate: 20, kind: Self.visit, users: 50, lines: database).report()
    #expect(kept.lost == 0)
    // One read a request, one write a client.
    let shop = try #require(kept.databases.first)
    #expect(shop.queries == kept.offered + shop.writes)
    #expect((45...50).contains(shop.writes))
  }

  @Test func `without the setting, or for classes without a session, nothing is asked and nothing changes`()
    throws
  {
    func digest(_ kind: RequestClass, _ data: String) throws -> String {
      try ScriptedWorld(rate: 20, kind: kind, users: 50, lines: Script.pair(data)).report().digest.hex
    }
    var plain = Self.visit
    plain.session = false
    let before = try digest(plain, "")
    #expect(try digest(Self.visit, "") == before)
    #expect(try digest(plain, "--user-data 'SESSION_STORE=memory'") == before)
  }
}
