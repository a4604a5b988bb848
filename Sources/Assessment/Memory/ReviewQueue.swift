/// Which cards to review now, and in which order.
package enum ReviewQueue {
  /// The due cards: sure-and-wrong first, then the least likely to be recalled, then by due time and id; at most
  /// `limit` of them less those already reviewed today.
  ///
  /// Sure-and-wrong cards count toward the limit but are never cut by it before others.
  package static func due(
    _ cards: [Card], now: Int64, scheduler: Scheduler, limit: Int = .max, reviewedToday: Int = 0
  ) -> [Card] {
    let keyed = cards.filter { $0.due <= now }.map { (card: $0, recall: scheduler.recall($0, at: now)) }
    let sorted = keyed.sorted { left, right in
      if left.card.isSureAndWrong != right.card.isSureAndWrong { return left.card.isSureAndWrong }
      if left.recall != right.recall { return left.recall < right.recall }
      if left.card.due != right.card.due { return left.card.due < right.card.due }
      return left.card.id < right.card.id
    }
    return sorted.prefix(max(0, limit - reviewedToday)).map(\.card)
  }
}
