import CCommonMark

/// Builds our tree while walking cmark's with its iterator, so that depth costs no stack.
struct MarkdownBuilder {
  /// A node that was entered and not left.
  private struct Frame {
    let kind: MarkdownNodeKind
    let line: Int
    var blocks: [MarkdownBlock] = []
    var inlines: [MarkdownInline] = []
    var items: [[MarkdownBlock]] = []
    var cells: [[MarkdownInline]] = []
    var rows: [[[MarkdownInline]]] = []
  }

  let file: String
  let lines: [Substring]
  let lineOffset: Int
  let lineEnd: String
  let collector: DiagnosticCollector
  private var frames: [Frame] = []

  init(
    file: String, lines: [Substring], lineOffset: Int, lineEnd: String, collector: DiagnosticCollector
  ) {
    self.file = file
    self.lines = lines
    self.lineOffset = lineOffset
    self.lineEnd = lineEnd
    self.collector = collector
  }

  /// The document below cmark's root, or `nil` after reporting what it may not hold.
  mutating func document(_ root: OpaquePointer) -> MarkdownDocument? {
    let before = collector.count
    guard let iterator = cmark_iter_new(root) else {
      preconditionFailure("cmark makes an iterator while there is memory")
    }
    defer { cmark_iter_free(iterator) }
    var blocks: [MarkdownBlock] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER {
        guard frames.count <= MarkdownDocument.depthLimit else {
          report(node, .markdownTooDeep, ["limit": .integer(MarkdownDocument.depthLimit)])
          return nil
        }
        enter(node)
      } else if let frame = frames.popLast() {
        if frame.kind == .document { blocks = frame.blocks }
        leave(frame, node)
      }
    }
    return collector.count == before ? MarkdownDocument(blocks: blocks) : nil
  }

  private mutating func enter(_ node: OpaquePointer) {
    let kind = MarkdownNodeKind(of: node)
    let line = Int(cmark_node_get_start_line(node)) + lineOffset
    switch kind {
    case .thematicBreak: add(block: .thematicBreak, line: line)
    case .codeBlock:
      let info = MarkdownNodeKind.text(cmark_node_get_fence_info(node))
      add(block: .code(info: visible(info, node), text: literal(node)), line: line)
    case .text: add(inline: .text(literal(node)))
    case .code: add(inline: .code(literal(node)))
    case .softBreak: add(inline: .text(lineEnd))
    case .lineBreak: add(inline: .lineBreak)
    case .html: report(node, .markdownHTML)
    case .image:
      report(node, .markdownImage)
      frames.append(Frame(kind: kind, line: line))
    case .heading:
      let index = Int(cmark_node_get_start_line(node)) - 1
      if lines.indices.contains(index), lines[index].first(where: { $0 != " " && $0 != ">" }) != "#" {
        report(node, .markdownUnderlinedHeading)
      }
      frames.append(Frame(kind: kind, line: line))
    case .document, .paragraph, .list, .item, .quote, .table, .tableRow, .tableCell, .emphasis, .strong,
      .link, .other:
      frames.append(Frame(kind: kind, line: line))
    }
  }

  private mutating func leave(_ frame: Frame, _ node: OpaquePointer) {
    switch frame.kind {
    case .heading:
      add(
        block: .heading(level: Int(cmark_node_get_heading_level(node)), frame.inlines), line: frame.line)
    case .paragraph: add(block: .paragraph(frame.inlines), line: frame.line)
    case .quote: add(block: .quote(frame.blocks), line: frame.line)
    case .item: change { $0.items.append(frame.blocks) }
    case .list:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      let start = isOrdered ? Int(cmark_node_get_list_start(node)) : nil
      add(block: .list(start: start, items: frame.items), line: frame.line)
    case .tableCell: change { $0.cells.append(frame.inlines) }
    case .tableRow: change { $0.rows.append(frame.cells) }
    case .table:
      let table = MarkdownTable(
        alignments: MarkdownNodeKind.alignments(of: node), header: frame.rows.first ?? [],
        rows: Array(frame.rows.dropFirst()))
      add(block: .table(table), line: frame.line)
    case .emphasis: add(inline: .emphasis(frame.inlines))
    case .strong: add(inline: .strong(frame.inlines))
    case .link:
      let destination = visible(MarkdownNodeKind.text(cmark_node_get_url(node)), node)
      add(inline: .link(frame.inlines, destination: destination))
    case .document, .image, .other, .thematicBreak, .codeBlock, .text, .code, .softBreak, .lineBreak, .html:
      break
    }
  }

  private mutating func change(_ body: (inout Frame) -> Void) {
    if let last = frames.indices.last { body(&frames[last]) }
  }

  private mutating func add(block: MarkdownBlock.Content, line: Int) {
    change { $0.blocks.append(MarkdownBlock(line: line, content: block)) }
  }

  /// Adds a piece of text, joining neighbours.
  private mutating func add(inline: MarkdownInline) {
    change { frame in
      if case .text(let new) = inline, case .text(let old)? = frame.inlines.last {
        frame.inlines[frame.inlines.count - 1] = .text(old + new)
      } else {
        frame.inlines.append(inline)
      }
    }
  }

  private func literal(_ node: OpaquePointer) -> String {
    visible(MarkdownNodeKind.text(cmark_node_get_literal(node)), node)
  }

  /// Reports a character that an entity such as `&#27;` hid from the look at the file itself.
  private func visible(_ text: String, _ node: OpaquePointer) -> String {
    if let forbidden = VisibleText.firstForbidden(in: text) {
      report(node, .markdownControlCharacter, ["character": .text(VisibleText.name(of: forbidden))])
    }
    return text
  }

  private func report(
    _ node: OpaquePointer, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue] = [:]
  ) {
    collector.report(
      Diagnostic(
        file: file, line: max(1, Int(cmark_node_get_start_line(node))) + lineOffset,
        column: max(1, Int(cmark_node_get_start_column(node))), code: code, arguments: arguments))
  }
}
