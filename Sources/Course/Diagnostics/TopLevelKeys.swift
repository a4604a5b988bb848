/// Looks at the top-level keys of a YAML mapping without parsing it.
enum TopLevelKeys {
  /// The text with the lines of all other keys emptied, so that a listing parses little and places stay true.
  static func keeping(_ keys: Set<String>, in text: String) -> String {
    var isKept = false
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let key = key(of: line) { isKept = keys.contains(key) }
      lines.append(isKept ? line : "")
    }
    return lines.joined(separator: "\n")
  }

  /// The line, from 1, on which a key stands; 1 when it does not.
  static func line(of key: String, in text: String) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.firstIndex { self.key(of: $0) == key } ?? 0) + 1
  }

  private static func key(of line: Substring) -> String? {
    guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else { return nil }
    return String(line[..<colon])
  }
}
