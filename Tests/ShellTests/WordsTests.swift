import Foundation
import Shell
import Testing
import Texts

/// What a line means to the session: variables, statuses, here-documents, what is refused and what is told instead.
@Suite struct WordsTests {
  private func lab(_ language: Language = .en) throws -> TestSession {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    return test
  }

  @Test func `variables, exports and the last status`() throws {
    let test = try lab()
    #expect(try test.run("NAME=web").status == 0)
    #expect(try test.run("export KIND=\"a b\" NAME").status == 0)
    #expect(try test.run("vars").text.contains("a b"))
    #expect(try test.run("aws ec2 describe-vpcs --vpc-ids nothing").status == 254)
    #expect(try test.run("LAST=$?").status == 0)
    #expect(try test.run("vars").text.contains("254"))
    #expect(try test.run("export 1A=x").status == 2)
    #expect(try test.run("V=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)").status == 0)
    let vpc = try #require(test.session.workspace?.variables["V"])
    #expect(vpc.hasPrefix("vpc-") && !vpc.contains("\n"))
  }

  @Test(
    arguments: Language.allCases,
    [
      "aws ec2 describe-vpcs | grep vpc", "aws ec2 describe-vpcs > file", "map; map", "map && map",
      "aws ec2 x `y`", "map &",
    ])
  func `what this shell does not have is refused by name, with what does it instead`(
    language: Language, line: String
  ) throws {
    let answer = try lab(language).run(line)
    #expect(answer.status == 2)
    #expect(answer.text.contains("--query"))
    #expect(!answer.text.contains("⟦"))
  }

  @Test func `an asterisk that fits no file is a word, which the service refuses as the AWS CLI does`() throws
  {
    let answer = try lab().run("aws ec2 describe-vpcs *")
    #expect(answer.status == 252)
    #expect(answer.text.contains("Unknown options: *"))
  }

  @Test func `a here-document is the standard input of the line`() throws {
    let test = try lab()
    let line = """
      aws ec2 create-vpc --cli-input-json file:///dev/stdin <<EOF
      {"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "vpc",
        "Tags": [{"Key": "Name", "Value": "${WEB_1}"}]}]}
      EOF
      """
    #expect(try test.run(line).status == 0)
    let id = try #require(test.session.workspace?.variables["WEB_1"])
    #expect(
      try test.run("aws ec2 describe-vpcs --query 'Vpcs[].Tags[].Value' --output text").text.contains(id))
    #expect(try test.run("aws ec2 describe-vpcs --cli-input-json file:///dev/stdin").status == 252)
  }

  @Test(arguments: [
    ("aws x <<EOF", true), ("aws x <<EOF\nb", true), ("aws x <<EOF\nb\nEOF", false),
    ("aws x <<'E F'\nE F", false),
    ("aws x \\", true), ("aws 'x", true), ("aws $(aws y", true), ("aws x # \\", false), ("aws x | \\", false),
    ("aws x <<EOF \\\n --y\nEOF", false),
  ])
  func `a line goes on until all of it is there`(text: String, isOpen: Bool) {
    #expect(LineContinuation.isOpen(text) == isOpen)
  }

  @Test func `a quoted delimiter takes the text as it is`() throws {
    let literal = try ShellLineParser.parse("a <<'E'\n$X `b` \\\\\nE")
    #expect(literal.hereDocument == [.text("$X `b` \\\\\n")])
    let expanded = try ShellLineParser.parse("a <<E\n$X \\$Y \"q\"\nE\n")
    #expect(expanded.hereDocument == [.variable(name: "X", isQuoted: true), .text(" $Y \"q\"\n")])
  }
}
