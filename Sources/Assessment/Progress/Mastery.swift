import EventKernel

/// How well a topic is mastered, with how little is known about it.
package struct Mastery: Equatable, Sendable, Encodable {
  /// The topic.
  package let topic: String
  /// The expected part of the points on a new question of the topic, 0 to 1; a half without any evidence.
  package let estimate: Double
  /// One standard deviation of the estimate; 0.29 without any evidence.
  package let uncertainty: Double
  /// How many answers and passed labs there were.
  package let evidence: Int
  /// Whether the topic counts as known: at least two of its questions were recalled twice, on different days, or one was
  /// and a lab was passed; and the estimate less one deviation is at least 0.7.
  package let isKnown: Bool

  /// The version of the function below; raised with every change of its numbers.
  package static let version = 1

  /// The mastery of a topic at a time (milliseconds since 1970), as a function of the events alone.
  ///
  /// The estimate is the mean of a beta distribution that begins uniform. Each answer adds its fraction to one side and the
  /// rest to the other, with a weight that halves with every later answer to the same question, halves every 60 days, and is
  /// a half for a guess; a passed lab weighs three answers. All weights: TEACH.
  package static func of(topic: String, events: [LearnerEvent], now: Int64) -> Mastery {
    var evidence = Evidence(now: now)
    // Newest first, so that the newest answer to a question weighs most.
    for event in LearnerEvent.effective(events).reversed() where event.at <= now {
      switch event.act {
      case .answered(let answered) where answered.topic == topic: evidence.add(answered, at: event.at)
      case .passedLab(let lab) where lab.topics.contains(topic): evidence.add(lab, at: event.at)
      case .answered, .passedLab, .tookBack, .flagged: break
      }
    }
    let sum = evidence.right + evidence.wrong
    let estimate = evidence.right / sum
    let deviation = (estimate * (1 - estimate) / (sum + 1)).squareRoot()
    let recalls = evidence.recalledTwice
    return Mastery(
      topic: topic, estimate: estimate, uncertainty: deviation, evidence: evidence.count,
      isKnown: (recalls >= 2 || (recalls == 1 && evidence.labs > 0)) && estimate - deviation >= 0.7)
  }
}

/// What the events say about one topic.
private struct Evidence {
  let now: Int64
  var right = 1.0
  var wrong = 1.0
  var count = 0
  var labs = 0
  private var answers: [CardID: Int] = [:]
  private var recalledOn: [CardID: Set<Int64>] = [:]

  init(now: Int64) { self.now = now }

  /// How many cards were recalled on two different days (UTC).
  var recalledTwice: Int { recalledOn.values.count { $0.count >= 2 } }

  mutating func add(_ answered: AnsweredQuestion, at time: Int64) {
    let later = answers[answered.card, default: 0]
    answers[answered.card] = later + 1
    count += 1
    if answered.grade != .again { recalledOn[answered.card, default: []].insert(time / Self.day) }
    let repeated = ElementaryFunctions.pow(0.5, Double(later))
    add(answered.fraction, weight: age(time) * repeated * (answered.certainty == .guess ? 0.5 : 1))
  }

  mutating func add(_ lab: PassedLab, at time: Int64) {
    count += 1
    labs += 1
    add(lab.score, weight: 3 * age(time))
  }

  private mutating func add(_ fraction: Double, weight: Double) {
    right += weight * fraction
    wrong += weight * (1 - fraction)
  }

  private func age(_ time: Int64) -> Double {
    ElementaryFunctions.pow(0.5, Double(now - time) / Double(60 * Self.day))
  }

  private static let day: Int64 = 86_400_000
}
