import EventKernel

extension Question {
  /// The seed of a question's draws: a function of a seed that no learner owns, the question's id and the attempt.
  ///
  /// Whoever knows the three numbers gets the same order of choices and the same variant, on every machine.
  package func drawSeed(seed: UInt64, attempt: Int) -> UInt64 {
    // FNV-1a names the question by a number; equal ids are refused by lint, equal hashes would do no harm.
    let name = id.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    return Draws.base(
      seed: seed, purpose: QuestionPurpose.variant, population: name,
      number: UInt64(truncatingIfNeeded: attempt))
  }

  /// The question's choices, items or right-hand sides in the order in which this attempt shows them, as indices.
  package func shuffled(_ count: Int, seed: UInt64, attempt: Int, part: Int = 0) -> [Int] {
    let draws = Draws(base: drawSeed(seed: seed, attempt: attempt)).nested(part)
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(draws.below(UInt64(last + 1), last)))
    }
    return order
  }

  /// The variant of a simulated question that a draw seed gives; `nil` for every other kind.
  package func variant(drawSeed: UInt64) -> SimulatedVariant? {
    guard case .simulated(let template) = body else { return nil }
    let draws = Draws(base: drawSeed).nested(QuestionPurpose.parameters)
    let values = template.parameters.enumerated().map { index, parameter in
      SimulatedValue(
        name: parameter.name,
        value: parameter.values[Int(draws.below(UInt64(parameter.values.count), index))])
    }
    func filled(_ text: String) -> String {
      var text = text
      for value in values {
        text = QuestionPlaceholders.replacing("{\(value.name)}", in: text, with: value.value)
      }
      return text
    }
    return SimulatedVariant(
      seed: drawSeed, values: values, stem: stem.map(filled), explanation: explanation.map(filled),
      commands: template.commands.map(filled),
      measure: SimulatedQuestion.Measure(
        over: template.measure.over, query: filled(template.measure.query)))
  }
}

/// What draws of a question are for; the numbers are never reused.
private enum QuestionPurpose {
  static let variant: UInt64 = 0x5175_6573
  static let parameters = 1_000
}
