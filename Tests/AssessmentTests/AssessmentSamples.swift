import Assessment
import Course
import Foundation

/// Questions, events and oracles for the tests of this room.
enum AssessmentSamples {
  static func question(_ body: QuestionBody, id: String = "sample") -> Question {
    Question(
      id: QuestionID(id), rev: 1, topic: "zone", level: .junior,
      tests: BilingualText(ko: "영역", en: "zones"),
      source: QuestionSource(facts: [], page: "zones", checked: nil),
      stem: BilingualText(ko: "몇입니까?", en: "How many?"),
      explanation: BilingualText(ko: "둘입니다.", en: "Two."), body: body,
      location: ContentLocation(file: "a.yaml", line: 1, column: 1))
  }

  static func text(_ text: String) -> BilingualText { BilingualText(ko: text, en: text) }

  /// Choices a, b, c … of which these are right.
  static func choices(_ count: Int, right: Set<String>) -> [Choice] {
    "abcdefgh".prefix(count).map { letter in
      Choice(
        id: String(letter), isCorrect: right.contains(String(letter)), text: text("choice \(letter)"),
        reason: text("reason \(letter)"))
    }
  }

  /// An oracle of the project; a missing one fails.
  static func oracle<Shape: Decodable>(_ name: String, _ shape: Shape.Type) throws -> Shape {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/\(name)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(shape, from: Data(contentsOf: file))
  }

  static func answered(
    _ question: String, topic: String = "zone", fraction: Double, certainty: Certainty? = nil,
    day: Int64, own: Rating? = nil
  ) -> LearnerEvent {
    LearnerEvent(
      at: day * 86_400_000,
      act: .answered(
        AnsweredQuestion(
          question: QuestionID(question), rev: 1, topic: topic, variant: 1, answer: .choice("a"),
          fraction: fraction, certainty: certainty, milliseconds: 4_000, ownGrade: own)))
  }
}
