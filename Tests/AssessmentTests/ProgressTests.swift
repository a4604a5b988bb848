import Assessment
import Course
import Foundation
import Testing

@Suite struct ProgressTests {
  private let day: Int64 = 86_400

  private func answered(_ event: LearnerEvent) throws -> AnsweredQuestion {
    guard case .answered(let answered) = event.act else { throw AnswerError.empty }
    return answered
  }

  @Test(
    arguments: [
      (0.79, nil, Rating.again), (0.8, nil, .good), (1, nil, .good), (1, Rating.hard, .hard),
      (1, Rating.easy, .easy), (0.5, Rating.easy, .again), (1, Rating.again, .again),
    ] as [(Double, Rating?, Rating)])
  func `the fraction decides whether it was recalled, the learner how well`(
    fraction: Double, own: Rating?, grade: Rating
  ) throws {
    let event = AssessmentSamples.answered("q", fraction: fraction, day: 0, own: own)
    #expect(try answered(event).grade == grade)
  }

  @Test func `sure and wrong comes first, then what is most likely forgotten, within the limit`() {
    let events = [
      AssessmentSamples.answered("fresh", fraction: 1, day: 19),
      AssessmentSamples.answered("old", fraction: 1, day: 0),
      AssessmentSamples.answered("wrong", fraction: 0, certainty: .fairly, day: 18),
      AssessmentSamples.answered("sure", fraction: 0, certainty: .certain, day: 19),
    ]
    let scheduler = Scheduler()
    let cards = Schedule(scheduler).replay(events).cards
    let now = 20 * day
    let due = ReviewQueue.due(cards, now: now, scheduler: scheduler)
    #expect(due.map(\.id.question.rawValue) == ["sure", "wrong", "old", "fresh"])
    let limited = ReviewQueue.due(cards, now: now, scheduler: scheduler, limit: 3, reviewedToday: 2)
    #expect(limited.map(\.id.question.rawValue) == ["sure"])
    #expect(ReviewQueue.due(cards, now: now, scheduler: scheduler, limit: 1, reviewedToday: 5).isEmpty)
  }

  @Test func `a right answer takes a card out of the front row`() {
    let events = [
      AssessmentSamples.answered("q", fraction: 0, certainty: .certain, day: 0),
      AssessmentSamples.answered("q", fraction: 1, certainty: .certain, day: 1),
    ]
    #expect(Schedule().replay(events).cards.map(\.isSureAndWrong) == [false])
  }

  @Test func `events give the same cards in any order, and once`() {
    let events = (0..<20).map {
      AssessmentSamples.answered("q\($0 % 3)", fraction: $0 % 4 == 0 ? 0 : 1, day: Int64($0))
    }
    let cards = Schedule().replay(events).cards
    #expect(cards.count == 3)
    #expect(Schedule().replay(events.reversed() + events).cards == cards)
  }

  @Test func `a grade that was taken back leaves no trace`() {
    let first = AssessmentSamples.answered("q", fraction: 1, day: 0)
    let second = AssessmentSamples.answered("q", fraction: 0, day: 3)
    let undo = LearnerEvent(at: 4 * 86_400_000, act: .tookBack(second.id))
    #expect(Schedule().replay([first, second, undo]).cards == Schedule().replay([first]).cards)
    #expect(Schedule().replay([first, second]).cards != Schedule().replay([first]).cards)
  }

  @Test func `a passed lab gives its topics' unseen questions a card for the next day`() {
    let seen = CardID(question: QuestionID("seen"), rev: 1)
    let unseen = CardID(question: QuestionID("unseen"), rev: 2)
    let lab = LearnerEvent(
      at: 86_400_000,
      act: .passedLab(PassedLab(lab: "az", topics: ["zone"], cards: [unseen, seen], score: 1)))
    let answer = AssessmentSamples.answered("seen", fraction: 1, day: 0)
    let cards = Schedule().replay([answer, lab]).cards
    #expect(cards.map(\.id) == [seen, unseen])
    #expect(cards[0] == Schedule().replay([answer]).cards[0])
    #expect(cards[1].due == 2 * day)
  }

