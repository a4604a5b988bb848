extension EventQueue {
  /// Adds an entry at a moment in nanoseconds since the world's start.
  @inlinable @inline(__always)
  package mutating func push(at nanoseconds: UInt64, payload: UInt32) {
    if length == capacity { grow() }
    let entry = Entry(low: stamp | UInt64(payload), nanoseconds: nanoseconds)
    let key = entry.key
    var hole = length
    length &+= 1
    while hole != 0 {
      let parent = (hole &- 1) >> 2
      if !(key < heap[parent].key) { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
    stamp &+= 1 << 32
    if stamp == 0 { renumber() }
  }

  /// Takes the earliest entry; the queue must not be empty.
  @inlinable @inline(__always)
  package mutating func popMin() -> Entry {
    precondition(length > 0, "An event was taken from an empty queue.")
    let top = heap[0]
    length &-= 1
    let last = heap[length]
    heap[length] = EventQueue.never
    if length != 0 { sink(last) }
    return top
  }

  /// Puts `entry` where it belongs below the root, whose own entry is gone.
  @inlinable @inline(__always)
  mutating func sink(_ entry: Entry) {
    let key = entry.key
    let count = length
    var hole = 0
    var child = 1
    // The least of four is found by adding the results of comparisons to an index: branches would be mispredicted half of the time.
    // Children beyond the end are `never`, so that no node has fewer than four.
    while child < count {
      let left = child &+ (heap[child &+ 1].key < heap[child].key ? 1 : 0)
      let right = child &+ (heap[child &+ 3].key < heap[child &+ 2].key ? 3 : 2)
      let least = left &+ (heap[right].key < heap[left].key ? right &- left : 0)
      if !(heap[least].key < key) { break }
      heap[hole] = heap[least]
      hole = least
      child = 4 &* hole &+ 1
    }
    heap[hole] = entry
  }
}
