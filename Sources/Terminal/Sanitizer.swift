/// Makes text of any origin harmless for a terminal: what would steer it is shown instead.
package enum Sanitizer {
  /// What a text may keep of its layout.
  package enum Layout: Sendable, Equatable {
    /// One line: line feeds and tabs become spaces.
    case line
    /// Several lines: line feeds stay, tabs become spaces up to the next column that eight divides.
    case lines
    /// Lines that go to a file or another program: tabs stay.
    case stream
  }

  /// The text with ESC as `␛`, other control characters, bidi overrides and line separators as U+FFFD.
  ///
  /// Of a letter with marks no more than sixteen code points stay. Linear in the length.
  package static func visible(_ text: String, layout: Layout = .line) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    var column = 0
    for character in text {
      if character == "\n" || character == "\r\n" {
        result += layout == .line ? " " : "\n"
        column = 0
      } else if character == "\t", layout == .stream {
        result += "\t"
      } else if character == "\t" {
        let width = layout == .lines ? 8 - column % 8 : 1
        result += DisplayWidth.spaces(width)
        column += width
      } else {
        let safe = visible(character)
        result += safe
        column += DisplayWidth.of(safe)
      }
    }
    return result
  }

  private static let largestCluster = 16

  private static func visible(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    if scalars.count <= largestCluster, scalars.allSatisfy({ replacement(for: $0) == nil }) {
      return String(character)
    }
    var safe = String.UnicodeScalarView()
    for scalar in scalars.prefix(largestCluster) { safe.append(replacement(for: scalar) ?? scalar) }
    return String(safe)
  }

  private static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x1B: "\u{241B}"
    case 0x00..<0x20, 0x7F..<0xA0: "\u{FFFD}"
    case 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      "\u{FFFD}"
    case 0xE0000...0xE0FFF: "\u{FFFD}"
    default: nil
    }
  }
}
