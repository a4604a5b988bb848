import Foundation
import LearnerStore
import ProgramHarness
import Testing

/// The shell goes on in the lab of last time: the prompt is there before the world is, and both are right.
@Suite struct ResumeTests {
  @Test func `the first prompt has the clock of last time, and the first line the world`() throws {
    try BuiltProgram.withHome { home in
      let first = try ProgramOnTerminal(home: home)
      _ = try first.answer(to: "lab start az-outage")
      _ = try first.answer(to: "A=가용영역")
      _ = try first.answer(to: "aws ec2 create-tags --resources $WEB_1 --tags Key=zone,Value=$A")
      _ = try first.answer(to: "run 2m")
      _ = try first.answer(to: "undo")
      _ = try first.answer(to: "wait")
      let prompt = first.prompt
      let journal = try first.answer(to: "journal")
      first.kill()
      let second = try ProgramOnTerminal(home: home)
      try second.prompted()
      #expect(second.prompt == prompt)
      #expect(try second.answer(to: "journal") == journal)
      #expect(second.prompt == prompt)
      #expect(try second.answer(to: "redo").contains("1"))
      let read = "aws ec2 describe-tags --filters Name=key,Values=zone --query 'Tags[0].Value' --output text"
      #expect(try second.answer(to: read).contains("\n가용영역\n"))
    }
  }

  @Test func `a lab whose content is gone is told, and the shell stays outside`() throws {
    try BuiltProgram.withHome { home in
      #expect(try BuiltProgram.run(["-c", "lab start az-outage"], home: home).status == 0)
      let content = try ContentCopy(in: home)
      try content.replace("labs/az-outage/lab.yaml", "kind: design", "kind: [design")
      let program = try ProgramOnTerminal(
        home: home, arguments: ["--no-color", "--lang", "en", "--data", content.root])
      try program.prompted()
      let answer = try program.answer(to: "map")
      #expect(answer.contains("lab.yaml:3"))
      #expect(answer.contains("No world is open."))
      #expect(program.prompt == "skydrill> ")
      #expect(try program.answer(to: "labs").contains("skydrill> "))
    }
  }

  /// Puts lines behind the journal of the lab's run, as another shell would.
  private func append(_ lines: [String], home: String) throws {
    let store = try LearnerStore.open(path: home + "/progress.sqlite").store
    let run = try #require(try store.runs(lab: "az-outage").first)
    try store.append(lines, toJournalOf: run.id, expected: try store.journalLength(of: run.id))
    try store.close()
  }

  /// A home whose lab takes long to be made again, on any machine: two days of its users passed.
  private func withLongLab(_ body: (_ home: String) throws -> Void) throws {
    try BuiltProgram.withHome { home in
      #expect(try BuiltProgram.run(["-c", "lab start az-outage"], home: home).status == 0)
      let half = #"{"run":1800000000000}"#
      try append(Array(repeating: half, count: 96), home: home)
      try body(home)
    }
  }

  @Test func `while a world is made, Ctrl-C drops a line, Tab offers what needs none, and exit leaves`()
    throws
  {
    try withLongLab { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys: "aws ec2 describe-addresse\t")
      try program.wait(for: "the name's end") { program.shown.contains("describe-addresses") }
      program.type("")
      try program.wait(for: "the progress") { program.shown.contains("making the world again") }
      program.type(keys: "\u{3}")
      try program.wait(for: "the word that it was dropped") {
        program.shown.contains("The line was dropped.")
      }
      try program.prompted()
      #expect(program.prompt == "az-outage 00:01:55> ")
      program.type("exit")
      #expect(try program.end() == 0)
    }
  }

  @Test(arguments: ["\u{4}", "\u{3}\u{4}"])
  func `Ctrl-D leaves while a world is being made`(keys: String) throws {
    try withLongLab { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys: keys)
      #expect(try program.end() == 0)
    }
  }

  @Test(arguments: [#"{"run":9000000000000000000}"#, #"{"run":"#])
  func `a journal that does not replay is told behind the first line, and the lab is left`(line: String)
    throws
  {
    try BuiltProgram.withHome { home in
      #expect(try BuiltProgram.run(["-c", "lab start az-outage"], home: home).status == 0)
      try append([line], home: home)
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      #expect(program.prompt == "az-outage 00:01:55> ")
      // What needs no world is not kept waiting for one.
      #expect(!(try program.answer(to: "labs")).contains("could not be gone on with"))
      #expect(program.prompt == "az-outage 00:01:55> ")
      #expect(try program.answer(to: "progress").contains("`az-outage` could not be gone on with."))
      #expect(program.prompt == "skydrill> ")
    }
  }

  @Test(arguments: [["progress"], ["-c", "progress"], []])
  func `without a person the same is told, and the line is done`(words: [String]) throws {
    try BuiltProgram.withHome { home in
      #expect(try BuiltProgram.run(["-c", "lab start az-outage"], home: home).status == 0)
      try append([#"{"run":"#], home: home)
      let answer = try BuiltProgram.run(words, home: home, input: Data("progress\n".utf8))
      #expect(answer.status == 0)
      #expect(answer.text.contains("`az-outage` could not be gone on with."))
      // What works on no world does not make one, nor say what is wrong with it.
      let other = try BuiltProgram.run(
        words.map { $0 == "progress" ? "labs" : $0 }, home: home, input: Data("labs\n".utf8))
      #expect(other.status == 0 && other.text.contains("az-outage "))
      #expect(!other.text.contains("could not be gone on with"))
    }
  }
}
