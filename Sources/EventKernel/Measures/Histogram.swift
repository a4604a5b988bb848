/// How often spans of time of each length were seen, with relative errors below 1 % (`HistogramLayout`), in at most 19 KB.
///
/// Count, sum and longest span are exact. Loops record into a `HistogramRecorder`, or into counters of their own by `HistogramLayout.index`.
package struct Histogram: Hashable, Sendable {
  /// The number of spans in each bucket of `HistogramLayout`; the empty buckets at the end are left out.
  package private(set) var buckets: [UInt64]
  /// The number of spans.
  package private(set) var count: UInt64
  /// The sum of all spans, nanoseconds.
  package private(set) var sumNanoseconds: UInt128
  /// The longest span, nanoseconds; 0 when there is none.
  package private(set) var maxNanoseconds: UInt64

  /// Makes a histogram of nothing.
  package init() {
    buckets = []
    count = 0
    sumNanoseconds = 0
    maxNanoseconds = 0
  }

  /// Takes over counters by bucket, at most `HistogramLayout.bucketCount`, with the exact sum and maximum of what they counted.
  package init(counts: some Sequence<UInt32>, sumNanoseconds: UInt128, maxNanoseconds: UInt64) {
    buckets = counts.map(UInt64.init)
    precondition(buckets.count <= HistogramLayout.bucketCount, "A histogram was given too many buckets.")
    while buckets.last == 0 { buckets.removeLast() }
    count = buckets.reduce(0, +)
    self.sumNanoseconds = sumNanoseconds
    self.maxNanoseconds = maxNanoseconds
  }

  /// Counts one span; a negative one counts as none.
  package mutating func record(_ span: Duration) { record(nanoseconds: UInt64(max(0, span.nanoseconds))) }

  /// Counts one span of so many nanoseconds.
  package mutating func record(nanoseconds: UInt64) {
    let index = HistogramLayout.index(ofNanoseconds: nanoseconds)
    extend(to: index + 1)
    buckets[index] += 1
    count += 1
    sumNanoseconds += UInt128(nanoseconds)
    maxNanoseconds = max(maxNanoseconds, nanoseconds)
  }

  /// Adds all that another histogram saw.
  package mutating func merge(_ other: Histogram) {
    extend(to: other.buckets.count)
    for index in other.buckets.indices { buckets[index] += other.buckets[index] }
    count += other.count
    sumNanoseconds += other.sumNanoseconds
    maxNanoseconds = max(maxNanoseconds, other.maxNanoseconds)
  }

  private mutating func extend(to length: Int) {
    if buckets.count < length {
      buckets.append(contentsOf: repeatElement(0, count: length - buckets.count))
    }
  }
}

extension Histogram {
  /// Whether nothing was seen.
  package var isEmpty: Bool { count == 0 }

  /// The longest span, exact.
  package var longest: Duration { Duration(nanoseconds: Int64(clamping: maxNanoseconds)) }

  /// The mean span, rounded down to the nanosecond; zero when nothing was seen.
  package var mean: Duration {
    count == 0 ? .zero : Duration(nanoseconds: Int64(clamping: sumNanoseconds / UInt128(count)))
  }

  /// The span that the fraction `p` (0…1) of all spans do not exceed: the middle of the bucket of the ⌈p·count⌉-th shortest, zero when nothing was seen.
  package func quantile(_ p: Double) -> Duration {
    precondition(p >= 0 && p <= 1, "A quantile was asked for outside 0…1.")
    let exact = p * Double(count)
    let below = UInt64(exact)
    let wanted = max(1, Double(below) < exact ? below + 1 : below)
    var seen: UInt64 = 0
    for index in buckets.indices {
      seen += buckets[index]
      if seen >= wanted {
        let middle = HistogramLayout.midpoint(ofBucket: index)
        return Duration(nanoseconds: Int64(clamping: min(middle, maxNanoseconds)))
      }
    }
    return .zero
  }

  /// The number of spans in buckets that end at or below a limit: exact up to the width of one bucket.
  package func count(upTo limit: Duration) -> UInt64 {
    guard limit.nanoseconds >= 0 else { return 0 }
    let end = HistogramLayout.index(ofNanoseconds: UInt64(limit.nanoseconds))
    return buckets.prefix(end).reduce(0, +)
  }
}
