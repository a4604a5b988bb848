/// A cache of real keys: the least recently used leaves when it is full, each entry after its time.
///
/// Keys are numbers below `keys`. A cache of several nodes has a list for each of them, and a key stands in one list.
/// Every operation but counting and emptying is O(1), and none allocates.
struct LRUCache {
  /// The keys of one node, by when they were used last.
  private struct List {
    var newest: Int32 = -1
    var oldest: Int32 = -1
    var count = 0
  }

  /// What is known of a key, side by side: moving one to the front touches a cache line for each of its neighbours.
  private struct Entry {
    /// When the entry of the key dies; 0 when it is not held.
    var expiry: UInt64 = 0
    var previous: Int32 = -1
    var following: Int32 = -1
  }

  /// How many keys were good after so many changes, until the first of them dies.
  private struct LiveCount {
    var keys = 0
    var changes = UInt64.max
    var until: UInt64 = 0
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let keys: Int
  private let lists: UnsafeMutablePointer<List>
  /// The list of each key, where there are several.
  private let home: UnsafeMutablePointer<UInt8>?
  /// How many keys had to make room for others.
  private(set) var evictions = 0
  /// How often a key was put or dropped, and what was counted of the live ones last.
  private var changes: UInt64 = 0
  private var counted = LiveCount()
  /// How many keys each list takes.
  private(set) var capacity: Int
  /// Whether a full cache takes no new key, as with the policy `noeviction`.
  var keepsOldest = false
  /// Whether the key that dies soonest makes room, as with `volatile-ttl`, whenever it was used last.
  var keepsOrder = false

  /// - Parameters:
  ///   - capacity: how many keys each list takes.
  ///   - count: how many lists there are, at most 255.
  init(keys: Int, capacity: Int, lists count: Int = 1) {
    self.keys = max(1, keys)
    self.capacity = max(1, capacity)
    entries = .allocate(capacity: self.keys)
    entries.initialize(repeating: Entry(), count: self.keys)
    lists = .allocate(capacity: max(1, count))
    lists.initialize(repeating: List(), count: max(1, count))
    if count > 1 {
      let homes = UnsafeMutablePointer<UInt8>.allocate(capacity: self.keys)
      homes.initialize(repeating: 0, count: self.keys)
      home = homes
    } else {
      home = nil
    }
  }

  /// Frees the memory; the cache must not be used afterwards.
  func deallocate() {
    entries.deallocate()
    lists.deallocate()
    home?.deallocate()
  }

  /// Changes how many keys each list takes; what is too much leaves as others come.
  mutating func resize(capacity count: Int) { capacity = max(1, count) }

  @inline(__always)
  private func list(of key: Int32) -> Int {
    guard let home else { return 0 }
    return Int(home[Int(key)])
  }

  /// Whether a list holds a key that is still good at a time; it then counts as just used.
  @inline(__always)
  mutating func get(_ key: Int32, at time: UInt64, in list: Int = 0) -> Bool {
    guard entries[Int(key)].expiry > time, self.list(of: key) == list else { return false }
    if lists[list].newest != key, !keepsOrder {
      unlink(key, list)
      pushFront(key, list)
    }
    return true
  }

  /// Holds a key in a list until a time; the oldest of the list makes room.
  @inline(__always)
  mutating func put(_ key: Int32, until time: UInt64, at now: UInt64, in list: Int = 0) {
    let old = self.list(of: key)
    if entries[Int(key)].expiry != 0, old == list {
      unlink(key, list)
    } else {
      drop(key)
      while lists[list].count >= capacity {
        let victim = lists[list].oldest
        if keepsOldest, entries[Int(victim)].expiry > now { return }
        drop(victim)
        evictions &+= 1
      }
      lists[list].count &+= 1
    }
    if let home { home[Int(key)] = UInt8(truncatingIfNeeded: list) }
    changes &+= 1
    entries[Int(key)].expiry = time
    pushFront(key, list)
  }

  /// Forgets a key.
  @inline(__always)
  mutating func drop(_ key: Int32) {
    guard entries[Int(key)].expiry != 0 else { return }
    changes &+= 1
    let list = list(of: key)
    unlink(key, list)
    entries[Int(key)].expiry = 0
    lists[list].count &-= 1
  }

  /// Whether a key is held, good or not any more.
  @inline(__always)
  func holds(_ key: Int32) -> Bool { entries[Int(key)].expiry != 0 }

  /// How many keys are held and still good at a time, not before the one asked for last. O(keys), O(1) while none is put,
  /// dropped or dies: nothing changes for months in a cache that nobody asks.
  mutating func liveCount(at time: UInt64) -> Int {
    if counted.changes == changes, time < counted.until { return counted.keys }
    counted = LiveCount(keys: 0, changes: changes, until: .max)
    for key in 0..<keys where entries[key].expiry > time {
      counted.keys += 1
      counted.until = min(counted.until, entries[key].expiry)
    }
    return counted.keys
  }

  /// Forgets everything that a list holds. O(held).
  mutating func clear(_ list: Int = 0) {
    while lists[list].oldest >= 0 { drop(lists[list].oldest) }
  }

  @inline(__always)
  private func unlink(_ key: Int32, _ list: Int) {
    let before = entries[Int(key)].previous
    let after = entries[Int(key)].following
    if before >= 0 { entries[Int(before)].following = after } else { lists[list].newest = after }
    if after >= 0 { entries[Int(after)].previous = before } else { lists[list].oldest = before }
  }

  @inline(__always)
  private func pushFront(_ key: Int32, _ list: Int) {
    let newest = lists[list].newest
    entries[Int(key)].previous = -1
    entries[Int(key)].following = newest
    if newest >= 0 { entries[Int(newest)].previous = key }
    lists[list].newest = key
    if lists[list].oldest < 0 { lists[list].oldest = key }
  }
}
