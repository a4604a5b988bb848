import Cloud
import EventKernel

/// vCPUs that serve one queue in the order of arrival: an arrival's start and end are known at once.
///
/// Holds when each vCPU is free next; the earliest takes the work, which is what a FIFO queue of c servers does.
struct Station {
  private(set) var free: UnsafeMutablePointer<UInt64>
  private(set) var servers: Int

  init(servers: Int) {
    self.servers = max(1, servers)
    free = .allocate(capacity: self.servers)
    free.initialize(repeating: 0, count: self.servers)
  }

  /// Frees the memory; the station must not be used afterwards.
  func deallocate() { free.deallocate() }

  /// Takes up work at a time and gives when it starts and ends.
  @inline(__always)
  func reserve(at time: UInt64, work: UInt64) -> (start: UInt64, end: UInt64) {
    var chosen = 0
    var earliest = free[0]
    var index = 1
    while index < servers {
      if free[index] < earliest {
        earliest = free[index]
        chosen = index
      }
      index &+= 1
    }
    let start = earliest > time ? earliest : time
    let end = start &+ work
    free[chosen] = end
    return (start, end)
  }

  /// How long work that came at a time would wait.
  func delay(at time: UInt64) -> UInt64 {
    var earliest = free[0]
    for index in 1..<max(1, servers) where free[index] < earliest { earliest = free[index] }
    return earliest > time ? earliest - time : 0
  }

  /// Forgets all work under way: every server is free from a time on.
  func clear(at time: UInt64) {
    for index in 0..<servers { free[index] = time }
  }

  /// Changes the number of servers; the work under way is forgotten.
  mutating func resize(servers count: Int, at time: UInt64) {
    guard max(1, count) != servers else { return }
    free.deallocate()
    servers = max(1, count)
    free = .allocate(capacity: servers)
    free.initialize(repeating: time, count: servers)
  }
}

/// An instance as the engine sees it.
struct Server {
  /// What a connection finds.
  enum Condition: UInt8 { case serving, starting, failed, silent }

  let instance: InstanceID
  /// The id as causes name it, written once: a request that fails allocates nothing.
  let name: String
  var zone: Int16
  var station: Station
  /// How many times as long as at full speed its work takes; above 1 when it has no CPU credits.
  var slowdown = 1.0
  var condition = Condition.silent
  /// Rises when all its work is lost.
  var life: UInt16 = 0
  /// Attempts that it works on or has waiting.
  var held: Int32 = 0
  /// Requests that hang at it, where a load balancer asks for them.
  var unanswered: UnansweredRequests?
  /// How many it takes at once.
  var limit: Int32 = 0
  /// Database and cache by the app's settings, or -1.
  var writes: Int16 = -1
  var reads: Int16 = -1
  var cache: Int16 = -1
  /// The causes by which it cannot reach them, positions in the table of causes, or -1.
  var writesDenied: Int32 = -1
  var readsDenied: Int32 = -1
  var poolUsed: Int32 = 0
  var pool: Int32 = 0
  var databaseRetry: UInt8 = 0
  var addressLifetime: UInt64 = 0
  /// From when on it knows no address of databases and caches, since the resolver does not answer.
  var resolverLost = UInt64.max
  /// Whether other programs keep its processors busy, and whether its volumes answer nothing.
  var isStressed = false
  var isPaused = false
  /// What makes its answers late, and the share of them that are errors of what was deployed, with the cause.
  var hindrances: [Hindrance] = []
  var isHindered = false
  var deployErrors = 0.0
  var deployCause: Int32 = -1
  /// Whether it reads at the cache's replicas, and whether what it writes goes to one, which does not take it.
  var readsReplicas = false
  var writesReplicas = false
  var cacheLifetime: UInt64 = 0
  /// Where its application keeps sessions; `nil` for nowhere.
  var sessionStore: AppSettings.SessionStore?
  /// What its answers say of how long edge locations may keep them.
  var freshness = Freshness.unsaid
  /// The port on which its application answers.
  var port: Int32 = 0
  /// What came in and went out in the present minute.
  var received = NetworkFlow()
  var sent = NetworkFlow()
  /// Bytes that it sent to the Internet, and those that went between it and load balancers' nodes of other zones and are
  /// billed, each way when they do, over the whole run.
  var egressBytes: UInt64 = 0
  var crossZoneBytes: UInt64 = 0
  var answered = 0
  /// Latencies of the requests that it answered, by bucket of `HistogramLayout`.
  let latency: UnsafeMutablePointer<UInt32>
  var latencySum: UInt64 = 0
  var latencyMax: UInt64 = 0
  /// Its network interface, by bytes each way.
  var outbound = Meter()
  var inbound = Meter()
  /// The volume that requests read and write, where some do.
  var disk: UnsafeMutablePointer<Disk>?
  /// Busy vCPU time by minute of the world since the minute in which the run began.
  let busy: BusyMinutes

