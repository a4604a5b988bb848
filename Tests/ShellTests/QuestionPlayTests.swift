import Assessment
import Course
import Foundation
import LearnerStore
import Shell
import Terminal
import Testing
import Texts

/// Puts every question of the bank in quizzes, answers them by typed lines, and reads what was kept.
@Suite struct QuestionPlayTests {
  static let bank = CourseLibrary(root: TestSession.root).questions(DiagnosticCollector())

  /// A topic's quiz in a language.
  struct Quiz: Sendable, CustomTestStringConvertible {
    let topic: String
    let language: Language
    var testDescription: String { "\(topic) \(language.code)" }
  }

  static let quizzes: [Quiz] = Set(bank.questions.map(\.topic)).sorted().flatMap { topic in
    Language.allCases.map { Quiz(topic: topic, language: $0) }
  }

  /// What the simulated questions' first showings measure.
  static let measured: [QuestionID: SimulatedResult] = {
    var results: [QuestionID: SimulatedResult] = [:]
    do {
      let worlds = SimulatedWorlds(session: try TestSession().session)
      for question in bank.questions {
        results[question.id] = try worlds.result(PresentedQuestion(question, attempt: 0))
      }
    } catch {
      Issue.record("a simulated question has no answer: \(error)")
    }
    return results
  }()

  @Test func `the bank has thirty questions of every kind but open`() {
    #expect(Self.bank.questions.count >= 30)
    let kinds = Set(Self.bank.questions.map(\.kind))
    #expect(kinds == Set(QuestionKind.allCases).subtracting([.open]))
  }

  /// Puts all questions of a topic, each answered by the lines that `answers` chooses; gives what was kept and shown.
  private func play(
    _ quiz: Quiz, answers: (TypedAnswers) -> [String]
  ) throws -> (answered: [AnsweredQuestion], shown: String) {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { removeHome(home) }
    let questions = Self.bank.questions(topic: quiz.topic)
    let lines = questions.flatMap { question in
      let presented = PresentedQuestion(question, attempt: 0)
      return answers(TypedAnswers(presented: presented, result: Self.measured[question.id])) + ["3"]
    }
    let script = ScriptLineSource(text: lines.joined(separator: "\n") + "\n")
    let shell = try TestSession(quiz.language, home: home, lines: script)
    let (shown, status) = try shell.run("quiz \(quiz.topic) \(questions.count)")
    #expect(status == 0, "\(shown)")
    // The last answer was taken by the last question: no line is left, none was missing.
    #expect(script.nextLine(prompt: Prompt("")) == .endOfInput)
    let events = try #require(shell.session.store).events()
    let answered = events.compactMap { event -> AnsweredQuestion? in
      if case .answered(let answered) = event.act { answered } else { nil }
    }
    #expect(Set(answered.map(\.question)) == Set(questions.map(\.id)))
    return (answered, shown)
  }

  @Test(arguments: quizzes)
  func `every question answered right earns all its points`(quiz: Quiz) throws {
    let (answered, _) = try play(quiz) { $0.right }
    for answer in answered { #expect(answer.fraction == 1, "\(answer.question): \(answer.answer)") }
  }

  @Test(arguments: quizzes)
  func `every question answered wrong is told why and comes back first`(quiz: Quiz) throws {
    let (answered, shown) = try play(quiz) { $0.wrong }
    for answer in answered {
      #expect(answer.isSureAndWrong, "\(answer.question) earned \(answer.fraction)")
      let question = try #require(Self.bank[answer.question])
      let variant = question.variant(drawSeed: answer.variant)
      let language: ContentLanguage = quiz.language == .ko ? .ko : .en
      let why = (variant?.explanation ?? question.explanation)[language]
      let isTold = Self.bare(shown).contains(Self.bare(why))
      #expect(isTold, "\(answer.question): the explanation is missing")
    }
  }

  /// A text without what rendering changes: line breaks, the marks of Markdown.
  private static func bare(_ text: String) -> String {
    text.filter { !$0.isWhitespace && !"`*_│".contains($0) }
  }

  @Test(arguments: bank.questions.filter { $0.kind == .simulated }.map(\.id))
  func `a simulated question answers its variants by running them`(id: QuestionID) throws {
    let question = try #require(Self.bank[id])
    let worlds = SimulatedWorlds(session: try TestSession().session)
    var keys: Set<String> = []
    var variants: Set<[String]> = []
    for attempt in 0..<24 where variants.count < 4 {
      let presented = PresentedQuestion(question, attempt: attempt)
      let values = try #require(presented.variant).values.map(\.value)
      guard variants.insert(values).inserted else { continue }
      let result = try #require(try worlds.result(presented))
      let text = presented.stem.en + presented.stem.ko + presented.explanation.en + presented.explanation.ko
      #expect(!text.contains("{"), "a parameter was not filled in: \(text)")
      #expect(try worlds.result(presented) == result)
      keys.insert("\(result)")
    }
    #expect(variants.count >= 3)
    #expect(keys.count >= 2, "every variant has the answer \(keys)")
  }
}
