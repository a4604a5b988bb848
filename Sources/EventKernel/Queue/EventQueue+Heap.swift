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
    sink(last)
    return top
  }

  /// Puts `entry` where it belongs below the root, whose own entry is gone.
  @inlinable @inline(__always)
  mutating func sink(_ entry: Entry) {
    let key = entry.key
    let count = length
    var hole = 0
    var child = 1
    // Choosing the least of four by arithmetic on the comparisons' results: branches would be mispredicted half of the time.
    while child &+ 3 < count {
      let first = heap[child].key
      let second = heap[child &+ 1].key
      let third = heap[child &+ 2].key
      let fourth = heap[child &+ 3].key
      let left = second < first ? 1 : 0
      let right = fourth < third ? 1 : 0
      let leftKey = left == 1 ? second : first
      let rightKey = right == 1 ? fourth : third
      let isRight = rightKey < leftKey
      let least = isRight ? child &+ 2 &+ right : child &+ left
      if !((isRight ? rightKey : leftKey) < key) {
        heap[hole] = entry
        return
      }
      heap[hole] = heap[least]
      hole = least
      child = 4 &* hole &+ 1
    }
    if child < count {
      var least = child
      var sibling = child &+ 1
      while sibling < count {
        if heap[sibling].key < heap[least].key { least = sibling }
        sibling &+= 1
      }
      if heap[least].key < key {
        heap[hole] = heap[least]
        hole = least
      }
    }
    heap[hole] = entry
  }
}
