import Cloud
import CloudAPI
import Testing

/// A bad line with what is said about it.
struct BadLine: CustomTestStringConvertible, Sendable {
  let label: String
  let words: [String]
  /// The exit status.
  let status: Int32
  /// AWS's code, or a part of what is printed.
  let says: String

  var testDescription: String { label }

  init(_ label: String, _ line: String, _ status: Int32, _ says: String) {
    self.init(label, words: line.split(separator: " ").map(String.init), status, says)
  }

  init(_ label: String, words: [String], _ status: Int32, _ says: String) {
    self.label = label
    self.words = words
    self.status = status
    self.says = says
  }
}

/// Lines that nobody should type: each gets a clear refusal, none crashes, hangs or changes the world.
@Suite struct BadLineTests {
  private static let long = String(repeating: "x", count: 10_000)
  private static let deepJSON = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
  private static let deepShorthand = "Key=" + String(repeating: "{a=", count: 5_000)
  private static let group = "autoscaling create-auto-scaling-group --auto-scaling-group-name g --max-size 1"

  @Test(arguments: [
    BadLine(
      "a long id", "ec2 describe-instances --instance-ids i-\(long)", 254, "InvalidInstanceID.Malformed"),
    BadLine("a long name", "elbv2 create-load-balancer --subnets a --name \(long)", 254, "ValidationError"),
    BadLine("a long operation", "ec2 \(long)", 252, "Invalid choice"),
    BadLine("a long option", "ec2 describe-vpcs --\(long) 1", 252, "Unknown options"),
    BadLine("a long query", "ec2 describe-vpcs --query \(String(repeating: "[", count: 10_000))", 252, ""),
    BadLine("a NUL byte", words: ["ec2", "describe-instances", "--instance-ids", "i-\0"], 254, "Malformed"),
    BadLine(
      "replacement characters", words: ["ec2", "describe-vpcs", "--vpc-ids", "vpc-\u{FFFD}"], 254, "Malformed"
    ),
    BadLine("deep JSON", words: ["ec2", "describe-vpcs", "--filters", deepJSON], 252, ""),
    BadLine(
      "deep shorthand", words: ["ec2", "create-tags", "--resources", "x", "--tags", deepShorthand], 252, ""),
    BadLine(
      "a file outside", "ec2 run-instances --image-id file://../../etc/passwd", 252, "Permission denied"),
    BadLine(
      "a file from the root", "ec2 run-instances --image-id file:///etc/passwd", 252, "Permission denied"),
    BadLine("no such file", "ec2 run-instances --user-data file://none.sh", 252, "No such file"),
    BadLine("no such input", "ec2 run-instances --cli-input-json file://none.json", 252, "No such file"),
    BadLine("broken input", words: ["ec2", "run-instances", "--cli-input-json", "{\"a\": "], 252, ""),
    BadLine("a number that overflows", "\(group) --min-size 99999999999999999999", 252, "MinSize"),
    BadLine("a number that is none", "\(group) --min-size two", 255, "invalid literal for int()"),
    BadLine("the largest number", "\(group) --min-size 9223372036854775807", 254, "ValidationError"),
    BadLine("a negative size", "\(group) --min-size -1", 254, "ValidationError"),
    BadLine(
      "a negative count", "ec2 run-instances --image-id ami-1 --instance-type t3.micro --count -1", 254,
      "InvalidParameterValue"),
    BadLine("a range that is none", "ec2 create-vpc --cidr-block banana", 254, "InvalidParameterValue"),
    BadLine("a range too wide", "ec2 create-vpc --cidr-block 10.0.0.0/8", 254, "InvalidVpc.Range"),
    BadLine("a prefix too long", "ec2 create-vpc --cidr-block 10.0.0.0/99", 254, "InvalidParameterValue"),
    BadLine(
      "a prefix that overflows", "ec2 create-vpc --cidr-block 1.1.1.1/9999999999999999999", 254, "Invalid"),
    BadLine("octets too large", "ec2 create-vpc --cidr-block 300.0.0.0/16", 254, "InvalidParameterValue"),
    BadLine(
      "a time long ago",
      "cloudwatch get-metric-statistics --namespace a --metric-name b --period 60 --statistics Sum "
        + "--start-time 0001-01-01 --end-time 9999-12-31", 252, "StartTime"),
    BadLine(
      "a period that overflows",
      "cloudwatch get-metric-statistics --namespace a --metric-name b --period 9223372036854775807 "
        + "--statistics Sum --start-time 2026-01-01 --end-time 2026-01-02", 254, "InvalidParameterValue"),
    BadLine(
      "a time that is none",
      "cloudwatch get-metric-statistics --namespace a --metric-name b --period 60 --statistics Sum "
        + "--start-time soon --end-time later", 252, "timestamp"),
    BadLine("a page size too small", "elbv2 describe-load-balancers --page-size 0", 252, "PageSize"),
    BadLine("a broken token", "ec2 describe-vpcs --starting-token rubbish", 254, "InvalidNextToken"),
    BadLine(
      "an option of AWS alone", "ec2 run-instances --enclave-options Enabled=true", 252, "enclave-options"),
    BadLine("a service of AWS alone", "lambda list-functions", 252, "lambda"),
    BadLine(
      "an operation of AWS alone", "ec2 accept-address-transfer --address 1.2.3.4", 252,
      "accept-address-transfer"),
  ])
  func `a bad line is refused with its own status and changes nothing`(bad: BadLine) throws {
    var account = try LearnerAccount()
    let before = account.world
    let outcome = account.run(words: bad.words)
    let said = "\(outcome.error?.code ?? "") \(outcome.errorOutput) \(outcome.refusal.map { "\($0)" } ?? "")"
    #expect(outcome.status == bad.status, "\(said.suffix(300))")
    #expect(said.contains(bad.says), "\(said.suffix(300))")
    #expect(said.utf8.count > 10)
    account.world.advance(to: account.world.now)
    #expect(account.world.ec2 == before.ec2)
    #expect(account.world.autoScaling == before.autoScaling)
  }

  @Test func `ten thousand instances meet the account's quota`() throws {
    var account = try LearnerAccount()
    let image = try account.image()
    let line = "ec2 run-instances --image-id \(image) --instance-type t3.micro --count 10000"
    #expect(account.code(line) == "VcpuLimitExceeded")
    #expect(account.world.ec2.instances.isEmpty)
  }

  @Test func `what a learner names comes back as it was, in JSON with control characters escaped`() throws {
    var account = try LearnerAccount()
    let vpc = try account.text("ec2 describe-vpcs --query Vpcs[0].VpcId")
    let name = "\u{1B}[31mred\u{7}"
    #expect(
      account.run(words: ["ec2", "create-tags", "--resources", vpc, "--tags", "Key=Name,Value=\(name)"])
        .status
        == 252, "The client's shorthand takes no control characters.")
    let tags = "[{\"Key\": \"Name\", \"Value\": \"\\u001b[31mred\\u0007\"}]"
    #expect(account.run(words: ["ec2", "create-tags", "--resources", vpc, "--tags", tags]).status == 0)
    let json = account.run("ec2 describe-vpcs --query Vpcs[0].Tags").output
    #expect(json.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
    #expect(json.contains("\\u001b[31mred\\u0007"))
  }
}
