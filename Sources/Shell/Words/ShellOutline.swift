/// A text as a POSIX shell would see it from afar: whether it begins a block, and whether block, quote and
/// here-documents are closed.
///
/// What this shell refuses may go on over several lines, and none of them may be taken for a line of its own: the body
/// of a function that is pasted would be carried out.
struct ShellOutline {
  /// The word with which the text begins a block: `for`, `if`, `{`, or `NAME()` of a function; `nil` where it begins none.
  private(set) var block: String?
  private var depth = 0
  private var hasBody = false
  /// Here-documents whose ends are still to come.
  private var delimiters: [String] = []
  private var isQuoteOpen = false
  private let characters: [Character]
  private var position = 0
  /// Whether a word that stands here would be a command.
  private var isAtCommand = true
  private var commands = 0

  /// Whether another line belongs to the text.
  var isOpen: Bool {
    isQuoteOpen || !delimiters.isEmpty || block != nil && (depth > 0 || !hasBody)
  }

  private static let openers: Set<String> = [
    "if", "for", "while", "until", "case", "select", "{", "function",
  ]
  private static let closers: Set<String> = ["fi", "done", "esac", "}"]
  /// Words behind which a command stands.
  private static let leads: Set<String> = ["then", "do", "else", "elif", "if", "while", "until", "{", "!"]

  /// Reads a text. O(n).
  init(_ text: String) {
    characters = Array(text)
    while position < characters.count {
      step()
      // A text that begins with a plain command is no block, whatever comes.
      if commands > 0, block == nil, depth == 0, delimiters.isEmpty, !isQuoteOpen,
        !characters[position...].contains("<")
      {
        return
      }
    }
  }

  private mutating func step() {
    let character = characters[position]
    switch character {
    case " ", "\t": position += 1
    case "\n":
      position += 1
      isAtCommand = true
      skipHereDocuments()
    case ";", "&", "|", "(", ")":
      position += 1
      isAtCommand = true
    case "#":
      while position < characters.count, characters[position] != "\n" { position += 1 }
    case "<": readOperator()
    case ">": position += 1
    default: take(readWord())
    }
  }

  private mutating func take(_ word: String) {
    let isFunction = characters[position...].starts(with: "()") || characters[position...].starts(with: " ()")
    if block == nil, commands == 0, Self.openers.contains(word) || isFunction {
      block = isFunction ? word + "()" : word
      hasBody = !isFunction && word != "function"
    }
    commands += 1
    if word == "{" || isAtCommand && Self.openers.contains(word) && word != "function" {
      depth += 1
      hasBody = true
    } else if Self.closers.contains(word), isAtCommand || word == "}" {
      depth -= 1
    }
    isAtCommand = isAtCommand && Self.leads.contains(word) || word == "{"
  }

  /// A word with its quotes; an open quote ends the text.
  private mutating func readWord() -> String {
    var word = ""
    while position < characters.count, !" \t\n;&|()<>".contains(characters[position]) {
      let character = characters[position]
      word.append(character)
      position += 1
      if character == "\\" { position += 1 }
      guard character == "'" || character == "\"" else { continue }
      while position < characters.count, characters[position] != character {
        position += character == "\"" && characters[position] == "\\" ? 2 : 1
      }
      guard position < characters.count else {
        position = characters.count
        isQuoteOpen = true
        return word
      }
      position += 1
    }
    position = min(position, characters.count)
    return word
  }

  private mutating func readOperator() {
    let signs = characters[position...].prefix { $0 == "<" }.count
    position += signs
    guard signs == 2 else { return }
    while position < characters.count, "- \t".contains(characters[position]) { position += 1 }
    let name = readWord().filter { !"'\"\\".contains($0) }
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
