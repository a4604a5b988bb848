/// What waits to happen, earliest first; what waits for the same moment leaves in the order in which it came.
///
/// A 4-ary heap of 16-byte entries that compare as one 128-bit number (time, order of arrival, payload) without branches. It owns its memory, so
/// it cannot be copied; the operations are inlined across rooms.
package struct EventQueue: ~Copyable {
  /// A thing that waits: its moment and its payload.
  package struct Entry {
    /// Order of arrival above, payload below.
    @usableFromInline var low: UInt64
    /// The moment in nanoseconds since the world's start.
    package var nanoseconds: UInt64

    @inlinable
    init(low: UInt64, nanoseconds: UInt64) {
      self.low = low
      self.nanoseconds = nanoseconds
    }

    /// What the pusher gave along.
    @inlinable package var payload: UInt32 { UInt32(truncatingIfNeeded: low) }
    /// The moment.
    @inlinable package var time: Instant { Instant(nanoseconds: Int64(bitPattern: nanoseconds)) }
    @inlinable var key: UInt128 { UInt128(_low: low, _high: nanoseconds) }
  }

  /// Points at the root; the three places before it are unused, so that four siblings share one cache line, and three more follow the last.
  @usableFromInline var heap: UnsafeMutablePointer<Entry>
  @usableFromInline var capacity: Int
  /// The order of arrival of the next push, in the upper half.
  @usableFromInline var stamp: UInt64
  @usableFromInline var length: Int

  /// Makes an empty queue with room for `capacity` entries at first; it grows as needed.
  ///
  /// Pushes are numbered from `firstSequence` in 32 bits; when the numbers run out, what waits is numbered anew, so a queue may live for any number of pushes.
  package init(capacity: Int = 1_024, firstSequence: UInt32 = 0) {
    self.capacity = max(capacity, 16)
    heap = EventQueue.allocate(self.capacity)
    stamp = UInt64(firstSequence) << 32
    length = 0
  }

  deinit { UnsafeMutableRawPointer(heap - 3).deallocate() }

  /// The number of entries that wait.
  @inlinable package var count: Int { length }

  /// Whether nothing waits.
  @inlinable package var isEmpty: Bool { length == 0 }

  /// The moment of the earliest entry, or nothing.
  @inlinable package var nextTime: Instant? { isEmpty ? nil : heap[0].time }

  /// The moment of the earliest entry in nanoseconds; `UInt64.max` when nothing waits.
  @inlinable package var nextNanoseconds: UInt64 { isEmpty ? .max : heap[0].nanoseconds }

  /// Adds an entry at a moment that is not before the world's start.
  @inlinable
  package mutating func push(at time: Instant, payload: UInt32) {
    precondition(time.nanoseconds >= 0, "An event was set before the world's start.")
    push(at: UInt64(bitPattern: time.nanoseconds), payload: payload)
  }

  /// Forgets all that waits, and keeps the memory.
  package mutating func removeAll() {
    heap.update(repeating: EventQueue.never, count: length)
    length = 0
  }

  /// What stands in every unused place: later than any event.
  @inlinable static var never: Entry { Entry(low: .max, nanoseconds: .max) }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
    let places = capacity + 6
    let bytes = places * MemoryLayout<Entry>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    return memory.initializeMemory(as: Entry.self, repeating: never, count: places) + 3
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let larger = EventQueue.allocate(capacity * 2)
    larger.update(from: heap, count: length)
    UnsafeMutableRawPointer(heap - 3).deallocate()
    heap = larger
    capacity *= 2
  }

  /// Numbers what waits from 0 in its order; a sorted array is a heap.
  @usableFromInline @inline(never)
  mutating func renumber() {
    precondition(length < 1 << 31, "More than 2^31 events wait at once.")
    var waiting = UnsafeMutableBufferPointer(start: heap, count: length)
    waiting.sort { $0.key < $1.key }
    for position in 0..<length {
      heap[position].low = UInt64(position) << 32 | heap[position].low & 0xFFFF_FFFF
    }
    stamp = UInt64(length) << 32
  }
}
