import Assessment
import CloudAPI
import Course
import Foundation

extension Prediction {
  /// The name of the question that a prediction counts as in the learner's record: the lesson's and its own.
  static func questionID(_ prediction: String, in lesson: LessonID) -> QuestionID {
    QuestionID(lesson.rawValue + separator + prediction)
  }

  /// Stands between the lesson's name and the prediction's.
  private static let separator = "--"

  /// The lesson and the prediction that a question's name stands for; `nil` for a question of the bank.
  static func names(in id: QuestionID) -> (lesson: LessonID, prediction: String)? {
    guard let range = id.rawValue.range(of: separator) else { return nil }
    return (LessonID(String(id.rawValue[..<range.lowerBound])), String(id.rawValue[range.upperBound...]))
  }

  /// The prediction as a question; its key is what was measured.
  ///
  /// - Parameters:
  ///   - truth: what was measured; `nil` before, when nothing is right.
  ///   - explanation: what is said afterwards.
  /// - Returns: `nil` when what was measured is no answer to the question.
  func question(in lesson: LessonID, truth: Value?, explanation: String = "") -> Question? {
    let body: QuestionBody
    switch form {
    case .choices(let choices):
      let right = truth?.text
      if truth != nil, !choices.contains(where: { $0.id == right }) { return nil }
      body = .single(
        choices.map {
          Choice(id: $0.id, isCorrect: $0.id == right, text: Self.both($0.text), reason: Self.both(""))
        })
    case .number(let unit, let tolerance):
      let value = truth?.double
      if truth != nil, value == nil { return nil }
      body = .number(NumberAnswer(value: value ?? 0, unit: unit, tolerance: tolerance, words: []))
    }
    return Question(
      id: Self.questionID(id, in: lesson), rev: 1, topic: lesson.rawValue, level: .junior,
      tests: Self.both(id),
      source: QuestionSource(facts: [], page: nil, checked: nil), stem: Self.both(question),
      explanation: Self.both(explanation), body: body,
      location: ContentLocation(file: "lessons/\(lesson)", line: 0, column: 0))
  }

  /// A text in the language of the lesson's file stands for both.
  private static func both(_ text: String) -> BilingualText { BilingualText(ko: text, en: text) }

  /// What was measured, read from a result; `nil` when the result does not hold it.
  func truth(in result: Value) -> Value? {
    do {
      let found = try answer.path.search(result)
      if case .null = found { return nil }
      return found
    } catch {
      return nil
    }
  }

  /// What is said to an answer: to those who were sure and wrong the longest.
  func comment(isRight: Bool, certainty: Certainty?) -> String {
    if isRight { return right }
    return certainty == .certain ? sureAndWrong ?? wrong : wrong
  }

  /// The same choices or number, asked for what was seen; `nil` when the author does not ask.
  func asked(afterwards fill: (String) -> String) -> Prediction? {
    seen.map {
      Prediction(
        id: id, question: fill($0), form: form, source: source, answer: answer, right: right, wrong: wrong,
        sureAndWrong: sureAndWrong, seen: nil)
    }
  }
}
