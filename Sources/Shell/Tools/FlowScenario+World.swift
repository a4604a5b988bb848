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
    var world = World(catalog: builder.catalog, seed: WorldSeed(Self.seed &+ UInt64(number)))
    world.openAccount(in: [Self.region])
    world.leaveDiscountsOut()
    let id = world.registerImage(
      named: image.name, architecture: "x86_64", app: image.app, in: Self.region)
    var workspace = Workspace(
      world: world,
      header: Journal.Header(
        lab: "drawn-\(number)", labVersion: "", worldSeed: WorldSeed(Self.seed &+ UInt64(number))),
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

  /// What one of the engines makes of it.
  package func report(by maker: Report.Maker, on world: World) throws(RunRefusal) -> Report? {
    var run = run
    run.maker = maker
    return try run.report(on: world)
  }
}

/// How far the engine of flows is from that of requests in one scenario.
package struct FlowComparison: Sendable, Encodable {
  package let scenario: Int
  /// The share of answered requests by the engine of requests, and by that of flows.
  package let availability: Double
  package let flowAvailability: Double
  /// By how much more of the time servers were busy by the engine of flows, 0.01 for 1 %.
  package let utilisationError: Double
  /// The mean latency in milliseconds by each; `nil` where the engine of flows gives none.
  package let latency: Double
  package let flowLatency: Double?
  /// How far the engine of flows says that its availability may be from the other's.
  package let tolerance: Double

  package init(scenario: Int, _ single: Report, _ flow: Report) {
    self.scenario = scenario
    availability = Double(single.answered) / Double(max(1, single.offered))
    flowAvailability = Double(flow.answered) / Double(max(1, flow.offered))
    let busy = Self.busy(of: single)
    utilisationError = busy > 0 ? Self.busy(of: flow) / busy - 1 : 0
    latency = single.latency.mean.inMilliseconds
    flowLatency = flow.meanLatency?.inMilliseconds
    tolerance = flow.tolerance ?? 0
  }

  /// Seconds of vCPU time of all servers.
  private static func busy(of report: Report) -> Double {
    report.targets.reduce(0) { sum, target in
      sum + target.busy.reduce(EventKernel.Duration.zero, +).inSeconds
    }
  }

  /// Whether availability lies within half a point, utilisation within 5 %, and latency, if given, within 10 %.
  package var holds: Bool { holds(points: 0.005) }

  /// The same with another bound of availability, as a share.
  package func holds(points: Double) -> Bool {
    abs(availability - flowAvailability) <= points && abs(utilisationError) <= 0.05
      && (flowLatency.map { abs($0 / latency - 1) <= 0.1 } ?? true)
  }
}
