import Foundation
import Shell
import Terminal
import Testing

/// Lines that no one should type: each is answered with a sentence and a status, none harms the session.
@Suite struct BadInputTests {
  @Test(arguments: [
    "aws ec2 describe-instances --instance-ids \u{1B}[31mi-1", "\u{1B}]0;title\u{7}", "lab start \u{9B}2J",
    "explain \u{202E}x", "fault \u{7F}\u{8}", "help \u{1B}c", "export A\u{1B}=1",
    "aws ec2 create-tags --resources i-1 --tags Key=\u{1B}[2J,Value=x", "aws \u{1B}[5m",
  ])
  func `control characters never reach the terminal raw`(line: String) throws {
    let test = try TestSession()
    for place in ["", "lab start az-outage"] {
      if !place.isEmpty { _ = try test.run(place) }
      let answer = try test.run(line)
      #expect(answer.status != 0)
      let isSteered = answer.text.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E
      }
      #expect(!isSteered)
    }
  }

  @Test func `a name with control characters is shown harmlessly wherever it stands`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let tags = #"[{"Key": "Name", "Value": "a\u001b[31mb"}]"#
    #expect(try test.run("aws ec2 create-tags --resources $WEB_1 --tags '\(tags)'").status == 0)
    for line in [
      "map", "vars", "aws ec2 describe-instances --output text", "aws ec2 describe-tags --output table",
    ] {
      #expect(!(try test.run(line).text.contains("\u{1B}")), "\(line)")
    }
  }

  /// A long line by what it repeats.
  struct LongLine: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let status: Int32
    var testDescription: String { name }
  }

  static let longLines = [
    LongLine(name: "10,000 letters", text: String(repeating: "x", count: 10_000), status: 2),
    LongLine(
      name: "10,000 letters as an option",
      text: "aws ec2 describe-vpcs --vpc-ids " + String(repeating: "v", count: 10_000),
      status: 254),
    LongLine(name: "over the limit", text: String(repeating: "가", count: 30_000), status: 2),
    LongLine(name: "deep substitutions", text: String(repeating: "$(aws ", count: 5_000), status: 2),
    LongLine(
      name: "deep closed substitutions",
      text: "aws x " + String(repeating: "$(aws x ", count: 100) + String(repeating: ")", count: 100),
      status: 2),
    LongLine(name: "open quotes", text: String(repeating: "\"'", count: 5_001), status: 2),
    LongLine(
      name: "deep brackets",
      text: "aws ec2 describe-vpcs --filters '" + String(repeating: "[", count: 9_000) + "'", status: 252),
    LongLine(
      name: "deep query",
      text: "aws ec2 describe-vpcs --query '" + String(repeating: "(", count: 9_000) + "'", status: 252),
  ]

  @Test(arguments: longLines)
  func `a long line is answered`(line: LongLine) throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line.text)
    #expect(answer.status == line.status)
    #expect(answer.text.utf8.count < 70_000)
    #expect(try test.run("lab status").status == 0)
  }

  @Test(arguments: [
    "aws ec2 describe-vpcs --cli-input-json file://../../etc/passwd",
    "aws ec2 describe-vpcs --cli-input-json file:///etc/passwd",
    "aws ec2 describe-vpcs --cli-input-json file://~/x",
    "aws ec2 import-key-pair --key-name k --public-key-material fileb:///dev/zero",
  ])
  func `files outside the work folder are not read`(line: String) throws {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line)
    #expect(answer.status == 252)
    #expect(!answer.text.contains("root:"))
  }
}
