import Course
import Foundation
import Testing

@Suite struct QuestionFileTests {
  @Test(arguments: QuestionSamples.bodies.map(\.kind))
  func `a question of each kind is read whole and breaks no rule`(kind: String) throws {
    let sample = try #require(QuestionSamples.bodies.first { $0.kind == kind })
    let (questions, codes) = QuestionSamples.read(
      QuestionSamples.file(kind, stem: sample.stem, sample.body))
    #expect(codes == [])
    let question = try #require(questions.first)
    #expect(question.kind.rawValue == kind)
    #expect(question.id.rawValue == "sample")
    #expect(question.rev == 1)
    #expect(question.topic == "zone")
    #expect(question.source.facts == ["EC2 2.1"])
    #expect(question.source.checked?.text == "2026-11")
    #expect(question.location.line == 2)
    #expect(question.location.column == 5)
  }

  @Test func `every kind has a sample`() {
    #expect(QuestionSamples.bodies.map(\.kind) == QuestionKind.allCases.map(\.rawValue))
  }

  @Test(arguments: [
    ("kind: single", "kind: sinlge", [DiagnosticCode.yamlNotOneOf]),
    ("    kind: single\n", "", [.yamlMissingKey]),
    ("level: mid", "levle: mid", [.yamlMissingKey, .yamlMisspelledKey]),
    ("level: mid", "level: mid\n    colour: red", [.yamlUnknownKey]),
    ("id: sample", "id: Sample!", [.yamlNotIdentifier]),
    ("tests: {ko: 영역의 뜻, en:", "tests: {en:", [.yamlMissingKey]),
    (", en: An explanation.", ", en: ''", [.yamlEmptyText]),
    (", en: An explanation.", ", en: \"\\e[2J\"", [.yamlControlCharacter]),
    ("source: {facts: EC2 2.1, checked: 2026-11}", "source: {}", [.questionMissingSource]),
    ("    source: {facts: EC2 2.1, checked: 2026-11}\n", "", [.questionMissingSource]),
    (", checked: 2026-11", "", [.yamlMissingKey]),
    ("2026-11}", "2026-13}", [.yamlNotDate]),
    (", reason: {ko: 지나칩니다., en: That is too much.}", "", [.questionChoiceWithoutReason]),
    ("correct: true", "correct: yes", [.yamlNotBoolean]),
    (", correct: true", "", [.questionNotOneCorrect]),
    ("id: c, ko", "id: c, correct: true, ko", [.questionNotOneCorrect]),
    ("{id: c,", "{id: a,", [.questionDuplicatePart]),
    ("en: two Regions", "en: One  Zone", [.questionEqualChoices]),
    ("en: two Regions", "en: All of the above", [.questionAboveChoice]),
    ("ko: 리전 둘", "ko: 위의 모두", [.questionAboveChoice]),
    ("en: what a zone is", "en: 영역", [.questionLanguageMixed]),
    (
      "en: two zones", "en: two zones of one Region that hold the same capacity each",
      [.questionRightStandsOut]
    ),
  ])
  func `a broken question is told by its rule`(
    from: String, to: String, codes: [DiagnosticCode]
  ) {
    let text = QuestionSamples.file("single", QuestionSamples.choices)
    #expect(text.contains(from))
    #expect(QuestionSamples.read(text.replacingOccurrences(of: from, with: to)).codes == codes)
  }

  @Test(arguments: [
    (
      "multiple", "", QuestionSamples.choices.replacingOccurrences(of: ", correct: true", with: ""),
      DiagnosticCode.questionNoneCorrect
    ),
    (
      "multiple", "",
      "choices:\n  - {id: a, correct: true, ko: 가, en: x, reason: {ko: 가, en: x}}\n"
        + "  - {id: b, correct: true, ko: 나, en: y, reason: {ko: 가, en: x}}", .questionNoneWrong
    ),
    ("number", "", "answer: {value: 1, unit: parsec}", .questionUnknownUnit),
    ("number", "", "answer: {value: 1, tolerance: much}", .questionNotTolerance),
    ("number", "", "answer: {value: '1'}", .yamlNotNumber),
    ("cloze", "[[b]]", "blanks: [{id: a, number: {value: 1}}]", .questionBlankMissing),
    ("cloze", "[[a]] [[b]]", "blanks: [{id: a, number: {value: 1}}]", .questionBlankUnknown),
    ("cloze", "[[a]]", "blanks: [{id: a}]", .questionBlankShape),
    (
      "simulated", "{users}", "world: [x]\nmeasure: {over: cost, query: a}\nanswer: {}",
      .questionUnknownParameter
    ),
    (
      "simulated", "", "parameters: {a: [1, 2]}\nworld: [x]\nmeasure: {over: cost, query: a}\nanswer: {}",
      .questionUnusedParameter
    ),
    (
      "simulated", "",
      "parameters: {a: {from: 5, to: 5}}\nworld: [x]\nmeasure: {over: cost, query: a}\nanswer: {}",
      .questionParameterRange
    ),
    ("ordering", "", "items: [{id: a, ko: 가, en: one}]", .yamlListSize),
  ])
  func `the rules of the kinds are told`(
    kind: String, stem: String, body: String, code: DiagnosticCode
  ) {
    #expect(QuestionSamples.read(QuestionSamples.file(kind, stem: stem, body)).codes.contains(code))
  }

  @Test func `a number without a fact is told`() {
    let text = QuestionSamples.file("number", "answer: {value: 1}")
      .replacingOccurrences(of: "{facts: EC2 2.1, checked: 2026-11}", with: "{page: zones}")
    #expect(QuestionSamples.read(text).codes == [.questionNumberWithoutFact])
  }

  @Test func `a bank is read from the folders of the lessons, and ids are unique across files`() throws {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("skydrill-bank-\(UUID().uuidString)")
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: root) } }
    for folder in ["lessons/02-zone", "lessons/01-region", "lessons/draft"] {
      let url = root.appendingPathComponent(folder)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try QuestionSamples.file("single", QuestionSamples.choices)
        .write(to: url.appendingPathComponent("questions.yaml"), atomically: true, encoding: .utf8)
    }
    let outside = root.appendingPathComponent("lessons/03-link")
    try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: outside.appendingPathComponent("questions.yaml").path, withDestinationPath: "/etc/hosts")
    let collector = DiagnosticCollector()
    let bank = QuestionBank.load(root: root.path, collector)
    #expect(bank.questions.map(\.topic) == ["region"])
    #expect(collector.diagnostics.map(\.code) == [.questionDuplicateID, .fileNotRegular])
    #expect(collector.diagnostics.first?.file == "lessons/02-zone/questions.yaml")
    #expect(
      collector.diagnostics.first?.arguments["other"] == .text("lessons/01-region/questions.yaml:2"))
  }
}
