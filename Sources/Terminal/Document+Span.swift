extension Document {
  /// A run of text of one form and meaning.
  package struct Span: Sendable, Equatable {
    /// How the text is set.
    package enum Form: Sendable, Equatable {
      case text
      case code
      case strong
      case emphasis
    }

    /// What the text means, from which a renderer takes its colour.
    package enum Style: String, Sendable, Equatable, CaseIterable {
      case plain
      case good
      case bad
      case warn
      case muted
      case key
    }

    /// The text, of any origin: renderers make it safe.
    package var text: String
    /// How it is set.
    package var form: Form
    /// What it means.
    package var style: Style

    /// A span; plain text when nothing else is said.
    package init(_ text: String, form: Form = .text, style: Style = .plain) {
      self.text = text
      self.form = form
      self.style = style
    }

    /// Code, a name or a command.
    package static func code(_ text: String, style: Style = .plain) -> Span {
      Span(text, form: .code, style: style)
    }

    /// Strong text.
    package static func strong(_ text: String, style: Style = .plain) -> Span {
      Span(text, form: .strong, style: style)
    }

    /// Text of lesser weight.
    package static func muted(_ text: String) -> Span { Span(text, style: .muted) }

    /// Reads `code`, **strong** and *emphasis* in a sentence of the catalogue; a mark without a partner stays as it is.
    ///
    /// Linear in the length of the text.
    package static func parse(inlineMarkup: String, style: Style = .plain) -> [Span] {
      var parser = InlineMarkup(inlineMarkup, style: style)
      return parser.spans()
    }
  }
}

extension [Document.Span] {
  /// The text of the spans without any marks.
  package var plainText: String { map(\.text).joined() }

  /// Spans of a sentence with inline markup.
  package init(markup: String, style: Document.Span.Style = .plain) {
    self = Document.Span.parse(inlineMarkup: markup, style: style)
  }
}

extension Document.Span: ExpressibleByStringLiteral {
  /// Plain text.
  package init(stringLiteral value: String) { self.init(value) }
}
