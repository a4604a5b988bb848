/// Renders for a terminal, with or without colour.
package struct ANSIRenderer: DocumentRenderer {
  /// The columns of the terminal, at least 20.
  package let width: Int
  /// Whether escape sequences for colour may be written; without them code stands in backticks.
  package let colour: Bool
  /// What drawings are made of.
  package let signs: PlotSigns
  private let words: RendererWords

  /// A renderer for a terminal of that many columns.
  package init(width: Int, colour: Bool, signs: PlotSigns = .dots, words: RendererWords) {
    self.signs = signs
    self.width = max(20, width)
    self.colour = colour
    self.words = words
  }

  /// The document as lines of at most `width` columns, code excepted.
  package func render(_ document: Document) -> String {
    let layout = ScreenLayout(width: width, words: words, marksCode: !colour, signs: signs)
    return layout.lines(document.sanitized()).map { paint($0.trimmed()) + "\n" }.joined()
  }

  /// Spans on one line, for a prompt or a line of progress.
  package func inline(_ spans: [Document.Span]) -> String {
    paint(spans.map { $0.with(Sanitizer.visible($0.text)) })
  }

  private func paint(_ line: StyledLine) -> String { ANSIRenderer.painted(line, colour: colour) }

  /// Safe spans with their escape sequences.
  static func painted(_ line: StyledLine, colour: Bool) -> String {
    line.reduce(into: "") { text, span in
      let codes = colour ? SpanColour.codes(span) : []
      text += codes.isEmpty ? span.text : "\u{1B}[\(codes.joined(separator: ";"))m\(span.text)\u{1B}[0m"
    }
  }
}

/// The select-graphic-rendition codes of a span, from the sixteen colours that a user's theme sets.
enum SpanColour {
  static func codes(_ span: Document.Span) -> [String] {
    let form: [String] =
      switch span.form {
      case .text: []
      case .strong: ["1"]
      case .emphasis: ["3"]
      case .code: span.style == .plain ? ["36"] : []
      }
    let style: [String] =
      switch span.style {
      case .plain: []
      case .good: ["32"]
      case .bad: ["31"]
      case .warn: ["33"]
      case .muted: ["2"]
      case .key: ["1", "36"]
      }
    return (form + style).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
