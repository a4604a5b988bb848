import Cloud
import CloudAPI
import Shell
import Testing
import Texts

/// What is said after an error of AWS: about the very call where the code alone says too little, and what stands in the
/// way of a deletion.
@Suite struct GlossTests {
  private static let namespace = "aws-call-errors"

  @Test(arguments: Language.allCases)
  func `each gloss of a call is of a modelled call and of a code that has a general one`(language: Language)
    throws
  {
    let session = try TestSession(language).session
    let modelled = Set(
      try OperationRegistry.all.compactMap { operation -> String? in
        guard operation.service != "lab" else { return nil }
        let table = try #require(try session.builder.operations.service(operation.service))
        return try "\(operation.service).\(#require(table.operation(apiName: operation.name)).cliName)"
      })
    let ids = session.texts.allIdentifiers(namespace: Self.namespace)
    #expect(ids.count > 50)
    for id in ids {
      let parts = id.split(separator: ".").map(String.init)
      try #require(parts.count == 4, "\(id)")
      #expect(modelled.contains("\(parts[1]).\(parts[2])"), "\(id)")
      #expect(session.texts.contains("aws-errors.\(parts[3])"), "\(id)")
    }
  }

  @Test func `each remedy of a refused option is of an option that AWS has`() throws {
    let session = try TestSession().session
    let ids = session.texts.allIdentifiers(namespace: "aws-instead")
    #expect(ids.count > 9)
    for id in ids {
      let parts = id.split(separator: ".").map(String.init)
      try #require(parts.count == 4, "\(id)")
      let shape = try session.builder.operations.service(parts[1])?.operation(cliName: parts[2])
      #expect(
        try #require(shape, "\(id)").options.contains { $0.name == "--\(parts[3])" || $0.name == parts[3] },
        "\(id)")
    }
  }

  @Test(arguments: [
    (
      "aws autoscaling create-auto-scaling-group --auto-scaling-group-name a --min-size 1 --max-size 1 --instance-id i-1",
      "--launch-template LaunchTemplateName=web"
    ),
    ("aws ec2 create-network-interface --subnet-id $SUBNET_A --ipv6-prefix-count 1", "reached by it"),
    (
      "aws elbv2 create-target-group --name a --protocol HTTP --port 80 --target-type lambda",
      "Targets are instances"
    ),
    ("aws sns create-topic --name orders.fifo --attributes FifoTopic=true", "without `.fifo`"),
    (
      "aws logs test-metric-filter --filter-pattern '[ip, user]' --log-event-messages x", "?ERROR ?WARN"
    ),
    (
      "aws rds modify-db-instance --db-instance-identifier shop --rotate-master-user-password",
      "`--master-user-password PASSWORD`"
    ),
  ])
  func `a refused option is told with what to use`(line: String, words: String) throws {
    let text = try expect(line, status: 252, toTell: words)
    #expect(words == "reached by it" || !text.contains("Run the line"), "\(text)")
  }

  @Test(arguments: [
    (
      "aws s3control put-public-access-block --account-id 123456789012", "`aws s3api put-public-access-block`"
    ),
    ("aws events put-rule --name r", "`aws autoscaling put-scheduled-update-group-action`"),
    ("aws elasticache create-serverless-cache", "`aws elasticache create-replication-group`"),
    ("aws logs start-query", "`aws logs filter-log-events"),
    ("aws rds create-event-subscription", "`events`"),
    ("aws cloudfront create-function", "`aws elbv2 create-rule`"),
    ("aws sts get-federation-token", "`aws sts assume-role"),
    ("aws acm import-certificate", "`aws acm request-certificate"),
  ])
  func `an operation that is not here is told with what does the same`(line: String, words: String) throws {
    try expect(line, status: 252, toTell: words)
  }

  @Test(arguments: [
    ("aws ec2 create-subnet --vpc-id $VPC --cidr-block 10.0.1.0", "host part zero"),
    ("aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type t3.hug", "a type that does not exist"),
    ("aws elbv2 create-target-group --name web2", "`--vpc-id`"),
    (
      "aws autoscaling create-auto-scaling-group --auto-scaling-group-name a --min-size 3 --max-size 1",
      "one of these options: `--launch-template`"
    ),
    (
      "aws rds create-db-instance --db-instance-identifier 1x --engine mysql --db-instance-class db.t3.micro "
        + "--allocated-storage 20 --master-username a --master-user-password longenough1",
      "begins with a letter"
    ),
    (
      "aws iam create-role --role-name r --assume-role-policy-document "
        + #"'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'"#,
      "This is the trust policy"
    ),
    ("aws ec2 describe-vpcs --vpc-ids vpc-1", "begins with `vpc-`"),
  ])
  func `an error is told with what this call wants`(line: String, words: String) throws {
    try expect(line, status: 254, toTell: words)
  }

  @Test func `what is still being made is to be waited for with the waiter that is named`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("EIP=$(aws ec2 allocate-address --query AllocationId --output text)")
    _ = try test.run(
      "NEW=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type t3.micro --subnet-id $SUBNET_A "
        + "--query 'Instances[0].InstanceId' --output text)")
    _ = try test.run(
      "DISK=$(aws ec2 create-volume --availability-zone ap-northeast-2a --size 8 --query VolumeId "
        + "--output text)")
    let lines = [
      ("aws ec2 associate-address --allocation-id $EIP --instance-id $NEW", "wait instance-running"),
      ("aws ec2 stop-instances --instance-ids $NEW", "wait instance-running"),
      (
        "aws ec2 attach-volume --volume-id $DISK --instance-id $WEB_1 --device /dev/sdf",
        "wait volume-available"
      ),
    ]
    for (line, words) in lines {
      let answer = try test.run(line)
      #expect(answer.status == 254, "\(line): \(answer.text)")
      #expect(answer.text.replacing("\n", with: " ").contains(words), "\(answer.text)")
    }
  }

  @Test func `who follows what an error names takes a whole VPC away`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    let vpc = try #require(test.session.workspace?.world.ec2.vpcs.rows.first?.id)
    var removed: [String] = []
    for _ in 0..<100 {
      let answer = try test.run("aws ec2 delete-vpc --vpc-id \(vpc)")
      if answer.status == 0 { break }
      let next = try #require(Self.remedy(in: answer.text), "\(answer.text)")
      try #require(removed.last != next, "\(answer.text)")
      removed.append(next)
      var line = next
      for _ in 0..<5 {
        let outcome = try test.run(line)
        guard outcome.status != 0, let deeper = Self.remedy(in: outcome.text) else { break }
        line = deeper.replacing(
          "GROUP",
          with: "$(aws ec2 describe-security-groups --filters "
            + "Name=vpc-id,Values=\(vpc) Name=group-name,Values=default "
            + "--query SecurityGroups[0].GroupId --output text)")
      }
    }
    #expect(test.session.workspace?.world.ec2.vpcs[vpc] == nil, "\(removed)")
    #expect(
      removed.contains { $0.contains("delete-auto-scaling-group") || $0.contains("terminate-instances") })
  }

  @Test(arguments: Language.allCases)
  func `what is being deleted is waited for with the waiter that is named`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run(
      "VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)")
    _ = try test.run(
      "GROUP=$(aws ec2 create-security-group --group-name mine --description mine --vpc-id $VPC "
        + "--query GroupId --output text)")
    _ = try test.run(
      "SERVER=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type t3.micro "
        + "--security-group-ids $GROUP --query 'Instances[0].InstanceId' --output text)")
    _ = try test.run("wait")
    #expect(try test.run("aws ec2 terminate-instances --instance-ids $SERVER").status == 0)
    let server = try #require(test.session.workspace?.variables["SERVER"])
    let waiter = "aws ec2 wait instance-terminated --instance-ids \(server)"
    #expect(try test.run("wait").text.contains(waiter))
    let refused = try test.run("aws ec2 delete-security-group --group-id $GROUP")
    #expect(refused.status == 254)
    #expect(Self.remedy(in: refused.text) == waiter)
    #expect(try test.run(waiter).status == 0)
    #expect(try !test.run("wait").text.contains("wait instance-terminated"))
    #expect(try test.run("aws ec2 delete-security-group --group-id $GROUP").status == 0)
  }

  /// Expects a line at the start of the lab to end with a status and to say some words.
  @discardableResult private func expect(
    _ line: String, status: Int32, toTell words: String
  ) throws -> String {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line)
    #expect(answer.status == status)
    let text = answer.text.replacing("\n", with: " ")
    #expect(text.contains(words), "\(answer.text)")
    return text
  }

  /// The first line that a gloss gives; one on several rows is put together as the shell reads it.
  private static func remedy(in text: String) -> String? {
    let rows = text.split(separator: "\n").map { $0.drop { $0 == " " } }.drop { !$0.hasPrefix("aws ") }
    var line = ""
    for row in rows {
      guard row.hasSuffix(" \\") else { return line + row }
      line += row.dropLast()
    }
    return line.isEmpty ? nil : line
  }
}
