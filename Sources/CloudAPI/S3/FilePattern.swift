/// Patterns of files as Python's `fnmatch` has them: `*`, `?`, `[abc]`, `[a-z]` and `[!abc]`, all across `/` too.
enum FilePattern {
  private enum Token {
    case any
    case one
    case byte(UInt8)
    case set(ranges: [ClosedRange<UInt8>], isNegated: Bool)

    func takes(_ byte: UInt8) -> Bool {
      switch self {
      case .any, .one: true
      case .byte(let own): own == byte
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(byte) } != isNegated
      }
    }
  }

  /// Whether the whole text fits the pattern. O(text × pattern) at worst, without recursion.
  static func matches(_ text: String, _ pattern: String) -> Bool {
    let text = Array(text.utf8)
    let tokens = tokens(Array(pattern.utf8))
    var (t, p) = (0, 0)
    var resume: (token: Int, text: Int)?
    while t < text.count {
      if p < tokens.count, case .any = tokens[p] {
        resume = (p + 1, t)
        p += 1
      } else if p < tokens.count, tokens[p].takes(text[t]) {
        t += 1
        p += 1
      } else if let last = resume {
        resume = (last.token, last.text + 1)
        p = last.token
        t = last.text + 1
      } else {
        return false
      }
    }
    return tokens[p...].allSatisfy {
      if case .any = $0 { return true }
      return false
    }
  }

  private static func tokens(_ pattern: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"): tokens.append(.any)
      case UInt8(ascii: "?"): tokens.append(.one)
      case UInt8(ascii: "["):
        guard let set = set(pattern, from: index) else {
          tokens.append(.byte(byte))
          continue
        }
        tokens.append(set.token)
        index = set.end
      default: tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  /// The set that begins behind a bracket, and the place behind its end; `nil` when the bracket stays open.
  private static func set(_ pattern: [UInt8], from start: Int) -> (token: Token, end: Int)? {
    var index = start
    let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "!")
    if isNegated { index += 1 }
    let first = index
    var ranges: [ClosedRange<UInt8>] = []
    while index < pattern.count, pattern[index] != UInt8(ascii: "]") || index == first {
      let low = pattern[index]
      if index + 2 < pattern.count, pattern[index + 1] == UInt8(ascii: "-"),
        pattern[index + 2] != UInt8(ascii: "]")
      {
        let high = pattern[index + 2]
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return index < pattern.count ? (.set(ranges: ranges, isNegated: isNegated), index + 1) : nil
  }
}
