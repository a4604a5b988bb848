import EventKernel

/// The words after `date`, as GNU's and BSD's programs take them: the world's time, or one some units away, in a format.
struct DateLine {
  /// What is printed, without a line feed.
  let text: String

  /// Reads the words; `nil` when one is not known. Times are in UTC, as the world's are.
  init?(_ arguments: [String], now: Instant) {
    var moment = now
    var format = "%a %b %e %H:%M:%S UTC %Y"
    var words = arguments[...]
    while let word = words.popFirst() {
      if word.hasPrefix("+") {
        format = String(word.dropFirst())
      } else if word == "-u" || word == "--utc" || word == "-j" {
        continue
      } else if word == "-I" || word == "--iso-8601" {
        format = "%Y-%m-%d"
      } else if word == "-Iseconds" || word == "--iso-8601=seconds" {
        format = "%Y-%m-%dT%H:%M:%S+00:00"
      } else if word == "-d" || word == "--date" || word.hasPrefix("--date=") {
        let text = word.hasPrefix("--date=") ? String(word.dropFirst(7)) : words.popFirst()
        guard let text, let moved = Self.moment(text, from: moment) else { return nil }
        moment = moved
      } else if word == "-v" || word.hasPrefix("-v") {
        let text = word == "-v" ? words.popFirst() : String(word.dropFirst(2))
        guard let text, let moved = Self.adjusted(moment, by: text) else { return nil }
        moment = moved
      } else {
        return nil
      }
    }
    text = Self.formatted(moment, format)
  }

  /// A moment in words: `now`, `yesterday`, `2026-01-05T00:00:00Z`, `@0`, `1 hour ago`, `-3 days`, `+30 minutes`.
  private static func moment(_ text: String, from now: Instant) -> Instant? {
    switch text {
    case "now", "today", "": return now
    case "yesterday": return moved(now, -1, "day")
    case "tomorrow": return moved(now, 1, "day")
    default: break
    }
    if text.hasPrefix("@") { return Int(text.dropFirst()).map { Instant(unixSeconds: $0) } }
    if let instant = Instant(iso8601: text) { return instant }
    var words = text.split(separator: " ").map(String.init)
    var sign = 1
    if words.last == "ago" {
      words.removeLast()
      sign = -1
    }
    if words.count == 1, let unit = words.first { return moved(now, sign, unit) }
    guard words.count == 2, let count = Int(words[0].hasPrefix("+") ? String(words[0].dropFirst()) : words[0])
    else { return nil }
    return moved(now, sign * count, words[1])
  }

  /// BSD's `-v -1H`, `-v+2d`.
  private static func adjusted(_ now: Instant, by text: String) -> Instant? {
    guard let letter = text.last, let count = Int(text.dropLast()) else { return nil }
    let units: [Character: String] = [
      "S": "second", "M": "minute", "H": "hour", "d": "day", "w": "week", "m": "month", "y": "year",
    ]
    return units[letter].flatMap { moved(now, count, $0) }
  }

  private static func moved(_ now: Instant, _ count: Int, _ unit: String) -> Instant? {
    guard (-100_000...100_000).contains(count) else { return nil }
    var name = unit.lowercased()
    if name.hasSuffix("s"), name.count > 1 { name.removeLast() }
    let seconds = [
      "sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800,
    ]
    if let length = seconds[name] { return Instant(unixSeconds: now.unixSeconds + count * length) }
    guard name == "month" || name == "year" else { return nil }
    let date = now.date
    let months = date.year * 12 + date.month - 1 + count * (name == "year" ? 12 : 1)
    let (year, month) = (months / 12, months % 12 + 1)
    // A day that the month does not have runs over into the next, as in GNU's program.
    guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
    let days = first.daysSinceUnixEpoch + date.day - 1
    return Instant(startOf: CivilDate(daysSinceUnixEpoch: days)) + now.timeOfDay
  }

  private static let dayNames = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  private static func formatted(_ moment: Instant, _ format: String) -> String {
    var result = ""
    var characters = format.makeIterator()
    while let character = characters.next() {
      guard character == "%", let letter = characters.next() else {
        result.append(character)
        continue
      }
      // GNU: so many digits of the fraction, such as milliseconds in `%3N`.
      if let digits = letter.wholeNumberValue, (1...9).contains(digits) {
        let next = characters.next()
        result +=
          next == "N" ? String(repeating: "0", count: digits) : "%\(letter)" + (next.map(String.init) ?? "")
        continue
      }
      result += field(letter, of: moment) ?? "%\(letter)"
    }
    return result
  }

  private static func field(_ letter: Character, of moment: Instant) -> String? {
    let date = moment.date
    let second = moment.unixSeconds - Instant(startOf: date).unixSeconds
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch letter {
    case "Y": return "\(date.year)"
    case "y": return two(date.year % 100)
    case "m": return two(date.month)
    case "d": return two(date.day)
    case "e": return date.day < 10 ? " \(date.day)" : "\(date.day)"
    case "H": return two(second / 3_600)
    case "M": return two(second / 60 % 60)
    case "S": return two(second % 60)
    case "s": return "\(moment.unixSeconds)"
    // The world's clock stands at whole seconds between lines.
    case "N": return "000000000"
    case "F": return date.iso8601
    case "T": return formatted(moment, "%H:%M:%S")
    case "R": return formatted(moment, "%H:%M")
    case "D": return formatted(moment, "%m/%d/%y")
    case "A": return dayNames[date.weekday - 1]
    case "a": return String(dayNames[date.weekday - 1].prefix(3))
    case "B": return monthNames[date.month - 1]
    case "b", "h": return String(monthNames[date.month - 1].prefix(3))
    case "u": return "\(date.weekday)"
    case "Z": return "UTC"
    case "z": return "+0000"
    case "n": return "\n"
    case "%": return "%"
    default: return nil
    }
  }
}
