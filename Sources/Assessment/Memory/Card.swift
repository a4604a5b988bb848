package import Course

/// How well something was recalled; with two grades only *again* and *good* are used.
package enum Rating: Int, CaseIterable, Sendable, Codable {
  case again = 1
  case hard = 2
  case good = 3
  case easy = 4
}

/// Which memory a card stands for: a question in one of its revisions, so that a new revision starts anew.
package struct CardID: Hashable, Sendable, Codable, Comparable {
  /// The question.
  package let question: QuestionID
  /// Its revision, from 1.
  package let rev: Int

  /// A card's identity.
  package init(question: QuestionID, rev: Int) {
    self.question = question
    self.rev = rev
  }

  /// The identity as one text, such as `zone-count#1`, by which a store keeps the card.
  package var key: String { "\(question.rawValue)#\(rev)" }

  /// Orders by question, then revision.
  package static func < (left: CardID, right: CardID) -> Bool {
    (left.question, left.rev) < (right.question, right.rev)
  }
}

/// What FSRS remembers of one card. All times are whole seconds since 1970-01-01 UTC.
package struct Card: Equatable, Sendable, Codable {
  /// Where a card is on its way.
  package enum Phase: Int, Sendable, Codable {
    case learning = 1
    case review = 2
    case relearning = 3
  }

  /// Which memory.
  package let id: CardID
  /// Where it is.
  package var phase: Phase
  /// The step within learning or relearning; `nil` in review.
  package var step: Int?
  /// Days until recall falls to 0.9; `nil` before the first review.
  package var stability: Double?
  /// From 1 to 10; `nil` before the first review.
  package var difficulty: Double?
  /// When it falls due.
  package var due: Int64
  /// When it was last reviewed; `nil` before the first review.
  package var lastReview: Int64?
  /// Whether the last answer was given as certain and was wrong: such a card comes before all others.
  package var isSureAndWrong: Bool

  /// A new card, due at a time.
  package init(id: CardID, due: Int64) {
    self.id = id
    phase = .learning
    step = 0
    stability = nil
    difficulty = nil
    self.due = due
    lastReview = nil
    isSureAndWrong = false
  }
}

/// One review: the card before and after, enough to take it back and to fit weights later.
package struct ReviewLog: Equatable, Sendable, Codable {
  /// The card before; `nil` when this review made it.
  package let before: Card?
  /// The card after.
  package let after: Card
  /// The rating.
  package let rating: Rating
  /// When, in seconds since 1970.
  package let at: Int64
  /// The chance of recall that was predicted, 0 before the first review.
  package let recall: Double

  /// A review.
  package init(before: Card?, after: Card, rating: Rating, at: Int64, recall: Double) {
    self.before = before
    self.after = after
    self.rating = rating
    self.at = at
    self.recall = recall
  }
}
