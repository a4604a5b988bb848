import Assessment
import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// What was stopped by hand is started, and where two things are wrong at once both are mended.
@Suite struct RemedyPairTests {
  private typealias Script = ScriptedWorld

  private static let withDatabase =
    Script.database() + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n" + Script.instance("--user-data \"$DATA\"")
    + "wait\n" + Script.direct

  private static let stopped = "aws rds stop-db-instance --db-instance-identifier shop\nwait\n"

  private static let closed =
    "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n"

  @Test func `a stopped database is started`() throws {
    let world = try ScriptedWorld(
      rate: 5, kind: CauseCase.queries(1), lines: Self.withDatabase + Self.stopped)
    let found = try Self.search(world)
    #expect(found.before.lost == found.before.offered)
    let best = try #require(found.helping.first)
    #expect(best.parts.map(\.code) == [.startDatabase])
    #expect(best.report.lost == 0)
  }

  @Test func `stopped servers of a target group are started`() throws {
    let world = try ScriptedWorld(
      rate: 5,
      lines: Script.instance() + "wait\n" + Script.balancer()
        + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"
        + "aws ec2 stop-instances --instance-ids $WEB\nwait\n")
    let found = try Self.search(world)
    #expect(found.before.causesByCode.first?.code == .noRegisteredTarget)
    let best = try #require(found.helping.first)
    #expect(best.parts.map(\.code) == [.startServers])
    #expect(best.report.lost == 0)
  }

  @Test func `behind a closed port a stopped database is found`() throws {
    let world = try ScriptedWorld(
      rate: 5, kind: CauseCase.queries(1), lines: Self.withDatabase + Self.stopped + Self.closed)
    let found = try Self.search(world)
    #expect(found.before.causesByCode.first?.code == .securityGroupDenied)
    let best = try #require(found.helping.first)
    #expect(best.parts.map(\.code) == [.openPort, .startDatabase])
    #expect(best.report.lost == 0)
    #expect(found.tried <= RemedySearch.mostInAll)
  }

  @Test func `while nobody has noticed that a primary is gone its standby is still to take over`() throws {
    let world = try ScriptedWorld(
      rate: 20, kind: CauseCase.queries(1),
      lines: Script.database("--multi-az") + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n"
        + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct)
    let report = try world.report(
      .minutes(4), faults: [Script.fault(.databaseFailure("shop"), lasting: 3)])
    let codes = report.causes.filter { $0.lost > 0 }.map(\.code)
    #expect(codes.contains(.failoverInProgress))
    #expect(!codes.contains(.databaseDown))
  }

  private static func search(_ world: ScriptedWorld) throws -> RemedySearch.Result {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(2), faults: []), weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before)
    return try #require(try search.result { _, _ in true })
  }
}
