/// Passes over the words of a text as a POSIX shell parts them, without reading what they mean.
struct ShellScanner {
  let characters: [Character]
  var position = 0
  /// Whether a quote or a substitution has no end; the text has been passed then.
  private(set) var isQuoteOpen = false

  init(_ text: String) { characters = Array(text) }

  /// The character that stands here; `nil` at the end.
  var next: Character? { position < characters.count ? characters[position] : nil }

  /// Whether a text stands here.
  func starts(with text: String) -> Bool { characters[position...].starts(with: text) }

  /// The text from a place to here.
  func text(from start: Int) -> String { String(characters[start..<min(position, characters.count)]) }

  /// Passes blanks and continued ends of lines.
  mutating func skipBlanks() {
    while let character = next {
      if character == " " || character == "\t" {
        position += 1
      } else if starts(with: "\\\n") {
        position += 2
      } else {
        return
      }
    }
  }

  /// Passes the rest of a line, not its end.
  mutating func skipLine() {
    while let character = next, character != "\n" { position += 1 }
  }

  /// A word with its quotes and substitutions; an open one ends the text.
  mutating func readWord() -> String {
    var word = ""
    while let character = next, !" \t\n;&|()<>".contains(character) {
      word.append(character)
      position += 1
      if character == "\\" { position += 1 }
      let closes: Bool =
        switch character {
        case "'", "\"": skipQuoted(by: character)
        case "$" where next == "(": skipSubstitution()
        default: true
        }
      guard closes else {
        position = characters.count
        isQuoteOpen = true
        return word
      }
    }
    position = min(position, characters.count)
    return word
  }

  /// Passes what stands in quotes; gives whether they end.
  private mutating func skipQuoted(by quote: Character) -> Bool {
    while let character = next, character != quote {
      position += quote == "\"" && character == "\\" ? 2 : 1
    }
    position += 1
    return position <= characters.count
  }

  /// Passes `(…)` behind a dollar sign; gives whether it ends.
  private mutating func skipSubstitution() -> Bool {
    var depth = 0
    while let character = next {
      position += 1
      switch character {
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return true }
      case "'", "\"": guard skipQuoted(by: character) else { return false }
      case "\\": position += 1
      default: break
      }
    }
    return false
  }

  /// Passes `<`, `<<` or `<<<`; gives the end word of a here-document.
  mutating func readInput() -> String? {
    let signs = characters[position...].prefix { $0 == "<" }.count
    position += signs
    guard signs == 2 else { return nil }
    while let character = next, "- \t".contains(character) { position += 1 }
    let start = position
    _ = readWord()
    let name = text(from: start).filter { !"'\"\\".contains($0) }
    return name.isEmpty ? nil : name
  }

  /// Passes the lines of a here-document and its end word; gives whether that was there.
  mutating func skipHereDocument(until delimiter: String) -> Bool {
    while position < characters.count {
      let start = position
      skipLine()
      let line = text(from: start)
      position = min(position + 1, characters.count)
      if line.drop(while: { $0 == "\t" }) == delimiter { return true }
    }
    return false
  }
}
