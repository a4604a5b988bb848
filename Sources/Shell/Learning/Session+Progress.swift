import Assessment
import Course
import LearnerStore
import Texts

extension Session {
  /// The event that a lab was passed: its topics' questions fall due a day later, and their mastery rises.
  ///
  /// - Parameter score: 0 to 100.
  func pass(of lab: Lab, score: Int) -> LearnerEvent {
    let bank = course.questions(DiagnosticCollector())
    let cards = bank.questions.filter { lab.header.topics.contains($0.topic) && $0.kind != .open }
      .map { CardID(question: $0.id, rev: $0.rev) }
    let pass = PassedLab(
      lab: lab.id.rawValue, topics: lab.header.topics, cards: cards, score: Double(score) / 100)
    return LearnerEvent(at: now, act: .passedLab(pass))
  }

  /// The titles of the topics that are lessons, by their ids.
  func topicTitles() -> [String: String] {
    course.lessons(contentLanguage, DiagnosticCollector()).reduce(into: [:]) { $0[$1.id.rawValue] = $1.title }
  }

  /// The labs that were passed.
  func passedLabs() throws(CommandFailure) -> Set<String> {
    var passed: Set<String> = []
    for case .passedLab(let lab) in try learnerEvents().map(\.act) { passed.insert(lab.lab) }
    return passed
  }

  /// What the learner knows and what is due, from which the next step is chosen.
  func situation() throws(CommandFailure) -> NextStepSituation {
    let events = try learnerEvents()
    let flagged = LearnerEvent.flagged(events)
    let cards = try learnerCards().filter { !flagged.contains($0.id) }
    let passed = try passedLabs()
    let labs = course.labs(DiagnosticCollector())
    let lessons = course.lessons(contentLanguage, DiagnosticCollector())
    var topics: [NextStepSituation.Topic] = []
    for lesson in lessons {
      let progress = try progress(in: lesson.id)
      let id = lesson.id.rawValue
      topics.append(
        NextStepSituation.Topic(
          id: id,
          requires: lesson.requires.map(\.rawValue).filter { name in
            lessons.contains { $0.id.rawValue == name }
          },
          lesson: progress.map { $0.isDone ? .done : .begun } ?? .untouched,
          openLabs: labs.filter { $0.topics.contains(id) && !passed.contains($0.id.rawValue) }
            .map(\.id.rawValue),
          mastery: Mastery.of(topic: id, events: events, now: now)))
    }
    let seconds = now / 1_000
    return NextStepSituation(
      topics: topics, due: ReviewQueue.due(cards, now: seconds, scheduler: Scheduler()),
      openRun: try openRun(passed: passed),
      nextDue: cards.map(\.due).filter { $0 > seconds }.min())
  }

  /// The lab run that was left last and not passed.
  private func openRun(passed: Set<String>) throws(CommandFailure) -> (run: String, lab: String)? {
    do throws(StoreError) {
      let runs = try store?.runs() ?? []
      let open = runs.filter { $0.isOpen && !$0.isPassed && !passed.contains($0.lab) }
      return open.filter { course.labIDs.map(\.rawValue).contains($0.lab) }
        .max { $0.started < $1.started }.map { ($0.id, $0.lab) }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// A next step as a sentence.
  func sentence(of step: NextStep) -> String {
    switch step {
    case .reviewSureAndWrong(let count):
      text("progress.step.review-sure-and-wrong", ["count": .integer(count)])
    case .resumeLab(_, let lab): text("progress.step.resume-lab", ["lab": .string(lab)])
    case .resumeLesson(let topic): text("progress.step.resume-lesson", ["topic": .string(topic)])
    case .review(let count): text("progress.step.review", ["count": .integer(count)])
    case .startLesson(let topic): text("progress.step.start-lesson", ["topic": .string(topic)])
    case .startLab(let lab, let topic):
      text(
        "progress.step.start-lab", ["lab": .string(lab), "topic": .string(topicTitles()[topic] ?? topic)])
    case .practiseWeak(let topic, let estimate):
      text("progress.step.practise-weak", ["topic": .string(topic), "share": .number(estimate)])
    case .practiseUncertain(let topic, _):
      text("progress.step.practise-uncertain", ["topic": .string(topic)])
    case .rest(let due):
      if let due {
        text(
          "progress.step.rest-until",
          [
            "when": .string(words(of: due)),
            "span": .duration(nanoseconds: max(0, due - now / 1_000) * 1_000_000_000),
          ])
      } else {
        text("progress.step.rest")
      }
    }
  }
}
