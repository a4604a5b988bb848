import Foundation
import Shell
import Testing
import Texts

/// Words that the client refuses before any call are told in the learner's language, with what to type.
@Suite struct LineMistakeTests {
  /// Lines before, the line itself, what is said of it and what is not.
  struct Line: Sendable, CustomTestStringConvertible {
    var before: [String] = []
    let line: String
    let named: [String]
    var absent: [String] = []
    var testDescription: String { line }
  }

  private static let words = [
    Line(line: "aws ec2 run-instances --image-id", named: ["`--image-id` "]),
    Line(line: "aws ec2 describe-instances --region", named: ["`--region ap-northeast-2`"]),
    Line(line: "aws ec2 describe-instances --profile", named: ["`aws configure list-profiles`"]),
    Line(
      line: "aws ec2 terminate-instances i-0123456789abcdef0 i-0123456789abcdef1",
      named: ["`--instance-ids i-0123456789abcdef0 i-0123456789abcdef1`"]),
    Line(
      line: "aws ec2 create-security-group --description My group", named: ["`--group-name`"],
      absent: ["--group-name group"]),
    Line(line: "aws ec2 run-instances -image-id ami-1", named: ["`--image-id`"]),
    Line(line: "aws ec2 run-instances —image-id ami-1", named: ["`--image-id`"]),
    Line(line: "aws ec2 terminate-instances -instance-ids i-1", named: ["`--instance-ids`"]),
    Line(line: "aws ec2 terminate-instances --instnace-ids i-1", named: ["`--instance-ids`"]),
    Line(line: "aws", named: ["`aws ec2 describe-instances`", "`aws help`"]),
    Line(line: "aws ec2", named: ["`aws ec2 help`"]), Line(line: "aws s3", named: ["`aws s3 help`"]),
    Line(line: "aws ec2 wait", named: ["`aws ec2 wait help`"]),
    Line(line: "aws EC2 describe-instances", named: ["`EC2`", "`ec2`"]),
    Line(line: "aws ec2 DescribeInstances", named: ["`DescribeInstances`", "`describe-instances`"]),
    Line(line: "aws ec2 describe_instances", named: ["`describe-instances`"]),
    Line(
      line: "aws describe-instances --max-items 1",
      named: ["`aws ec2 describe-instances --max-items 1`"]),
    Line(line: "aws ls", named: ["`aws s3 ls`"]), Line(line: "aws s3 cp a.txt", named: ["<S3Uri>"]),
    Line(line: "aws s3api get-object --bucket b --key k", named: ["`answer.txt`"]),
    Line(line: "aws ec2 describe-instances --querry Reservations", named: ["`--query`"]),
    Line(line: "aws s3 rb s3://a-bucket --froce", named: ["`--force`"]),
    Line(line: "aws s3 rm s3://a-bucket --recurcive", named: ["`--recursive`"]),
    Line(line: "aws s3 rm s3://a-bucket -recursive", named: ["`--recursive`"]),
    Line(line: "aws ec2 describe-instances --InstanceIds i-1", named: ["`--instance-ids`"]),
  ]

  @Test(arguments: Language.allCases, words)
  func `the words of a line are told as they were meant`(language: Language, line: Line) throws {
    try expect(line, language)
  }

  /// Expects a line in the sandbox to say some words and not to say others.
  private func expect(_ line: Line, _ language: Language) throws {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    for earlier in line.before { #expect(try test.run(earlier).status == 0, "\(earlier)") }
    let shown = try test.run(line.line).text
    let text = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(" \\ ", with: " ")
    for name in line.named { #expect(text.contains(name), "\(text)") }
    for name in line.absent { #expect(!text.contains(name), "\(text)") }
    #expect(!text.contains("⟦"), "\(text)")
  }
}
