import Cloud
import CloudAPI
import EventKernel
import Testing

/// `--cli-input-yaml`, `--output yaml-stream` and the options that only concern the client.
@Suite struct WholeInputTests {
  @Test func `an input in YAML is that of JSON, and other options come first`() throws {
    var account = try LearnerAccount()
    account.files["q.yaml"] = Array(
      """
      # What a skeleton prints
      QueueName: x
      """.utf8)
    account.files["vpc.yaml"] = Array(
      """
      CidrBlock: '10.1.0.0/16'
      TagSpecifications:
      - ResourceType: vpc
        Tags:
        - {Key: Name, Value: '007'}
        - Key: dated
          Value: "2026-01-05"
      """.utf8)
    let vpc = try account.text(
      "ec2 create-vpc --cli-input-yaml file://vpc.yaml --query Vpc.[CidrBlock,Tags[0].Value]")
    #expect(vpc == "10.1.0.0/16\t007")
    #expect(
      try account.text(
        "ec2 create-vpc --cli-input-yaml file://vpc.yaml --cidr-block 10.2.0.0/16 --query Vpc.CidrBlock")
        == "10.2.0.0/16")
    #expect(
      try account.text("ec2 describe-vpcs --cli-input-yaml 'MaxResults: 5' --query length(Vpcs)") == "3")
  }

  @Test(arguments: [
    ("ec2 describe-vpcs --cli-input-yaml 'a: [1'", "Error parsing parameter 'cli-input-yaml': Invalid YAML"),
    ("ec2 describe-vpcs --cli-input-yaml '- a'", "expecting map"),
    ("ec2 describe-vpcs --cli-input-yaml file://no.yaml", "No such file"),
    (
      "ec2 describe-vpcs --cli-input-yaml 'MaxResults: 5' --cli-input-json '{}'",
      "Only one --cli-input- parameter may be specified."
    ),
    ("ec2 describe-vpcs --cli-input-yaml 'MaxResults: yes'", "Invalid type for parameter MaxResults"),
    ("ec2 describe-vpcs --cli-input-yaml 'Nope: 1'", "Unknown parameter in input: \"Nope\""),
  ])
  func `a bad input is refused in the client's words`(line: String, words: String) throws {
    var account = try LearnerAccount()
    let outcome = account.run(line)
    #expect(outcome.status == 252)
    #expect(outcome.errorOutput.contains(words), "\(outcome.errorOutput)")
  }

  @Test func `YAML is read to a depth, and its aliases do not multiply without end`() throws {
    #expect(
      try Value(yaml: "a: {b: [1, 2.5, yes, true, ~, 010x]}")["a"]?["b"]?.json(.compact)
        == #"[1,2.5,"yes",true,null,"010x"]"#)
    #expect(throws: YAMLInputError.self) { try Value(yaml: String(repeating: "[", count: 100)) }
    #expect(throws: YAMLInputError.self) {
      try Value(yaml: String(repeating: "[", count: 80) + String(repeating: "]", count: 80))
    }
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      bomb +=
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        + "]\n"
    }
    #expect(throws: YAMLInputError.self) { try Value(yaml: bomb) }
  }

  @Test func `a YAML stream has one element for each page`() throws {
    var account = try LearnerAccount()
    let stream = account.run("ec2 describe-vpcs --query Vpcs[].IsDefault --output yaml-stream")
    #expect(stream.output == "- - true\n")
    for name in ["a", "b", "c"] { account.run("iam create-user --user-name \(name)") }
    let pages = account.run("iam list-users --page-size 2 --query Users[].UserName --output yaml-stream")
      .output
    #expect(pages.split(separator: "\n").filter { $0.hasPrefix("- - ") }.count == 2, "\(pages)")
    #expect(account.run("ec2 delete-vpc --vpc-id vpc-0 --output yaml-stream").status == 254)
  }

  @Test func `timeouts and a pager's setting are taken, and any setting is kept`() throws {
    var account = try LearnerAccount()
    #expect(account.code("ec2 describe-vpcs --cli-read-timeout 10 --cli-connect-timeout 5") == "done")
    #expect(account.run("ec2 describe-vpcs --cli-read-timeout soon").status == 252)
    account.run(words: ["configure", "set", "cli_pager", ""])
    account.run("configure set s3.max_concurrent_requests 20")
    account.run("configure set profile.dev.retry_mode standard")
    #expect(try account.text("configure get s3.max_concurrent_requests") == "20")
    #expect(try account.text("configure get retry_mode --profile dev") == "standard")
    #expect(account.run("configure get nothing").status == 1)
    #expect(account.run("configure sso").refusal == .option("configure sso"))
  }

  @Test func `a profile decides how blobs on a line are written`() throws {
    var account = try LearnerAccount()
    let line = "ec2 import-key-pair --key-name k --public-key-material 'ssh-rsa AAAA me'"
    #expect(account.run(line).advice == .plainBlob(option: "--public-key-material"))
    account.run("configure set cli_binary_format raw-in-base64-out")
    #expect(account.run(line).errorOutput.contains("Invalid base64") == false)
  }

  @Test(arguments: [
    ("ec2 create-tags --resources a --tags [{Key:a}]", JSONMistake.withoutQuotes),
    ("ec2 describe-vpcs --cli-input-json w.json", .file("w.json")),
    ("ec2 describe-vpcs --cli-input-json file://w.json", .commaAtEnd),
    ("ec2 describe-vpcs --cli-input-json \"{'MaxResults':5}\"", .singleQuotes),
    ("ec2 describe-vpcs --cli-input-json '{\"MaxResults\" 5}'", .other),
    ("ec2 modify-instance-attribute --instance-id i-1 --user-data [1]", .userDataList),
    ("ec2 modify-vpc-attribute --vpc-id vpc-1 --enable-dns-support [true]", .list),
  ])
  func `what is wrong with JSON is found in it`(line: String, mistake: JSONMistake) throws {
    var account = try LearnerAccount()
    account.files["w.json"] = Array("{\"MaxResults\": 5,\n}".utf8)
    let words =
      line.contains("\"{'") ? ["ec2", "describe-vpcs", "--cli-input-json", "{'MaxResults':5}"] : nil
    let outcome = words.map { account.run(words: $0) } ?? account.run(line)
    #expect(outcome.status == 252)
    #expect(outcome.advice == .quotedJSON(mistake))
  }

  @Test(arguments: [
    (
      "ec2 create-volume --size 1 --availability-zone ap-northeast-2a --encrypted true",
      AWSOutcome.Advice.switchWithValue(option: "--encrypted", contrary: "--no-encrypted")
    ),
    (
      "rds modify-db-instance --db-instance-identifier a --no-multi-az false",
      .switchWithValue(option: "--no-multi-az", contrary: "--multi-az")
    ),
    (
      "elbv2 register-targets --target-group-arn a --targets i-1",
      .bareStructure(option: "--targets", words: "Id=i-1")
    ),
    (
      "ec2 describe-instances --filters web-1",
      .bareStructure(option: "--filters", words: "Name=tag:Name,Values=web-1")
    ),
    ("ec2 create-tags --resources a --tags Key=Name,Value=My server", .unquotedWords),
    ("ec2 create-security-group --group-name a --description My group", .unquotedWords),
  ])
  func `words that belong to nothing are told by what stands before them`(
    line: String, advice: AWSOutcome.Advice
  ) throws {
    var account = try LearnerAccount()
    let outcome = account.run(line)
    #expect(outcome.status == 252)
    #expect(outcome.advice == advice)
  }

  @Test func `a waiter that ends in vain tells the call that it made`() throws {
    var account = try LearnerAccount()
    let id = "i-0123456789abcdef0"
    let outcome = account.run("ec2 wait instance-running --instance-ids \(id)")
    #expect(outcome.status == 255)
    #expect(outcome.advice == .waiter(words: ["ec2", "describe-instances", "--instance-ids", id]))
  }

  @Test(arguments: [
    ("logs tail /app", AWSOutcome.Refusal.operation(service: "logs", name: "tail")),
    ("rds generate-db-auth-token --hostname a", .operation(service: "rds", name: "generate-db-auth-token")),
    ("login", .service("login")),
  ])
  func `a command of the client alone is told as AWS's`(line: String, refusal: AWSOutcome.Refusal) throws {
    var account = try LearnerAccount()
    let outcome = account.run(line)
    #expect(outcome.status == 252)
    #expect(outcome.refusal == refusal)
  }
}
