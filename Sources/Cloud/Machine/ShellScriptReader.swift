/// Reads the text of a script from its first character to its last; it never fails.
struct ShellScriptReader {
  private let text: [Character]
  private var place = 0
  private var step = ShellScript.Step(condition: .always, commands: [])
  private var command = ShellScript.Command()
  private var steps: [ShellScript.Step] = []
  /// The here-documents whose text begins behind the next line end: the word that ends each, and whether it is plain.
  private var documents: [(end: String, isPlain: Bool)] = []
  /// Whether something is not closed, or lacks what must follow it.
  private(set) var isBroken = false

  init(_ script: String) { text = Array(script.replacingLineEnds) }

  mutating func read() -> [ShellScript.Step] {
    while let character = peek() {
      switch character {
      case " ", "\t": place += 1
      case "\n":
        endStep(next: .always)
        place += 1
        readDocuments()
      case "#": skip { $0 != "\n" }
      case ";":
        place += 1
        endStep(next: .always)
      case "&": readAmpersand()
      case "|": readBar()
      case ">", "<": readRedirection(of: 1)
      case "(", ")":
        skipConstruct("(")
      default: readCommandWord()
      }
    }
    endStep(next: .always)
    return steps
  }

  // MARK: Between commands

  private mutating func readAmpersand() {
    place += 1
    if take("&") {
      endStep(next: .ifSucceeded)
    } else if take(">") {
      command.dropsErrors = true
      readTarget(appends: take(">"))
    } else {
      step.isInBackground = true
      endStep(next: .always)
    }
  }

  private mutating func readBar() {
    place += 1
    if take("|") {
      endStep(next: .ifFailed)
    } else {
      endCommand()
    }
  }

  private mutating func endCommand() {
    defer { command = ShellScript.Command() }
    guard command != ShellScript.Command() else { return }
    step.commands.append(command)
  }

  private mutating func endStep(next condition: ShellScript.Condition) {
    endCommand()
    if step.commands.isEmpty {
      if condition != .always { step.condition = condition }
      return
    }
    steps.append(step)
    step = ShellScript.Step(condition: condition, commands: [])
  }

  // MARK: Redirections

  private mutating func readRedirection(of stream: Int) {
    let character = peek()
    place += 1
    if character == "<" {
      guard take("<") else {
        command.input = readWordAfterBlanks()
        return
      }
      _ = take("-")
      let word = readWordAfterBlanks()
      let isPlain = word.parts.contains { part in
        if case .text(_, isQuoted: true) = part { true } else { false }
      }
      documents.append((word.outline, isPlain))
      return
    }
    let appends = take(">")
    if take("&") {
      _ = readWordAfterBlanks()
    } else if stream == 2 {
      _ = readWordAfterBlanks()
      command.dropsErrors = true
    } else {
      readTarget(appends: appends)
    }
  }

  private mutating func readTarget(appends: Bool) {
    let word = readWordAfterBlanks()
    if word.parts.isEmpty { isBroken = true }
    command.file = word
    command.appends = appends
  }

  /// Takes the text of here-documents, which begins with the line after the one that asks for them.
  private mutating func readDocuments() {
    for document in documents {
      var body = ""
      while place < text.count {
        let line = takeLine()
        if line.drop(while: { $0 == "\t" }) == document.end { break }
        body += line + "\n"
      }
      let word =
        document.isPlain
        ? ShellScript.Word(parts: [.text(body, isQuoted: true)]) : ShellScriptReader.quoted(body)
      guard let last = steps.indices.last,
        let command = steps[last].commands.firstIndex(where: { $0.input == nil })
      else { continue }
      steps[last].commands[command].input = word
    }
    documents = []
  }

  private mutating func takeLine() -> String {
    let start = place
    skip { $0 != "\n" }
    let line = String(text[start..<place])
    place += 1
    return line
  }

  /// The parts of a text within double quotes.
  static func quoted(_ body: String) -> ShellScript.Word {
    var reader = ShellScriptReader(body)
    var word = ShellScript.Word()
    while let character = reader.peek() { reader.readPart(character, isQuoted: true, into: &word) }
    return word
  }

  // MARK: Constructs that the shell does not have

  private static let openers = [
    "if": "fi", "for": "done", "while": "done", "until": "done", "case": "esac", "{": "}",
  ]

