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
    // What is told by the world's clock is whole, too.
    let passed = Duration(nanoseconds: span.origin.sinceEpoch.nanoseconds % 60_000_000_000)
    let ends =
      [1, 2].map { Duration.minutes($0) - passed } + (passed == .zero ? [] : [Duration.minutes(3) - passed])
    #expect(report.moments.map(\.at) == ends.filter { $0 <= .minutes(2) })
    #expect(report.hourlyCosts.count == 2 && report.minutes[0].percentiles != nil)
    let busy = pieces.flatMap { $0.report.targets.flatMap(\.busy) }.reduce(Duration.zero, +)
    #expect(report.targets.flatMap(\.busy).reduce(Duration.zero, +) == busy && busy > .zero)
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
