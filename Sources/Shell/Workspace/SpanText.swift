package import EventKernel

/// Spans of time as people write them: `90s`, `15m`, `2h30m`, `40ms`, `1d`, and `5분`.
package enum SpanText {
  /// The longest span that can be asked for.
  package static let longest = Duration.days(400)

  /// Why a text is no span of time.
  package enum Problem: String, Error, Sendable, Equatable, CaseIterable {
    /// There is nothing.
    case missing
    /// A number alone: of minutes, or of seconds?
    case noUnit = "no-unit"
    /// Time does not go back.
    case negative
    /// An option stands where a span is read.
    case option
    /// Only whole numbers are read.
    case notWhole = "not-whole"
    /// Nothing passes in no time.
    case zero
    /// More than the longest span.
    case tooLong = "too-long"
    /// A unit that is none of those read.
    case unknownUnit = "unknown-unit"
    /// It begins with no number.
    case noNumber = "no-number"
  }

  /// The span of a text; `nil` when it is none or longer than the longest.
  package static func duration(_ text: String) -> Duration? {
    do throws(Problem) {
      return try parse(text)
    } catch {
      return nil
    }
  }

  /// The span that the words of a line give together, which is longer than none: `1h 30m` and `5 분` are one span each.
  package static func duration(words: [String]) throws(Problem) -> Duration {
    guard !words.contains(where: { isOption($0) }) else { throw .option }
    for (word, next) in zip(words, words.dropFirst()) {
      guard let larger = duration(word), let smaller = duration(next) else { continue }
      guard smaller < larger else { throw .noNumber }
    }
    let span = try parse(words.joined())
    guard span > .zero else { throw .zero }
    return span
  }

  /// Whether a word begins as options do: with a hyphen and no number behind it.
  private static func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word.drop { $0 == "-" }.first.map { !$0.isNumber } ?? true && word.count > 1
  }

  private static func parse(_ text: String) throws(Problem) -> Duration {
    var rest = Substring(text)
    var total = Duration.zero
    guard !rest.isEmpty else { throw .missing }
    guard rest.first != "-" else { throw .negative }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { throw .noNumber }
      rest = rest.dropFirst(digits.count)
      guard let next = rest.first else { throw .noUnit }
      if next == "." || isExponent(rest) { throw .notWhole }
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let unit = unit(name) else { throw .unknownUnit }
      guard let count = Int64(digits) else { throw .tooLong }
      let (part, overflows) = unit.nanoseconds.multipliedReportingOverflow(by: count)
      guard !overflows, part <= longest.nanoseconds else { throw .tooLong }
      total += Duration(nanoseconds: part)
      guard total <= longest else { throw .tooLong }
    }
    return total
  }

  /// Whether a number goes on as `e9` does.
  private static func isExponent(_ rest: Substring) -> Bool {
    guard rest.first == "e" || rest.first == "E" else { return false }
    return rest.dropFirst().first.map { $0.isNumber || "+-".contains($0) } ?? false
  }

  private static func unit(_ name: Substring) -> Duration? {
    switch name {
    case "ms": .milliseconds(1)
    case "s", "sec", "초": .seconds(1)
    case "m", "min", "분": .minutes(1)
    case "h", "hr", "시간": .hours(1)
    case "d", "day", "일": .days(1)
    default: nil
    }
  }
}
