extension Document {
  /// The document with every text made visible by `Sanitizer`; each renderer starts from it.
  func sanitized() -> Document { Document(blocks.map(Document.sanitized)) }

  private static func sanitized(_ block: Block) -> Block {
    switch block {
    case .heading(let level, let spans): .heading(level: level, line(spans))
    case .paragraph(let spans): .paragraph(lines(spans))
    case .list(let ordered, let items): .list(ordered: ordered, items.map { $0.map(sanitized) })
    case .table(let table): .table(sanitized(table))
    case .code(let language, let text):
      .code(language: language.map { Sanitizer.visible($0) }, Sanitizer.visible(text, layout: .lines))
    case .verdicts(let verdicts): .verdicts(verdicts.map(sanitized))
    case .tree(let nodes): .tree(nodes.map(sanitized))
    case .flow(let nodes): .flow(nodes.map(sanitized))
    case .plot(let plot): .plot(sanitized(plot))
    case .keyValues(let pairs): .keyValues(pairs.map { KeyValue(line($0.key), lines($0.value)) })
    case .progress(let fraction, let label): .progress(fraction: fraction, label: line(label))
    case .rule: .rule
    case .quote(let blocks): .quote(blocks.map(sanitized))
    case .callout(let kind, let title, let blocks):
      .callout(kind, title: line(title), blocks.map(sanitized))
    }
  }

  private static func sanitized(_ table: Table) -> Table {
    let columns = table.columns.map { Table.Column(line($0.title), $0.alignment) }
    let rows = table.rows.map { row in
      columns.indices.map { $0 < row.count ? lines(row[$0]) : [] }
    }
    return Table(columns: columns, rows: rows, caption: line(table.caption), headsRows: table.headsRows)
  }

  private static func sanitized(_ verdict: Verdict) -> Verdict {
    Verdict(
      verdict.mark, title: line(verdict.title), note: line(verdict.note),
      details: verdict.details.map(sanitized))
  }

  private static func sanitized(_ node: TreeNode) -> TreeNode {
    TreeNode(line(node.label), children: node.children.map(sanitized))
  }

  private static func sanitized(_ plot: Plot) -> Plot {
    var safe = plot
    safe.title = line(plot.title)
    safe.summary = line(plot.summary)
    safe.series = plot.series.map { Plot.Series(line($0.name), $0.values, style: $0.style) }
    safe.axis = plot.axis.map {
      Plot.Axis(
        start: Sanitizer.visible($0.start), middle: Sanitizer.visible($0.middle),
        end: Sanitizer.visible($0.end))
    }
    safe.stretches = plot.stretches.map { Plot.Stretch($0.range, label: Sanitizer.visible($0.label)) }
    safe.unit = Sanitizer.visible(plot.unit)
    return safe
  }

  private static func line(_ spans: [Span]) -> [Span] { spans.map { $0.with(Sanitizer.visible($0.text)) } }

  private static func lines(_ spans: [Span]) -> [Span] {
    spans.map { $0.with(Sanitizer.visible($0.text, layout: .lines)) }
  }
}
