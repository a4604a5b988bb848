import Assessment
import Testing

@Suite struct ScoringVectorTests {
  struct Vectors: Decodable {
    struct CBM: Decodable {
      let fraction: Double
      let certainty: Int
      let mark: Double
    }

    struct Bonus: Decodable {
      let avgCbmMark: Double
      let accuracy: Double
      let expectedForAccuracy: Double
      let bonus: Double
    }

    struct Short: Decodable {
      let response: String
      let pattern: String
      let ignoreCase: Bool
      let match: Bool
    }

    let cbm: [CBM]
    let cbmBonus: [Bonus]
    let shortanswer: [Short]
  }

  private let vectors: Vectors

  init() throws {
    vectors = try AssessmentSamples.oracle("scoring-vectors.json", Vectors.self)
  }

  @Test func `certainty marks are Moodle's`() throws {
    #expect(vectors.cbm.count == 21)
    for vector in vectors.cbm {
      let certainty = try #require(Certainty(rawValue: vector.certainty))
      #expect(abs(certainty.mark(fraction: vector.fraction) - vector.mark) < 1e-12, "\(vector)")
    }
  }

  @Test func `the bonus of certainty is Moodle's`() {
    #expect(vectors.cbmBonus.count == 7)
    for vector in vectors.cbmBonus {
      #expect(
        abs(Calibration.expectedMark(accuracy: vector.accuracy) - vector.expectedForAccuracy) < 1e-12)
      let bonus = Calibration.bonus(averageMark: vector.avgCbmMark, accuracy: vector.accuracy)
      #expect(abs(bonus - vector.bonus) < 1e-12, "\(vector)")
    }
  }

  @Test func `short answers match as in Moodle`() {
    #expect(vectors.shortanswer.count == 18)
    for vector in vectors.shortanswer {
      let pattern = ShortPattern(
        vector.pattern, ignoresCase: vector.ignoreCase, ignoresSpaces: false)
      #expect(pattern.matches(vector.response) == vector.match, "\(vector)")
    }
  }

  @Test func `composed and decomposed Hangul are one`() {
    let decomposed = "\u{1100}\u{1161}\u{110B}\u{116D}\u{11BC}"
    #expect(decomposed.unicodeScalars.count == 5)
    #expect(ShortPattern("가용", ignoresCase: true, ignoresSpaces: true).matches(decomposed))
  }

  @Test func `a hostile pattern and answer take bounded time`() {
    let pattern = ShortPattern(
      String(repeating: "*a", count: 50) + "b", ignoresCase: true, ignoresSpaces: true)
    #expect(!pattern.matches(String(repeating: "a", count: 400)))
  }

  @Test(arguments: [
    (Certainty.certain, 4, 10, Calibration.Verdict.overconfident),
    (.certain, 3, 4, .slightlyOverconfident), (.certain, 9, 10, .wellCalibrated),
    (.guess, 10, 10, .underconfident), (.guess, 7, 10, .slightlyUnderconfident),
    (.fairly, 3, 4, .wellCalibrated),
  ])
  func `each level of certainty gets its verdict`(
    certainty: Certainty, right: Int, total: Int, verdict: Calibration.Verdict
  ) {
    let answers = (0..<total).map { (fraction: $0 < right ? 1.0 : 0, certainty: certainty) }
    #expect(Calibration(answers).levels.map(\.verdict) == [verdict])
  }
}