  /// Reads over a construct up to its end, with those inside it.
  private mutating func skipConstruct(_ opener: String) {
    endStep(next: .always)
    command.construct = opener
    if opener == "(" {
      var depth = 0
      while let character = peek() {
        place += 1
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        if depth <= 0 { break }
      }
    } else {
      var ends = [Self.openers[opener] ?? "}"]
      while let end = ends.last, place < text.count {
        skip { $0.isWhitespace || $0 == ";" }
        let start = place
        skip { !$0.isWhitespace && $0 != ";" }
        let word = String(text[start..<place])
        if word == end { ends.removeLast() } else if let inner = Self.openers[word] { ends.append(inner) }
        if start == place { place += 1 }
      }
    }
    endStep(next: .always)
  }

  // MARK: Words

  private mutating func readCommandWord() {
    let start = place
    let word = readWord()
    let literal = word.literal
    if command.words.isEmpty, let literal {
      if Self.openers[literal] != nil { return skipConstruct(literal) }
      // `exec > FILE` sends what follows elsewhere, which has no effect on what it does; `exec COMMAND` is the command.
      if literal == "exec" {
        skip { $0 == " " || $0 == "\t" }
        if let next = peek(), "><&12".contains(next) { skip { $0 != "\n" } }
        return
      }
      if literal == "function" || isFollowedByParentheses {
        skip { $0 != "{" && $0 != "\n" }
        if take("{") { return skipConstruct("{") }
      }
    }
    if literal == "1" || literal == "2", place == start + 1, peek() == ">" {
      return readRedirection(of: literal == "2" ? 2 : 1)
    }
    command.words.append(word)
  }

  private var isFollowedByParentheses: Bool {
    place + 1 < text.count && text[place] == "(" && text[place + 1] == ")"
  }

  private mutating func readWordAfterBlanks() -> ShellScript.Word {
    skip { $0 == " " || $0 == "\t" }
    return readWord()
  }

  private mutating func readWord() -> ShellScript.Word {
    var word = ShellScript.Word()
    while let character = peek(), !" \t\n;&|<>()".contains(character) {
      switch character {
      case "'":
        place += 1
        let start = place
        skip { $0 != "'" }
        word.parts.append(.text(String(text[start..<place]), isQuoted: true))
        if !take("'") { isBroken = true }
      case "\"":
        place += 1
        word.parts.append(.text("", isQuoted: true))
        while let inner = peek(), inner != "\"" { readPart(inner, isQuoted: true, into: &word) }
        if !take("\"") { isBroken = true }
      default: readPart(character, isQuoted: false, into: &word)
      }
    }
    return word
  }

  /// Reads one character, or what a `$`, a backquote or a backslash begins.
  private mutating func readPart(_ character: Character, isQuoted: Bool, into word: inout ShellScript.Word) {
    place += 1
    switch character {
    case "\\":
      guard let next = peek() else { return }
      if isQuoted, !"\"\\$`\n".contains(next) { return word.append("\\", isQuoted) }
      place += 1
      if next != "\n" { word.append(next, true) }
    case "`":
      let start = place
      skip { $0 != "`" }
      word.parts.append(.output(of: String(text[start..<place]), isQuoted: isQuoted))
      if !take("`") { isBroken = true }
    case "$": readDollar(isQuoted: isQuoted, into: &word)
    default: word.append(character, isQuoted)
    }
  }

  private mutating func readDollar(isQuoted: Bool, into word: inout ShellScript.Word) {
    if take("(") {
      let start = place
      var depth = 1
      while let character = peek() {
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        if depth == 0 { break }
        place += 1
      }
      word.parts.append(.output(of: String(text[start..<place]), isQuoted: isQuoted))
      place += 1
      return
    }
    let isBraced = take("{")
    let start = place
    if isBraced { skip { $0 != "}" } } else { skip { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "?" } }
    let name = String(text[start..<place])
    if isBraced { place += 1 }
    guard !name.isEmpty else { return word.append("$", isQuoted) }
    word.parts.append(.variable(name, isQuoted: isQuoted))
  }

  // MARK: Characters

  private func peek() -> Character? { place < text.count ? text[place] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard peek() == character else { return false }
    place += 1
    return true
  }

  private mutating func skip(while isMeant: (Character) -> Bool) {
    while place < text.count, isMeant(text[place]) { place += 1 }
  }
}

extension ShellScript.Word {
  fileprivate mutating func append(_ character: Character, _ isQuoted: Bool) {
    if case .text(let text, isQuoted) = parts.last {
      parts[parts.count - 1] = .text(text + String(character), isQuoted: isQuoted)
    } else {
      parts.append(.text(String(character), isQuoted: isQuoted))
    }
  }
}

extension String {
  /// The text with line ends of other systems made `\n`.
  fileprivate var replacingLineEnds: String {
    String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
  }
}