  init(instance: InstanceID, zone: Int16, vcpus: Int, minutes: MinuteGrid) {
    self.instance = instance
    name = instance.description
    self.zone = zone
    station = Station(servers: vcpus)
    latency = .allocate(capacity: HistogramLayout.bucketCount)
    latency.initialize(repeating: 0, count: HistogramLayout.bucketCount)
    busy = BusyMinutes(minutes)
  }

  func deallocate() {
    station.deallocate()
    latency.deallocate()
    disk?.deallocate()
    busy.deallocate()
  }
}

/// The minutes of the world that a run touches.
struct MinuteGrid {
  static let length: UInt64 = 60_000_000_000
  let first: UInt64
  let count: Int

  init(from start: UInt64, until end: UInt64) {
    first = start / MinuteGrid.length
    count = Int(end / MinuteGrid.length - first) + 2
  }
}

/// Busy time by minute; work that crosses a minute counts in both, and what lies after the run's end is left out.
struct BusyMinutes {
  private let grid: MinuteGrid
  private let sums: UnsafeMutablePointer<UInt64>

  init(_ grid: MinuteGrid) {
    self.grid = grid
    sums = .allocate(capacity: grid.count)
    sums.initialize(repeating: 0, count: grid.count)
  }

  func deallocate() { sums.deallocate() }

  /// Counts the time from `start` to `end`.
  @inline(__always)
  func add(from start: UInt64, to end: UInt64) {
    let minute = start / MinuteGrid.length &- grid.first
    guard minute < UInt64(grid.count) else { return }
    let boundary = (grid.first &+ minute &+ 1) &* MinuteGrid.length
    if end <= boundary {
      sums[Int(minute)] &+= end &- start
    } else {
      addAcross(from: start, to: end)
    }
  }

  /// Counts busy time at a moment, more than passes there when several vCPUs work.
  func add(_ time: UInt64, at moment: UInt64) {
    let minute = moment / MinuteGrid.length &- grid.first
    guard minute < UInt64(grid.count) else { return }
    sums[Int(minute)] += time
  }

  @inline(never)
  private func addAcross(from start: UInt64, to end: UInt64) {
    var from = start
    while from < end {
      let minute = from / MinuteGrid.length - grid.first
      guard minute < UInt64(grid.count) else { return }
      let until = min(end, (grid.first + minute + 1) * MinuteGrid.length)
      sums[Int(minute)] += until - from
      from = until
    }
  }

  /// Busy time of the minute that ends at or holds a time.
  func inMinute(endingAt time: UInt64) -> UInt64 {
    let minute = time / MinuteGrid.length
    guard minute > grid.first, minute - 1 - grid.first < UInt64(grid.count) else { return 0 }
    return sums[Int(minute - 1 - grid.first)]
  }

  /// The busy times of all minutes in order.
  var all: [Duration] { (0..<grid.count).map { Duration(nanoseconds: Int64(sums[$0])) } }
}

