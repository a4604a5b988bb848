/// A program of `awk` that prints columns: `{print $1}`, `NR==2 {print $1, $NF}`, `/running/ {print $2}`.
struct ColumnProgram: Equatable, Sendable {
  /// Which lines it is for.
  private enum Condition: Equatable, Sendable {
    case every
    case number(Int, Comparison)
    case matching(TextPattern)
  }

  private enum Comparison: Equatable, Sendable { case equal, above, below, atLeast, atMost }

  private enum Item: Equatable, Sendable {
    case column(Int)
    case lastColumn
    case lineNumber
    case columnCount
    case text(String)
  }

  private var condition = Condition.every
  private var items: [Item] = []
  private let separator: Character?

  /// Takes the words of `awk`; `nil` for a program that does anything else.
  init?(_ words: inout FilterWords) {
    let separator = words.value(of: "-F", "--field-separator")
    guard separator?.count ?? 1 == 1, let program = words.operand() else { return nil }
    self.separator = separator == " " ? nil : separator?.first
    var reader = Reader(text: Array(program))
    guard let condition = Self.condition(&reader) else { return nil }
    self.condition = condition
    reader.skipBlanks()
    if reader.isAtEnd {
      guard condition != .every else { return nil }
      items = [.column(0)]
      return
    }
    guard reader.take("{"), reader.take("print"), let items = Self.items(&reader), reader.take("}") else {
      return nil
    }
    reader.skipBlanks()
    guard reader.isAtEnd else { return nil }
    self.items = items
  }

  private struct Reader {
    let text: [Character]
    var position = 0

    var isAtEnd: Bool { position >= text.count }
    var next: Character? { isAtEnd ? nil : text[position] }

    mutating func skipBlanks() {
      while let next, next == " " || next == "\t" || next == "\n" { position += 1 }
    }

    mutating func take(_ word: String) -> Bool {
      skipBlanks()
      guard text[position...].starts(with: word) else { return false }
      position += word.count
      return true
    }

    mutating func number() -> Int? {
      skipBlanks()
      let digits = text[position...].prefix { $0.isASCII && $0.isNumber }
      position += digits.count
      return Int(String(digits))
    }

    /// The text up to a sign, which is passed; `nil` where it does not come.
    mutating func text(upTo end: Character) -> String? {
      var result = ""
      while let next {
        position += 1
        if next == end { return result }
        if next == "\\", let escaped = self.next {
          position += 1
          switch escaped {
          case "n": result += "\n"
          case "t": result += "\t"
          case end, "\\": result.append(escaped)
          default: result += "\\" + String(escaped)
          }
        } else {
          result.append(next)
        }
      }
      return nil
    }
  }

  private static func condition(_ reader: inout Reader) -> Condition? {
    if reader.take("/") {
      guard let text = reader.text(upTo: "/") else { return nil }
      return TextPattern(text, isExtended: true).map { .matching($0) }
    }
    guard reader.take("NR") else { return .every }
    let signs: [(String, Comparison)] = [
      ("==", .equal), (">=", .atLeast), ("<=", .atMost), (">", .above), ("<", .below),
    ]
    guard let sign = signs.first(where: { reader.take($0.0) }), let number = reader.number() else {
      return nil
    }
    return .number(number, sign.1)
  }

  private static func items(_ reader: inout Reader) -> [Item]? {
    var items: [Item] = []
    while true {
      reader.skipBlanks()
      switch reader.next {
      case "}", ";":
        if reader.next == ";" { reader.position += 1 }
        return items.isEmpty ? [.column(0)] : items
      case ",":
        guard !items.isEmpty else { return nil }
        reader.position += 1
        items.append(.text(" "))
      case "\"":
        reader.position += 1
        guard let text = reader.text(upTo: "\"") else { return nil }
        items.append(.text(text))
      case "$":
        reader.position += 1
        if reader.take("NF") {
          items.append(.lastColumn)
        } else {
          guard let number = reader.number() else { return nil }
          items.append(.column(number))
        }
      default:
        if reader.take("NR") {
          items.append(.lineNumber)
        } else if reader.take("NF") {
          items.append(.columnCount)
        } else {
          return nil
        }
      }
    }
  }

  /// What it prints of some lines.
  func run(_ lines: [Substring]) -> String {
    var output = ""
    for (index, line) in lines.enumerated() where isMeant(index + 1, line) {
      let columns =
        separator.map { line.split(separator: $0, omittingEmptySubsequences: false) }
        ?? line.split { $0 == " " || $0 == "\t" }
      for item in items {
        switch item {
        case .column(0): output += line
        case .column(let number): output += number <= columns.count ? columns[number - 1] : ""
        case .lastColumn: output += columns.last ?? ""
        case .lineNumber: output += "\(index + 1)"
        case .columnCount: output += "\(columns.count)"
        case .text(let text): output += text
        }
      }
      output += "\n"
    }
    return output
  }

  private func isMeant(_ number: Int, _ line: Substring) -> Bool {
    switch condition {
    case .every: true
    case .matching(let pattern): pattern.matches(line)
    case .number(let wanted, .equal): number == wanted
    case .number(let wanted, .above): number > wanted
    case .number(let wanted, .below): number < wanted
    case .number(let wanted, .atLeast): number >= wanted
    case .number(let wanted, .atMost): number <= wanted
    }
  }
}
