import Assessment
import Course
import Foundation
import LearnerStore
import Shell
import Terminal
import Testing
import Texts

/// What is due, the last grade taken back, a bad question put away.
@Suite struct ReviewTests {
  /// A session that has answered the first question about EC2: certain, and wrong.
  private func answered(home: String) throws -> (shell: TestSession, store: LearnerStore) {
    let bank = QuestionPlayTests.bank.questions(topic: "ec2")
    let first = TypedAnswers(presented: PresentedQuestion(try #require(bank.first), attempt: 0), result: nil)
    let lines = first.wrong + ["3"]
    let shell = try TestSession(
      home: home, lines: ScriptLineSource(text: lines.joined(separator: "\n") + "\n"))
    #expect(try shell.run("quiz ec2 1").status == 0)
    return (shell, try #require(shell.session.store))
  }

  private static func freshHome() -> String { NSTemporaryDirectory() + "home-\(UUID().uuidString)" }

  @Test func `taking the last grade back leaves no card, and only once`() throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let (shell, store) = try answered(home: home)
    #expect(try store.cards().count == 1)
    #expect(try shell.run("review undo").status == 0)
    #expect(try store.cards().isEmpty)
    #expect(try store.events().count == 2)
    #expect(try shell.run("review undo").status == 1)
  }

  @Test func `a flagged question is put away until the flag is taken back`() throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let (shell, store) = try answered(home: home)
    let bad = try #require(try store.cards().first).id.question
    #expect(try shell.run("review flag two choices are right").status == 0)
    #expect(LearnerEvent.flagged(try store.events()).map(\.question) == [bad])
    #expect(LearnerEvent.flagged(try store.remarks()).map(\.question) == [bad])
    let program = try TestSession(home: home, json: true)
    let without = try program.run("quiz ec2 100").text
    #expect(!without.contains("\"\(bad)\""))
    #expect(try shell.run("review unflag").status == 0)
    let with = try program.run("quiz ec2 100").text
    #expect(with.contains("\"\(bad)\""))
    #expect(try shell.run("review unflag").status == 1)
  }

  @Test(arguments: [
    "review often", "review undo twice", "quiz nothing", "quiz 0", "quiz -1", "quiz 9999", "quiz --count 0",
    "quiz --count", "quiz --count many", "quiz --often", "quiz ec2 3 4", "lang fr",
  ])
  func `a wrong use is told with how to use it`(line: String) throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let (shell, store) = try answered(home: home)
    let before = try store.events()
    let (text, status) = try shell.run(line)
    #expect(status == 2)
    #expect(!text.isEmpty)
    #expect(try store.events() == before)
  }

  @Test(arguments: [(Language.ko, ["다음 복습은", "남았습니다"]), (.en, ["The next review is due", "in "])])
  func `what is due later is told by day and clock`(language: Language, words: [String]) throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    _ = try answered(home: home)
    let later = try TestSession(language, home: home)
    let (text, status) = try later.run("review")
    #expect(status == 0)
    for word in words { #expect(text.contains(word)) }
    #expect(text.contains(/\d\d:\d\d/))
  }

  @Test func `nothing to review yet says where reviews come from`() throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    #expect(try TestSession(.en, home: home).run("review").text.contains("quiz"))
  }

  @Test(arguments: ["", "  \n", "not json\n", "{\"record\":\"header\"}\n"])
  func `a file that is no export is refused and changes nothing`(text: String) throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let (shell, store) = try answered(home: home)
    let before = try store.events()
    let path = home + "/wrong"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    for file in [path, home, home + "/none"] {
      let (shown, status) = try shell.run("progress import \(file)")
      #expect(status == 3)
      #expect(!shown.isEmpty)
    }
    #expect(try store.events() == before)
  }

  @Test func `an export of a newer program is refused with what to do`() throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let (shell, _) = try answered(home: home)
    let path = home + "/export"
    #expect(try shell.run("progress export \(path)").status == 0)
    let export = try String(contentsOfFile: path, encoding: .utf8)
    try Data(export.replacing("\"version\":1", with: "\"version\":99").utf8)
      .write(to: URL(fileURLWithPath: path))
    let (shown, status) = try shell.run("progress import \(path)")
    #expect(status == 3)
    #expect(shown.contains("newer"))
  }

  @Test func `the language is kept for the next start`() throws {
    let home = Self.freshHome()
    defer { removeHome(home) }
    let first = try TestSession(.en, home: home)
    let (text, _) = try first.run("lang ko")
    #expect(text.contains("한국어"))
    let kept = try #require(first.session.store).setting("language")
    #expect(kept == "ko")
    #expect(first.session.language == .ko)
  }
}
