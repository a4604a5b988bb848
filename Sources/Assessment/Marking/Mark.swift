package import Course

/// What an answer earned, and what the learner is told about each part.
package struct Mark: Equatable, Sendable {
  /// The part of the points, 0 to 1.
  package let fraction: Double
  /// One line for each part that was answered or should have been, in the question's own order.
  package let parts: [MarkedPart]

  /// A mark.
  package init(fraction: Double, parts: [MarkedPart]) {
    self.fraction = min(1, max(0, fraction))
    self.parts = parts
  }
}

/// What became of one part of an answer.
package struct MarkedPart: Equatable, Sendable {
  /// How the part stands to the key.
  package enum Outcome: String, Equatable, Sendable, Codable {
    /// Answered and right.
    case right
    /// Answered and wrong.
    case wrong
    /// Should have been answered and was not.
    case missed
  }

  /// The id of the choice, item, pair, blank or key point; `answer` where the question has one part.
  package let id: String
  /// How it stands to the key.
  package let outcome: Outcome
  /// What the learner gave, in the language of the session; `nil` when nothing.
  package let seen: String?
  /// What was wanted; `nil` when the part was to be left alone.
  package let wanted: BilingualText?
  /// Why, where the author wrote it.
  package let reason: BilingualText?

  /// A part.
  package init(
    id: String, outcome: Outcome, seen: String?, wanted: BilingualText?, reason: BilingualText?
  ) {
    self.id = id
    self.outcome = outcome
    self.seen = seen
    self.wanted = wanted
    self.reason = reason
  }
}
