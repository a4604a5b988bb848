import Course
import Testing

@Suite struct MarkdownTests {
  private func blocks(_ text: String) throws -> [MarkdownBlock.Content] {
    let collector = DiagnosticCollector()
    let document = MarkdownDocument.parse(text, file: "a.md", collector)
    #expect(collector.diagnostics == [])
    return try #require(document).blocks.map(\.content)
  }

  @Test(arguments: [
    ("# One *two*", [MarkdownBlock.Content.heading(level: 1, [.text("One "), .emphasis([.text("two")])])]),
    ("a\nb", [.paragraph([.text("a b")])]),
    ("a  \nb", [.paragraph([.text("a"), .lineBreak, .text("b")])]),
    ("a[0].b_c*", [.paragraph([.text("a[0].b_c*")])]),
    ("`x` **y**", [.paragraph([.code("x"), .text(" "), .strong([.text("y")])])]),
    ("[t](https://a.example)", [.paragraph([.link([.text("t")], destination: "https://a.example")])]),
    (
      "- a\n- b",
      [
        .list(
          start: nil,
          items: [
            [MarkdownBlock(line: 1, content: .paragraph([.text("a")]))],
            [MarkdownBlock(line: 2, content: .paragraph([.text("b")]))],
          ])
      ]
    ),
    ("3. a", [.list(start: 3, items: [[MarkdownBlock(line: 1, content: .paragraph([.text("a")]))]])]),
    ("> q\n> r", [.quote([MarkdownBlock(line: 1, content: .paragraph([.text("q r")]))])]),
    ("```sky id=a\nx\n```", [.code(info: "sky id=a", text: "x\n")]),
    ("a\n\n---\n", [.paragraph([.text("a")]), .thematicBreak]),
    (
      "| a | b |\n|:--|:-:|\n| `1` | 2 |\n| 3 |",
      [
        .table(
          MarkdownTable(
            alignments: [.left, .center], header: [[.text("a")], [.text("b")]],
            rows: [[[.code("1")], [.text("2")]], [[.text("3")], []]]))
      ]
    ),
    ("한국어 **굵게**", [.paragraph([.text("한국어 "), .strong([.text("굵게")])])]),
    ("", []),
  ])
  func `Markdown becomes our own tree`(text: String, expected: [MarkdownBlock.Content]) throws {
    #expect(try blocks(text) == expected)
  }

  @Test(arguments: [
    ("> ", DiagnosticCode.markdownTooDeep), ("* ", .markdownTooDeep), ("- > ", .markdownTooDeep),
  ])
  func `deep nesting is refused`(opening: String, code: DiagnosticCode) {
    let collector = DiagnosticCollector()
    let text = String(repeating: opening, count: 60_000 / opening.count) + "a"
    #expect(MarkdownDocument.parse(text, file: "a.md", collector) == nil)
    #expect(collector.diagnostics.map(\.code) == [code])
  }

  @Test func `nesting within the limit is taken`() throws {
    #expect(try blocks(String(repeating: "> ", count: 30) + "a").count == 1)
  }

  @Test func `lines are counted from an offset`() throws {
    let collector = DiagnosticCollector()
    let document = MarkdownDocument.parse("a\n\n# b\n", file: "a.md", lineOffset: 10, collector)
    #expect(document?.blocks.map(\.line) == [11, 13])
  }

  @Test func `a text that is too long is refused`() {
    let collector = DiagnosticCollector()
    let text = String(repeating: "a", count: ContentFile.limit + 1)
    #expect(MarkdownDocument.parse(text, file: "a.md", collector) == nil)
    #expect(collector.diagnostics.map(\.code) == [.fileTooLarge])
  }
}
