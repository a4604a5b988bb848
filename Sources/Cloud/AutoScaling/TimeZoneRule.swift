import EventKernel

/// How far the clocks of a place are from UTC, and when they change in summer.
package struct TimeZoneRule: Sendable, Equatable {
  /// When clocks are put forward and back.
  enum Summer: Sendable, Equatable {
    case never
    /// Last Sundays of March and October at 01:00 UTC (European Union).
    case europe
    /// Second Sunday of March to first Sunday of November at 02:00 local (United States, Canada).
    case america
    /// First Sunday of October to first Sunday of April at 02:00 standard time (Australia).
    case australia
    /// Last Sunday of September to first Sunday of April at 02:00 standard time (New Zealand).
    case newZealand
  }

  private let offset: Int
  private let summer: Summer

  /// UTC.
  package static let utc = TimeZoneRule(offset: 0, summer: .never)

  init(offset: Int, summer: Summer) {
    self.offset = offset
    self.summer = summer
  }

  /// The zone of a name of IANA's list; `nil` for one that the table lacks.
  // Simplified: time-zones
  package init?(named name: String) {
    guard let rule = Self.byName[name] else { return nil }
    self = rule
  }

  /// What the clock shows at a minute of UTC; both count from 1970.
  func localMinute(ofUTC minute: Int) -> Int { minute + offset + (isSummer(atUTC: minute) ? 60 : 0) }

  /// The first minute of UTC at which the clock shows a minute; `nil` when it is put forward over it.
  func utcMinute(ofLocal minute: Int) -> Int? {
    for candidate in [minute - offset - 60, minute - offset] where localMinute(ofUTC: candidate) == minute {
      return candidate
    }
    return nil
  }

  private func isSummer(atUTC minute: Int) -> Bool {
    let year = CivilDate(daysSinceUnixEpoch: (minute + offset) / 1_440).year
    switch summer {
    case .never: return false
    case .europe:
      return Self.lastSunday(of: 3, year) * 1_440 + 60 <= minute
        && minute < Self.lastSunday(of: 10, year) * 1_440 + 60
    case .america:
      let begin = (Self.firstSunday(of: 3, year) + 7) * 1_440 + 120 - offset
      let end = Self.firstSunday(of: 11, year) * 1_440 + 60 - offset
      return begin <= minute && minute < end
    case .australia:
      let end = Self.firstSunday(of: 4, year) * 1_440 + 120 - offset
      let begin = Self.firstSunday(of: 10, year) * 1_440 + 120 - offset
      return minute < end || begin <= minute
    case .newZealand:
      let end = Self.firstSunday(of: 4, year) * 1_440 + 120 - offset
      let begin = Self.lastSunday(of: 9, year) * 1_440 + 120 - offset
      return minute < end || begin <= minute
    }
  }

  /// The first Sunday of a month, in days since 1970.
  private static func firstSunday(of month: Int, _ year: Int) -> Int {
    guard let first = CivilDate(year: year, month: month, day: 1) else { return 0 }
    return first.daysSinceUnixEpoch + (7 - first.weekday) % 7
  }

  private static func lastSunday(of month: Int, _ year: Int) -> Int {
    let first = firstSunday(of: month, year)
    let length = CivilDate(daysSinceUnixEpoch: first).lengthOfMonth
    let day = CivilDate(daysSinceUnixEpoch: first).day
    return first + (length - day) / 7 * 7
  }
}
