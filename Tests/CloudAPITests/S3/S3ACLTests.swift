import Cloud
import CloudAPI
import Testing

/// Grants of access control lists: who gets in, what is refused, and how they are given.
@Suite struct S3ACLTests {
  private static let everybody = "uri=http://acs.amazonaws.com/groups/global/AllUsers"

  /// A bucket with one object, with ACLs on and public ones not blocked.
  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    account.run("s3api put-object --bucket shop-img --key a")
    account.run("s3api delete-public-access-block --bucket shop-img")
    account.run(
      "s3api put-bucket-ownership-controls --bucket shop-img --ownership-controls Rules=[{ObjectOwnership=ObjectWriter}]"
    )
    return account
  }

  @Test func `a grant opens what its permission stands for, and no more`() throws {
    var account = try Self.account()
    let list = "s3api list-objects-v2 --bucket shop-img --no-sign-request"
    let read = "s3api get-object --bucket shop-img --key a out --no-sign-request"
    let acl = "s3api get-object-acl --bucket shop-img --key a --no-sign-request"
    #expect(account.code("s3api put-bucket-acl --bucket shop-img --grant-read \(Self.everybody)") == "done")
    #expect(account.code(list) == "done")
    #expect(account.code(read) == "AccessDenied")
    #expect(
      account.code("s3api put-object-acl --bucket shop-img --key a --grant-read \(Self.everybody)") == "done")
    #expect(account.code(read) == "done")
    #expect(account.code(acl) == "AccessDenied")
    #expect(
      account.code("s3api put-object-acl --bucket shop-img --key a --grant-read-acp \(Self.everybody)")
        == "done")
    #expect(account.code(read) == "AccessDenied")
    #expect(account.code(acl) == "done")
    let put = "s3api put-object --bucket shop-img --key b --no-sign-request"
    #expect(account.code(put) == "AccessDenied")
    #expect(
      account.code("s3api put-bucket-acl --bucket shop-img --grant-full-control \(Self.everybody)") == "done")
    #expect(account.code(put) == "done")
    #expect(account.code("s3api put-bucket-acl --bucket shop-img --acl private --no-sign-request") == "done")
    #expect(account.code(list) == "AccessDenied")
  }

  @Test func `an ACL is what the call says, and the owner stays only where it is named`() throws {
    var account = try Self.account()
    let permissions = "s3api get-bucket-acl --bucket shop-img --query Grants[].Permission"
    #expect(try account.text(permissions) == "FULL_CONTROL")
    account.run(
      "s3api put-bucket-acl --bucket shop-img --grant-write uri=http://acs.amazonaws.com/groups/s3/LogDelivery "
        + "--grant-read-acp URI=http://acs.amazonaws.com/groups/s3/LogDelivery")
    #expect(try account.text(permissions) == "READ_ACP\tWRITE")
    let owner = try account.text("s3api get-bucket-acl --bucket shop-img --query Owner.ID")
    let policy =
      #"{"Owner":{"ID":"\#(owner)"},"Grants":[{"Grantee":{"Type":"CanonicalUser","ID":"\#(owner)"},"Permission":"READ"}]}"#
    let words = ["s3api", "put-bucket-acl", "--bucket", "shop-img", "--access-control-policy", policy]
    #expect(account.run(words: words).error == nil)
    #expect(try account.text(permissions) == "READ")
    #expect(account.run(words: words + ["--acl", "private"]).error?.code == "UnexpectedContent")
    #expect(
      account.run(words: words.dropLast() + [#"{"Grants":[]}"#]).error?.code == "MalformedACLError")
    let many = Array(
      repeating: #"{"Grantee":{"Type":"CanonicalUser","ID":"\#(owner)"},"Permission":"READ"}"#, count: 101)
    let long = #"{"Owner":{"ID":"\#(owner)"},"Grants":[\#(many.joined(separator: ","))]}"#
    #expect(account.run(words: words.dropLast() + [long]).error?.code == "MalformedACLError")
  }

  @Test(arguments: [
    ("--grant-read id=79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", "InvalidArgument"),
    ("--grant-read uri=http://acs.amazonaws.com/groups/global/Nobody", "InvalidArgument"),
    ("--grant-read everybody", "InvalidArgument"),
    ("--grant-read emailaddress=user@example.com", "MethodNotAllowed"),
    ("--acl private --grant-read uri=http://acs.amazonaws.com/groups/global/AllUsers", "InvalidRequest"),
    ("", "MissingSecurityHeader"),
  ])
  func `grants that nobody can have are refused`(_ words: String, _ code: String) throws {
    var account = try Self.account()
    #expect(account.code("s3api put-bucket-acl --bucket shop-img \(words)") == code)
  }

  @Test func `with ACLs off every grant is refused, and new buckets refuse public ones`() throws {
    var account = try Self.account()
    account.run("s3 mb s3://shop-closed")
    let off = "AccessControlListNotSupported"
    #expect(account.code("s3api put-bucket-acl --bucket shop-closed --grant-read \(Self.everybody)") == off)
    #expect(
      account.code("s3api put-object --bucket shop-closed --key a --grant-read \(Self.everybody)") == off)
    let create =
      "s3api create-bucket --create-bucket-configuration LocationConstraint=ap-northeast-2 --bucket "
    #expect(
      account.code(create + "shop-new --grant-read \(Self.everybody)")
        == "InvalidBucketAclWithObjectOwnership")
    #expect(
      account.code(create + "shop-new --object-ownership ObjectWriter --grant-read \(Self.everybody)")
        == "InvalidBucketAclWithBlockPublicAccessError")
    #expect(
      account.code(
        create
          + "shop-new --object-ownership ObjectWriter --grant-read-acp uri=http://acs.amazonaws.com/groups/s3/LogDelivery"
      ) == "done")
  }

  @Test func `aws s3 gives grants, tags and the size of a stream`() throws {
    var account = try Self.account()
    account.files["a.txt"] = Array("hello".utf8)
    #expect(account.run("s3 cp a.txt s3://shop-img/ --grants read=\(Self.everybody)").status == 0)
    #expect(account.code("s3api get-object --bucket shop-img --key a.txt out --no-sign-request") == "done")
    #expect(
      account.run("s3 cp a.txt s3://shop-img/ --grants write=\(Self.everybody)").errorOutput
        == "upload failed: ./a.txt to s3://shop-img/a.txt permission must be one of: read|readacl|writeacl|full\n"
    )
    account.run("s3 mb s3://shop-tagged --tags Team web --tags Stage test")
    #expect(
      try account.text("s3api get-bucket-tagging --bucket shop-tagged --query TagSet[].Key") == "Stage\tTeam")
    #expect(account.run("s3 mb s3://shop-other --tags Team").status == 252)
    account.files["/dev/stdin"] = Array("stream".utf8)
    account.run("s3 cp - s3://shop-img/small --expected-size 1000")
    account.run("s3 cp - s3://shop-img/big --expected-size 54760833024")
    #expect(
      try account.text("s3api head-object --bucket shop-img --key big --query ETag").hasSuffix("-1\""))
    #expect(
      try !account.text("s3api head-object --bucket shop-img --key small --query ETag").hasSuffix("-1\""))
  }
}
