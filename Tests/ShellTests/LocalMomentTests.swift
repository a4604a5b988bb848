import Foundation
import Shell
import Testing

/// Moments in the learner's own calendar.
@Suite struct LocalMomentTests {
  /// 2026-11-28 18:20 UTC, which is 03:20 of the 29th in Seoul.
  private static let now: Int64 = 1_795_890_000

  /// A moment some hours later, as a zone tells it.
  struct Telling: Sendable {
    let zone: String
    let hours: Int64
    let day: LocalMoment.Day
    let clock: String
  }

  private static let tellings: [Telling] = [
    Telling(zone: "Asia/Seoul", hours: 1, day: .today, clock: "04:20"),
    Telling(zone: "Asia/Seoul", hours: 24, day: .tomorrow, clock: "03:20"),
    Telling(zone: "UTC", hours: 1, day: .today, clock: "19:20"),
    Telling(zone: "UTC", hours: 6, day: .tomorrow, clock: "00:20"),
    Telling(zone: "UTC", hours: 240, day: .later(month: 12, day: 8), clock: "18:20"),
    Telling(zone: "America/New_York", hours: 5, day: .today, clock: "18:20"),
    Telling(zone: "America/New_York", hours: 11, day: .tomorrow, clock: "00:20"),
  ]

  @Test(arguments: tellings)
  func `a moment is told by the day and clock of the learner's zone`(telling: Telling) throws {
    let zone = try #require(TimeZone(identifier: telling.zone))
    let moment = LocalMoment(Self.now + telling.hours * 3_600, now: Self.now, zone: zone)
    #expect(moment.day == telling.day)
    #expect(moment.clock == telling.clock)
  }

  @Test func `a day begins at the learner's midnight`() throws {
    let seoul = try #require(TimeZone(identifier: "Asia/Seoul"))
    let sinceMidnight: Int64 = 200 * 60
    #expect(LocalMoment.startOfDay(Self.now, zone: seoul) == Self.now - sinceMidnight)
  }
}
