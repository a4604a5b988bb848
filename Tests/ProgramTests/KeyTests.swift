import Foundation
import ProgramHarness
import Shell
import Testing

/// The keys of emacs, and those of vi where the learner's `.editrc` asks for them, with the built program.
@Suite struct KeyTests {
  /// `skydrill> ` stands in front of every line.
  private static let start = 10

  @Test func `emacs keys move, delete, kill and bring back`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys: "one two three")
      try program.expect("one two three", column: Self.start + 13)
      program.type(keys: "\u{1}\u{6}\u{6}X")
      try program.expect("onXe two three", column: Self.start + 3)
      program.type(keys: "\u{5}\u{17}")
      try program.expect("onXe two", column: Self.start + 9)
      program.type(keys: "\u{1B}b\u{B}")
      try program.expect("onXe", column: Self.start + 5)
      program.type(keys: "\u{19}")
      try program.expect("onXe two", column: Self.start + 9)
      program.type(keys: "\u{15}labs\r")
      try program.wait(for: "the list of labs") { program.shown.contains("az-outage") }
    }
  }

  @Test func `help fits a terminal of 24 rows, and what does not says how long it is`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      let help = try program.answer(to: "help")
      #expect(help.split(separator: "\n", omittingEmptySubsequences: false).count <= 24)
      for name in CommandTable.names { #expect(help.contains(name), "\(name)") }
      let all = try program.answer(to: "help all")
      #expect(all.contains("follows one hop by hop") && all.contains(" lines; scroll up"))
      _ = try program.answer(to: "lab start az-outage")
      program.type("aws ec2 xyz")
      try program.wait(for: "how many choices there are") { program.shown.contains("… and 7") }
    }
  }

  @Test func `vi keys come from the file of bindings`() throws {
    try BuiltProgram.withHome { home in
      try Data("bind -v\n".utf8).write(to: URL(fileURLWithPath: home + "/.editrc"))
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type(keys: "help chekc")
      try program.expect("help chekc", column: Self.start + 10)
      // Escape leaves the insertion; a key that follows at once would be taken for a sequence.
      program.type(keys: "\u{1B}")
      try program.expect("help chekc", column: Self.start + 9)
      program.type(keys: "hxp")
      try program.expect("help check", column: Self.start + 9)
      program.type(keys: "0dw")
      try program.expect("check", column: Self.start)
      program.type(keys: "itour \u{1B}")
      try program.expect("tour check", column: Self.start + 4)
      program.type(keys: "cclabs\r")
      try program.wait(for: "the list of labs") { program.shown.contains("az-outage") }
      try program.prompted()
      program.type(keys: "\u{1B}")
      program.type(keys: "k")
      try program.expect("labs", column: Self.start)
    }
  }

  @Test func `Tab knows the ids that live in the world`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      let query = "--query 'Reservations[].Instances[].InstanceId' --output text"
      let answer = try program.answer(to: "aws ec2 describe-instances \(query)")
      let ids = answer.split { $0.isWhitespace }.map(String.init).filter { $0.hasPrefix("i-") }
      #expect(ids.count > 1)
      // The first letters that no other instance has.
      let length = (3...ids[0].count).first { length in
        ids.filter { $0.hasPrefix(ids[0].prefix(length)) }.count == 1
      }
      let typed = String(ids[0].prefix(try #require(length)))
      program.type(keys: "aws ec2 stop-ins\t--instance-ids \(typed)\t")
      let line = "> aws ec2 stop-instances --instance-ids \(ids[0])"
      try program.wait(for: line) { program.shown.filter { !$0.isNewline }.contains(line) }
      program.type("")
      try program.wait(for: "AWS's answer") { program.shown.contains("CurrentState") }
    }
  }

  @Test func `pasted lines are shown and run one by one, without a copied dollar sign`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      _ = try program.answer(to: "lab start az-outage")
      let lines = [
        "$ A=가용영역", "aws ec2 create-tags --resources $WEB_1 \\", "  --tags Key=zone,Value=$A", "$ vars",
      ]
      program.type(keys: "\u{1B}[200~" + lines.joined(separator: "\r") + "\u{1B}[201~")
      try program.wait(for: "the last line's answer") { program.shown.contains("`$A`") }
      try program.prompted()
      for line in [
        "> A=가용영역", "> aws ec2 create-tags --resources $WEB_1 \\", ">   --tags Key=zone", "> vars",
      ] {
        #expect(program.shown.contains(line), "\(line)")
      }
      let tags = "aws ec2 describe-tags --filters Name=key,Values=zone --query 'Tags[].Value' --output text"
      #expect(try program.answer(to: tags).contains("\n가용영역\n"))
    }
  }

  @Test func `a backslash goes on with the line below`() throws {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home)
      try program.prompted()
      program.type("help \\")
      try program.expect(">", column: 2)
      program.type("check")
      try program.wait(for: "the page of check") { program.shown.contains("check") }
      try program.prompted()
      program.type("labs \\")
      try program.expect(">", column: 2)
      program.type(keys: "\u{3}")
      try program.expect("skydrill>", column: Self.start)
    }
  }
}
