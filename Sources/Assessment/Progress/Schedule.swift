/// The cards as a function of the events.
package struct Schedule: Sendable {
  /// The scheduler.
  package let scheduler: Scheduler

  /// How long after a passed lab its topics' new cards fall due, in seconds: a day, so that sleep lies between (TEACH).
  package static let afterLab: Int64 = 86_400

  /// A schedule by a scheduler.
  package init(_ scheduler: Scheduler = Scheduler()) {
    self.scheduler = scheduler
  }

  /// The card after an answer; a question met for the first time gets a card.
  package func answer(_ answered: AnsweredQuestion, at milliseconds: Int64, card: Card?) -> ReviewLog {
    let time = Self.seconds(milliseconds)
    let before = card ?? Card(id: answered.card, due: time)
    var after = scheduler.review(before, answered.grade, at: time)
    after.isSureAndWrong = answered.isSureAndWrong
    return ReviewLog(
      before: card, after: after, rating: answered.grade, at: time,
      recall: scheduler.recall(before, at: time))
  }

  /// A new card for each of a passed lab's cards that does not exist yet.
  package func pass(_ lab: PassedLab, at milliseconds: Int64, existing: (CardID) -> Bool) -> [Card] {
    let due = Self.seconds(milliseconds) + Self.afterLab
    return Set(lab.cards).sorted().filter { !existing($0) }.map { Card(id: $0, due: due) }
  }

  /// All cards and reviews that these events give, in the order of their times and ids; an event that was taken back
  /// counts for nothing, and one that stands twice counts once.
  package func replay(_ events: [LearnerEvent]) -> (cards: [Card], reviews: [(EventID, ReviewLog)]) {
    var cards: [CardID: Card] = [:]
    var reviews: [(EventID, ReviewLog)] = []
    for event in LearnerEvent.effective(events) {
      switch event.act {
      case .answered(let answered):
        let log = answer(answered, at: event.at, card: cards[answered.card])
        cards[answered.card] = log.after
        reviews.append((event.id, log))
      case .passedLab(let lab):
        for card in pass(lab, at: event.at, existing: { cards[$0] != nil }) { cards[card.id] = card }
      case .tookBack, .flagged: break
      }
    }
    return (cards.values.sorted { $0.id < $1.id }, reviews)
  }

  private static func seconds(_ milliseconds: Int64) -> Int64 {
    milliseconds >= 0 ? milliseconds / 1_000 : -((-milliseconds + 999) / 1_000)
  }
}

extension LearnerEvent {
  /// The events that count, by time and id: none that was taken back, none twice.
  package static func effective(_ events: [LearnerEvent]) -> [LearnerEvent] {
    var takenBack: Set<EventID> = []
    for event in events {
      if case .tookBack(let id) = event.act { takenBack.insert(id) }
    }
    var seen: Set<EventID> = []
    return events.filter { !takenBack.contains($0.id) && seen.insert($0.id).inserted }
      .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
  }
}
