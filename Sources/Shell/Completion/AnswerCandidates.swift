import Course
import Terminal

/// What Tab offers at the prompt of a question: its parts with their texts, and the words that leave it.
struct AnswerCandidates {
  let session: Session

  /// The parts of a question as its answer names them: numbers, then letters; the two verdicts where one is asked.
  func parts(of presented: PresentedQuestion) -> [Completion.Candidate] {
    if case .trueFalse = presented.question.body { return verdicts }
    let numbered = presented.numbered.enumerated().map { candidate(String($0.offset + 1), $0.element) }
    return numbered + letters(presented.lettered)
  }

  /// Letters with what they stand for.
  func letters(_ parts: [NamedText]) -> [Completion.Candidate] {
    parts.enumerated().map { candidate(PresentedQuestion.letter($0.offset), $0.element) }
  }

  /// How sure a learner is.
  var certainties: [Completion.Candidate] {
    ["guess", "fairly", "certain"].enumerated().map {
      Completion.Candidate(String($0.offset + 1), description: session.text("mark.tab.\($0.element)"))
    }
  }

  /// The words that leave a question or tell how to answer it, in the learner's language.
  var leaving: [Completion.Candidate] {
    ["skip", "quit", "help"].map {
      Completion.Candidate(session.text("mark.tab.\($0)"), description: session.text("mark.tab.\($0)-is"))
    }
  }

  private var verdicts: [Completion.Candidate] {
    ["true", "false"].map {
      Completion.Candidate(session.text("mark.tab.\($0)"), description: session.text("mark.\($0)"))
    }
  }

  private func candidate(_ name: String, _ part: NamedText) -> Completion.Candidate {
    let words = [Document.Span](markup: part.text[session.contentLanguage])
    return Completion.Candidate(name, description: words.map(\.text).joined())
  }
}
