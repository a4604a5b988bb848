import EventKernel

/// Requests that were sent to a machine and that nobody answers, until whoever sent them gives up.
final class UnansweredRequests {
  private var ends = EventQueue(capacity: 64)

  /// A request hangs until a time in nanoseconds. O(log n).
  func add(until time: UInt64) { ends.push(at: time, payload: 0) }

  /// How many still hang at a time, which must not be before the one asked for last.
  func count(at time: UInt64) -> Int32 {
    while !ends.isEmpty, ends.nextNanoseconds <= time { _ = ends.popMin() }
    return Int32(clamping: ends.count)
  }
}
