package import EventKernel

extension MetricPoint {
  /// The point of one value.
  package init(at: Instant, value: Double) {
    self.init(at: at, sum: value, count: 1, minimum: value, maximum: value)
  }

  /// The point of two.
  mutating func merge(_ other: MetricPoint) {
    samples = merged(with: other)
    sum += other.sum
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// How many different values a point keeps; with more it knows no percentiles (as AWS's own limit of a statistic set).
  private static var mostSamples: Int { 600 }

  /// The values of the point, each with how often it came; `nil` where they are not known any more.
  private var values: [Sample]? {
    if !samples.isEmpty { return samples }
    return minimum == maximum ? [Sample(value: sum / max(1, count), count: count)] : nil
  }

  private func merged(with other: MetricPoint) -> [Sample] {
    guard let mine = values, let others = other.values else { return [] }
    var all = mine
    for sample in others {
      if let index = all.firstIndex(where: { $0.value == sample.value }) {
        all[index].count += sample.count
      } else {
        all.append(sample)
      }
    }
    return all.count <= Self.mostSamples ? all : []
  }

  /// The least value that a share of all values does not exceed, such as 0.99 of them; `nil` where values are not known.
  ///
  /// Between two values AWS interpolates in ways of its own; this is the nearest value above.
  func percentile(_ share: Double) -> Double? {
    guard let values, count > 0 else { return nil }
    let sorted = values.sorted { $0.value < $1.value }
    var passed = 0.0
    for sample in sorted {
      passed += sample.count
      if passed >= share * count - 1e-9 { return sample.value }
    }
    return sorted.last?.value
  }

  /// A statistic of the point: `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, `pNN`; `nil` for others.
  package func value(of statistic: String) -> Double? {
    switch statistic {
    case "Average": count > 0 ? sum / count : nil
    case "Sum": sum
    case "Minimum": minimum
    case "Maximum": maximum
    case "SampleCount": count
    default: MetricStatistic.share(statistic).flatMap { percentile($0) }
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
            maximum: point.maximum, samples: point.samples))
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
