package import Course

extension LearnerEvent {
  /// The newest flag that was not taken back, with its question; `nil` when there is none.
  package static func lastFlag(_ events: [LearnerEvent]) -> (id: EventID, question: QuestionID)? {
    effective(events).reversed().lazy.compactMap { event in
      if case .flagged(let question, _, _) = event.act { (event.id, question) } else { nil }
    }.first
  }

  /// The questions that are flagged as bad, each with its revision: a later revision is another question.
  package static func flagged(_ events: [LearnerEvent]) -> Set<CardID> {
    var flagged: Set<CardID> = []
    for case .flagged(let question, let rev, _) in effective(events).map(\.act) {
      flagged.insert(CardID(question: question, rev: rev))
    }
    return flagged
  }
}
