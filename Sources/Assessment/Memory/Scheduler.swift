/// Decides when a card comes back, by FSRS-6 without fuzz: the same reviews give the same due times everywhere.
package struct Scheduler: Equatable, Sendable {
  /// The formulas.
  package let fsrs: FSRS

  private var parameters: FSRSParameters { fsrs.parameters }
  private static let day: Int64 = 86_400

  /// A scheduler with settings of its own, or the published ones.
  package init(_ parameters: FSRSParameters = .standard) {
    fsrs = FSRS(parameters)
  }

  /// The chance to recall a card at a time; 0 for a card that was never reviewed.
  package func recall(_ card: Card, at time: Int64) -> Double {
    guard let stability = card.stability, let last = card.lastReview else { return 0 }
    return fsrs.recall(days: Self.wholeDays(from: last, to: time), stability: stability)
  }

  /// The card after a review, and its due time.
  package func review(_ card: Card, _ rating: Rating, at time: Int64) -> Card {
    var next = remembered(card, rating, at: time)
    next.due = time + advance(&next, rating)
    next.lastReview = time
    return next
  }

  /// Stability and difficulty after a review; the old difficulty enters the new stability.
  private func remembered(_ card: Card, _ rating: Rating, at time: Int64) -> Card {
    var next = card
    guard let stability = card.stability, let difficulty = card.difficulty, let last = card.lastReview
    else {
      next.stability = fsrs.initialStability(rating)
      next.difficulty = fsrs.initialDifficulty(rating)
      return next
    }
    if Self.wholeDays(from: last, to: time) < 1 {
      next.stability = fsrs.sameDayStability(after: stability, rating)
    } else {
      next.stability = fsrs.stability(
        after: stability, difficulty: difficulty, recall: recall(card, at: time), rating)
    }
    next.difficulty = fsrs.difficulty(after: difficulty, rating)
    return next
  }

  /// Moves the card to its next phase and step, and gives the wait in seconds.
  private func advance(_ card: inout Card, _ rating: Rating) -> Int64 {
    switch card.phase {
    case .learning: return step(&card, rating, parameters.learningSteps)
    case .relearning: return step(&card, rating, parameters.relearningSteps)
    case .review:
      guard rating == .again, let first = parameters.relearningSteps.first else {
        return graduate(&card)
      }
      card.phase = .relearning
      card.step = 0
      return first
    }
  }

  private func step(_ card: inout Card, _ rating: Rating, _ steps: [Int64]) -> Int64 {
    let index = card.step ?? 0
    guard let first = steps.first, index < steps.count || rating == .again else {
      return graduate(&card)
    }
    switch rating {
    case .again:
      card.step = 0
      return first
    case .hard:
      card.step = index
      if index > 0 { return steps[index] }
      return steps.count == 1 ? first * 3 / 2 : (first + steps[1]) / 2
    case .good:
      guard index + 1 < steps.count else { return graduate(&card) }
      card.step = index + 1
      return steps[index + 1]
    case .easy:
      return graduate(&card)
    }
  }

  private func graduate(_ card: inout Card) -> Int64 {
    card.phase = .review
    card.step = nil
    return Int64(fsrs.interval(stability: card.stability ?? 1)) * Self.day
  }

  /// Whole days, rounded down as Python does; negative when the clock went back.
  private static func wholeDays(from start: Int64, to end: Int64) -> Int64 {
    let seconds = end - start
    return seconds >= 0 ? seconds / day : -((-seconds + day - 1) / day)
  }
}
