import Shell
import Testing
import Texts

/// What `;`, `&&`, `||`, loops and conditions hold together, read as a POSIX shell does and done line by line.
@Suite struct ShellProgramTests {
  private func lab(_ language: Language = .en) throws -> TestSession {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    return test
  }

  @Test func `lines are done one after the other, as in a POSIX shell`() throws {
    let test = try lab()
    for (text, output) in [
      ("echo a; echo b", "a\nb\n"), ("echo a;", "a\n"), ("true && echo a || echo b", "a\n"),
      ("false && echo a || echo b", "b\n"), ("false || false || echo c", "c\n"), ("! false && echo n", "n\n"),
      ("echo a &&\n  echo b", "a\nb\n"), ("echo 'a;b' \"c && d\" # e; f", "a;b c && d\n"),
      ("for x in a 'b c' $(echo d e); do echo \"<$x>\"; done", "<a>\n<b c>\n<d>\n<e>\n"),
      ("for x in {3..1}\ndo\n  echo $x\ndone", "3\n2\n1\n"),
      ("for x in $(seq 2 2 6); do echo $x; done", "2\n4\n6\n"),
      ("for x in $NONE; do echo $x; done; echo $?", "0\n"),
      ("for x in 1 2 3; do if [ $x -eq 2 ]; then continue; fi; echo $x; done", "1\n3\n"),
      (
        "for x in 1 2; do for y in a b c; do [ $y = b ] && break; echo $x$y; done; done; echo end",
        "1a\n2a\nend\n"
      ),
      ("i=0; while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done", "0\n1\n2\n"),
      ("i=3; until [ $i -le 1 ]; do i=$((i-1)); done; echo $i", "1\n"),
      ("while true; do echo once; break; done; echo $?", "once\n0\n"),
      ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
      ("if false; then echo a; else echo c; fi", "c\n"), ("if false; then echo a; fi; echo $?", "0\n"),
      ("if aws ec2 describe-vpcs --vpc-ids vpc-1 >/dev/null 2>&1; then echo a; else echo none; fi", "none\n"),
      ("{ echo a; echo b; } && echo c", "a\nb\nc\n"),
      ("$ for x in a; do echo $x; done", "a\n"),
      ("L=(a b); for x in \"${L[@]}\"; do echo $x; done", "a\nb\n"),
      ("for n in 1 2; do cat <<EOF\nfile $n\nEOF\ndone; echo x", "file 1\nfile 2\nx\n"),
      ("cat <<'EOF' && echo x\ndone; $x && }\nEOF", "done; $x && }\nx\n"),
    ] {
      let answer = try test.run(text)
      #expect(answer.text == output, "\(text)")
      #expect(answer.status == 0, "\(text)")
    }
  }

  @Test func `conditions end as those of a POSIX shell`() throws {
    let test = try lab()
    for (line, status) in [
      ("[ -z \"$X\" ]", 0), ("[ -n \"$X\" ]", 1), ("[ a = a ]", 0), ("[ a != a ]", 1), ("[ 3 -gt 2 ]", 0),
      ("test 3 -lt 2", 1), ("[ -f f ]", 1), ("[ ! -f f ]", 0), ("[[ running == run* ]]", 0),
      ("[[ $X == a ]]", 1), ("[[ -z $X ]]", 0), ("[ $X = a ]", 2), ("[ a -eq 1 ]", 2), ("[ a = a", 2),
      ("[ a -nt b ]", 2), ("exit x", 2), ("false", 1),
    ] as [(String, Int32)] {
      #expect(try test.run(line).status == status, "\(line)")
    }
  }

  @Test func `a variable that is asked for need not be set`() throws {
    let answer = try lab().run("[ -n \"$NOPE\" ] || echo none")
    #expect(answer.text == "none\n")
  }

  @Test func `whole numbers are computed`() throws {
    let test = try lab()
    for (text, value) in [
      ("1 + 2 * 3", "7"), ("(1+2)*3 % 4", "1"), ("7 / -2", "-3"), ("X + $X", "10"), ("NONE", "0"),
      ("2 < 3 && !(1 == 2)", "1"), ("9223372036854775807 + 1", "-9223372036854775808"),
    ] {
      #expect(try test.run("X=5; echo $(( \(text) ))").text == value + "\n")
    }
  }

