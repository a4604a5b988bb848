import Shell
import Terminal
import Testing
import Texts

/// What Tab offers while a question is open.
@Suite struct AnswerCompletionTests {
  /// Types lines like a person who presses Tab in front of each: what was offered is kept.
  private final class TabbingLineSource: LineSource {
    let isInteractive = false
    /// Set once the session is made, which wants its lines first.
    var completer: LineCompleter?
    private(set) var offered: [[Completion.Candidate]] = []
    private var lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    func nextLine(prompt: Prompt) -> ReadResult {
      offered.append(completer?.completion("", cursor: 0).candidates ?? [])
      return lines.isEmpty ? .endOfInput : .line(lines.removeFirst())
    }

    func remember(_ line: String) -> Bool { true }
  }

  private func offered(_ language: Language, _ lines: [String]) throws -> [[Completion.Candidate]] {
    let source = TabbingLineSource(lines)
    let test = try TestSession(language, lines: source)
    source.completer = LineCompleter(session: test.session)
    _ = try test.run("quiz availability-zone 1")
    let commands = LineCompleter(session: test.session).completion("qui", cursor: 3).candidates
    #expect(commands.map(\.text) == ["quiz"])
    return source.offered
  }

  @Test(arguments: [(Language.en, ["skip", "quit", "help"]), (.ko, ["건너뛰기", "그만", "도움말"])])
  func `the answers, how sure one is, and the words that leave`(language: Language, leaving: [String]) throws
  {
    let offered = try offered(language, ["a", "2"])
    #expect(offered.count == 2)
    #expect(offered[0].first?.text == "a")
    #expect(offered[0].suffix(3).map(\.text) == leaving)
    #expect(offered[1].map(\.text) == ["1", "2", "3"] + leaving)
    #expect(offered.joined().allSatisfy { !$0.description.isEmpty })
  }

  @Test(arguments: Language.allCases)
  func `what is offered can be typed`(language: Language) throws {
    let words = try #require(try offered(language, []).first).suffix(3).map(\.text)
    // Help asks again, so the line behind it is read; the other two end the only question.
    #expect(try offered(language, [words[2], words[0]]).count == 2)
    #expect(try offered(language, [words[1], "a"]).count == 1)
  }
}
