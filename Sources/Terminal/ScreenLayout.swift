/// Lays a document out for eyes: columns, branches, drawings.
struct ScreenLayout {
  /// The columns of the screen.
  let width: Int
  let words: RendererWords
  /// Whether code is told from text by backticks, since there is no colour to do it.
  let marksCode: Bool
  /// What drawings are made of.
  var signs = PlotSigns.dots
  /// Running text is set no wider than this.
  static let measure = 72

  func lines(_ document: Document) -> [StyledLine] { lines(document.blocks, width, isNested: false) }

  /// The lines of blocks below one another, with empty lines between them at the outermost level.
  func lines(_ blocks: [Document.Block], _ width: Int, isNested: Bool) -> [StyledLine] {
    var result: [StyledLine] = []
    var isFirst = true
    for block in blocks {
      if !isFirst, !isNested { result.append([]) }
      result += lines(block, width)
      isFirst = false
    }
    return result
  }

  private func lines(_ block: Document.Block, _ width: Int) -> [StyledLine] {
    switch block {
    case .heading(let level, let spans):
      let title = wrap(spans, width).map { $0.strong() }
      return level == 1 ? title.map { $0.styled(.key) } : title
    case .paragraph(let spans): return wrap(spans, min(width, ScreenLayout.measure))
    case .list(let ordered, let items): return list(items, ordered, width)
    case .table(let table): return TableLayout(table: marked(table), width: width).lines()
    case .code(let language, let text):
      return ShellFolding.rows(rows(text), language: language, width: width - 4).map {
        [Document.Span("    "), .code($0)]
      }
    case .verdicts(let verdicts): return self.verdicts(verdicts, width)
    case .tree(let nodes): return nodes.flatMap { tree($0, width) }
    case .flow(let nodes): return flow(nodes, width)
    case .plot(let plot): return PlotLayout(plot: plot, width: width, signs: signs).lines()
    case .keyValues(let pairs): return keyValues(pairs, width)
    case .progress(let fraction, let label): return [progress(fraction, label, width)]
    case .rule: return [[.muted(String(repeating: "─", count: min(width, ScreenLayout.measure)))]]
    case .quote(let blocks): return barred(blocks, .muted, width)
    case .callout(let kind, let title, let blocks): return callout(kind, title, blocks, width)
    }
  }

  private func list(_ items: [[Document.Block]], _ ordered: Bool, _ width: Int) -> [StyledLine] {
    let last = "\(items.count). "
    return items.enumerated().flatMap { index, blocks in
      let mark = ordered ? DisplayWidth.pad("\(index + 1). ", to: last.count, alignment: .right) : "· "
      let inner = lines(blocks, max(8, min(width, ScreenLayout.measure) - mark.count), isNested: true)
      return inner.prefixed([.muted(mark)], rest: [Document.Span(DisplayWidth.spaces(mark.count))])
    }
  }

  private func verdicts(_ verdicts: [Document.Verdict], _ width: Int) -> [StyledLine] {
    let titles = verdicts.map { marked($0.title).columns }
    let column = min(titles.max() ?? 0, max(12, width * 2 / 5))
    return verdicts.flatMap { verdict in
      let title = marked(verdict.title)
      let mark = self.mark(verdict.mark)
      let free = width - 2 - column - 2
      var result: [StyledLine]
      if verdict.note.isEmpty {
        result = wrap(verdict.title, width - 2).prefixed([mark, " "], rest: ["  "])
      } else if free >= 24, title.columns <= column {
        let head = [mark, " "] + title.padded(to: column, .left) + ["  "]
        result = wrap(verdict.note, free).prefixed(
          head, rest: [Document.Span(DisplayWidth.spaces(column + 4))])
      } else {
        result = wrap(verdict.title, width - 2).prefixed([mark, " "], rest: ["  "])
        result += wrap(verdict.note, width - 4).prefixed(["    "], rest: ["    "])
      }
      let details = lines(verdict.details, max(8, width - 4), isNested: true)
      return result + details.prefixed(["    "], rest: ["    "])
    }
  }

