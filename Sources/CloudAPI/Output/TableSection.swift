/// One section of a table: a title, column headers and rows, between rules.
struct TableSection {
  private let title: String
  private let indent: Int
  private var headers: [String] = []
  private var rows: [[String]] = []
  private var columns: Int?
  private var widest: [Int] = []

  /// White space and rule that each cell needs besides its text.
  private static let padding = 4

  init(title: String, indent: Int) {
    self.title = title
    self.indent = indent
  }

  mutating func add(headers: [String]) throws(OutputError) {
    guard widest.isEmpty || headers.count <= widest.count else { throw .tooManyColumns }
    widen(headers)
    columns = columns ?? headers.count
    self.headers = headers
  }

  mutating func add(row: [String]) throws(OutputError) {
    let expected = columns ?? row.count
    guard row.count == expected else { throw .raggedRows(expected: expected, received: row.count) }
    guard widest.isEmpty || row.count <= widest.count else { throw .tooManyColumns }
    columns = expected
    rows.append(row)
    widen(row)
  }

  private mutating func widen(_ cells: [String]) {
    if widest.isEmpty {
      widest = cells.map(DisplayWidth.columns)
    } else {
      for (position, cell) in cells.enumerated() {
        widest[position] = max(widest[position], DisplayWidth.columns(of: cell))
      }
    }
  }

  /// The columns that the section needs with its indentation on both sides.
  var totalWidth: Int {
    let border = 2 + 2 * indent
    let cells = widest.reduce(0) { $0 + $1 + Self.padding }
    return max(DisplayWidth.columns(of: title) + border, cells + border)
  }

  /// The section with its only row turned into one row for each header; unchanged when it has several rows or no headers.
  func upright() throws(OutputError) -> TableSection {
    guard rows.count == 1, !headers.isEmpty else { return self }
    var section = TableSection(title: title, indent: indent)
    for (header, cell) in zip(headers, rows[0]) { try section.add(row: [header, cell]) }
    return section
  }

  /// The width of each column, scaled so that they add up.
  private func columnWidths(_ total: Int) -> [Int] {
    let natural = widest.map { $0 + Self.padding }
    guard !natural.isEmpty else { return [] }
    let factor = Double(total) / Double(natural.reduce(0, +))
    var scaled = natural.map { Self.nearest(factor * Double($0)) }
    var excess = scaled.reduce(0, +) - total
    while excess != 0 {
      let order = excess < 0 ? Array(scaled.indices.reversed()) : Array(scaled.indices)
      for position in order where excess != 0 {
        scaled[position] += excess > 0 ? -1 : 1
        excess += excess > 0 ? -1 : 1
      }
    }
    return scaled
  }

  /// The nearest whole number of a positive one, the even one of two equally near.
  private static func nearest(_ number: Double) -> Int {
    let below = Int(number)
    let rest = number - Double(below)
    return rest > 0.5 || (rest == 0.5 && !below.isMultiple(of: 2)) ? below + 1 : below
  }

  func write(width: Int, to output: inout String) {
    let inner = width - 2 * indent
    let edge = String(repeating: "|", count: indent)
    func line(_ text: String) { output += edge + text + edge + "\n" }
    if !title.isEmpty {
      line(Self.centred(title, width: inner, leftEdge: "|"))
      if headers.isEmpty, rows.isEmpty { line("+" + Self.repeated("-", inner - 2) + "+") }
    }
    let widths = columnWidths(inner)
    let rule = Self.rule(widths)
    if !headers.isEmpty {
      line(rule)
      line(
        zip(widths, headers).enumerated().map { position, cell in
          Self.centred(cell.1, width: cell.0, leftEdge: position == 0 ? "|" : "")
        }.joined())
    }
    guard !rows.isEmpty, !widths.isEmpty else { return }
    line(rule)
    for row in rows {
      line(
        zip(widths, row).enumerated().map { position, cell in
          Self.aligned(cell.1, width: cell.0, leftEdge: position == 0 ? "|" : "")
        }.joined())
    }
    line(rule)
  }

  private static func rule(_ widths: [Int]) -> String {
    widths.enumerated().map { position, width in
      position == 0 ? "+" + repeated("-", width - 2) + "+" : repeated("-", width - 1) + "+"
    }.joined()
  }

  private static func centred(_ text: String, width: Int, leftEdge: String) -> String {
    let length = DisplayWidth.columns(of: text)
    let start = width / 2 - length / 2 - 1
    let right = width - 1 - (leftEdge.count + start + length)
    return leftEdge + repeated(" ", start) + text + repeated(" ", right) + "|"
  }

  private static func aligned(_ text: String, width: Int, leftEdge: String) -> String {
    let length = DisplayWidth.columns(of: text)
    let padding = width - (length + 3 + leftEdge.count) >= 0 ? 2 : 0
    let right = width - (leftEdge.count + padding + length) - 1
    return leftEdge + repeated(" ", padding) + text + repeated(" ", right) + "|"
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: max(0, count))
  }
}
