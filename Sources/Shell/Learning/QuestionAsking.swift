import Assessment
import Course
import Foundation
import Terminal
import Texts

/// An answer as it was given: before it is known whether it is right.
struct GivenAnswer: Sendable {
  let answer: Answer
  /// How sure the learner was; `nil` when it was not asked or not said.
  let certainty: Certainty?
  let milliseconds: Int64
}

/// What came of asking.
enum AskedAnswer: Sendable {
  /// An answer; `thenEnds` says that the learner wants no more questions after it.
  case given(GivenAnswer, thenEnds: Bool)
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

  /// What came of asking for a part of an answer, or for all of it.
  private enum Read<Part> {
    case answer(Part)
    case skipped
    case ended
  }

  /// Asks for the answer and the certainty; the question itself is on the screen already.
  func ask(_ presented: PresentedQuestion) -> AskedAnswer {
    session.lines.discardTypedAhead()
    let begun = ContinuousClock().now
    let answer: Answer
    switch asked(presented) {
    case .answer(let given): answer = given
    case .skipped:
      tell("mark.skipped", style: .muted)
      return .skipped
    case .ended: return .ended
    }
    let span = (ContinuousClock().now - begun).components
    let milliseconds = span.seconds * 1_000 + span.attoseconds / 1_000_000_000_000_000
    var certainty: Certainty?
    var thenEnds = false
    if asksCertainty {
      switch askCertainty(presented) {
      case .answer(let given): certainty = given
      case .skipped: break
      case .ended: thenEnds = true
      }
    }
    return .given(
      GivenAnswer(answer: answer, certainty: certainty, milliseconds: min(max(0, milliseconds), 86_400_000)),
      thenEnds: thenEnds)
  }

  private func asked(_ presented: PresentedQuestion) -> Read<Answer> {
    switch presented.question.body {
    case .cloze(let blanks): return askBlanks(blanks, presented)
    case .trueFalse(let statement) where !statement.because.isEmpty: return askVerdict(presented)
    case .single, .multiple, .trueFalse, .number, .short, .ordering, .matching, .simulated, .open:
      let prompt = QuestionText(session: session).prompt(presented)
      let offered = AnswerCandidates(session: session).parts(of: presented)
      return askUntilReadable(prompt, presented, offered, forms: Self.forms(presented)) {
        text throws(AnswerError) in
        let answer = try AnswerReading.answer(text, to: presented)
        try check(answer, presented)
        return answer
      }
    }
  }

  /// Asks again, with the reason, while the answer cannot be read.
  ///
  /// - Parameters:
  ///   - offered: what Tab offers beside the words that leave the question.
  ///   - forms: what is accepted where any words could be an answer; else a line that cannot be read may be a command.
  private func askUntilReadable<Part>(
    _ prompt: String, _ presented: PresentedQuestion, _ offered: [Completion.Candidate],
    forms: BilingualForms? = nil, _ read: (String) throws(AnswerError) -> Part
  ) -> Read<Part> {
    while let text = line(prompt, offered) {
      // `stop` is an answer where it is the right one.
      switch forms?.accepts(text) == true ? nil : AnswerWord(text) {
      case .skip: return .skipped
      case .end: return .ended
      case .help:
        session.tell(QuestionText(session: session).help(presented))
        continue
      case nil: break
      }
      if forms != nil, takesAsCommand(text, isFree: true, presented) { continue }
      do throws(AnswerError) {
        return .answer(try read(text))
      } catch {
        if takesAsCommand(text, isFree: false, presented) { continue }
        session.tell(QuestionText(session: session).sentence(of: error))
      }
    }
    return .ended
  }

