import Foundation
import LearnerStore
import ProgramHarness
import Shell
import Terminal
import Testing
import Texts

/// What is said about progress that another shell changed, that is newer, damaged or foreign.
@Suite struct ProgressSafetyTests {
  private func inHome(_ body: (String) throws -> Void) throws {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { removeHome(home) }
    try body(home)
  }

  @Test(arguments: [(Language.en, "changed"), (.ko, "다른 셸이")])
  func `of two shells in one lab the second hears of the change and goes on with it`(
    language: Language, word: String
  ) throws {
    try inHome { home in
      let first = try TestSession(language, home: home)
      #expect(try first.run("lab start az-outage").status == 0)
      let second = try TestSession(language, home: home)
      try second.session.resumeLastPlace()
      let tag = "aws ec2 create-tags --resources $WEB_1 --tags Key=by,Value="
      #expect(try first.run(tag + "first").status == 0)
      let refused = try second.run(tag + "second")
      #expect(refused.status == 1)
      #expect(refused.text.contains(word), "\(refused.text)")
      let read = "aws ec2 describe-tags --filters Name=key,Values=by --query 'Tags[0].Value' --output text"
      #expect(try second.run(read).text == "first\n")
      #expect(try second.run(tag + "second").status == 0)
      #expect(try first.run(tag + "third").status == 1)
      #expect(try first.run(read).text == "second\n")
    }
  }

  @Test(arguments: [
    (Language.en, "has version 99; this program reads up to 1"), (.ko, "99판"),
  ])
  func `progress of a newer program is refused and left as it is`(language: Language, words: String) throws {
    try inHome { home in
      let path = home + "/progress.sqlite"
      try LearnerStore.open(path: path).store.close()
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      // The user version stands at offset 60 of an SQLite file, big end first.
      bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
      try bytes.write(to: URL(fileURLWithPath: path))
      let outcome = try BuiltProgram.run(["--lang", language.code, "-c", "progress"], home: home)
      #expect(outcome.status == 3)
      #expect(outcome.text.contains(words), "\(outcome.text)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }
  }

  @Test(arguments: [(Language.en, "damaged"), (.ko, "손상")])
  func `damaged progress is set aside, and the program says where it is`(
    language: Language, word: String
  ) throws {
    try inHome { home in
      let garbage = Data("no database".utf8) + Data(repeating: 0x55, count: 4_096)
      try garbage.write(to: URL(fileURLWithPath: home + "/progress.sqlite"))
      let outcome = try BuiltProgram.run(["--lang", language.code, "-c", "progress"], home: home)
      #expect(outcome.status == 0)
      // A long path is wrapped.
      let bare = outcome.text.filter { !$0.isWhitespace }
      #expect(bare.contains(word) && bare.contains("progress.sqlite.damaged-1"), "\(outcome.text)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: home + "/progress.sqlite.damaged-1")) == garbage)
    }
  }

  @Test(arguments: [
    ("", 3), ("{}\n", 3),
    (#"{"record":"header","value":{"format":"skydrill-progress","version":9,"exported":1}}"#, 3),
    (#"{"record":"header","value":{"format":"skydrill-progress","version":1,"exported":1}}"#, 3),
  ])
  func `a file that is no whole export of ours is refused, and nothing is lost`(
    content: String, status: Int32
  ) throws {
    try inHome { home in
      let shell = try TestSession(home: home, lines: ScriptLineSource(text: "b\n3\n"))
      _ = try shell.run("quiz ec2 1")
      let before = try #require(shell.session.store).events()
      #expect(before.count == 1)
      try Data(content.utf8).write(to: URL(fileURLWithPath: home + "/file"))
      let (text, found) = try shell.run("progress import \(home)/file")
      #expect(found == status)
      #expect(!text.isEmpty)
      #expect(try #require(shell.session.store).events() == before)
    }
  }

  @Test func `an export that cannot be written is told with its path`() throws {
    try inHome { home in
      let shell = try TestSession(home: home)
      let answer = try shell.run("progress export /nowhere/file")
      #expect(answer.status == 3)
      #expect(answer.text.contains("/nowhere/file was not written"))
    }
  }

  @Test func `progress goes to another machine whole`() throws {
    try inHome { home in
      let here = try TestSession(home: home + "/a", lines: ScriptLineSource(text: "b\n3\n"))
      _ = try here.run("quiz ec2 1")
      #expect(try here.run("progress export \(home)/file").status == 0)
      let there = try TestSession(home: home + "/b")
      #expect(try there.run("progress import \(home)/file").status == 0)
      let events = try #require(here.session.store).events()
      #expect(try #require(there.session.store).events() == events && !events.isEmpty)
      #expect(try there.session.store?.cards() == here.session.store?.cards())
    }
  }
}
