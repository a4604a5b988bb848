import Course
import Foundation

/// Questions as authors write them, for the tests of reading and lint.
enum QuestionSamples {
  static let head = """
    questions:
      - id: sample
        kind: KIND
        level: mid
        tests: {ko: 영역의 뜻, en: what a zone is}
        source: {facts: EC2 2.1, checked: 2026-11}
        stem: {ko: "STEM 문제입니다.", en: "STEM question."}
        explanation: {ko: 설명입니다., en: An explanation.}

    """

  /// A whole file with one question of a kind; the body's lines are indented by four spaces here.
  static func file(_ kind: String, stem: String = "", _ body: String) -> String {
    let indented = body.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    return head.replacingOccurrences(of: "KIND", with: kind)
      .replacingOccurrences(of: "STEM", with: stem) + indented + "\n"
  }

  static let choices = """
    choices:
      - {id: a, ko: 영역 하나, en: one zone, reason: {ko: 하나로는 모자랍니다., en: One is too few.}}
      - {id: b, correct: true, ko: 영역 둘, en: two zones, reason: {ko: 둘이면 됩니다., en: Two will do.}}
      - {id: c, ko: 리전 둘, en: two Regions, reason: {ko: 지나칩니다., en: That is too much.}}
    """

  static let bodies: [(kind: String, stem: String, body: String)] = [
    ("single", "", choices),
    ("multiple", "", choices),
    (
      "trueFalse", "",
      "answer: false\nreason: {ko: 아닙니다., en: It is not.}\n"
        + choices.replacingOccurrences(of: "choices:", with: "because:")
    ),
    ("number", "", "answer: {value: 120, unit: s, tolerance: 5%, words: [ticks]}"),
    ("short", "", "accept: {ko: [가용 영역], en: [availability zone, AZ]}"),
    (
      "ordering", "",
      "items:\n  - {id: a, ko: 가, en: one}\n  - {id: b, ko: 나, en: two}\n  - {id: c, ko: 다, en: three}"
    ),
    (
      "matching", "",
      """
      pairs:
        - {id: a, left: {ko: 가, en: l1}, right: {ko: 나, en: r1}}
        - {id: b, left: {ko: 다, en: l2}, right: {ko: 라, en: r2}}
      distractors:
        - {id: x, ko: 마, en: r3}
      """
    ),
    (
      "cloze", "[[zones]] [[name]]",
      """
      blanks:
        - {id: zones, number: {value: 2}}
        - {id: name, accept: {ko: [영역], en: [zone]}}
      """
    ),
    (
      "simulated", "{type} {count}",
      """
      parameters:
        type: [t3.micro, m5.large]
        count: {from: 1, to: 5}
      world:
        - aws ec2 run-instances --instance-type {type} --count {count}
      measure: {over: cost, query: monthly}
      answer: {unit: USD, tolerance: 1%}
      """
    ),
    ("open", "", "keyPoints:\n  - {id: a, ko: 영역 장애, en: a zone fails}"),
  ]

  static func read(_ text: String) -> (questions: [Question], codes: [DiagnosticCode]) {
    let collector = DiagnosticCollector()
    let questions = QuestionFile.questions(
      text: text, path: "lessons/01-zone/questions.yaml", topic: "zone", collector)
    QuestionLint.check(questions, collector)
    return (questions, collector.diagnostics.map(\.code))
  }

  /// A single-choice question with these Korean and English choices, the first `right` of them right.
  static func single(_ id: String, _ texts: [String], right: Int) -> Question {
    let choices = texts.enumerated().map { index, text in
      Choice(
        id: "c\(index)", isCorrect: index == right, text: BilingualText(ko: text, en: text),
        reason: BilingualText(ko: "이유", en: "reason"))
    }
    return Question(
      id: QuestionID(id), rev: 1, topic: "zone", level: .junior,
      tests: BilingualText(ko: "영역", en: "zones"),
      source: QuestionSource(facts: [], page: "zones", checked: nil),
      stem: BilingualText(ko: "몇입니까?", en: "How many?"),
      explanation: BilingualText(ko: "둘입니다.", en: "Two."), body: .single(choices),
      location: ContentLocation(file: "lessons/01-zone/questions.yaml", line: 1, column: 1))
  }
}