  /// The next line that can be read; `nil` at the end of input and after two Ctrl-C in a row.
  private func line(_ prompt: String, _ offered: [Completion.Candidate]) -> String? {
    session.answerCandidates = offered + AnswerCandidates(session: session).leaving
    defer { session.answerCandidates = nil }
    var isInterrupted = false
    while true {
      switch session.answer(to: prompt) {
      case .line(let text): return text
      case .unreadable(let sentence): tell(sentence: sentence, style: .warn)
      case .endOfInput: return nil
      case .interrupted:
        if isInterrupted { return nil }
        isInterrupted = true
        tell("mark.again.interrupted", style: .muted)
      }
    }
  }

  /// A verdict and its reason; a reason that is left out leaves the verdict as the answer.
  private func askVerdict(_ presented: PresentedQuestion) -> Read<Answer> {
    let words = QuestionText(session: session)
    let verdict: Bool
    let offered = AnswerCandidates(session: session)
    let first = askUntilReadable(words.prompt(presented), presented, offered.parts(of: presented)) {
      text throws(AnswerError) in
      guard !ComparableText.normal(text).isEmpty else { throw .empty }
      return try AnswerReading.verdict(text)
    }
    switch first {
    case .answer(let given): verdict = given
    case .skipped: return .skipped
    case .ended: return .ended
    }
    session.tell(words.reasons(presented))
    let prompt = words.letterPrompt(presented.lettered.count)
    let second = askUntilReadable(prompt, presented, offered.letters(presented.lettered)) {
      text throws(AnswerError) in
      try AnswerReading.choice(ComparableText.normal(text), presented)
    }
    switch second {
    case .answer(let reason): return .answer(.verdict(verdict, because: reason))
    case .skipped: return .answer(.verdict(verdict, because: nil))
    case .ended: return .ended
    }
  }

  /// The blanks in turn; those that are left out stay empty, unless all are.
  private func askBlanks(_ blanks: [ClozeBlank], _ presented: PresentedQuestion) -> Read<Answer> {
    let words = QuestionText(session: session)
    var given: [String: String] = [:]
    for (index, blank) in blanks.enumerated() {
      session.tell(words.blank(blank, number: index + 1))
      var forms: BilingualForms?
      if case .short(let accepted) = blank.content { forms = accepted }
      let prompt = words.blankPrompt(blank, number: index + 1)
      var offered: [Completion.Candidate] = []
      if case .choice(let choices) = blank.content {
        offered = AnswerCandidates(session: session).letters(
          choices.map { NamedText(id: $0.id, text: $0.text) })
      }
      let read = askUntilReadable(prompt, presented, offered, forms: forms) { text throws(AnswerError) in
        let answer = try words.blankAnswer(text, to: blank)
        try check(.blanks([blank.id: answer]), presented)
        return answer
      }
      switch read {
      case .answer(let answer): given[blank.id] = answer
      case .skipped: break
      case .ended: return .ended
      }
    }
    return given.isEmpty ? .skipped : .answer(.blanks(given))
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

  /// What a question accepts that any words could answer.
  private static func forms(_ presented: PresentedQuestion) -> BilingualForms? {
    guard case .short(let forms) = presented.question.body else { return nil }
    return forms
  }

  /// The certainty: left out where the learner does not want to say; the end of the questions keeps the answer.
  private func askCertainty(_ presented: PresentedQuestion) -> Read<Certainty> {
    session.tellOnce("mark.why-certainty") { $0.certainty != nil }
    let offered = AnswerCandidates(session: session).certainties
    while let text = line(session.text("mark.prompt.certainty"), offered) {
      if let certainty = AnswerReading.certainty(text) { return .answer(certainty) }
      switch AnswerWord(text) {
      case .skip: return .skipped
      case .end: return .ended
      case .help: tell("mark.help.certainty")
      case nil:
        if takesAsCommand(text, isFree: false, presented) { continue }
        tell("mark.again.certainty", style: .warn)
      }
    }
    return .ended
  }

  private func tell(_ id: String, style: Document.Span.Style = .plain) {
    tell(sentence: session.text(id), style: style)
  }

  private func tell(sentence: String, style: Document.Span.Style) {
    var document = Document()
    document.paragraph(sentence, style: style)
    session.tell(document)
  }
}
