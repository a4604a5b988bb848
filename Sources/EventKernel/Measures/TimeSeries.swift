/// Sum, count and greatest of what was measured, by periods of one length.
package struct TimeSeries: Hashable, Sendable {
  /// What was measured within one period.
  package struct Period: Hashable, Sendable {
    /// The sum of the values.
    package var sum: Int64 = 0
    /// The number of values.
    package var count: Int64 = 0
    /// The greatest value; 0 when there is none.
    package var max: Int64 = 0

    /// The mean of the values, or nothing when there is none.
    package var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }
  }

  /// The moment at which the first period begins.
  package let start: Instant
  /// The length of each period, above 0.
  package let length: Duration
  /// The periods from the first one on, up to the last that saw a value.
  package private(set) var periods: [Period] = []
  /// The number of values that fell outside the periods that are kept.
  package private(set) var dropped: Int64 = 0

  private let capacity: Int

  /// Makes an empty series of at most `capacity` periods.
  package init(start: Instant, length: Duration, capacity: Int = 100_000) {
    precondition(length > .zero, "The period of a time series must be above zero.")
    self.start = start
    self.length = length
    self.capacity = capacity
  }

  /// Adds a value at a moment; before the start or beyond the capacity it only counts as dropped.
  package mutating func record(_ value: Int64, at time: Instant) {
    guard let index = index(at: time), index < capacity else {
      dropped += 1
      return
    }
    if periods.count <= index {
      periods.append(contentsOf: repeatElement(Period(), count: index + 1 - periods.count))
    }
    periods[index].max = periods[index].count == 0 ? value : Swift.max(periods[index].max, value)
    periods[index].sum &+= value
    periods[index].count += 1
  }

  /// The period that a moment belongs to, or nothing before the start.
  package func index(at time: Instant) -> Int? {
    time < start ? nil : Int((time - start).nanoseconds / length.nanoseconds)
  }

  /// The beginning of a period.
  package func start(ofPeriod index: Int) -> Instant { start + length * index }

  /// What was measured within a period; nothing was outside those kept.
  package subscript(index: Int) -> Period { periods.indices.contains(index) ? periods[index] : Period() }
}
