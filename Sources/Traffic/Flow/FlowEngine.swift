import Cloud
import EventKernel

/// Lets the load flow through a world as rates instead of single requests, for loads at which a run of requests would
/// take too long.
///
/// The world is compiled into the same stations by the same code as for the engine of requests, and its controllers see
/// the stations as there. Between two events the rates are integrated in steps: short ones while queues grow or shrink,
/// up to ten seconds while nothing changes.
// Simplified: flow-engine
final class FlowEngine {
  /// The shortest and the longest step, in seconds.
  static let shortest = 0.1
  static let longest = 10.0

  let stations: Engine
  let kindCount: Int
  /// Classes times populations: every one is a flow.
  let flowCount: Int
  let tally: FlowTally
  let keys: [FlowKeys]
  let duration: Double
  /// Seconds since the run began, how long a step may be, and how long the present one is.
  var now = 0.0
  var step = FlowEngine.shortest
  var length = FlowEngine.shortest
  var servers: [ServerFlow] = []
  var databases: [DatabaseFlow] = []
  var caches: [CacheFlow] = []
  var nodes: [NodeFlow] = []
  var parcels: [FlowParcel] = []
  var cohorts: [FlowCohort] = []
  var returning: [FlowCohort] = []
  /// The addresses that each population's resolvers keep, with the share of clients that use them.
  var mixes: [[FlowMix]]
  /// Where each flow of each entry point goes, and what becomes of each at each server, in this step.
  var ways: [[FlowWay]] = []
  var ends: [[FlowEnd]] = []
  /// Whether a queue changed in the last step, so that the next one is short.
  var isMoving = false
  /// Bytes for the bill.
  var egressBytes = 0.0
  var balancerBytes = 0.0
  var crossZoneBytes = 0.0

  init(world: World, run: ExperimentRun) {
    stations = Engine(world: world, run: run)
    kindCount = stations.kindCount
    flowCount = stations.workload.populations.count * stations.kindCount
    duration = run.experiment.duration.inSeconds
    tally = FlowTally(
      duration: run.experiment.duration, classes: stations.workload.classes.map(\.name))
    keys = stations.workload.classes.map { FlowKeys(keys: $0.keys, skew: $0.skew) }
    mixes = Array(repeating: [], count: stations.workload.populations.count)
    takeUpStations()
  }

  /// Runs to the end; `isStopped` of the stations tells whether the handler stopped it.
  func runToEnd(progress: ProgressHandler?) {
    var nextReport = 10.0
    while !stations.isStopped {
      let ended = now >= duration
      if ended, cohorts.isEmpty { break }
      passWorld()
      resolveNames()
      length = stepLength(ended: ended)
      advance(isSending: !ended)
      now += length
      if now >= nextReport, let progress {
        let elapsed = Duration.seconds(min(now, duration))
        stations.isStopped =
          !progress(RunProgress(elapsed: elapsed, offered: tally.offeredSoFar, lost: tally.lostSoFar))
        nextReport = now + 10
      }
    }
    handOver()
    while stations.worldNext <= stations.end { stations.stepWorld() }
    stations.world.advance(to: Instant(nanoseconds: Int64(stations.end)))
  }

  /// The world's time now, in nanoseconds.
  var time: UInt64 { stations.start + UInt64(now * 1e9 + 0.5) }

  /// Does what the world has to do up to now.
  private func passWorld() {
    let time = time
    while stations.worldNext <= time {
      handOver()
      let before = stations.compiled
      stations.stepWorld()
      guard stations.compiled != before else { continue }
      takeUpStations()
      step = FlowEngine.shortest
    }
  }

  /// How long the next step is: it ends with the next event of the world, bend of a rate, answer of a resolver, ten seconds.
  private func stepLength(ended: Bool) -> Double {
    step = isMoving ? FlowEngine.shortest : min(FlowEngine.longest, step * 1.5)
    var until = now + step
    until = min(until, (Double(Int(now / 10 + 1e-9)) + 1) * 10)
    let minute = MinuteGrid.length
    let sinceStart = time / minute * minute + minute
    until = min(until, Double(sinceStart - stations.start) / 1e9)
    if stations.worldNext != .max { until = min(until, Double(stations.worldNext - stations.start) / 1e9) }
    if ended { return max(1e-6, until - now) }
    until = min(until, duration)
    for source in stations.sources {
      for point in source.population.rate.points {
        let at = point.at.inSeconds
        if at > now + 1e-9 { until = min(until, at) }
      }
      for resolver in source.resolvers where resolver.expires > time {
        until = min(until, Double(resolver.expires - stations.start) / 1e9 + 0.001)
      }
    }
    return max(1e-6, until - now)
  }

  /// One step: what comes, where it goes, what becomes of it.
  private func advance(isSending: Bool) {
    isMoving = false
    gather(isSending: isSending)
    route()
    for parcel in parcels where parcel.entry >= 0 {
      for way in ways[Int(parcel.entry) * flowCount + parcel.flow] where way.server >= 0 {
        servers[Int(way.server)].arrivals[parcel.flow] += parcel.amount * way.share / length
      }
    }
    for index in servers.indices { flow(throughServer: index) }
    askDatabases()
    for index in databases.indices { flow(throughDatabase: index) }
    for index in caches.indices { flow(throughCache: index) }
    for index in servers.indices { finish(server: index) }
    settle()
    stations.events += 1
  }

  /// Takes up the stations as they are compiled: new ones are empty, a dead one forgets its queue.
  private func takeUpStations() {
    while servers.count < stations.serverCount { servers.append(ServerFlow(flows: flowCount)) }
    while databases.count < stations.databaseCount { databases.append(DatabaseFlow()) }
    while nodes.count < stations.nodeCount { nodes.append(NodeFlow()) }
    while caches.count < stations.cacheCount {
      var cache = CacheFlow(classes: kindCount)
      let station = stations.caches[caches.count]
      cache.primary = station.primary
      cache.generation = station.generation
      cache.filledSince = now
      caches.append(cache)
    }
    for index in servers.indices where servers[index].life != stations.servers[index].life {
      servers[index].life = stations.servers[index].life
      servers[index].backlog = 0
      servers[index].waiting = 0
      servers[index].pooled = 1
    }
    for index in databases.indices where databases[index].life != stations.databases[index].life {
      databases[index].life = stations.databases[index].life
      databases[index].backlog = 0
      databases[index].volumeBacklog = 0
      databases[index].queries = 0
      databases[index].taken = 1
    }
    for index in caches.indices {
      let station = stations.caches[index]
      let isEmpty =
        station.primary == caches[index].primary && station.generation != caches[index].generation
      if isEmpty { caches[index].filledSince = now }
      caches[index].primary = station.primary
      caches[index].generation = station.generation
    }
  }
}
