/// A cache as the engine sees it.
struct CacheStation {
  /// The most nodes that share the keys of a cache, and the lists that it then has (facts: ElastiCache 8, 60).
  static let mostShards = 64

  let key: String
  let identifier: String
  var zone: Int16
  var isServing: Bool
  /// Which node is the primary, and how often it has come back empty.
  var primary: Int
  var generation: Int
  var lru: LRUCache
  var hits = 0
  var misses = 0
  /// Keys that were put into it.
  var puts = 0
  /// The bytes that one entry takes, and the bytes that it has for entries.
  let entryBytes: Int
  var capacityBytes: Int
  /// What had been counted when the present minute began.
  var before = Counts()
  /// How many keys the flow engine reckons that it holds; `nil` where the keys themselves are kept.
  var reckonedItems: Int?
  /// The commands that its nodes have yet to do, one queue for each of them.
  let commands: UnsafeMutablePointer<CommandQueue>
  /// How many threads of each node do commands.
  var threads: UInt64
  /// The time that commands took of its threads, and why requests that wait for them fail, a position in the table of causes.
  var busy: UInt64 = 0
  let overload: Int32
  /// How often everything in it was lost.
  var epoch = 0
  /// What was written in this time its replica did not have when it took over.
  var uncopiedFrom: UInt64 = 0
  var uncopiedUntil: UInt64 = 0
  /// When its primary was lost, or 0 while it serves.
  var lostAt: UInt64 = 0
  /// What was put into it last, where a replica may take over.
  var recent: RecentPuts?
  /// Of nodes that share the keys how many there are, and each of them.
  var shardCount: UInt64 = 0
  let shards: UnsafeMutablePointer<CacheShard>
  /// Of replicas with power how many there are, each of them in `shards`, and whether they answer.
  var replicaCount = 0
  var answersReads = false
  /// Whose keys each list has, empty for nobody's, and the generations and losses of these nodes.
  var listNodes: [String] = []
  var listGenerations: [Int] = []
  var listEpochs: [Int] = []

  /// What is counted from the start of a run on.
  struct Counts {
    var hits = 0
    var misses = 0
    var puts = 0
    var evictions = 0
    var busy: UInt64 = 0
  }

  /// What has been counted so far.
  var counts: Counts {
    Counts(hits: hits, misses: misses, puts: puts, evictions: lru.evictions, busy: busy)
  }

  /// Frees the memory; the station must not be used afterwards.
  func deallocate() {
    lru.deallocate()
    commands.deallocate()
    shards.deallocate()
    recent?.deallocate()
  }
}

/// A node of a cache whose nodes share the keys, or a replica.
struct CacheShard {
  var zone: Int16 = 0
  var isUp = false
  /// The queue of its commands, and where nodes share the keys the list of its own.
  var list: UInt8 = 0
}

/// The work that threads have before them, which they do in the order in which it comes.
///
/// Holds the sum of the work and not when it is done, so that a command that is reckoned a little before its time keeps no
/// earlier one waiting.
struct CommandQueue {
  private var work: UInt64 = 0
  private var since: UInt64 = 0

  /// Takes a command up that comes at a time, and gives how long it waits.
  @inline(__always)
  mutating func take(at time: UInt64, cost: UInt64, threads: UInt64) -> UInt64 {
    if time > since {
      let done = (time &- since) &* threads
      work = work > done ? work &- done : 0
      since = time
    }
    // As long as a thread is free nothing waits.
    let free = (threads &- 1) &* cost
    let wait = work > free ? (work &- free) / threads : 0
    work &+= cost
    return wait
  }
}

/// The keys that were put into a cache last, so that those can be found that its replica does not have yet.
struct RecentPuts {
  /// How many are kept; at 10,000 puts a second as many as 100 ms have.
  private static let count = 1_024
  private let held: UnsafeMutablePointer<Int32>
  private let times: UnsafeMutablePointer<UInt64>
  private var next = 0

  init() {
    held = .allocate(capacity: Self.count)
    held.initialize(repeating: -1, count: Self.count)
    times = .allocate(capacity: Self.count)
    times.initialize(repeating: 0, count: Self.count)
  }

  /// Frees the memory; it must not be used afterwards.
  func deallocate() {
    held.deallocate()
    times.deallocate()
  }

  @inline(__always)
  mutating func note(_ key: Int32, at time: UInt64) {
    held[next] = key
    times[next] = time
    next = (next &+ 1) & (Self.count &- 1)
  }

  /// The keys that were put after a time and up to another.
  func keys(after from: UInt64, upTo until: UInt64) -> [Int32] {
    (0..<Self.count).filter { times[$0] > from && times[$0] <= until }.map { held[$0] }
  }
}
