import Cloud
import CloudAPI
import Course
import EventKernel
import Shell
import Testing
import Traffic

/// The yardsticks over the product's own stations give what the kernel's hand-wired workloads give.
@Suite struct StationWorkloadTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `machines and databases give every customer of W2 the times of the hand-wired loop`(seed: UInt64) {
    let run = StationWorkloads.runW2(customers: 6_000, seed: seed)
    let wired = KernelWorkloads.runW2(customers: 6_000, seed: seed, draws: .addressed)
    #expect(run.sojourn == wired.sojourn)
    #expect(run.events == wired.events && run.events == 18_000)
    // Customers come to the machines in turn, and each machine counts its own.
    #expect(run.byMachine.map(\.count) == [1_500, 1_500, 1_500, 1_500])
    #expect(run.byMachine.reduce(into: Histogram()) { $0.merge($1) } == run.sojourn)
  }

  @Test func `nobody is no work`() {
    let run = StationWorkloads.runW2(customers: 0, seed: 1)
    #expect(run.events == 0 && run.sojourn.isEmpty)
  }

  @Test
  func `the world of stations loses nobody and makes customers wait as four machines and two databases do`()
    throws
  {
    let designs = try LabDesigns(
      of: LabFolder(root: ScriptedWorld.root + "/bench", id: LabID("stations")),
      builder: WorldBuilder(
        catalog: try DataRoot(path: ScriptedWorld.root).catalog(),
        operations: try OperationCatalog(directory: ScriptedWorld.root + "/api")))
    var experiment = try #require(designs.lab.start.experiment("customers")).experiment
    experiment.duration = .seconds(60)
    let world = try #require(try designs.world(named: "start"))
    let run = ExperimentRun(experiment: experiment, weather: WeatherSeed(1))
    let report = try #require(try run.report(on: world))
    #expect(report.lost == 0 && report.offered > 11_000 && report.offered < 13_000)
    // Each request is one piece of work of a machine and one query, of either database.
    #expect(report.targets.count == 4 && report.targets.allSatisfy { $0.vcpus == 1 && $0.answered > 2_700 })
    #expect(report.databases.map(\.queries).reduce(0, +) == report.offered)
    #expect(
      report.databases.count == 2 && report.databases.allSatisfy { $0.queries * 5 > report.offered * 2 })
    // M/M/1 at 5/6 takes 100 ms, M/M/2 at 5/6 takes 54.5 ms, and ways and volumes a few; a minute is short.
    let mean = Double(report.latency.sumNanoseconds) / Double(report.latency.count) / 1e9
    #expect(mean > 0.1 && mean < 0.25, "\(mean)")
  }
}
