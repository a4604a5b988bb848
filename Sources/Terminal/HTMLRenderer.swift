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
    case .plot(let plot): return html(plot)
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
    func row(_ cells: [[Document.Span]], _ name: String) -> String {
      let inner = zip(table.columns, cells).map { column, cell in
        element(name, html(cell), kind: column.alignment == .left ? nil : column.alignment.rawValue)
      }
      return element("tr", inner.joined()) + "\n"
    }
    let head = element("thead", row(table.columns.map(\.title), "th"))
    let body = element("tbody", "\n" + table.rows.map { row($0, "td") }.joined())
    return element("table", "\n" + head + "\n" + body + "\n") + "\n"
  }

  private func html(_ node: Document.TreeNode) -> String {
    let children = node.children.isEmpty ? "" : element("ul", node.children.map(html).joined())
    return element("li", html(node.label) + children)
  }

  private func html(_ plot: Document.Plot) -> String {
    let rows = plot.series.map { series in
      element("dt", html(series.name))
        + element("dd", escape(Sparkline.text(series.values, width: 100)), kind: "sparkline") + "\n"
    }
    let title = plot.title.isEmpty ? "" : element("figcaption", html(plot.title)) + "\n"
    let summary = plot.summary.isEmpty ? "" : element("p", html(plot.summary)) + "\n"
    return element("figure", "\n" + title + element("dl", "\n" + rows.joined()) + "\n" + summary) + "\n"
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
    let attribute = kind.map { " class=\"\($0)\"" } ?? ""
    return "<\(name)\(attribute)>\(inner)</\(name)>"
  }

  private func escape(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
  }
}
