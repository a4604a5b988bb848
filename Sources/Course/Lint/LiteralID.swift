/// Finds ids of resources in scripts, which hold in one world only.
enum LiteralID {
  private static let prefixes: Set<String> = [
    "i", "vpc", "subnet", "sg", "sgr", "ami", "eni", "rtb", "igw", "eipalloc", "eipassoc", "lt", "vol",
    "snap", "r",
  ]

  /// Every id of the form `i-0123456789abcdef0` outside of comments, with its place.
  static func all(in text: String) -> [(id: String, line: Int, column: Int)] {
    var found: [(id: String, line: Int, column: Int)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.drop(while: { $0 == " " }).hasPrefix("#") { continue }
      var column = 1
      for word in line.split(
        omittingEmptySubsequences: false,
        whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "-") })
      {
        if isID(word) { found.append((String(word), index + 1, column)) }
        column += word.unicodeScalars.count + 1
      }
    }
    return found
  }

  private static func isID(_ word: Substring) -> Bool {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && prefixes.contains(String(parts[0])) && [8, 17].contains(parts[1].utf8.count)
      && parts[1].utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
