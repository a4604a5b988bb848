/// Whole numbers in proportion to amounts, so that what is shown adds up to what is shown as the sum.
enum RoundedParts {
  /// Splits a sum by the largest remainders; all zeros where the amounts sum to nothing. O(amounts · log amounts).
  ///
  /// - Parameter amounts: none below zero.
  static func split(_ sum: Int, by amounts: [Double]) -> [Int] {
    let total = amounts.reduce(0, +)
    guard sum > 0, total > 0, total.isFinite else { return amounts.map { _ in 0 } }
    let exact = amounts.map { $0 / total * Double(sum) }
    var parts = exact.map { Int($0.rounded(.down)) }
    let rest = sum - parts.reduce(0, +)
    let order = exact.indices.sorted { left, right in
      let (one, other) = (exact[left] - Double(parts[left]), exact[right] - Double(parts[right]))
      return one == other ? left < right : one > other
    }
    for index in order.prefix(max(0, rest)) { parts[index] += 1 }
    return parts
  }
}
