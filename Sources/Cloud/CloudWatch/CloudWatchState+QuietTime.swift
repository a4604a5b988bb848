import EventKernel

/// The newest points of a metric.
struct MetricTail: Sendable {
  let key: MetricKey
  let points: [MetricPoint]
}

extension MetricPoint {
  /// The same values at a later time.
  fileprivate func moved(by span: Duration) -> MetricPoint {
    MetricPoint(
      at: at + span, sum: sum, count: count, minimum: minimum, maximum: maximum, samples: samples)
  }
}

extension CloudWatchState {
  /// The points of every metric after a moment, in the order of the metrics.
  func tails(after moment: Instant) -> [MetricTail] {
    metrics.map { MetricTail(key: $0.id, points: Array(Self.points($0.row, after: moment))) }
  }

  /// Whether every metric has, after a moment, the points of its tail moved by a span, and there are no other metrics.
  func repeats(_ tails: [MetricTail], after moment: Instant, moved span: Duration) -> Bool {
    guard tails.count == metrics.count else { return false }
    var index = 0
    for (key, row) in metrics {
      let tail = tails[index]
      index += 1
      guard key == tail.key else { return false }
      let points = Self.points(row, after: moment)
      guard points.count == tail.points.count else { return false }
      for (point, before) in zip(points, tail.points) where point != before.moved(by: span) { return false }
    }
    return true
  }

  /// Whether the points of a metric, or of all for `nil`, repeat themselves with a period between two moments.
  func isPeriodic(_ key: MetricKey?, since start: Instant, until end: Instant, period: Duration) -> Bool {
    guard let key else {
      return metrics.allSatisfy { Self.isPeriodic($0.row, since: start, until: end, period: period) }
    }
    return metrics[key].map { Self.isPeriodic($0, since: start, until: end, period: period) } ?? true
  }

  private static func isPeriodic(
    _ all: [MetricPoint], since start: Instant, until end: Instant, period: Duration
  ) -> Bool {
    let later = points(all, after: start + period)
    // What still gets values counts in the tails.
    let earlier = points(all, after: start).prefix { $0.at <= end - period * 2 }
    let complete = later.prefix { $0.at <= end - period }
    return earlier.count == complete.count && zip(earlier, complete).allSatisfy { $0.moved(by: period) == $1 }
  }

  /// Goes on with the points of every metric as in the period before the last one, so many times.
  ///
  /// The points of the last period may still get values: those of the period before are complete.
  mutating func repeatPoints(times count: Int, period: Duration, now: Instant) {
    for (key, row) in metrics {
      let open = Self.points(row, after: now - period)
      let complete = Self.points(row, after: now - period * 2).prefix { $0.at <= now - period }
      guard !complete.isEmpty || !open.isEmpty else { continue }
      let added = count * complete.count
      let kept = Self.kept(of: row.count, added: added)
      // The oldest of the final points, counted from the first that there would be if none were let go.
      var position = row.count + added - kept
      var points: [MetricPoint] = []
      points.reserveCapacity(kept)
      let old = row.count - open.count
      if position < old {
        points.append(contentsOf: row[position..<old])
        position = old
      }
      while position < old + added {
        let (round, slot) = (position - old).quotientAndRemainder(dividingBy: complete.count)
        points.append(complete[complete.startIndex + slot].moved(by: period * (round + 1)))
        position += 1
      }
      points.append(contentsOf: open.suffix(kept - points.count).map { $0.moved(by: period * count) })
      metrics.update(key) { $0 = points }
    }
  }

  /// How many points are kept of so many when others come one by one: half go whenever they are too many.
  private static func kept(of count: Int, added: Int) -> Int {
    let free = mostPoints - count
    guard added >= free else { return count + added }
    return mostPoints / 2 + (added - free) % (mostPoints / 2)
  }

  /// The points after a moment, of points in the order of time. O(log n).
  private static func points(_ points: [MetricPoint], after moment: Instant) -> ArraySlice<MetricPoint> {
    points[position(of: moment + .nanoseconds(1), in: points)...]
  }

  /// Lets go of all metrics.
  mutating func forgetMetrics() { metrics = Table() }

  /// Takes the metrics of another state, which the two then share.
  mutating func takeMetrics(of other: CloudWatchState) { metrics = other.metrics }
}
