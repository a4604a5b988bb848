/// Counters of one histogram in memory of their own, for loops: recording neither counts references nor copies.
///
/// Each bucket holds fewer than 2³² spans.
package struct HistogramRecorder: ~Copyable {
  @usableFromInline let counts: UnsafeMutablePointer<UInt32>
  @usableFromInline var sum: UInt128
  @usableFromInline var maximum: UInt64

  /// Makes counters of nothing.
  package init() {
    counts = .allocate(capacity: HistogramLayout.bucketCount)
    counts.initialize(repeating: 0, count: HistogramLayout.bucketCount)
    sum = 0
    maximum = 0
  }

  deinit { counts.deallocate() }

  /// Counts one span of so many nanoseconds.
  @inlinable @inline(__always)
  package mutating func record(nanoseconds: UInt64) {
    counts[HistogramLayout.index(ofNanoseconds: nanoseconds)] &+= 1
    sum &+= UInt128(nanoseconds)
    maximum = nanoseconds > maximum ? nanoseconds : maximum
  }

  /// What was counted so far, as a value.
  package var histogram: Histogram {
    Histogram(
      counts: UnsafeBufferPointer(start: counts, count: HistogramLayout.bucketCount),
      sumNanoseconds: sum, maxNanoseconds: maximum)
  }
}
