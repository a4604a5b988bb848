import Foundation
import Testing
import Texts

/// What people type and what they see, in both languages, as Markdown that reads like a session.
///
/// `SKYDRILL_RECORD=1 swift test --filter TranscriptTests` writes what is seen now into the files, and fails.
@Suite struct TranscriptTests {
  static let files = Transcript.names

  @Test(arguments: files)
  func `a transcript is what the session shows`(name: String) throws {
    let transcript = try Transcript(name: name)
    let player = try TranscriptPlayer(language: transcript.language, weathers: transcript.weathers)
    let seen = try transcript.replayed { line in try player.run(line) }
    if ProcessInfo.processInfo.environment["SKYDRILL_RECORD"] != nil {
      try seen.write()
      Issue.record("\(name) was recorded; look at it, then run without SKYDRILL_RECORD")
      return
    }
    for (expected, found) in zip(transcript.steps, seen.steps) {
      #expect(found.output == expected.output, "\(name): $ \(expected.line)")
    }
  }

  @Test func `every transcript exists in both languages with the same lines`() throws {
    let korean = Self.files.filter { $0.hasSuffix(".ko") }.map { String($0.dropLast(3)) }
    let english = Self.files.filter { $0.hasSuffix(".en") }.map { String($0.dropLast(3)) }
    #expect(korean == english && !korean.isEmpty)
    for name in korean {
      let lines = try ["ko", "en"].map { try Transcript(name: "\(name).\($0)").steps.map(\.line) }
      #expect(lines[0] == lines[1], "\(name)")
    }
  }

  @Test func `a transcript that differs is found`() throws {
    let transcript = try Transcript(name: Self.files[0])
    let seen = try transcript.replayed { _ in "something else\n" }
    #expect(seen.steps != transcript.steps)
  }
}
