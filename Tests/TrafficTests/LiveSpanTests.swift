import Cloud
import EventKernel
import Testing
import Traffic

/// The time of a live lab: when its faults come, how loads go on, how its pieces make one report.
@Suite struct LiveSpanTests {
  typealias Duration = EventKernel.Duration

  @Test func `a profile goes on from a moment`() {
    let ramp = RateProfile(points: [.init(at: .zero, perSecond: 10), .init(at: .minutes(10), perSecond: 70)])
    #expect(
      ramp.goingOn(after: .minutes(5)).points
        == [.init(at: .zero, perSecond: 40), .init(at: .minutes(5), perSecond: 70)])
    #expect(ramp.goingOn(after: .minutes(10)) == .constant(70))
    #expect(ramp.goingOn(after: .hours(1)) == .constant(70))
    #expect(RateProfile.constant(3).goingOn(after: .hours(1)) == .constant(3))
    let steps = RateProfile.perMinute([60, 120])
    #expect(steps.goingOn(after: .seconds(30)).points.map(\.perSecond) == [1, 1, 2])
  }

  @Test func `faults are drawn from the world's seed, within their windows`() {
    let planned = Experiment.PlannedFault(
      .zonePower(ScriptedWorld.zoneA), earliest: .minutes(4), latest: .minutes(6), lasting: .minutes(1),
      times: 2, every: .minutes(10))
    let experiment = Experiment(id: "night", duration: .minutes(30), faults: [planned])
    let origin = Instant.epoch + .hours(1)
    let span = LiveSpan(experiment, from: origin, seed: WorldSeed(7))
    #expect(span.strikes.count == 2 && span.end == origin + .minutes(30))
    #expect(span == LiveSpan(experiment, from: origin, seed: WorldSeed(7)))
    #expect(span != LiveSpan(experiment, from: origin, seed: WorldSeed(8)))
    for (number, strike) in span.strikes.enumerated() {
      let moment = strike.at - origin - .minutes(10) * number
      #expect(moment >= .minutes(4) && moment <= .minutes(6))
    }
  }

  @Test func `pieces are counted by the lab's clock, whatever their length`() throws {
    let world = try ScriptedWorld(
      rate: 20, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct
    ).world
    let fault = Experiment.PlannedFault(
      .stopInstances(world.ec2.instances.ids), earliest: .seconds(47), latest: .seconds(47),
      lasting: .minutes(5))
    let span = LiveSpan(
      Experiment(id: "night", duration: .minutes(2), faults: [fault]), from: world.now, seed: world.seed)
    var present = world
    for strike in span.strikes { present.inject(strike.fault, at: strike.at, lasting: strike.lasting) }
    var pieces: [Report.Piece] = []
    for seconds in [1, 14, 33, 5, 67] {
      let elapsed = present.now - span.origin
      var run = span.run(on: present, named: "live", for: .seconds(seconds))
      run.phase = Report.Piece.phase(at: elapsed)
      pieces.append(Report.Piece(at: elapsed, report: try #require(try run.run(on: &present))))
    }
    #expect(present.now == span.end)
    let report = Report(joining: pieces, of: span, on: present)
    #expect(report.offered == pieces.reduce(0) { $0 + $1.report.offered })
    #expect(report.windows.count == 12 && report.minutes.count == 2)
    #expect(report.windows.reduce(0) { $0 + $1.offered } == report.offered)
    #expect(report.minutes.reduce(0) { $0 + $1.lost } == report.lost)
    // Nothing is lost in the ten seconds before the fault's, all in those after it.
    #expect(report.windows[..<4].allSatisfy { $0.lost == 0 })
    #expect(report.windows[5...].allSatisfy { $0.offered > 0 && $0.lost == $0.offered })
    #expect(report.faults.first?.goodAgain == nil && report.faults.first?.lost == report.lost)
    #expect(report.minutes.allSatisfy { $0.causes.reduce(0, +) == $0.lost })
    // All that was answered was asked for in the first minute, by three of the pieces.
    #expect(report.minutes.first?.percentiles?.p50 == report.latency.quantile(0.5))
    #expect(report.minutes.first?.percentiles?.p99 == report.latency.quantile(0.99))
    #expect(report.minutes.last?.percentiles == nil)
    let sent: UInt64 = pieces.reduce(0) { sum, piece in
      sum + piece.report.moved.reduce(0) { $0 + $1.internetBytes }
    }
    #expect(sent > 0 && report.moved.map(\.internetBytes) == [sent])
  }

  /// A world whose clock shows fifty seconds past a minute.
  private static func atFifty(_ lines: String, kind: RequestClass) throws -> World {
    var world = try ScriptedWorld(kind: kind, lines: lines)
    let past = Duration(nanoseconds: world.world.now.nanoseconds % 60_000_000_000)
    world.workspace.advance(by: .seconds(170) - past)
    return world.world
  }

  @Test func `what pieces share of a minute of the world's clock is told at its end`() throws {
    let world = try Self.atFifty(
      ScriptedWorld.database() + ScriptedWorld.cache + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(5), reads: 2, queryCPU: .milliseconds(1), keys: 50))
    let span = LiveSpan(
      Experiment(id: "night", duration: .seconds(70)), from: world.now, seed: world.seed)
    var present = world
    var pieces: [Report.Piece] = []
    for seconds in [5, 20, 30, 15] {
      let elapsed = present.now - span.origin
      var run = span.run(on: present, named: "live", for: .seconds(seconds))
      run.phase = Report.Piece.phase(at: elapsed)
      pieces.append(Report.Piece(at: elapsed, report: try #require(try run.run(on: &present))))
    }
    let report = Report(joining: pieces, of: span, on: present)
    #expect(report.moments.map(\.at) == [.seconds(10), .seconds(70)])
    // Up to the last minute's end all reads are told; what is under way then answers a few more.
    func isTold(_ told: Int, _ all: Int) -> Bool { told <= all && told > all * 9 / 10 }
    let cache = try #require(report.caches.first)
    #expect(cache.hits > 1_000 && isTold(report.moments.reduce(0) { $0 + $1.hits }, cache.hits))
    #expect(cache.misses > 10 && isTold(report.moments.reduce(0) { $0 + $1.misses }, cache.misses))
    let database = try #require(report.databases.first)
    let busy = report.moments.flatMap(\.databases).reduce(Duration.zero) { $0 + $1.busy }
    #expect(busy > .zero && busy <= database.busy && database.busy - busy < .milliseconds(20))
    #expect(report.hourlyCosts.count == 2 && report.hourlyCosts.allSatisfy { $0 > .zero })
  }

  @Test func `costs of minutes are told by the clock that a run is counted by`() throws {
    let world = try Self.atFifty(
      ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct,
      kind: RequestClass(name: "page", cpu: .milliseconds(5)))
    let before = world.monthlyCost(traffic: nil).monthly.dollars
    // The instance stops in the minute of the world's clock that begins ten seconds after the run does.
    let stop = Experiment.PlannedFault(
      .stopInstances(world.ec2.instances.ids), earliest: .seconds(12), latest: .seconds(12),
      lasting: .minutes(5))
    var run = ExperimentRun(
      experiment: Experiment(id: "stop", duration: .seconds(100), faults: [stop]), weather: WeatherSeed(1))
    run.phase = .seconds(50)
    let report = try #require(try run.report(on: world))
    let costs = report.hourlyCosts.map { $0.dollars * World.hoursPerMonth }
    #expect(costs.count == 3 && report.minutes.count == 3)
    // Each item's hour is rounded to a millionth of a dollar.
    #expect(abs(costs[0] - before) < 0.01 && costs[1] < before / 2 && costs[2] == costs[1])
  }

  @Test func `a fault of no time at the very beginning is no accident`() throws {
    let world = try ScriptedWorld(
      rate: 5, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let reboot = Experiment.PlannedFault(
      Fault(.rebootInstances, names: world.world.ec2.instances.ids.map(\.description)), earliest: .zero,
      latest: .zero, lasting: .zero)
    let report = try world.report(.minutes(1), faults: [reboot])
    #expect(report.faults.count == 1)
  }
}
