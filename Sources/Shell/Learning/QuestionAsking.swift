import Assessment
import Course
import Foundation
import Terminal
import Texts

/// An answer as it was given: before it is known whether it is right.
struct GivenAnswer: Sendable {
  let answer: Answer
  let certainty: Certainty?
  let milliseconds: Int64
}

/// What came of asking.
enum AskedAnswer: Sendable {
  case given(GivenAnswer)
  /// The learner left this one out.
  case skipped
  /// The learner wants no more questions.
  case ended
}

/// Asks a question at the terminal until the answer can be read.
struct QuestionAsking {
  let session: Session
  /// Whether the certainty is asked too.
  let asksCertainty: Bool

  /// Words that leave the question out, and that end the asking.
  static let skipWords = ["skip", "건너뛰기"]
  static let endWords = ["quit", "exit", "그만"]

  private enum Reply {
    case text(String)
    case skipped
    case ended
  }

  /// Asks for the answer and the certainty; the question itself is on the screen already.
  func ask(_ presented: PresentedQuestion) -> AskedAnswer {
    let begun = ContinuousClock().now
    let answer: Answer
    switch asked(presented) {
    case .answer(let given): answer = given
    case .skipped: return .skipped
    case .ended: return .ended
    }
    let span = (ContinuousClock().now - begun).components
    var certainty: Certainty?
    if asksCertainty {
      guard let given = askCertainty() else { return .ended }
      certainty = given
    }
    let milliseconds = span.seconds * 1_000 + span.attoseconds / 1_000_000_000_000_000
    return .given(
      GivenAnswer(answer: answer, certainty: certainty, milliseconds: min(max(0, milliseconds), 86_400_000)))
  }

  private enum Read {
    case answer(Answer)
    case skipped
    case ended
  }

  private func asked(_ presented: PresentedQuestion) -> Read {
    switch presented.question.body {
    case .cloze(let blanks): return askBlanks(blanks, presented)
    case .trueFalse(let statement) where !statement.because.isEmpty: return askVerdict(presented)
    case .single, .multiple, .trueFalse, .number, .short, .ordering, .matching, .simulated, .open:
      let prompt = QuestionText(session: session).prompt(presented)
      return askUntilReadable(prompt, presented, isFree: presented.question.kind == .short) {
        text throws(AnswerError) in
        let answer = try AnswerReading.answer(text, to: presented)
        try check(answer, presented)
        return answer
      }
    }
  }

  /// Asks again, with the reason, while the answer cannot be read.
  ///
  /// - Parameter isFree: whether any words could be an answer; else a line that cannot be read may be a command.
  private func askUntilReadable(
    _ prompt: String, _ presented: PresentedQuestion, isFree: Bool = false,
    _ read: (String) throws(AnswerError) -> Answer
  ) -> Read {
    while true {
      switch reply(prompt) {
      case .skipped: return .skipped
      case .ended: return .ended
      case .text(let text):
        if isFree, takesAsCommand(text, isFree: true, presented) { continue }
        do throws(AnswerError) {
          return .answer(try read(text))
        } catch {
          if takesAsCommand(text, isFree: false, presented) { continue }
          session.tell(QuestionText(session: session).sentence(of: error))
        }
      }
    }
  }

  private func askVerdict(_ presented: PresentedQuestion) -> Read {
    let words = QuestionText(session: session)
    var verdict = false
    let first = askUntilReadable(words.prompt(presented), presented) { text throws(AnswerError) in
      let answer = try AnswerReading.answer(text, to: presented)
      if case .verdict(let given, _) = answer { verdict = given }
      return answer
    }
    guard case .answer = first else { return first }
    session.tell(words.reasons(presented))
    let prompt = words.letterPrompt(presented.lettered.count)
    return askUntilReadable(prompt, presented) { text throws(AnswerError) in
      .verdict(verdict, because: try AnswerReading.choice(ComparableText.normal(text), presented))
    }
  }

  private func askBlanks(_ blanks: [ClozeBlank], _ presented: PresentedQuestion) -> Read {
    let words = QuestionText(session: session)
    var given: [String: String] = [:]
    for (index, blank) in blanks.enumerated() {
      session.tell(words.blank(blank, number: index + 1))
      var isFree = false
      if case .short = blank.content { isFree = true }
      let prompt = words.blankPrompt(blank, number: index + 1)
      let read = askUntilReadable(prompt, presented, isFree: isFree) { text throws(AnswerError) in
        let answer = try words.blankAnswer(text, to: blank)
        try check(.blanks([blank.id: answer]), presented)
        given[blank.id] = answer
        return .blanks(given)
      }
      guard case .answer = read else { return read }
    }
    return .answer(.blanks(given))
  }

  /// Marks once on trial, so that a number that cannot be read is asked again instead of counting as wrong.
  private func check(_ answer: Answer, _ presented: PresentedQuestion) throws(AnswerError) {
    let result: SimulatedResult?
    if case .simulated(let template) = presented.question.body {
      switch template.form {
      case .number: result = .number(0)
      case .choice(let choices): result = .choice(choices.first?.id ?? "")
      }
    } else {
      result = nil
    }
    _ = try Marking.mark(presented.question, answer, language: session.contentLanguage, result: result)
  }

  private func askCertainty() -> Certainty? {
    while true {
      guard case .text(let text) = reply(session.text("mark.prompt.certainty")) else { return nil }
      if let certainty = AnswerReading.certainty(text) { return certainty }
      var document = Document()
      document.paragraph(session.text("mark.again.certainty"), style: .warn)
      session.tell(document)
    }
  }

  private func reply(_ prompt: String) -> Reply {
    guard let text = session.answer(to: prompt) else { return .ended }
    let word = ComparableText.normal(text).lowercased()
    if Self.skipWords.contains(word) { return .skipped }
    if Self.endWords.contains(word) { return .ended }
    return .text(text)
  }
}
