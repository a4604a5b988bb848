import Assessment
import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// The same journal and weather give the same bits.
@Suite struct DeterminismTests {
  @Test func `200 weathers give the same digests again, on one thread and on many`() throws {
    let world = try SmallWorlds.balanced()
    let runs = (0..<200).map { SmallWorlds.run(weather: UInt64($0)) }
    let together = try #require(try ParallelRuns.reports(of: runs, on: world, threads: 4))
    // Every fifth again on one thread: all of them would double the time of the suite.
    for position in stride(from: 0, to: runs.count, by: 5) {
      #expect(try runs[position].report(on: world)?.digest == together[position].digest)
    }
    #expect(Set(together.map(\.digest.hex)).count == 200)
    for (run, report) in zip(runs, together) {
      #expect(report.offered == report.answered + report.lost, "weather \(run.weather)")
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
