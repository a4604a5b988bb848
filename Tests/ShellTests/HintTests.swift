import Foundation
import Shell
import Testing
import Texts

/// Hints are chosen by the call, the option and the message, and name what helps there.
@Suite struct HintTests {
  /// Lines before, the line itself, what its hint names and what it must not.
  struct Hint: Sendable, CustomTestStringConvertible {
    var before: [String] = []
    let line: String
    let named: [String]
    var absent: [String] = []
    var testDescription: String { line }

    /// Expects the line to fail in the sandbox, with all that is to be named and nothing that is to be absent.
    func check(in language: Language) throws {
      let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
      _ = try test.run("sandbox start")
      for line in before { #expect(try test.run(line).status == 0, "\(line)") }
      let answer = try test.run(line)
      #expect(answer.status != 0)
      let text = answer.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .replacing(" \\ ", with: " ")
      for name in named { #expect(text.contains(name), "\(text)") }
      for name in absent { #expect(!text.contains(name), "\(text)") }
      #expect(!text.contains("⟦"), "\(text)")
    }
  }

  private static let web =
    "aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query "

  private static let hints = [
    Hint(
      line: "aws ec2 detach-volume --volume-id $(\(web)"
        + "'Reservations[0].Instances[0].BlockDeviceMappings[0].Ebs.VolumeId' --output text)",
      named: ["stop-instances"], absent: ["deletion protection", "삭제 방지"]),
    Hint(
      line: "aws ec2 detach-network-interface --attachment-id $(\(web)"
        + "'Reservations[0].Instances[0].NetworkInterfaces[0].Attachment.AttachmentId' --output text)",
      named: ["0"], absent: ["deletion protection", "삭제 방지"]),
    Hint(
      before: [
        "aws ec2 modify-instance-attribute --instance-id $(\(web)"
          + "'Reservations[0].Instances[0].InstanceId' --output text) --disable-api-termination"
      ],
      line: "aws ec2 terminate-instances --instance-ids $(\(web)"
        + "'Reservations[0].Instances[0].InstanceId' --output text)",
      named: ["--no-disable-api-termination"]),
    Hint(
      line: "aws ec2 describe-instances --filters Name=Name,Values=web-1",
      named: ["Name=tag:Name,Values="]),
    Hint(line: "aws ec2 describe-instances --filters Name=tag:Name", named: ["Values="]),
    Hint(
      line: "aws sns unsubscribe --subscription-arn PendingConfirmation", named: ["confirm-subscription"],
      absent: ["VPC"]),
    Hint(
      line: "aws ssm describe-parameters --parameter-filters Key=Foo,Values=a", named: ["`Path`"],
      absent: ["InvokedAfter"]),
    Hint(
      line: "aws ec2 create-volume --size 1 --availability-zone ap-northeast-2a --tag-specifications "
        + "'ResourceType=instance,Tags=[{Key=a,Value=b}]'", named: ["`volume`"], absent: ["gp3"]),
    Hint(
      before: [
        "G=$(aws ec2 create-internet-gateway --query InternetGateway.InternetGatewayId --output text)"
      ],
      line: "aws ec2 detach-internet-gateway --internet-gateway-id $G --vpc-id $(aws ec2 describe-vpcs "
        + "--query Vpcs[0].VpcId --output text)", named: ["describe-internet-gateways"],
      absent: ["attach-internet-gateway"]),
    Hint(
      before: ["echo hello > f.txt"],
      line: "aws s3api put-object --bucket no-such-bucket-17 --key x --body f.txt", named: ["NoSuchBucket"],
      absent: ["file://f.txt"]),
    Hint(
      before: ["echo hello > f.txt"],
      line: "aws s3api get-object --bucket no-such-bucket-17 --key x f.txt", named: ["NoSuchBucket"],
      absent: ["file://f.txt"]),
    Hint(
      before: ["echo '{}' > p.json"],
      line: "aws iam create-policy --policy-name p --policy-document p.json", named: ["file://p.json"]),
    Hint(
      line: "aws iam delete-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess",
      named: ["AWS managed policy"], absent: ["Allow"]),
    Hint(
      line: "aws acm describe-certificate --certificate-arn "
        + "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-0000-0000-0000-000000000000",
      named: ["list-certificates"], absent: ["fis", "zonal_shift"]),
    Hint(
      line:
        "aws sts get-session-token --serial-number arn:aws:iam::123456789012:mfa/other --token-code 123456",
      named: ["list-mfa-devices"]),
    Hint(
      line: "aws rds wait db-instance-available --db-instance-identifier nope --region us-west-2",
      named: ["aws rds describe-db-instances --db-instance-identifier nope"]),
    Hint(
      before: ["aws configure set region ap-northeast-2a"], line: "aws ec2 describe-instances",
      named: ["Availability Zone", "aws configure set region ap-northeast-2`"]),
    Hint(
      before: ["export AWS_REGION=us-esat-1"], line: "aws s3 ls",
      named: ["us-east-1", "`export AWS_REGION=ap-northeast-2`"]),
    Hint(line: "aws logs tail /app", named: ["`logs tail`", "filter-log-events"]),
    Hint(line: "cat ~/.aws/config", named: ["aws configure set"]),
    Hint(line: "aws ec2 describe-vpcs\u{3000}--output text", named: ["U+3000"]),
    Hint(line: "aws ec2 describe-vpcs --output\u{A0}text", named: ["U+00A0"]),
    Hint(line: "operations ec2 --output json", named: ["skydrill --output json operations"]),
  ]

  @Test(arguments: Language.allCases, hints)
  func `a hint is of the mistake that was made`(language: Language, hint: Hint) throws {
    try hint.check(in: language)
  }

  @Test(arguments: Language.allCases)
  func `who is locked out of a bucket is told how far back its policy lies`(language: Language) throws {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    _ = try test.run("aws s3 mb s3://locked-out-17")
    _ = try test.run(
      "aws s3api put-bucket-policy --bucket locked-out-17 --policy '{\"Version\":\"2012-10-17\",\"Statement\":"
        + "[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":"
        + "[\"arn:aws:s3:::locked-out-17\",\"arn:aws:s3:::locked-out-17/*\"]}]}'")
    let refused = try test.run("aws s3api list-objects-v2 --bucket locked-out-17")
    #expect(refused.status == 254)
    let step = try #require(refused.text.firstRange(of: /undo [0-9]+/).map { String(refused.text[$0]) })
    #expect(try test.run(step).status == 0)
    #expect(try test.run("aws s3api list-objects-v2 --bucket locked-out-17").status == 0)
  }

  @Test func `milliseconds have three digits`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    let text = try test.run("date +%s%3N").text
    #expect(text.count == 14 && text.hasSuffix("000\n"), "\(text)")
    #expect(try test.run("date +%3q").text == "%3q\n")
  }

  @Test func `a long command to copy stands on lines of its own, and no word of code is cut`() throws {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    let answer = try test.run(
      "aws ec2 run-instances --image-id ami-0123456789abcdef0 --instance-type t3.micro")
    #expect(
      answer.text.contains(
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"))
    #expect(answer.text.contains("\n    aws ec2 run-instances --image-id"))
  }
}
