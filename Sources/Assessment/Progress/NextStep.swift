/// What to do next, and the reason, as data.
package enum NextStep: Equatable, Sendable {
  /// Review what was answered wrongly with certainty: corrected best and soonest.
  case reviewSureAndWrong(count: Int)
  /// Go on with a lab run that was begun.
  case resumeLab(run: String, lab: String)
  /// Go on with a lesson that was begun.
  case resumeLesson(topic: String)
  /// Review what falls due.
  case review(count: Int)
  /// Begin a lesson; what it requires is known or was done.
  case startLesson(topic: String)
  /// Do a lab of a topic whose lesson is done.
  case startLab(lab: String, topic: String)
  /// Practise a topic: the estimate is low.
  case practiseWeak(topic: String, estimate: Double)
  /// Answer questions of a topic: too little is known about it.
  case practiseUncertain(topic: String, uncertainty: Double)
  /// All is known and nothing is due; the time of the next review in seconds since 1970, if any.
  case rest(nextDue: Int64?)
}

/// What the next step is chosen from.
package struct NextStepSituation: Sendable {
  /// One topic of the course.
  package struct Topic: Sendable {
    /// Its id.
    package let id: String
    /// The topics that should come before.
    package let requires: [String]
    /// Whether its lesson was begun, and whether it is done.
    package let lesson: LessonState
    /// Its labs that were not passed yet, in the course's order.
    package let openLabs: [String]
    /// Its mastery.
    package let mastery: Mastery

    /// A topic.
    package init(
      id: String, requires: [String], lesson: LessonState, openLabs: [String], mastery: Mastery
    ) {
      self.id = id
      self.requires = requires
      self.lesson = lesson
      self.openLabs = openLabs
      self.mastery = mastery
    }
  }

  /// How far a lesson is.
  package enum LessonState: Sendable {
    case untouched
    case begun
    case done
  }

  /// The topics in the course's order.
  package let topics: [Topic]
  /// The cards that are due.
  package let due: [Card]
  /// The lab run that was left last, if any is open.
  package let openRun: (run: String, lab: String)?
  /// When the next card falls due, in seconds since 1970.
  package let nextDue: Int64?

  /// A situation.
  package init(
    topics: [Topic], due: [Card], openRun: (run: String, lab: String)?, nextDue: Int64?
  ) {
    self.topics = topics
    self.due = due
    self.openRun = openRun
    self.nextDue = nextDue
  }

  /// The sensible steps, best first, never none; the order advises and locks nothing.
  package var steps: [NextStep] {
    var steps: [NextStep] = []
    let sure = due.count(where: \.isSureAndWrong)
    if sure > 0 { steps.append(.reviewSureAndWrong(count: sure)) }
    if let openRun { steps.append(.resumeLab(run: openRun.run, lab: openRun.lab)) }
    if let begun = topics.first(where: { $0.lesson == .begun }) {
      steps.append(.resumeLesson(topic: begun.id))
    }
    if due.count > sure { steps.append(.review(count: due.count)) }
    let done = Set(topics.filter { $0.lesson == .done || $0.mastery.isKnown }.map(\.id))
    if let topic = topics.first(where: { $0.lesson == .done && !$0.openLabs.isEmpty }),
      let lab = topic.openLabs.first
    {
      steps.append(.startLab(lab: lab, topic: topic.id))
    }
    if let next = topics.first(where: { topic in
      topic.lesson == .untouched && !topic.mastery.isKnown && topic.requires.allSatisfy(done.contains)
    }) {
      steps.append(.startLesson(topic: next.id))
    }
    let practised = topics.filter { $0.lesson == .done && !$0.mastery.isKnown }
    if let weak = practised.filter({ $0.mastery.evidence > 0 && $0.mastery.estimate < 0.7 })
      .min(by: { $0.mastery.estimate < $1.mastery.estimate })
    {
      steps.append(.practiseWeak(topic: weak.id, estimate: weak.mastery.estimate))
    }
    if let unsure = practised.max(by: { $0.mastery.uncertainty < $1.mastery.uncertainty }) {
      steps.append(.practiseUncertain(topic: unsure.id, uncertainty: unsure.mastery.uncertainty))
    }
    return steps.isEmpty ? [.rest(nextDue: nextDue)] : steps
  }
}
