/// The copies that one edge location keeps for one distribution, and what it is fetching now.
///
/// Keys are numbers below `keys`; look-ups are O(1) and allocate nothing.
struct EdgeCache {
  /// The bytes that an edge location has for the copies of one distribution (TEACH: AWS does not say; 10 GiB).
  static let capacityBytes = 10 * 1_073_741_824
  /// The most keys that are told apart; requests of classes beyond it are fetched each time.
  // Simplified: edge-key-space
  static let mostKeys = 1 << 22

  let keys: Int
  var lru: LRUCache
  /// The fetch under way for each key, or -1.
  private let fetching: UnsafeMutablePointer<Int32>
  /// Until when each key's error is kept, and which it is.
  private let errorEnds: UnsafeMutablePointer<UInt64>
  private let errors: UnsafeMutablePointer<EdgeError>
  /// Rises when the cache is made anew, so that what is under way for the old one does not come into it.
  let generation: UInt32

  /// A cache without copies.
  ///
  /// - Parameter entryBytes: the size of a copy.
  init(keys: Int, entryBytes: Int, generation: UInt32) {
    self.keys = max(1, keys)
    self.generation = generation
    lru = LRUCache(keys: self.keys, capacity: EdgeCache.capacityBytes / max(1, entryBytes))
    fetching = .allocate(capacity: self.keys)
    fetching.initialize(repeating: -1, count: self.keys)
    errorEnds = .allocate(capacity: self.keys)
    errorEnds.initialize(repeating: 0, count: self.keys)
    errors = .allocate(capacity: self.keys)
    errors.initialize(repeating: EdgeError(), count: self.keys)
  }

  /// Frees the memory; the cache must not be used afterwards.
  func deallocate() {
    lru.deallocate()
    fetching.deallocate()
    errorEnds.deallocate()
    errors.deallocate()
  }

  /// The fetch under way for a key, or -1.
  @inline(__always)
  func fetch(of key: Int32) -> Int32 { fetching[Int(key)] }

  /// A fetch of a key begins, or with -1 ends.
  @inline(__always)
  func setFetch(of key: Int32, _ fetch: Int32) { fetching[Int(key)] = fetch }

  /// The error that is kept for a key at a time; `nil` when none is.
  @inline(__always)
  func error(of key: Int32, at time: UInt64) -> EdgeError? {
    errorEnds[Int(key)] > time ? errors[Int(key)] : nil
  }

  /// Keeps an error until a time.
  func keep(_ error: EdgeError, of key: Int32, until time: UInt64) {
    errorEnds[Int(key)] = time
    errors[Int(key)] = error
  }

  /// Drops the copies and errors of some keys.
  mutating func drop(_ first: Int32, _ count: Int32) {
    for key in first..<first + count {
      lru.drop(key)
      errorEnds[Int(key)] = 0
    }
  }
}

/// An answer of an origin that is none, as the edge location passes it on.
struct EdgeError {
  /// Why, a position in the table of causes, or -1.
  var cause: Int32 = -1
  /// The status that clients get; 0 where they get no answer.
  var status: UInt16 = 0
}

/// What was counted at an edge location for one distribution.
struct EdgeCounts {
  /// Requests of clients, each redirect one more.
  var requests = 0
  /// Requests answered by a copy, or by a fetch that another had begun.
  var hits = 0
  /// Requests that began a fetch of something that may be kept.
  var misses = 0
  /// Requests that waited for the fetch of another; they are hits.
  var collapsed = 0
  /// Copies past their time that were given since the origin failed.
  var stale = 0
  /// Questions to origins.
  var fetches = 0
  var errors4xx = 0
  var errors5xx = 0
  var bytes: UInt64 = 0

  /// Counts an error that clients get.
  mutating func note(status: UInt16) {
    if status >= 500 {
      errors5xx &+= 1
    } else if status >= 400 {
      errors4xx &+= 1
    }
  }
}
