/// A line of `printf`: its format, filled with the words behind it, and again as long as words are left.
struct PrintfLine {
  /// What it prints.
  let text: String

  /// The most that one line prints, in bytes.
  private static let longest = 1 << 20

  /// Reads a line; `nil` for a conversion other than `%s`, `%d`, `%i`, `%b` and `%%`, and for a text without end.
  init?(_ words: [String]) {
    guard let format = words.first else { return nil }
    guard let parts = Self.parts(of: format) else { return nil }
    var rest = words.dropFirst()
    var text = ""
    repeat {
      let before = rest.count
      for part in parts {
        switch part {
        case .text(let plain): text += plain
        case .word(let width, let isLeft, let kind):
          guard let filled = Self.filled(rest.popFirst(), kind) else { return nil }
          let blanks = String(repeating: " ", count: max(0, width - filled.count))
          text += isLeft ? filled + blanks : blanks + filled
        }
        guard text.utf8.count <= Self.longest else { return nil }
      }
      if rest.count == before { break }
    } while !rest.isEmpty
    self.text = text
  }

  private enum Part {
    case text(String)
    case word(width: Int, isLeft: Bool, kind: Character)
  }

  private static func filled(_ word: String?, _ kind: Character) -> String? {
    switch kind {
    case "s": word ?? ""
    case "b": unescaped(word ?? "")
    default: word.map { Int($0).map { "\($0)" } } ?? "0"
    }
  }

  private static func parts(of format: String) -> [Part]? {
    var parts: [Part] = []
    var rest = unescaped(format)[...]
    while let percent = rest.firstIndex(of: "%") {
      parts.append(.text(String(rest[..<percent])))
      rest = rest[rest.index(after: percent)...]
      let isLeft = rest.first == "-"
      if isLeft { rest.removeFirst() }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      guard let kind = rest.popFirst() else { return nil }
      switch kind {
      case "%": parts.append(.text("%"))
      case "s", "b", "d", "i":
        guard digits.count <= 3 else { return nil }
        parts.append(.word(width: Int(digits) ?? 0, isLeft: isLeft, kind: kind))
      default: return nil
      }
    }
    return parts + [.text(String(rest))]
  }

  /// A text with its `\n`, `\t` and `\\` read.
  static func unescaped(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.first else {
        plain.append(character)
        continue
      }
      switch next {
      case "n": plain.append("\n")
      case "t": plain.append("\t")
      case "\\": plain.append("\\")
      default: plain += "\\\(next)"
      }
      rest.removeFirst()
    }
    return plain
  }
}
