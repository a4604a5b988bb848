import Assessment
import Course
import Testing

@Suite struct NumberReadingTests {
  @Test(arguments: [
    ("120", "s", 120.0), ("120s", "s", 120), ("120 s", "s", 120), ("2분", "s", 120), ("2 min", "s", 120),
    ("2 min.", "s", 120), ("2 Minutes", "s", 120), ("1분 30초", "s", 90), ("1h 30m", "min", 90),
    ("0.5시간", "min", 30), ("1,000", "", 1_000), ("12,345.5", "", 12_345.5), ("3만", "", 30_000),
    ("3만 5천 건", "", 35_000), ("1만 500", "", 10_500), ("두 대", "", 2), ("세 개", "", 3), ("3대", "", 3),
    ("99.9%", "%", 99.9), ("99.9 퍼센트", "%", 99.9), ("99.9", "%", 99.9), ("$5", "USD", 5),
    ("5달러", "USD", 5), ("초당 500건", "requests/s", 500), ("500건/초", "requests/s", 500),
    ("500 rps", "requests/s", 500), ("500건", "requests/s", 500), ("분당 600건", "requests/s", 10),
    ("시간당 2달러", "USD/h", 2), ("$1,460/month", "USD/h", 2), ("8 GiB", "MiB", 8_192),
    ("1 GB", "MB", 1_000), ("-5", "", -5), ("１２０초", "s", 120), ("1e", "", .nan), (".5", "", 0.5),
  ])
  func `a number is read as it is written in either language`(
    text: String, symbol: String, value: Double
  ) throws {
    let unit = try #require(MeasureUnit.named(symbol))
    guard !value.isNaN else {
      #expect(throws: AnswerError.unknownUnit("e")) { try NumberReading.read(text, unit: unit) }
      return
    }
    #expect(abs(try NumberReading.read(text, unit: unit) - value) <= abs(value) * 1e-12)
  }

  @Test(arguments: [
    "", "abc", "1,5", "1,00,000", "5 3", "30초 1분", "1분 2분", "1.2.3", "--5", "inf", "nan", "0x10", "1분 30",
    "천만", "１，５",
  ])
  func `what is no number is refused`(text: String) throws {
    let unit = try #require(MeasureUnit.named("s"))
    #expect(throws: AnswerError.self) { try NumberReading.read(text, unit: unit) }
  }

  @Test func `a unit of another kind is told by name`() throws {
    let unit = try #require(MeasureUnit.named("s"))
    #expect(throws: AnswerError.unitOfOtherKind(given: "GiB", asked: "s")) {
      try NumberReading.read("5 GiB", unit: unit)
    }
    #expect(throws: AnswerError.unknownUnit("parsecs")) {
      try NumberReading.read("5 parsecs", unit: unit)
    }
  }

  @Test func `an author's words mean the asked unit`() throws {
    #expect(try NumberReading.read("3 가용 영역", unit: .count, words: ["가용 영역"]) == 3)
  }

  @Test(arguments: [
    (NumberAnswer.Tolerance.absolute(0), 100.0, true), (.absolute(0), 100.1, false),
    (.absolute(5), 105, true), (.absolute(5), 105.01, false), (.relative(0.1), 90, true),
    (.relative(0.1), 89.9, false),
  ])
  func `the tolerance is inclusive`(
    tolerance: NumberAnswer.Tolerance, number: Double, accepted: Bool
  ) {
    let key = NumberAnswer(value: 100, unit: .count, tolerance: tolerance, words: [])
    #expect(key.accepts(number) == accepted)
  }

  @Test func `no two units share a symbol or an exact word`() {
    let words = MeasureUnit.all.flatMap(\.words)
    #expect(Set(words).count == words.count)
    for unit in MeasureUnit.all { #expect(MeasureUnit.named(unit.symbol) == unit) }
  }
}
