import Cloud
import EventKernel

/// Runs requests through a world: every request, hop by hop, while the world's own events happen in between.
///
/// The world's agenda and the queue of requests share one time; the earlier goes first, the world on a tie. Stations
/// keep their state by position over all changes of the world; positions are never reused.
final class Engine {
  /// A set bit marks the payload of an arrival; the rest is its population and generation.
  static let arrivalBit: UInt32 = 0x8000_0000

  var world: World
  let run: ExperimentRun
  let workload: Workload
  let recorder: Recorder
  let ziggurat = Ziggurat.standard
  #if DEBUG
    /// The bug that a test planted in this run.
    let planted = PlantedBug.current.get()
  #endif
  /// The world's time at which the run began and at which users stop.
  let start: UInt64
  let end: UInt64

  var queue = EventQueue(capacity: 4_096)
  var attempts: UnsafeMutablePointer<Attempt>
  var attemptCapacity = 4_096
  var attemptCount = 0
  var freeAttempt: Int32 = -1

  /// One for each population.
  let sources: UnsafeMutablePointer<Source>
  let sourceCount: Int
  let kinds: UnsafeMutablePointer<RequestKind>
  let kindCount: Int
  var zones: [Zone] = []
  var servers: UnsafeMutablePointer<Server>
  var serverCapacity = 16
  var serverCount = 0
  var serverPositions = Table<InstanceID, Int32>()
  var databases: UnsafeMutablePointer<Database>
  var databaseCapacity = 4
  var databaseCount = 0
  var databasePositions = Table<String, Int16>()
  var caches: UnsafeMutablePointer<CacheStation>
  var cacheCapacity = 4
  var cacheCount = 0
  var cachePositions = Table<String, Int16>()
  var nodes: UnsafeMutablePointer<BalancerNode>
  var nodeCapacity = 8
  var nodeCount = 0
  var nodePositions = Table<NodeKey, Int32>()
  /// Where routed nodes send requests, compiled anew with the nodes.
  var routes: [BalancerRoute] = []
  var shares: [BalancerShare] = []
  var hasRedirects = false
  var stickyTables: [StickyTable] = []
  var stickyPositions = Table<UInt64, Int32>()
  /// How many clients all populations have that can be told apart, and where those of each begin.
  let clients: Int
  let firstClients: [Int]
  /// The last write of each client, while databases have replicas.
  var clientWrites: UnsafeMutablePointer<ClientWrite>?
  /// The session of each client, where some class of requests belongs to one.
  var sessions: UnsafeMutablePointer<ClientSession>?
  var entries: UnsafeMutablePointer<EntryPoint>
  var entryCapacity = 16
  var entryCount = 0
  var entryPositions = Table<UInt64, Int32>()

  /// What is known of edge locations and S3.
  let edges = EdgeTables()

  let minutes: MinuteGrid
  var compiled = Revision()
  var observations = Observations()
  var observedMinute: UInt64 = 0
  var noted = NotedCounts()
  var worldNext: UInt64 = 0
  /// When faults are settling, and from the first until the last of these moments.
  var settlings: [(from: UInt64, until: UInt64)] = []
  var settlingFrom = UInt64.max
  var settlingUntil: UInt64 = 0
  var faultStarts: [(fault: Fault, at: UInt64, end: UInt64)] = []
  /// The faults of the living world that begin while users are run in it: they were put on its agenda before.
  var livingFaults: [(fault: Fault, at: UInt64, end: UInt64)] = []
  /// The faults that were in force already when the run began.
  var standing: [Report.StandingFault] = []
  /// The world as it stood when the first fault began, for the bill.
  var worldBeforeFaults: World?
  var isWorldKept = false
  /// The zone in which flows are slow, or -1, and by how much.
  var slowZone: Int16 = -1
  var slowZoneDelay: UInt64 = 0
  /// What other faults in force do to all requests.
  var impairments = Impairments()
  var surge = 1.0
  var groups: [TargetGroupID] = []
  /// How long a request travels from each population to each zone.
  var ways: [UInt64]
  var leadsKnownFor = 0
  var volumes = VolumeCounts()
  var events = 0
  var isStopped = false
  /// When more attempts were under way at once than a run may hold, which stops it.
  var crowded: UInt64?

