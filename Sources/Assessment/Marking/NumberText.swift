import Course

/// A right number as feedback shows it.
enum NumberText {
  /// The value to at most six significant digits, sums of money from 1 up in cents, then the unit or the author's word.
  static func text(
    _ value: Double, unit: MeasureUnit, words: [String], language: ContentLanguage
  ) -> String {
    let isMoney = unit.dimension == .money || unit.dimension == .moneyRate
    let number = isMoney && (1..<1e6).contains(abs(value)) ? inCents(value) : rounded(value)
    return joined(number, unit, words, language)
  }

  /// A number as the learner wrote it, with the unit behind it where they left it out.
  static func text(
    given: String, unit: MeasureUnit, words: [String], language: ContentLanguage
  ) -> String {
    guard given.last?.isNumber == true else { return given }
    return joined(given, unit, words, language)
  }

  /// The unit, or the author's word for what is counted; Korean words and `%` stand right behind the number.
  private static func joined(
    _ number: String, _ unit: MeasureUnit, _ words: [String], _ language: ContentLanguage
  ) -> String {
    let word = words.first { $0.contains(where: isHangul) == (language == .ko) } ?? words.first
    let name = unit.symbol.isEmpty ? word ?? "" : unit.shown(in: language)
    guard let first = name.first else { return number }
    return isHangul(first) || first == "%" ? number + name : number + " " + name
  }

  private static func isHangul(_ character: Character) -> Bool { ("가"..."힣").contains(character) }

  private static func inCents(_ value: Double) -> String {
    let cents = Int64((abs(value) * 100).rounded())
    let rest = cents % 100
    return (value < 0 ? "-" : "") + "\(cents / 100)" + (rest == 0 ? "" : (rest < 10 ? ".0" : ".") + "\(rest)")
  }

  private static func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "0" }
    var unit = 1.0
    var magnitude = abs(value)
    while magnitude >= 1e6 {
      magnitude /= 10
      unit *= 10
    }
    var places = 0
    while magnitude < 1e5, places < 12 {
      magnitude *= 10
      places += 1
    }
    if places == 0 { return plain((value / unit).rounded() * unit) }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return plain((value * scale).rounded() / scale)
  }

  private static func plain(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }
}
