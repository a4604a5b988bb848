/// Reads `hints.<language>.md`: sections that begin with `## 1`, `## 2` …, each with an optional line `when: <query>`.
enum HintFile {
  private struct Section {
    let line: Int
    var condition: (text: Substring, line: Int)?
    var body: [Substring] = []
  }

  static func hints(_ text: String, file: String, _ collector: DiagnosticCollector) -> [Hint]? {
    let before = collector.count
    let hints = sections(of: text, file: file, collector).enumerated().map { index, section in
      hint(index + 1, section, file, collector)
    }
    return collector.count == before ? hints.compactMap { $0 } : nil
  }

  private static func sections(
    of text: String, file: String, _ collector: DiagnosticCollector
  ) -> [Section] {
    var sections: [Section] = []
    var isCode = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, line.hasPrefix("## ") {
        let expected = sections.count + 1
        if line.dropFirst(3) != "\(expected)" {
          collector.report(
            Diagnostic(
              file: file, line: index + 1, column: 1, code: .labHintNumber,
              arguments: ["expected": .integer(expected)]))
        }
        sections.append(Section(line: index + 1))
      } else if let last = sections.indices.last {
        if line.hasPrefix("when:"), sections[last].body.allSatisfy(\.isEmpty),
          sections[last].condition == nil
        {
          sections[last].condition = (line.dropFirst(5).drop { $0 == " " }, index + 1)
          sections[last].body.append("")
        } else {
          sections[last].body.append(line)
        }
      }
    }
    return sections
  }

  private static func hint(
    _ number: Int, _ section: Section, _ file: String, _ collector: DiagnosticCollector
  ) -> Hint? {
    var when: Query?
    if let condition = section.condition {
      do {
        when = try Query(String(condition.text))
      } catch {
        collector.report(
          Diagnostic(
            file: file, line: condition.line, column: 7 + (error.position ?? 0), code: .yamlNotQuery,
            arguments: ["key": "when", "problem": .text(error.problem)]))
      }
    }
    let body = section.body.joined(separator: "\n")
    let document = MarkdownDocument.parse(body, file: file, lineOffset: section.line, collector)
    return document.map { Hint(number: number, when: when, document: $0) }
  }
}
