package import Course

/// A question as one attempt shows it: its parts in their drawn order, and the variant of a simulated one.
package struct PresentedQuestion: Sendable {
  /// The question.
  package let question: Question
  /// The draw seed of the attempt, which the learner's event keeps.
  package let seed: UInt64
  /// The variant of a simulated question.
  package let variant: SimulatedVariant?
  /// What is chosen by letter, in the order shown: choices, reasons, right-hand sides.
  package let lettered: [NamedText]
  /// What is named by number, in the order shown: items to order, left-hand sides.
  package let numbered: [NamedText]

  /// The seed of all draws: of no learner, so that an attempt can be shown again anywhere.
  private static let seed: UInt64 = 0

  /// The question in its `attempt`-th showing, from 0.
  package init(_ question: Question, attempt: Int) {
    self.question = question
    seed = question.drawSeed(seed: Self.seed, attempt: attempt)
    variant = question.variant(drawSeed: seed)
    func drawn(_ parts: [NamedText]) -> [NamedText] {
      question.shuffled(parts.count, seed: Self.seed, attempt: attempt).map { parts[$0] }
    }
    func named(_ choices: [Choice]) -> [NamedText] { choices.map { NamedText(id: $0.id, text: $0.text) } }
    switch question.body {
    case .single(let choices), .multiple(let choices):
      lettered = drawn(named(choices))
      numbered = []
    case .trueFalse(let statement):
      lettered = drawn(named(statement.because))
      numbered = []
    case .number, .short, .cloze, .open:
      lettered = []
      numbered = []
    case .ordering(let items):
      lettered = []
      numbered = drawn(items)
    case .matching(let matching):
      lettered = drawn(
        matching.pairs.map { NamedText(id: $0.id, text: $0.right) } + matching.distractors)
      numbered = matching.pairs.map { NamedText(id: $0.id, text: $0.left) }
    case .simulated(let template):
      if case .choice(let choices) = template.form { lettered = drawn(named(choices)) } else { lettered = [] }
      numbered = []
    }
  }

  /// A prediction as a question whose parts keep the author's order.
  init(prediction: Question) {
    question = prediction
    seed = 0
    variant = nil
    if case .single(let choices) = prediction.body {
      lettered = choices.map { NamedText(id: $0.id, text: $0.text) }
    } else {
      lettered = []
    }
    numbered = []
  }

  /// What is asked.
  package var stem: BilingualText { variant?.stem ?? question.stem }
  /// Why the answer is right.
  package var explanation: BilingualText { variant?.explanation ?? question.explanation }

  /// The unit in which a number is asked; `nil` where no number is.
  package var unit: MeasureUnit? {
    switch question.body {
    case .number(let answer): answer.unit
    case .simulated(let template):
      if case .number(let unit, _) = template.form { unit } else { nil }
    case .single, .multiple, .trueFalse, .short, .ordering, .matching, .cloze, .open: nil
    }
  }

  /// The letter of a position: `a` for 0.
  package static func letter(_ position: Int) -> String {
    String(UnicodeScalar(UInt8(97 + min(max(0, position), 25))))
  }
}
