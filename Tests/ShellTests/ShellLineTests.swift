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

  @Test(arguments: [
    ("for id in $IDS; do aws x --id $id; done", "for"), ("cleanup() {\n  aws s3 mb s3://b\n}", "cleanup()"),
    ("if [ -z \"$A\" ]\nthen\n  aws x\nfi", "if"), ("function f {\n aws x '}'\n}", "function"),
    ("{ \"Version\": {\n} }", "{"), ("case $A in\n a) aws x;;\nesac", "case"),
    ("while true; do\n  if aws x; then\n    break\n  fi\ndone", "while"),
    ("f() {\ncat <<EOF\n}\nEOF\naws x\n}", "f()"),
    ("{\n  \"A\": {\n  \"b\": \"}\"\n},\n\"c\": [\n{\n},\n2]\n}", "{"),
    ("aws s3 ls | while read -r b; do\n  aws s3 rb s3://$b\ndone", "while"),
    ("V=$(aws x --query 'a[?b==`c`].{d:e}'); for v in $V; do\n  aws y $v\ndone", "for"),
    ("X=1 && if [ 1 ]; then\n  aws x\nfi", "if"), ("aws s3 ls || {\n  aws x\n}", "{"),
    ("[ -n \"$A\" ] && {\n  aws x\n}", "{"), ("(\n  aws x\n)", "("),
  ])
  func `a block is read to its end and refused as one`(text: String, name: String) {
    #expect(throws: ShellLineError.block(name)) { try ShellLineParser.parse(text) }
    let lines = text.split(separator: "\n")
    for count in 1..<max(1, lines.count) where lines.count > 1 {
      let begun = lines.prefix(count).joined(separator: "\n")
      #expect(throws: ShellLineError.unfinished, "\(begun)") { try ShellLineParser.parse(begun) }
    }
  }

  @Test(arguments: [
    "aws x --query \"a[?b=='{'].c\" --name '(if' {", "X=$(aws x --query 'length(a)')",
    "aws x --tags Key=a,Value=if",
    "aws x --cli-input-json '{\"A\": {'", "echo for if done",
  ])
  func `what looks like a block within a line is none`(line: String) throws {
    _ = try ShellLineParser.parse(line)
  }

  @Test func `the lines of a here-document belong to a line that is refused`() {
    let line = "install setup.sh > /dev/null <<EOF"
    #expect(throws: ShellLineError.unfinished) { try ShellLineParser.parse(line + "\naws s3 mb s3://b") }
    #expect(throws: ShellLineError.refused(">")) {
      try ShellLineParser.parse(line + "\naws s3 mb s3://b\nEOF")
    }
  }

  @Test(
    arguments: ["EOF", "'EOF'", "\"EOF\"", "\\EOF", "-EOF", "- 'EOF'"],
    [
      "{\n  \"A\": 1", "{ \"A\": 1 }", "for b in a; do\necho b\ndone", "if you see this", "while true",
      "f() {\n}",
      "case a in", "(", "aws s3 rb s3://b | while read", "it's", "\"open", "function f {",
    ])
  func `a here-document's lines are its own, whatever they look like`(end: String, body: String) throws {
    let text = "cat > f <<\(end)\n\(body)\n"
    let lines = text.split(separator: "\n").map(String.init)
    for count in 1...lines.count {
      let begun = lines.prefix(count).joined(separator: "\n")
      #expect(throws: ShellLineError.unfinished, "\(begun)") { try ShellLineParser.parse(begun) }
    }
    let last = end.hasPrefix("-") ? "\t\tEOF" : "EOF"
    let line = try ShellLineParser.parse(text + last)
    #expect(line.hereDocument == [.text(body + "\n")])
    #expect(line.output == [.text("f")])
  }

  @Test(arguments: [
    ("aws x --id <your-id>", ShellLineError.placeholder("<your-id>")),
    ("aws x \\ \n --y", .blankAfterBackslash), ("aws x \\ ", .blankAfterBackslash),
    ("aws x –query y", .typographic("–")), ("aws x –-query y", .typographic("–")),
    ("aws x -–query y", .typographic("–")), ("aws x “y”", .typographic("“")),
    ("aws x \"[?a==`b`]\"", .literalInQuotes), ("echo ${A[x]}", .badVariable),
    ("echo ${A%-2}", .expansion("${A%-2}", sign: "%")),
    ("echo ${A:0:2}x", .expansion("${A:0:2}", sign: ":")), ("echo ${A%", .badVariable),
    ("aws x | xargs aws y", .refused("|")),
  ])
  func `what was copied from a page is told by what is wrong with it`(line: String, error: ShellLineError) {
    #expect(throws: error) { try ShellLineParser.parse(line) }
  }

  @Test func `a prompt that was copied is passed, and a variable may have a value for when it is not set`()
    throws
  {
    #expect(try texts("$ a b") == ["a", "b"])
    #expect(
      try texts("a ${A:-x} ${E:-y z} \"${E:-y z}\" ${N-w} \"${E-v}\" ${N:-$A}") == [
        "a", "1", "2", "y", "z", "y z", "w", "", "1", "2",
      ])
  }

  @Test func `what only prints can fill a file, and nothing else`() throws {
    for text in ["cat > f.json <<'EOF'\n$A\nEOF", "cat <<EOF > f.json\n$A\nEOF"] {
      let line = try ShellLineParser.parse(text)
      #expect(line.output == [.text("f.json")])
      #expect(line.hereDocument != nil)
    }
    for text in [
      "cat f >> g", "aws x --y z >> g 2>/dev/null", "echo a>>g", "curl x >> g 2>&1", "cat >> g <<E\nE",
    ] {
      let line = try ShellLineParser.parse(text)
      #expect(line.output == [.text("g")] && line.appends, "\(text)")
    }
    #expect(try ShellLineParser.parse("aws x 2> /dev/null").dropsErrors)
    #expect(try ShellLineParser.parse("echo a2 > f").words.count == 2)
    for line in ["cat > f", "lab x > f", "$A > f", "aws x 2> f", "aws x > f > g", "aws x >| f", "aws x >"] {
      #expect(throws: ShellLineError.self, "\(line)") { try ShellLineParser.parse(line) }
    }
  }

  @Test func `what prints can go through small programs, and nothing else`() throws {
    let line = try ShellLineParser.parse("aws x --y 'a|b' 2>/dev/null | grep -v \"$A\"|head -1 > f")
    #expect(line.words.count == 4 && line.dropsErrors && line.output == [.text("f")])
    #expect(line.filters.map(\.count) == [3, 2])
    #expect(line.filters[0][2] == [.variable(name: "A", isQuoted: true)])
    for text in [
      "aws x | install f", "lab x | head", "aws x | | head", "aws x || head", "aws x |& head",
    ] {
      #expect(throws: ShellLineError.refused(text.contains("||") ? "||" : "|"), "\(text)") {
        try ShellLineParser.parse(text)
      }
    }
    for text in ["aws x |", "aws x | head |", "aws x | head | \n"] {
      #expect(throws: ShellLineError.unfinished, "\(text)") { try ShellLineParser.parse(text) }
    }
    #expect(throws: ShellLineError.block("while")) {
      try ShellLineParser.parse("aws x | head -1 | while read -r a; do\naws y $a\ndone")
    }
  }

  @Test func `lists and words of bash are read`() throws {
    let list = try ShellLineParser.parse("IDS=(a 'b c' $(aws x))\n")
    #expect(list.assignments.first?.elements?.count == 3)
    #expect(throws: ShellLineError.unfinished) { try ShellLineParser.parse("IDS=(\n  a") }
    #expect(try ShellLineParser.parse("IDS=(\n  a\n  b\n)").assignments.first?.elements?.count == 2)
    #expect(try ShellLineParser.parse("A=()").assignments.first?.elements?.isEmpty == true)
    #expect(try texts("a $'x\\ty'") == ["a", "x\ty"])
    #expect(try ShellLineParser.parse("read -r A B <<< \"$C\"").hereDocument?.last == .text("\n"))
    #expect(throws: ShellLineError.refused("(")) { try ShellLineParser.parse("A=(a (b))") }
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
