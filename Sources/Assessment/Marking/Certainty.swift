/// How sure the learner was before the answer was shown.
package enum Certainty: Int, CaseIterable, Sendable, Codable {
  case guess = 1
  case fairly = 2
  case certain = 3

  /// The certainty mark of an answer: 1, 2 or 3 when right, that many times the fraction when partly right, 0, −2 or −6
  /// when wrong.
  ///
  /// Certainty-based marking of Gardner-Medwin as in Moodle 4.2: a fraction of at most 0.00000005 counts as wrong.
  package func mark(fraction: Double) -> Double {
    guard fraction > 0.000_000_05 else {
      switch self {
      case .guess: return 0
      case .fairly: return -2
      case .certain: return -6
      }
    }
    return fraction * Double(rawValue)
  }

  /// The chances of being right for which this certainty is the honest one; the ends belong to both neighbours.
  package var honest: ClosedRange<Double> {
    switch self {
    case .guess: 0...2.0 / 3
    case .fairly: 2.0 / 3...0.8
    case .certain: 0.8...1
    }
  }
}
