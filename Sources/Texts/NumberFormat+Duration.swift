extension NumberFormat {
  /// A span of time in words: `2 min 10 s`, `2분 10초`; under a second `41 ms` or `250 µs`.
  ///
  /// From a minute on it is rounded to whole seconds, and seconds are left out when there are days.
  package static func duration(nanoseconds: Int64, language: Language) -> String {
    if nanoseconds < 0 {
      let positive = nanoseconds == .min ? Int64.max : -nanoseconds
      return "-" + duration(nanoseconds: positive, language: language)
    }
    if nanoseconds == 0 { return unit("0", .second, language) }
    if nanoseconds < 1_000_000 { return short(nanoseconds, per: 1_000) + " µs" }
    if nanoseconds < 1_000_000_000 { return short(nanoseconds, per: 1_000_000) + " ms" }
    if nanoseconds < 60_000_000_000 {
      let tenths = (nanoseconds + 50_000_000) / 100_000_000
      if tenths < 600 { return unit(tenthsText(tenths), .second, language) }
    }
    return long(
      seconds: nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 + 500_000_000) / 1_000_000_000,
      language)
  }

  private enum TimeUnit {
    case day
    case hour
    case minute
    case second
  }

  private static func long(seconds: Int64, _ language: Language) -> String {
    let days = seconds / 86_400
    let parts: [(Int64, TimeUnit)] = [
      (days, .day),
      (seconds / 3_600 % 24, .hour),
      (seconds / 60 % 60, .minute),
      (days > 0 ? 0 : seconds % 60, .second),
    ]
    return parts.filter { $0.0 > 0 }
      .map { unit(integer(Int($0.0)), $0.1, language) }
      .joined(separator: " ")
  }

  private static func unit(_ amount: String, _ unit: TimeUnit, _ language: Language) -> String {
    switch (language, unit) {
    case (.ko, .day): amount + "일"
    case (.ko, .hour): amount + "시간"
    case (.ko, .minute): amount + "분"
    case (.ko, .second): amount + "초"
    case (.en, .day): amount + " d"
    case (.en, .hour): amount + " h"
    case (.en, .minute): amount + " min"
    case (.en, .second): amount + " s"
    }
  }

  /// Below ten one decimal, above it none: `1.5`, `41`.
  private static func short(_ nanoseconds: Int64, per unit: Int64) -> String {
    let tenths = (nanoseconds * 10 + unit / 2) / unit
    return tenths < 100 ? tenthsText(tenths) : String((nanoseconds + unit / 2) / unit)
  }

  private static func tenthsText(_ tenths: Int64) -> String {
    tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }
}
