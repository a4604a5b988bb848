/// Times as the command line takes them: ISO 8601 (a date alone too), RFC 822, seconds since 1970.
///
/// Simplified: timestamp-forms
enum Timestamp {
  /// The time in UTC as `2026-11-23T12:22:16Z`, with a fraction where there is one; nil when the text is no time.
  static func normalized(_ text: String) -> String? {
    if let seconds = PythonText.float(text) { return fromSeconds(seconds) }
    let plain = PythonText.trimmed(text)
    var reader = Reader(plain)
    if let time = reader.iso() { return time }
    reader = Reader(plain)
    return reader.rfc822()
  }

  /// The time of a number of seconds since 1970; nil outside the years 1 to 9999.
  static func fromSeconds(_ seconds: Double) -> String? {
    guard seconds.isFinite, abs(seconds) < 300_000_000_000 else { return nil }
    let micros = (seconds * 1_000_000).rounded(.toNearestOrEven)
    return text(micros: Int64(micros))
  }

  private static func text(micros: Int64) -> String? {
    let perDay: Int64 = 86_400_000_000
    let day = micros >= 0 ? micros / perDay : -((perDay - 1 - micros) / perDay)
    let rest = micros - day * perDay
    let (year, month, date) = civil(day: day)
    guard (1...9999).contains(year) else { return nil }
    let seconds = rest / 1_000_000
    var result = "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T"
    result += "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let fraction = rest % 1_000_000
    if fraction != 0 {
      var digits = padded(fraction, 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      result += "." + digits
    }
    return result + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Days since 1970 of a date of the Gregorian calendar.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }

  private static func length(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Reads a time from left to right.
  private struct Reader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func iso() -> String? {
      guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2) else {
        return nil
      }
      guard index < bytes.count else { return micros(year, month, day, 0) }
      guard skip("T") || skip("t") || skip(" ") else { return nil }
      guard let clock = clock(), let offset = zone(), index == bytes.count else { return nil }
      return micros(year, month, day, clock - offset)
    }

    mutating func rfc822() -> String? {
      if let name = word() {
        guard Reader.weekdays.contains(String(name.prefix(3))) else { return nil }
        _ = skip(",")
        skipBlanks()
      }
      guard let day = digits(2) ?? digits(1) else { return nil }
      skipBlanks()
      guard let name = word(), let month = Reader.months.firstIndex(of: String(name.prefix(3))) else {
        return nil
      }
      skipBlanks()
      guard let year = digits(4) else { return nil }
      skipBlanks()
      guard index < bytes.count else { return micros(year, Int64(month) + 1, day, 0) }
      guard let clock = clock() else { return nil }
      skipBlanks()
      guard let offset = zone(), index == bytes.count else { return nil }
      return micros(year, Int64(month) + 1, day, clock - offset)
    }

    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private func micros(_ year: Int64, _ month: Int64, _ day: Int64, _ rest: Int64) -> String? {
      guard year >= 1, (1...12).contains(month),
        (1...Timestamp.length(year: year, month: month)).contains(day)
      else { return nil }
      return Timestamp.text(
        micros: Timestamp.days(year: year, month: month, day: day) * 86_400_000_000 + rest)
    }

    /// Microseconds since midnight.
    private mutating func clock() -> Int64? {
      guard let hour = digits(2), hour < 24 else { return nil }
      var minute: Int64 = 0
      var second: Int64 = 0
      var micros: Int64 = 0
      if skip(":") {
        guard let value = digits(2), value < 60 else { return nil }
        minute = value
        if skip(":") {
          guard let value = digits(2), value < 60 else { return nil }
          second = value
          if skip(".") || skip(",") {
            var scale: Int64 = 100_000
            var any = false
            while let digit = digits(1) {
              micros += digit * scale
              scale /= 10
              any = true
            }
            guard any else { return nil }
          }
        }
      }
      return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros
    }

    /// Microseconds east of UTC; none when no zone is named.
    private mutating func zone() -> Int64? {
      skipBlanks()
      guard index < bytes.count else { return 0 }
      let sign: Int64
      if skip("+") {
        sign = 1
      } else if skip("-") {
        sign = -1
      } else {
        guard let name = word() else { return nil }
        return ["z", "utc", "gmt"].contains(name) ? 0 : nil
      }
      guard let hours = digits(2) else { return nil }
      _ = skip(":")
      let minutes = digits(2) ?? 0
      guard hours < 24, minutes < 60 else { return nil }
      return sign * (hours * 60 + minutes) * 60_000_000
    }

    private mutating func digits(_ count: Int) -> Int64? {
      guard index + count <= bytes.count else { return nil }
      var value: Int64 = 0
      for place in index..<index + count {
        guard bytes[place] >= 48, bytes[place] <= 57 else { return nil }
        value = value * 10 + Int64(bytes[place] - 48)
      }
      index += count
      return value
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
      guard index < bytes.count, UInt32(bytes[index]) == scalar.value else { return false }
      index += 1
      return true
    }

    private mutating func skipBlanks() {
      while index < bytes.count, bytes[index] == 32 { index += 1 }
    }

    /// Letters in lower case; nil when there are none.
    private mutating func word() -> String? {
      let start = index
      while index < bytes.count, (bytes[index] | 32) >= 97, (bytes[index] | 32) <= 122 { index += 1 }
      return index == start ? nil : String(decoding: bytes[start..<index].map { $0 | 32 }, as: UTF8.self)
    }
  }
}
