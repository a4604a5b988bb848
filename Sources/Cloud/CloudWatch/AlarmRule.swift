/// What an alarm makes of the points in its evaluation range (facts: CloudWatch 5, missing data).
package enum AlarmRule {
  /// One period: its value is within the threshold, beyond it, or not there.
  package enum Point: Sendable, Equatable {
    case within
    case breaching
    case missing
  }

  /// How many periods beyond N the range reaches back, so that older real points come before filling in.
  ///
  /// The guide's tables show five points for N = 3 (facts: cloudwatch-missing-data-cases.json).
  package static let extraPeriods = 2

  /// The state that points lead to, or `nil` to stay in the present one.
  ///
  /// - Parameters:
  ///   - points: the evaluation range, oldest first.
  ///   - n: how many points count.
  ///   - m: how many of them must breach.
  ///   - missingData: `missing`, `ignore`, `breaching` or `notBreaching`.
  package static func state(of points: [Point], n: Int, m: Int, missingData: String) -> Alarm.State? {
    let real = points.filter { $0 != .missing }
    let counted = real.suffix(n)
    let breaching = counted.count { $0 == .breaching }
    if breaching >= m { return .alarm }
    if counted.count >= n { return .ok }
    if missingData == "breaching" {
      return breaching + n - counted.count >= m ? .alarm : .ok
    }
    if missingData == "notBreaching" { return .ok }
    if counted.contains(.within) { return .ok }
    if missingData == "ignore" { return nil }
    guard let oldest = points.firstIndex(of: .breaching) else { return .insufficientData }
    // The premature-alarm rule: few points, all breaching, the oldest of them old enough.
    return points.count - oldest >= m ? .alarm : nil
  }
}

extension Alarm {
  /// Whether a value is beyond the threshold.
  func breaches(_ value: Double) -> Bool {
    switch comparison {
    case "GreaterThanThreshold": value > threshold
    case "GreaterThanOrEqualToThreshold": value >= threshold
    case "LessThanThreshold": value < threshold
    case "LessThanOrEqualToThreshold": value <= threshold
    default: false
    }
  }

  /// How many of the points must breach.
  var pointsToAlarm: Int { datapointsToAlarm ?? evaluationPeriods }
}
