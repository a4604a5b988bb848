/// Reads what `;`, `&&`, `||`, loops and conditions hold together, as a POSIX shell does.
struct ShellProgramParser {
  /// Words that begin a block which is carried out; functions, `case` and others are refused by their name.
  static let blocks: Set<String> = ["for", "while", "until", "if", "{"]
  /// How deep blocks may lie in each other.
  private static let mostDepth = 16
  /// Words that belong to a block and begin no command.
  private static let inner: Set<String> = ["do", "done", "then", "elif", "else", "fi", "}", "esac"]
  private static let refused: Set<String> = ["case", "select", "function"]

  /// A loop in which `break` and `continue` have a place to go to.
  private struct Loop {
    let start: Int
    let hasValues: Bool
    /// The jumps behind the loop, whose place is not known yet.
    var breaks: [Int] = []
  }

  private var scanner: ShellScanner
  private var steps: [ShellProgram.Step] = []
  private var loops: [Loop] = []
  private var depth = 0
  /// The lines whose here-documents begin behind the next end of a line: the step, the line's text, the end word.
  private var documents: [(step: Int, text: String, delimiter: String)] = []

  init(_ text: String) {
    scanner = ShellScanner(text)
  }

  mutating func parse() throws(ShellLineError) -> ShellProgram {
    scanner.skipBlanks()
    // The prompt that was copied along with a line.
    if scanner.starts(with: "$ ") { scanner.position += 2 }
    try list(until: [])
    guard documents.isEmpty else { throw .unfinished }
    return ShellProgram(steps: steps)
  }

  /// Commands up to one of the words, which is passed and given; up to the end where there are none.
  @discardableResult
  private mutating func list(until ends: Set<String>) throws(ShellLineError) -> String {
    while true {
      try skipSeparators()
      guard scanner.next != nil else {
        guard ends.isEmpty else { throw .unfinished }
        return ""
      }
      let start = scanner.position
      let word = scanner.readWord()
      if ends.contains(word) { return word }
      scanner.position = start
      try joined()
    }
  }

  /// Commands that `&&` and `||` join.
  private mutating func joined() throws(ShellLineError) {
    try command()
    while true {
      scanner.skipBlanks()
      let isAnd = scanner.starts(with: "&&")
      guard isAnd || scanner.starts(with: "||") else { return }
      scanner.position += 2
      try skipSeparators(isOperand: true)
      guard scanner.next != nil else { throw .unfinished }
      let branch = steps.count
      steps.append(.branch(whenFailed: isAnd, to: 0))
      try command()
      steps[branch] = .branch(whenFailed: isAnd, to: steps.count)
    }
  }

  private mutating func command() throws(ShellLineError) {
    let start = scanner.position
    let word = scanner.readWord()
    if word == "!" {
      scanner.skipBlanks()
      try command()
      steps.append(.invert)
      return
    }
    if Self.refused.contains(word) || Self.inner.contains(word) { throw .block(word) }
    if scanner.starts(with: "()") || scanner.starts(with: " ()"), !word.hasSuffix("=") {
      throw .block(word + "()")
    }
    guard Self.blocks.contains(word) else {
      scanner.position = start
      return try simple()
    }
    depth += 1
    guard depth <= Self.mostDepth else { throw .block(word) }
    switch word {
    case "for": try forLoop()
    case "while", "until": try conditionLoop(whenFailed: word == "while")
    case "if": try condition()
    default: try list(until: ["}"])
    }
    depth -= 1
    // A block's own redirections and pipes are not done.
    scanner.skipBlanks()
    if let sign = scanner.next, "<>|(".contains(sign), !scanner.starts(with: "||") {
      throw .refused(String(sign))
    }
  }

  private mutating func forLoop() throws(ShellLineError) {
    scanner.skipBlanks()
    let name = scanner.readWord()
    guard ShellLineParser.isName(name) else { throw .block("for") }
    try skipSeparators()
    guard scanner.readWord() == "in" else { throw .block("for") }
    let start = scanner.position
    while let character = scanner.next, character != ";", character != "\n" {
      if scanner.readWord().isEmpty { scanner.position += 1 }
    }
    let values = try ShellLineParser.words(scanner.text(from: start))
    try skipSeparators()
    guard scanner.readWord() == "do" else { throw .block("for") }
    steps.append(.begin(values: values.flatMap(Self.counted)))
    let begin = steps.count
    loops.append(Loop(start: begin, hasValues: true))
    steps.append(.next(name: name, end: 0))
    try list(until: ["done"])
    steps.append(.jump(to: begin))
    steps[begin] = .next(name: name, end: steps.count)
    endLoop()
  }

  private mutating func conditionLoop(whenFailed: Bool) throws(ShellLineError) {
    let begin = steps.count
    loops.append(Loop(start: begin, hasValues: false))
    try list(until: ["do"])
    let branch = steps.count
    steps.append(.branch(whenFailed: whenFailed, to: 0))
    try list(until: ["done"])
    steps.append(.jump(to: begin))
    steps[branch] = .branch(whenFailed: whenFailed, to: steps.count)
    steps.append(.status(0))
    endLoop()
  }

