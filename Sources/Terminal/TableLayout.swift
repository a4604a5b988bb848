/// Sets a table in columns that fit the width; where they cannot, each row becomes a list of names and values.
struct TableLayout {
  let table: Document.Table
  let width: Int
  private static let gap = 2
  private static let narrowest = 6

  func lines() -> [StyledLine] {
    guard !table.columns.isEmpty else { return [] }
    guard let widths = fitted(natural()) else { return records() }
    var result: [StyledLine] = []
    if table.columns.contains(where: { !$0.title.isEmpty }) {
      result += row(table.columns.map { $0.title.strong() }, widths)
      result.append(joined(widths.map { [.muted(String(repeating: "─", count: $0))] }))
    }
    return result + table.rows.flatMap { row($0, widths) }
  }

  private func natural() -> [Int] {
    table.columns.indices.map { index in
      let cells = table.rows.map { widest($0[index]) }
      return max(1, widest(table.columns[index].title), cells.max() ?? 0)
    }
  }

  private func widest(_ cell: [Document.Span]) -> Int {
    cell.plainText.split(separator: "\n").map { DisplayWidth.of(String($0)) }.max() ?? 0
  }

  /// The widths with the widest columns made narrower until all fit; nil when they cannot.
  private func fitted(_ natural: [Int]) -> [Int]? {
    var widths = natural
    let free = width - TableLayout.gap * (widths.count - 1)
    while widths.reduce(0, +) > free {
      let left = widths.indices.filter { table.columns[$0].alignment == .left }
      let candidates = left.contains { widths[$0] > TableLayout.narrowest } ? left : Array(widths.indices)
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > TableLayout.narrowest
      else { return nil }
      widths[widest] -= 1
    }
    return widths
  }

  private func row(_ cells: [[Document.Span]], _ widths: [Int]) -> [StyledLine] {
    let wrapped = zip(cells, widths).map { LineBreaker(width: $1, cutsCode: true).lines($0) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in
      joined(
        wrapped.indices.map { column in
          let text = line < wrapped[column].count ? wrapped[column][line] : []
          return text.padded(to: widths[column], table.columns[column].alignment)
        })
    }
  }

  private func joined(_ cells: [StyledLine]) -> StyledLine {
    var line: StyledLine = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { line.append(Document.Span(DisplayWidth.spaces(TableLayout.gap))) }
      line += cell
    }
    return line
  }

  private func records() -> [StyledLine] {
    table.rows.enumerated().flatMap { index, row -> [StyledLine] in
      let separator: [StyledLine] = index > 0 ? [[]] : []
      return separator
        + zip(table.columns, row).flatMap { column, cell -> [StyledLine] in
          let head = column.title.isEmpty ? [] : column.title.styled(.muted) + [": "]
          return LineBreaker(width: width, cutsCode: true).lines(head + cell)
        }
    }
  }
}
