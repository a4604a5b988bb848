package import Course

/// The identity of an event: 32 hexadecimal digits, drawn once, the same on every machine that the event travels to.
package struct EventID: Hashable, Sendable, Codable, Comparable {
  /// The digits.
  package let rawValue: String

  /// An id of 32 lower-case hexadecimal digits; `nil` for anything else.
  package init?(_ rawValue: String) {
    guard rawValue.utf8.count == 32,
      rawValue.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    self.rawValue = rawValue
  }

  /// A new id.
  package static func random() -> EventID {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }
    return EventID(unchecked: digits.joined())
  }

  private init(unchecked: String) { rawValue = unchecked }

  /// Decodes the bare digits.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = EventID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an event id")
    }
    self = id
  }

  /// Encodes the bare digits.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Orders by the digits.
  package static func < (left: EventID, right: EventID) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}

/// One raw thing that a learner did. Events are kept for ever; cards and mastery are functions of them.
package struct LearnerEvent: Equatable, Sendable {
  /// What was done.
  package enum Act: Equatable, Sendable {
    /// A question was answered.
    case answered(AnsweredQuestion)
    /// A lab was passed: its topics' cards are scheduled and their mastery rises.
    case passedLab(PassedLab)
    /// The grade of an earlier answer was taken back.
    case tookBack(EventID)
    /// A question was flagged as bad.
    case flagged(question: QuestionID, rev: Int, note: String)
  }

  /// The identity.
  package let id: EventID
  /// When, in milliseconds since 1970-01-01 UTC.
  package let at: Int64
  /// What was done.
  package let act: Act

  /// An event.
  package init(id: EventID = .random(), at: Int64, act: Act) {
    self.id = id
    self.at = at
    self.act = act
  }
}

/// A question that was answered, with everything that decides its grade.
package struct AnsweredQuestion: Equatable, Sendable, Codable {
  /// The question.
  package let question: QuestionID
  /// Its revision.
  package let rev: Int
  /// Its topic at the time.
  package let topic: String
  /// The draw seed of the order and of the variant.
  package let variant: UInt64
  /// The answer as given.
  package let answer: Answer
  /// The part of the points, 0 to 1.
  package let fraction: Double
  /// How sure the learner was; `nil` when it was not asked.
  package let certainty: Certainty?
  /// How long the answer took, in milliseconds.
  package let milliseconds: Int64
  /// The learner's own grade, when four grades are on; `nil` lets the fraction decide.
  package let ownGrade: Rating?

  /// An answered question.
  package init(
    question: QuestionID, rev: Int, topic: String, variant: UInt64, answer: Answer,
    fraction: Double, certainty: Certainty?, milliseconds: Int64, ownGrade: Rating? = nil
  ) {
    self.question = question
    self.rev = rev
    self.topic = topic
    self.variant = variant
    self.answer = answer
    self.fraction = fraction
    self.certainty = certainty
    self.milliseconds = milliseconds
    self.ownGrade = ownGrade
  }

  /// The part of the points from which on an answer is recalled.
  package static let passing = 0.8

  /// *Again* below 0.8 of the points, whatever the learner chose; else the learner's own grade, else *good*.
  package var grade: Rating {
    guard fraction >= Self.passing else { return .again }
    return ownGrade ?? .good
  }

  /// Whether the learner was certain and the answer was not recalled.
  package var isSureAndWrong: Bool { certainty == .certain && grade == .again }

  /// The card that the answer reviews.
  package var card: CardID { CardID(question: question, rev: rev) }
}

/// A lab that was passed.
package struct PassedLab: Equatable, Sendable, Codable {
  /// The lab.
  package let lab: String
  /// The topics that it trains, in the lab's order.
  package let topics: [String]
  /// The cards of these topics at the time, which the pass schedules.
  package let cards: [CardID]
  /// The part of the points, 0 to 1.
  package let score: Double

  /// A passed lab.
  package init(lab: String, topics: [String], cards: [CardID], score: Double) {
    self.lab = lab
    self.topics = topics
    self.cards = cards
    self.score = score
  }
}
