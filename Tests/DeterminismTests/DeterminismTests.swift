import Assessment
import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// The same journal and weather give the same bits.
@Suite struct DeterminismTests {
  /// How many weathers are compared, which a debug build makes twenty times as slowly.
  private static var weathers: Int {
    #if DEBUG
      50
    #else
      1_000
    #endif
  }

  @Test func `every weather gives one digest: again, and over one thread, two and four`() throws {
    // Every part of the physics, two servers for all users, addresses alone, machines that come and go.
    let worlds = [
      try SmallWorlds.balanced(), try SmallWorlds.balanced(servers: 2),
      try SmallWorlds.lab("az-outage", script: nil),
      try SmallWorlds.lab("az-outage", script: "solutions/auto-scaling-group.sky"),
    ]
    let runs = (0..<Self.weathers).map { weather in
      (run: SmallWorlds.run(weather: UInt64(weather)), world: worlds[weather % worlds.count])
    }
    let reports = try #require(try ParallelRuns.reports(of: runs, threads: 1))
    let digests = reports.map(\.digest.hex)
    for threads in [1, 2, 4] {
      let again = try #require(try ParallelRuns.reports(of: runs, threads: threads))
      #expect(again.map(\.digest.hex) == digests, "\(threads) threads")
    }
    #expect(Set(digests).count == runs.count)
    for (scenario, report) in zip(runs, reports) {
      #expect(report.offered == report.answered + report.lost, "weather \(scenario.run.weather)")
      #expect((1...2_000).contains(report.offered), "weather \(scenario.run.weather)")
    }
  }

  @Test func `the same users come to every architecture`() throws {
    let one = try SmallWorlds.balanced(servers: 1)
    let three = try SmallWorlds.balanced(servers: 3)
    for weather in 0..<20 {
      let run = SmallWorlds.run(weather: UInt64(weather))
      #expect(try run.report(on: one)?.offered == run.report(on: three)?.offered)
    }
  }

  @Test(arguments: NamedDigest.all)
  func `a named scenario has its committed digest`(scenario: NamedDigest) throws {
    let report = try #require(
      try SmallWorlds.run(weather: scenario.weather, perSecond: scenario.perSecond)
        .report(on: scenario.world()))
    #expect(
      report.digest.hex == scenario.digest,
      "\(scenario.name) under weather \(scenario.weather), engine \(Report.engine)")
  }
}
