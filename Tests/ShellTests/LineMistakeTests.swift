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
    Line(line: "aws ec2 run-instances −image-id ami-1", named: ["`--image-id`"]),
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

  private static let rule = "aws ec2 authorize-security-group-ingress --group-id sg-1 --cidr 0.0.0.0/0"

  private static let values = [
    Line(line: "aws ec2 run-instances --count two", named: ["`--count 2`", "`two`"]),
    Line(
      line: "aws ec2 create-volume --availability-zone ap-northeast-2a --size 8GB", named: ["`--size 8`"]),
    Line(
      line: "aws ec2 create-volume --availability-zone ap-northeast-2a --size big", named: ["`big`"],
      absent: ["GiB"]),
    Line(line: "\(rule) --protocol http --port 80", named: ["`--protocol tcp --port 80`"]),
    Line(line: "\(rule) --protocol TCP --port 80", named: ["`--protocol tcp`"]),
    Line(line: "\(rule) --protocol sctp --port 80", named: ["`sctp`", "`icmp`"]),
    Line(line: "\(rule) --protocol tcp --port https", named: ["`--port 443`"]),
    Line(line: "\(rule) --protocol tcp --port 80,443", named: ["`--port 80`, `--port 443`"]),
    Line(line: "\(rule) --protocol tcp --port 80~90", named: ["`--port 80-90`"]),
    Line(line: "\(rule) --protocol tcp --port many", named: ["`many`", "`--port 8000-8100`"]),
    Line(
      before: ["echo hello > index.html"], line: "aws s3 cp index.html my-bucket",
      named: ["`s3://my-bucket`"]),
    Line(line: "aws s3 cp one two", named: ["`s3://BUCKET`"]),
    Line(line: "aws s3 mb my-bucket", named: ["`s3://my-bucket`"]),
    Line(line: "aws s3 ls s3:/my-bucket", named: ["`s3:/my-bucket`", "`s3://my-bucket`"]),
    Line(line: "aws s3 mb s3:/my-bucket", named: ["`s3://my-bucket`"]),
    Line(line: "aws s3 mb s3://내버킷", named: ["`내버킷`", "63"]),
    Line(line: "aws s3api list-objects-v2 --bucket s3://my-bucket", named: ["`--bucket my-bucket`"]),
    Line(
      line: "aws ec2 create-tags --resources a --tags 'Key=a,Value=[{b'", named: ["`--tags`"]),
    Line(
      line: "aws ec2 run-instances --block-device-mappings 'DeviceName=a,Ebs={VolumeSize=8'",
      named: ["`{`", "'DeviceName=a,Ebs={VolumeSize=8}'`"]),
    Line(
      line: "aws ec2 run-instances --block-device-mappings 'DeviceName=a,Ebs=VolumeSize=8}'",
      named: ["`}`"]),
    Line(
      line: "aws ec2 run-instances --tag-specifications "
        + "ResourceType=instance,Tags=[{Key=Name,Value=My server}]",
      named: ["'Key=Name,Value=My server'"]),
    Line(
      line: "aws ec2 describe-instances --query 'Reservations[].{이름:ReservationId}'",
      named: ["`--query 'Reservations[].{\"이름\":ReservationId}'`"]),
    Line(line: "aws ec2 describe-vpcs --query 'Vpcs[?VpcId==나]'", named: ["`나`"]),
    Line(line: "aws ec2 describe-vpcs --query 'Vpcs[0.VpcId'", named: ["`[`"]),
    Line(line: "aws ec2 describe-vpcs --query 'length(Vpcs'", named: ["`--query 'length(Vpcs)'`"]),
    Line(line: "aws ec2 describe-vpcs --query 'Vpcs..VpcId'", named: ["`[?Name=='web']`"]),
    Line(line: "aws ec2 describe-vpcs --query ''", named: ["`--query` "]),
  ]

  private static let launch = "aws ec2 run-instances --instance-type t3.micro"

  private static let meanings = [
    Line(line: "\(launch) --image-id '<your-ami-id>'", named: ["`<your-ami-id>`", "17"]),
    Line(line: "\(launch) --image-id 이미지", named: ["`이미지`", "--owners self"]),
    Line(
      line: "\(launch) --image-id $IMAGE_SHOP --security-group-ids web",
      named: ["`web`", "Name=group-name,Values=web"]),
    Line(
      line: "aws ec2 describe-instances --filters tag:Name=web-1",
      named: ["`--filters Name=tag:Name,Values=web-1`"]),
    Line(
      line: "aws ec2 describe-instances --filters name=tag:Name,values=web-1", named: ["`name`", "`Name`"]),
    Line(
      line: "aws ec2 describe-instances --filters Name=tag:Name,Value=web-1", named: ["`Values`"]),
    Line(
      line: "aws ec2 describe-instances --query Reservations.Instances",
      named: ["`Reservations[].Instances[]`"]),
    Line(
      line: "aws ec2 describe-instances --query 'Reservations[].Instances.InstanceId'",
      named: ["`Instances[].InstanceId`"]),
    Line(
      line: "aws ec2 describe-instances --query 'Reservations[0].Instances[0].Tags.Name'",
      named: ["`Tags[?Key=='Name'].Value`"]),
    Line(
      line: "aws ec2 describe-instances --query "
        + "\"Reservations[].Instances[].[InstanceId,Tags[?Key=='Name']|[0].Value]\"", named: [],
      absent: ["[]`"]),
    Line(
      line: "aws ec2 describe-instances --filters Name=instance-state-name,Values=runing",
      named: ["`runing`", "`running`"]),
    Line(
      line: "aws ec2 describe-instances --filters 'Name=instance-state-name,Values=run*'", named: [],
      absent: ["`running`"]),
    Line(
      line: "aws ec2 describe-nat-gateways --filter Name=state,Values=Available", named: ["`available`"]),
  ]

  private static let others = [
    Line(line: "ㅁㅈㄴ ec2 describe-instances", named: ["`ㅁㅈㄴ`", "`aws`"]),
    Line(line: "ㅗ디ㅔ", named: ["`help`"]), Line(line: "ａｗｓ ec2 describe-instances", named: ["`aws`"]),
    Line(line: "가나다", named: ["`가나다`", "`help`"], absent: ["`aws`"]),
    Line(line: "cat nope.txt", named: ["cat: nope.txt: No such file", "`edit nope.txt`"]),
    Line(before: ["echo hello > note.txt"], line: "cat notes.txt", named: ["`note.txt`"]),
    Line(line: "echo ${REGION%-2}", named: ["`${REGION%-2}`", "`%`", "cut -c1-2"]),
    Line(line: "X=`aws ec2 describe-vpcs`", named: ["`$(…)`", "`X=$(aws "], absent: ["```"]),
    Line(
      line: "ssh-keygen -t rsa", named: ["--query KeyMaterial --output text > NAME.pem`"],
      absent: ["--user-data"]),
    Line(line: "scp a.txt ec2-user@192.0.2.1:", named: ["`ssh -i "], absent: ["KeyMaterial"]),
    Line(
      line: "aws ec2 import-key-pair --key-name k --public-key-material fileb://~/.ssh/my-key.pub",
      named: ["`~/.ssh/my-key.pub`", "`edit my-key.pub`"]),
    Line(
      before: ["echo '[1,2]' > x.json"],
      line: "aws ec2 modify-instance-attribute --instance-id i-1 --user-data file://x.json",
      named: ["`--attribute userData --value file://user-data.b64`"]),
    Line(line: "date 내일", named: ["`date -d tomorrow`"]),
    Line(line: "date -d tomorrow", named: [], absent: ["`date -d tomorrow`"]),
  ]

  @Test(arguments: Language.allCases, words + values + meanings + others)
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
