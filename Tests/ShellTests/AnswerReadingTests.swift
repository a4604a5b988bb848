import Assessment
import Course
import Shell
import Testing

/// Lines that people type as answers.
@Suite struct AnswerReadingTests {
  private func parts() throws -> PresentedQuestion {
    let bank = try TestSession().session.course.questions(DiagnosticCollector())
    let question = try #require(bank.questions.first { $0.id.rawValue == "elb-parts" })
    return PresentedQuestion(question, attempt: 0)
  }

  @Test(arguments: ["1", "1b 2"])
  func `a pair without its letter is told by its form, not as no answer`(line: String) throws {
    let presented = try parts()
    #expect(throws: AnswerError.wrongForm(.matching)) { try AnswerReading.answer(line, to: presented) }
  }
}
