/// Renders a fragment of HTML, every text escaped, the meaning of spans in classes such as `good` and `muted`.
package struct HTMLRenderer: DocumentRenderer {
  private let words: RendererWords

  /// A renderer with the words for verdicts and remarks.
  package init(words: RendererWords) { self.words = words }

  /// The document as elements one below the other, without `html` and `body`.
  package func render(_ document: Document) -> String { html(document.sanitized().blocks) }

  private func html(_ blocks: [Document.Block]) -> String { blocks.map(html).joined() }

  private func html(_ block: Document.Block) -> String {
    switch block {
    case .heading(let level, let spans):
      return element("h\(min(6, max(1, level)))", html(spans)) + "\n"
    case .paragraph(let spans): return element("p", html(spans)) + "\n"
    case .list(let ordered, let items):
      let inner = items.map { element("li", html($0)) + "\n" }.joined()
      return element(ordered ? "ol" : "ul", "\n" + inner) + "\n"
    case .table(let table): return html(table)
    case .code(let language, let text):
      let name = language.map { String($0.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }) } ?? ""
      return element("pre", element("code", escape(text), kind: name.isEmpty ? nil : "language-\(name)"))
        + "\n"
    case .verdicts(let verdicts):
      return element("ul", "\n" + verdicts.map(html).joined(), kind: "verdicts") + "\n"
    case .tree(let nodes), .flow(let nodes):
      return element("ul", nodes.map(html).joined(), kind: "tree") + "\n"
    case .plot(let plot): return HTMLPlot(plot: plot, words: words).html()
    case .keyValues(let pairs):
      let inner = pairs.map { element("dt", html($0.key)) + element("dd", html($0.value)) + "\n" }.joined()
      return element("dl", "\n" + inner) + "\n"
    case .progress(let fraction, let label):
      let share = fraction.isFinite ? Int(min(1, max(0, fraction)) * 100) : 0
      return element("p", "<progress max=\"100\" value=\"\(share)\"></progress> " + html(label)) + "\n"
    case .rule: return "<hr>\n"
    case .quote(let blocks): return element("blockquote", "\n" + html(blocks)) + "\n"
    case .callout(let kind, let title, let blocks):
      let word = element("strong", escape(words.word(for: kind)))
      let head = element("p", title.isEmpty ? word : word + ": " + html(title))
      return element("aside", head + "\n" + html(blocks), kind: kind.rawValue) + "\n"
    }
  }

  private func html(_ verdict: Document.Verdict) -> String {
    let mark = element("span", escape(words.word(for: verdict.mark)), kind: "mark")
    let note = verdict.note.isEmpty ? "" : " " + element("span", html(verdict.note), kind: "note")
    let inner = mark + " " + element("strong", html(verdict.title)) + note
    return element("li", inner + html(verdict.details), kind: verdict.mark.rawValue) + "\n"
  }

  private func html(_ table: Document.Table) -> String {
    func cell(_ name: String, _ attributes: String, _ column: Document.Table.Column, _ spans: [Document.Span])
      -> String
    {
      let kind = column.alignment == .left ? "" : " class=\"\(column.alignment.rawValue)\""
      return "<\(name)\(attributes)\(kind)>\(html(spans))</\(name)>"
    }
    func row(_ cells: [String]) -> String { element("tr", cells.joined()) + "\n" }
    let heads = table.columns.map { column in
      column.title.isEmpty
        ? cell("td", "", column, []) : cell("th", " scope=\"col\"", column, column.title)
    }
    let rows = table.rows.map { cells in
      row(
        zip(table.columns, cells).enumerated().map { index, pair in
          index == 0 && table.headsRows && !pair.1.isEmpty
            ? cell("th", " scope=\"row\"", pair.0, pair.1) : cell("td", "", pair.0, pair.1)
        })
    }
    let caption = table.caption.isEmpty ? "" : element("caption", html(table.caption)) + "\n"
    let body = element("thead", row(heads)) + "\n" + element("tbody", "\n" + rows.joined()) + "\n"
    let whole = element("table", "\n" + caption + body) + "\n"
    guard !table.caption.isEmpty else { return whole }
    // What does not fit a narrow window is moved sideways, with keys as well.
    let name = escape(table.caption.plainText)
    return "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"\(name)\">\n\(whole)</div>\n"
  }

  private func html(_ node: Document.TreeNode) -> String {
    let children = node.children.isEmpty ? "" : element("ul", node.children.map(html).joined())
    return element("li", html(node.label) + children)
  }

  private func html(_ spans: [Document.Span]) -> String {
    spans.map { span in
      let text = escape(span.text).replacing("\n", with: "<br>")
      let kind: String? = span.style == .plain ? nil : span.style.rawValue
      switch span.form {
      case .text: return kind == nil ? text : element("span", text, kind: kind)
      case .code: return element("code", text, kind: kind)
      case .strong: return element("strong", text, kind: kind)
      case .emphasis: return element("em", text, kind: kind)
      }
    }.joined()
  }

  private func element(_ name: String, _ inner: String, kind: String? = nil) -> String {
    HTMLText.element(name, inner, kind: kind)
  }

  private func escape(_ text: String) -> String { HTMLText.escaped(text) }
}
