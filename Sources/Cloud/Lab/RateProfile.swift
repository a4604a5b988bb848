package import EventKernel

/// Requests a second as a function of time since the run began; straight lines between the points, steps where two
/// points have one time.
package struct RateProfile: Sendable, Equatable, Codable {
  /// A moment of a profile.
  package struct Point: Sendable, Equatable, Codable {
    /// Time since the run began.
    package var at: Duration
    /// Requests a second at that time, not negative.
    package var perSecond: Double
    package init(at: Duration, perSecond: Double) {
      self.at = at
      self.perSecond = perSecond
    }
  }

  /// The points in order of time, at least one; before the first and after the last the rate stays.
  package var points: [Point]

  package init(points: [Point]) { self.points = points }

  /// The same rate all the time.
  package static func constant(_ perSecond: Double) -> RateProfile {
    RateProfile(points: [Point(at: .zero, perSecond: perSecond)])
  }
}

extension RateProfile {
  /// As many requests in each minute as a list says, evenly over the minute; the last rate stays.
  ///
  /// - Parameter counts: at least one, none negative.
  package static func perMinute(_ counts: [Double]) -> RateProfile {
    var points: [Point] = []
    for (minute, count) in counts.enumerated() {
      if let last = points.last { points.append(Point(at: .minutes(minute), perSecond: last.perSecond)) }
      points.append(Point(at: .minutes(minute), perSecond: count / 60))
    }
    return RateProfile(points: points)
  }

  /// The same curve every day: least twelve hours off the peak, with a smooth way up and down, for as many days as a run may last.
  ///
  /// - Parameters:
  ///   - low: the least requests a second.
  ///   - high: the most.
  ///   - peak: when the most come, since the run's begin, below a day.
  package static func day(low: Double, high: Double, peak: Duration) -> RateProfile {
    let halfHours = 48
    let points = (0...31 * halfHours).map { step in
      let at = Duration.minutes(30) * step
      let distance = abs(((at - peak).inSeconds / 3_600).truncatingRemainder(dividingBy: 24))
      let hours = min(distance, 24 - distance)
      let share = 1 - hours / 12
      return Point(at: at, perSecond: low + (high - low) * share * share * (3 - 2 * share))
    }
    return RateProfile(points: points)
  }
}
