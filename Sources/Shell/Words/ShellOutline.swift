/// A text as a POSIX shell would see it from afar: whether it begins a block, and whether block, quote and
/// here-documents are closed.
///
/// What this shell refuses may go on over several lines, and none of them may be taken for a line of its own: the body
/// of a function that is pasted would be carried out.
struct ShellOutline {
  /// The word with which the text begins a block: `for`, `if`, `{`, `(`, or `NAME()` of a function; `nil` where there is none.
  private(set) var block: String?
  /// What closes the blocks that are open, the innermost last.
  private var ends: [String] = []
  private var hasBody = false
  /// Here-documents whose ends are still to come.
  private var delimiters: [String] = []
  private var isQuoteOpen = false
  private let characters: [Character]
  private var position = 0
  /// Whether a word that stands here would be a command.
  private var isAtCommand = true

  /// Whether another line belongs to the text.
  var isOpen: Bool {
    isQuoteOpen || !delimiters.isEmpty || block != nil && (!ends.isEmpty || !hasBody)
  }

  /// What closes a block, by the word that opens it where a command stands.
  private static let ends = [
    "if": "fi", "for": "done", "while": "done", "until": "done", "select": "done", "case": "esac", "{": "}",
  ]
  /// Words behind which a command stands.
  private static let leads: Set<String> = ["then", "do", "else", "elif", "if", "while", "until", "{", "!"]

  /// Reads a text. O(n).
  init(_ text: String) {
    characters = Array(text)
    if readJSON() { return }
    while position < characters.count { step() }
  }

  /// Reads a document of JSON that was pasted as if it were commands; its braces are no block of a shell.
  private mutating func readJSON() -> Bool {
    let rest = characters.drop(while: \.isWhitespace)
    guard let first = rest.first, first == "{" || first == "[",
      let second = rest.dropFirst().first(where: { !$0.isWhitespace }), "\"{[}]".contains(second)
    else { return false }
    block = String(first)
    hasBody = true
    var isText = false
    var isEscaped = false
    var depth = 0
    for character in rest {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isText = false
        }
        continue
      }
      switch character {
      case "\"": isText = true
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      default: break
      }
    }
    if depth > 0 { ends = ["}"] }
    return true
  }

  private mutating func step() {
    let character = characters[position]
    switch character {
    case " ", "\t": position += 1
    case "\n":
      position += 1
      isAtCommand = true
      skipHereDocuments()
    case ";", "&", "|":
      position += 1
      isAtCommand = true
    case "(": readParenthesis()
    case ")":
      position += 1
      if ends.last == ")" { ends.removeLast() } else { isAtCommand = true }
    case "#":
      while position < characters.count, characters[position] != "\n" { position += 1 }
    case "<": readOperator()
    case ">": position += 1
    default: take(readWord())
    }
  }

  /// The parentheses behind a function's name, or a list of commands in parentheses.
  private mutating func readParenthesis() {
    position += 1
    if position < characters.count, characters[position] == ")" {
      position += 1
      isAtCommand = true
    } else if isAtCommand {
      open("(", until: ")")
    }
  }

  private mutating func open(_ word: String, until end: String) {
    if block == nil { block = word }
    ends.append(end)
    hasBody = true
  }

  private mutating func take(_ word: String) {
    // `NAME=()` is a list without values.
    let isName = !word.hasSuffix("=")
    let isFunction =
      isName && (characters[position...].starts(with: "()") || characters[position...].starts(with: " ()"))
    if isAtCommand, word == "function" || isFunction {
      if block == nil { block = isFunction ? word + "()" : word }
      // The name of `function NAME {` stands before its body.
      while word == "function", position < characters.count, characters[position] == " " { position += 1 }
      if word == "function" { _ = readWord() }
      return
    }
    let wasAtCommand = isAtCommand
    isAtCommand = wasAtCommand && Self.leads.contains(word)
    guard wasAtCommand else { return }
    if let end = Self.ends[word] {
      open(word, until: end)
    } else if word == ends.last {
      ends.removeLast()
    }
  }

  /// A word with its quotes and substitutions; an open one ends the text.
  private mutating func readWord() -> String {
    var word = ""
    while position < characters.count, !" \t\n;&|()<>".contains(characters[position]) {
      let character = characters[position]
      word.append(character)
      position += 1
      if character == "\\" { position += 1 }
      let closes: Bool =
        switch character {
        case "'", "\"": skipQuoted(by: character)
        case "$" where position < characters.count && characters[position] == "(": skipSubstitution()
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
    while position < characters.count, characters[position] != quote {
      position += quote == "\"" && characters[position] == "\\" ? 2 : 1
    }
    position += 1
    return position <= characters.count
  }

  /// Passes `(…)` behind a dollar sign; gives whether it ends.
  private mutating func skipSubstitution() -> Bool {
    var depth = 0
    while position < characters.count {
      let character = characters[position]
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

  private mutating func readOperator() {
    let signs = characters[position...].prefix { $0 == "<" }.count
    position += signs
    guard signs == 2 else { return }
    while position < characters.count, "- \t".contains(characters[position]) { position += 1 }
    let start = position
    _ = readWord()
    let name = String(characters[start..<position].filter { !"'\"\\".contains($0) })
    if !name.isEmpty { delimiters.append(name) }
  }

  /// Passes the lines that belong to here-documents.
  private mutating func skipHereDocuments() {
    while let delimiter = delimiters.first, position < characters.count {
      let end = characters[position...].firstIndex(of: "\n") ?? characters.count
      let line = String(characters[position..<end])
      position = min(end + 1, characters.count)
      if line.drop(while: { $0 == "\t" }) == delimiter { delimiters.removeFirst() }
    }
  }
}
