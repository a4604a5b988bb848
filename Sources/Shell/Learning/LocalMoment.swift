package import Foundation
import Texts

/// A moment as the learner's own calendar and clock name it.
package struct LocalMoment: Equatable, Sendable {
  /// The day, told from today.
  package enum Day: Equatable, Sendable {
    case today
    case tomorrow
    case later(month: Int, day: Int)
  }

  /// The day.
  package let day: Day
  /// The hours and minutes, such as `09:05`.
  package let clock: String

  /// A moment seen from another one, both in seconds since 1970.
  package init(_ seconds: Int64, now: Int64, zone: TimeZone = .current) {
    let calendar = Self.calendar(zone)
    let date = Date(timeIntervalSince1970: Double(seconds))
    let parts = calendar.dateComponents([.month, .day, .hour, .minute], from: date)
    let days =
      calendar.dateComponents(
        [.day], from: calendar.startOfDay(for: Date(timeIntervalSince1970: Double(now))),
        to: calendar.startOfDay(for: date)
      ).day ?? 0
    day =
      switch days {
      case ...0: .today
      case 1: .tomorrow
      default: .later(month: parts.month ?? 1, day: parts.day ?? 1)
      }
    clock = [parts.hour, parts.minute].map { number in
      let text = String(number ?? 0)
      return text.count < 2 ? "0" + text : text
    }.joined(separator: ":")
  }

  /// The first second of the day of a moment, in seconds since 1970.
  package static func startOfDay(_ seconds: Int64, zone: TimeZone = .current) -> Int64 {
    Int64(calendar(zone).startOfDay(for: Date(timeIntervalSince1970: Double(seconds))).timeIntervalSince1970)
  }

  private static func calendar(_ zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }
}

extension Session {
  /// A moment in seconds since 1970 in the learner's words, such as `tomorrow at 09:05`.
  func words(of seconds: Int64) -> String {
    let moment = LocalMoment(seconds, now: now / 1_000)
    let clock: [String: TextValue] = ["clock": .string(moment.clock)]
    switch moment.day {
    case .today: return text("review.when.today", clock)
    case .tomorrow: return text("review.when.tomorrow", clock)
    case .later(let month, let day):
      return text(
        "review.when.later",
        clock.merging(["month": .string(text("review.month.m\(month)")), "day": .integer(day)]) { $1 })
    }
  }
}
