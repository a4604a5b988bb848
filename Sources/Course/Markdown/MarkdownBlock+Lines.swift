extension MarkdownBlock {
  /// The block with line ends inside paragraphs turned into spaces; its depth is bounded by `MarkdownDocument`.
  var joiningLines: MarkdownBlock { map { $0.joiningLines } }

  /// Every piece of running text of the block, in order.
  var inlines: [MarkdownInline] {
    switch content {
    case .heading(_, let inlines), .paragraph(let inlines): inlines
    case .list(_, let items): items.flatMap { $0.flatMap(\.inlines) }
    case .quote(let blocks): blocks.flatMap(\.inlines)
    case .table(let table): (table.header + table.rows.flatMap { $0 }).flatMap { $0 }
    case .code, .thematicBreak: []
    }
  }

  private func map(_ change: (MarkdownInline) -> MarkdownInline) -> MarkdownBlock {
    let changed: Content =
      switch content {
      case .heading(let level, let inlines): .heading(level: level, inlines.map(change))
      case .paragraph(let inlines): .paragraph(inlines.map(change))
      case .list(let start, let items):
        .list(start: start, items: items.map { blocks in blocks.map { $0.map(change) } })
      case .quote(let blocks): .quote(blocks.map { $0.map(change) })
      case .table(let table):
        .table(
          MarkdownTable(
            alignments: table.alignments, header: table.header.map { $0.map(change) },
            rows: table.rows.map { row in row.map { $0.map(change) } }))
      case .code, .thematicBreak: content
      }
    return MarkdownBlock(line: line, content: changed)
  }
}

extension MarkdownInline {
  var joiningLines: MarkdownInline {
    switch self {
    case .text(let text):
      .text(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " "))
    case .emphasis(let parts): .emphasis(parts.map(\.joiningLines))
    case .strong(let parts): .strong(parts.map(\.joiningLines))
    case .link(let parts, let destination): .link(parts.map(\.joiningLines), destination: destination)
    case .code, .lineBreak: self
    }
  }

  /// The plain texts in it, without code.
  var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .emphasis(let parts), .strong(let parts), .link(let parts, _): parts.flatMap(\.texts)
    case .code, .lineBreak: []
    }
  }
}
