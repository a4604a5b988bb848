/// Prose as a tree of blocks, free of the parser's own types.
package struct MarkdownDocument: Equatable, Sendable {
  /// The blocks in order.
  package let blocks: [MarkdownBlock]

  /// A document.
  package init(blocks: [MarkdownBlock]) { self.blocks = blocks }
}

/// One block of prose with its place.
package struct MarkdownBlock: Equatable, Sendable {
  /// What a block is.
  package indirect enum Content: Equatable, Sendable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [MarkdownInline])
    case paragraph([MarkdownInline])
    /// A list; `start` is the first number of an ordered one.
    case list(start: Int?, items: [[MarkdownBlock]])
    case quote([MarkdownBlock])
    /// A code block; `info` is what follows the fence, empty for indented code.
    case code(info: String, text: String)
    case table(MarkdownTable)
    case thematicBreak
  }

  /// The line of the file where it begins, from 1.
  package let line: Int
  /// What it is.
  package let content: Content

  /// A block.
  package init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }
}

/// A table; every row has as many cells as the header.
package struct MarkdownTable: Equatable, Sendable {
  /// How a column is aligned.
  package enum Alignment: Equatable, Sendable {
    case natural
    case left
    case center
    case right
  }

  /// The alignment of each column.
  package let alignments: [Alignment]
  /// The cells of the header.
  package let header: [[MarkdownInline]]
  /// The cells of the rows below.
  package let rows: [[[MarkdownInline]]]

  /// A table.
  package init(alignments: [Alignment], header: [[MarkdownInline]], rows: [[[MarkdownInline]]]) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
  }
}

/// A piece of running text.
package indirect enum MarkdownInline: Equatable, Sendable {
  /// Plain text, neighbours joined; a line end inside a paragraph is a space.
  case text(String)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case link([MarkdownInline], destination: String)
  /// A line end that the author asked for.
  case lineBreak
}

extension MarkdownInline {
  /// The text without any marking.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let parts), .strong(let parts), .link(let parts, _):
      parts.map(\.plainText).joined()
    case .lineBreak: " "
    }
  }
}