  /// Takes up a run on a copy of a world; faults are put on its agenda.
  init(world: World, run: ExperimentRun) {
    self.world = world
    self.run = run
    start = UInt64(world.now.nanoseconds)
    end = start + UInt64(run.experiment.duration.nanoseconds)
    if let workload = run.experiment.workload { self.world.setWorkload(workload) }
    if !run.experiment.isLive { self.world.giveJobs(drawing: run.weather.rawValue) }
    self.world.settleJobs()
    workload = self.world.lab.workload
    recorder = Recorder(
      start: start, duration: UInt64(run.experiment.duration.nanoseconds),
      classes: workload.classes.map(\.name),
      outcomes: run.keepsOutcomes ? RequestOutcomes(populations: workload.populations.count) : nil,
      phase: UInt64(run.phase.nanoseconds))
    attempts = .allocate(capacity: attemptCapacity)
    servers = .allocate(capacity: serverCapacity)
    databases = .allocate(capacity: databaseCapacity)
    caches = .allocate(capacity: cacheCapacity)
    nodes = .allocate(capacity: nodeCapacity)
    entries = .allocate(capacity: entryCapacity)
    kindCount = workload.classes.count
    kinds = .allocate(capacity: max(1, kindCount))
    sourceCount = workload.populations.count
    sources = .allocate(capacity: max(1, sourceCount))
    ways = Array(repeating: 0, count: workload.populations.count * Engine.mostZones)
    var first: [Int] = []
    var sum = 0
    for population in workload.populations {
      first.append(sum)
      sum += population.users ?? 0
    }
    firstClients = first
    clients = sum
    minutes = MinuteGrid(from: start, until: end)
    prepareKinds()
    prepareSessions()
    injectFaults()
    prepareSources()
    prepareEdges()
    compileAll()
  }

  deinit {
    for index in 0..<serverCount { servers[index].deallocate() }
    for index in 0..<databaseCount {
      databases[index].station.deallocate()
      databases[index].backlog?.deallocate()
    }
    clientWrites?.deallocate()
    sessions?.deallocate()
    for index in 0..<nodeCount { nodes[index].deallocate() }
    for index in 0..<cacheCount { caches[index].deallocate() }
    for table in stickyTables { table.deallocate() }
    for index in 0..<kindCount { kinds[index].deallocate() }
    sources.deinitialize(count: sourceCount)
    sources.deallocate()
    attempts.deallocate()
    servers.deinitialize(count: serverCount)
    servers.deallocate()
    databases.deinitialize(count: databaseCount)
    databases.deallocate()
    caches.deinitialize(count: cacheCount)
    caches.deallocate()
    nodes.deinitialize(count: nodeCount)
    nodes.deallocate()
    entries.deinitialize(count: entryCount)
    entries.deallocate()
    kinds.deinitialize(count: kindCount)
    kinds.deallocate()
  }

  /// Runs to the end: all requests sent and settled, the world's time at the run's end.
  ///
  /// - Parameter progress: told every simulated ten seconds; answering `false` stops the run there.
  func runToEnd(progress: ProgressHandler?) {
    for index in 0..<sourceCount { putDownFirstArrival(of: index) }
    var nextReport = progress == nil ? UInt64.max : reportMoment(after: start)
    while !isStopped {
      let next = queue.nextNanoseconds
      if min(worldNext, nextReport) <= next {
        if nextReport <= worldNext, nextReport != .max, let progress {
          report(to: progress, at: nextReport)
          nextReport = reportMoment(after: nextReport)
          continue
        }
        if worldNext == .max || (worldNext > end && (next == .max || hasOnlyLeftovers(next))) { break }
        stepWorld()
        continue
      }
      let entry = queue.popMin()
      events &+= 1
      if entry.payload & Engine.arrivalBit != 0 {
        arrive(at: entry.nanoseconds, payload: entry.payload)
      } else {
        proceed(Int32(bitPattern: entry.payload), at: entry.nanoseconds)
      }
    }
    world.advance(to: Instant(nanoseconds: Int64(end)))
    noteLastWrites()
  }

