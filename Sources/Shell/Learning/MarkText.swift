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
    document.paragraph(headline(mark, certainty), style: style(mark))
    switch presented.question.body {
    case .ordering(let items): add(order: items, to: &document)
    case .matching(let matching): add(pairs: matching.pairs, mark, to: &document)
    case .single, .multiple, .trueFalse, .number, .short, .cloze, .simulated, .open:
      add(parts: mark.parts, to: &document)
    }
    let explanation = presented.explanation[language]
    if !explanation.isEmpty { document.paragraph(explanation) }
    return document
  }

  private func headline(_ mark: Mark, _ certainty: Certainty?) -> String {
    if mark.fraction >= 1 { return session.text("mark.right") }
    if mark.fraction > 0 { return session.text("mark.partly", ["share": .number(mark.fraction)]) }
    return session.text(certainty == .certain ? "mark.wrong-certain" : "mark.wrong")
  }

  private func style(_ mark: Mark) -> Document.Span.Style {
    mark.fraction >= 1 ? .good : mark.fraction > 0 ? .warn : .bad
  }

  private func add(parts: [MarkedPart], to document: inout Document) {
    for part in parts {
      let reason = part.reason.map { $0[language] } ?? ""
      switch part.outcome {
      case .right:
        if parts.count > 1 || !reason.isEmpty {
          document.verdict(verdict(.pass, seen(part) ?? "", reason))
        }
      case .wrong:
        document.verdict(
          verdict(.fail, session.text("mark.you", ["answer": .string(seen(part) ?? "")]), reason))
        if let wanted = wanted(part) {
          document.verdict(verdict(.undecided, session.text("mark.wanted", ["answer": .string(wanted)]), ""))
        }
      case .missed:
        document.verdict(
          verdict(.undecided, session.text("mark.missed", ["answer": .string(wanted(part) ?? "")]), reason))
      }
    }
  }

  private func verdict(_ mark: Document.Verdict.Mark, _ title: String, _ reason: String) -> Document.Verdict {
    Document.Verdict(
      mark, title: [Document.Span](markup: title),
      details: reason.isEmpty ? [] : [.paragraph([Document.Span](markup: reason))])
  }

  private func add(order items: [NamedText], to document: inout Document) {
    document.paragraph(session.text("mark.order"))
    document.list(items.map { $0.text[language] }, ordered: true)
  }

  private func add(pairs: [MatchingQuestion.Pair], _ mark: Mark, to document: inout Document) {
    for pair in pairs {
      let part = mark.parts.first { $0.id == pair.id }
      let title = pair.left[language] + " → " + pair.right[language]
      let isRight = part?.outcome == .right
      let reason = isRight ? "" : part?.seen.map { session.text("mark.you", ["answer": .string($0)]) } ?? ""
      document.verdict(verdict(isRight ? .pass : .fail, title, reason))
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
