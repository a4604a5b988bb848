import Cloud
import CloudAPI
import EventKernel
import Testing

/// What AWS refuses in policies, profiles and roles, in its own words.
@Suite struct PolicyRefusalTests {
  private static func statement(_ action: String, _ resource: String, version: String = "2012-10-17")
    -> String
  {
    #"{"Version":"\#(version)","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"#
      + #""Action":"\#(action)","Resource":"\#(resource)"}]}"#
  }

  @Test(arguments: [
    ("s3:Foo", "2012-10-17", "Policy has invalid action"),
    ("s3:Foo*", "2012-10-17", "Policy has invalid action"),
    ("s3:ListAllMyBuckets", "2012-10-17", "Action does not apply to any resource(s) in statement"),
    ("s3:GetObject", "2012-10-18", "The policy must contain a valid version string"),
    ("s3:GetObject", "2012-10-17", nil), ("s3:getobject*", "2012-10-17", nil), ("s3:*", "2012-10-17", nil),
  ])
  func `a bucket's policy names actions of buckets in a version that there is`(
    action: String, version: String, message: String?
  ) throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    let outcome = account.run(words: [
      "s3api", "put-bucket-policy", "--bucket", "shop-img", "--policy",
      Self.statement(action, "arn:aws:s3:::shop-img/*", version: version),
    ])
    #expect(outcome.error?.code == message.map { _ in "MalformedPolicy" })
    if let message { #expect(outcome.error?.message == message) }
  }

