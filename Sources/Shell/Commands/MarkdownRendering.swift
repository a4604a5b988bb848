package import Course
package import Terminal

/// Turns prose of the course into blocks of a document; texts may be filled on the way.
package struct MarkdownRendering {
  /// Changes each plain text before it is set, such as by filling in a number.
  private let fill: (String) -> String

  /// A rendering that changes each plain text, or leaves all as they are.
  package init(fill: @escaping (String) -> String = { $0 }) { self.fill = fill }

  /// The document of blocks.
  package func document(_ blocks: [MarkdownBlock]) -> Document { Document(blocks.map(block)) }

  private func block(_ block: MarkdownBlock) -> Document.Block {
    switch block.content {
    case .heading(let level, let inlines): .heading(level: min(3, level), spans(inlines))
    case .paragraph(let inlines): .paragraph(spans(inlines))
    case .list(let start, let items): .list(ordered: start != nil, items.map { $0.map(self.block) })
    case .quote(let blocks): .quote(blocks.map(self.block))
    case .code(let info, let text):
      .code(language: info.isEmpty ? nil : info, text.hasSuffix("\n") ? String(text.dropLast()) : text)
    case .table(let table): .table(self.table(table))
    case .thematicBreak: .rule
    }
  }

  private func table(_ table: MarkdownTable) -> Document.Table {
    let columns = table.header.enumerated().map { index, head in
      let alignment = table.alignments.indices.contains(index) ? table.alignments[index] : .natural
      return Document.Table.Column(spans(head), self.alignment(alignment))
    }
    return Document.Table(columns: columns, rows: table.rows.map { row in row.map { spans($0) } })
  }

  private func alignment(_ alignment: MarkdownTable.Alignment) -> Document.Table.Alignment {
    switch alignment {
    case .natural, .left: .left
    case .center: .centre
    case .right: .right
    }
  }

  /// The spans of running text; the innermost mark decides the form.
  package func spans(_ inlines: [MarkdownInline]) -> [Document.Span] { inlines.flatMap { spans($0, .text) } }

  private func spans(_ inline: MarkdownInline, _ form: Document.Span.Form) -> [Document.Span] {
    switch inline {
    case .text(let text): [Document.Span(fill(text), form: form)]
    case .code(let text): [.code(text)]
    case .emphasis(let parts): parts.flatMap { spans($0, .emphasis) }
    case .strong(let parts): parts.flatMap { spans($0, .strong) }
    case .link(let parts, let destination):
      parts.flatMap { spans($0, form) } + (destination.isEmpty ? [] : [.muted(" (\(destination))")])
    case .lineBreak: [Document.Span("\n", form: form)]
    }
  }
}

extension Document {
  /// Prose of the course, such as a lab's brief.
  package init(markdown: MarkdownDocument) { self = MarkdownRendering().document(markdown.blocks) }
}
