import Assessment
import CloudAPI
import Course
import Terminal
import Texts

/// Asks a lesson's prediction again: its key comes from running the lesson's blocks anew, unseen.
struct PredictionReview {
  let session: Session

  /// The prediction of a card with its key and its comment; `nil` when the lesson no longer has it.
  func presented(_ id: QuestionID) throws(CommandFailure) -> PresentedQuestion? {
    guard let (lessonID, name) = Prediction.names(in: id), session.course.lesson(lessonID) != nil else {
      return nil
    }
    let lesson = try session.lesson(named: lessonID.rawValue)
    guard let place = lesson.pages.firstIndex(where: { $0.blocks.contains { $0.id == name } }),
      case .prediction(let prediction)? = lesson.blocks.first(where: { $0.id == name })?.content
    else { return nil }
    let source: String
    switch prediction.source {
    case .block(let id): source = id
    case .command: source = name
    }
    let last = lesson.pages.lastIndex { $0.blocks.contains { $0.id == source } } ?? place
    let results = try session.unseenResults(of: lesson, throughPage: last)
    guard let result = results[source], let truth = prediction.truth(in: result) else { return nil }
    let comment = ResultFilling(results: results).filled(prediction.comment(isRight: true, certainty: nil))
    return prediction.question(in: lessonID, truth: truth, explanation: comment).map {
      PresentedQuestion(prediction: $0)
    }
  }
}

extension Session {
  /// What the blocks of a lesson give up to and with a page, in a session beside this one that shows and keeps nothing.
  func unseenResults(of lesson: Lesson, throughPage page: Int) throws(CommandFailure) -> [String: Value] {
    let beside = Session(
      data: data, course: course, store: nil, builder: builder, language: language, screen: screen,
      lines: lines, home: nil, wantsJSON: true)
    return try beside.results(of: lesson, throughPage: page)
  }
}
