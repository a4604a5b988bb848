/// Breaks text into lines by the rules of Korean and English.
///
/// A line is broken at a space only; not between a number and its unit, not inside code that a line can hold. No
/// line starts with
/// closing punctuation or ends with an opening bracket. A word wider than the line goes to a new line and is cut
/// between its syllables there; one of code, which is there to be copied, is not cut and goes beyond the margin. A line feed
/// always breaks.
struct LineBreaker {
  /// The most columns of a line, at least 2.
  let width: Int

  /// Whether a word of code that is wider than the line is cut too, as in a table, whose columns must stay.
  let cutsCode: Bool

  init(width: Int, cutsCode: Bool = false) {
    self.width = max(2, width)
    self.cutsCode = cutsCode
  }

  /// A stretch without a place to break, and the space before it.
  fileprivate struct Word {
    var gap: Document.Span?
    var pieces: [Document.Span] = []
    var width = 0
    var text: String { pieces.plainText }
  }

  /// The lines of the spans, at least one.
  func lines(_ spans: [Document.Span]) -> [[Document.Span]] {
    paragraphs(spans).flatMap { fill(glue(words($0))) }
  }

  private func paragraphs(_ spans: [Document.Span]) -> [[Document.Span]] {
    var result: [[Document.Span]] = [[]]
    for span in spans {
      let rows = span.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, row) in rows.enumerated() {
        if index > 0 { result.append([]) }
        if !row.isEmpty { result[result.count - 1].append(span.with(String(row))) }
      }
    }
    return result
  }

  private func words(_ spans: [Document.Span]) -> [Word] {
    var words: [Word] = [Word()]
    for span in spans {
      if span.form == .code, DisplayWidth.of(span.text) <= width {
        words[words.count - 1].add(span)
        continue
      }
      var rest = span.text[...]
      while !rest.isEmpty {
        let gap = rest.prefix { $0 == " " }
        if !gap.isEmpty { words.append(Word(gap: span.with(String(gap)))) }
        rest = rest[gap.endIndex...]
        let word = rest.prefix { $0 != " " }
        if !word.isEmpty { words[words.count - 1].add(span.with(String(word))) }
        rest = rest[word.endIndex...]
      }
    }
    return words
  }

  /// Joins words between which no line may break.
  private func glue(_ words: [Word]) -> [Word] {
    var result: [Word] = []
    for word in words {
      if let last = result.last, mustStay(last, word) {
        if let gap = word.gap { result[result.count - 1].add(gap) }
        for piece in word.pieces { result[result.count - 1].add(piece) }
      } else {
        result.append(word)
      }
    }
    return result
  }

  private func mustStay(_ left: Word, _ right: Word) -> Bool {
    guard let end = left.text.last, let start = right.text.first else { return false }
    if LineBreaker.closing.contains(start) || LineBreaker.opening.contains(end) { return true }
    guard end.isASCII, end.isNumber else { return false }
    let unit = right.text.prefix { $0.isLetter || $0 == "%" || $0 == "/" || $0 == "µ" }.prefix(16)
    // A Korean particle may stand behind the unit.
    let sign = String(unit.prefix { $0.isASCII || $0 == "µ" })
    return LineBreaker.units.contains(sign) || unit.contains("/") && unit.prefix { $0 != "/" }.count <= 4
  }

  private func fill(_ words: [Word]) -> [[Document.Span]] {
    var lines: [[Document.Span]] = []
    var line: [Document.Span] = []
    var used = 0
    for word in words {
      let gap = DisplayWidth.of(word.gap?.text ?? "")
      if used + gap + word.width > width, !line.isEmpty {
        lines.append(line)
        line = []
        used = 0
      } else if let space = word.gap {
        line.append(space.with(String(space.text.prefix(width - used))))
        used += min(gap, width - used)
      }
      let isWhole = !cutsCode && word.pieces.contains { $0.form == .code }
      if used + word.width <= width || isWhole {
        line += word.pieces
        used += word.width
      } else {
        var rows = cut(word, first: width - used)
        rows[0] = line + rows[0]
        line = rows.removeLast()
        lines += rows
        used = line.reduce(0) { $0 + DisplayWidth.of($1.text) }
      }
    }
    return lines + [line]
  }

  /// Cuts a word that is wider than the line between its characters; never empty.
  private func cut(_ word: Word, first: Int) -> [[Document.Span]] {
    var rows: [[Document.Span]] = [[]]
    var free = first
    for piece in word.pieces {
      for character in piece.text {
        let step = DisplayWidth.of(character)
        if step > free {
          rows.append([])
          free = width
          if LineBreaker.closing.contains(character) { free -= takeLast(from: &rows) }
        }
        rows[rows.count - 1].append(character, like: piece)
        free -= step
      }
    }
    return rows
  }

  /// Moves the last character of the row before to the new row, so that it does not start with a closing sign.
  private func takeLast(from rows: inout [[Document.Span]]) -> Int {
    let row = rows.count - 2
    guard let piece = rows[row].last, let last = piece.text.last, piece.text.count > 1 else { return 0 }
    rows[row][rows[row].count - 1] = piece.with(String(piece.text.dropLast()))
    rows[row + 1].append(last, like: piece)
    return DisplayWidth.of(last)
  }

  private static let closing: Set<Character> = [
    ".", ",", ")", "]", "}", "”", "’", "?", "!", "%", "…", ":", ";", "·", "、", "。", "」", "』", "》",
  ]
  private static let opening: Set<Character> = ["(", "[", "{", "“", "‘", "「", "『", "《"]
  private static let units: Set<String> = [
    "ns", "µs", "ms", "s", "min", "h", "d", "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "USD",
    "IOPS",
    "Mbps", "Gbps", "vCPU", "vCPUs", "rps", "%", "m",
  ]
}

extension Document.Span {
  /// The same form and meaning with other text.
  func with(_ text: String) -> Document.Span { Document.Span(text, form: form, style: style) }
}

extension [Document.Span] {
  /// Adds a character to the last span when it is of the same kind, else as a span of its own.
  fileprivate mutating func append(_ character: Character, like span: Document.Span) {
    if let last, last.form == span.form, last.style == span.style {
      self[count - 1].text.append(character)
    } else {
      append(span.with(String(character)))
    }
  }
}

extension LineBreaker.Word {
  fileprivate mutating func add(_ span: Document.Span) {
    pieces.append(span)
    width += DisplayWidth.of(span.text)
  }
}
