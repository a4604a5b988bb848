import Course
import Testing

@Suite struct QuestionLintTests {
  private func codes(_ questions: [Question]) -> [DiagnosticCode] {
    let collector = DiagnosticCollector()
    QuestionLint.check(questions, collector)
    return collector.diagnostics.map(\.code)
  }

  @Test func `right choices that always stand first are told`() {
    let questions = (0..<20).map { QuestionSamples.single("q\($0)", ["가나", "다라", "마바"], right: 0) }
    #expect(codes(questions).contains(.questionPositionsUnbalanced))
  }

  @Test func `right choices in all places pass`() {
    let questions = (0..<20).map { QuestionSamples.single("q\($0)", ["가나", "다라", "마바"], right: $0 % 3) }
    #expect(!codes(questions).contains(.questionPositionsUnbalanced))
  }

  @Test func `right choices that are the longest too often are told`() {
    let questions = (0..<18).map { number in
      let texts = (0..<3).map { $0 == number % 3 ? "가나다라" : "가나\($0)" }
      return QuestionSamples.single("q\(number)", texts, right: number % 3)
    }
    #expect(codes(questions).count { $0 == .questionLongestIsRight } == 2)
  }

  @Test func `right choices that are the longest as often as chance pass`() {
    let questions = (0..<18).map { number in
      let texts = (0..<3).map { $0 == number / 3 % 3 ? "가나다라" : "가나\($0)" }
      return QuestionSamples.single("q\(number)", texts, right: number % 3)
    }
    #expect(!codes(questions).contains(.questionLongestIsRight))
  }

  @Test func `a variant is a function of seed, question and attempt`() throws {
    let sample = try #require(QuestionSamples.bodies.first { $0.kind == "simulated" })
    let question = try #require(
      QuestionSamples.read(QuestionSamples.file("simulated", stem: sample.stem, sample.body))
        .questions.first)
    let first = try #require(question.variant(drawSeed: question.drawSeed(seed: 7, attempt: 0)))
    #expect(first == question.variant(drawSeed: question.drawSeed(seed: 7, attempt: 0)))
    let all = (0..<40).compactMap { question.variant(drawSeed: question.drawSeed(seed: 7, attempt: $0)) }
    #expect(Set(all.map { $0.values.map(\.value).joined(separator: " ") }).count == 10)
    let type = try #require(first.values.first?.value)
    let count = try #require(first.values.last?.value)
    #expect(first.commands == ["aws ec2 run-instances --instance-type \(type) --count \(count)"])
    #expect(first.stem.en == "\(type) \(count) question.")
  }

  @Test func `choices are shuffled fairly, by address`() {
    let question = QuestionSamples.single("q", ["가", "나", "다", "라"], right: 0)
    var first = [0, 0, 0, 0]
    for attempt in 0..<400 {
      let order = question.shuffled(4, seed: 1, attempt: attempt)
      #expect(order.sorted() == [0, 1, 2, 3])
      #expect(order == question.shuffled(4, seed: 1, attempt: attempt))
      first[order[0]] += 1
    }
    #expect(first.allSatisfy { (65...135).contains($0) })
  }
}
