/// A program of `awk` that prints columns: `{print $1}`, `NR==2 {print $1, $NF}`, `/running/ {print $2}`; or the sum of one:
/// `{s += $3} END {print s / 1024}`.
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
    /// The sum, divided by each of the numbers.
    case sum(dividedBy: [Double])
  }

  /// A variable to which a column of each line is added; what is printed at the end names it.
  private struct Sum: Equatable, Sendable {
    let name: String
    let column: Item
  }

  private var condition = Condition.every
  private var items: [Item] = []
  private var sum: Sum?
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
    guard reader.take("{") else { return nil }
    if !reader.take("print") {
      guard let sum = Self.sum(&reader), reader.take("}"), reader.take("END"), reader.take("{"),
        reader.take("print")
      else { return nil }
      self.sum = sum
    }
    guard let items = Self.items(&reader, sum: sum?.name), reader.take("}") else { return nil }
    reader.skipBlanks()
    guard reader.isAtEnd else { return nil }
    self.items = items
  }

  /// `name += $N`.
  private static func sum(_ reader: inout Reader) -> Sum? {
    guard let name = reader.name(), reader.take("+="), reader.take("$") else { return nil }
    let column: Item? = reader.take("NF") ? .lastColumn : reader.number().map { Item.column($0) }
    guard let column else { return nil }
    _ = reader.take(";")
    return Sum(name: name, column: column)
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

    /// The name of a variable; words that mean something to `awk` are none.
    mutating func name() -> String? {
      skipBlanks()
      let name = text[position...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      guard let first = name.first, !first.isNumber, !["NR", "NF", "END", "BEGIN"].contains(String(name))
      else { return nil }
      position += name.count
      return String(name)
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

  /// What `print` is followed by; at the end of a sum the columns are gone, and its name may stand.
  private static func items(_ reader: inout Reader, sum: String?) -> [Item]? {
    var items: [Item] = []
    while true {
      reader.skipBlanks()
      switch reader.next {
      case "}", ";":
        if reader.next == ";" { reader.position += 1 }
        return items.isEmpty ? sum == nil ? [.column(0)] : nil : items
      case ",":
        guard !items.isEmpty else { return nil }
        reader.position += 1
        items.append(.text(" "))
      case "\"":
        reader.position += 1
        guard let text = reader.text(upTo: "\"") else { return nil }
        items.append(.text(text))
      case "$" where sum == nil:
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
        } else if sum == nil, reader.take("NF") {
          items.append(.columnCount)
        } else {
          guard let sum, reader.name() == sum else { return nil }
          var divisors: [Double] = []
          while reader.take("/") {
            guard let number = reader.number(), number > 0 else { return nil }
            divisors.append(Double(number))
          }
          items.append(.sum(dividedBy: divisors))
        }
      }
    }
  }

  /// What it prints of some lines.
  func run(_ lines: [Substring]) -> String {
    var output = ""
    var total: Double?
    for (index, line) in lines.enumerated() where isMeant(index + 1, line) {
      let columns =
        separator.map { line.split(separator: $0, omittingEmptySubsequences: false) }
        ?? line.split { $0 == " " || $0 == "\t" }
      guard let sum else {
        output += items.map { Self.text(of: $0, line, index + 1, columns, total) }.joined() + "\n"
        continue
      }
      let added = Self.text(of: sum.column, line, index + 1, columns, nil)
      total = (total ?? 0) + DecimalText.number(at: added)
    }
    guard sum != nil else { return output }
    return items.map { Self.text(of: $0, "", lines.count, [], total) }.joined() + "\n"
  }

  /// What an item is of a line and its columns, or of the whole.
  private static func text(
    of item: Item, _ line: Substring, _ number: Int, _ columns: [Substring], _ total: Double?
  ) -> String {
    switch item {
    case .column(0): String(line)
    case .column(let place): place <= columns.count ? String(columns[place - 1]) : ""
    case .lastColumn: columns.last.map(String.init) ?? ""
    case .lineNumber: "\(number)"
    case .columnCount: "\(columns.count)"
    case .text(let text): text
    case .sum(let divisors): total.map { DecimalText.of(divisors.reduce($0, /)) } ?? ""
    }
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
