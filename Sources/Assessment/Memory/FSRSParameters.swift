/// The settings of FSRS-6: its weights and how it steps.
package struct FSRSParameters: Equatable, Sendable {
  /// The weights w0…w20.
  package let weights: [Double]
  /// The chance of recalling at which a card falls due, above 0 and below 1.
  package let desiredRetention: Double
  /// The waits of a new card in whole seconds, before it leaves learning.
  package let learningSteps: [Int64]
  /// The waits of a forgotten card in whole seconds, before it returns to review.
  package let relearningSteps: [Int64]
  /// The longest wait in days.
  package let maximumInterval: Int

  /// Settings; there are 21 weights, and w20 is above 0.
  package init(
    weights: [Double], desiredRetention: Double, learningSteps: [Int64],
    relearningSteps: [Int64], maximumInterval: Int
  ) {
    precondition(weights.count == 21 && weights[20] > 0, "FSRS-6 has 21 weights, the last above 0")
    precondition(desiredRetention > 0 && desiredRetention < 1, "a retention lies between 0 and 1")
    precondition(maximumInterval >= 1, "the longest wait is at least a day")
    self.weights = weights
    self.desiredRetention = desiredRetention
    self.learningSteps = learningSteps
    self.relearningSteps = relearningSteps
    self.maximumInterval = maximumInterval
  }

  /// The published defaults of FSRS-6 (py-fsrs 6.3.2): own weights need about a thousand reviews to be better.
  package static let standard = FSRSParameters(
    weights: [
      0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
      0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ],
    desiredRetention: 0.9, learningSteps: [60, 600], relearningSteps: [600], maximumInterval: 36_500)
}
