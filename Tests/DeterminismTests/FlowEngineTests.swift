import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// A world of the committed seed with a fault and a scaling or a failover, for both engines.
struct DrawnScenario: Sendable, CustomTestStringConvertible {
  static let seed: UInt64 = 20_260_511
  static let count = 50

  let number: Int

  static let all = (0..<count).map { DrawnScenario(number: $0) }

  var testDescription: String { "world \(number)" }

  private var draws: Draws {
    Draws(seed: Self.seed, purpose: 0, population: 0, number: UInt64(number))
  }

  /// Whether an Auto Scaling group replaces what is lost; else a database of two zones fails over.
  private var scales: Bool { number % 2 == 0 }

  /// How many servers carry the load.
  private var servers: Int { scales ? 5 : 2 + Int(draws.below(5, 0)) }

  func world() throws -> World {
    scales
      ? try SmallWorlds.lab("az-outage", script: "solutions/auto-scaling-group.sky")
      : try SmallWorlds.balanced(servers: servers)
  }

  /// Four minutes of users, from a third of what the servers can do to half as much again as they can.
  var run: ExperimentRun {
    let cpu = 0.02 + 0.06 * draws.unit(1)
    let utilisation = 0.3 + 1.2 * draws.unit(2)
    let rate = utilisation * Double(servers * 2) / cpu
    let usesData = !scales
    let kind = RequestClass(
      name: "page", cpu: .seconds(cpu), variation: draws.unit(3) < 0.5 ? .constant : .exponential,
      baseLatency: .milliseconds(10), reads: usesData ? 2 : 0, writes: usesData ? 1 : 0,
      queryCPU: .microseconds(500), keys: usesData ? 500 : 0, skew: 1)
    let users = Population(
      name: "users", city: "seoul", host: "www.shop.example", rate: .constant(rate), timeout: .seconds(3),
      retries: Int(draws.below(3, 4)))
    let zone = Zone(rawValue: draws.unit(5) < 0.5 ? "ap-northeast-2a" : "ap-northeast-2b")
    var faults = [
      Experiment.PlannedFault(
        .zonePower(zone), earliest: .seconds(60), latest: .seconds(80), lasting: .seconds(90))
    ]
    if usesData {
      faults.append(
        Experiment.PlannedFault(
          .rebootDatabase("shop"), earliest: .seconds(180), latest: .seconds(190), lasting: .seconds(1)))
    }
    return ExperimentRun(
      experiment: Experiment(
        id: "drawn", duration: .minutes(4), workload: Workload(populations: [users], classes: [kind]),
        faults: faults),
      weather: WeatherSeed(UInt64(number)))
  }

  /// What one engine makes of it.
  func report(by maker: Report.Maker) throws -> Report {
    var run = run
    run.maker = maker
    return try #require(try run.report(on: world()))
  }
}

/// The engine of flows agrees with the engine of requests.
@Suite struct FlowEngineTests {
  @Test(arguments: DrawnScenario.all)
  func `availability, utilisation and latency agree with single requests`(scenario: DrawnScenario) throws {
    let single = try scenario.report(by: .requests)
    let flow = try scenario.report(by: .flow)
    let difference = Self.availability(of: single) - Self.availability(of: flow)
    #expect(abs(difference) <= 0.005, "availability is off by \(difference * 100) points")
    let busy = Self.busy(of: single)
    #expect(abs(Self.busy(of: flow) - busy) <= 0.05 * busy, "\(Self.busy(of: flow)) s busy, not \(busy) s")
    if let mean = flow.meanLatency {
      let truth = single.latency.mean.inSeconds
      #expect(abs(mean.inSeconds - truth) <= 0.1 * truth, "\(mean.inMilliseconds) ms, not \(truth * 1e3) ms")
    }
  }

  @Test func `half of the drawn worlds lose between 1 and 50 % of their requests`() throws {
    let losing = try DrawnScenario.all.filter { scenario in
      let lost = 1 - Self.availability(of: try scenario.report(by: .requests))
      return lost >= 0.01 && lost <= 0.5
    }
    #expect(losing.count >= 25)
  }

  @Test func `sums agree in whole numbers, and the report says which engine made it`() throws {
    let report = try DrawnScenario.all[1].report(by: .flow)
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

  @Test func `the same run gives the same digest`() throws {
    let scenario = DrawnScenario.all[2]
    #expect(try scenario.report(by: .flow).digest == scenario.report(by: .flow).digest)
  }

  @Test func `a day of a million requests a second is no run of requests and one of flows`() throws {
    let world = try SmallWorlds.balanced()
    var run = SmallWorlds.run(weather: 1, perSecond: 1_000_000)
    run.experiment.duration = .days(1)
    run.experiment.faults = []
    #expect(throws: RunRefusal.self) { try run.report(on: world) }
    run.maker = .flow
    let report = try #require(try run.report(on: world))
    #expect(report.offered == 86_400_000_000)
    // Six servers of two vCPUs at 20 ms each answer 600 requests a second at the most.
    #expect(report.answered <= 600 * 86_400)
  }

  private static func availability(of report: Report) -> Double {
    Double(report.answered) / Double(max(1, report.offered))
  }

  /// Seconds of vCPU time of all targets.
  private static func busy(of report: Report) -> Double {
    report.targets.reduce(0) { sum, target in
      sum + target.busy.reduce(EventKernel.Duration.zero, +).inSeconds
    }
  }
}
