/// The identity of a question, for ever: a text may change under it, and the learner's history stays.
package struct QuestionID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The id as written: lower-case letters, digits, hyphens.
  package let rawValue: String

  /// An id.
  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// Decodes the bare text.
  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes the bare text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The id as written.
  package var description: String { rawValue }

  /// Orders by UTF-8 bytes.
  package static func < (left: QuestionID, right: QuestionID) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}

/// How much experience an interviewer expects of whoever answers.
package enum QuestionLevel: String, CaseIterable, Sendable, Codable {
  case junior
  case mid
  case senior
}

/// The form of a question, as `kind:` names it.
package enum QuestionKind: String, CaseIterable, Sendable, Codable {
  case single
  case multiple
  case trueFalse
  case number
  case short
  case ordering
  case matching
  case cloze
  case simulated
  case open
}

/// What stands behind a question: facts of AWS, a page of the lesson, or both.
package struct QuestionSource: Equatable, Sendable, Encodable {
  /// Sections of the facts, such as `EC2 2.1`.
  package let facts: [String]
  /// The id of a page of the topic's lesson.
  package let page: String?
  /// When the facts were last checked; there whenever `facts` is not empty.
  package let checked: ContentDate?

  /// A source.
  package init(facts: [String], page: String?, checked: ContentDate?) {
    self.facts = facts
    self.page = page
    self.checked = checked
  }
}

/// One question of the bank, in both languages.
package struct Question: Equatable, Sendable, Encodable {
  /// Its identity.
  package let id: QuestionID
  /// The revision, from 1; raising it starts the learner's history anew.
  package let rev: Int
  /// The topic: the folder's name without its number, such as `security-group`.
  package let topic: String
  /// For whom it is.
  package let level: QuestionLevel
  /// What it tests, in a few words.
  package let tests: BilingualText
  /// What stands behind it.
  package let source: QuestionSource
  /// What is asked; a cloze holds `[[blank]]`, a simulated question `{parameter}`.
  package let stem: BilingualText
  /// Why the right answer is right, shown after answering.
  package let explanation: BilingualText
  /// What belongs to the kind.
  package let body: QuestionBody
  /// Where it is written.
  package let location: ContentLocation

  /// A question that a loader has checked.
  package init(
    id: QuestionID, rev: Int, topic: String, level: QuestionLevel, tests: BilingualText,
    source: QuestionSource, stem: BilingualText, explanation: BilingualText, body: QuestionBody,
    location: ContentLocation
  ) {
    self.id = id
    self.rev = rev
    self.topic = topic
    self.level = level
    self.tests = tests
    self.source = source
    self.stem = stem
    self.explanation = explanation
    self.body = body
    self.location = location
  }

  /// Its kind.
  package var kind: QuestionKind {
    switch body {
    case .single: .single
    case .multiple: .multiple
    case .trueFalse: .trueFalse
    case .number: .number
    case .short: .short
    case .ordering: .ordering
    case .matching: .matching
    case .cloze: .cloze
    case .simulated: .simulated
    case .open: .open
    }
  }
}
