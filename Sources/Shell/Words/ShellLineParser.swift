/// Reads a line into words as a POSIX shell does, and refuses by name what this shell does not do.
package struct ShellLineParser {
  /// The longest line that is read, in bytes.
  package static let longestLine = 65_536

  let characters: [Character]
  var position = 0
  var line = ShellLine()
  private var delimiter: (text: String, isLiteral: Bool, dropsTabs: Bool)?

  init(_ text: String) { characters = Array(text) }

  /// Reads a line; continued lines are joined by the caller with a newline after each backslash.
  package static func parse(_ text: String) throws(ShellLineError) -> ShellLine {
    guard text.utf8.count <= longestLine else { throw .tooLong(limit: longestLine) }
    let outline = ShellOutline(text)
    if let block = outline.block { throw outline.isOpen ? .unfinished : .block(block) }
    var parser = ShellLineParser(text)
    parser.skipPrompt()
    do throws(ShellLineError) {
      try parser.run()
    } catch {
      // The lines of a here-document belong to the line that is refused.
      if case .refused = error, outline.isOpen { throw .unfinished }
      throw error
    }
    return parser.line
  }

  /// The words of a text that holds no command, as the values of a loop.
  static func words(_ text: String) throws(ShellLineError) -> [ShellLine.Word] {
    Array(try parse("in " + text).words.dropFirst())
  }

  /// Passes the prompt that was copied along with a line.
  private mutating func skipPrompt() {
    skipBlanks()
    if next == "$", position + 1 < characters.count, characters[position + 1] == " " { position += 1 }
  }

  var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func run() throws(ShellLineError) {
    while true {
      skipBlanks()
      guard let character = next else {
        if delimiter != nil { throw .unfinished }
        if line.output != nil, line.words == [[.text("cat")]] { throw .refused(">") }
        if line.filters.last?.isEmpty == true { throw .refused("|") }
        return
      }
      if let delimiter, character == "\n" {
        position += 1
        line.hereDocument = try readBody(
          of: delimiter.text, isLiteral: delimiter.isLiteral, dropsTabs: delimiter.dropsTabs)
        return
      }
      if character == "#" {
        guard delimiter != nil else { return }
        while let character = next, character != "\n" { position += 1 }
        continue
      }
      if character == "<" {
        try readHereDocument()
        continue
      }
      if let stream = redirected() {
        try readRedirection(of: stream)
        continue
      }
      if isPipeToFilter() {
        position += 1
        line.filters.append([])
        continue
      }
      if let name = refusal() { throw .refused(name) }
      if let sign = typographicSign() { throw .typographic(sign) }
      if line.words.isEmpty, let name = assignedName() {
        let elements = next == "(" ? try readList() : nil
        let value = elements == nil ? try readWord() : []
        line.assignments.append(ShellLine.Assignment(name: name, value: value, elements: elements))
      } else if line.filters.isEmpty {
        line.words.append(try readWord())
      } else {
        line.filters[line.filters.count - 1].append(try readWord())
      }
    }
  }

  mutating func skipBlanks() {
    while let character = next {
      if character == " " || character == "\t" || character == "\n" && delimiter == nil {
        position += 1
      } else if character == "\\", position + 1 < characters.count, characters[position + 1] == "\n" {
        position += 2
      } else {
        return
      }
    }
  }

  /// Blanks that keyboards of East Asia and web pages have, and that part no words.
  private static let otherSpaces: [Character: String] = ["\u{3000}": "U+3000", "\u{A0}": "U+00A0"]

  /// The curly quote or long dash with which a word begins that was copied from a page.
  private func typographicSign() -> String? {
    let sign = characters[position]
    if "“”„‘’".contains(sign) { return String(sign) }
    let following = position + 1 < characters.count ? characters[position + 1] : " "
    // Word processors join one or both hyphens of an option to a dash.
    if sign == "-" { return "–—".contains(following) ? String(following) : nil }
    let isOption = following.isASCII && (following.isLetter || following == "-") || "–—".contains(following)
    return "–—".contains(sign) && isOption ? String(sign) : nil
  }

  /// The name of the operator that stands here, when this shell refuses it.
  private func refusal() -> String? {
    let following = position + 1 < characters.count ? characters[position + 1] : " "
    switch characters[position] {
    case "|": return following == "|" ? "||" : "|"
    case "&": return following == "&" ? "&&" : "&"
    case ";": return ";"
    case ">": return ">"
    case "(", ")": return "("
    case "`": return "`"
    default: return nil
    }
  }

  /// The name before `=` when the word that stands here assigns; the position is then behind the sign.
  private mutating func assignedName() -> String? {
    var index = position
    guard index < characters.count, Self.startsName(characters[index]) else { return nil }
    while index < characters.count, Self.continuesName(characters[index]) { index += 1 }
    guard index < characters.count, characters[index] == "=" else { return nil }
    let name = String(characters[position..<index])
    position = index + 1
    return name
  }

  static func startsName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_")
  }

  static func continuesName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// Whether a text can be the name of a variable.
  package static func isName(_ text: String) -> Bool {
    text.first.map(startsName) == true && text.allSatisfy(continuesName)
  }

  /// The words of `(word word)`.
  private mutating func readList() throws(ShellLineError) -> [ShellLine.Word] {
    position += 1
    var words: [ShellLine.Word] = []
    while true {
      skipBlanks()
      guard let character = next else { throw .unfinished }
      if character == ")" {
        position += 1
        return words
      }
      let before = position
      let word = try readWord(until: ")")
      guard position > before else { throw .refused("(") }
      words.append(word)
    }
  }

  private mutating func readHereDocument() throws(ShellLineError) {
    guard position + 1 < characters.count, characters[position + 1] == "<" else {
      throw placeholder().map { .placeholder($0) } ?? .refused("<")
    }
    position += 2
    if next == "<" { return try readHereString() }
    let dropsTabs = next == "-"
    if dropsTabs { position += 1 }
    skipBlanks()
    let isLiteral = next == "'" || next == "\"" || next == "\\"
    let word = try readWord()
    var name = ""
    for piece in word {
      guard case .text(let text) = piece else { throw .refused("<<") }
      name += text
    }
    guard !name.isEmpty, delimiter == nil else { throw .refused("<<") }
    delimiter = (name, isLiteral, dropsTabs)
  }

  /// `<your-id>` that begins here, as pages write what a reader fills in.
  private func placeholder() -> String? {
    let text = characters[position...].prefix(60)
    guard let end = text.firstIndex(of: ">"), end > position + 1 else { return nil }
    let inside = characters[(position + 1)..<end]
    let isName = inside.allSatisfy { $0.isLetter || $0.isNumber || "-_. ".contains($0) }
    return isName && inside.first != " " ? String(characters[position...end]) : nil
  }

  /// The lines up to the one that is the delimiter; variables and substitutions are read unless it was quoted.
  private mutating func readBody(
    of delimiter: String, isLiteral: Bool, dropsTabs: Bool
  ) throws(ShellLineError) -> ShellLine.Word {
    var lines = characters[position...].split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(dropsTabs ? $0.drop { $0 == "\t" } : $0) }
    guard let end = lines.firstIndex(of: delimiter) else { throw .unfinished }
    lines.removeSubrange(end...)
    let text = lines.map { $0 + "\n" }.joined()
    if isLiteral || text.isEmpty { return [.text(text)] }
    var body = ShellLineParser(text)
    return try body.readExpanded()
  }

  /// A whole text in which only `$` and the backslash before `$`, a backquote, a backslash and a line feed mean something.
  mutating func readExpanded() throws(ShellLineError) -> ShellLine.Word {
    var word: ShellLine.Word = []
    var text = ""
    while let character = next {
      if character == "\\", position + 1 < characters.count, "$`\\\n".contains(characters[position + 1]) {
        if characters[position + 1] != "\n" { text.append(characters[position + 1]) }
        position += 2
      } else if character == "$" {
        if let piece = try readDollar(isQuoted: true) {
          if !text.isEmpty { word.append(.text(text)) }
          text = ""
          word.append(piece)
        } else {
          text += "$"
        }
      } else {
        text.append(character)
        position += 1
      }
    }
    if !text.isEmpty { word.append(.text(text)) }
    return word
  }

  mutating func readWord(until end: Character? = nil) throws(ShellLineError) -> ShellLine.Word {
    var word: ShellLine.Word = []
    var text = ""
    var hasQuotes = false
    // How far into `{a,b}` the signs outside of quotes have come.
    var braces = ""
    func flush() {
      if !text.isEmpty { word.append(.text(text)) }
      text = ""
    }
    while let character = next {
      switch character {
      case " ", "\t", "\n":
        flush()
        return finished(word, hasQuotes)
      case "'":
        hasQuotes = true
        text += try readSingleQuotes()
      case "\"":
        hasQuotes = true
        flush()
        word += try readDoubleQuotes()
      case "\\":
        position += 1
        guard let escaped = next else { throw .unfinished }
        let rest = characters[position...].prefix { $0 != "\n" }
        if !rest.isEmpty, rest.allSatisfy({ $0 == " " || $0 == "\t" }) { throw .blankAfterBackslash }
        position += 1
        if escaped != "\n" { text.append(escaped) }
      case "$":
        flush()
        if let piece = try readDollar(isQuoted: false) { word.append(piece) } else { text += "$" }
      case "<", ">":
        flush()
        return finished(word, hasQuotes)
      default:
        if character == end || isPipeToFilter() {
          flush()
          return finished(word, hasQuotes)
        }
        if let name = refusal() { throw .refused(name) }
        if let name = Self.otherSpaces[character] { throw .wideSpace(name) }
        switch (character, braces) {
        case ("{", ""), (",", "{"): braces.append(character)
        case ("}", "{,"): line.hasBareBraces = true
        default: break
        }
        text.append(character)
        position += 1
      }
    }
    flush()
    return finished(word, hasQuotes)
  }

  private func finished(_ word: ShellLine.Word, _ hasQuotes: Bool) -> ShellLine.Word {
    word.isEmpty && hasQuotes ? [.text("")] : word
  }

  mutating func readSingleQuotes() throws(ShellLineError) -> String {
    position += 1
    let start = position
    while let character = next {
      if character == "'" {
        let text = String(characters[start..<position])
        position += 1
        return text
      }
      position += 1
    }
    throw .openQuote("'")
  }

  private mutating func readDoubleQuotes() throws(ShellLineError) -> ShellLine.Word {
    position += 1
    var word: ShellLine.Word = []
    var text = ""
    while let character = next {
      switch character {
      case "\"":
        position += 1
        if !text.isEmpty || word.isEmpty { word.append(.text(text)) }
        return word
      case "\\":
        position += 1
        guard let escaped = next else { throw .openQuote("\"") }
        position += 1
        switch escaped {
        case "$", "`", "\"", "\\": text.append(escaped)
        case "\n": break
        default: text += "\\" + String(escaped)
        }
      case "`": throw .literalInQuotes
      case "$":
        if let piece = try readDollar(isQuoted: true) {
          if !text.isEmpty { word.append(.text(text)) }
          text = ""
          word.append(piece)
        } else {
          text += "$"
        }
      default:
        text.append(character)
        position += 1
      }
    }
    throw .openQuote("\"")
  }
}
