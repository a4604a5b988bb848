/// How a number varies over weathers.
package struct Spread: Sendable, Equatable {
  package let least: Double
  package let most: Double
  package let mean: Double
  /// The standard deviation of the sample; 0 for one value.
  package let deviation: Double

  /// The spread of at least one value.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "A spread needs at least one value.")
    least = values.reduce(values[0], min)
    most = values.reduce(values[0], max)
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = values.count < 2 ? 0 : (squares / Double(values.count - 1)).squareRoot()
  }

  /// How far the mean lies from a bound, in standard deviations; infinite where nothing varies and the bound is elsewhere.
  package func margin(to bound: Double) -> Double {
    let distance = abs(mean - bound)
    if deviation == 0 { return distance == 0 ? 0 : .infinity }
    return distance / deviation
  }
}
