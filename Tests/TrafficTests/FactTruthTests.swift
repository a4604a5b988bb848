import Cloud
import EventKernel
import Testing
import Traffic

/// Arithmetic of the facts, as it comes out of a run. Each test names its fact.
@Suite struct FactTruthTests {
  /// Facts, EC2 2.5: a t2.micro earns 6 credits an hour; at 95 % it burns 57, so that 30 launch credits last 35 minutes.
  @Test func `30 launch credits carry a nearly full t2 micro for 35 minutes`() throws {
    let world = try ScriptedWorld(
      rate: 4.75, timeout: .seconds(30),
      kind: RequestClass(name: "page", cpu: .milliseconds(200), baseLatency: .milliseconds(10)),
      lines: ScriptedWorld.instance(type: "t2.micro") + "wait\n" + ScriptedWorld.direct)
    let lost = try world.report(.minutes(45)).minutes.map(\.lost)
    #expect(lost[..<33].allSatisfy { $0 == 0 }, "\(lost)")
    #expect(lost[39..<44].allSatisfy { $0 > 100 }, "\(lost)")
  }

  /// Facts, RDS: instances × pool ≤ max_connections; 4 × 30 = 120 > 60 (db.t3.micro) gives "too many connections", and
  /// 4 × 15 does not.
  @Test(arguments: [(pool: 30, most: 60, cause: CauseCode.connectionsExhausted), (15, 60, .poolExhausted)])
  func `four pools of thirty are more than sixty connections`(
    pool: Int, most: Int, cause: CauseCode
  ) throws {
    let machines = (0..<4).map { number in
      ScriptedWorld.instance("--user-data \"$DATA\"") + "M\(number)=$WEB\n"
    }.joined()
    let world = try ScriptedWorld(
      rate: 100, timeout: .seconds(1_000),
      kind: RequestClass(name: "page", cpu: .milliseconds(5), reads: 1, queryCPU: .seconds(1)),
      lines: ScriptedWorld.database("--storage-type gp3", type: "db.t3.micro")
        + "DATA=\"DB_HOST=$DB\nDB_POOL=\(pool)\"\n" + machines + "wait\n" + ScriptedWorld.node(over: 4))
    let report = try world.report(.minutes(1))
    #expect(report.databases.map(\.mostConnections) == [most])
    #expect(report.causes.first?.code == cause)
    let other: CauseCode = cause == .poolExhausted ? .connectionsExhausted : .poolExhausted
    #expect(report.causes.allSatisfy { $0.code != other })
  }

  /// Facts, EC: what misses asks the database at once rate × time queries; 50/s × 20 ms of work keep one vCPU busy.
  @Test func `what no cache holds back is rate times work`() throws {
    let world = try ScriptedWorld(
      rate: 50, timeout: .seconds(1_000),
      kind: RequestClass(name: "page", cpu: .milliseconds(5), reads: 1, queryCPU: .milliseconds(20)),
      lines: ScriptedWorld.database("--storage-type gp3") + "DATA=\"DB_HOST=$DB\nDB_POOL=900\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
    let report = try world.report(.minutes(4))
    let database = try #require(report.databases.first)
    #expect(database.queries == report.offered)
    let busy = database.busy.inSeconds / report.duration.inSeconds
    #expect((0.95...1.05).contains(busy), "\(busy)")
  }
}
