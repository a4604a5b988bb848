import Cloud
import CloudAPI
import Testing

/// Bucket policies: what is refused, who gets in, and what Block Public Access does about it.
@Suite struct S3BucketPolicyTests {
  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.files["a.txt"] = Array("hello".utf8)
    account.run("s3 mb s3://shop-img")
    account.run("s3 cp a.txt s3://shop-img/a.txt")
    return account
  }

  private static func statement(
    _ action: String, on resource: String = "arn:aws:s3:::shop-img/*", principal: String = #""*""#,
    effect: String = "Allow",
    condition: String = ""
  ) -> String {
    #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Principal":\#(principal),"Action":"\#(action)","Resource":"\#(resource)"\#(condition)}]}"#
  }

  private static func put(_ policy: String, in account: inout LearnerAccount) -> String {
    let outcome = account.run(words: [
      "s3api", "put-bucket-policy", "--bucket", "shop-img", "--policy", policy,
    ])
    return outcome.error?.code ?? (outcome.status == 0 ? "done" : LearnerAccount.complaint(of: outcome))
  }

  @Test(arguments: [
    (statement("s3:GetObject", principal: #"{"AWS":"123456789012"}"#), "done"),
    ("no json", "MalformedPolicy"),
    ("{}", "MalformedPolicy"), (statement("s3:GetObject"), "AccessDenied"),
    (statement("s3:ListBucket", principal: #"{"AWS":"123456789012"}"#), "MalformedPolicy"),
    (
      statement("s3:GetObject", on: "arn:aws:s3:::shop-img", principal: #"{"AWS":"123456789012"}"#),
      "MalformedPolicy"
    ),
    (
      statement("s3:GetObject", on: "arn:aws:s3:::other/*", principal: #"{"AWS":"123456789012"}"#),
      "MalformedPolicy"
    ),
    (statement("ec2:RunInstances", principal: #"{"AWS":"123456789012"}"#), "MalformedPolicy"),
    (
      statement("s3:GetObject", condition: #","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#),
      "done"
    ),
    (
      statement("s3:GetObject", condition: #","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#),
      "AccessDenied"
    ),
    (statement("s3:*", effect: "Deny"), "done"),
  ])
  func `a new bucket takes what is well formed and not public`(policy: String, code: String) throws {
    var account = try Self.account()
    #expect(Self.put(policy, in: &account) == code)
  }

  @Test func `everybody reads what a policy opens, once Block Public Access lets it`() throws {
    var account = try Self.account()
    let read = "s3api get-object --bucket shop-img --key a.txt out.txt --no-sign-request"
    #expect(account.code(read) == "AccessDenied")
    account.run("s3api delete-public-access-block --bucket shop-img")
    #expect(Self.put(Self.statement("s3:GetObject"), in: &account) == "done")
    #expect(account.code(read) == "done")
    #expect(account.code("s3api list-objects-v2 --bucket shop-img --no-sign-request") == "AccessDenied")
    #expect(
      try account.text("s3api get-bucket-policy-status --bucket shop-img --query PolicyStatus.IsPublic")
        == "True")
    account.run(
      "s3api put-public-access-block --bucket shop-img --public-access-block-configuration RestrictPublicBuckets=true"
    )
    #expect(account.code(read) == "AccessDenied")
    #expect(account.code("s3api get-object --bucket shop-img --key a.txt out.txt") == "done")
  }

  @Test func `an ACL opens one object where ACLs are on`() throws {
    var account = try Self.account()
    account.run("s3api delete-public-access-block --bucket shop-img")
    account.run(
      "s3api put-bucket-ownership-controls --bucket shop-img --ownership-controls Rules=[{ObjectOwnership=ObjectWriter}]"
    )
    #expect(account.code("s3api put-object-acl --bucket shop-img --key a.txt --acl public-read") == "done")
    let read = "s3api get-object --bucket shop-img --key a.txt out.txt --no-sign-request"
    #expect(account.code(read) == "done")
    account.run(
      "s3api put-public-access-block --bucket shop-img --public-access-block-configuration IgnorePublicAcls=true"
    )
    #expect(account.code(read) == "AccessDenied")
  }

  @Test func `CloudFront reads by the policy that names its distribution, and no other`() throws {
    var account = try Self.account()
    let arn = "arn:aws:cloudfront::123456789012:distribution/E1"
    let policy = Self.statement(
      "s3:GetObject", principal: #"{"Service":"cloudfront.amazonaws.com"}"#,
      condition: #","Condition":{"StringEquals":{"AWS:SourceArn":"\#(arn)"}}"#)
    #expect(Self.put(policy, in: &account) == "done")
    #expect(account.world.mayRead("a.txt", in: "shop-img", as: .distribution(arn)))
    #expect(!account.world.mayRead("a.txt", in: "shop-img", as: .distribution(arn + "2")))
    #expect(!account.world.mayRead("a.txt", in: "shop-img", as: .anybody))
  }

  @Test func `an explicit deny of the bucket locks out its administrator too`() throws {
    var account = try Self.account()
    #expect(Self.put(Self.statement("s3:GetObject", effect: "Deny"), in: &account) == "done")
    let refused = account.run("s3api get-object --bucket shop-img --key a.txt out.txt")
    #expect(refused.errorOutput.contains("with an explicit deny in a resource-based policy"))
    #expect(account.code("s3api delete-bucket-policy --bucket shop-img") == "done")
    #expect(account.code("s3api get-object --bucket shop-img --key a.txt out.txt") == "done")
  }
}
