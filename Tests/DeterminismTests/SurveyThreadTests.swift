import Assessment
import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// A survey finds the same on one thread and on many, and stops when it is told to.
@Suite struct SurveyThreadTests {
  /// The yardstick's world with ten requests a second, and its survey of two minutes a run.
  private static func scene() throws -> (world: World, survey: Survey) {
    var world = try SmallWorlds.balanced()
    world.setWorkload(try #require(SmallWorlds.run(weather: 1).experiment.workload))
    return (world, Survey(of: world, duration: .minutes(2), weather: WeatherSeed(5)))
  }

  @Test func `the findings do not depend on the number of threads`() throws {
    let (world, survey) = try Self.scene()
    #expect(survey.losses.count == 16)
    let findings = try #require(try survey.findings(on: world, threads: 1))
    #expect(findings.rows.map(\.losses) == survey.losses.map { [$0] })
    #expect(findings.rows.contains { $0.isFelt } && findings.rows.contains { !$0.isFelt })
    for threads in [2, 4] {
      #expect(try survey.findings(on: world, threads: threads) == findings)
    }
    // Of five things that are survived alone, all pairs.
    let few = Survey.Findings(
      calm: findings.calm, rows: Array(findings.rows.filter { !$0.isSinglePoint }.suffix(5)))
    let pairs = try #require(try survey.pairs(after: few, on: world, threads: 1))
    #expect(!pairs.isEmpty && pairs.map(\.losses) == survey.pairs(after: few.rows))
    #expect(try survey.pairs(after: few, on: world, threads: 4) == pairs)
  }

  @Test func `a survey that is stopped finds nothing`() throws {
    let (world, survey) = try Self.scene()
    let stopped = try survey.findings(on: world, threads: 2) { run, _ in run < 3 }
    #expect(stopped == nil)
  }
}