/// A database as the engine sees it.
struct Database {
  let key: String
  let identifier: String
  /// By which AWS tells it apart from a later one of the same name.
  var resourceID = ""
  var zone: Int16
  var station: Station
  var isServing = false
  var isFailingOver = false
  var isMultiAZ = false
  var life: UInt16 = 0
  var connections: Int32 = 0
  var mostConnections: Int32 = 0
  /// The most connections in the present minute, for the metrics.
  var minuteConnections: Int32 = 0
  var maxConnections: Int32 = 0
  /// Its volume, by operations.
  var volume = Meter()
  /// When the endpoint moved to another machine, or 0.
  var moved: UInt64 = 0
  var failovers = 0
  var queries = 0
  var busy: UInt64 = 0
  var minuteBusy: UInt64 = 0
  /// Whether it takes no writes because it replicates another.
  var isReplica = false
  /// Whether it takes no writes because its storage is full.
  var isFull = false
  /// Whether its volume answers nothing, and what makes its answers late.
  var isPaused = false
  var hindrances: [Hindrance] = []
  var isHindered = false
  /// Since when nothing comes from its source in another Region, or 0.
  var cutSince: UInt64 = 0
  /// What it has yet to do of the writes that did not come to it, and what of that it does after the run's end.
  var owed = ReplayWork()
  var owedLater = ReplayWork()
  /// Whether it does that now, and the number of the time that it does.
  var isCatchingUp = false
  var catchUps: UInt16 = 0
  /// The first database that replicates it, and the next one that replicates the same source, or -1.
  var firstReplica: Int16 = -1
  var nextReplica: Int16 = -1
  /// How long a write takes from its source to it.
  var replicationDelay: UInt64 = 0
  /// The zone of its source where that is in another Region, else -1, and the bytes that it copied from there.
  var farSource: Int16 = -1
  var copiedBytes: UInt64 = 0
  /// How old the newest write is that it does not have, and since which write that has been so.
  var replay = ReplayLog()
  /// What was written in the present minute.
  var minuteWritten = 0
  /// The operations of its volume in the present minute, and how long they took with their waits.
  var minuteReads = 0
  var minuteWrites = 0
  var minuteReadTime: UInt64 = 0
  var minuteWriteTime: UInt64 = 0
  /// Its writes by number, and what it lost or served too early.
  var writes = WriteCounts()
  /// What it has yet to do of its source's writes, while it is a replica; its source, and the primary of them all, or -1.
  var backlog: ReplayQueue?
  var source: Int16 = -1
  var root: Int16 = -1
  /// Whether nothing comes from its source now.
  var isHeld = false
}

/// When a replica had what was written in each second, for the age of its data.
///
/// Holds the seconds since the oldest whose writes were not all there when it was last asked, so that a long run takes no
/// more memory or time than its lag does.
struct ReplayLog {
  private var seconds: [UInt64] = []
  private var applied: [UInt64] = []
  /// The seconds before this position are all there.
  private var first = 0

  /// Notes that what was written at a moment is there at another.
  mutating func note(written: UInt64, applied moment: UInt64) {
    let second = written / 1_000_000_000
    if let last = seconds.last, last >= second {
      applied[applied.count - 1] = max(applied[applied.count - 1], moment)
    } else {
      seconds.append(second)
      applied.append(moment)
    }
  }

  /// The age of the data at a moment, not before the one asked for last: how long ago the oldest second was whose writes
  /// are not all there; 0 without one. O(seconds that have come to be there since).
  mutating func age(at time: UInt64) -> UInt64 {
    // What was written in the last second may still come later.
    while first < applied.count - 1, applied[first] <= time { first += 1 }
    forget()
    guard first < applied.count, applied[first] > time else { return 0 }
    let since = seconds[first] * 1_000_000_000
    return time > since ? time - since : 0
  }

  /// Drops the seconds that are all there once they are more than the others.
  private mutating func forget() {
    guard first > 1_024, first > applied.count / 2 else { return }
    seconds.removeFirst(first)
    applied.removeFirst(first)
    first = 0
  }
}
