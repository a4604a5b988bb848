/// What a kind of question holds beyond its stem.
package enum QuestionBody: Equatable, Sendable, Encodable {
  /// Choices of which exactly one is right.
  case single([Choice])
  /// Choices of which at least one is right and at least one wrong.
  case multiple([Choice])
  /// A statement.
  case trueFalse(TrueFalseQuestion)
  /// A number with its unit.
  case number(NumberAnswer)
  /// Accepted forms; any form of either language is right in both.
  case short(BilingualForms)
  /// Items in their right order.
  case ordering([NamedText])
  /// Pairs, and right-hand sides that belong to none.
  case matching(MatchingQuestion)
  /// Blanks, in the order of the file.
  case cloze([ClozeBlank])
  /// A template whose answer the simulator computes.
  case simulated(SimulatedQuestion)
  /// A question answered in the learner's own words, held against key points.
  case open([NamedText])
}

/// One choice, with the reason why it is right or wrong.
package struct Choice: Equatable, Sendable, Encodable {
  /// Its id within the question.
  package let id: String
  /// Whether picking it is right.
  package let isCorrect: Bool
  /// What it says.
  package let text: BilingualText
  /// Why it is right or wrong.
  package let reason: BilingualText

  /// A choice.
  package init(id: String, isCorrect: Bool, text: BilingualText, reason: BilingualText) {
    self.id = id
    self.isCorrect = isCorrect
    self.text = text
    self.reason = reason
  }
}

/// A text with an id within its question.
package struct NamedText: Equatable, Sendable, Encodable {
  /// The id.
  package let id: String
  /// The text.
  package let text: BilingualText

  /// A named text.
  package init(id: String, text: BilingualText) {
    self.id = id
    self.text = text
  }
}

/// A statement that is true or false, and optionally the reasons among which the learner picks.
package struct TrueFalseQuestion: Equatable, Sendable, Encodable {
  /// Whether the statement is true.
  package let isTrue: Bool
  /// Why the other verdict is wrong.
  package let reason: BilingualText
  /// Reasons of which exactly one is right; empty when only the verdict is asked.
  package let because: [Choice]

  /// A statement.
  package init(isTrue: Bool, reason: BilingualText, because: [Choice]) {
    self.isTrue = isTrue
    self.reason = reason
    self.because = because
  }
}

/// Pairs to be matched.
package struct MatchingQuestion: Equatable, Sendable, Encodable {
  /// One pair; its id names both sides.
  package struct Pair: Equatable, Sendable, Encodable {
    /// The id.
    package let id: String
    /// What is asked.
    package let left: BilingualText
    /// What belongs to it.
    package let right: BilingualText

    /// A pair.
    package init(id: String, left: BilingualText, right: BilingualText) {
      self.id = id
      self.left = left
      self.right = right
    }
  }

  /// The pairs.
  package let pairs: [Pair]
  /// Right-hand sides that belong to no pair.
  package let distractors: [NamedText]

  /// A matching question.
  package init(pairs: [Pair], distractors: [NamedText]) {
    self.pairs = pairs
    self.distractors = distractors
  }
}

/// A blank of a cloze.
package struct ClozeBlank: Equatable, Sendable, Encodable {
  /// What fills a blank.
  package enum Content: Equatable, Sendable, Encodable {
    case short(BilingualForms)
    case choice([Choice])
    case number(NumberAnswer)
  }

  /// The id, which stands as `[[id]]` in the stem.
  package let id: String
  /// What fills it.
  package let content: Content

  /// A blank.
  package init(id: String, content: Content) {
    self.id = id
    self.content = content
  }
}

/// A right number: value, unit, and how far off is still right.
package struct NumberAnswer: Equatable, Sendable, Encodable {
  /// How far from the value an answer may lie.
  package enum Tolerance: Equatable, Sendable, Encodable {
    /// In the unit of the answer, at least 0.
    case absolute(Double)
    /// As a part of the value, 0 to 1.
    case relative(Double)
  }

  /// The value in `unit`.
  package let value: Double
  /// The unit in which the question asks; an answer without a unit is taken in it.
  package let unit: MeasureUnit
  /// How far off is still right.
  package let tolerance: Tolerance
  /// More words that count as `unit`, in either language.
  package let words: [String]

  /// A right number.
  package init(value: Double, unit: MeasureUnit, tolerance: Tolerance, words: [String]) {
    self.value = value
    self.unit = unit
    self.tolerance = tolerance
    self.words = words
  }

  /// Whether a number in `unit` is right; a millionth of a millionth of the value is always forgiven.
  package func accepts(_ number: Double) -> Bool {
    let allowed =
      switch tolerance {
      case .absolute(let distance): distance
      case .relative(let part): abs(value) * part
      }
    return abs(number - value) <= allowed + abs(value) * 1e-12 + 1e-300
  }
}
