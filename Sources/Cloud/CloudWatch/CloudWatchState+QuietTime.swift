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

extension MetricKey {
  /// Whether it has points a few times a day: they do not come round within a period.
  var comesRarely: Bool {
    namespace == "AWS/Billing" || namespace == "AWS/CertificateManager" || namespace == "AWS/S3"
  }
}

extension CloudWatchState {
  /// The points of every metric that comes often after a moment, in the order of the metrics.
  func tails(after moment: Instant) -> [MetricTail] {
    metrics.compactMap { key, row in
      key.comesRarely ? nil : MetricTail(key: key, points: Array(Self.points(row, after: moment)))
    }
  }

  /// Whether every metric that comes often has, after a moment, the points of its tail moved by a span, and there are no
  /// others.
  func repeats(_ tails: [MetricTail], after moment: Instant, moved span: Duration) -> Bool {
    var index = 0
    for (key, row) in metrics where !key.comesRarely {
      guard index < tails.count, key == tails[index].key else { return false }
      let tail = tails[index]
      index += 1
      let points = Self.points(row, after: moment)
      guard points.count == tail.points.count else { return false }
      for (point, before) in zip(points, tail.points) where point != before.moved(by: span) { return false }
    }
    return index == tails.count
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

  /// Goes on with the points of every metric that comes often as in the period before the last one, so many times.
  ///
  /// The points of the last period may still get values: those of the period before are complete.
  mutating func repeatPoints(times count: Int, period: Duration, now: Instant) {
    for key in metrics.ids where !key.comesRarely {
      metrics.update(key) { points in
        let open = Array(Self.points(points, after: now - period))
        let complete = Array(Self.points(points, after: now - period * 2).prefix { $0.at <= now - period })
        guard !complete.isEmpty || !open.isEmpty else { return }
        let added = count * complete.count
        // How many of the oldest are let go, of all that there would be.
        var gone = points.count + added - Self.kept(of: points.count, added: added)
        points.removeLast(open.count)
        let old = min(gone, points.count)
        points.removeFirst(old)
        gone -= old
        for position in min(gone, added)..<added {
          let (round, slot) = position.quotientAndRemainder(dividingBy: complete.count)
          points.append(complete[slot].moved(by: period * (round + 1)))
        }
        points.append(contentsOf: open.map { $0.moved(by: period * count) })
      }
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
}
