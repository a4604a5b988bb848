package import EventKernel

/// A change of a group's sizes at a time, once or again and again.
package struct ScheduledAction: Sendable, Equatable {
  package let name: String
  package let arn: String
  package var start: Instant?
  package var end: Instant?
  /// When it happens again; `nil` for once.
  package var recurrence: CronSchedule?
  /// The time zone in which the recurrence is read, by IANA's name.
  package var timeZone: String?
  package var minSize: Int?
  package var maxSize: Int?
  package var desiredCapacity: Int?
  /// When it happens next, and the entry of the agenda.
  package var next: Instant?
  package var key: AgendaKey?
}

/// Moments by minute, hour, day of the month, month and day of the week, as `cron` writes them.
package struct CronSchedule: Sendable, Equatable {
  /// The words as they were given.
  package let text: String
  private let minutes: UInt64
  private let hours: UInt64
  private let days: UInt64
  private let months: UInt64
  private let weekdays: UInt64
  /// Whether both kinds of day were named: then either is enough.
  private let takesEitherDay: Bool

  private static let monthNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  /// The schedule of five words such as `0 9 * * MON-FRI`; `nil` when they are none.
  package init?(_ text: String) {
    let words = text.split(separator: " ").map { $0.lowercased() }
    guard words.count == 5, let minutes = Self.field(words[0], 0...59, []),
      let hours = Self.field(words[1], 0...23, []), let days = Self.field(words[2], 1...31, []),
      let months = Self.field(words[3], 1...12, Self.monthNames),
      var weekdays = Self.field(words[4], 0...7, Self.dayNames)
    else { return nil }
    // Sunday is 0 and 7.
    if weekdays & 1 << 7 != 0 { weekdays |= 1 }
    self.text = text
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = weekdays
    takesEitherDay = words[2] != "*" && words[4] != "*"
  }

  /// The numbers of one word as bits: `*`, `5`, `1-5`, `*/15`, `mon`, and lists of these.
  private static func field(_ word: String, _ range: ClosedRange<Int>, _ names: [String]) -> UInt64? {
    var bits: UInt64 = 0
    for part in word.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "/", omittingEmptySubsequences: false)
      guard (1...2).contains(sides.count) else { return nil }
      var step = 1
      if sides.count == 2 {
        guard let number = Int(sides[1]), number > 0 else { return nil }
        step = number
      }
      let span: ClosedRange<Int>
      if sides[0] == "*" {
        span = range
      } else {
        let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false)
          .map { number(String($0), range, names) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low <= high
        else { return nil }
        span = low...(sides.count == 2 && ends.count == 1 ? range.upperBound : high)
      }
      for value in stride(from: span.lowerBound, through: span.upperBound, by: step) {
        bits |= 1 << UInt64(value)
      }
    }
    return bits
  }

  private static func number(_ word: String, _ range: ClosedRange<Int>, _ names: [String]) -> Int? {
    if let position = names.firstIndex(of: word) { return position + range.lowerBound }
    return Int(word).flatMap { range.contains($0) ? $0 : nil }
  }

  /// The first moment after another at which the clock of a time zone fits; `nil` when none does for four years.
  package func next(after moment: Instant, in zone: TimeZoneRule) -> Instant? {
    let firstMinute = moment.unixSeconds / 60 + 1
    var local = zone.localMinute(ofUTC: firstMinute)
    let lastDay = local / 1_440 + 4 * 366
    var day = local / 1_440
    while day <= lastDay {
      let date = CivilDate(daysSinceUnixEpoch: day)
      if fits(date) {
        for minute in (local - day * 1_440)..<1_440
        where hours & 1 << UInt64(minute / 60) != 0 && minutes & 1 << UInt64(minute % 60) != 0 {
          // A time that the clock leaves out in spring does not happen.
          if let utc = zone.utcMinute(ofLocal: day * 1_440 + minute), utc >= firstMinute {
            return Instant(unixSeconds: utc * 60)
          }
        }
      }
      day += 1
      local = day * 1_440
    }
    return nil
  }

  private func fits(_ date: CivilDate) -> Bool {
    guard months & 1 << UInt64(date.month) != 0 else { return false }
    let isDay = days & 1 << UInt64(date.day) != 0
    let isWeekday = weekdays & 1 << UInt64(date.weekday % 7) != 0
    return takesEitherDay ? isDay || isWeekday : isDay && isWeekday
  }
}
