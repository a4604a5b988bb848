import Cloud
import CloudAPI
import Testing

/// Buckets and their settings, asked in lines.
@Suite struct S3BucketTests {
  private static let seoul = "--create-bucket-configuration LocationConstraint=ap-northeast-2"

  @Test(arguments: [
    ("s3api create-bucket --bucket shop-img", "IllegalLocationConstraintException"),
    ("s3api create-bucket --bucket shop-img --region us-east-1", "done"),
    ("s3api create-bucket --bucket Shop \(seoul)", "InvalidBucketName"),
    ("s3api create-bucket --bucket ab \(seoul)", "InvalidBucketName"),
    ("s3api create-bucket --bucket 10.0.0.1 \(seoul)", "InvalidBucketName"),
    ("s3api create-bucket --bucket xn--shop \(seoul)", "InvalidBucketName"),
    ("s3api create-bucket --bucket shop..img \(seoul)", "InvalidBucketName"),
    ("s3api create-bucket --bucket images \(seoul)", "BucketAlreadyExists"),
    (
      "s3api create-bucket --bucket shop-img --create-bucket-configuration LocationConstraint=eu-west-1",
      "IllegalLocationConstraintException"
    ),
    (
      "s3api create-bucket --bucket shop-img --region us-east-1 --create-bucket-configuration LocationConstraint=eu-west-1",
      "done"
    ),
    (
      "s3api create-bucket --bucket shop-img --region us-east-1 --create-bucket-configuration LocationConstraint=us-east-1",
      "InvalidLocationConstraint"
    ),
  ])
  func `names and places of new buckets are AWS's`(line: String, code: String) throws {
    var account = try LearnerAccount()
    #expect(account.code(line) == code)
  }

  @Test func `a bucket is made once, but in N. Virginia twice, and goes only when it is empty`() throws {
    var account = try LearnerAccount()
    #expect(account.code("s3api create-bucket --bucket shop-img \(Self.seoul)") == "done")
    #expect(account.code("s3api create-bucket --bucket shop-img \(Self.seoul)") == "BucketAlreadyOwnedByYou")
    for _ in 0..<2 {
      #expect(account.code("s3api create-bucket --bucket shop-v --region us-east-1") == "done")
    }
    #expect(try account.text("s3api get-bucket-location --bucket shop-v") == "None")
    #expect(try account.text("s3api get-bucket-location --bucket shop-img") == "ap-northeast-2")
    #expect(account.code("s3api put-object --bucket shop-img --key a") == "done")
    #expect(account.code("s3api delete-bucket --bucket shop-img") == "BucketNotEmpty")
    #expect(account.code("s3api delete-object --bucket shop-img --key a") == "done")
    #expect(account.code("s3api delete-bucket --bucket shop-img") == "done")
    #expect(account.code("s3api head-bucket --bucket shop-img") == "404")
    #expect(account.run("s3api wait bucket-not-exists --bucket shop-img").status == 0)
  }

  @Test func `a new bucket is closed, encrypted and without versions, ACLs or a website`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    #expect(
      try account.text("s3api get-public-access-block --bucket shop-img --query *.*[]")
        == "True\tTrue\tTrue\tTrue")
    #expect(
      try account.text(
        "s3api get-bucket-encryption --bucket shop-img --query *.Rules[].*.SSEAlgorithm[]") == "AES256")
    #expect(account.run("s3api get-bucket-versioning --bucket shop-img").output == "")
    #expect(
      account.code("s3api put-bucket-acl --bucket shop-img --acl public-read")
        == "AccessControlListNotSupported")
    for (operation, code) in [
      ("policy", "NoSuchBucketPolicy"), ("website", "NoSuchWebsiteConfiguration"),
      ("cors", "NoSuchCORSConfiguration"), ("tagging", "NoSuchTagSet"),
      ("lifecycle-configuration", "NoSuchLifecycleConfiguration"),
      ("replication", "ReplicationConfigurationNotFoundError"),
    ] {
      #expect(account.code("s3api get-bucket-\(operation) --bucket shop-img") == code)
    }
  }

  @Test func `ACLs come back with ownership, and Block Public Access still refuses public ones`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    account.run("s3api put-object --bucket shop-img --key a")
    let ownership = "s3api put-bucket-ownership-controls --bucket shop-img --ownership-controls "
    #expect(account.code(ownership + "Rules=[{ObjectOwnership=BucketOwnerPreferred}]") == "done")
    #expect(
      account.code("s3api put-object-acl --bucket shop-img --key a --acl public-read") == "AccessDenied")
    #expect(account.code("s3api delete-public-access-block --bucket shop-img") == "done")
    #expect(account.code("s3api put-object-acl --bucket shop-img --key a --acl public-read") == "done")
    #expect(
      try account.text("s3api get-object-acl --bucket shop-img --key a --query Grants[].Permission")
        == "FULL_CONTROL\tREAD")
  }

  @Test func `versions stay under delete markers, and suspended versioning overwrites only null`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    account.run("s3api put-object --bucket shop-img --key a --storage-class STANDARD_IA")
    let versioning = "s3api put-bucket-versioning --bucket shop-img --versioning-configuration Status="
    #expect(account.code(versioning + "Enabled") == "done")
    let second = try account.text("s3api put-object --bucket shop-img --key a --query VersionId")
    let marker = try account.text("s3api delete-object --bucket shop-img --key a --query VersionId")
    #expect(account.code("s3api get-object --bucket shop-img --key a out") == "NoSuchKey")
    #expect(
      account.code("s3api get-object --bucket shop-img --key a --version-id \(marker) out")
        == "MethodNotAllowed")
    #expect(account.code("s3api get-object --bucket shop-img --key a --version-id \(second) out") == "done")
    #expect(account.code("s3api delete-bucket --bucket shop-img") == "BucketNotEmpty")
    #expect(account.code("s3api delete-object --bucket shop-img --key a --version-id \(marker)") == "done")
    #expect(try account.text("s3api head-object --bucket shop-img --key a --query VersionId") == second)
    #expect(account.code(versioning + "Suspended") == "done")
    account.run("s3api put-object --bucket shop-img --key a")
    let ids = try account.text("s3api list-object-versions --bucket shop-img --query Versions[].VersionId")
    #expect(ids == "null\t\(second)")
    #expect(
      account.code("s3api put-bucket-versioning --bucket shop-img --versioning-configuration Status=Off")
        == "MalformedXML")
  }
}
