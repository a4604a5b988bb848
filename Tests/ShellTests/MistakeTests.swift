import Foundation
import Shell
import Terminal
import Testing
import Texts

/// What learners get wrong is told with what to do about it.
@Suite struct MistakeTests {
  /// A line, its status, and what its message must name.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let line: String
    let status: Int32
    let named: [String]
    var testDescription: String { line }
  }

  private static let mistakes = [
    Mistake(line: "fault zone-powr 2a", status: 2, named: ["`zone-powr`", "`zone-power`"]),
    Mistake(line: "fault zone-power", status: 2, named: ["`zone-power <zone>`", "`map`"]),
    Mistake(line: "fault zone-power 2z", status: 2, named: ["`2z`", "ap-northeast-2d"]),
    Mistake(line: "fault zone-power ''", status: 2, named: ["ap-northeast-2d"]),
    Mistake(line: "fault zone-power 2a soon", status: 2, named: ["`soon`", "`5m`"]),
    Mistake(line: "fault stop-instances i-1", status: 2, named: ["`i-1`", "map"]),
    Mistake(line: "fault reboot-database shop", status: 2, named: ["`shop`", "describe-db-instances"]),
    Mistake(
      line: "fault zone-power 2a --for 2m", status: 2, named: ["`--for`", "`zone-power <zone>`", "`5m`"]),
    Mistake(line: "fault load-surge 2 --for 5m", status: 2, named: ["`--for`", "`--live`"]),
    Mistake(line: "fault zone-power 2a -2m", status: 2, named: ["`-2m`", "`2m`"]),
    Mistake(line: "run --for 2m", status: 2, named: ["`--for 2m`", "`5m`"]),
    Mistake(line: "fault load-surge", status: 2, named: ["`fault load-surge 3`"]),
    Mistake(line: "fault load-surge 0", status: 2, named: ["`0`", "1,000"]),
    Mistake(line: "fault load-surge 두배", status: 2, named: ["`두배`", "`fault load-surge 3`"]),
    Mistake(line: "traffic set rate", status: 2, named: ["`traffic set rate`", "`traffic set rate 120`"]),
    Mistake(line: "traffic set rate -5", status: 2, named: ["`-5`", "10,000,000"]),
    Mistake(line: "traffic set rate 100 busan", status: 2, named: ["`busan`", "shoppers"]),
    Mistake(line: "traffic set timeout 0", status: 2, named: ["`0`", "`traffic set timeout 5s`"]),
    Mistake(line: "traffic set retries many", status: 2, named: ["`many`", "10"]),
    Mistake(line: "traffic set users some", status: 2, named: ["`some`", "1,000,000"]),
    Mistake(line: "traffic set own-writes yes", status: 2, named: ["`yes`", "`traffic set own-writes on`"]),
    Mistake(line: "traffic set sessions on busan", status: 2, named: ["`busan`", "page"]),
    Mistake(line: "experiment run zone-loss --zone 2z", status: 2, named: ["`2z`"]),
    Mistake(line: "experiment run zone-loss --engine steam", status: 2, named: ["`steam`"]),
    Mistake(
      line: "aws ec2 describe-vpcs --region us-east-9", status: 255,
      named: ["ec2.us-east-9", "describe-regions"]),
    Mistake(
      line: "aws cloudwatch describe-alarms --region 서울", status: 255, named: ["'서울'", "describe-regions"]),
    Mistake(
      line: "aws ec2 start-instances --instance-ids $WEB_9", status: 254, named: ["`$WEB_9`", "`vars`"]),
    Mistake(
      line: "A=$(aws ec2 start-instances --instance-ids $NO)", status: 254, named: ["`$NO`", "`vars`"]),
    Mistake(
      line: "aws ec2 create-tags --resources $WEB_1 --tags [{\"Key\":\"a\"", status: 252,
      named: ["Invalid JSON", "'["]),
    Mistake(
      line: "aws ec2 delete-vpc --vpc-id vpc-081ec835f3EXAMPLE", status: 254,
      named: ["`vpc-081ec835f3EXAMPLE`", "`vpc-`", "17"]),
    Mistake(
      line: "aws ec2 delete-route-table --route-table-id rtb-123", status: 254, named: ["`rtb-`", "17"]),
    Mistake(
      line: "aws ec2 describe-subnets --subnet-ids subnet-1,subnet-2", status: 254,
      named: ["`$FIRST $SECOND`"]),
    Mistake(
      line: "aws ec2 run-instances --image-id None --instance-type t3.micro", status: 254,
      named: ["`None`", "`--query`"]),
    Mistake(
      line: "aws ec2 describe-instances --filters Name=affinity,Values=host", status: 252,
      named: ["`--filters Name=affinity`"]),
    Mistake(line: "undo", status: 0, named: []), Mistake(line: "redo", status: 0, named: []),
    Mistake(line: "run", status: 2, named: ["5m"]),
    Mistake(line: "run 5", status: 2, named: ["`5`", "`5m`"]),
    Mistake(line: "run -5m", status: 2, named: ["-5m", "`undo`"]),
    Mistake(line: "run 1e9s", status: 2, named: ["1e9s", "`1h30m`"]),
    Mistake(line: "run 999999h", status: 2, named: ["999999h", "400"]),
    Mistake(line: "run 99999999999999999999s", status: 2, named: ["400"]),
    Mistake(line: "run 오분", status: 2, named: ["오분", "`5m`"]),
    Mistake(line: "run 5x", status: 2, named: ["`5x`", "`m`"]),
    Mistake(line: "run 0m", status: 2, named: ["`0m`"]), Mistake(line: "run 40d", status: 2, named: ["31"]),
    Mistake(line: "fault zone-power 2a 5", status: 2, named: ["`5`", "`5m`"]),
    Mistake(line: "explain", status: 2, named: ["`check`", "`run 5m`"]),
    Mistake(line: "hint", status: 2, named: ["`check`"]),
    Mistake(line: "help aws ec2 run-instance", status: 2, named: ["`run-instances`", "`help aws ec2`"]),
    Mistake(line: "aws ec2 help run-instance", status: 252, named: ["`run-instances`"]),
    Mistake(line: "help aws ec3", status: 2, named: ["`ec2`", "`help aws`"]),
    Mistake(line: "help runn", status: 2, named: ["`run`"]),
    Mistake(
      line: "aws ec2 run-instances --cli-input-json file://no.json", status: 252,
      named: ["`no.json`", "`edit no.json`"]),
    Mistake(line: "aws s3 cp nothing.txt s3://b", status: 255, named: ["`edit nothing.txt`"]),
    Mistake(
      line: "aws ec2 run-instances --cli-input-json file://../no.json", status: 252, named: ["`../no.json`"]),
    Mistake(line: "X = 5", status: 2, named: ["`X=5`"]), Mistake(line: "X= 5", status: 2, named: ["`X=5`"]),
    Mistake(line: "X =5", status: 2, named: ["`X=5`"]),
    Mistake(line: "export X = 5", status: 2, named: ["`X=5`"]),
    Mistake(line: "$VPC", status: 2, named: ["`$VPC`", "`vars`"]),
    Mistake(
      line: "ssh ec2-user@192.0.2.1 uptime", status: 255,
      named: ["port 22: Connection timed out", "describe-instances"]),
    Mistake(
      line: "ssh ec2-user@shop.internal uptime", status: 255,
      named: ["Could not resolve hostname shop.internal", "PublicIpAddress"]),
    Mistake(
      line: "aws s3 ls --profile nobody", status: 253,
      named: ["The config profile (nobody) could not be found", "create-access-key"]),
  ]

  @Test(arguments: Language.allCases, mistakes)
  func `a mistake is named with its remedy`(language: Language, mistake: Mistake) throws {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("lab start az-outage")
    let answer = try test.run(mistake.line)
    #expect(answer.status == mistake.status, "\(answer.text)")
    let text = answer.text.replacing("\n", with: " ")
    for name in mistake.named { #expect(text.contains(name), "\(answer.text)") }
    #expect(!text.contains("⟦"), "\(answer.text)")
  }

  @Test(arguments: Language.allCases)
  func `a file that is not there is told with the path of the folder that was looked in`(language: Language)
    throws
  {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    let test = try TestSession(language, home: home)
    _ = try test.run("lab start az-outage")
    let text = try test.run("aws ec2 run-instances --cli-input-json file://no.json").text.replacing(
      "\n", with: "")
    let work = URL(fileURLWithPath: home).appending(path: "work")
    let folders = try FileManager.default.contentsOfDirectory(atPath: work.path)
    #expect(text.contains(work.appending(path: try #require(folders.first)).path), "\(text)")
  }

  @Test func `Route 53 is reached from any Region name, and the end of a zone's name is enough`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    #expect(try test.run("aws route53 list-hosted-zones --region us-east-9").status == 0)
    #expect(try test.run("experiment run rush --zone 2c").status == 0)
  }

  @Test func `rows are in the order of names, and an address is told with who answers there`() throws {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("lab start az-outage")
    for line in ["cost", "events"] {
      let text = try test.run(line).text
      let order = ["web-1 (i-", "web-2 (i-", "web-3 (i-"].compactMap { text.range(of: $0)?.lowerBound }
      #expect(order.count == 3 && order == order.sorted(), "\(text)")
    }
    _ = try test.run(
      "aws ec2 create-tags --resources $WEB_1 --tags Key=Name,Value=\(String(repeating: "가", count: 60))")
    #expect(try test.run("cost").text.contains("가가… (i-"))
  }
}
