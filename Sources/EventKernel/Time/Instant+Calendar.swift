extension Instant {
  /// The world's start in Unix time, seconds.
  package static let epochUnixSeconds = 1_767_571_200

  /// The moment of a Unix time in whole seconds, saturating.
  package init(unixSeconds seconds: Int) {
    let (difference, overflow) = seconds.subtractingReportingOverflow(Instant.epochUnixSeconds)
    self = Instant.epoch + .seconds(overflow ? .min : difference)
  }

  /// The moment of a Unix time with a fraction, saturating, to the microsecond; the time must not be NaN.
  package init(unixSeconds seconds: Double) {
    let microseconds = ((seconds - Double(Instant.epochUnixSeconds)) * 1e6).rounded(.toNearestOrEven)
    self = Instant.epoch + .microseconds(microseconds)
  }

  /// The Unix time in whole seconds, rounded down.
  package var unixSeconds: Int { Instant.epochUnixSeconds + wholeUnits(of: 1_000_000_000) }

  /// The Unix time in whole milliseconds, rounded down.
  package var unixMilliseconds: Int { Instant.epochUnixSeconds * 1_000 + wholeUnits(of: 1_000_000) }

  /// The day of this moment in UTC.
  package var date: CivilDate { CivilDate(daysSinceUnixEpoch: dayAndRest.day) }

  /// The span since midnight UTC.
  package var timeOfDay: Duration { Duration(nanoseconds: dayAndRest.rest) }

  /// Midnight UTC at the beginning of a date, saturating.
  package init(startOf date: CivilDate) {
    self = Instant.epoch + .days(date.daysSinceUnixEpoch - Instant.epochUnixSeconds / 86_400)
  }

  /// The moment as `2026-01-05T00:00:00+00:00`; fractions of a second are cut.
  package var iso8601: String { "\(date.iso8601)T\(timeOfDay.clock)+00:00" }

  /// The moment as `2026-01-05T00:00:00.000Z`; fractions of a millisecond are cut.
  package var iso8601Milliseconds: String {
    let milliseconds = Int(timeOfDay.nanoseconds / 1_000_000 % 1_000)
    return "\(date.iso8601)T\(timeOfDay.clock).\(digits(milliseconds, 3))Z"
  }

  /// The hours, minutes and seconds since the world's start, `HH:MM:SS`; the hours go on past 24.
  package var clock: String { sinceEpoch.clock }

  private func wholeUnits(of unit: Int64) -> Int {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: unit)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }

  private var dayAndRest: (day: Int, rest: Int64) {
    let length: Int64 = 86_400_000_000_000
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: length)
    let first = Int64(Instant.epochUnixSeconds / 86_400)
    return remainder < 0
      ? (Int(first + quotient - 1), remainder + length) : (Int(first + quotient), remainder)
  }
}

extension Duration {
  /// The span as `HH:MM:SS`, fractions cut; the hours go on past 24, a span backwards begins with `-`.
  package var clock: String {
    let seconds = wholeSeconds.magnitude
    let sign = nanoseconds < 0 && seconds > 0 ? "-" : ""
    let minute = digits(Int(seconds / 60 % 60), 2)
    return "\(sign)\(digits(Int(seconds / 3_600), 2)):\(minute):\(digits(Int(seconds % 60), 2))"
  }
}
