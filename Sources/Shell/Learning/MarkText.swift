import Assessment
import Course
import Terminal
import Texts

/// What a learner is told after an answer: what was seen, what was wanted, why.
struct MarkText {
  let session: Session
  let presented: PresentedQuestion

  private var language: ContentLanguage { session.contentLanguage }

  /// The feedback on a marked answer.
  func document(_ mark: Mark, certainty: Certainty?) -> Document {
    var document = Document()
    document.paragraph(headline(mark), style: style(mark))
    if certainty == .certain, mark.fraction < AnsweredQuestion.passing {
      document.paragraph(session.text("mark.certain"), style: .warn)
    }
    switch presented.question.body {
    case .ordering(let items): add(order: items, mark, to: &document)
    case .matching(let matching): add(pairs: matching.pairs, mark, to: &document)
    case .cloze(let blanks):
      for (index, blank) in blanks.enumerated() {
        add(parts: mark.parts.filter { $0.id == blank.id }, head: "(\(index + 1)) ", to: &document)
      }
    case .single, .multiple, .trueFalse, .number, .short, .simulated, .open:
      add(parts: mark.parts, to: &document)
    }
    let explanation = presented.explanation[language]
    if !explanation.isEmpty { document.paragraph(explanation) }
    return document
  }

  private func style(_ mark: Mark) -> Document.Span.Style {
    mark.fraction >= 1 ? .good : mark.fraction > 0 ? .warn : .bad
  }

  private func add(parts: [MarkedPart], head: String = "", to document: inout Document) {
    for part in parts {
      let reason = part.reason.map { $0[language] } ?? ""
      switch part.outcome {
      case .right:
        if let key = measured(part) {
          document.verdict(verdict(.pass, session.text("mark.wanted", ["answer": .string(key)]), reason))
        } else if isShown(among: parts, head, reason) {
          document.verdict(verdict(.pass, head + (seen(part) ?? ""), reason))
        }
      case .wrong:
        document.verdict(
          verdict(.fail, head + session.text("mark.you", ["answer": .string(seen(part) ?? "")]), reason))
        if let wanted = wanted(part) {
          document.verdict(
            verdict(.undecided, head + session.text("mark.wanted", ["answer": .string(wanted)]), ""))
        }
      case .missed:
        document.verdict(
          verdict(
            .undecided, head + session.text("mark.missed", ["answer": .string(wanted(part) ?? "")]), reason))
      }
    }
  }

  /// Whether a right part is shown: where there are others, or a reason to read.
  private func isShown(among parts: [MarkedPart], _ head: String, _ reason: String) -> Bool {
    parts.count > 1 || !head.isEmpty || !reason.isEmpty
  }

  /// The measured number of a simulated question, where an answer within the tolerance is not the same.
  private func measured(_ part: MarkedPart) -> String? {
    guard case .simulated = presented.question.body, presented.unit != nil, let wanted = wanted(part),
      wanted != part.seen
    else { return nil }
    return wanted
  }

  private func verdict(_ mark: Document.Verdict.Mark, _ title: String, _ reason: String) -> Document.Verdict {
    Document.Verdict(
      mark, title: [Document.Span](markup: title),
      details: reason.isEmpty ? [] : [.paragraph([Document.Span](markup: reason))])
  }

  /// The right order, and beside each item its place in the learner's where that is another.
  private func add(order items: [NamedText], _ mark: Mark, to document: inout Document) {
    document.paragraph(session.text("mark.order"))
    for (index, item) in items.enumerated() {
      let part = mark.parts.first { $0.id == item.id }
      let isRight = part?.outcome == .right
      let place = part?.seen.flatMap { Int($0) }.map { session.text("mark.place", ["place": .integer($0)]) }
      document.verdict(
        verdict(isRight ? .pass : .fail, "\(index + 1). " + item.text[language], isRight ? "" : place ?? ""))
    }
  }

  private func add(pairs: [MatchingQuestion.Pair], _ mark: Mark, to document: inout Document) {
    for pair in pairs {
      let part = mark.parts.first { $0.id == pair.id }
      let isRight = part?.outcome == .right
      let right = pair.right[language]
      let given = isRight ? right : part?.seen ?? ""
      let wanted = isRight ? "" : session.text("mark.wanted", ["answer": .string(right)])
      document.verdict(verdict(isRight ? .pass : .fail, pair.left[language] + " → " + given, wanted))
    }
  }

  private func seen(_ part: MarkedPart) -> String? { part.seen.map { localized($0, part) } }

  private func wanted(_ part: MarkedPart) -> String? { part.wanted.map { localized($0[language], part) } }

  /// A verdict in words of the language.
  private func localized(_ text: String, _ part: MarkedPart) -> String {
    guard case .trueFalse = presented.question.body, part.id == "answer" else { return text }
    return session.text(text == "true" ? "mark.true" : "mark.false")
  }
}
