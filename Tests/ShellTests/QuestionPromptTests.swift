import Foundation
import Shell
import Terminal
import Testing
import Texts

/// What is typed at a question's prompt and is no answer.
@Suite struct QuestionPromptTests {
  private func quiz(_ language: Language, _ lines: [String]) throws -> (text: String, status: Int32) {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    let script = ScriptLineSource(text: lines.joined(separator: "\n") + "\n")
    let test = try TestSession(language, home: home, lines: script)
    return try test.run("quiz availability-zone 1")
  }

  @Test(
    arguments: Language.allCases, ["lesson next", "hint", "aws ec2 describe-instances", "check", "run 5m"])
  func `a command is named as one and the question goes on`(language: Language, line: String) throws {
    let (text, status) = try quiz(language, [line, "a", "1"])
    #expect(status == 0)
    #expect(text.contains("`\(line)`"))
  }

  @Test(arguments: Language.allCases)
  func `help is shown and the question put again`(language: Language) throws {
    let (text, status) = try quiz(language, ["help", "a", "1"])
    #expect(status == 0)
    #expect(text.contains("simplifications"))
    let prompt = language == .ko ? "답 (a" : "Your answer, a to"
    #expect(text.components(separatedBy: prompt).count == 3)
  }

  @Test func `a number stands for the letter at its place, and what is no answer is told whole`() throws {
    #expect(try quiz(.en, ["2", "1"]).text.contains("%"))
    #expect(try quiz(.en, ["모두", "a", "1"]).text.contains("`모두`"))
    #expect(try quiz(.en, ["9", "a", "1"]).text.contains("`9`"))
  }
}
