package import Course

/// Reads a typed number with its unit, as Koreans and English speakers write them: `2분`, `2 min`, `1분 30초`, `3만`,
/// `1,000`, `초당 500건`, `$5`.
package enum NumberReading {
  /// The number in `unit`; without a unit the number is taken as it stands.
  ///
  /// `words` are further words that mean the unit. A comma separates thousands and nothing else: `1,5` is no number.
  package static func read(
    _ text: String, unit: MeasureUnit, words: [String] = []
  ) throws(AnswerError) -> Double {
    guard text.unicodeScalars.count <= AnswerLimits.characters else {
      throw .tooLong(limit: AnswerLimits.characters)
    }
    var rest = ComparableText.normal(text)[...]
    guard !rest.isEmpty else { throw .empty }
    let suffix = perSecondSuffix(&rest)
    let isDollar = rest.hasPrefix("$")
    if isDollar { rest = rest.dropFirst() }
    var total = 0.0
    var smallest = Double.infinity
    var hasTerm = false
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.isEmpty { break }
      guard let number = NumberScan.number(&rest) else {
        throw .notANumber(VisibleText.escaped(text))
      }
      if !hasTerm, isOwnWord(rest, of: words) { return number }
      let word = (isDollar ? "$" : "") + NumberScan.word(&rest)
      let given = word.isEmpty && !suffix.isEmpty ? "건" + suffix : word + suffix
      let value = try converted(number, given, to: unit, words: words)
      // `1분 30초` adds up, from the greater unit down, and only where each term has a unit of its own.
      let size = value.unitSize
      guard !hasTerm || (size > 0 && size < smallest && number >= 0 && total >= 0) else {
        throw .notANumber(VisibleText.escaped(text))
      }
      smallest = size
      total += value.value
      hasTerm = true
    }
    guard hasTerm, total.isFinite else { throw .notANumber(VisibleText.escaped(text)) }
    return total
  }

  private static func converted(
    _ number: Double, _ word: String, to unit: MeasureUnit, words: [String]
  ) throws(AnswerError) -> (value: Double, unitSize: Double) {
    let key = ComparableText.key(word)
    if key.isEmpty { return (number, 0) }
    if isOwnWord(word[...], of: words) { return (number, unit.factor) }
    guard let given = MeasureUnit.meaning(word) else {
      throw .unknownUnit(VisibleText.escaped(word))
    }
    if let value = given.convert(number, to: unit) { return (value, given.factor) }
    // `500건` answers a question that asks for requests a second.
    if given == .count, unit.dimension == .rate || unit.dimension == .operationRate {
      return (number, unit.factor)
    }
    throw .unitOfOtherKind(given: given.symbol, asked: unit.symbol)
  }

  /// Whether a text is one of the words, which may hold spaces: `3 가용 영역`.
  private static func isOwnWord(_ text: Substring, of words: [String]) -> Bool {
    let key = ComparableText.key(String(text))
    return !key.isEmpty && words.contains { ComparableText.key($0) == key }
  }

  /// `초당 500건` means `500건/초`.
  private static func perSecondSuffix(_ rest: inout Substring) -> String {
    for (prefix, suffix) in [("초당", "/초"), ("분당", "/분"), ("시간당", "/시간")] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
      return suffix
    }
    return ""
  }
}

/// Takes numbers and words from the front of a text.
enum NumberScan {
  /// A number: digits with thousands in groups of three, a point, Korean powers of ten (`3만 5천`), or a native Korean
  /// numeral before a counter (`두 대`).
  static func number(_ rest: inout Substring) -> Double? {
    var copy = rest
    if let native = native(&copy) {
      rest = copy
      return native
    }
    guard let first = decimal(&copy) else { return nil }
    var total = 0.0
    var current = first
    var last = Double.infinity
    while let power = power(&copy) {
      guard power < last else { return nil }
      total += current * power
      last = power
      current = 0
      var ahead = copy.drop(while: \.isWhitespace)
      guard let next = decimal(&ahead), next >= 0, next < power else { break }
      copy = ahead
      current = next
    }
    rest = copy
    return total + current
  }

  /// The letters and signs up to the next digit or space.
  static func word(_ rest: inout Substring) -> String {
    rest = rest.drop { $0 == " " }
    let word = rest.prefix { !$0.isWhitespace && !("0"..."9").contains($0) }
    rest = rest.dropFirst(word.count)
    return String(word.last == "." ? word.dropLast() : word)
  }

  private static let powers: [Character: Double] = ["십": 10, "백": 100, "천": 1e3, "만": 1e4, "억": 1e8]

  private static func power(_ rest: inout Substring) -> Double? {
    guard let first = rest.first, let power = powers[first] else { return nil }
    rest = rest.dropFirst()
    return power
  }

  private static func native(_ rest: inout Substring) -> Double? {
    let numerals: [(String, Double)] = [
      ("하나", 1), ("다섯", 5), ("여섯", 6), ("일곱", 7), ("여덟", 8), ("아홉", 9), ("한", 1), ("두", 2),
      ("둘", 2), ("세", 3), ("셋", 3), ("네", 4), ("넷", 4), ("열", 10),
    ]
    for (numeral, value) in numerals where rest.hasPrefix(numeral) {
      let after = rest.dropFirst(numeral.count)
      let counter = after.drop(while: \.isWhitespace)
      // Only before a counter or at the end: `두` is two, `두바이` is not.
      guard counter.isEmpty || MeasureUnit.count.words.dropFirst().contains(String(counter)) else {
        return nil
      }
      rest = after
      return value
    }
    return nil
  }

  private static func decimal(_ rest: inout Substring) -> Double? {
    var digits = ""
    var copy = rest
    if let sign = copy.first, "+-−".contains(sign) {
      if sign != "+" { digits = "-" }
      copy = copy.dropFirst()
    }
    let whole = copy.prefix { isDigit($0) || $0 == "," }
    copy = copy.dropFirst(whole.count)
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, groups.count == 1 || (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    digits += groups.joined()
    var hasDigits = !whole.isEmpty
    if copy.first == ".", copy.dropFirst().first.map(isDigit) == true {
      let part = copy.dropFirst().prefix(while: isDigit)
      digits += (hasDigits ? "." : "0.") + part
      copy = copy.dropFirst(1 + part.count)
      hasDigits = true
    }
    guard hasDigits, digits.count <= 40, let value = Double(digits) else { return nil }
    rest = copy
    return value
  }

  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
  }
}
