/// Renders GitHub-flavoured Markdown, with the signs that it would read escaped.
package struct MarkdownRenderer: DocumentRenderer {
  private let words: RendererWords

  /// A renderer with the words for verdicts and remarks.
  package init(words: RendererWords) { self.words = words }

  /// The document, blocks apart by an empty line.
  package func render(_ document: Document) -> String {
    let blocks = lines(document.sanitized().blocks)
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n") + "\n"
  }

  private func lines(_ blocks: [Document.Block]) -> [String] {
    blocks.enumerated().flatMap { ($0.offset > 0 ? [""] : []) + lines($0.element) }
  }

  private func lines(_ block: Document.Block) -> [String] {
    switch block {
    case .heading(let level, let spans):
      return [String(repeating: "#", count: min(6, max(1, level))) + " " + text(spans)]
    case .paragraph(let spans): return [text(spans)]
    case .list(let ordered, let items):
      return items.enumerated().flatMap { index, blocks in
        item(ordered ? "\(index + 1). " : "- ", lines(blocks))
      }
    case .table(let table): return self.table(table)
    case .code(let language, let text): return fenced(text, language)
    case .verdicts(let verdicts): return verdicts.flatMap(verdict)
    case .tree(let nodes), .flow(let nodes): return nodes.flatMap(tree)
    case .plot(let plot): return self.plot(plot)
    case .keyValues(let pairs): return pairs.map { "- " + text($0.key) + ": " + text($0.value) }
    case .progress(let fraction, let label):
      let share = fraction.isFinite ? Int(min(1, max(0, fraction)) * 100) : 0
      return [text(label) + (label.isEmpty ? "" : ": ") + "\(share)%"]
    case .rule: return ["---"]
    case .quote(let blocks): return quoted(lines(blocks))
    case .callout(let kind, let title, let blocks):
      let word = "**\(escape(words.word(for: kind)))**"
      return quoted([title.isEmpty ? word : word + ": " + text(title), ""] + lines(blocks))
    }
  }

  private func quoted(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? ">" : "> " + $0 } }

  private func item(_ mark: String, _ lines: [String]) -> [String] {
    let margin = DisplayWidth.spaces(mark.count)
    return lines.enumerated().map {
      $0.offset == 0 ? mark + $0.element : $0.element.isEmpty ? "" : margin + $0.element
    }
  }

  private func verdict(_ verdict: Document.Verdict) -> [String] {
    let sign =
      switch verdict.mark {
      case .pass: "✓"
      case .fail: "✗"
      case .undecided: "·"
      }
    let head = "\(sign) \(escape(words.word(for: verdict.mark))): **\(text(verdict.title))**"
    let note = verdict.note.isEmpty ? "" : ": " + text(verdict.note)
    let details = verdict.details.isEmpty ? [] : [""] + lines(verdict.details)
    return item("- ", [head + note] + details)
  }

  private func table(_ table: Document.Table) -> [String] {
    func row(_ cells: [[Document.Span]]) -> String {
      "| " + cells.map { text($0).replacing("\\\n", with: " ") }.joined(separator: " | ") + " |"
    }
    let marks = table.columns.map { column in
      switch column.alignment {
      case .left: "---"
      case .right: "---:"
      case .centre: ":---:"
      }
    }
    return [row(table.columns.map(\.title)), "| " + marks.joined(separator: " | ") + " |"]
      + table.rows.map(row)
  }

  private func tree(_ node: Document.TreeNode) -> [String] {
    item("- ", [text(node.label)] + node.children.flatMap(tree))
  }

  private func plot(_ plot: Document.Plot) -> [String] {
    let title = plot.title.isEmpty ? [] : ["**\(text(plot.title))**", ""]
    let series = plot.series.map { "- \(text($0.name)): \(Sparkline.text($0.values, width: 60))" }
    return title + series + (plot.summary.isEmpty ? [] : ["", text(plot.summary)])
  }

  private func fenced(_ text: String, _ language: String?) -> [String] {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let name = (language ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return [fence + name] + rows(text) + [fence]
  }

  private func text(_ spans: [Document.Span]) -> String {
    spans.map { span in
      switch span.form {
      case .text: escape(span.text)
      case .code: code(span.text)
      case .strong: "**\(escape(span.text))**"
      case .emphasis: "*\(escape(span.text))*"
      }
    }.joined()
  }

  private func code(_ text: String) -> String {
    let text = text.replacing("\n", with: " ")
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    guard longest > 0 else { return "`\(text.replacing("|", with: "\\|"))`" }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  private func escape(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~": result += "\\" + String(character)
      case "&": result += "&amp;"
      case "\n": result += "\\\n"
      default: result.append(character)
      }
    }
  }
}
