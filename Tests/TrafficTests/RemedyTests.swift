import Cloud
import CloudAPI
import EventKernel
import Shell
import Testing
import Traffic

/// For each cause a change is known that helps where the cause decides: measured, as all that is proposed.
@Suite struct RemedyTests {
  /// Causes in whose worlds no change of the cloud helps by itself, while the fault lasts: the version that was deployed is
  /// bad, the network itself loses packets or is cut, names are not answered; no class of databases that the catalog has
  /// carries the load of that world, nor does a replica; S3 is slow or down, and settings of distributions are not
  /// changed by what is tried.
  private static let beyondHelp: Set<CauseCode> = [
    .slowerThanClientWaits, .deployErrors, .packetsLost, .resolverDown, .regionCutOff, .databaseOverloaded,
    .s3SlowDown, .s3Unavailable, .distributionDisabled, .edgeHostUnknown, .edgeMethodRefused, .originNotFound,
  ]

  @Test(arguments: CauseCase.all.filter { !beyondHelp.contains($0.cause) })
  func `a change of the cause's own makers loses fewer requests`(given: CauseCase) throws {
    let world = try ScriptedWorld(
      rate: given.rate, timeout: given.timeout, port: given.port, kind: given.kind, users: given.users,
      lines: given.lines)
    let found = try Self.search(
      world, given.duration, faults: given.faults, causes: [given.cause])
    let one = found.helping.filter { $0.parts.count == 1 }
    #expect(!one.isEmpty, "\(found.tried) tried")
    #expect(found.tried <= RemedySearch.mostTrials)
    for trial in found.helping {
      #expect(trial.report.lost < found.before.lost)
      #expect(!trial.parts.flatMap(\.lines).isEmpty)
      // The same users come: what is compared is the same requests.
      #expect(trial.report.offered == found.before.offered)
    }
    // The world that was asked about is as it was.
    #expect(try world.report(given.duration, faults: given.faults).digest == found.before.digest)
  }

  @Test(arguments: CauseCase.all.filter { [.slowerThanClientWaits, .deployErrors].contains($0.cause) })
  func `where nothing helps nothing is proposed`(given: CauseCase) throws {
    let world = try ScriptedWorld(
      rate: given.rate, timeout: given.timeout, kind: given.kind, lines: given.lines)
    let found = try Self.search(
      world, given.duration, faults: given.faults, causes: [given.cause])
    #expect(found.before.lost > 0)
    #expect(found.helping.isEmpty)
  }

  @Test func `servers leave a zone that is too slow for the clients`() throws {
    let lines =
      ScriptedWorld.instance() + "wait\n" + ScriptedWorld.balancer()
      + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"
    let world = try ScriptedWorld(lines: lines)
    let slow = ScriptedWorld.fault(.slowZone(ScriptedWorld.zoneA, delay: .seconds(4)))
    let found = try Self.search(world, .minutes(3), faults: [slow], causes: [.slowerThanClientWaits])
    #expect(found.before.causes.first { $0.lost > 0 }?.code == .slowerThanClientWaits)
    let best = try #require(found.helping.first)
    #expect(best.parts.map(\.code) == [.otherZone])
    #expect(best.report.lost == 0)
  }

  @Test func `lines that AWS refuses, and users that stop it, leave nothing behind`() throws {
    let world = try ScriptedWorld(lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let run = ExperimentRun(
      experiment: Experiment(
        id: "test", duration: .minutes(2), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))]),
      weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before)
    #expect(try search.result { _, _ in false } == nil)
    #expect(try run.report(on: world.world)?.digest == before.digest)
  }

  private static func search(
    _ world: ScriptedWorld, _ duration: EventKernel.Duration, faults: [Experiment.PlannedFault] = [],
    causes: [CauseCode]
  ) throws -> RemedySearch.Result {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration, faults: faults), weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before, causes: causes)
    return try #require(try search.result { _, _ in true })
  }
}
