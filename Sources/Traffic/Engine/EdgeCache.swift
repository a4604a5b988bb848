/// The copies that one edge location keeps for one distribution, and what it is fetching now.
///
/// Keys are numbers below `keys`. Only keys that somebody asked for take memory: 56 bytes each, of which there are at most
/// `mostSlots` in all edge locations together; then what was used least recently makes room. Operations are O(1) but for
/// making room, which is O(1) on average.
struct EdgeCache {
  /// The bytes that an edge location has for the copies of one distribution (TEACH: AWS does not say; 10 GiB).
  static let capacityBytes: UInt64 = 10 * 1_073_741_824
  /// The most keys that are told apart; requests of classes beyond it are fetched each time.
  // Simplified: edge-key-space
  static let mostKeys = 1 << 22
  /// How many keys all edge locations remember together, and how many each may remember whatever others do.
  static let mostSlots = 1 << 21
  static let fewSlots = 1 << 10

  /// What is known of a key that somebody asked for.
  private struct Slot {
    let key: Int32
    /// When its copy dies; 0 when there is none.
    var expiry: UInt64 = 0
    /// What its copy weighs.
    var bytes: UInt64 = 0
    /// Until when its error is kept, and which it is.
    var errorEnd: UInt64 = 0
    var error = EdgeError()
    /// The fetch under way for it, or -1.
    var fetch: Int32 = -1
    /// Its neighbours in the order of use, or -1.
    var newer: Int32 = -1
    var older: Int32 = -1
  }

  /// How many keys have the places of their slots in one table, as a power of two.
  private static let tableBits: Int32 = 8

  let keys: Int
  /// Rises when the cache is made anew, so that what is under way for the old one does not come into it.
  let generation: UInt32
  /// How many keys it remembers.
  private(set) var count = 0
  /// Tables of the positions of slots by key, made when the first of their keys is asked for.
  private let tables: UnsafeMutablePointer<UnsafeMutablePointer<Int32>?>
  private let tableCount: Int
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity = 64
  private var newest: Int32 = -1
  private var oldest: Int32 = -1
  /// Those used before this one have no copies.
  private var firstCopy: Int32 = -1
  /// What all copies weigh.
  private var bytes: UInt64 = 0

  /// A cache without copies.
  init(keys: Int, generation: UInt32) {
    self.keys = max(1, keys)
    self.generation = generation
    tableCount = (self.keys >> Int(Self.tableBits)) + 1
    tables = .allocate(capacity: tableCount)
    tables.initialize(repeating: nil, count: tableCount)
    slots = .allocate(capacity: capacity)
  }

  /// Frees the memory; the cache must not be used afterwards.
  func deallocate() {
    for table in 0..<tableCount { tables[table]?.deallocate() }
    tables.deallocate()
    slots.deallocate()
  }

  // MARK: Copies

  /// Whether there is a copy of a key that is still good at a time; it then counts as just used.
  mutating func get(_ key: Int32, at time: UInt64) -> Bool {
    let slot = slot(of: key)
    guard slot >= 0, slots[Int(slot)].expiry > time else { return false }
    use(slot)
    return true
  }

  /// Whether there is a copy of a key, good or not any more.
  func holds(_ key: Int32) -> Bool {
    let slot = slot(of: key)
    return slot >= 0 && slots[Int(slot)].expiry != 0
  }

  /// Keeps a copy of a key that is remembered until a time; the copies used least recently make room.
  mutating func put(_ key: Int32, bytes size: UInt64, until time: UInt64) {
    let slot = slot(of: key)
    guard slot >= 0 else { return }
    bytes -= slots[Int(slot)].bytes
    slots[Int(slot)].bytes = size
    slots[Int(slot)].expiry = time
    use(slot)
    bytes += size
    while bytes > Self.capacityBytes, firstCopy >= 0, firstCopy != slot {
      forgetCopy(firstCopy)
      firstCopy = slots[Int(firstCopy)].newer
    }
  }

  /// Drops the copies and errors of some keys. O(keys that are remembered, and a 256th of the others).
  mutating func drop(_ first: Int32, _ count: Int32) {
    var key = first
    while key < first &+ count {
      guard tables[Int(key >> Self.tableBits)] != nil else {
        key = ((key >> Self.tableBits) &+ 1) << Self.tableBits
        continue
      }
      let slot = slot(of: key)
      if slot >= 0 {
        forgetCopy(slot)
        slots[Int(slot)].errorEnd = 0
      }
      key &+= 1
    }
  }

