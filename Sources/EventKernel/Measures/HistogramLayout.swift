/// The buckets of every histogram: 16 ns wide below 2,048 ns, then 64 to each doubling, up to 39 hours.
///
/// A value is told by the middle of its bucket, which is at most 0.79 % off from 1 µs on and at most 8 ns below; longer values
/// count in the last bucket.
package enum HistogramLayout {
  /// The number of buckets.
  @inlinable package static var bucketCount: Int { 38 * 64 }

  /// The least value that no bucket is wide enough for, 2⁴⁷ ns.
  @inlinable package static var limit: UInt64 { 1 << 47 }

  /// The bucket of a value in nanoseconds.
  @inlinable @inline(__always)
  package static func index(ofNanoseconds nanoseconds: UInt64) -> Int {
    let value = nanoseconds < limit ? nanoseconds : limit &- 1
    let exponent = 63 &- (value | 1024).leadingZeroBitCount
    return ((exponent &- 10) << 6)
      &+ Int(truncatingIfNeeded: value >> UInt64(truncatingIfNeeded: exponent &- 6))
  }

  /// The least value of a bucket, nanoseconds.
  package static func lowerBound(ofBucket index: Int) -> UInt64 {
    let row = index >> 6
    return row == 0 ? UInt64(index) << 4 : UInt64(64 + index & 63) << UInt64(row + 3)
  }

  /// The value that stands for a bucket, nanoseconds: its middle.
  package static func midpoint(ofBucket index: Int) -> UInt64 {
    lowerBound(ofBucket: index) + (8 << UInt64(max(0, (index >> 6) - 1)))
  }
}
