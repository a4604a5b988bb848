import Assessment
import Course
import Foundation
import Testing

@Suite struct MarkingTests {
  private func fraction(
    _ body: QuestionBody, _ answer: Answer, _ result: SimulatedResult? = nil
  ) throws -> Double {
    try Marking.mark(AssessmentSamples.question(body), answer, language: .en, result: result).fraction
  }

  @Test(arguments: [("a", 0.0), ("b", 1.0)])
  func `one choice is right or wrong, with its reason`(id: String, fraction: Double) throws {
    let question = AssessmentSamples.question(.single(AssessmentSamples.choices(3, right: ["b"])))
    let mark = try Marking.mark(question, .choice(id), language: .ko)
    #expect(mark.fraction == fraction)
    #expect(mark.parts.first?.reason == AssessmentSamples.text("reason \(id)"))
    #expect(mark.parts.first?.wanted == AssessmentSamples.text("choice b"))
  }

  @Test(
    arguments: [
      (["a", "b"], 1.0), (["a"], 0.5), (["a", "c"], 0), (["a", "b", "c"], 0.5), (["c", "d"], 0), ([], 0),
    ] as [([String], Double)])
  func `wrong ticks take away what right ones give`(ids: [String], fraction: Double) throws {
    let body = QuestionBody.multiple(AssessmentSamples.choices(4, right: ["a", "b"]))
    #expect(try self.fraction(body, .choices(ids)) == fraction)
  }

  @Test func `what should have been ticked is told as missed`() throws {
    let question = AssessmentSamples.question(.multiple(AssessmentSamples.choices(4, right: ["a", "b"])))
    let mark = try Marking.mark(question, .choices(["a", "c"]), language: .en)
    #expect(mark.parts.map(\.id) == ["a", "b", "c"])
    #expect(mark.parts.map(\.outcome) == [.right, .missed, .wrong])
  }

  @Test(
    arguments: [
      (false, "a", 1.0), (false, "b", 0.5), (false, nil, 0.5), (true, "a", 0), (true, nil, 0),
    ] as [(Bool, String?, Double)])
  func `a verdict needs its reason for all points`(
    verdict: Bool, because: String?, fraction: Double
  ) throws {
    let statement = TrueFalseQuestion(
      isTrue: false, reason: AssessmentSamples.text("why"),
      because: AssessmentSamples.choices(2, right: ["a"]))
    #expect(try self.fraction(.trueFalse(statement), .verdict(verdict, because: because)) == fraction)
  }

  @Test(
    arguments: [
      ("abcd", 1.0), ("bacd", 2.0 / 3), ("badc", 1.0 / 3), ("dcba", 0.0), ("dabc", 0.0),
    ] as [(String, Double)])
  func `an order earns Kendall's tau, never below 0`(order: String, fraction: Double) throws {
    let items = "abcd".map { NamedText(id: String($0), text: AssessmentSamples.text(String($0))) }
    let earned = try self.fraction(.ordering(items), .order(order.map(String.init)))
    #expect(abs(earned - fraction) < 1e-12)
  }

  @Test func `pairs and blanks earn their share`() throws {
    let pairs = "ab".map {
      MatchingQuestion.Pair(
        id: String($0), left: AssessmentSamples.text("l\($0)"), right: AssessmentSamples.text("r\($0)"))
    }
    let matching = QuestionBody.matching(
      MatchingQuestion(
        pairs: pairs, distractors: [NamedText(id: "x", text: AssessmentSamples.text("rx"))]))
    #expect(try fraction(matching, .matches(["a": "a", "b": "x"])) == 0.5)
    #expect(try fraction(matching, .matches(["b": "b"])) == 0.5)
    let seconds = try #require(MeasureUnit.named("s"))
    let blanks = QuestionBody.cloze([
      ClozeBlank(id: "n", content: .short(BilingualForms(ko: ["영역"], en: ["zone"]))),
      ClozeBlank(
        id: "t",
        content: .number(
          NumberAnswer(value: 120, unit: seconds, tolerance: .absolute(0), words: []))),
    ])
    #expect(try fraction(blanks, .blanks(["n": "Zone", "t": "2분"])) == 1)
    #expect(try fraction(blanks, .blanks(["n": "영 역"])) == 0.5)
  }