  /// Drops the copy of a slot, which stays where it is.
  private mutating func forgetCopy(_ slot: Int32) {
    bytes -= slots[Int(slot)].bytes
    slots[Int(slot)].bytes = 0
    slots[Int(slot)].expiry = 0
  }

  // MARK: Fetches and errors

  /// The fetch under way for a key, or -1.
  func fetch(of key: Int32) -> Int32 {
    let slot = slot(of: key)
    return slot >= 0 ? slots[Int(slot)].fetch : -1
  }

  /// A fetch of a key that is remembered begins, or with -1 ends.
  func setFetch(of key: Int32, _ fetch: Int32) {
    let slot = slot(of: key)
    if slot >= 0 { slots[Int(slot)].fetch = fetch }
  }

  /// The error that is kept for a key at a time; `nil` when none is.
  func error(of key: Int32, at time: UInt64) -> EdgeError? {
    let slot = slot(of: key)
    return slot >= 0 && slots[Int(slot)].errorEnd > time ? slots[Int(slot)].error : nil
  }

  /// Keeps an error of a key that is remembered until a time.
  func keep(_ error: EdgeError, of key: Int32, until time: UInt64) {
    let slot = slot(of: key)
    guard slot >= 0 else { return }
    slots[Int(slot)].errorEnd = time
    slots[Int(slot)].error = error
  }

  // MARK: What is remembered

  /// Remembers a key from now on; whether it could.
  ///
  /// - Parameter mayGrow: whether it may remember one key more; else it forgets the one used least recently.
  mutating func remember(_ key: Int32, mayGrow: Bool) -> Bool {
    if slot(of: key) >= 0 { return true }
    let place: Int32
    if mayGrow {
      if count == capacity { grow() }
      place = Int32(count)
      count += 1
    } else {
      guard let freed = forgetOldest() else { return false }
      place = freed
    }
    slots.advanced(by: Int(place)).initialize(to: Slot(key: key))
    table(of: key)[Int(key & (1 << Self.tableBits - 1))] = place
    link(place)
    return true
  }

  /// The position of a key's slot, or -1.
  @inline(__always)
  private func slot(of key: Int32) -> Int32 {
    guard let table = tables[Int(key >> Self.tableBits)] else { return -1 }
    return table[Int(key & (1 << Self.tableBits - 1))]
  }

  private func table(of key: Int32) -> UnsafeMutablePointer<Int32> {
    let place = Int(key >> Self.tableBits)
    if let known = tables[place] { return known }
    let table = UnsafeMutablePointer<Int32>.allocate(capacity: 1 << Int(Self.tableBits))
    table.initialize(repeating: -1, count: 1 << Int(Self.tableBits))
    tables[place] = table
    return table
  }

  /// Forgets the key used least recently that nothing is fetched for, and gives its slot; those that something is fetched
  /// for count as just used.
  private mutating func forgetOldest() -> Int32? {
    for _ in 0..<count {
      let slot = oldest
      if slots[Int(slot)].fetch >= 0 {
        use(slot)
        continue
      }
      forgetCopy(slot)
      unlink(slot)
      let key = slots[Int(slot)].key
      table(of: key)[Int(key & (1 << Self.tableBits - 1))] = -1
      return slot
    }
    return nil
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: slots, count: count)
    slots.deallocate()
    slots = larger
    capacity *= 2
  }

  /// A slot counts as just used.
  private mutating func use(_ slot: Int32) {
    guard newest != slot else { return }
    unlink(slot)
    link(slot)
  }

  private mutating func link(_ slot: Int32) {
    slots[Int(slot)].newer = -1
    slots[Int(slot)].older = newest
    if newest >= 0 { slots[Int(newest)].newer = slot }
    newest = slot
    if oldest < 0 { oldest = slot }
    if firstCopy < 0 { firstCopy = slot }
  }

  private mutating func unlink(_ slot: Int32) {
    let (newer, older) = (slots[Int(slot)].newer, slots[Int(slot)].older)
    if newer >= 0 { slots[Int(newer)].older = older } else { newest = older }
    if older >= 0 { slots[Int(older)].newer = newer } else { oldest = newer }
    if firstCopy == slot { firstCopy = newer }
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
