import Cloud
import EventKernel
import Testing
import Traffic

/// What a report tells by minute agrees with what it tells of the whole run.
@Suite struct MinuteTests {
  private static let page = RequestClass(
    name: "page", cpu: .milliseconds(20), variation: .exponential, baseLatency: .milliseconds(10))

  @Test func `percentiles of the only minute are those of the run`() throws {
    let world = try ScriptedWorld(
      kind: Self.page, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let report = try world.report(.minutes(1))
    let minute = try #require(report.minutes.first?.percentiles)
    #expect(report.minutes.count == 1 && report.answered > 1_000)
    #expect(minute.p50 == report.latency.quantile(0.5))
    #expect(minute.p95 == report.latency.quantile(0.95))
    #expect(minute.p99 == report.latency.quantile(0.99))
  }

  @Test func `a minute without an answer has no percentiles, and the others bound those of the run`() throws {
    let world = try ScriptedWorld(
      kind: Self.page, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let fault = ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA), at: 1, lasting: 3)
    let report = try world.report(.minutes(4), faults: [fault])
    #expect(report.minutes.map { $0.percentiles == nil } == [false, true, true, true])
    #expect(report.minutes.map { $0.offered == $0.lost } == [false, true, true, true])
    #expect(report.minutes.first?.percentiles?.p95 == report.latency.quantile(0.95))
  }

  @Test func `minutes of a long run share counters, so that its memory is bounded`() throws {
    let world = try ScriptedWorld(
      rate: 0.2, kind: Self.page, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let report = try world.report(.hours(13))
    let minutes = report.minutes.map(\.percentiles)
    #expect(minutes.count == 780)
    // Three minutes share their counters: 781 do not fit into 360 tables of two.
    let groups = (0..<260).map { Array(minutes[$0 * 3..<$0 * 3 + 3]) }
    #expect(groups.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] })
    #expect(Set(minutes.compactMap { $0?.p50 }).count > 5)
  }

  @Test func `what instances hold, and what caches answer, is told at the end of each minute`() throws {
    let kind = RequestClass(name: "page", cpu: .milliseconds(5), reads: 1, keys: 50)
    let world = try ScriptedWorld(
      kind: kind,
      lines: ScriptedWorld.database() + ScriptedWorld.cache
        + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
    let report = try world.report(.minutes(4))
    let cache = try #require(report.caches.first)
    #expect(cache.hits > 0)
    #expect(report.moments.count >= 3 && report.moments.allSatisfy { $0.serving == 1 && $0.lag == nil })
    #expect(report.moments.allSatisfy { $0.at > .zero && $0.at <= report.duration && $0.held >= 0 })
    let hits = report.moments.reduce(0) { $0 + $1.hits }
    let misses = report.moments.reduce(0) { $0 + $1.misses }
    #expect(hits > 0 && hits <= cache.hits && misses <= cache.misses)
  }

  @Test func `the cost by minute is that of what stands`() throws {
    let world = try ScriptedWorld(
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let report = try world.report(.minutes(3))
    let bill = world.world.monthlyCost(traffic: nil)
    #expect(report.hourlyCosts.count == 3 && bill.monthly > .zero)
    for cost in report.hourlyCosts {
      let difference = cost.dollars * World.hoursPerMonth - bill.monthly.dollars
      // Each item's hour is rounded to a millionth of a dollar.
      #expect(abs(difference) < 0.000_001 * World.hoursPerMonth * Double(bill.items.count))
    }
  }
}
