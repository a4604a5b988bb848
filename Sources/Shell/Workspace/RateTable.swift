import Cloud

/// A profile of requests by minute as a CSV file gives it: `minute,requests` in each row, a heading if wanted.
package struct RateTable: Equatable, Sendable {
  /// The most minutes that a table may have, a month of 31 days.
  package static let mostMinutes = 44_640
  /// What stands behind the counts where a line names them itself.
  package static let unit = "/min"

  /// The requests of minute 0, 1, …; at least one.
  package let counts: [Double]

  /// Why a file is no table, with the line in which it shows, from 1.
  package enum Problem: Error, Equatable {
    /// It has no row.
    case empty
    /// A row that is not two numbers.
    case row(line: Int, text: String)
    /// The minutes are not 0, 1, 2 … in order.
    case minute(line: Int, found: String, wanted: Int)
    /// A count that is negative or more than a population sends.
    case count(line: Int, text: String)
    /// More rows than minutes of a month.
    case tooLong
  }

  /// Reads the text of a file.
  package init(_ text: String) throws(Problem) {
    var counts: [Double] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() {
      let row = raw.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
      if row.isEmpty || row.hasPrefix("#") { continue }
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      if counts.isEmpty, cells.count == 2, Double(cells[0]) == nil, Double(cells[1]) == nil { continue }
      guard cells.count == 2, let count = Double(cells[1]), Double(cells[0]) != nil else {
        throw .row(line: index + 1, text: String(row.prefix(40)))
      }
      guard Double(cells[0]) == Double(counts.count) else {
        throw .minute(line: index + 1, found: String(cells[0].prefix(20)), wanted: counts.count)
      }
      guard count >= 0, count <= TrafficRequest.mostPerSecond * 60 else {
        throw .count(line: index + 1, text: String(cells[1].prefix(40)))
      }
      guard counts.count < Self.mostMinutes else { throw .tooLong }
      counts.append(count)
    }
    guard !counts.isEmpty else { throw .empty }
    self.counts = counts
  }

  /// The counts as one word of a line, which says the same without the file.
  package var word: String {
    counts.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",") + Self.unit
  }
}
