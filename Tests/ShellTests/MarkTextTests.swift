import Assessment
import Course
import Foundation
import Shell
import Terminal
import Testing
import Texts

/// What is told about an answer that is right in part, or in another unit or order.
@Suite struct MarkTextTests {
  /// Answers one question of the bank and gives what is shown behind its prompts.
  private func told(_ id: String, _ language: Language, _ answer: (PresentedQuestion) -> [String]) throws
    -> String
  {
    let bank = AnswerReadingTests.bank
    let question = try #require(bank[QuestionID(id)])
    let before = bank.questions(topic: question.topic).prefix { $0.id != question.id }
    var lines = before.flatMap { other -> [String] in
      if case .cloze(let blanks) = other.body { blanks.map { _ in "skip" } } else { ["skip"] }
    }
    lines += answer(PresentedQuestion(question, attempt: 0)) + ["1"]
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { removeHome(home) }
    let script = ScriptLineSource(text: lines.joined(separator: "\n") + "\n")
    let shell = try TestSession(language, home: home, lines: script)
    let text = try shell.run("quiz \(question.topic) --count \(before.count + 1)").text
    let prompt = shell.session.text("mark.prompt.certainty")
    return try #require(text.components(separatedBy: prompt).last)
  }

  private func letters(_ shown: PresentedQuestion, _ ids: [String]) -> String {
    ids.compactMap { id in shown.lettered.firstIndex { $0.id == id }.map { PresentedQuestion.letter($0) } }
      .joined(separator: " ")
  }

  @Test(arguments: [(Language.ko, "내 답: 40초", "정답: 35초"), (.en, "you: 40 s", "wanted: 35 s")])
  func `a number is shown with its unit, given or not`(language: Language, mine: String, wanted: String)
    throws
  {
    for line in ["40", "40 s"] {
      let text = try told("elb-detection", language) { _ in [line] }
      #expect(text.contains(wanted))
      #expect(line != "40" || text.contains(mine))
    }
  }

  @Test(arguments: [
    (Language.ko, "5개 중 3개가 제자리", "내 답에서는 2번째"), (.en, "3 of 5 in their place", "number 2 in your answer"),
  ])
  func `the learner's place stands beside the right order`(language: Language, sum: String, place: String)
    throws
  {
    let text = try told("az-failover-order", language) { shown in
      let ids = ["first", "dark", "second", "out", "rest"]
      return [
        ids.compactMap { id in shown.numbered.firstIndex { $0.id == id }.map { "\($0 + 1)" } }.joined(
          separator: " ")
      ]
    }
    #expect(text.contains(sum))
    #expect(text.contains(place))
  }

  @Test(arguments: [
    (Language.ko, "맞는 보기 2개 중 1개를 골랐지만 틀린 보기도 1개 골라"), (.en, "1 of 2 right choices, and 1 wrong"),
  ])
  func `points that a wrong choice takes away are told in words`(language: Language, words: String) throws {
    let text = try told("az-planes", language) { [self.letters($0, ["answers", "edit"])] }
    #expect(text.contains(words))
  }

  @Test(arguments: [(Language.ko, "4개 중 2개가 맞아"), (.en, "2 of 4 parts")])
  func `a pair that is wrong shows both the learner's side and the right one`(language: Language, sum: String)
    throws
  {
    let text = try told("elb-parts", language) { shown in
      [self.letters(shown, ["group", "listener", "check", "node"])]
    }
    #expect(text.contains(sum))
    let question = try #require(AnswerReadingTests.bank[QuestionID("elb-parts")])
    guard case .matching(let matching) = question.body else { return }
    let code: ContentLanguage = language == .ko ? .ko : .en
    let rows = text.split(separator: "\n")
    let row = matching.pairs[0].left[code] + " → " + matching.pairs[1].right[code]
    #expect(rows.contains { $0.contains("✗") && $0.contains(row) })
    #expect(rows.contains { $0.contains(matching.pairs[0].right[code]) && !$0.contains("→") })
  }

  @Test(arguments: [(Language.ko, "판단은 맞고 이유는 맞지 않아"), (.en, "the verdict is right, the reason is not")])
  func `a right verdict with a wrong reason is told as that`(language: Language, words: String) throws {
    let text = try told("elb-fail-open", language) { ["f", self.letters($0, ["wait"])] }
    #expect(text.contains(words))
  }

  @Test(arguments: Language.allCases)
  func `a question names its topic by the lesson's title`(language: Language) throws {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { removeHome(home) }
    let shell = try TestSession(language, home: home, lines: ScriptLineSource(text: "b\n3\n"))
    let text = try shell.run("quiz availability-zone 1").text
    #expect(!text.contains("availability-zone"))
    #expect(text.components(separatedBy: language == .ko ? "가용 영역" : "Availability Zones").count > 2)
  }
}
