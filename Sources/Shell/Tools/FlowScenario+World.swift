package import Cloud
import CloudAPI
import Course
import EventKernel
import Texts
package import Traffic

extension FlowScenario {
  /// The Region in which the worlds stand.
  private static let region = Region(rawValue: "ap-northeast-2")

  /// The scenario's world, in which everything runs and the targets are healthy.
  package func world(by builder: WorldBuilder) throws(CommandFailure) -> World {
    var world = World(catalog: builder.catalog, seed: WorldSeed(seed &+ UInt64(number)))
    world.openAccount(in: [Self.region])
    world.leaveDiscountsOut()
    let id = world.registerImage(
      named: image.name, architecture: "x86_64", app: image.app, in: Self.region)
    var workspace = Workspace(
      world: world,
      header: Journal.Header(
        lab: "drawn-\(number)", labVersion: "", worldSeed: WorldSeed(seed &+ UInt64(number))),
      region: Self.region, catalog: builder.operations, variables: ["IMAGE_SHOP": id.description],
      exported: ["IMAGE_SHOP"])
    if let failure = ScriptRun(text: setup).run(on: &workspace) {
      throw CommandFailure(
        "bench.not-built",
        ["scenario": .integer(number), "line": .integer(failure.line), "text": .string(failure.text)],
        status: 3)
    }
    workspace.waitUntilSettled()
    return workspace.world
  }

  /// What one of the engines makes of it under a weather, the scenario's own by default.
  package func report(
    by maker: Report.Maker, on world: World, weather: Int = 0
  ) throws(RunRefusal) -> Report? {
    var run = run
    run.maker = maker
    run.weather = WeatherSeed(UInt64(number) + UInt64(weather) << 16)
    return try run.report(on: world)
  }

  /// How exactly the mean difference of availability is to be known, as its standard error, 0.001 for a tenth of a point.
  package static let wantedError = 0.001
  /// How many weathers are run for it at the most.
  package static let mostWeathers = 24

  /// Both engines over weathers, those of single requests and of flows in turn; `nil` when a run was stopped.
  ///
  /// A fault comes at another moment in each weather. One run of single requests is one draw of chance: a database that has
  /// just more to do than it can, or a cache that fills by chance, is half a point off in the next weather. So weathers are
  /// added until the mean is known well enough: how many decides the spread alone, never how large the difference is.
  ///
  /// - Parameter weathers: how many are run in any case; at least two, since one has no spread.
  package func comparison(on world: World, weathers: Int) throws(RunRefusal) -> FlowComparison? {
    var pairs: [(Report, Report)] = []
    while true {
      guard let single = try report(by: .requests, on: world, weather: pairs.count),
        let flow = try report(by: .flow, on: world, weather: pairs.count)
      else { return nil }
      pairs.append((single, flow))
      guard pairs.count >= max(2, weathers) else { continue }
      let comparison = FlowComparison(scenario: number, pairs)
      if comparison.standardError <= Self.wantedError || pairs.count >= Self.mostWeathers {
        return comparison
      }
    }
  }
}

/// How far the engine of flows is from that of requests in one scenario, in the mean over its weathers.
package struct FlowComparison: Sendable, Encodable {
  package let scenario: Int
  /// How many weathers both engines ran.
  package let weathers: Int
  /// The share of answered requests by the engine of requests, and by that of flows.
  package let availability: Double
  package let flowAvailability: Double
  /// How far the weathers of the engine of requests are from each other: the standard deviation of their availability.
  package let deviation: Double
  /// How exactly the mean difference of the engines' availability is known: its standard error over the weathers.
  package let standardError: Double
  /// By how much more of the time servers were busy by the engine of flows, 0.01 for 1 %.
  package let utilisationError: Double
  /// The mean latency in milliseconds by each; `nil` where the engine of flows gives none.
  package let latency: Double
  package let flowLatency: Double?

  package init(scenario: Int, _ pairs: [(single: Report, flow: Report)]) {
    self.scenario = scenario
    weathers = pairs.count
    let count = Double(max(1, pairs.count))
    func mean(_ value: ((single: Report, flow: Report)) -> Double) -> Double {
      pairs.reduce(0) { $0 + value($1) } / count
    }
    func share(_ report: Report) -> Double { Double(report.answered) / Double(max(1, report.offered)) }
    let availability = mean { share($0.single) }
    self.availability = availability
    flowAvailability = mean { share($0.flow) }
    let variance = mean { (share($0.single) - availability) * (share($0.single) - availability) }
    deviation = (variance * count / max(1, count - 1)).squareRoot()
    let difference = flowAvailability - availability
    let spread = mean {
      let own = share($0.flow) - share($0.single) - difference
      return own * own
    }
    standardError = (spread / max(1, count - 1)).squareRoot()
    let busy = mean { Self.busy(of: $0.single) }
    utilisationError = busy > 0 ? mean { Self.busy(of: $0.flow) } / busy - 1 : 0
    latency = mean { $0.single.latency.mean.inMilliseconds }
    let isKnown = pairs.allSatisfy { $0.flow.meanLatency != nil }
    flowLatency = isKnown ? mean { $0.flow.meanLatency?.inMilliseconds ?? 0 } : nil
  }

  /// Seconds of vCPU time of all servers.
  private static func busy(of report: Report) -> Double {
    report.targets.reduce(0) { sum, target in
      sum + target.busy.reduce(EventKernel.Duration.zero, +).inSeconds
    }
  }

  /// Whether availability lies within half a point, utilisation within 5 %, and latency, if given, within 10 %.
  package var holds: Bool {
    abs(availability - flowAvailability) <= 0.005 && abs(utilisationError) <= 0.05
      && (flowLatency.map { abs($0 / latency - 1) <= 0.1 } ?? true)
  }
}
