import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// A queue of known theory as one instance of a world: an arrival rate, vCPUs, how the work varies, what it holds.
struct QueueCase: Sendable, CustomTestStringConvertible {
  /// The family of rows in the oracle's file, and the position of the row.
  let family: String
  let row: Int
  let type: String
  let variation: RequestClass.Variation

  var testDescription: String { "\(family) \(row) on \(type)" }

  static let all = [
    QueueCase(family: "mm1", row: 0, type: "t2.micro", variation: .exponential),
    QueueCase(family: "mm1", row: 4, type: "t2.micro", variation: .exponential),
    QueueCase(family: "mmc", row: 0, type: "m5.large", variation: .exponential),
    QueueCase(family: "mmc", row: 1, type: "m5.xlarge", variation: .exponential),
    QueueCase(family: "mg1", row: 0, type: "t2.micro", variation: .constant),
    QueueCase(family: "mmck", row: 0, type: "t2.micro", variation: .exponential),
    QueueCase(family: "mmck", row: 1, type: "t2.micro", variation: .exponential),
    QueueCase(family: "mmck", row: 2, type: "m5.xlarge", variation: .exponential),
  ]
}

/// A row of the oracle; times in units of its own.
struct QueueRow: Decodable {
  let arrivals: Double
  /// The mean work of one request.
  let work: Double
  /// The mean time from arrival to end of those admitted.
  let sojourn: Double
  /// The share that is turned away, and how many fit in.
  let blocking: Double
  let places: Int?

  private enum Key: String, CodingKey {
    case lam, mu, blocking
    case work = "ES"
    case sojourn = "W_sojourn"
    case admitted = "W_sojourn_of_admitted"
    case places = "K"
  }

  init(from decoder: any Decoder) throws {
    let row = try decoder.container(keyedBy: Key.self)
    arrivals = try row.decode(Double.self, forKey: .lam)
    work = try row.decodeIfPresent(Double.self, forKey: .work) ?? 1 / row.decode(Double.self, forKey: .mu)
    sojourn =
      try row.decodeIfPresent(Double.self, forKey: .sojourn) ?? row.decode(Double.self, forKey: .admitted)
    blocking = try row.decodeIfPresent(Double.self, forKey: .blocking) ?? 0
    places = try row.decodeIfPresent(Int.self, forKey: .places)
  }

  /// The row of a case; only the members of the family are read.
  static func of(_ given: QueueCase) throws -> QueueRow {
    let path = ScriptedWorld.root + "/Tests/Oracles/queueing.json"
    let all = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    let rows = try #require((all as? [String: Any])?[given.family] as? [Any])
    return try JSONDecoder().decode(
      QueueRow.self, from: JSONSerialization.data(withJSONObject: rows[given.row]))
  }
}

@Suite struct QueueTruthTests {
  /// The 99.5 % quantile of Student's t with nine degrees of freedom: 99 % lie within it on both sides.
  private static let quantile = 3.25
  private static let weathers: ClosedRange<UInt64> = 1...10
  /// The mean work in the world, in seconds.
  private static let work = 0.01

  @Test(arguments: QueueCase.all)
  func `an instance waits as the theory of queues says`(given: QueueCase) throws {
    let row = try QueueRow.of(given)
    let unit = Self.work / row.work
    let world = try Self.world(given, rate: row.arrivals / unit, places: row.places)
    let travel = try Self.travel(in: world)
    var sojourns: [Double] = []
    var refusals: [Double] = []
    for weather in Self.weathers {
      let report = try world.report(.minutes(2), weather: weather)
      #expect(report.offered == report.answered + report.lost)
      #expect(report.causes.allSatisfy { $0.code == .instanceOverloaded })
      sojourns.append((Self.mean(of: report) - travel) / unit)
      refusals.append(Double(report.lost) / Double(report.offered))
    }
    Self.expect(sojourns, toHold: row.sojourn, "mean sojourn")
    if row.blocking > 0 {
      Self.expect(refusals, toHold: row.blocking, "share turned away")
    } else {
      #expect(refusals.allSatisfy { $0 == 0 })
    }
  }

  /// Expects that a value lies in the 99 % confidence interval of the mean of independent runs.
  private static func expect(_ values: [Double], toHold truth: Double, _ what: String) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    let half = quantile * (squares / Double(values.count)).squareRoot()
    #expect(abs(mean - truth) <= half, "\(what): \(mean) ± \(half), theory says \(truth)")
    #expect(half < 0.25 * truth, "\(what): the interval ± \(half) is too wide to say anything")
  }

  private static func mean(of report: Report) -> Double {
    Double(report.latency.sumNanoseconds) / Double(report.latency.count) / 1e9
  }

  private static func world(_ given: QueueCase, rate: Double, places: Int?) throws -> ScriptedWorld {
    let kind = RequestClass(
      name: "work", cpu: .milliseconds(Int(work * 1e3)), variation: given.variation)
    var scripted = try ScriptedWorld(rate: rate, timeout: .seconds(1_000), kind: kind, lines: "")
    var world = scripted.world
    let image = world.registerImage(
      named: "queue", architecture: "x86_64",
      app: AppProfile(memoryGiB: 0.5, backlog: (places ?? 1_000_001) - 1, workers: 1),
      in: ScriptedWorld.region)
    scripted.replace(world: world)
    try scripted.run(
      "IMAGE=\(image)\n" + ScriptedWorld.instance(type: given.type) + "wait\n" + ScriptedWorld.direct)
    return scripted
  }

  /// How long a request and its answer travel, from a run in which nobody waits.
  private static func travel(in world: ScriptedWorld) throws -> Double {
    var idle = world
    let kind = RequestClass(name: "work", cpu: .milliseconds(1))
    let populations = world.world.lab.workload.populations.map { population in
      var seldom = population
      seldom.rate = .constant(0.05)
      return seldom
    }
    var seldomUsed = world.world
    seldomUsed.setWorkload(Workload(populations: populations, classes: [kind]))
    idle.replace(world: seldomUsed)
    return try mean(of: idle.report(.minutes(5))) - 0.001
  }
}
