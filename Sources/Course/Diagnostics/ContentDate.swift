import EventKernel

/// The month or day on which a fact was last checked against its source.
package struct ContentDate: Equatable, Sendable, Encodable {
  /// The year, 2000 to 2999.
  package let year: Int
  /// The month, 1 to 12.
  package let month: Int
  /// The day, 1 to 31; `nil` when only the month is known.
  package let day: Int?

  /// Reads `2026-11` or `2026-11-04`; `nil` for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].utf8.count == 4,
      parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), (2_000...2_999).contains(year),
      (1...12).contains(month)
    else { return nil }
    self.year = year
    self.month = month
    guard parts.count == 3 else {
      day = nil
      return
    }
    guard let number = Int(parts[2]), CivilDate(year: year, month: month, day: number) != nil else {
      return nil
    }
    day = number
  }

  /// The date as it was written: `2026-11` or `2026-11-04`.
  package var text: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))" + (day.map { "-" + two($0) } ?? "")
  }
}