  @Test func `a simulated question is marked by what was measured`() throws {
    let dollars = try #require(MeasureUnit.named("USD"))
    let measure = SimulatedQuestion.Measure(over: .cost, query: "monthly")
    let number = QuestionBody.simulated(
      SimulatedQuestion(
        parameters: [], commands: [], measure: measure,
        form: .number(unit: dollars, tolerance: .relative(0.05))))
    #expect(try fraction(number, .text("$104"), .number(100)) == 1)
    #expect(try fraction(number, .text("106달러"), .number(100)) == 0)
    let choice = QuestionBody.simulated(
      SimulatedQuestion(
        parameters: [], commands: [], measure: measure,
        form: .choice(AssessmentSamples.choices(2, right: []))))
    #expect(try fraction(choice, .choice("b"), .choice("b")) == 1)
    #expect(throws: AnswerError.needsResult) { try fraction(choice, .choice("b")) }
  }

  @Test(arguments: [
    (91.7492, "91.75 USD"), (318.2, "318.20 USD"), (7.05, "7.05 USD"), (5.0, "5 USD"), (99.999, "100 USD"),
    (0.0104, "0.0104 USD"), (-2.5, "-2.50 USD"),
  ])
  func `a wanted sum of money is told in cents, a price below 1 in full`(value: Double, told: String) throws {
    let answer = NumberAnswer(
      value: value, unit: try #require(MeasureUnit.named("USD")), tolerance: .absolute(0), words: [])
    let question = AssessmentSamples.question(.number(answer))
    let mark = try Marking.mark(question, .text("1,000"), language: .en)
    #expect(mark.parts.first?.wanted == BilingualText(ko: told, en: told))
  }

  @Test func `an answer that cannot be read is asked again and never wrong`() {
    let single = QuestionBody.single(AssessmentSamples.choices(2, right: ["a"]))
    #expect(throws: AnswerError.unknownPart("z")) { try fraction(single, .choice("z")) }
    #expect(throws: AnswerError.wrongForm(.single)) { try fraction(single, .text("a")) }
    let items = "abc".map { NamedText(id: String($0), text: AssessmentSamples.text("x")) }
    #expect(throws: AnswerError.notAPermutation) { try fraction(.ordering(items), .order(["a", "b"])) }
    #expect(throws: AnswerError.notAPermutation) {
      try fraction(.ordering(items), .order(["a", "b", "b"]))
    }
    let short = QuestionBody.short(BilingualForms(ko: ["가"], en: ["a"]))
    #expect(throws: AnswerError.empty) { try fraction(short, .text("  ")) }
    #expect(throws: AnswerError.tooLong(limit: 400)) {
      try fraction(short, .text(String(repeating: "a", count: 401)))
    }
  }

  @Test(arguments: [
    (Answer.choice("a"), #"{"choice":"a"}"#), (.choices(["a", "b"]), #"{"choices":["a","b"]}"#),
    (.verdict(true, because: "b"), #"{"because":"b","verdict":true}"#),
    (.verdict(false, because: nil), #"{"verdict":false}"#), (.text("2분"), #"{"text":"2분"}"#),
    (.order(["a"]), #"{"order":["a"]}"#), (.matches(["a": "b"]), #"{"matches":{"a":"b"}}"#),
    (.blanks(["a": "b"]), #"{"blanks":{"a":"b"}}"#), (.keyPoints([]), #"{"keyPoints":[]}"#),
  ])
  func `an answer is kept under the name of its form`(answer: Answer, json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(answer), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(Answer.self, from: Data(json.utf8)) == answer)
  }
}
