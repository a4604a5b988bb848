/// Finds the name that a misspelled word most likely meant.
package enum NearestName {
  /// The known name with the fewest edits from the word, the first of equals; `nil` when none is near.
  ///
  /// Near means at most a third of the word's length in edits (a swap of neighbours is one), and at least one.
  package static func of(_ word: String, among known: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    let allowed = max(1, letters.count / 3)
    var best: (name: String, edits: Int)?
    for name in known {
      let edits = distance(letters, Array(name.lowercased().unicodeScalars.prefix(64)))
      if edits <= allowed, edits < best?.edits ?? Int.max { best = (name, edits) }
    }
    return best?.name
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...right.count)]
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var edits = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          edits = min(edits, rows[i - 1][j - 1] + 1)
        }
        row.append(edits)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
