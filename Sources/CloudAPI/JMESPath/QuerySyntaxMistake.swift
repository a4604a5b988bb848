/// What is wrong with a `--query` that is no expression.
enum QuerySyntaxMistake {
  /// What to say of an expression that does not compile.
  static func advice(on expression: String) -> AWSOutcome.Advice {
    if expression.isEmpty { return .line(.noValue(option: "--query")) }
    if let name = ForeignName(in: expression) {
      return name.isCompared
        ? .query(.unquotedText(name.text))
        : .line(.queryName(name.text, repaired: shown(name.quoted)))
    }
    switch PairMistake(in: expression, quotes: quotes) {
    case .quote(let mark) where mark != "`": return .line(.openQuote(String(mark)))
    case .bracket(let bracket, let repaired):
      return .line(.bracket(String(bracket), option: "--query", repaired: repaired.flatMap(shown)))
    case .quote, nil: return .line(.query)
    }
  }

  /// A repaired text that is an expression and can stand within a sentence, whose code ends at a backtick; `nil` for another.
  private static func shown(_ text: String) -> String? {
    guard !text.contains("`") else { return nil }
    do throws(JMESPathError) {
      _ = try JMESPath(text)
      return text
    } catch {
      return nil
    }
  }

  /// The signs around texts, literals and names.
  private static let quotes: Set<Character> = ["'", "\"", "`"]

  /// The first name in letters that JMESPath takes in double quotes alone, such as Hangul.
  private struct ForeignName {
    var text = ""
    /// Whether it stands behind a comparison, where a text was meant.
    var isCompared = false
    /// The expression with all such names in double quotes.
    var quoted = ""

    init?(in expression: String) {
      var quote: Character?
      var previous: Character?
      var rest = expression[...]
      while let character = rest.first {
        let isName = quote == nil && Self.isOfName(character)
        let piece = isName ? rest.prefix(while: Self.isOfName) : rest.prefix(1)
        if isName, piece.contains(where: { !$0.isASCII }) {
          if text.isEmpty { (text, isCompared) = (String(piece), previous == "=") }
          quoted += "\"\(piece)\""
        } else {
          quoted += piece
        }
        if let mark = quote {
          if character == mark { quote = nil }
        } else if QuerySyntaxMistake.quotes.contains(character) {
          quote = character
        }
        if !character.isWhitespace { previous = character }
        rest = rest.dropFirst(piece.count)
      }
      if text.isEmpty { return nil }
    }

    private static func isOfName(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
  }
}
