import CloudAPI

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
      when = query(String(condition.text), file, condition.line, collector)
    }
    let body = section.body.joined(separator: "\n")
    let document = MarkdownDocument.parse(body, file: file, lineOffset: section.line, collector)
    return document.map { Hint(number: number, when: when, document: $0) }
  }

  /// The condition behind `when: `, which begins in column 7.
  private static func query(
    _ text: String, _ file: String, _ line: Int, _ collector: DiagnosticCollector
  ) -> Query? {
    func report(_ code: DiagnosticCode, _ offset: Int, _ arguments: [String: DiagnosticValue]) {
      collector.report(
        Diagnostic(file: file, line: line, column: 7 + offset, code: code, arguments: arguments))
    }
    let query: Query
    do throws(JMESPathError) {
      query = try Query(text)
    } catch {
      report(.yamlNotQuery, error.position ?? 0, ["key": "when", "problem": .text(error.problem)])
      return nil
    }
    do throws(UnknownMember) {
      try query.path.check(against: QueryTree.verdict)
    } catch {
      report(.labUnknownMember, text.distance(to: error.name), error.arguments)
    }
    return query
  }
}
