package import EventKernel

extension MetricPoint {
  /// The point of one value.
  package init(at: Instant, value: Double) {
    self.init(at: at, sum: value, count: 1, minimum: value, maximum: value)
  }

  /// The point of two.
  mutating func merge(_ other: MetricPoint) {
    sum += other.sum
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// A statistic of the point: `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`; `nil` for others.
  package func value(of statistic: String) -> Double? {
    switch statistic {
    case "Average": count > 0 ? sum / count : nil
    case "Sum": sum
    case "Minimum": minimum
    case "Maximum": maximum
    case "SampleCount": count
    default: nil
    }
  }
}

extension CloudWatchState {
  /// Adds a point to a metric; a second one of the same minute is merged with the first.
  mutating func put(_ point: MetricPoint, to key: MetricKey) {
    let found: Void? = metrics.update(key) { points in
      if let index = points.lastIndex(where: { $0.at <= point.at }) {
        if points[index].at == point.at {
          points[index].merge(point)
        } else {
          points.insert(point, at: index + 1)
        }
      } else {
        points.insert(point, at: 0)
      }
      if points.count >= 2_880 { points.removeFirst(points.count - 1_440) }
    }
    if found == nil { metrics[key] = [point] }
  }

  /// The points of a metric from a moment on and before another, joined by periods that start at multiples of the period.
  func periods(of key: MetricKey, from start: Instant, to end: Instant, period: Duration) -> [MetricPoint] {
    guard let points = metrics[key] else { return [] }
    var joined: [MetricPoint] = []
    for point in points.drop(while: { $0.at < start }) {
      guard point.at < end else { break }
      let beginning = point.at.rounded(down: period)
      if let last = joined.last, last.at == beginning {
        joined[joined.count - 1].merge(point)
      } else {
        joined.append(
          MetricPoint(
            at: beginning, sum: point.sum, count: point.count, minimum: point.minimum,
            maximum: point.maximum))
      }
    }
    return joined
  }

  /// The unit of a metric: what it was put with, else AWS's for the metrics of its services.
  func unit(of key: MetricKey) -> String {
    if let unit = units[key] { return unit }
    guard key.namespace.hasPrefix("AWS/") else { return "None" }
    switch key.name {
    case "CPUUtilization": return "Percent"
    case "TargetResponseTime": return "Seconds"
    default: return "Count"
    }
  }
}

extension Instant {
  /// The last multiple of a period since the world's start that is not later.
  func rounded(down period: Duration) -> Instant {
    let rest = nanoseconds % period.nanoseconds
    return Instant(nanoseconds: nanoseconds - (rest < 0 ? rest + period.nanoseconds : rest))
  }
}
