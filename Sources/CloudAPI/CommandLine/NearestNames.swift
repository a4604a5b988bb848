/// Names near to a mistyped one, as Python's `difflib.get_close_matches` finds them.
package enum NearestNames {
  /// At most three names whose ratio is at least `cutoff`, best first; equal ratios in falling order of the name.
  package static func of(_ word: String, among names: [String], cutoff: Double = 0.8) -> [String] {
    let second = Array(word.unicodeScalars.prefix(maximumLength))
    var counts: [Unicode.Scalar: Int] = [:]
    for scalar in second { counts[scalar, default: 0] += 1 }
    var found: [(ratio: Double, name: String)] = []
    for name in names {
      let first = Array(name.unicodeScalars)
      let total = Double(first.count + second.count)
      guard total > 0, 2 * Double(min(first.count, second.count)) / total >= cutoff else { continue }
      guard 2 * Double(common(first, counts)) / total >= cutoff else { continue }
      let ratio = ratio(first, second)
      if ratio >= cutoff { found.append((ratio, name)) }
    }
    found.sort { left, right in
      left.ratio == right.ratio
        ? right.name.utf8.lexicographicallyPrecedes(left.name.utf8) : left.ratio > right.ratio
    }
    return found.prefix(3).map(\.name)
  }

  /// Twice the length of the matching blocks over the length of both, by Ratcliff and Obershelp.
  static func ratio(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Double {
    guard !(first.isEmpty && second.isEmpty) else { return 1 }
    let matches = matching(first[...], second[...])
    return 2 * Double(matches) / Double(first.count + second.count)
  }

  /// How many scalars both have, wherever they stand: never less than what matches.
  private static func common(_ first: [Unicode.Scalar], _ counts: [Unicode.Scalar: Int]) -> Int {
    var left = counts
    var result = 0
    for scalar in first {
      guard let count = left[scalar], count > 0 else { continue }
      left[scalar] = count - 1
      result += 1
    }
    return result
  }

  /// A name is never longer; keeps a pasted page from costing time.
  private static let maximumLength = 200

  private static func matching(_ first: ArraySlice<Unicode.Scalar>, _ second: ArraySlice<Unicode.Scalar>)
    -> Int
  {
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    var best = (first: first.startIndex, second: second.startIndex, length: 0)
    var previous = [Int](repeating: 0, count: second.count + 1)
    for (row, left) in zip(first.indices, first) {
      var current = [Int](repeating: 0, count: second.count + 1)
      for (offset, right) in second.enumerated() where left == right {
        let length = previous[offset] + 1
        current[offset + 1] = length
        if length > best.length {
          best = (row - length + 1, second.startIndex + offset - length + 1, length)
        }
      }
      previous = current
    }
    guard best.length > 0 else { return 0 }
    return best.length + matching(first[..<best.first], second[..<best.second])
      + matching(first[(best.first + best.length)...], second[(best.second + best.length)...])
  }
}