  /// Whether all that is to come, from a time on, are records of requests that edge locations have answered: users are
  /// gone for a second, in which the last of them arrive, and nobody waits.
  private func hasOnlyLeftovers(_ next: UInt64) -> Bool {
    edges.isInUse && next > end &+ 1_000_000_000 && recorder.offered == recorder.answered &+ recorder.lost
  }

  /// When progress is told next: ten seconds later, up to the run's end.
  private func reportMoment(after time: UInt64) -> UInt64 {
    let moment = time + 10_000_000_000
    return moment <= end ? moment : .max
  }

  private func report(to progress: ProgressHandler, at time: UInt64) {
    var state = RunProgress(
      elapsed: Duration(nanoseconds: Int64(time - start)), offered: recorder.offered, lost: recorder.lost)
    if run.showsWorld {
      state.sight = RunProgress.Sight(
        answered: recorder.answered,
        latency: Duration(nanoseconds: Int64(clamping: recorder.totalLatency)), world: world,
        observations: observations)
    }
    isStopped = !progress(state)
  }

  /// Does the world's next event and compiles again what it touched.
  ///
  /// - Parameter observes: `false` where nothing is to be seen that was not seen at the event before.
  func stepWorld(observes: Bool = true) {
    if observes { observe(at: worldNext) }
    // The flag is read at every event; to look at the world itself would copy it.
    if !isWorldKept, faultStarts.contains(where: { $0.at <= worldNext }) {
      isWorldKept = true
      worldBeforeFaults = world
    }
    world.step(upTo: Instant(nanoseconds: Int64(worldNext)), observing: observations)
    if world.revision != compiled { compileChanges(at: worldNext) }
    worldNext = world.agenda.next.map { UInt64($0.nanoseconds) } ?? .max
  }

  /// Goes on with an attempt whose event has come up.
  @inline(__always)
  private func proceed(_ index: Int32, at time: UInt64) {
    switch attempts[Int(index)].stage {
    case .worked: finishWork(index, at: time)
    case .queried: finishQuery(index, at: time)
    case .enters: enter(index, at: time)
    case .connects: arriveAtServer(index, isReceived: false, at: time)
    case .received: arriveAtServer(index, isReceived: true, at: time)
    case .readsDisk: finishDisk(index, at: time)
    case .reachesDatabase: arriveAtDatabase(index, at: time)
    case .queriesAgain: queryAgain(index, at: time)
    case .asksOn: startQuery(index, at: time)
    case .missedCache: queryAfterMiss(index, at: time)
    case .retries: retry(index, at: time)
    case .reachesStore: reachStore(index, at: time)
    case .fetched: endFetch(index, at: time)
    case .waitsAtEdge: giveUpAtEdge(index, at: time)
    case .leftEdge: release(index)
    case .replays: replayOn(index, at: time)
    }
  }

  @inline(__always)
  func allocateAttempt(_ attempt: Attempt) -> Int32 {
    if freeAttempt >= 0 {
      let index = freeAttempt
      freeAttempt = attempts[Int(index)].next
      attempts[Int(index)] = attempt
      return index
    }
    if attemptCount == attemptCapacity { growAttempts() }
    attempts.advanced(by: attemptCount).initialize(to: attempt)
    attemptCount &+= 1
    return Int32(truncatingIfNeeded: attemptCount &- 1)
  }

  @inline(never)
  private func growAttempts() {
    if attemptCapacity >= run.mostAtOnce, crowded == nil {
      // The event that is being done may begin some more; the run ends behind it.
      crowded = attempts[attemptCount - 1].begun
      isStopped = true
    }
    let larger = UnsafeMutablePointer<Attempt>.allocate(capacity: attemptCapacity * 2)
    larger.moveInitialize(from: attempts, count: attemptCount)
    attempts.deallocate()
    attempts = larger
    attemptCapacity *= 2
  }

  @inline(__always)
  func release(_ index: Int32) {
    attempts[Int(index)].next = freeAttempt
    freeAttempt = index
  }
}
