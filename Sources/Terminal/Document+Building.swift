/// Blocks added one after the other, from sentences of the catalogue with `code` and **strong** in them.
extension Document {
  /// Adds a heading.
  package mutating func heading(_ sentence: String, level: Int = 2) {
    blocks.append(.heading(level: level, [Span](markup: sentence)))
  }

  /// Adds a paragraph.
  package mutating func paragraph(_ sentence: String, style: Span.Style = .plain) {
    blocks.append(.paragraph([Span](markup: sentence, style: style)))
  }

  /// Adds a paragraph of spans.
  package mutating func paragraph(_ spans: [Span]) { blocks.append(.paragraph(spans)) }

  /// Adds a list of sentences.
  package mutating func list(_ sentences: [String], ordered: Bool = false) {
    blocks.append(.list(ordered: ordered, sentences.map { [.paragraph([Span](markup: $0))] }))
  }

  /// Adds lines to be shown as they are.
  package mutating func code(_ text: String, language: String? = nil) {
    blocks.append(.code(language: language, text))
  }

  /// Adds a table.
  package mutating func table(_ table: Table) { blocks.append(.table(table)) }

  /// Adds a verdict, in one column with those that stand right before it.
  package mutating func verdict(_ verdict: Verdict) {
    if case .verdicts(let others) = blocks.last {
      blocks[blocks.count - 1] = .verdicts(others + [verdict])
    } else {
      blocks.append(.verdicts([verdict]))
    }
  }

  /// Adds a tree.
  package mutating func tree(_ nodes: [TreeNode]) { blocks.append(.tree(nodes)) }

  /// Adds paths from left to right.
  package mutating func flow(_ nodes: [TreeNode]) { blocks.append(.flow(nodes)) }

  /// Adds a plot.
  package mutating func plot(_ plot: Plot) { blocks.append(.plot(plot)) }

  /// Adds a name and its value, in one column with those that stand right before it.
  package mutating func keyValue(_ key: String, _ value: String, style: Span.Style = .plain) {
    let pair = KeyValue([Span](markup: key), [Span](markup: value, style: style))
    if case .keyValues(let others) = blocks.last {
      blocks[blocks.count - 1] = .keyValues(others + [pair])
    } else {
      blocks.append(.keyValues([pair]))
    }
  }

  /// Adds a line across.
  package mutating func rule() { blocks.append(.rule) }

  /// Adds a remark.
  package mutating func callout(_ kind: CalloutKind, title: String = "", _ sentence: String) {
    blocks.append(.callout(kind, title: [Span](markup: title), [.paragraph([Span](markup: sentence))]))
  }

  /// Adds the blocks of another document.
  package mutating func append(_ other: Document) { blocks += other.blocks }
}
