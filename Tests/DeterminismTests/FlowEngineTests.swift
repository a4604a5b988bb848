import Cloud
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// The engine of flows agrees with the engine of requests.
@Suite struct FlowEngineTests {
  /// Drawn worlds with few enough requests for a debug build, of every kind.
  static let small = [0, 3, 13, 41, 45, 46].map { FlowScenario(number: $0, thinning: 16) }

  private static func reports(of scenario: FlowScenario) throws -> (single: Report, flow: Report) {
    let world = try scenario.world(by: SmallWorlds.builder.get())
    return (
      try #require(try scenario.report(by: .requests, on: world)),
      try #require(try scenario.report(by: .flow, on: world))
    )
  }

  // The run of single requests is one draw of chance: to the bounds come three standard deviations of a share that
  // many requests make, arrivals and ends both random, and of the mean of as many exponential times.
  @Test(arguments: FlowEngineTests.small)
  func `availability, utilisation and latency agree with single requests`(scenario: FlowScenario) throws {
    let (single, flow) = try Self.reports(of: scenario)
    let comparison = FlowComparison(scenario: scenario.number, [(single, flow)])
    let count = Double(single.offered)
    let lost = 1 - comparison.availability
    let chance = 3 * (2 * max(lost, 0.001) * (1 - lost) / count).squareRoot()
    #expect(abs(comparison.availability - comparison.flowAvailability) <= 0.005 + chance)
    #expect(abs(comparison.utilisationError) <= 0.05 + 3 * (2 / count).squareRoot())
    if let mean = comparison.flowLatency {
      #expect(abs(mean / comparison.latency - 1) <= 0.1 + 3 * (2 / count).squareRoot())
    }
  }

  @Test func `weathers are added until the mean difference is known well enough`() throws {
    let scenario = Self.small[0]
    let world = try scenario.world(by: SmallWorlds.builder.get())
    let comparison = try #require(try scenario.comparison(on: world, weathers: 2))
    #expect(comparison.weathers >= 2 && comparison.weathers <= FlowScenario.mostWeathers)
    #expect(
      comparison.standardError <= FlowScenario.wantedError
        || comparison.weathers == FlowScenario.mostWeathers)
    let pairs = try (0..<2).map { weather in
      (
        single: try #require(try scenario.report(by: .requests, on: world, weather: weather)),
        flow: try #require(try scenario.report(by: .flow, on: world, weather: weather))
      )
    }
    let differences = pairs.map {
      Double($0.flow.answered) / Double($0.flow.offered)
        - Double($0.single.answered) / Double($0.single.offered)
    }
    // Of two numbers the standard error of the mean is half of how far they are apart.
    let two = FlowComparison(scenario: 0, pairs)
    #expect(abs(two.standardError - abs(differences[0] - differences[1]) / 2) < 1e-12)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SKYDRILL_FULL_FLOW"] != nil))
  func
    `of fifty worlds in full size all but those that are known agree, and half lose some of their requests`()
    throws
  {
    var outside: [Int] = []
    var losing = 0
    for number in 0..<FlowScenario.count {
      let scenario = FlowScenario(number: number)
      let world = try scenario.world(by: SmallWorlds.builder.get())
      let comparison = try #require(try scenario.comparison(on: world, weathers: 3))
      if !comparison.holds { outside.append(number) }
      if comparison.availability <= 0.99, comparison.availability >= 0.5 { losing += 1 }
    }
    #expect(outside.count <= FlowScenario.knownOutside, "\(outside)")
    #expect(losing >= 25)
  }

  @Test func `every drawn world has a fault and something that scales or fails over`() {
    for number in 0..<FlowScenario.count {
      let scenario = FlowScenario(number: number)
      #expect(!scenario.run.experiment.faults.isEmpty)
      let reacts = [
        "put-scaling-policy", "create-auto-scaling-group", "--multi-az", "create-health-check",
      ]
      #expect(reacts.contains { scenario.setup.contains($0) })
    }
  }

  @Test func `sums agree in whole numbers, and the report says which engine made it`() throws {
    let scenario = Self.small[1]
    let world = try scenario.world(by: SmallWorlds.builder.get())
    let report = try #require(try scenario.report(by: .flow, on: world))
    #expect(report.maker == .flow)
    #expect(report.lost > 0)
    #expect(report.offered == report.answered + report.lost)
    #expect(report.classes.reduce(0) { $0 + $1.offered } == report.offered)
    for sum in [
      report.classes.reduce(0) { $0 + $1.lost }, report.causes.reduce(0) { $0 + $1.lost },
      report.windows.reduce(0) { $0 + $1.lost }, report.minutes.reduce(0) { $0 + $1.lost },
      report.minutes.reduce(0) { $0 + $1.causes.reduce(0, +) },
    ] {
      #expect(sum == report.lost)
    }
    #expect(report.windows.allSatisfy { $0.lost <= $0.offered })
  }

  @Test(arguments: [1, 2, 4])
  func `the same run has one digest, however many run at once`(threads: Int) async throws {
    let scenario = Self.small[5]
    let world = try scenario.world(by: SmallWorlds.builder.get())
    let first = try #require(try scenario.report(by: .flow, on: world)).digest
    let digests: [Digest] = try await withThrowingTaskGroup(of: Digest.self) { group in
      for _ in 0..<threads {
        group.addTask { try #require(try scenario.report(by: .flow, on: world)).digest }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(digests.count == threads)
    #expect(digests.allSatisfy { $0 == first })
  }

  @Test func `a day of a million requests a second is no run of requests and one of flows`() throws {
    let world = try SmallWorlds.balanced()
    var run = SmallWorlds.run(weather: 1, perSecond: 1_000_000)
    run.experiment.duration = .days(1)
    run.experiment.faults = []
    #expect(throws: RunRefusal.self) { try run.report(on: world) }
    run.maker = .flow
    run.experiment.duration = .minutes(2)
    let report = try #require(try run.report(on: world))
    #expect(report.offered == 120_000_000)
    // Six servers of two vCPUs at 20 ms each answer 600 requests a second at the most.
    #expect(report.answered <= 600 * 120)
  }

  @Test func `what flows cannot tell is refused`() throws {
    let world = try SmallWorlds.balanced()
    var run = SmallWorlds.run(weather: 1)
    run.maker = .flow
    run.keepsOutcomes = true
    #expect(throws: RunRefusal.notForFlows(.singleRequests)) { try run.report(on: world) }
    run.keepsOutcomes = false
    run.traced = RequestReference(population: 0, number: 1)
    #expect(throws: RunRefusal.notForFlows(.singleRequests)) { try run.report(on: world) }
  }
}
