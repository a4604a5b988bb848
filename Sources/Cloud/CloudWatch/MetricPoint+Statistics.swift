package import EventKernel

extension MetricPoint {
  /// The point of one value.
  package init(at: Instant, value: Double) {
    self.init(at: at, sum: value, count: 1, minimum: value, maximum: value)
  }

  /// The point of two.
  mutating func merge(_ other: MetricPoint) {
    if other.samples.isEmpty, other.minimum == other.maximum {
      add(Sample(value: other.sum / max(1, other.count), count: other.count))
    } else {
      samples = merged(with: other)
    }
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

  /// Joins one value to those of the point, as `merged` does, in place.
  private mutating func add(_ sample: Sample) {
    if samples.isEmpty {
      guard minimum == maximum else { return }
      samples = [Sample(value: sum / max(1, count), count: count)]
    }
    if let index = samples.firstIndex(where: { $0.value == sample.value }) {
      samples[index].count += sample.count
    } else if samples.count < Self.mostSamples {
      samples.append(sample)
    } else {
      samples = []
    }
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
  /// For how long points by the second are kept before they become minutes (facts: CloudWatch 5).
  static var fineHistory: Duration { .hours(3) }
  /// How many points of minutes a metric never has: the older half goes then.
  static var mostPoints: Int { 2_880 }

  /// Adds a point to a metric; a second one of the same time is merged with the first.
  // Simplified: metric-history
  mutating func put(_ point: MetricPoint, to key: MetricKey) {
    let isFine = !highResolution.isEmpty && highResolution[key] != nil
    let found: Void? = trail.update(key, of: &metrics) { points in
      if let last = points.indices.last, points[last].at < point.at {
        points.append(point)
      } else if let index = points.lastIndex(where: { $0.at <= point.at }) {
        if points[index].at == point.at {
          points[index].merge(point)
        } else {
          points.insert(point, at: index + 1)
        }
      } else {
        points.insert(point, at: 0)
      }
      // Three hours by the second join the minutes.
      if isFine, points.count >= Self.mostPoints + 10_800 { points = Self.coarsened(points) }
      if points.count >= Self.mostPoints + (isFine ? 10_800 : 0) {
        points.removeFirst(Self.mostPoints / 2)
      }
    }
    if found == nil {
      metrics[key] = [point]
      asleep.wakeAll()
    }
  }

  /// The points with those that are older than three hours joined to minutes.
  private static func coarsened(_ points: [MetricPoint]) -> [MetricPoint] {
    guard let newest = points.last?.at else { return points }
    let limit = (newest - fineHistory).rounded(down: .minutes(1))
    return joined(points.prefix { $0.at < limit }, by: .minutes(1)) + points.drop { $0.at < limit }
  }

  /// The points of a metric from a moment on and before another, joined by periods that start at multiples of the period.
  ///
  /// O(log n + points found): alarms look at a few minutes of a day each minute.
  func periods(of key: MetricKey, from start: Instant, to end: Instant, period: Duration) -> [MetricPoint] {
    guard let points = metrics[key] else { return [] }
    let first = Self.position(of: start, in: points)
    return Self.joined(points[first..<max(first, Self.position(of: end, in: points))], by: period)
  }

  /// Where the first point stands that is not before a moment, among points in the order of time.
  static func position(of moment: Instant, in points: [MetricPoint]) -> Int {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].at < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Points joined by periods that start at multiples of the period.
  private static func joined(_ points: ArraySlice<MetricPoint>, by period: Duration) -> [MetricPoint] {
    var joined: [MetricPoint] = []
    for point in points {
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
}

extension Instant {
  /// The last multiple of a period since the world's start that is not later.
  func rounded(down period: Duration) -> Instant {
    let rest = nanoseconds % period.nanoseconds
    return Instant(nanoseconds: nanoseconds - (rest < 0 ? rest + period.nanoseconds : rest))
  }
}