  /// Policies of a bucket that each have one thing wrong, or nothing; what `SHOP` stands for is the bucket's ARN.
  private static let bucketPolicies: [(String, String?)] = [
    (conditioned("s3:GetObject", #""StringEquals":{"s3:bogus":"x"}"#), "Policy has an invalid condition key"),
    (
      conditioned("s3:GetObject", #""StringEquals":{"ec2:Region":"x"}"#),
      "Policy has an invalid condition key"
    ),
    (conditioned("s3:GetObject", #""StringEquals":{"s3:ExistingObjectTag/team":"x"}"#), nil),
    (conditioned("s3:GetObject", #""NumericLessThan":{"s3:TlsVersion":"1.2"}"#), nil),
    (conditioned("s3:GetObject", #""StringEquals":{"graph.facebook.com:id":"x"}"#), nil),
    (
      conditioned("s3:GetObject", #""StringEquals":{"s3:prefix":"x"}"#),
      "Conditions do not apply to combination of actions and resources in statement"
    ),
    (
      conditioned("s3:GetObject", #""StringEquals":{"s3:x-amz-acl":"public-read"}"#),
      "Conditions do not apply to combination of actions and resources in statement"
    ),
    (conditioned("s3:PutObject", #""StringEquals":{"s3:x-amz-acl":"public-read"}"#), nil),
    (conditioned("s3:*", #""StringEquals":{"s3:prefix":"x"}"#), nil),
    (conditioned("s3:ListBucket", #""StringEquals":{"s3:prefix":"x"}"#, on: "SHOP"), nil),
    (
      conditioned("s3:GetObject", #""IpAddress":{"aws:SourceIp":"300.1.1.1"}"#),
      "Invalid IP address in Conditions"
    ),
    (conditioned("s3:GetObject", #""IpAddress":{"aws:SourceIp":["203.0.113.7","2001:db8::/32"]}"#), nil),
    (principled(#"{"Service":"nope.amazonaws.com"}"#), "Invalid principal in policy"),
    (principled(#"{"Service":"logging.s3.amazonaws.com"}"#), nil),
    (principled(#"{"AWS":"arn:aws:iam::123456789012:user/*"}"#), "Invalid principal in policy"),
    (principled(#"{"AWS":"arn:aws:iam::123456789012:user/ghost"}"#), "Invalid principal in policy"),
    (principled(#""*""#).replacing("Deny", with: "deny"), "Invalid effect: deny"),
    ("", "Could not parse the policy: Statement is empty!"),
  ]

  private static func conditioned(_ action: String, _ condition: String, on resource: String = "SHOP/*")
    -> String
  {
    #"{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"\#(action)","Resource":"\#(resource)","Condition":{\#(condition)}}"#
  }

  private static func principled(_ principal: String) -> String {
    #"{"Effect":"Deny","Principal":\#(principal),"Action":"s3:GetObject","Resource":"SHOP/*"}"#
  }

  @Test(arguments: bucketPolicies)
  func `S3 names what is wrong with a bucket's policy`(statement: String, message: String?) throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    let text = #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
    let outcome = account.run(words: [
      "s3api", "put-bucket-policy", "--bucket", "shop-img", "--policy",
      text.replacing("SHOP", with: "arn:aws:s3:::shop-img"),
    ])
    #expect(outcome.error?.code == message.map { _ in "MalformedPolicy" })
    #expect(outcome.error?.message == message)
  }

  @Test func `a bucket's policy without statements is told so, and a role's in the words of IAM`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    let text = #"{"Version":"2012-10-17"}"#
    let bucket = account.run(words: [
      "s3api", "put-bucket-policy", "--bucket", "shop-img", "--policy", text,
    ])
    #expect(bucket.error?.message == "Missing required field Statement")
    let role = account.run(words: [
      "iam", "create-role", "--role-name", "shop", "--assume-role-policy-document", text,
    ])
    #expect(role.error?.message == "Syntax errors in policy.")
  }

  @Test(arguments: [
    ("sns:*", true), ("SNS:*", true), ("sns:Foo", true), ("sns:ListTopics", true), ("s3:GetObject", true),
    ("sns:Publish", false), ("SNS:Subscribe", false), ("sns:publish", false),
  ])
  func `a topic's policy names the actions on topics`(action: String, isRefused: Bool) throws {
    var account = try LearnerAccount()
    let topic = try account.text("sns create-topic --name shop --query TopicArn")
    let outcome = account.run(words: [
      "sns", "set-topic-attributes", "--topic-arn", topic, "--attribute-name", "Policy", "--attribute-value",
      Self.statement(action, topic),
    ])
    #expect(outcome.error?.code == (isRefused ? "InvalidParameter" : nil))
    if isRefused {
      #expect(
        outcome.error?.message == "Invalid parameter: Policy statement action out of service scope!")
    }
  }

  @Test func `an instance profile without a role gives no instance one`() throws {
    var account = try LearnerAccount()
    try account.makeProfile("shop", role: "shop")
    account.run("iam create-instance-profile --instance-profile-name empty")
    account.wait(.seconds(10))
    let image = try account.image()
    let launch = "ec2 run-instances --image-id \(image) --instance-type t3.micro --iam-instance-profile"
    let refused = account.run("\(launch) Name=empty")
    #expect(refused.error?.code == "InvalidParameterValue")
    #expect(
      refused.error?.message
        == #"IAM Instance Profile "arn:aws:iam::123456789012:instance-profile/empty" has no associated IAM Roles"#
    )
    let id = try account.text("\(launch) Name=shop --query Instances[0].InstanceId")
    account.wait(.minutes(1))
    let association = try account.text(
      "ec2 describe-iam-instance-profile-associations --filters Name=instance-id,Values=\(id) "
        + "--query IamInstanceProfileAssociations[0].AssociationId")
    #expect(
      account.code(
        "ec2 replace-iam-instance-profile-association --association-id \(association) "
          + "--iam-instance-profile Name=empty") == "InvalidParameterValue")
  }

  @Test func `a wrong device and a wrong code of MFA are told apart`() throws {
    var account = try LearnerAccount()
    try account.grant([#"{"Effect":"Allow","Action":"sts:*","Resource":"*"}"#], to: "guest")
    let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")
    let serial = try account.text(
      "iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile seed.txt --bootstrap-method "
        + "Base32StringSeed --query VirtualMFADevice.SerialNumber")
    let enabled = account.run(
      "iam enable-mfa-device --user-name guest --serial-number \(serial) --authentication-code1 123456 "
        + "--authentication-code2 654321")
    try #require(enabled.status == 0, "\(enabled.errorOutput)")
    account.wait(.seconds(10))
    let ask = "sts get-session-token --serial-number"
    #expect(account.run("\(ask) \(serial) --token-code 123456", as: guest).status == 0)
    let wrongCode = account.run("\(ask) \(serial) --token-code 12345x", as: guest)
    #expect(wrongCode.error?.message.contains("invalid MFA one time pass code") == true)
    let wrongDevice = account.run("\(ask) \(serial)-other --token-code 123456", as: guest)
    #expect(wrongDevice.error?.code == "AccessDenied")
    #expect(wrongDevice.error?.message.contains("verify your MFA serial number is valid") == true)
  }

  @Test(arguments: [
    (
      "spotfleet.amazonaws.com", "AWSServiceRoleForEC2SpotFleet", "AWSEC2SpotFleetServiceRolePolicy",
      "Default EC2 Spot Fleet Service Linked Role"
    ),
    (
      "ec2fleet.amazonaws.com", "AWSServiceRoleForEC2Fleet", "AWSEC2FleetServiceRolePolicy",
      "Default EC2 Fleet Service Linked Role"
    ),
    (
      "ssm.amazonaws.com", "AWSServiceRoleForAmazonSSM", "AmazonSSMServiceRolePolicy",
      "Provides access to AWS Resources managed or used by Amazon SSM."
    ),
    (
      "ecs.amazonaws.com", "AWSServiceRoleForECS", "AmazonECSServiceRolePolicy",
      "Role to enable Amazon ECS to manage your cluster."
    ),
  ])
  func `the roles of services come with their names, words and policies`(
    service: String, role: String, policy: String, words: String
  ) throws {
    var account = try LearnerAccount()
    let make = "iam create-service-linked-role --aws-service-name \(service)"
    #expect(try account.text("\(make) --query Role.RoleName") == role)
    #expect(try account.text("iam get-role --role-name \(role) --query Role.Description") == words)
    #expect(
      try account.text(
        "iam list-attached-role-policies --role-name \(role) --query AttachedPolicies[0].PolicyName")
        == policy)
    #expect(account.code(make) == "InvalidInput")
    #expect(account.code("\(make) --custom-suffix b") == "InvalidInput")
  }

  @Test func `a service whose role this world does not make is not called unknown`() throws {
    var account = try LearnerAccount()
    let make = "iam create-service-linked-role --aws-service-name"
    #expect(account.run("\(make) eks.amazonaws.com").error == nil)
    #expect(account.run("\(make) eks.amazonaws.com").status != 0)
    #expect(account.code("\(make) nope.amazonaws.com") == "InvalidInput")
  }
}
