/// Sets lines of the shell that are wider than the screen on several rows that say the same when they are copied.
///
/// A row is broken at a space outside of quotes only, and ends in a backslash then; a word is never cut.
enum ShellFolding {
  /// The rows of a block of code of at most `width` columns where they can be broken; other languages stay as they are.
  static func rows(_ lines: [String], language: String?, width: Int) -> [String] {
    // The lines of a here-document are text, not words.
    guard ["sh", "sky"].contains(language), !lines.contains(where: { $0.contains("<<") }) else {
      return lines
    }
    return lines.flatMap { folded($0, width: width) }
  }

  private static func folded(_ line: String, width: Int) -> [String] {
    guard DisplayWidth.of(line) > width, line.first != "#" else { return [line] }
    let ending = " \\"
    let margin = String(line.prefix { $0 == " " }) + (line.hasPrefix("$ ") ? "    " : "  ")
    var rows: [String] = []
    var row = ""
    for (index, word) in words(line).enumerated() {
      // What follows a space takes it along; the row keeps room for the backslash.
      let isWhole = row.isEmpty || DisplayWidth.of(row + word) + ending.count <= width
      if isWhole || index < 2 {
        row += word
      } else {
        rows.append(row + ending)
        row = margin + word.drop { $0 == " " }
      }
    }
    return rows + [row]
  }

  /// The words of a line, each behind the spaces before it; quotes and substitutions that are open hold a word together.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isEscaped = false
    for character in line {
      let isBreak = character == " " && quote == nil && !isEscaped && !word.allSatisfy { $0 == " " }
      if isBreak {
        words.append(word)
        word = ""
      }
      word.append(character)
      if isEscaped {
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
