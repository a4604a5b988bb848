/// A typed line after its words were read: assignments, the words of a command, and where its here-document ends.
package struct ShellLine: Sendable, Equatable {
  /// A piece of a word.
  package enum Piece: Sendable, Equatable {
    /// Text that stands for itself.
    case text(String)
    /// `$NAME`; a quoted one is never split into several words.
    case variable(name: String, isQuoted: Bool)
    /// `${NAME:-word}`: the word where the variable is not set, or empty when `emptyCounts`.
    case fallback(name: String, word: Word, emptyCounts: Bool, isQuoted: Bool)
    /// `${NAME[@]}`: all values of a list; quoted, each stays one word.
    case elements(name: String, isQuoted: Bool)
    /// `${#NAME[@]}`, how many values a list has, or `${#NAME}`, how long a value is.
    case count(name: String, isList: Bool)
    /// `$((text))`.
    case arithmetic(Word)
    /// `$(line)`.
    case substitution(line: String, isQuoted: Bool)
  }

  /// A word of pieces; an empty quoted word has one empty text.
  package typealias Word = [Piece]

  /// `NAME=word` in front of a command or alone, or `NAME=(word word)`.
  package struct Assignment: Sendable, Equatable {
    package let name: String
    /// The value; empty for a list.
    package let value: Word
    /// The values of a list; `nil` for a plain variable.
    package var elements: [Word]?
  }

  /// The assignments in front.
  package var assignments: [Assignment] = []
  /// The command and its arguments; empty for assignments alone or an empty line.
  package var words: [Word] = []
  /// The small programs that what the command prints goes through, each with its arguments, in order.
  package var filters: [[Word]] = []
  /// The text of the here-document or here-string, when there is one, with a line feed at the end of each of its lines.
  package var hereDocument: Word?
  /// The file of the work folder that takes what the command prints.
  package var output: Word?
  /// Whether it goes behind what the file holds, `>>`.
  package var appends = false
  /// Whether error messages are dropped, `2>/dev/null`.
  package var dropsErrors = false
  /// Whether error messages go where the output goes, `2>&1`.
  package var joinsErrors = false

  /// Whether a word has braces with a comma outside of quotes, which bash takes apart and this shell does not.
  package var hasBareBraces = false

  /// Whether nothing is to be done.
  package var isEmpty: Bool { assignments.isEmpty && words.isEmpty }
}

/// Why a line cannot be read; the sentences stand in the catalogue of texts (`words.<code>`).
package enum ShellLineError: Error, Sendable, Equatable {
  /// A quote is not closed.
  case openQuote(Character)
  /// `$(` is not closed.
  case openSubstitution
  /// `${` is not closed or holds no name.
  case badVariable
  /// What stands behind the name in `${…}` is nothing that this shell knows: the whole, and the sign behind the name.
  case expansion(String, sign: Character)
  /// Something that POSIX shells have and this one refuses: most pipes and redirections, `&`.
  case refused(String)
  /// A block of lines that this shell does not do, by the word that begins it: a function, `case`.
  case block(String)
  /// `<your-id>`, which stands for a value of the reader's own.
  case placeholder(String)
  /// Blanks behind the backslash that should have continued the line.
  case blankAfterBackslash
  /// A quote or dash that a word processor has made of the plain one.
  case typographic(String)
  /// A blank that is not the plain one, by its number in Unicode.
  case wideSpace(String)
  /// A backquote within double quotes, as in a query's literal.
  case literalInQuotes
  /// `$(…)` with a command that cannot stand there.
  case substitutionNeedsAWS(String)
  /// The line is longer than is read.
  case tooLong(limit: Int)
  /// The line ends in a backslash, or its here-document does not end, and it needs another.
  case unfinished

  /// The name of its sentence.
  package var code: String {
    switch self {
    case .openQuote: "open-quote"
    case .openSubstitution: "open-substitution"
    case .badVariable: "bad-variable"
    case .expansion: "expansion"
    case .refused: "refused"
    case .block: "block"
    case .placeholder: "placeholder"
    case .blankAfterBackslash: "blank-after-backslash"
    case .typographic: "typographic"
    case .wideSpace: "wide-space"
    case .literalInQuotes: "literal-in-quotes"
    case .substitutionNeedsAWS: "substitution-needs-aws"
    case .tooLong: "too-long"
    case .unfinished: "unfinished"
    }
  }
}
