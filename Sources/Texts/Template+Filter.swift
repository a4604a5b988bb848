extension Template {
  /// How the value of a placeholder is written.
  enum Filter: Sendable, Equatable {
    /// `integer`: groups of three digits.
    case integer
    /// `%.1f`: that many decimals.
    case fixed(digits: Int)
    /// `usd`, `usd:4`: dollars and their code.
    case usd(digits: Int)
    /// `percent`, `percent:1`: a fraction from 0 to 1.
    case percent(digits: Int)
    /// `duration`: a span of time in the units of the language.
    case duration
    /// `plural:request/requests`: the word alone, by the count.
    case plural(one: String, other: String)
    /// `code`: in backticks, so that a renderer shows it as code.
    case code
    /// `이/가`: what stands so far, and the particle that agrees with it.
    case particle(Particle.Pair)

    /// Reads one filter; nil when there is none of this name.
    init?(_ text: String) {
      if let pair = Particle.Pair(text) {
        self = .particle(pair)
        return
      }
      let fields = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let argument = fields.count > 1 ? String(fields[1]) : nil
      switch fields[0] {
      case "integer" where argument == nil: self = .integer
      case "duration" where argument == nil: self = .duration
      case "code" where argument == nil: self = .code
      case "usd":
        guard let digits = Filter.digits(argument, otherwise: 2) else { return nil }
        self = .usd(digits: digits)
      case "percent":
        guard let digits = Filter.digits(argument, otherwise: 0) else { return nil }
        self = .percent(digits: digits)
      case "plural":
        let words = (argument ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard words.count == 2, words.allSatisfy({ !$0.isEmpty }) else { return nil }
        self = .plural(one: String(words[0]), other: String(words[1]))
      default:
        guard text.hasPrefix("%."), text.hasSuffix("f"), argument == nil,
          let digits = Filter.digits(String(text.dropFirst(2).dropLast()), otherwise: 0)
        else { return nil }
        self = .fixed(digits: digits)
      }
    }

    private static func digits(_ text: String?, otherwise: Int) -> Int? {
      guard let text else { return otherwise }
      guard text.count == 1, let digit = Int(text), digit >= 0 else { return nil }
      return digit
    }
  }

  /// The sentence with its values; a missing value or one of the wrong kind shows as `⟦name⟧`.
  func filled(_ values: [String: TextValue], language: Language) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .literal(let text): result += text
      case .placeholder(let name, let filters):
        let text = values[name].flatMap { Template.written($0, filters, language) }
        result += text ?? "⟦\(name)⟧"
      }
    }
    return result
  }

  private static func written(_ value: TextValue, _ filters: [Filter], _ language: Language) -> String? {
    var text = plain(value, language)
    for filter in filters {
      switch filter {
      case .integer:
        guard case .integer(let count) = value else { return nil }
        text = NumberFormat.integer(count)
      case .fixed(let digits):
        guard let number = number(value) else { return nil }
        text = NumberFormat.fixed(number, digits: digits)
      case .usd(let digits):
        guard let number = number(value) else { return nil }
        text = NumberFormat.usd(number, digits: digits)
      case .percent(let digits):
        guard let number = number(value) else { return nil }
        text = NumberFormat.percent(number, digits: digits)
      case .duration:
        guard let nanoseconds = nanoseconds(value) else { return nil }
        text = NumberFormat.duration(nanoseconds: nanoseconds, language: language)
      case .plural(let one, let other):
        guard let number = number(value) else { return nil }
        text = number == 1 ? one : other
      case .code:
        let fence = text.contains("`") ? "``" : "`"
        text = fence + text + fence
      case .particle(let pair):
        text += Particle.choose(for: text, pair: pair)
      }
    }
    return text
  }

  private static func plain(_ value: TextValue, _ language: Language) -> String {
    switch value {
    case .string(let text): text
    case .integer(let count): String(count)
    case .number(let number): "\(number)"
    case .duration(let nanoseconds): NumberFormat.duration(nanoseconds: nanoseconds, language: language)
    }
  }

  private static func number(_ value: TextValue) -> Double? {
    switch value {
    case .integer(let count): Double(count)
    case .number(let number): number
    case .string, .duration: nil
    }
  }

  private static func nanoseconds(_ value: TextValue) -> Int64? {
    switch value {
    case .duration(let nanoseconds): return nanoseconds
    case .integer(let seconds): return Int64(exactly: Double(seconds) * 1e9)
    case .number(let seconds): return seconds.isFinite ? Int64(exactly: (seconds * 1e9).rounded()) : nil
    case .string: return nil
    }
  }
}
