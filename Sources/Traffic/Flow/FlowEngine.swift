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
  let duration: Double
  /// The longest that a client waits, in seconds.
  let patience: Double
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
  /// Where those begin that were put down in this step.
  var firstNew = 0
  /// The addresses that each population's resolvers keep, with the share of clients that use them.
  var mixes: [[FlowMix]]
  /// Where each flow of each entry point goes, and what becomes of each at each server, in this step.
  var ways: [[FlowWay]] = []
  var ends: [[FlowEnd]] = []
  /// Whether a queue changed in the last step, so that the next one is short.
  var isMoving = false
  /// When the world last changed, in seconds since the run began.
  var changed = 0.0
  /// Whether a server or a database had at some time as much to do as it can.
  var isOverloaded = false
  /// Whether all queues stood still in the last full step, what came to the servers in it, and until when that may hold.
  var isQuiet = false
  private var settled: [[Double]] = []
  /// Whether the controllers have seen the queues since they stand still.
  private var isShown = false
  private var quietUntil = Double.infinity
  /// What was met in the run that flows cannot represent.
  var met: FlowLimit?
  /// Bytes for the bill.
  var balancerBytes = 0.0

  init(world: World, run: ExperimentRun) {
    stations = Engine(world: world, run: run)
    kindCount = stations.kindCount
    flowCount = stations.workload.populations.count * stations.kindCount
    duration = run.experiment.duration.inSeconds
    var longest = 0.001
    for index in 0..<stations.sourceCount {
      longest = max(longest, Double(stations.sources[index].timeout) / 1e9)
    }
    patience = longest
    tally = FlowTally(
      duration: run.experiment.duration, classes: stations.workload.classes.map(\.name))
    mixes = Array(repeating: [], count: stations.workload.populations.count)
    takeUpStations()
  }

  /// Runs to the end; `isStopped` of the stations tells whether the handler stopped it.
  func runToEnd(progress: ProgressHandler?) {
    var nextReport = 10.0
    while !stations.isStopped, met == nil {
      let ended = now >= duration
      if ended, cohorts.isEmpty, !isWorking { break }
      passWorld()
      resolveNames()
      guard met == nil else { break }
      length = stepLength(ended: ended)
      advance(isSending: !ended)
      now += length
      if now >= nextReport, let progress {
        let elapsed = Duration.seconds(min(now, duration))
        var state = RunProgress(elapsed: elapsed, offered: tally.offeredSoFar, lost: tally.lostSoFar)
        if stations.run.showsWorld {
          state.sight = RunProgress.Sight(
            answered: tally.answeredSoFar, latency: .seconds(tally.latencySoFar), world: stations.world,
            observations: stations.observations)
        }
        stations.isStopped = !progress(state)
        nextReport = now + 10
      }
    }
    guard met == nil else { return }
    handOver()
    stations.noteLastWrites()
    while stations.worldNext <= stations.end { stations.stepWorld() }
    stations.world.advance(to: Instant(nanoseconds: Int64(stations.end)))
  }

  /// Whether a server has work left.
  private var isWorking: Bool {
    servers.indices.contains {
      servers[$0].queue.shares[0] < 0.95 && stations.servers[$0].condition == .serving
    }
  }

  /// The world's time now, in nanoseconds.
  var time: UInt64 { stations.start + UInt64(now * 1e9 + 0.5) }

  /// Does what the world has to do up to now.
  private func passWorld() {
    let time = time
    while stations.worldNext <= time {
      // Queues that stand still look the same at every event of a minute.
      let isSeen = isQuiet && isShown && stations.worldNext / MinuteGrid.length == stations.observedMinute
      if !isSeen { handOver() }
      isShown = isQuiet
      let before = stations.compiled
      stations.stepWorld(observes: !isSeen)
      guard stations.compiled != before else { continue }
      changed = now
      isQuiet = false
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
    // Requests that wait for a database are counted one by one at first.
    if now - changed < 15, servers.contains(where: { $0.waiting > 1 }) { until = min(until, now + 0.25) }
    if now >= quietUntil { isQuiet = false }
    quietUntil = .infinity
    if let moment = nextMoment() {
      until = min(until, moment)
      quietUntil = moment
    }
    if ended { return max(1e-6, until - now) }
    until = min(until, duration)
    for position in 0..<stations.sourceCount {
      let source = stations.sources[position]
      for point in source.population.rate.points {
        let at = point.at.inSeconds
        if at > now + 1e-9 { until = min(until, at) }
      }
      let gap = askingGap(of: position, rate: rate(of: position, at: now))
      for resolver in source.resolvers where resolver.expires + gap > time {
        until = min(until, Double(resolver.expires + gap - stations.start) / 1e9 + 1e-6)
      }
    }
    return max(1e-6, until - now)
  }

  /// When an address that a server keeps ends, its resolver is lost, or a volume answers again, whichever is next.
  private func nextMoment() -> Double? {
    let time = time
    var next = UInt64.max
    for index in databases.indices {
      let database = stations.databases[index]
      if database.volume.free > time { next = min(next, database.volume.free) }
      if let spent = database.volume.spentAt(databases[index].operations, from: time) {
        next = min(next, spent)
      }
      guard database.failovers > 0 else { continue }
      for pool in databases[index].pools {
        let end = database.moved &+ stations.servers[pool.server].addressLifetime
        if end > time { next = min(next, end) }
      }
    }
    for index in servers.indices {
      let lost = stations.servers[index].resolverLost
      if lost > time { next = min(next, lost) }
      if let spent = nextSpent(ofServer: index) { next = min(next, spent) }
    }
    return next < stations.end ? Double(next - stations.start) / 1e9 + 1e-9 : nil
  }

  /// One step: what comes, where it goes, what becomes of it.
  private func advance(isSending: Bool) {
    isMoving = false
    gather(isSending: isSending)
    let repeats = isQuiet && returning.isEmpty && isSending && hasAllWays
    route(again: repeats)
    bring()
    countLeaving()
    if repeats, isSettled {
      // Nothing has moved: only time passes.
      for index in servers.indices where stations.servers[index].condition == .serving {
        countWork(ofServer: index)
      }
      for index in databases.indices where stations.databases[index].isServing { countQueries(of: index) }
      for index in caches.indices { flow(throughCache: index) }
    } else {
      for index in servers.indices { flow(throughServer: index) }
      askDatabases()
      for index in databases.indices { flow(throughDatabase: index) }
      for index in caches.indices { flow(throughCache: index) }
      for index in servers.indices { finish(server: index) }
      settled = servers.map(\.arrivals)
    }
    isQuiet = !isMoving && isStill
    settle()
    stations.events += 1
  }

  /// Whether what comes to the servers is what came in the last full step.
  private var isSettled: Bool {
    guard settled.count == servers.count else { return false }
    return servers.indices.allSatisfy { server in
      (0..<flowCount).allSatisfy { flow in
        let rate = servers[server].arrivals[flow]
        return abs(rate - settled[server][flow]) <= 1e-6 * rate
      }
    }
  }

  /// Whether no queue and no cache changes, and no target warms up.
  private var isStill: Bool {
    servers.allSatisfy {
      $0.queue.change < 1e-7 && $0.waiting < 1e-3
        && max($0.disk.change, $0.outbound.change, $0.inbound.change) < 1e-7
    }
      && databases.allSatisfy { $0.queue.change < 1e-7 }
      && caches.allSatisfy { now - $0.changed > $0.lifetime * 1.1 }
      && (0..<stations.nodeCount).allSatisfy { stations.nodes[$0].slowStart == 0 }
  }

  /// Takes up the stations as they are compiled: new ones are empty, a dead one forgets its queue.
  private func takeUpStations() {
    while servers.count < stations.serverCount { servers.append(ServerFlow(flows: flowCount)) }
    while databases.count < stations.databaseCount { databases.append(DatabaseFlow()) }
    while nodes.count < stations.nodeCount { nodes.append(NodeFlow()) }
    while caches.count < stations.cacheCount {
      var cache = CacheFlow(of: stations.workload.classes)
      let station = stations.caches[caches.count]
      cache.epoch = station.epoch
      caches.append(cache)
    }
    for index in servers.indices where servers[index].life != stations.servers[index].life {
      servers[index].life = stations.servers[index].life
      servers[index].queue.clear()
      servers[index].waiting = 0
      servers[index].held = 0
      servers[index].disk.clear()
      servers[index].outbound.clear()
      servers[index].inbound.clear()
      loseRecent(of: index)
    }
    for index in databases.indices where databases[index].life != stations.databases[index].life {
      databases[index].life = stations.databases[index].life
      loseQueries(of: index)
      databases[index].queue.clear()
      databases[index].connections = 0
    }
    for index in databases.indices {
      let isReplica = stations.databases[index].isReplica
      if databases[index].isReplica, !isReplica { met = .missingWrites }
      databases[index].isReplica = isReplica
    }
    takeUpPools()
    for index in caches.indices where stations.caches[index].epoch != caches[index].epoch {
      empty(cache: index)
      caches[index].epoch = stations.caches[index].epoch
    }
    if met == nil { met = limit }
  }

  /// A cache forgets what it held.
  private func empty(cache index: Int) {
    caches[index].changed = now
    for kind in 0..<kindCount {
      caches[index].hits[kind] = 0
      caches[index].contents[kind].clear()
    }
  }
}
