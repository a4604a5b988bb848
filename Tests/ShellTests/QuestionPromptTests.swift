import Assessment
import Course
import Foundation
import LearnerStore
import Shell
import Terminal
import Testing
import Texts

/// What is typed at a question's prompt and is no answer.
@Suite struct QuestionPromptTests {
  /// What a quiz showed, and what it kept.
  private struct Played {
    let text: String
    let status: Int32
    let kept: [AnsweredQuestion]
  }

  private func quiz(
    _ language: Language, _ lines: [String], _ command: String = "quiz availability-zone 1"
  ) throws -> Played {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { removeHome(home) }
    let script = ScriptLineSource(text: lines.joined(separator: "\n") + "\n")
    let test = try TestSession(language, home: home, lines: script)
    let (text, status) = try test.run(command)
    let kept = try #require(test.session.store).events().compactMap { event in
      if case .answered(let answered) = event.act { answered } else { nil as AnsweredQuestion? }
    }
    return Played(text: text, status: status, kept: kept)
  }

  @Test(
    arguments: Language.allCases, ["lesson next", "hint", "aws ec2 describe-instances", "check", "run 5m"])
  func `a command is named as one and the question goes on`(language: Language, line: String) throws {
    let played = try quiz(language, [line, "a", "1"])
    #expect(played.status == 0)
    #expect(played.text.contains("`\(line)`"))
    #expect(played.kept.count == 1)
  }

  @Test(arguments: Language.allCases, ["?", "help", "도움말", "？", "ㅗ디ㅔ"])
  func `help says how to answer and how to leave, and the question is put again`(
    language: Language, line: String
  ) throws {
    let played = try quiz(language, [line, "a", "1"])
    #expect(played.status == 0)
    #expect(played.text.contains(language == .ko ? "이미 한 답은 남습니다" : "what you have answered stays"))
    let prompt = language == .ko ? "답 (a" : "Your answer, a to"
    #expect(played.text.components(separatedBy: prompt).count == 3)
  }

  @Test func `a command that only shows something is done, and the question put again`() throws {
    let played = try quiz(.en, ["lessons", "a", "1"])
    #expect(played.text.contains("elb"))
    #expect(played.text.components(separatedBy: "Your answer, a to").count == 3)
  }

  @Test func `a number stands for the letter at its place, and what is no answer is told whole`() throws {
    #expect(try quiz(.en, ["2", "1"]).text.contains("%"))
    #expect(try quiz(.en, ["모두", "a", "1"]).text.contains("`모두`"))
    #expect(try quiz(.en, ["9", "a", "1"]).text.contains("`9`"))
  }

  @Test(arguments: Language.allCases)
  func `the words that leave a question stand in its prompt`(language: Language) throws {
    let words = language == .ko ? ["건너뛰기", "그만"] : ["skip", "quit"]
    let prompt = try quiz(language, [words[1]]).text.split(separator: "\n").last { $0.contains(" · ") }
    for word in words { #expect(try #require(prompt).contains(word)) }
  }

  @Test(
    arguments: Language.allCases,
    ["skip", "Skip", "pass", "건너뛰기", "건너 뛰기", "`건너뛰기`", "모름", "모르겠습니다", "I don't know", "나ㅑㅔ"])
  func `a question is left out in the words of both languages, and the next one is put`(
    language: Language, word: String
  ) throws {
    let played = try quiz(language, [word, "b", "3"], "quiz availability-zone 2")
    #expect(played.kept.count == 1)
  }

  @Test(arguments: Language.allCases, ["quit", "exit", "stop", "q", "그만", "그만.", "끝", "벼ㅑㅅ", "ㄴ새ㅔ"])
  func `the questions are ended in the words of both languages`(language: Language, word: String) throws {
    let played = try quiz(language, ["b", "3", word, "b", "3"], "quiz availability-zone 3")
    #expect(played.status == 0)
    #expect(played.kept.count == 1)
  }

  @Test(arguments: Language.allCases, ["skip", "건너뛰기", "pass"])
  func `leaving the certainty out keeps the answer and the round`(language: Language, word: String) throws {
    let played = try quiz(language, ["b", word, "b", "3"], "quiz availability-zone 2")
    #expect(played.kept.map(\.certainty) == [nil, .certain])
  }

  @Test(arguments: Language.allCases, [["quit"], ["그만"], []])
  func `an end at the certainty keeps the answer`(language: Language, words: [String]) throws {
    let played = try quiz(language, ["b"] + words, "quiz availability-zone 3")
    #expect(played.status == 0)
    #expect(played.kept.count == 1)
    #expect(played.text.contains(language == .ko ? "문제 1개에 답했습니다" : "1 question answered"))
  }

  @Test func `what is no certainty is told, and commands and help are no end`() throws {
    let lines = ["b", "b", "?", "lesson next", "모름"]
    let played = try quiz(.ko, lines, "quiz availability-zone 1")
    #expect(played.kept.map(\.certainty) == [.guess])
    #expect(played.text.contains("`lesson next`"))
    #expect(played.text.contains("복습할 때를 정하는 데"))
  }

  @Test func `what certainty is for is told once`() throws {
    let sentence = "How sure you are does not change"
    let played = try quiz(.en, ["b", "3", "b", "3"], "quiz availability-zone 2")
    #expect(played.text.components(separatedBy: sentence).count == 2)
  }

  @Test(arguments: [String(repeating: "a", count: 70_000), "a\u{0}b"])
  func `a line that cannot be read is asked again and ends nothing`(line: String) throws {
    let played = try quiz(.en, [line, "b", "3"])
    #expect(played.status == 0)
    #expect(played.kept.count == 1)
  }

  @Test func `a blank or a reason that is left out leaves the rest of the answer`() throws {
    let bank = AnswerReadingTests.bank
    let cloze = try #require(bank.questions(topic: "elb").firstIndex { $0.id.rawValue == "elb-cross-zone" })
    let before = Array(repeating: "skip", count: cloze)
    let blank = try quiz(.en, before + ["25", "skip", "3", "quit"], "quiz elb \(cloze + 1)")
    #expect(blank.kept.last?.answer == .blanks(["off": "25"]))
    #expect(blank.kept.last?.fraction == 0.5)
    let verdict = try #require(bank.questions(topic: "elb").firstIndex { $0.id.rawValue == "elb-fail-open" })
    // A cloze is left out blank by blank.
    let lines = Array(repeating: "skip", count: verdict + 1)
    let reason = try quiz(.en, lines + ["f", "skip", "3", "quit"], "quiz elb \(verdict + 1)")
    #expect(reason.kept.last?.answer == .verdict(false, because: nil))
  }
}
