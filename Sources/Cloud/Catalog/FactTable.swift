/// The text of one file of facts: comment lines with `#`, then rows of columns parted by tabs.
struct FactTable {
  let name: String
  let text: String

  /// Reads every row; a row with other columns, or that `make` does not understand, is an error that names its line.
  func read<Row>(columns: Int, _ make: (FactRow) -> Row?) throws(CatalogError) -> [Row] {
    var rows: [Row] = []
    // Bytes, not characters: the files are read at every start.
    let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard cells.count == columns, let row = make(FactRow(cells: cells)) else {
        throw .malformed(file: name, line: index + 1)
      }
      rows.append(row)
    }
    return rows
  }
}

/// The cells of one row.
struct FactRow {
  fileprivate let cells: [String]

  subscript(index: Int) -> String { cells[index] }

  /// A number, or `nil` for `-`.
  func number(_ index: Int) -> Double? { Double(cells[index]) }

  func isYes(_ index: Int) -> Bool { cells[index] == "yes" }

  /// Words parted by commas.
  func list(_ index: Int) -> [String] { cells[index].split(separator: ",").map(String.init) }
}
