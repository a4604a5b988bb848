import Course
import Foundation
import Testing

@Suite struct QuestionYAMLTests {
  private func read(_ text: String) -> (reader: YAMLReader?, collector: DiagnosticCollector) {
    let collector = DiagnosticCollector()
    return (YAMLDocument.parse(text, file: "a.yaml", collector), collector)
  }

  @Test(arguments: [
    ("a: [1, 2", DiagnosticCode.yamlSyntax),
    ("a: 1\n b: 2", .yamlSyntax),
    ("a: 1\n---\nb: 2", .yamlSyntax),
    ("a: \u{1}", .yamlSyntax),
    ("a: 1\na: 2", .yamlDuplicateKey),
    ("a: &x 1\nb: *x", .yamlAlias),
    ("a: &x [1]\n? *x\n: 2", .yamlAlias),
    ("", .yamlNotMapping),
    ("[a]: 1", .yamlNotText),
    (String(repeating: "[", count: 33) + String(repeating: "]", count: 33), .yamlTooDeep),
    (String(repeating: "[", count: 200_000), .yamlSyntax),
    (String(repeating: "- ", count: 100_000), .yamlSyntax),
    (String(repeating: "{a: ", count: 60_000), .yamlSyntax),
  ])
  func `a document that is no bounded YAML is refused`(text: String, code: DiagnosticCode) {
    let (reader, collector) = read(text)
    #expect(reader == nil)
    #expect(collector.diagnostics.map(\.code) == [code])
  }

  @Test func `a bomb of aliases is refused before it unfolds`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...40 {
      text += "a\(level): &a\(level) [" + String(repeating: "*a\(level - 1), ", count: 9) + "]\n"
    }
    let (reader, collector) = read(text + "? *a40\n: 1\n")
    #expect(reader == nil)
    #expect(collector.diagnostics.map(\.code) == [.yamlAlias])
    #expect(collector.diagnostics.first?.line == 2)
  }

  @Test func `an ampersand and a star in prose are no alias`() {
    #expect(read("a: AT&T *really*\nb: 'x &y'\n").collector.count == 0)
  }

  @Test func `words of YAML 1.1 stay words and quoted numbers stay texts`() throws {
    let (reader, collector) = read("a: no\nb: '5'\nc: 5\nd: 0x1p4\n")
    let map = try #require(reader?.mapping(["a", "b", "c", "d"]))
    #expect(map.required("a")?.text() == "no")
    #expect(map.required("b")?.integer(in: 0...9) == nil)
    #expect(map.required("c")?.integer(in: 0...9) == 5)
    #expect(map.required("d")?.number() == nil)
    #expect(collector.diagnostics.map(\.code) == [.yamlNotInteger, .yamlNotNumber])
    #expect(collector.diagnostics.map(\.line) == [2, 4])
    #expect(collector.diagnostics.map(\.column) == [4, 4])
  }

  @Test func `a misspelled key is told at its own place with its nearest name`() {
    let (reader, collector) = read("title: x\nordre: 2\n")
    _ = reader?.mapping(["title", "order"])
    #expect(
      collector.diagnostics == [
        Diagnostic(
          file: "a.yaml", line: 2, column: 1, code: .yamlMisspelledKey,
          arguments: ["key": "ordre", "nearest": "order"])
      ])
  }

  @Test(arguments: [
    (Array("a\u{0}b".utf8), DiagnosticCode.fileNotText), ([0xC3, 0x28], .fileNotText),
    (Array(repeating: 0x61, count: ContentFile.limit + 1), .fileTooLarge),
  ])
  func `bytes that are no text are refused`(bytes: [UInt8], code: DiagnosticCode) {
    let collector = DiagnosticCollector()
    #expect(ContentFile.text(bytes, path: "a.yaml", collector) == nil)
    #expect(collector.diagnostics.map(\.code) == [code])
  }

  @Test(arguments: ["\u{1B}[2J", "a\u{202E}b", "a\u{7F}", "a\u{9B}b", "\u{200F}", "\u{2028}"])
  func `a character that a terminal obeys is found`(text: String) {
    #expect(VisibleText.firstForbidden(in: text) != nil)
    #expect(VisibleText.firstForbidden(in: VisibleText.escaped(text)) == nil)
  }

  @Test(arguments: [
    ("2026-11", true), ("2026-11-04", true), ("2024-02-29", true), ("2026-02-29", false),
    ("2026-1", false), ("26-11", false), ("2026-11-", false), ("２０２６-11", false),
  ])
  func `a date is a month or a day of the calendar`(text: String, isDate: Bool) {
    #expect((ContentDate(text)?.text == text) == isDate)
  }
}