  private mutating func endLoop() {
    guard let loop = loops.popLast() else { return }
    for place in loop.breaks { steps[place] = .jump(to: steps.count) }
  }

  private mutating func condition() throws(ShellLineError) {
    var ends: [Int] = []
    var word = "elif"
    while word == "elif" {
      try list(until: ["then"])
      let branch = steps.count
      steps.append(.branch(whenFailed: true, to: 0))
      word = try list(until: ["elif", "else", "fi"])
      ends.append(steps.count)
      steps.append(.jump(to: 0))
      steps[branch] = .branch(whenFailed: true, to: steps.count)
    }
    // A condition without a branch that fits has succeeded.
    if word == "else" { try list(until: ["fi"]) } else { steps.append(.status(0)) }
    for place in ends { steps[place] = .jump(to: steps.count) }
  }

  /// One line, which ends before `;`, `&&`, `||` or the end of a line.
  private mutating func simple() throws(ShellLineError) {
    let start = scanner.position
    var delimiters: [String] = []
    scan: while let character = scanner.next {
      switch character {
      case " ", "\t": scanner.position += 1
      case "\n", ";": break scan
      case "&":
        if scanner.starts(with: "&&") { break scan }
        guard scanner.starts(with: "&>") else { throw .refused("&") }
        scanner.position += 2
      case "|":
        if scanner.starts(with: "||") { break scan }
        scanner.position += 1
        try skipSeparators(isOperand: true)
        let behind = scanner.position
        let word = scanner.readWord()
        if Self.blocks.contains(word) { throw .refused("| \(word)") }
        scanner.position = behind
      case "<": if let delimiter = scanner.readInput() { delimiters.append(delimiter) }
      case ">":
        scanner.position += 1
        if scanner.next == "&" { scanner.position += 1 }
      case "(": try skipValues()
      case ")": scanner.position += 1
      case "#": scanner.skipLine()
      default: _ = scanner.readWord()
      }
    }
    guard delimiters.count < 2 else { throw .refused("<<") }
    steps.append(.line(ShellLine()))
    // A line is read when its here-document is there.
    if let delimiter = delimiters.first {
      documents.append((steps.count - 1, scanner.text(from: start), delimiter))
    } else {
      try finish(steps.count - 1, scanner.text(from: start))
    }
  }

  /// The values of a list in parentheses, over several lines.
  private mutating func skipValues() throws(ShellLineError) {
    while let character = scanner.next, character != ")" {
      if character == "#" {
        scanner.skipLine()
      } else if scanner.readWord().isEmpty {
        scanner.position += 1
      }
    }
    guard scanner.next != nil else { throw .unfinished }
    scanner.position += 1
  }

  private mutating func finish(_ step: Int, _ text: String) throws(ShellLineError) {
    switch text.trimmed {
    case "true", ":": steps[step] = .status(0)
    case "false": steps[step] = .status(1)
    case "continue" where !loops.isEmpty: steps[step] = .jump(to: loops[loops.count - 1].start)
    case "break" where !loops.isEmpty:
      if loops[loops.count - 1].hasValues {
        steps[step] = .end
        steps.append(.jump(to: 0))
      }
      loops[loops.count - 1].breaks.append(steps.count - 1)
    default: steps[step] = .line(try ShellLineParser.parse(text))
    }
  }

  /// Passes blanks, ends of lines with their here-documents, comments and, unless an operand has to come, `;`.
  private mutating func skipSeparators(isOperand: Bool = false) throws(ShellLineError) {
    while true {
      scanner.skipBlanks()
      switch scanner.next {
      case "\n":
        scanner.position += 1
        try readDocuments()
      case "#": scanner.skipLine()
      case ";" where !isOperand: scanner.position += 1
      default: return
      }
    }
  }

  private mutating func readDocuments() throws(ShellLineError) {
    let waiting = documents
    documents = []
    for (step, text, delimiter) in waiting {
      let start = scanner.position
      guard scanner.skipHereDocument(until: delimiter) else { throw .unfinished }
      let body = scanner.text(from: start)
      try finish(step, text + "\n" + body)
    }
  }

  /// The numbers of `{1..5}`, which a loop counts; any other word as it is.
  private static func counted(_ word: ShellLine.Word) -> [ShellLine.Word] {
    guard word.count == 1, case .text(let text) = word[0], text.hasPrefix("{"), text.hasSuffix("}") else {
      return [word]
    }
    let bounds = text.dropFirst().dropLast().split(separator: "..", maxSplits: 1).map { Int($0) }
    guard bounds.count == 2, let first = bounds[0], let last = bounds[1], abs(last - first) < 1_000,
      abs(first) < 1_000_000
    else { return [word] }
    return stride(from: first, through: last, by: first <= last ? 1 : -1).map { [.text(String($0))] }
  }
}

extension String {
  fileprivate var trimmed: Substring {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
