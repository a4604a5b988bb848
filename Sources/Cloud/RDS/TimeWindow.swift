import EventKernel

/// A span that comes again every day or every week, in UTC: when a database is backed up or maintained.
package struct TimeWindow: Sendable, Equatable {
  /// The day of the week, 0 for Monday; `nil` for every day.
  package let weekday: Int?
  /// Minutes since midnight UTC.
  package let startMinute: Int
  /// How long it lasts, in minutes.
  package let minutes: Int

  /// A window of every day.
  static func daily(startMinute: Int, minutes: Int) -> TimeWindow {
    TimeWindow(weekday: nil, startMinute: startMinute, minutes: minutes)
  }

  /// The maintenance window of databases and caches that name none: Sundays 17:00 to 17:30 UTC (TEACH).
  // Simplified: one-maintenance-window
  static let defaultMaintenance = TimeWindow(weekday: 6, startMinute: 17 * 60, minutes: 30)

  /// The window of a cache's automatic snapshots that names none (TEACH).
  // Simplified: one-maintenance-window
  static let defaultCacheSnapshots = daily(startMinute: 6 * 60, minutes: 60)

  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let minutesOfDay = 24 * 60

  /// The daily window that a text such as `17:00-17:30` names; `nil` when it is none of 30 minutes to 24 hours.
  init?(daily text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]) else {
      return nil
    }
    let length = (end - start + Self.minutesOfDay) % Self.minutesOfDay
    guard length >= 30 else { return nil }
    self.init(weekday: nil, startMinute: start, minutes: length)
  }

  /// The weekly window that a text such as `sun:17:00-sun:17:30` names; `nil` when it is none of 30 minutes to 24 hours.
  init?(weekly text: String) {
    let ends = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = Self.weekMinute(ends[0]), let end = Self.weekMinute(ends[1]) else {
      return nil
    }
    let week = 7 * Self.minutesOfDay
    let length = (end - start + week) % week
    guard (30...Self.minutesOfDay).contains(length) else { return nil }
    self.init(
      weekday: start / Self.minutesOfDay, startMinute: start % Self.minutesOfDay, minutes: length)
  }

  private init(weekday: Int?, startMinute: Int, minutes: Int) {
    self.weekday = weekday
    self.startMinute = startMinute
    self.minutes = minutes
  }

  /// When it opens next, after a moment.
  func next(after now: Instant) -> Instant {
    let midnight = now - now.timeOfDay
    var opens = midnight + .minutes(startMinute)
    if let weekday {
      // The world starts on a Monday.
      let days = (midnight - .epoch).nanoseconds / Duration.days(1).nanoseconds
      let today = Int(((days % 7) + 7) % 7)
      opens = opens + .days((weekday - today + 7) % 7)
      return opens > now ? opens : opens + .days(7)
    }
    return opens > now ? opens : opens + .days(1)
  }

  /// Whether two windows, of which one is daily, share a minute of the day.
  func overlaps(_ weekly: TimeWindow) -> Bool {
    let day = Self.minutesOfDay
    return [-day, 0, day].contains { shift in
      startMinute + shift < weekly.startMinute + weekly.minutes
        && weekly.startMinute < startMinute + shift + minutes
    }
  }

  /// Whether it opens at a moment.
  func opens(at moment: Instant) -> Bool { next(after: moment - .nanoseconds(1)) == moment }

  /// The same window, moved on by half hours until it does not meet another.
  func beside(_ other: TimeWindow) -> TimeWindow {
    for step in 0..<48 {
      let start = startMinute + step * 30
      let day = weekday.map { ($0 + start / Self.minutesOfDay) % 7 }
      let window = TimeWindow(weekday: day, startMinute: start % Self.minutesOfDay, minutes: minutes)
      if !window.overlaps(other) { return window }
    }
    return self
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  private static func weekMinute(_ text: Substring) -> Int? {
    guard let colon = text.firstIndex(of: ":"),
      let day = days.firstIndex(where: { $0.utf8.elementsEqual(text[..<colon].utf8) }),
      let minute = minute(text[text.index(after: colon)...])
    else { return nil }
    return day * minutesOfDay + minute
  }
}

extension TimeWindow: CustomStringConvertible {
  /// The window as AWS writes it.
  package var description: String {
    let end = startMinute + minutes
    func clock(_ minute: Int) -> String {
      let minute = minute % Self.minutesOfDay
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(two(minute / 60)):\(two(minute % 60))"
    }
    guard let weekday else { return "\(clock(startMinute))-\(clock(end))" }
    let endDay = Self.days[(weekday + end / Self.minutesOfDay) % 7]
    return "\(Self.days[weekday]):\(clock(startMinute))-\(endDay):\(clock(end))"
  }
}
