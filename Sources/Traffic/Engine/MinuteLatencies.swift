import EventKernel

/// Counters of the latencies of answers by minute, in memory that a run never outgrows.
///
/// Up to six hours each minute has counters of its own; in a longer run several minutes share them: 3.5 MB at most.
struct MinuteLatencies {
  /// The most minutes that have counters of their own.
  static let most = 360

  private let counts: UnsafeMutablePointer<UInt32>
  /// Where the counters of each minute begin.
  private let places: UnsafeMutablePointer<Int>
  private let minutes: Int

  init(minutes: Int) {
    self.minutes = minutes
    let shared = (minutes + Self.most - 1) / Self.most
    let tables = (minutes + shared - 1) / shared
    counts = .allocate(capacity: tables * HistogramLayout.bucketCount)
    counts.initialize(repeating: 0, count: tables * HistogramLayout.bucketCount)
    places = .allocate(capacity: minutes)
    for minute in 0..<minutes {
      places.advanced(by: minute).initialize(to: minute / shared * HistogramLayout.bucketCount)
    }
  }

  /// Frees the memory; the counters must not be used afterwards.
  func deallocate() {
    counts.deallocate()
    places.deallocate()
  }

  /// Counts an answer to a request that began in a minute.
  @inline(__always)
  func record(minute: Int, bucket: Int) { counts[places[minute] &+ bucket] &+= 1 }

  /// The latencies of a minute, of all those that share its counters; without their sum.
  func latency(of minute: Int) -> Histogram {
    Histogram(
      counts: UnsafeBufferPointer(start: counts + places[minute], count: HistogramLayout.bucketCount),
      sumNanoseconds: 0, maxNanoseconds: HistogramLayout.limit)
  }

  /// The percentiles of the first minutes; `nil` where nothing was answered. O(minutes · buckets), without shared ones.
  func percentiles(of first: Int) -> [Report.Percentiles?] {
    var known: (place: Int, percentiles: Report.Percentiles?)?
    return (0..<min(first, minutes)).map { minute in
      if let known, known.place == places[minute] { return known.percentiles }
      let percentiles = Report.Percentiles(latency(of: minute))
      known = (places[minute], percentiles)
      return percentiles
    }
  }
}
