import Shell
import Testing

@Suite struct ShellLineTests {
  private func texts(_ line: String) throws -> [String] {
    let expansion = WordExpansion(value: { ["A": "1 2", "E": ""][$0] }, substitute: { "<\($0)>\n" })
    return try expansion.expand(ShellLineParser.parse(line).words)
  }

  @Test(arguments: [
    ("aws ec2 x", ["aws", "ec2", "x"]), ("a 'b c' \"d e\"", ["a", "b c", "d e"]), ("a\\ b", ["a b"]),
    ("a $A", ["a", "1", "2"]), ("a \"$A\"", ["a", "1 2"]), ("a $E b", ["a", "b"]), ("a \"$E\"", ["a", ""]),
    ("a x${A}y", ["a", "x1", "2y"]), ("a # c", ["a"]), ("a b#c", ["a", "b#c"]),
    ("a $(aws x 'y)')", ["a", "<aws", "x", "'y)'>"]), ("a \"$(aws x)\"", ["a", "<aws x>"]),
    ("a 가용영역", ["a", "가용영역"]), ("a '$A'", ["a", "$A"]), ("a \\\nb", ["a", "b"]),
    ("a Name=type,Values=m5* x?y", ["a", "Name=type,Values=m5*", "x?y"]),
  ])
  func `words are split and expanded as in a POSIX shell`(line: String, words: [String]) throws {
    #expect(try texts(line) == words)
  }

  @Test(arguments: [
    ("a | b", "|"), ("a && b", "&&"), ("a; b", ";"), ("a > f", ">"), ("a `b`", "`"),
    ("a < f", "<"),
  ])
  func `operators that this shell does not have are refused by name`(line: String, name: String) {
    #expect(throws: ShellLineError.refused(name)) { try ShellLineParser.parse(line) }
  }

  @Test func `an assignment alone has no words`() throws {
    let line = try ShellLineParser.parse("LB=$(aws x) N='a b'")
    #expect(line.assignments.map(\.name) == ["LB", "N"])
    #expect(line.words.isEmpty)
  }

  @Test func `an open quote and a too long line are errors`() {
    #expect(throws: ShellLineError.openQuote("'")) { try ShellLineParser.parse("a 'b") }
    #expect(throws: ShellLineError.tooLong(limit: ShellLineParser.longestLine)) {
      try ShellLineParser.parse(String(repeating: "x", count: 70_000))
    }
  }
}
