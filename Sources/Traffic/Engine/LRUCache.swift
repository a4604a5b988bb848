/// A cache of real keys: the least recently used leaves when it is full, each entry after its time.
///
/// Keys are numbers below `keys`; every operation is O(1) and allocates nothing.
struct LRUCache {
  /// What is known of a key, side by side: moving one to the front touches a cache line for each of its neighbours.
  private struct Entry {
    /// When the entry of the key dies; 0 when it is not held.
    var expiry: UInt64 = 0
    var previous: Int32 = -1
    var following: Int32 = -1
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let keys: Int
  private var newest: Int32 = -1
  private var oldest: Int32 = -1
  private var count = 0
  /// How many keys had to make room for others.
  private(set) var evictions = 0
  private let capacity: Int
  /// Whether a full cache takes no new key, as with the policy `noeviction`.
  var keepsOldest = false

  init(keys: Int, capacity: Int) {
    self.keys = max(1, keys)
    self.capacity = max(1, capacity)
    entries = .allocate(capacity: self.keys)
    entries.initialize(repeating: Entry(), count: self.keys)
  }

  /// Frees the memory; the cache must not be used afterwards.
  func deallocate() { entries.deallocate() }

  /// Whether a key is held and still good at a time; it then counts as just used.
  @inline(__always)
  mutating func get(_ key: Int32, at time: UInt64) -> Bool {
    guard entries[Int(key)].expiry > time else { return false }
    if newest != key {
      unlink(key)
      pushFront(key)
    }
    return true
  }

  /// Holds a key until a time; the oldest makes room.
  @inline(__always)
  mutating func put(_ key: Int32, until time: UInt64, at now: UInt64) {
    if entries[Int(key)].expiry != 0 {
      unlink(key)
    } else if count == capacity {
      if keepsOldest, entries[Int(oldest)].expiry > now { return }
      let victim = oldest
      unlink(victim)
      entries[Int(victim)].expiry = 0
      evictions &+= 1
    } else {
      count &+= 1
    }
    entries[Int(key)].expiry = time
    pushFront(key)
  }

  /// How many keys are held and still good at a time. O(keys).
  func liveCount(at time: UInt64) -> Int {
    UnsafeBufferPointer(start: entries, count: keys).count { $0.expiry > time }
  }

  /// Forgets everything.
  mutating func clear() {
    for key in 0..<keys { entries[key].expiry = 0 }
    newest = -1
    oldest = -1
    count = 0
  }

  @inline(__always)
  private mutating func unlink(_ key: Int32) {
    let before = entries[Int(key)].previous
    let after = entries[Int(key)].following
    if before >= 0 { entries[Int(before)].following = after } else { newest = after }
    if after >= 0 { entries[Int(after)].previous = before } else { oldest = before }
  }

  @inline(__always)
  private mutating func pushFront(_ key: Int32) {
    entries[Int(key)].previous = -1
    entries[Int(key)].following = newest
    if newest >= 0 { entries[Int(newest)].previous = key }
    newest = key
    if oldest < 0 { oldest = key }
  }
}
