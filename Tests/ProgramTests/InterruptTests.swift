import ProgramHarness
import Testing

/// Ctrl-C, Ctrl-D and the end of a terminal, with the built program.
@Suite struct InterruptTests {
  /// The journal's lines.
  private func journal(_ program: ProgramOnTerminal) throws -> [Substring] {
    try program.answer(to: "journal").split(separator: "\n").filter { $0.hasPrefix("{") }
  }

  @Test(arguments: ["check", "fault zone-power 2a 12h", "run 12h"])
  func `Ctrl-C stops what runs, keeps the world, and the shell goes on`(line: String) throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      _ = try program.answer(to: "aws ec2 create-tags --resources $WEB_1 --tags Key=mine,Value=kept")
      let before = try journal(program)
      #expect(before.count == 2)
      program.type(line)
      try program.wait(for: "the line to be taken") { !program.screen.takesPaste }
      // A key that comes before the command has begun is not for it.
      var next = ContinuousClock.now + .milliseconds(200)
      try program.wait(for: "the word that it was stopped") {
        guard ContinuousClock.now >= next else { return }
        next = ContinuousClock.now + .milliseconds(500)
        program.type(keys: "\u{3}")
      } until: {
        program.shown.contains("Stopped.")
      }
      try program.prompted()
      #expect(try journal(program) == before)
      let tag = "aws ec2 describe-tags --filters Name=key,Values=mine --query 'Tags[0].Value' --output text"
      #expect(try program.answer(to: tag).contains("kept"))
    }
  }

  @Test func `Ctrl-C at a pace keeps what happened up to the last step, as a run of that time`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      program.type("top 1h --pace 40x")
      // Two simulated minutes take three seconds.
      try program.wait(for: "the state of the world after 80 s, by its own clock") {
        program.screen.texts.contains { $0.contains("00:03:15") }
      }
      program.type(keys: "\u{3}")
      try program.wait(for: "the word of what stays") { program.shown.contains("happened until then stays") }
      try program.prompted()
      let lines = try journal(program)
      let span = try #require(lines.last?.firstMatch(of: /"run":"?(\d+)/)).output.1
      #expect(lines.count == 2 && span.allSatisfy(\.isNumber), "\(lines)")
      let clock = try program.answer(to: "date -u +%T")
      #expect(!clock.contains("01:00:0"), "\(clock)")
    }
  }

  @Test func `keys that come while work runs are not echoed into it and stand at the next prompt`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      program.type("run 3h")
      try program.wait(for: "the line to be taken") { !program.screen.takesPaste }
      program.type(keys: "labs\rmap zyx")
      try program.wait(for: "the keys at the prompt") {
        program.screen.takesPaste && program.screen.cursorRow.hasSuffix("> map zyx")
      }
      #expect(program.screen.texts.count { $0.contains("zyx") } == 1)
      #expect(program.screen.texts.contains { $0.hasSuffix("> labs") })
      program.type(keys: "\u{3}")
      try program.prompted()
    }
  }

  @Test func `Ctrl-C at the prompt drops the line, Ctrl-D leaves`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys: "labs")
      try program.expect("> labs", column: 14)
      program.type(keys: "\u{3}")
      try program.expect("skydrill>", column: 10)
      #expect(program.screen.texts.contains("skydrill> labs^C"))
      #expect(!program.shown.contains("az-outage"))
      program.type(keys: "ab\u{1}\u{4}")
      try program.expect("> b", column: 10)
      program.type(keys: "\u{4}\u{4}")
      #expect(try program.end() == 0)
    }
  }

  @Test(arguments: ["exit", "nonsense\rexit"])
  func `a person's shell leaves with 0, whatever failed before`(keys: String) throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys)
      #expect(try program.end() == 0)
    }
  }

  @Test func `a terminal that goes away ends the program`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      program.hangUp()
      #expect(try program.end() != 127)
    }
  }
}
