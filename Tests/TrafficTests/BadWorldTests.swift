import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// Worlds and loads that no one should make: each comes to an end, in bounded memory, with what is wrong told.
@Suite struct BadWorldTests {
  typealias Duration = EventKernel.Duration

  private static let shop = ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct

  private func refusal(
    _ world: World, _ duration: Duration, workload: Workload? = nil,
    change: (inout ExperimentRun) -> Void = { _ in }
  ) -> RunRefusal? {
    var run = ExperimentRun(
      experiment: Experiment(id: "bad", duration: duration, workload: workload), weather: WeatherSeed(1))
    change(&run)
    do throws(RunRefusal) {
      _ = try run.report(on: world)
      return nil
    } catch {
      return error
    }
  }

  @Test func `nobody and no jobs, no time and too much of it, more requests than a run may have`() throws {
    let world = try ScriptedWorld(rate: 1, lines: Self.shop).world
    #expect(refusal(world, .minutes(1), workload: Workload.none) == .noUsers)
    #expect(refusal(world, .zero) == .badDuration(.zero))
    #expect(refusal(world, .days(32)) == .badDuration(.days(32)))
    for rate in [1e6, 1e300, .infinity] {
      var users = world.lab.workload
      users.populations[0].rate = .constant(rate)
      guard case .tooManyRequests(let expected, let limit) = refusal(world, .hours(1), workload: users) else {
        Issue.record("\(rate) a second are let in")
        continue
      }
      #expect(expected > limit && limit == ExperimentRun.mostRequests)
    }
    // A population that never comes is no load, and no wait either.
    var users = world.lab.workload
    users.populations[0].rate = .constant(0)
    #expect(refusal(world, .days(1), workload: users) == nil)
  }

  /// Nothing answers, and every client waits ten minutes before it tries again.
  @Test func `a storm of clients that wait and come back ends in bounded memory`() throws {
    var scripted = try ScriptedWorld(rate: 200, timeout: .minutes(10), retries: 10, lines: Self.shop)
    try scripted.run(
      "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n")
    let world = scripted.world
    let refused = refusal(world, .minutes(1)) { $0.mostAtOnce = 4_096 }
    guard case .tooManyAtOnce(let after, let limit) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    // 4,096 requests at 200 a second.
    #expect(limit == 4_096 && abs(after.inSeconds - 20.5) < 2)
    let shorter = refusal(world, .seconds(15)) { $0.mostAtOnce = 4_096 }
    #expect(shorter == nil)
    // The learner's world stays as it was.
    var live = world
    var run = ExperimentRun(
      experiment: Experiment(id: "bad", duration: .minutes(1), isLive: true), weather: WeatherSeed(1))
    run.mostAtOnce = 4_096
    #expect(throws: RunRefusal.self) { try run.run(on: &live) }
    let isSame = live == world
    #expect(isSame)
  }

  @Test func `names that lead to each other have no address`() throws {
    var scripted = try ScriptedWorld(rate: 5, lines: Self.shop)
    let zone = try #require(scripted.workspace.variables["ZONE"]?.split(separator: "/").last)
    func alias(_ name: String, of target: String) -> String {
      "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch \"Changes=[{Action=UPSERT,ResourceRecordSet={Name=\(name).shop.example,Type=A,AliasTarget={HostedZoneId=\(zone),DNSName=\(target).shop.example,EvaluateTargetHealth=true}}}]\"\n"
    }
    try scripted.run(
      """
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=a.shop.example,Type=A,TTL=60,ResourceRecords=[{Value=192.0.2.1}]}}]"

      """ + alias("www", of: "a") + alias("a", of: "www"))
    let report = try scripted.report(.minutes(1))
    #expect(report.offered > 200 && report.lost == report.offered)
    #expect(report.causes.map(\.code) == [.nameWithoutAddress])
  }

  @Test func `a fault on what is gone strikes nothing, and it is told`() throws {
    var scripted = try ScriptedWorld(rate: 5, lines: Self.shop)
    let web = try #require(scripted.workspace.variables["WEB"].flatMap { InstanceID($0) })
    let faults = [
      ScriptedWorld.fault(.hostFailure([web]), lasting: 1),
      ScriptedWorld.fault(Fault(.rebootDatabase, names: ["gone"]), at: 2, lasting: 0),
    ]
    func told(_ report: Report) -> Int {
      report.timeline.count { $0.occurrence.code == "fault-strikes-nothing" }
    }
    // The machine is there, the database never was.
    #expect(told(try scripted.report(.minutes(4), faults: faults)) == 1)
    try scripted.run("aws ec2 terminate-instances --instance-ids $WEB\n")
    let late = try scripted.report(.minutes(4), faults: faults)
    #expect(told(late) == 2)
    let calm = try scripted.report(.minutes(4))
    #expect(late.lost == calm.lost && late.offered == calm.offered)
  }

  @Test func `a database that is stopped has no capacity, and every query says so`() throws {
    var scripted = try ScriptedWorld(
      rate: 2, kind: RequestClass(name: "page", cpu: .milliseconds(5), reads: 1, queryCPU: .milliseconds(2)),
      lines: ScriptedWorld.database() + "DATA=\"DB_HOST=$DB\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
    try scripted.run("aws rds stop-db-instance --db-instance-identifier shop\nwait\n")
    let report = try scripted.report(.minutes(1))
    #expect(report.lost == report.offered && report.offered > 50)
    #expect(report.causes.map(\.code) == [.databaseDown])
  }
}
