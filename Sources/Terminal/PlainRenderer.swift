/// Renders for screen readers and for files: words instead of signs, figures instead of drawings, no columns.
package struct PlainRenderer: DocumentRenderer {
  /// The most columns of a line; nil when lines are not broken.
  package let width: Int?
  private let words: RendererWords

  /// A renderer; without a width every paragraph is one line.
  package init(width: Int?, words: RendererWords) {
    self.width = width.map { max(20, $0) }
    self.words = words
  }

  /// The document as plain lines.
  package func render(_ document: Document) -> String {
    lines(document.sanitized().blocks, depth: 0, isNested: false)
      .map { String($0.reversed().drop { $0 == " " }.reversed()) + "\n" }
      .joined()
  }

  private func lines(_ blocks: [Document.Block], depth: Int, isNested: Bool) -> [String] {
    let parts = blocks.map { lines($0, depth) }.filter { !$0.isEmpty }
    return Array(parts.joined(separator: isNested ? [] : [""]))
  }

  private func lines(_ block: Document.Block, _ depth: Int) -> [String] {
    switch block {
    case .heading(_, let spans), .paragraph(let spans): return set(spans, depth)
    case .list(let ordered, let items):
      return items.enumerated().flatMap { index, blocks in
        let mark = ordered ? "\(index + 1). " : "- "
        let inner = lines(blocks, depth: depth + 1, isNested: true)
        return inner.enumerated().map {
          $0.offset == 0 ? indent(depth) + mark + $0.element.drop { $0 == " " } : $0.element
        }
      }
    case .table(let table): return self.table(table, depth)
    case .code(_, let text): return rows(text).map { indent(depth) + "    " + $0 }
    case .verdicts(let verdicts): return verdicts.flatMap { verdict($0, depth) }
    case .tree(let nodes), .flow(let nodes): return nodes.flatMap { tree($0, depth) }
    case .plot(let plot): return self.plot(plot, depth)
    case .keyValues(let pairs): return pairs.flatMap { set($0.key + [": "] + $0.value, depth) }
    case .progress(let fraction, let label):
      let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
      return set(label + [Document.Span("\(label.isEmpty ? "" : ": ")\(Int(share * 100))%")], depth)
    case .rule: return []
    case .quote(let blocks): return lines(blocks, depth: depth + 1, isNested: true)
    case .callout(let kind, let title, let blocks):
      let head: [Document.Span] = [Document.Span(words.word(for: kind) + (title.isEmpty ? ":" : ": "))]
      return set(head + title, depth) + lines(blocks, depth: depth + 1, isNested: true)
    }
  }

  private func verdict(_ verdict: Document.Verdict, _ depth: Int) -> [String] {
    let head = [Document.Span(words.word(for: verdict.mark) + ": ")] + verdict.title
    let full = verdict.note.isEmpty ? head : head + [": "] + verdict.note
    return set(full, depth) + lines(verdict.details, depth: depth + 1, isNested: true)
  }

  private func table(_ table: Document.Table, _ depth: Int) -> [String] {
    table.rows.flatMap { row -> [String] in
      var spans: [Document.Span] = []
      for (column, cell) in zip(table.columns, row) where cell.contains(where: { !$0.text.isEmpty }) {
        if !spans.isEmpty { spans.append(", ") }
        if !column.title.isEmpty { spans += column.title + [": "] }
        spans += cell.map { $0.with($0.text.replacing("\n", with: " ")) }
      }
      return set(spans, depth)
    }
  }

  private func tree(_ node: Document.TreeNode, _ depth: Int) -> [String] {
    set(node.label, depth) + node.children.flatMap { tree($0, depth + 1) }
  }

  private func plot(_ plot: Document.Plot, _ depth: Int) -> [String] {
    var result = plot.title.isEmpty ? [] : set(plot.title, depth)
    for series in plot.series {
      let values = series.values.filter(\.isFinite)
      guard let first = values.first, let last = values.last, let low = values.min(), let high = values.max()
      else { continue }
      let figures = [(words.lowest, low), (words.highest, high), (words.first, first), (words.last, last)]
        .map { "\($0.0) \(PlotLayout.number($0.1))" }
        .joined(separator: ", ")
      let name = series.name.isEmpty ? [] : series.name + [": "]
      result += set(name + [Document.Span(figures)], depth)
    }
    if plot.isFine {
      var drawing = plot
      (drawing.title, drawing.summary) = ([], [])
      for index in drawing.series.indices { drawing.series[index].name = [] }
      let columns = max(20, (width ?? 80) - indent(depth).count)
      result += PlotLayout(plot: drawing, width: columns, signs: .ascii).lines().map {
        indent(depth) + $0.plainText
      }
    }
    return plot.summary.isEmpty ? result : result + set(plot.summary, depth)
  }

  private func set(_ spans: [Document.Span], _ depth: Int) -> [String] {
    let marked = spans.map { $0.form == .code ? $0.with("`\($0.text)`") : $0 }
    let margin = indent(depth)
    let columns = width.map { max(12, $0 - margin.count) } ?? Int.max
    return LineBreaker(width: columns).lines(marked).map { margin + $0.plainText }
  }

  private func indent(_ depth: Int) -> String { DisplayWidth.spaces(min(depth, 8) * 2) }
}
