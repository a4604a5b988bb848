/// Host names as DNS compares them: lower case, with the final dot.
enum DNSName {
  /// The name in its canonical form; `nil` when it is no name: labels of 1 to 63 signs, at most 255 in all.
  static func canonical(_ text: String) -> String? {
    var name = text.lowercased()
    if name.utf8.last != UInt8(ascii: ".") { name += "." }
    guard name.utf8.count <= 255 else { return nil }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
    for (index, label) in labels.enumerated() {
      guard (1...63).contains(label.utf8.count) else { return nil }
      if index == 0, label.utf8.elementsEqual("*".utf8) { continue }
      guard label.utf8.allSatisfy(isSign) else { return nil }
    }
    return labels.isEmpty ? nil : name
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Whether a canonical name is another one or lies below it.
  static func name(_ name: String, liesIn domain: String) -> Bool {
    let (bytes, suffix) = (name.utf8, domain.utf8)
    guard bytes.count >= suffix.count, bytes.suffix(suffix.count).elementsEqual(suffix) else { return false }
    return bytes.count == suffix.count || bytes.dropLast(suffix.count).last == UInt8(ascii: ".")
  }

  /// Route 53 lists names by their labels from the last to the first.
  static func precedes(_ left: String, _ right: String) -> Bool {
    labels(left).lexicographicallyPrecedes(labels(right)) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func labels(_ name: String) -> [Substring] { name.split(separator: ".").reversed() }

  /// Whether a name is answered by a record's name, which may begin with `*.`.
  static func name(_ name: String, matches pattern: String) -> Bool {
    if name.utf8.elementsEqual(pattern.utf8) { return true }
    guard pattern.utf8.starts(with: "*.".utf8) else { return false }
    let domain = String(pattern.dropFirst(2))
    return name.utf8.count > domain.utf8.count && Self.name(name, liesIn: domain)
  }
}
