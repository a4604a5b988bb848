/// A cache of real keys: the least recently used leaves when it is full, each entry after its time.
///
/// Keys are numbers below `keys`; every operation is O(1) and allocates nothing.
struct LRUCache {
  private let previous: UnsafeMutablePointer<Int32>
  private let following: UnsafeMutablePointer<Int32>
  /// When the entry of a key dies; 0 when it is not held.
  private let expiry: UnsafeMutablePointer<UInt64>
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
    previous = .allocate(capacity: self.keys)
    following = .allocate(capacity: self.keys)
    expiry = .allocate(capacity: self.keys)
    previous.initialize(repeating: -1, count: self.keys)
    following.initialize(repeating: -1, count: self.keys)
    expiry.initialize(repeating: 0, count: self.keys)
  }

  /// Frees the memory; the cache must not be used afterwards.
  func deallocate() {
    previous.deallocate()
    following.deallocate()
    expiry.deallocate()
  }

  /// Whether a key is held and still good at a time; it then counts as just used.
  @inline(__always)
  mutating func get(_ key: Int32, at time: UInt64) -> Bool {
    guard expiry[Int(key)] > time else { return false }
    if newest != key {
      unlink(key)
      pushFront(key)
    }
    return true
  }

  /// Holds a key until a time; the oldest makes room.
  @inline(__always)
  mutating func put(_ key: Int32, until time: UInt64, at now: UInt64) {
    if expiry[Int(key)] != 0 {
      unlink(key)
    } else if count == capacity {
      if keepsOldest, expiry[Int(oldest)] > now { return }
      let victim = oldest
      unlink(victim)
      expiry[Int(victim)] = 0
      evictions &+= 1
    } else {
      count &+= 1
    }
    expiry[Int(key)] = time
    pushFront(key)
  }

  /// Whether a key is held, good or not any more.
  @inline(__always)
  func holds(_ key: Int32) -> Bool { expiry[Int(key)] != 0 }

  /// Lets go of a key. O(1).
  mutating func remove(_ key: Int32) {
    guard expiry[Int(key)] != 0 else { return }
    unlink(key)
    expiry[Int(key)] = 0
    count &-= 1
  }

  /// How many keys are held and still good at a time. O(keys).
  func liveCount(at time: UInt64) -> Int {
    UnsafeBufferPointer(start: expiry, count: keys).count { $0 > time }
  }

  /// Forgets everything.
  mutating func clear() {
    expiry.update(repeating: 0, count: keys)
    newest = -1
    oldest = -1
    count = 0
  }

  @inline(__always)
  private mutating func unlink(_ key: Int32) {
    let before = previous[Int(key)]
    let after = following[Int(key)]
    if before >= 0 { following[Int(before)] = after } else { newest = after }
    if after >= 0 { previous[Int(after)] = before } else { oldest = before }
  }

  @inline(__always)
  private mutating func pushFront(_ key: Int32) {
    previous[Int(key)] = -1
    following[Int(key)] = newest
    if newest >= 0 { previous[Int(newest)] = key }
    newest = key
    if oldest < 0 { oldest = key }
  }
}
