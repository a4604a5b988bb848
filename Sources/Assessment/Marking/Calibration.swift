/// How well a learner's certainty fits what was right.
package struct Calibration: Equatable, Sendable {
  /// What is said about one level of certainty.
  package enum Verdict: String, Sendable, Codable {
    case wellCalibrated
    case slightlyOverconfident
    case overconfident
    case slightlyUnderconfident
    case underconfident
  }

  /// The answers of one level.
  package struct Level: Equatable, Sendable {
    /// The level.
    package let certainty: Certainty
    /// How many answers.
    package let count: Int
    /// Their mean fraction, 0 to 1.
    package let accuracy: Double
    /// What is said about them.
    package let verdict: Verdict
  }

  /// The levels that were used, lowest first.
  package let levels: [Level]
  /// The mean certainty mark over all answers, −6 to 3; 0 without answers.
  package let averageMark: Double
  /// The mean fraction over all answers, 0 to 1; 0 without answers.
  package let accuracy: Double

  /// The calibration of answers.
  package init(_ answers: [(fraction: Double, certainty: Certainty)]) {
    func mean(_ values: [Double]) -> Double {
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    averageMark = mean(answers.map { $0.certainty.mark(fraction: $0.fraction) })
    accuracy = mean(answers.map(\.fraction))
    levels = Certainty.allCases.compactMap { certainty in
      let own = answers.filter { $0.certainty == certainty }.map(\.fraction)
      guard !own.isEmpty else { return nil }
      let accuracy = mean(own)
      return Level(
        certainty: certainty, count: own.count, accuracy: accuracy,
        verdict: Self.verdict(accuracy, count: own.count, honest: certainty.honest))
    }
  }

  /// The accuracy with its bonus: what certainty marking adds to or takes from it.
  package var score: Double {
    accuracy + Self.bonus(averageMark: averageMark, accuracy: accuracy)
  }

  /// The certainty mark that an honest learner of this accuracy expects: the best of the three levels.
  package static func expectedMark(accuracy: Double) -> Double {
    Certainty.allCases.map { accuracy * $0.mark(fraction: 1) + (1 - accuracy) * $0.mark(fraction: 0) }
      .max() ?? 0
  }

  /// A tenth of how far the mean certainty mark lies above the expected one.
  package static func bonus(averageMark: Double, accuracy: Double) -> Double {
    0.1 * (averageMark - expectedMark(accuracy: accuracy))
  }

  private static func verdict(
    _ accuracy: Double, count: Int, honest: ClosedRange<Double>
  ) -> Verdict {
    let distance = max(honest.lowerBound - accuracy, accuracy - honest.upperBound)
    guard distance > 0 else { return .wellCalibrated }
    let isPlain = distance * distance * Double(count) > 0.5
    if accuracy < honest.lowerBound { return isPlain ? .overconfident : .slightlyOverconfident }
    return isPlain ? .underconfident : .slightlyUnderconfident
  }
}