  @Test(arguments: Language.allCases)
  func `what has no value is said so`(language: Language) throws {
    let test = try lab(language)
    let deep = String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60)
    for text in ["1 / 0", "1 +", "a b", "1 << 2", deep] {
      let answer = try test.run("echo $((\(text)))")
      #expect(answer.status == 2, "\(text)")
      #expect(!answer.text.contains("⟦"))
    }
  }

  @Test(arguments: Language.allCases)
  func `a loop without end is stopped`(language: Language) throws {
    let test = try lab(language)
    let answer = try test.run("while true; do true; done")
    #expect(answer.status == 1)
    #expect(answer.text.contains("5,000"))
    #expect(try test.run("echo on").text == "on\n")
  }

  @Test func `each line is a step of its own for undo, and the status is the last one's`() throws {
    let test = try lab()
    let count = "aws ec2 describe-key-pairs --query 'length(KeyPairs)'"
    let before = try test.run(count).text
    #expect(
      try test.run("for n in a b; do aws ec2 create-key-pair --key-name $n >/dev/null; done").status == 0)
    #expect(try test.run("undo").status == 0)
    #expect(Int(try test.run(count).text.dropLast()) == Int(before.dropLast()).map { $0 + 1 })
    #expect(try test.run("aws ec2 describe-vpcs --vpc-ids x; echo a").status == 0)
    #expect(try test.run("echo a; aws ec2 describe-vpcs --vpc-ids x").status == 254)
    #expect(try test.run("echo $?").text == "254\n")
  }

  @Test func `a program that waits for a state sees time pass`() throws {
    let answer = try lab().run(
      """
      ID=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type m5.large --subnet-id $SUBNET_A --query 'Instances[0].InstanceId' --output text)
      while [ "$(aws ec2 describe-instances --instance-ids $ID --query 'Reservations[0].Instances[0].State.Name' --output text)" != running ]
      do
        sleep 5
      done; echo up
      """)
    #expect(answer.status == 0)
    #expect(answer.text.hasSuffix("up\n"))
  }

  @Test func `a block that is not known is refused as a whole`() throws {
    let texts = [
      "f() {\n  aws s3 mb s3://b\n}", "case $A in\n a) aws x;;\nesac",
      "for ((i=0; i<3; i++)); do echo $i; done",
      "(\n  echo a\n)", "{ \"Version\": {\n} }", "echo a; done", "echo a; f() { echo b; }",
      "select x in a; do echo; done",
    ]
    for language in Language.allCases {
      let test = try lab(language)
      for text in texts {
        let answer = try test.run(text)
        #expect(answer.status == 2, "\(text)")
        #expect(answer.text.contains("`if …; then …; else …; fi`"), "\(text)")
        #expect(!answer.text.contains("⟦"))
      }
    }
  }

  @Test(arguments: [
    "echo a; for x in a; do", "if true\nthen", "echo a &&", "echo a ||\n", "cat <<EOF; echo b\nx",
    "while true; do if true; then", "echo a; echo \"b", "aws s3 ls |", "for x in a b\ndo echo $(echo",
  ])
  func `what another line belongs to goes on`(text: String) {
    #expect(LineContinuation.isOpen(text))
  }

  @Test(arguments: [
    ("echo a | while read x; do echo $x; done", "| while"), ("while read x; do echo $x; done < f", "<"),
    ("for x in a; do echo $x; done | sort", "|"), ("echo a & echo b", "&"), ("cat <<A <<B\nA\nB", "<<"),
    ("echo a; echo b | xargs", "|"),
  ])
  func `operators that are not known refuse the whole`(text: String, name: String) {
    #expect(throws: ShellLineError.refused(name)) { try ShellProgram.parse(text) }
  }

  @Test func `blocks nest to a bound`() {
    let many = String(repeating: "if true; then ", count: 40) + String(repeating: "fi; ", count: 40)
    #expect(throws: ShellLineError.block("if")) { try ShellProgram.parse(many) }
  }
}
