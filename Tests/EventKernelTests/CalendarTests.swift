import EventKernel
import Foundation
import Testing

@Suite("calendar")
struct CalendarTests {
  @Test func `the world starts on Monday 5 January 2026`() {
    #expect(Instant.epoch.iso8601 == "2026-01-05T00:00:00+00:00")
    #expect(Instant.epoch.iso8601Milliseconds == "2026-01-05T00:00:00.000Z")
    #expect(Instant.epoch.unixSeconds == 1_767_571_200)
    #expect(Instant.epoch.date.weekday == 1)
  }

  @Test(arguments: [
    (0, "1970-01-01", 4), (-1, "1969-12-31", 3), (59, "1970-03-01", 7), (11_016, "2000-02-29", 2),
    (11_017, "2000-03-01", 3), (-25_509, "1900-02-28", 3), (-25_508, "1900-03-01", 4),
    (19_782, "2024-02-29", 4), (20_458, "2026-01-05", 1), (20_512, "2026-02-28", 6),
    (20_513, "2026-03-01", 7),
    (47_540, "2100-02-28", 7), (47_541, "2100-03-01", 1), (-719_468, "0000-03-01", 3),
  ])
  func `days and dates are the same thing`(_ days: Int, _ text: String, _ weekday: Int) {
    let date = CivilDate(daysSinceUnixEpoch: days)
    #expect(date.iso8601 == text)
    #expect(date.daysSinceUnixEpoch == days)
    #expect(date.weekday == weekday)
  }

  @Test func `every day of eight centuries follows the one before`() {
    var before = CivilDate(daysSinceUnixEpoch: -140_001)
    for days in -140_000..<150_000 {
      let date = CivilDate(daysSinceUnixEpoch: days)
      let next = date.day == before.day + 1 && date.month == before.month && date.year == before.year
      let turned = date.day == 1 && before.day == before.lengthOfMonth
      guard (next || turned) && before < date && date.daysSinceUnixEpoch == days else {
        Issue.record("\(date.iso8601) after \(before.iso8601)")
        return
      }
      before = date
    }
  }

  @Test func `dates that the calendar lacks are refused`() {
    #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 0) == nil)
    #expect(CivilDate(year: .max, month: 4, day: 1) == nil)
    #expect(CivilDate(year: 2000, month: 2, day: 29)?.lengthOfMonth == 29)
  }

  @Test func `moments before the start have their own date`() {
    let moment = Instant.epoch - .milliseconds(1)
    #expect(moment.iso8601Milliseconds == "2026-01-04T23:59:59.999Z")
    #expect(moment.unixSeconds == 1_767_571_199)
    #expect(moment.unixMilliseconds == 1_767_571_199_999)
    #expect(Instant.distantPast.iso8601.hasPrefix("1733-"))
    #expect(Instant.distantFuture.iso8601.hasPrefix("2318-"))
  }

  @Test func `Unix times go both ways`() {
    #expect(Instant(unixSeconds: 1_767_571_260) == .epoch + .minutes(1))
    #expect(Instant(unixSeconds: 1_767_571_200.25) == .epoch + .milliseconds(250))
    #expect(Instant(unixSeconds: Int.min) == .distantPast)
    #expect(Instant(unixSeconds: Int.max) == .distantFuture)
    #expect((Instant.epoch + .days(1) + .seconds(2)).timeOfDay == .seconds(2))
    #expect((Instant.epoch + .hours(25)).clock == "25:00:00")
  }

  @Test(arguments: [
    ("2026-01-05", Duration.zero), ("2026-01-06T01:02", .hours(25) + .minutes(2)),
    ("2026-01-05T00:00:30Z", .seconds(30)), ("2026-01-05T09:00:00+09:00", .zero),
    ("2026-01-05 09:00:00.5+0900", .milliseconds(500)), ("2026-01-04t19:00:00-05", .zero),
    ("2026-01-05T00:00:00.0000000019Z", .nanoseconds(1)), ("2025-12-31T00:00:00+00:00", .days(-5)),
  ])
  func `ISO 8601 is read`(_ text: String, _ sinceEpoch: Duration) {
    #expect(Instant(iso8601: text)?.sinceEpoch == sinceEpoch)
  }

  @Test(arguments: [
    "", "2026", "2026-1-5", "2026-02-30", "2026-01-05T", "2026-01-05T24:00", "2026-01-05T10",
    "2026-01-05T10:60",
    "2026-01-05T10:00:61Z", "2026-01-05T10:00:00.Z", "2026-01-05T10:00:00ZZ", "2026-01-05T10:00:00+9",
    "2026-01-05x",
    "9999-01-01", "1700-01-01", "٢٠٢٦-٠١-٠٥", "2026-01-05T10:00:00+25:00",
    String(repeating: "2", count: 100_000),
  ])
  func `what is no moment is refused`(_ text: String) {
    #expect(Instant(iso8601: text) == nil)
  }

  @Test func `what is written is read again`() {
    let draws = Draws(seed: 3, purpose: 0, population: 0, number: 0)
    for index in 0..<500 {
      let moment = Instant.epoch + .seconds(Int(draws.below(9_000_000_000, index))) - .days(40_000)
      #expect(Instant(iso8601: moment.iso8601) == moment)
      #expect(Instant(iso8601: moment.iso8601Milliseconds) == moment)
      #expect(Instant(startOf: moment.date) + moment.timeOfDay == moment)
    }
  }
}
