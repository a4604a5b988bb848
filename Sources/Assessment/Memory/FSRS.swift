import EventKernel

/// The formulas of FSRS-6: stability in days, difficulty from 1 to 10, recall as a probability.
///
/// As in py-fsrs 6.3.2: 64-bit, stability without an upper bound, the same-day multiplier raised to 1 for every rating but
/// *again* (the repository's head and fsrs-rs differ in this).
package struct FSRS: Equatable, Sendable {
  /// The settings.
  package let parameters: FSRSParameters
  /// The exponent of the forgetting curve, −w20.
  package let decay: Double
  /// The factor at which recall after `stability` days is 0.9.
  package let factor: Double

  private var weights: [Double] { parameters.weights }
  private static let leastStability = 0.001

  /// The formulas with these settings.
  package init(_ parameters: FSRSParameters) {
    self.parameters = parameters
    decay = -parameters.weights[20]
    factor = ElementaryFunctions.pow(0.9, 1 / decay) - 1
  }

  /// The chance to recall after whole days.
  package func recall(days: Int64, stability: Double) -> Double {
    ElementaryFunctions.pow(1 + factor * Double(max(0, days)) / stability, decay)
  }

  /// The wait in days until recall falls to the desired retention, rounded half to even, 1 to the longest wait.
  package func interval(stability: Double) -> Int {
    let retained = ElementaryFunctions.pow(parameters.desiredRetention, 1 / decay) - 1
    let days = (stability / factor * retained).rounded(.toNearestOrEven)
    return Int(min(max(days, 1), Double(parameters.maximumInterval)))
  }

  /// The stability after the first review.
  package func initialStability(_ rating: Rating) -> Double {
    max(weights[rating.rawValue - 1], Self.leastStability)
  }

  /// The difficulty after the first review, before it is held to 1…10.
  package func unclampedInitialDifficulty(_ rating: Rating) -> Double {
    weights[4] - ElementaryFunctions.exp(weights[5] * Double(rating.rawValue - 1)) + 1
  }

  /// The difficulty after the first review.
  package func initialDifficulty(_ rating: Rating) -> Double {
    clamped(unclampedInitialDifficulty(rating))
  }

  /// The difficulty after another review.
  package func difficulty(after difficulty: Double, _ rating: Rating) -> Double {
    let change = -weights[6] * Double(rating.rawValue - 3)
    let damped = difficulty + (10 - difficulty) * change / 9
    return clamped(
      weights[7] * unclampedInitialDifficulty(.easy) + (1 - weights[7]) * damped)
  }

  /// The stability after another review within a day.
  package func sameDayStability(after stability: Double, _ rating: Rating) -> Double {
    let growth =
      ElementaryFunctions.exp(weights[17] * (Double(rating.rawValue - 3) + weights[18]))
      * ElementaryFunctions.pow(stability, -weights[19])
    let multiplier = rating == .again ? growth : max(growth, 1)
    return max(stability * multiplier, Self.leastStability)
  }

  /// The stability after a review on a later day, with the difficulty before it.
  package func stability(
    after stability: Double, difficulty: Double, recall: Double, _ rating: Rating
  ) -> Double {
    let next =
      rating == .again
      ? forgotten(stability, difficulty, recall)
      : recalled(stability, difficulty, recall, rating)
    return max(next, Self.leastStability)
  }

  private func recalled(
    _ stability: Double, _ difficulty: Double, _ recall: Double, _ rating: Rating
  ) -> Double {
    let hard = rating == .hard ? weights[15] : 1
    let easy = rating == .easy ? weights[16] : 1
    return stability
      * (1 + ElementaryFunctions.exp(weights[8]) * (11 - difficulty)
        * ElementaryFunctions.pow(stability, -weights[9])
        * (ElementaryFunctions.exp((1 - recall) * weights[10]) - 1) * hard * easy)
  }

  private func forgotten(_ stability: Double, _ difficulty: Double, _ recall: Double) -> Double {
    let long =
      weights[11] * ElementaryFunctions.pow(difficulty, -weights[12])
      * (ElementaryFunctions.pow(stability + 1, weights[13]) - 1)
      * ElementaryFunctions.exp((1 - recall) * weights[14])
    let short = stability / ElementaryFunctions.exp(weights[17] * weights[18])
    return min(long, short)
  }

  private func clamped(_ difficulty: Double) -> Double { min(max(difficulty, 1), 10) }
}
