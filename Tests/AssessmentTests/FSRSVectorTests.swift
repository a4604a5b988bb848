import Assessment
import Course
import Testing

@Suite struct FSRSVectorTests {
  struct Vectors: Decodable {
    struct Settings: Decodable {
      let parameters: [Double]
      let desiredRetention: Double
      let learningSteps: [Int64]
      let relearningSteps: [Int64]
      let maximumInterval: Int
    }

    struct Review: Decodable {
      let elapsedS: Int64
      let rating: Int
      let rBefore: Double
      let state: Int
      let step: Int?
      let stability: Double
      let difficulty: Double
      let dueS: Int64
      let intervalS: Int64
    }

    struct Sequence: Decodable {
      let name: String?
      let id: Int?
      let scheduler: String
      let reviews: [Review]
    }

    struct Unit: Decodable {
      struct Initial: Decodable {
        let rating: Int
        let stability: Double
        let difficulty: Double
        let difficultyUnclamped: Double
      }

      struct Interval: Decodable {
        let scheduler: String
        let stability: Double
        let days: Int
      }

      struct Curve: Decodable {
        let stability: Double
        let days: Int64
        let r: Double
      }

      struct Difficulty: Decodable {
        let d: Double
        let rating: Int
        let out: Double
      }

      struct ShortTerm: Decodable {
        let s: Double
        let rating: Int
        let out: Double
      }

      struct Stability: Decodable {
        let d: Double
        let s: Double
        let r: Double
        let rating: Int
        let out: Double
      }

      let initial: [Initial]
      let factor: [String: Double]
      let nextInterval: [Interval]
      let forgettingCurve: [Curve]
      let nextDifficulty: [Difficulty]
      let shortTermStability: [ShortTerm]
      let nextStability: [Stability]
    }

    let schedulers: [String: Settings]
    let unit: Unit
    let named: [Sequence]
    let random: [Sequence]
  }

  private let vectors: Vectors
  private let schedulers: [String: Scheduler]
  private let standard = FSRS(.standard)

  init() throws {
    vectors = try AssessmentSamples.oracle("fsrs-vectors.json", Vectors.self)
    schedulers = vectors.schedulers.mapValues { settings in
      Scheduler(
        FSRSParameters(
          weights: settings.parameters, desiredRetention: settings.desiredRetention,
          learningSteps: settings.learningSteps, relearningSteps: settings.relearningSteps,
          maximumInterval: settings.maximumInterval))
    }
  }

  private func isNear(_ value: Double, _ wanted: Double) -> Bool {
    abs(value - wanted) <= abs(wanted) * 1e-9
  }

  @Test func `the published defaults are ours`() {
    #expect(schedulers["default"]?.fsrs.parameters == .standard)
  }

  @Test func `each formula gives the recorded values`() throws {
    let unit = vectors.unit
    for vector in unit.initial {
      let rating = try #require(Rating(rawValue: vector.rating))
      #expect(isNear(standard.initialStability(rating), vector.stability))
      #expect(isNear(standard.initialDifficulty(rating), vector.difficulty))
      #expect(isNear(standard.unclampedInitialDifficulty(rating), vector.difficultyUnclamped))
    }
    #expect(unit.factor.count == 9)
    for (name, factor) in unit.factor {
      #expect(isNear(try #require(schedulers[name]).fsrs.factor, factor))
    }
    #expect(unit.nextInterval.count == 117)
    for vector in unit.nextInterval {
      let scheduler = try #require(schedulers[vector.scheduler])
      #expect(scheduler.fsrs.interval(stability: vector.stability) == vector.days)
    }
    #expect(unit.forgettingCurve.count == 40)
    for vector in unit.forgettingCurve {
      let recall = standard.recall(days: vector.days, stability: vector.stability)
      #expect(abs(recall - vector.r) <= 1e-12)
    }
    #expect(unit.nextDifficulty.count == 24)
    for vector in unit.nextDifficulty {
      let rating = try #require(Rating(rawValue: vector.rating))
      #expect(isNear(standard.difficulty(after: vector.d, rating), vector.out))
    }
    #expect(unit.shortTermStability.count == 28)
    for vector in unit.shortTermStability {
      let rating = try #require(Rating(rawValue: vector.rating))
      #expect(isNear(standard.sameDayStability(after: vector.s, rating), vector.out))
    }
    #expect(unit.nextStability.count == 192)
    for vector in unit.nextStability {
      let rating = try #require(Rating(rawValue: vector.rating))
      let next = standard.stability(
        after: vector.s, difficulty: vector.d, recall: vector.r, rating)
      #expect(isNear(next, vector.out))
    }
  }

  @Test func `each recorded history gives its due times to the second`() throws {
    var count = 0
    for sequence in vectors.named + vectors.random {
      let scheduler = try #require(schedulers[sequence.scheduler])
      let name = sequence.name ?? "random \(sequence.id ?? -1)"
      var time: Int64 = 0
      var card = Card(id: CardID(question: QuestionID("q"), rev: 1), due: 0)
      for (number, review) in sequence.reviews.enumerated() {
        time += review.elapsedS
        let rating = try #require(Rating(rawValue: review.rating))
        let recall = scheduler.recall(card, at: time)
        card = scheduler.review(card, rating, at: time)
        let stability = try #require(card.stability)
        let difficulty = try #require(card.difficulty)
        let isSame =
          card.due == review.dueS && card.due - time == review.intervalS
          && card.phase.rawValue == review.state && card.step == review.step
          && isNear(stability, review.stability)
          && isNear(difficulty, review.difficulty)
          && abs(recall - review.rBefore) <= 1e-12
        #expect(isSame, "\(name), review \(number + 1): \(card)")
        count += 1
      }
    }
    #expect(count == 4_333)
  }
}
