import Assessment
import Course
import Foundation
import LearnerStore
import Terminal
import Texts

extension Session {
  /// Marks an answer, keeps it, and tells what it was worth; gives the mark.
  @discardableResult
  func mark(
    _ presented: PresentedQuestion, _ given: GivenAnswer, result: SimulatedResult? = nil
  ) throws(CommandFailure) -> Mark {
    let mark: Mark
    do throws(AnswerError) {
      mark = try Marking.mark(presented.question, given.answer, language: contentLanguage, result: result)
    } catch {
      preconditionFailure("An answer that was read can be marked: \(error)")
    }
    let review = try record(presented, given, mark)
    var document = MarkText(session: self, presented: presented).document(mark, certainty: given.certainty)
    if let review, mark.fraction < AnsweredQuestion.passing {
      document.paragraph(
        text("mark.due", ["span": .duration(nanoseconds: (review.after.due - review.at) * 1_000_000_000)]),
        style: .muted)
    }
    tell(document)
    return mark
  }

  private func record(
    _ presented: PresentedQuestion, _ given: GivenAnswer, _ mark: Mark
  ) throws(CommandFailure) -> ReviewLog? {
    guard let store else { return nil }
    let event = LearnerEvent(
      at: now,
      act: .answered(
        AnsweredQuestion(
          question: presented.question.id, rev: presented.question.rev, topic: presented.question.topic,
          variant: presented.seed, answer: given.answer, fraction: mark.fraction, certainty: given.certainty,
          milliseconds: given.milliseconds)))
    do throws(StoreError) {
      return try store.record(event)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// All events of the learner, none without a store.
  func learnerEvents() throws(CommandFailure) -> [LearnerEvent] {
    do throws(StoreError) {
      return try store?.events() ?? []
    } catch {
      throw CommandFailure(error)
    }
  }

  /// All cards of the learner, none without a store.
  func learnerCards() throws(CommandFailure) -> [Card] {
    do throws(StoreError) {
      return try store?.cards() ?? []
    } catch {
      throw CommandFailure(error)
    }
  }

  /// How often each question was answered.
  static func attempts(_ events: [LearnerEvent]) -> [QuestionID: Int] {
    var counts: [QuestionID: Int] = [:]
    for case .answered(let answered) in events.map(\.act) { counts[answered.question, default: 0] += 1 }
    return counts
  }
}
