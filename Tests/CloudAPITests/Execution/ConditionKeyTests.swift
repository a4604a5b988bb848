import Cloud
import CloudAPI
import Testing

/// The keys that AWS's own sample policies ask of calls, and where policies see them.
@Suite struct ConditionKeyTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")

  private static func account(_ statements: String...) throws -> LearnerAccount {
    var account = try LearnerAccount()
    try account.grant(statements, to: "guest")
    return account
  }

  private static func code(_ line: String, in account: inout LearnerAccount) -> String? {
    account.run(line, as: guest).error?.code
  }

  @Test func `a policy bounds the size, type and zone of new volumes`() throws {
    var account = try Self.account(
      #"{"Effect":"Allow","Action":"ec2:CreateVolume","Resource":"*","Condition":{"#
        + #""NumericLessThanEquals":{"ec2:VolumeSize":"10"},"StringEquals":{"ec2:VolumeType":"gp3","#
        + #""ec2:AvailabilityZone":"ap-northeast-2a"}}}"#)
    let line = "ec2 create-volume --availability-zone ap-northeast-2a --volume-type gp3 --size"
    #expect(Self.code("\(line) 8", in: &account) == nil)
    #expect(Self.code("\(line) 11", in: &account) == "UnauthorizedOperation")
    let other = line.replacing("2a", with: "2b")
    #expect(Self.code("\(other) 8", in: &account) == "UnauthorizedOperation")
    #expect(Self.code(line.replacing("gp3", with: "gp2") + " 8", in: &account) == "UnauthorizedOperation")
  }

  @Test func `listings know their Region`() throws {
    var account = try Self.account(
      #"{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*","Condition":"#
        + #"{"StringEquals":{"ec2:Region":"us-east-1"}}}"#)
    #expect(Self.code("ec2 describe-vpcs --region us-east-1", in: &account) == nil)
    #expect(Self.code("ec2 describe-vpcs", in: &account) == "UnauthorizedOperation")
  }

  @Test func `the type is a fact of the instance alone`() throws {
    let launch =
      "ec2 run-instances --instance-type t3.micro --image-id "
      + "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    let condition = #""StringEquals":{"ec2:InstanceType":"t3.micro"}"#
    func allowing(_ condition: String) -> String {
      #"{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*","Condition":{\#(condition)}}"#
    }
    var plain = try Self.account(allowing(condition))
    #expect(Self.code(launch, in: &plain) == "UnauthorizedOperation")
    var lenient = try Self.account(allowing(condition.replacing("Equals", with: "EqualsIfExists")))
    #expect(Self.code(launch, in: &lenient) == nil)
    let refused = lenient.run(launch.replacing("micro", with: "small"), as: Self.guest).error
    #expect(refused?.message.contains(":instance/*") == true)
  }

  @Test func `policies are attached only to users with a boundary`() throws {
    let boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
    var account = try Self.account(
      #"{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":"#
        + #"{"StringEquals":{"iam:PermissionsBoundary":"\#(boundary)"}}}"#)
    account.run("iam create-user --user-name free")
    account.run("iam create-user --user-name bound --permissions-boundary \(boundary)")
    let attach = "iam attach-user-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess --user-name"
    #expect(Self.code("\(attach) bound", in: &account) == nil)
    #expect(Self.code("\(attach) free", in: &account) == "AccessDenied")
  }

  @Test func `a database's monitoring role is passed`() throws {
    var account = try Self.account(#"{"Effect":"Allow","Action":"rds:*","Resource":"*"}"#)
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"monitoring.rds.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
    account.run(words: [
      "iam", "create-role", "--role-name", "watch", "--assume-role-policy-document", trust,
    ])
    let line =
      "rds create-db-instance --db-instance-identifier shop --db-instance-class db.t3.micro --engine mysql "
      + "--allocated-storage 20 --master-username owner --master-user-password correct-horse"
    let watched =
      "\(line) --monitoring-interval 60 --monitoring-role-arn arn:aws:iam::123456789012:role/watch"
    let refused = account.run(watched, as: Self.guest).error
    #expect(refused?.code == "AccessDenied")
    #expect(refused?.message.contains("iam:PassRole") == true)
    #expect(Self.code(line, in: &account) == nil)
  }

  @Test func `parameters are asked for by name and path`() throws {
    var account = try Self.account(
      #"{"Effect":"Allow","Action":"ssm:GetParameter*","Resource":"arn:aws:ssm:*:*:parameter/app*"}"#)
    for name in ["/app/key", "/other/key"] {
      account.run("ssm put-parameter --name \(name) --value a --type String")
    }
    #expect(Self.code("ssm get-parameters-by-path --path /app/", in: &account) == nil)
    #expect(Self.code("ssm get-parameters --names /app/key", in: &account) == nil)
    #expect(Self.code("ssm get-parameters-by-path --path /other", in: &account) == "AccessDeniedException")
    #expect(
      Self.code("ssm get-parameters --names /app/key /other/key", in: &account) == "AccessDeniedException")
  }

  @Test func `each service refuses with its own code`() throws {
    var account = try Self.account(#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}"#)
    account.run("s3 mb s3://shop-img")
    #expect(Self.code("sns list-topics", in: &account) == "AuthorizationError")
    #expect(Self.code("ssm describe-parameters", in: &account) == "AccessDeniedException")
    #expect(Self.code("rds describe-db-instances", in: &account) == "AccessDenied")
    let head = account.run("s3api head-object --bucket shop-img --key a", as: Self.guest)
    #expect(head.error?.code == "403")
    #expect(head.error?.message == "Forbidden")
  }

  @Test func `names of services and keys are checked where they are written`() throws {
    var account = try LearnerAccount()
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazon.com"},"Action":"sts:AssumeRole"}]}"#
    let role = account.run(words: [
      "iam", "create-role", "--role-name", "shop", "--assume-role-policy-document", trust,
    ])
    #expect(role.error?.message == #"Invalid principal in policy: "SERVICE":"ec2.amazon.com""#)
    account.run("s3 mb s3://shop-img")
    func put(_ principal: String, _ condition: String) -> String? {
      let policy =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":\#(principal),"Action":"s3:GetObject","#
        + #""Resource":"arn:aws:s3:::shop-img/*"\#(condition)}]}"#
      return account.run(words: ["s3api", "put-bucket-policy", "--bucket", "shop-img", "--policy", policy])
        .error?.message
    }
    #expect(
      put(#"{"AWS":"arn:aws:iam::123456789012:user/ghost"}"#, "") == "Invalid principal in policy")
    #expect(
      put(#""*""#, #","Condition":{"StringNotEquals":{"aws:SourceVpcee":"vpce-1"}}"#)
        == "Policy has an invalid condition key")
    #expect(put(#""*""#, #","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}"#) == nil)
  }

  @Test func `a key comes as PEM, and not for PuTTY`() throws {
    var account = try LearnerAccount()
    #expect(account.code("ec2 create-key-pair --key-name a --key-format pem") == "done")
    #expect(account.run("ec2 create-key-pair --key-name b --key-format ppk").status == 252)
    #expect(account.code("ec2 create-key-pair --key-name b --key-format der") == "InvalidParameterValue")
  }
}
