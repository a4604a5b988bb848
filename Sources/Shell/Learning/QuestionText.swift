import Assessment
import Course
import Terminal
import Texts

/// The words around a question: what is asked, how to answer, why an answer cannot be read.
struct QuestionText {
  let session: Session

  private var language: ContentLanguage { session.contentLanguage }

  /// The question with its parts.
  func document(_ presented: PresentedQuestion) -> Document {
    var document = Document()
    if case .cloze(let blanks) = presented.question.body {
      document.paragraph(Self.stem(presented.stem[language], blanks))
    } else {
      document.paragraph(presented.stem[language])
    }
    let numbered = presented.numbered.enumerated().map { (String($0.offset + 1), $0.element) }
    let lettered = presented.lettered.enumerated().map { (PresentedQuestion.letter($0.offset), $0.element) }
    add(numbered, to: &document)
    switch presented.question.body {
    case .trueFalse: break
    case .single, .multiple, .number, .short, .ordering, .matching, .cloze, .simulated, .open:
      if !numbered.isEmpty, !lettered.isEmpty { document.rule() }
      add(lettered, to: &document)
    }
    return document
  }

  /// The reasons among which a verdict is explained.
  func reasons(_ presented: PresentedQuestion) -> Document {
    var document = Document()
    document.paragraph(session.text("mark.because"))
    add(
      presented.lettered.enumerated().map { (PresentedQuestion.letter($0.offset), $0.element) }, to: &document
    )
    return document
  }

  private func add(_ parts: [(String, NamedText)], to document: inout Document) {
    guard !parts.isEmpty else { return }
    document.blocks.append(
      .keyValues(
        parts.map { Document.KeyValue([.strong($0.0)], [Document.Span](markup: $0.1.text[language])) }))
  }

  /// The stem of a cloze with its blanks as numbers.
  private static func stem(_ text: String, _ blanks: [ClozeBlank]) -> String {
    blanks.enumerated().reduce(text) { text, blank in
      text.split(separator: "[[\(blank.element.id)]]", omittingEmptySubsequences: false)
        .joined(separator: "____(\(blank.offset + 1))")
    }
  }

  /// How to answer.
  func prompt(_ presented: PresentedQuestion) -> String {
    switch presented.question.body {
    case .single: return letterPrompt(presented.lettered.count)
    case .multiple:
      return session.text(
        "mark.prompt.multiple", ["last": .string(PresentedQuestion.letter(presented.lettered.count - 1))])
    case .trueFalse: return session.text("mark.prompt.verdict")
    case .number(let answer): return numberPrompt(answer.unit)
    case .short: return session.text("mark.prompt.short")
    case .ordering: return session.text("mark.prompt.ordering")
    case .matching: return session.text("mark.prompt.matching")
    case .simulated:
      if let unit = presented.unit { return numberPrompt(unit) }
      return letterPrompt(presented.lettered.count)
    case .cloze, .open: return session.text("mark.prompt.short")
    }
  }

  /// How to answer with one letter.
  func letterPrompt(_ count: Int) -> String {
    session.text("mark.prompt.single", ["last": .string(PresentedQuestion.letter(count - 1))])
  }

  private func numberPrompt(_ unit: MeasureUnit) -> String {
    unit.symbol.isEmpty
      ? session.text("mark.prompt.count")
      : session.text("mark.prompt.number", ["unit": .string(unit.shown(in: session.contentLanguage))])
  }

  /// The choices of a blank; empty for one that is typed.
  func blank(_ blank: ClozeBlank, number: Int) -> Document {
    guard case .choice(let choices) = blank.content else { return Document() }
    var document = Document()
    document.paragraph(session.text("mark.blank", ["number": .integer(number)]), style: .muted)
    add(
      choices.enumerated().map {
        (PresentedQuestion.letter($0.offset), NamedText(id: $0.element.id, text: $0.element.text))
      }, to: &document)
    return document
  }

  /// How to fill a blank.
  func blankPrompt(_ blank: ClozeBlank, number: Int) -> String {
    let how: String
    switch blank.content {
    case .short: how = session.text("mark.prompt.short")
    case .choice(let choices): how = letterPrompt(choices.count)
    case .number(let answer): how = numberPrompt(answer.unit)
    }
    return "(\(number)) " + how
  }

  /// What a line gives for a blank: the words, or the id of the choice.
  func blankAnswer(_ text: String, to blank: ClozeBlank) throws(AnswerError) -> String {
    let normal = ComparableText.normal(text)
    guard !normal.isEmpty else { throw .empty }
    guard case .choice(let choices) = blank.content else { return normal }
    let positions = try AnswerReading.letters(normal, of: choices.count)
    guard positions.count == 1 else { throw .oneOnly }
    return choices[positions[0]].id
  }

  /// Why an answer is asked again.
  func sentence(of error: AnswerError) -> Document {
    let text: String
    switch error {
    case .wrongForm: text = session.text("mark.again.form")
    case .unknownPart(let part): text = session.text("mark.again.part", ["part": .string(part)])
    case .notAPermutation: text = session.text("mark.again.permutation")
    case .missing(let parts):
      text = session.text("mark.again.missing", ["parts": .string(parts.joined(separator: ", "))])
    case .repeated(let part): text = session.text("mark.again.repeated", ["part": .string(part)])
    case .oneOnly: text = session.text("mark.again.one")
    case .empty: text = session.text("mark.again.empty")
    case .tooLong(let limit): text = session.text("mark.again.long", ["limit": .integer(limit)])
    case .notANumber(let given): text = session.text("mark.again.number", ["given": .string(given)])
    case .unknownUnit(let unit): text = session.text("mark.again.unit", ["unit": .string(unit)])
    case .unitOfOtherKind(let given, let asked):
      text =
        asked.isEmpty
        ? session.text("mark.again.no-unit", ["given": .string(given)])
        : session.text("mark.again.other-unit", ["given": .string(given), "asked": .string(asked)])
    case .needsResult: text = session.text("mark.again.form")
    }
    var document = Document()
    document.paragraph(text, style: .warn)
    return document
  }
}
