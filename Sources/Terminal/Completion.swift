/// What could stand at the cursor of a line.
package struct Completion: Sendable, Equatable {
  /// One of the words that could stand there.
  package struct Candidate: Sendable, Equatable {
    /// The whole word, quoted as the line needs it.
    package var text: String
    /// A few words on it, shown beside it; empty when it explains itself.
    package var description: String
    /// Whether the word is complete, so that a space follows it.
    package var isFinal: Bool

    /// A candidate.
    package init(_ text: String, description: String = "", isFinal: Bool = true) {
      self.text = text
      self.description = description
      self.isFinal = isFinal
    }
  }

  /// Where the word begins that a candidate replaces: an offset into the UTF-8 of the line, not behind the cursor.
  package var start: Int
  /// The candidates in the order in which they are shown.
  package var candidates: [Candidate]

  /// A completion.
  package init(start: Int, candidates: [Candidate]) {
    self.start = start
    self.candidates = candidates
  }
}

extension Completion {
  /// What takes the word's place: the only candidate, or what all have in common; nil when there is none.
  package var insertion: String? {
    guard let first = candidates.first else { return nil }
    if candidates.count == 1 { return first.text + (first.isFinal ? " " : "") }
    return candidates.dropFirst().reduce(first.text) { common, candidate in
      String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }

  /// The candidates as lines of a screen, at most `rows`: with their descriptions one a line, else in columns.
  package func listing(width: Int, rows: Int = 20, colour: Bool = false) -> String {
    let texts = candidates.map { Sanitizer.visible($0.text) }
    guard candidates.contains(where: { !$0.description.isEmpty }) else { return grid(texts, width, rows) }
    let column = min(texts.map(DisplayWidth.of).max() ?? 0, max(16, width / 2))
    let shown = zip(texts, candidates).prefix(rows).map { text, candidate in
      let free = width - 1 - max(column, DisplayWidth.of(text)) - 2
      let remark = DisplayWidth.truncate(Sanitizer.visible(candidate.description), to: max(0, free))
      if remark.isEmpty { return DisplayWidth.truncate(text, to: width - 1) }
      let line = [Document.Span(DisplayWidth.pad(text, to: column + 2)), .muted(remark)]
      return ANSIRenderer.painted(line, colour: colour)
    }
    return (shown + rest(texts.count - shown.count)).joined(separator: "\n")
  }

  /// Columns that are read downwards.
  private func grid(_ texts: [String], _ width: Int, _ rows: Int) -> String {
    let cell = (texts.map(DisplayWidth.of).max() ?? 0) + 2
    let columns = max(1, (width - 1) / cell)
    let height = (texts.count + columns - 1) / columns
    let shown = (0..<min(height, rows)).map { row in
      stride(from: row, to: texts.count, by: height).map { texts[$0] }
    }
    let lines = shown.map { cells in
      let padded = cells.dropLast().map { DisplayWidth.pad($0, to: cell) }.joined() + (cells.last ?? "")
      return DisplayWidth.truncate(padded, to: width - 1)
    }
    return (lines + rest(texts.count - shown.joined().count)).joined(separator: "\n")
  }

  private func rest(_ count: Int) -> [String] { count > 0 ? ["… +\(count)"] : [] }
}
