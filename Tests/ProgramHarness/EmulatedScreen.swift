import Terminal

/// A small terminal: enough of xterm's sequences to know what stands on the screen and where the cursor is.
package struct EmulatedScreen {
  package let columns: Int
  package private(set) var rows: [[String]] = [[]]
  package private(set) var row = 0
  package private(set) var column = 0
  package private(set) var bells = 0
  package private(set) var takesPaste = false
  /// How many reads the editor has begun.
  package private(set) var reads = 0
  private var isWrapPending = false
  private var pending: [UInt8] = []

  package init(columns: Int) { self.columns = columns }

  /// The text of the cursor's row, without spaces at its end.
  package var cursorRow: String { text(row) }

  /// All rows from the top, without spaces at their ends.
  package var texts: [String] { rows.indices.map(text) }

  private func text(_ row: Int) -> String {
    let joined = rows[row].joined()
    return String(joined.reversed().drop { $0 == " " }.reversed())
  }

  package mutating func feed(_ bytes: [UInt8]) {
    pending += bytes
    while let first = pending.first {
      if first == 0x1B {
        guard let length = sequenceLength() else { return }
        sequence(String(decoding: pending[..<length], as: UTF8.self))
        pending.removeFirst(length)
      } else {
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard pending.count >= length else { return }
        for scalar in String(decoding: pending[..<length], as: UTF8.self).unicodeScalars { put(scalar) }
        pending.removeFirst(length)
      }
    }
  }

  private func sequenceLength() -> Int? {
    guard pending.count >= 2 else { return nil }
    guard pending[1] == 0x5B else { return 2 }
    return pending.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }.map { $0 + 1 }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r": move(to: 0)
    case "\n": lineFeed()
    case "\u{8}": move(to: column - 1)
    case "\u{7}": bells += 1
    default: show(scalar)
    }
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    let width = DisplayWidth.of(scalar)
    guard width > 0 else { return }
    if isWrapPending || column + width > columns {
      lineFeed()
      move(to: 0)
    }
    set(column, String(Character(scalar)))
    if width == 2 { set(column + 1, "") }
    column += width
    if column == columns {
      column -= 1
      isWrapPending = true
    }
  }

  private mutating func set(_ column: Int, _ text: String) {
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = text
  }

  private mutating func lineFeed() {
    isWrapPending = false
    row += 1
    if row == rows.count { rows.append([]) }
  }

  private mutating func move(to target: Int) {
    column = max(0, min(columns - 1, target))
    isWrapPending = false
  }

  private mutating func sequence(_ text: String) {
    if text == "\u{1B}[?2004h" {
      takesPaste = true
      reads += 1
    }
    if text == "\u{1B}[?2004l" { takesPaste = false }
    guard text.hasPrefix("\u{1B}["), let kind = text.last else { return }
    let number = Int(text.dropFirst(2).dropLast())
    switch kind {
    case "A": row = max(0, row - (number ?? 1))
    case "B": for _ in 0..<(number ?? 1) { lineFeed() }
    case "C": move(to: column + (number ?? 1))
    case "D": move(to: column - (number ?? 1))
    case "G": move(to: (number ?? 1) - 1)
    case "K": rows[row] = Array(rows[row].prefix(column))
    case "J":
      rows[row] = Array(rows[row].prefix(column))
      rows.removeLast(rows.count - row - 1)
    case "P":
      let end = min(rows[row].count, column + (number ?? 1))
      if column < end { rows[row].removeSubrange(column..<end) }
    case "@":
      while rows[row].count < column { rows[row].append(" ") }
      rows[row].insert(contentsOf: Array(repeating: " ", count: number ?? 1), at: column)
    default: break
    }
  }
}
