/// Patterns with `*` for any run of characters and, unless told otherwise, `?` for one.
package enum Wildcard {
  /// Whether the whole text matches the pattern. O(text × pattern) at worst, without recursion.
  package static func matches(
    _ text: String, pattern: String, ignoringCase: Bool, onlyStars: Bool = false
  ) -> Bool {
    let text = Array((ignoringCase ? text.lowercased() : text).utf8)
    let pattern = Array((ignoringCase ? pattern.lowercased() : pattern).utf8)
    let star = UInt8(ascii: "*")
    let one = UInt8(ascii: "?")
    var t = 0
    var p = 0
    var lastStar: Int?
    var resume = 0
    while t < text.count {
      if p < pattern.count, pattern[p] == star {
        lastStar = p
        resume = t
        p += 1
      } else if p < pattern.count, (pattern[p] == one && !onlyStars) || pattern[p] == text[t] {
        t += 1
        p += 1
      } else if let star = lastStar {
        p = star + 1
        resume += 1
        t = resume
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == star { p += 1 }
    return p == pattern.count
  }
}
