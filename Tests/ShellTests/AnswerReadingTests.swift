import Assessment
import Course
import Shell
import Testing

/// Lines that people type as answers.
@Suite struct AnswerReadingTests {
  static let bank = CourseLibrary(root: TestSession.root).questions(DiagnosticCollector())

  private func shown(_ id: String) throws -> PresentedQuestion {
    PresentedQuestion(try #require(Self.bank[QuestionID(id)]), attempt: 0)
  }

  @Test(arguments: ["1", "1b 2"])
  func `a pair without its letter is told by its form, not as no answer`(line: String) throws {
    let presented = try shown("elb-parts")
    #expect(throws: AnswerError.wrongForm(.matching)) { try AnswerReading.answer(line, to: presented) }
  }

  @Test(arguments: [
    ("1a", ["2", "3", "4"]), ("1a 2b 4c", ["3"]), ("a b", ["3", "4"]), ("2a 3b", ["1", "4"]),
  ])
  func `pairs that are missing are named`(line: String, missing: [String]) throws {
    let presented = try shown("elb-parts")
    #expect(throws: AnswerError.missing(missing)) { try AnswerReading.answer(line, to: presented) }
  }

  @Test(arguments: [("1a 2a 3b 4c", "a"), ("1a 1b 2c 3d", "1"), ("a b c a", "a")])
  func `a part of a pair that stands there twice is named`(line: String, part: String) throws {
    let presented = try shown("elb-parts")
    #expect(throws: AnswerError.repeated(part)) { try AnswerReading.answer(line, to: presented) }
  }

  @Test(arguments: [
    ("1 2 3", AnswerError.missing(["4"])), ("1", .missing(["2", "3", "4"])), ("1 2 2 3", .repeated("2")),
  ])
  func `an order that is not whole is told by its numbers`(line: String, error: AnswerError) throws {
    let presented = try shown("elb-target-life")
    #expect(throws: error) { try AnswerReading.answer(line, to: presented) }
  }

  @Test(arguments: [
    "2 1 4 3", "2143", "2,1,4,3", "2-1-4-3", "2 → 1 → 4 → 3", "２ １ ４ ３", "2번 1번 4번 3번", "2>1>4>3.",
  ])
  func `an order is read however its numbers are set apart`(line: String) throws {
    let presented = try shown("elb-target-life")
    let ids = [1, 0, 3, 2].map { presented.numbered[$0].id }
    #expect(try AnswerReading.answer(line, to: presented) == .order(ids))
  }

  @Test(arguments: [
    "1b 2a 3c 4d", "1ㅠ 2ㅁ 3ㅊ 4ㅇ", "1-b, 2-a, 3-c, 4-d", "b a c d", "ㅠㅁㅊㅇ", "１Ｂ ２Ａ ３Ｃ ４Ｄ",
    "1번 b 2번 a 3번 c 4번 d",
  ])
  func `pairs are read on either keyboard and in either width`(line: String) throws {
    let presented = try shown("elb-parts")
    let rights = [1, 0, 2, 3].map { presented.lettered[$0].id }
    let wanted = Dictionary(uniqueKeysWithValues: zip(presented.numbered.map(\.id), rights))
    #expect(try AnswerReading.answer(line, to: presented) == .matches(wanted))
  }

  @Test(arguments: ["a c", "ac", "a,c", "ㅁㅊ", "ㅁ ㅊ", "Ａ Ｃ", "1 3", "a와 c", "a and c", "(a) (c)", "a번, c번"])
  func `letters are read on either keyboard, in either width and with the words between them`(line: String)
    throws
  {
    let presented = try shown("az-planes")
    let ids = [0, 2].map { presented.lettered[$0].id }
    #expect(try AnswerReading.answer(line, to: presented) == .choices(ids))
  }

  @Test(arguments: ["b", "B", "ｂ", "ㅠ", "2", "２", "b)", "`b`"])
  func `one letter is read on either keyboard and in either width`(line: String) throws {
    let presented = try shown("az-building")
    #expect(try AnswerReading.answer(line, to: presented) == .choice(presented.lettered[1].id))
  }

  @Test func `a choice may be given in its own words, and only one`() throws {
    let presented = try shown("az-building")
    let part = presented.lettered[2]
    #expect(try AnswerReading.answer(part.text.ko, to: presented) == .choice(part.id))
    #expect(try AnswerReading.answer(part.text.en.uppercased() + ".", to: presented) == .choice(part.id))
    #expect(throws: AnswerError.oneOnly) { try AnswerReading.answer("a b", to: presented) }
  }

  @Test(arguments: [
    ("예", true), ("네", true), ("o", true), ("ㅐ", true), ("O", true), ("맞아요", true), ("ㅅ", true),
    ("Yes.", true),
    ("아니오", false), ("아니요", false), ("x", false), ("ㅌ", false), ("ㄹ", false), ("틀려요", false), ("ｘ", false),
  ])
  func `a verdict is read in the words of both languages`(line: String, verdict: Bool) throws {
    let presented = try shown("ec2-running")
    #expect(try AnswerReading.answer(line, to: presented) == .verdict(verdict, because: nil))
  }
}
