import Cloud
import EventKernel

extension Report {
  /// How the service came through each fault (decisions: good again is the end of the last bad ten seconds before the
  /// fault's end or the next fault; a run that ends bad never recovered).
  ///
  /// - Parameters:
  ///   - starts: the faults with their begin and end, in nanoseconds since the windows begin.
  ///   - end: when the windows end.
  static func faults(
    _ starts: [(fault: Fault, at: UInt64, end: UInt64)], until end: UInt64, windows: [Window]
  ) -> [FaultReport] {
    let length: UInt64 = 10_000_000_000
    let ordered = starts.sorted { $0.at < $1.at }
    return ordered.indices.map { index in
      let from = ordered[index].at
      let next = index + 1 < ordered.count ? ordered[index + 1].at : end
      let until = min(ordered[index].end, next)
      var entry = FaultReport(
        code: ordered[index].fault.kind.rawValue, resource: ordered[index].fault.resource,
        start: Duration(nanoseconds: Int64(from)), end: Duration(nanoseconds: Int64(ordered[index].end)))
      let first = Int(from / length)
      // Ten seconds in which a fault begins are its own and not the one's before it.
      let last = min(windows.count, index + 1 < ordered.count ? Int(next / length) : windows.count) - 1
      entry.lost = first <= last ? windows[first...last].reduce(0) { $0 + $1.lost } : 0
      // A fault of no time at the very beginning ends before the first nanosecond.
      let lastJudged = min(windows.count - 1, Int((max(1, until) - 1) / length))
      guard first <= lastJudged else { return entry }
      let bad = (first...lastJudged).last { windows[$0].isBad }
      if let bad {
        let end = UInt64(bad + 1) * length
        entry.goodAgain =
          bad == lastJudged ? nil : Duration(nanoseconds: Int64(end > from ? end - from : 0))
      } else {
        entry.goodAgain = .zero
      }
      return entry
    }
  }
}
