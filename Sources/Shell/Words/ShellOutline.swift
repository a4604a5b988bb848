/// A text as a POSIX shell would see it from afar: whether it begins a block, and whether block, quote and
/// here-documents are closed.
///
/// What this shell refuses may go on over several lines, and none of them may be taken for a line of its own: the body
/// of a function that is pasted would be carried out.
struct ShellOutline {
  /// The word with which the text begins a block: `for`, `if`, `{`, `(`, or `NAME()` of a function; `nil` where there is none.
  private(set) var block: String?
  /// Whether the block is a document of JSON.
  private(set) var isJSON = false
  /// What closes the blocks that are open, the innermost last.
  private var ends: [String] = []
  private var hasBody = false
  /// Here-documents whose ends are still to come.
  private var delimiters: [String] = []
  private var scanner: ShellScanner
  /// Whether what an operator joins is still to come, as behind `&&`.
  private var isOperandMissing = false
  /// Whether a word that stands here would be a command.
  private var isAtCommand = true

  /// Whether another line belongs to the text.
  var isOpen: Bool {
    scanner.isQuoteOpen || isOperandMissing || !delimiters.isEmpty
      || block != nil && (!ends.isEmpty || !hasBody)
  }

  /// What closes a block, by the word that opens it where a command stands.
  private static let ends = [
    "if": "fi", "for": "done", "while": "done", "until": "done", "select": "done", "case": "esac", "{": "}",
  ]
  /// Words behind which a command stands.
  private static let leads: Set<String> = ["then", "do", "else", "elif", "if", "while", "until", "{", "!"]

  /// Reads a text. O(n).
  init(_ text: String) {
    scanner = ShellScanner(text)
    if readJSON() { return }
    while let character = scanner.next { step(character) }
  }

  /// Reads a document of JSON that was pasted as if it were commands; its braces are no block of a shell.
  private mutating func readJSON() -> Bool {
    let rest = scanner.characters.drop(while: \.isWhitespace)
    guard let first = rest.first, first == "{" || first == "[",
      let second = rest.dropFirst().first(where: { !$0.isWhitespace }), "\"{[}]".contains(second)
    else { return false }
    // `[ "$X" = a ]` and `[[ … ]]` ask; a list of JSON has no blank there, or an object behind it.
    if first == "[" {
      let isTest = rest.starts(with: "[ ") && second != "{" || rest.starts(with: "[[ ")
      guard !isTest else { return false }
    }
    block = String(first)
    isJSON = true
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

  private mutating func step(_ character: Character) {
    switch character {
    case " ", "\t": scanner.position += 1
    case "\n":
      scanner.position += 1
      isAtCommand = true
      skipHereDocuments()
    case ";", "&", "|":
      scanner.position += 1
      isAtCommand = true
      // `2>&1` joins nothing; `&` and `;` end a command.
      isOperandMissing = character == "|" || character == "&" && scanner.next == "&"
      if isOperandMissing, scanner.next == character { scanner.position += 1 }
    case "(": readParenthesis()
    case ")":
      scanner.position += 1
      if ends.last == ")" { ends.removeLast() } else { isAtCommand = true }
    case "#": scanner.skipLine()
    case "<": if let delimiter = scanner.readInput() { delimiters.append(delimiter) }
    case ">":
      scanner.position += 1
      if scanner.next == "&" { scanner.position += 1 }
    default:
      isOperandMissing = false
      take(scanner.readWord())
    }
  }

  /// The parentheses behind a function's name, or a list of commands in parentheses.
  private mutating func readParenthesis() {
    scanner.position += 1
    if scanner.next == ")" {
      scanner.position += 1
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
    let isFunction = isName && (scanner.starts(with: "()") || scanner.starts(with: " ()"))
    if isAtCommand, word == "function" || isFunction {
      if block == nil { block = isFunction ? word + "()" : word }
      // The name of `function NAME {` stands before its body.
      while word == "function", scanner.next == " " { scanner.position += 1 }
      if word == "function" { _ = scanner.readWord() }
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

  /// Passes the lines that belong to here-documents.
  private mutating func skipHereDocuments() {
    while let delimiter = delimiters.first, scanner.next != nil {
      if scanner.skipHereDocument(until: delimiter) { delimiters.removeFirst() }
    }
  }
}
