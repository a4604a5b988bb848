import Cloud
import Course
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// The session that the README shows is one that the program gives.
@Suite struct ReadmeTests {
  /// One typed line with its prompt and what the README shows below it; a line `…` stands for anything.
  struct Step {
    let prompt: String
    let line: String
    var output: [String]
  }

  /// The steps of all blocks of a file in which somebody types at a prompt.
  private func steps(of file: String) throws -> [Step] {
    let text = try String(contentsOfFile: TranscriptPlayer.root + "/" + file, encoding: .utf8)
    var steps: [Step] = []
    var isBlock = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isBlock = line == "```text"
      } else if isBlock, let match = line.firstMatch(of: /^((?:skydrill|[a-z-]+ \d\d:\d\d:\d\d)> )(.*)$/) {
        steps.append(Step(prompt: String(match.1), line: String(match.2), output: []))
      } else if isBlock, !steps.isEmpty {
        steps[steps.count - 1].output.append(line)
      }
    }
    return steps
  }

  /// Whether the lines shown are those of the screen, but for what `…` leaves out.
  private func fits(_ shown: [String], _ screen: [String]) -> Bool {
    guard let first = shown.first else { return screen.isEmpty }
    guard first == "…" else {
      return screen.first == first && fits(Array(shown.dropFirst()), Array(screen.dropFirst()))
    }
    return (0...screen.count).contains { fits(Array(shown.dropFirst()), Array(screen.dropFirst($0))) }
  }

  private func prompt(of session: Session) -> String {
    guard case .lab(let id, _) = session.place, let clock = session.workspace?.world.now.clock else {
      return "skydrill> "
    }
    return "\(id.rawValue) \(clock)> "
  }

  @Test func `the session in the README, in both languages, is what the program shows`() throws {
    let player = try TranscriptPlayer(language: .en, weathers: nil)
    for (file, language) in [("README.md", "en"), ("README.ko.md", "ko")] {
      _ = try player.run("lang \(language)")
      let steps = try steps(of: file)
      #expect(steps.count >= 4)
      for step in steps {
        #expect(prompt(of: player.session) == step.prompt, "\(file): \(step.line)")
        let text = try player.run(step.line)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        if lines.last == "[1]" { lines.removeLast() }
        #expect(fits(step.output, lines), "\(file): \(step.line)\n\(text)")
      }
      // The same world for the other language, whose verdict is then known already.
      while (player.session.workspace?.journal.undoable.done ?? 0) > 0 { _ = try player.run("undo 100") }
      _ = try player.run("lab leave")
    }
  }

  @Test func `a line that differs, is missing or is too much is found`() {
    #expect(fits(["a", "…", "d"], ["a", "b", "c", "d"]))
    #expect(fits(["…"], []))
    #expect(!fits(["a", "c"], ["a", "b", "c"]))
    #expect(!fits(["a", "…", "x"], ["a", "b"]))
    #expect(!fits(["a"], ["a", "b"]))
  }
}
