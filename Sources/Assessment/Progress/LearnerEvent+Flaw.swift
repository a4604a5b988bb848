import Course

extension LearnerEvent {
  /// What makes an event of foreign origin impossible.
  package enum Flaw: String, Equatable, Sendable {
    case time
    case fraction
    case identifier
    case revision
    case duration
    case text
    case size
  }

  /// The first thing that no event of ours could hold; `nil` for a sound event.
  package var flaw: Flaw? {
    // Until the year 3000.
    guard (0...32_503_680_000_000).contains(at) else { return .time }
    switch act {
    case .answered(let answered): return Self.flaw(answered)
    case .passedLab(let lab):
      guard (0...1).contains(lab.score) else { return .fraction }
      guard lab.topics.count <= 100, lab.cards.count <= 1_000 else { return .size }
      guard ([lab.lab] + lab.topics).allSatisfy(Self.isIdentifier) else { return .identifier }
      return lab.cards.lazy.compactMap { Self.flaw($0.question, $0.rev) }.first
    case .tookBack: return nil
    case .flagged(let question, let rev, let note):
      guard note.unicodeScalars.count <= 2_000, VisibleText.firstForbidden(in: note) == nil else {
        return .text
      }
      return Self.flaw(question, rev)
    }
  }

  private static func flaw(_ answered: AnsweredQuestion) -> Flaw? {
    guard (0...1).contains(answered.fraction) else { return .fraction }
    guard (0...86_400_000_000).contains(answered.milliseconds) else { return .duration }
    guard isIdentifier(answered.topic) else { return .identifier }
    let texts = answered.answer.texts
    guard texts.count <= 100 else { return .size }
    guard texts.allSatisfy({ $0.unicodeScalars.count <= AnswerLimits.characters }) else { return .text }
    return flaw(answered.question, answered.rev)
  }

  private static func flaw(_ question: QuestionID, _ rev: Int) -> Flaw? {
    guard isIdentifier(question.rawValue) else { return .identifier }
    return (1...10_000).contains(rev) ? nil : .revision
  }

  private static func isIdentifier(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}

extension Answer {
  /// Every text that the answer holds.
  var texts: [String] {
    switch self {
    case .choice(let id): [id]
    case .choices(let ids), .order(let ids), .keyPoints(let ids): ids
    case .verdict(_, let because): because.map { [$0] } ?? []
    case .text(let text): [text]
    case .matches(let pairs), .blanks(let pairs): Array(pairs.keys) + Array(pairs.values)
    }
  }
}