  private func mark(_ mark: Document.Verdict.Mark) -> Document.Span {
    switch mark {
    case .pass: .strong("✓", style: .good)
    case .fail: .strong("✗", style: .bad)
    case .undecided: .muted("·")
    }
  }

  private func tree(_ node: Document.TreeNode, _ width: Int) -> [StyledLine] {
    var result = wrap(node.label, width)
    for (index, child) in node.children.enumerated() {
      let isLast = index == node.children.count - 1
      let inner = tree(child, max(8, width - 3))
      result += inner.prefixed([.muted(isLast ? "└─ " : "├─ ")], rest: [.muted(isLast ? "   " : "│  ")])
    }
    return result
  }

  private func flow(_ nodes: [Document.TreeNode], _ width: Int) -> [StyledLine] {
    let drawn = nodes.map { FlowLayout.lines($0, label: marked) }
    guard drawn.allSatisfy({ $0.allSatisfy { $0.columns <= width } }) else {
      return nodes.flatMap { tree($0, width) }
    }
    return drawn.flatMap { $0 }
  }

  private func keyValues(_ pairs: [Document.KeyValue], _ width: Int) -> [StyledLine] {
    // The column is as wide as the longest key that leaves the values most of the screen; longer ones take a row.
    let most = max(8, width / 3)
    let column = pairs.map { marked($0.key).columns }.filter { $0 <= most }.max() ?? most
    return pairs.flatMap { pair in
      let key = marked(pair.key)
      let values = wrap(pair.value, max(8, width - column - 2))
      let rest: StyledLine = [Document.Span(DisplayWidth.spaces(column + 2))]
      guard key.columns <= column else {
        return wrap(pair.key, width) + values.prefixed(rest, rest: rest)
      }
      return values.prefixed(key.styled(.muted).padded(to: column + 2, .left), rest: rest)
    }
  }

  private func progress(_ fraction: Double, _ label: [Document.Span], _ width: Int) -> StyledLine {
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let cells = 20
    let full = Int(share * Double(cells))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
    return [Document.Span(bar, style: .key), Document.Span(" \(Int(share * 100))%  ")] + marked(label)
  }

  private func callout(
    _ kind: Document.CalloutKind, _ title: [Document.Span], _ blocks: [Document.Block], _ width: Int
  ) -> [StyledLine] {
    let style: Document.Span.Style =
      switch kind {
      case .note: .muted
      case .tip: .key
      case .warning: .warn
      case .error: .bad
      }
    let head: [Document.Span] = [.strong(words.word(for: kind), style: style)]
    let full = title.isEmpty ? head : head + [": "] + title.strong()
    return barred([.paragraph(full)] + blocks, style, width)
  }

  private func barred(_ blocks: [Document.Block], _ style: Document.Span.Style, _ width: Int) -> [StyledLine]
  {
    let bar: StyledLine = [Document.Span("│ ", style: style)]
    return lines(blocks, max(8, min(width, ScreenLayout.measure) - 2), isNested: true).prefixed(
      bar, rest: bar)
  }

  private func wrap(_ spans: [Document.Span], _ width: Int) -> [StyledLine] {
    LineBreaker(width: width).lines(marked(spans))
  }

  /// Code in backticks where colour cannot tell it.
  private func marked(_ spans: [Document.Span]) -> [Document.Span] {
    marksCode ? spans.map { $0.form == .code ? $0.with("`\($0.text)`") : $0 } : spans
  }

  private func marked(_ table: Document.Table) -> Document.Table {
    var table = table
    table.columns = table.columns.map { Document.Table.Column(marked($0.title), $0.alignment) }
    return table
  }
}

/// The rows of a text, without an empty one after a last line feed.
func rows(_ text: String) -> [String] {
  var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if rows.count > 1, rows.last == "" { rows.removeLast() }
  return rows
}
