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
  /// How many instances take requests in turn behind one node of a load balancer.
  var targets = 1
  /// How many seconds each run lasts: as many as the width of the interval needs.
  var seconds = 120
  /// The classes of requests, as weight and mean work in units of the row; without any, one of the row's work.
  var mixture: [(weight: Double, work: Double)] = []

  var testDescription: String { "\(family) \(row) on \(targets) \(type)" }

  /// The rows that the product can build: its types have 1, 2, 4, 8 … vCPUs, its work is constant, exponential or a mixture
  /// of these, and its users do not wait for each other.
  static let all = short + (isOptimized ? long : [])

  private static let short = [
    QueueCase(family: "mm1", row: 0, type: "t2.micro", variation: .exponential),
    QueueCase(family: "mm1", row: 4, type: "t2.micro", variation: .exponential, seconds: 60),
    QueueCase(family: "mmc", row: 0, type: "m5.large", variation: .exponential, seconds: 60),
    QueueCase(family: "mmc", row: 1, type: "m5.xlarge", variation: .exponential, seconds: 40),
    QueueCase(family: "mg1", row: 0, type: "t2.micro", variation: .constant, seconds: 60),
    QueueCase(family: "mmck", row: 0, type: "t2.micro", variation: .exponential, seconds: 60),
    QueueCase(family: "mmck", row: 1, type: "t2.micro", variation: .exponential, seconds: 30),
    QueueCase(family: "mmck", row: 2, type: "m5.xlarge", variation: .exponential, seconds: 30),
    QueueCase(family: "mm1", row: 3, type: "t2.micro", variation: .exponential, seconds: 60),
    QueueCase(family: "mmc", row: 2, type: "m5.xlarge", variation: .exponential, seconds: 30),
    QueueCase(family: "erlang_b_mmcc", row: 0, type: "t2.micro", variation: .exponential, seconds: 30),
    QueueCase(
      family: "erlang_k_m_1_round_robin", row: 1, type: "t2.micro", variation: .exponential, targets: 2,
      seconds: 60),
    QueueCase(
      family: "erlang_k_m_1_round_robin", row: 2, type: "t2.micro", variation: .exponential, targets: 4,
      seconds: 40),
  ]

  /// Rows near saturation or of heavy tails, which need more requests than a debug build makes in the time of a test.
  private static let long = [
    QueueCase(family: "mm1", row: 1, type: "t2.micro", variation: .exponential, seconds: 480),
    QueueCase(family: "mmck", row: 3, type: "m5.xlarge", variation: .exponential, seconds: 480),
    QueueCase(family: "mm1", row: 2, type: "t2.micro", variation: .exponential, seconds: 1440),
    QueueCase(
      family: "mg1", row: 3, type: "t2.micro", variation: .exponential, seconds: 960,
      mixture: [(0.9, 0.5), (0.1, 5)]),
    QueueCase(
      family: "erlang_k_m_1_round_robin", row: 3, type: "t2.micro", variation: .exponential, targets: 4,
      seconds: 480),
    QueueCase(
      family: "erlang_k_m_1_round_robin", row: 4, type: "t2.micro", variation: .exponential, targets: 10,
      seconds: 30),
  ]

  private static var isOptimized: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }
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
    let rate = row.arrivals / unit * Double(given.targets)
    let world = try Self.world(given, rate: rate, unit: unit, places: row.places)
    let travel = try Self.travel(in: world)
    var sojourns: [Double] = []
    var refusals: [Double] = []
    for weather in Self.weathers {
      let report = try world.report(.seconds(given.seconds), weather: weather)
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

  /// The mean latency without the time that resolvers took.
  private static func mean(of report: Report) -> Double {
    let lookups = report.classes.reduce(EventKernel.Duration.zero) { $0 + $1.parts[.dns] }
    return (Double(report.latency.sumNanoseconds) / 1e9 - lookups.inSeconds) / Double(report.latency.count)
  }

  private static func world(
    _ given: QueueCase, rate: Double, unit: Double, places: Int?
  ) throws -> ScriptedWorld {
    var classes = given.mixture.enumerated().map { number, part in
      RequestClass(
        name: "work-\(number)", weight: part.weight, cpu: .seconds(part.work * unit),
        variation: given.variation)
    }
    if classes.isEmpty {
      classes = [RequestClass(name: "work", cpu: .seconds(work), variation: given.variation)]
    }
    var scripted = try ScriptedWorld(rate: rate, timeout: .seconds(1_000), kind: classes[0], lines: "")
    var world = scripted.world
    let image = world.registerImage(
      named: "queue", architecture: "x86_64",
      app: AppProfile(memoryGiB: 0.5, backlog: (places ?? 1_000_001) - 1, workers: 1),
      in: ScriptedWorld.region)
    world.setWorkload(Workload(populations: world.lab.workload.populations, classes: classes))
    scripted.replace(world: world)
    let machines = (0..<given.targets).map { number in
      ScriptedWorld.instance(type: given.type) + "M\(number)=$WEB\n"
    }.joined()
    try scripted.run("IMAGE=\(image)\n" + machines + "wait\n")
    try scripted.run(given.targets == 1 ? ScriptedWorld.direct : ScriptedWorld.node(over: given.targets))
    return scripted
  }

  /// A tandem of M/M/1 and M/M/2: by Burke's theorem what leaves the first is Poisson, so that the times add (Jackson).
  @Test func `an instance and its database are a Jackson network`() throws {
    let kind = RequestClass(
      name: "work", cpu: .milliseconds(20), variation: .exponential, reads: 1, queryCPU: .milliseconds(40))
    let world = try ScriptedWorld(
      rate: 40, timeout: .seconds(1_000), kind: kind,
      lines: ScriptedWorld.database("--storage-type gp3") + "DATA=\"DB_HOST=$DB\nDB_POOL=400\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"", type: "t2.small") + "wait\n" + ScriptedWorld.direct)
    let travel = try Self.travel(in: world)
    var sojourns: [Double] = []
    for weather in Self.weathers {
      let report = try world.report(.minutes(3), weather: weather)
      #expect(report.lost == 0)
      sojourns.append(Self.mean(of: report) - travel)
    }
    // W = 1/(μ−λ) on the machine's vCPU; E[S]/(1−ρ²) on the two of the database, with ρ = λE[S]/2.
    Self.expect(sojourns, toHold: 1 / (50 - 40.0) + 0.040 / (1 - 0.8 * 0.8), "time through both")
  }

  /// How long a request and its answer travel, from a run in which nobody waits.
  private static func travel(in world: ScriptedWorld) throws -> Double {
    var idle = world
    idle.change { workload in
      workload.classes = [
        RequestClass(name: "work", cpu: .milliseconds(1), reads: workload.classes[0].reads)
      ]
      for position in workload.populations.indices { workload.populations[position].rate = .constant(0.05) }
    }
    return try mean(of: idle.report(.minutes(5))) - 0.001
  }
}
