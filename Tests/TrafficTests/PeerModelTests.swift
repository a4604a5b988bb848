import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// Three models that independent simulators run too (`Tests/Peers`, `make peers`).
///
/// With `SKYDRILL_PEERS` naming a file, what the product's stations give is written there for the comparison.
@Suite struct PeerModelTests {
  /// The numbers that both sides read.
  private struct Models: Decodable {
    struct Retries: Decodable {
      let rate, cpu, timeout, delay: Double
    }
    struct Tandem: Decodable {
      let rate, cpu, query: Double
      let machines: Int
    }
    struct Cache: Decodable {
      let rate, cpu, query, skew: Double
      let keys, ttl: Int
    }
    let runs, seconds: Int
    let retries: Retries
    let tandem: Tandem
    let cache: Cache

    static func read() throws -> Models {
      let file = URL(fileURLWithPath: ScriptedWorld.root + "/Tests/Peers/models.json")
      return try JSONDecoder().decode(Models.self, from: Data(contentsOf: file))
    }
  }

  /// What one run of a model gave: seconds of the answered, and shares of all requests or reads.
  private struct Measured: Encodable {
    let mean, p99, lost, hits: Double
  }

  private struct Output: Encodable {
    /// How long a request travels to the cloud and an answer back, with all hops inside it, where nobody waits.
    let travel: [String: Double]
    let runs: [String: [Measured]]
  }

  @Test func `three models give what they give to peers`() throws {
    let models = try Models.read()
    let path = ProcessInfo.processInfo.environment["SKYDRILL_PEERS"]
    // Two runs of each tell that the models work; the comparison wants all.
    let count = path == nil ? 2 : models.runs
    let worlds = [
      "retries": try Self.retries(models.retries), "tandem": try Self.tandem(models.tandem),
      "cache": try Self.cache(models.cache),
    ]
    var travel: [String: Double] = [:]
    var runs: [String: [Measured]] = [:]
    for (name, world) in worlds {
      travel[name] = try Self.travel(in: world)
      runs[name] = try (1...count).map { weather in
        Self.measured(try world.report(.seconds(models.seconds), weather: UInt64(weather)))
      }
    }
    #expect(runs["retries"]?.allSatisfy { $0.lost > 0 && $0.lost < 0.1 } == true)
    #expect(runs["tandem"]?.allSatisfy { $0.lost == 0 } == true)
    #expect(runs["cache"]?.allSatisfy { $0.hits > 0.2 && $0.hits < 0.95 } == true)
    (travel["direct"], travel["asked"]) = try Self.cacheWays(in: worlds["cache"], travel["cache"])
    guard let path else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(Output(travel: travel, runs: runs)).write(to: URL(fileURLWithPath: path))
  }

  private static func measured(_ report: Report) -> Measured {
    let latency = report.latency
    let reads = report.caches.reduce(0) { $0 + $1.hits + $1.misses }
    // The peers know nothing of names.
    let lookups = report.classes.reduce(EventKernel.Duration.zero) { $0 + $1.parts[.dns] }
    return Measured(
      mean: (Double(latency.sumNanoseconds) / 1e9 - lookups.inSeconds) / Double(latency.count),
      p99: latency.quantile(0.99).inSeconds, lost: Double(report.lost) / Double(report.offered),
      hits: reads > 0 ? Double(report.caches.reduce(0) { $0 + $1.hits }) / Double(reads) : 0)
  }

  /// One machine of two vCPUs whose clients give up and try once more.
  private static func retries(_ model: Models.Retries) throws -> ScriptedWorld {
    var scripted = try ScriptedWorld(
      rate: model.rate, timeout: .seconds(model.timeout), retries: 1,
      kind: RequestClass(name: "work", cpu: .seconds(model.cpu), variation: .exponential),
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    scripted.change { $0.populations[0].retryDelay = .seconds(model.delay) }
    return scripted
  }

  /// A node of a load balancer gives requests to machines in turn, whose one query a database answers.
  private static func tandem(_ model: Models.Tandem) throws -> ScriptedWorld {
    let machines = (0..<model.machines).map { number in
      ScriptedWorld.instance("--user-data \"$DATA\"") + "M\(number)=$WEB\n"
    }.joined()
    return try ScriptedWorld(
      rate: model.rate, timeout: .seconds(1_000),
      kind: RequestClass(
        name: "work", cpu: .seconds(model.cpu), variation: .exponential, reads: 1,
        queryCPU: .seconds(model.query)),
      lines: ScriptedWorld.database("--storage-type gp3") + "DATA=\"DB_HOST=$DB\nDB_POOL=200\"\n" + machines
        + "wait\n" + ScriptedWorld.node(over: model.machines))
  }

  /// Reads go to a cache of real keys first, and fill it when it has no answer.
  private static func cache(_ model: Models.Cache) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: model.rate, timeout: .seconds(1_000),
      kind: RequestClass(
        name: "work", cpu: .seconds(model.cpu), variation: .constant, reads: 1,
        queryCPU: .seconds(model.query), keys: model.keys, skew: model.skew),
      lines: ScriptedWorld.database("--storage-type gp3") + ScriptedWorld.cache
        + "DATA=\"DB_HOST=$DB\nDB_POOL=200\nCACHE_HOST=$CACHE\nCACHE_TTL=\(model.ttl)\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
  }

  /// The time of a request that makes no work and waits for nobody.
  private static func travel(in world: ScriptedWorld) throws -> Double {
    measured(try idle(world, reads: world.world.lab.workload.classes[0].reads)).mean
  }

  /// How long it takes without the database and the cache, and with the cache alone.
  private static func cacheWays(
    in world: ScriptedWorld?, _ travel: Double?
  ) throws -> (direct: Double, asked: Double) {
    let world = try #require(world)
    let direct = measured(try idle(world, reads: 0)).mean
    let warm = measured(try idle(world, reads: 1, keys: 1, rate: 5))
    // The few that missed went on to the database.
    return (direct, warm.mean - (1 - warm.hits) * (try #require(travel) - direct))
  }

  private static func idle(
    _ world: ScriptedWorld, reads: Int, keys: Int = 0, rate: Double = 0.05
  ) throws -> Report {
    var idle = world
    idle.change { workload in
      workload.classes = [RequestClass(name: "work", cpu: .zero, reads: reads, keys: keys)]
      workload.populations[0].rate = .constant(rate)
      workload.populations[0].retries = 0
    }
    return try idle.report(.minutes(5))
  }
}