  @Test func `a new revision starts a new history`() {
    let old = AssessmentSamples.answered("q", fraction: 1, day: 0)
    let new = LearnerEvent(
      at: 86_400_000,
      act: .answered(
        AnsweredQuestion(
          question: QuestionID("q"), rev: 2, topic: "zone", variant: 1, answer: .text("x"),
          fraction: 1, certainty: nil, milliseconds: 1)))
    #expect(Schedule().replay([old, new]).cards.map(\.id.rev) == [1, 2])
  }

  @Test func `mastery begins unknown, rises with right answers, falls with wrong ones and with time`() {
    let now: Int64 = 10 * 86_400_000
    func mastery(_ events: [LearnerEvent], now: Int64 = now) -> Mastery {
      Mastery.of(topic: "zone", events: events, now: now)
    }
    let nothing = mastery([])
    #expect(nothing.estimate == 0.5)
    #expect(abs(nothing.uncertainty - 0.2887) < 0.0001)
    let right = (0..<6).map { AssessmentSamples.answered("q\($0)", fraction: 1, day: 9) }
    let wrong = (0..<6).map { AssessmentSamples.answered("q\($0)", fraction: 0, day: 9) }
    #expect(mastery(right).estimate > 0.8)
    #expect(mastery(right).uncertainty < nothing.uncertainty)
    #expect(mastery(wrong).estimate < 0.2)
    #expect(mastery(right, now: now + 400 * 86_400_000).estimate < mastery(right).estimate)
    #expect(mastery(right).evidence == 6)
    let other = (0..<6).map { AssessmentSamples.answered("o\($0)", topic: "ec2", fraction: 1, day: 9) }
    #expect(mastery(other) == nothing)
    let drilled = (0..<6).map { _ in AssessmentSamples.answered("q", fraction: 1, day: 9) }
    #expect(mastery(drilled).estimate < mastery(right).estimate)
  }

  @Test func `a topic is known when questions were recalled on two days`() {
    let once = (0..<8).map { AssessmentSamples.answered("q\($0)", fraction: 1, day: 9) }
    let again = (0..<8).map { AssessmentSamples.answered("q\($0)", fraction: 1, day: 10) }
    let now: Int64 = 11 * 86_400_000
    #expect(!Mastery.of(topic: "zone", events: once, now: now).isKnown)
    #expect(Mastery.of(topic: "zone", events: once + again, now: now).isKnown)
  }

  @Test func `the next step is chosen by what is due, begun, done and unknown`() {
    func topic(
      _ id: String, requires: [String] = [], lesson: NextStepSituation.LessonState,
      labs: [String] = []
    ) -> NextStepSituation.Topic {
      NextStepSituation.Topic(
        id: id, requires: requires, lesson: lesson, openLabs: labs,
        mastery: Mastery.of(topic: id, events: [], now: 0))
    }
    func steps(_ topics: [NextStepSituation.Topic], due: [Card] = []) -> [NextStep] {
      NextStepSituation(topics: topics, due: due, openRun: nil, nextDue: 7).steps
    }
    #expect(
      steps([topic("b", requires: ["a"], lesson: .untouched), topic("a", lesson: .untouched)])
        == [.startLesson(topic: "a")])
    var sure = Card(id: CardID(question: QuestionID("q"), rev: 1), due: 0)
    sure.isSureAndWrong = true
    #expect(
      steps([topic("a", lesson: .begun), topic("b", lesson: .untouched)], due: [sure])
        == [.reviewSureAndWrong(count: 1), .resumeLesson(topic: "a"), .startLesson(topic: "b")])
    #expect(
      steps([topic("a", lesson: .done, labs: ["az"])]).first == .startLab(lab: "az", topic: "a"))
    #expect(steps([]) == [.rest(nextDue: 7)])
  }

  @Test func `events survive JSON`() throws {
    let events = [
      AssessmentSamples.answered("q", fraction: 0.5, certainty: .certain, day: 3, own: .hard),
      LearnerEvent(
        at: 5, act: .flagged(question: QuestionID("q"), rev: 1, note: "오타")),
      LearnerEvent(at: 6, act: .tookBack(.random())),
    ]
    let data = try JSONEncoder().encode(events)
    #expect(try JSONDecoder().decode([LearnerEvent].self, from: data) == events)
  }

  @Test(arguments: ["", "xyz", String(repeating: "A", count: 32), String(repeating: "a", count: 33)])
  func `an event id is 32 lower-case hexadecimal digits`(text: String) {
    #expect(EventID(text) == nil)
    #expect(EventID(EventID.random().rawValue) != nil)
  }
}
