import Cloud
import CloudAPI
import EventKernel
import Testing

/// What becomes of objects with time: lifecycle, restores, replication, and what it costs.
@Suite struct S3TimeTests {
  private static func bucket() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.files["a.txt"] = [UInt8](repeating: 65, count: 200_000)
    account.run("s3 mb s3://shop-img")
    return account
  }

  private static func setRules(_ rules: String, in account: inout LearnerAccount) -> String {
    account.code(
      "s3api put-bucket-lifecycle-configuration --bucket shop-img --lifecycle-configuration "
        + "'{\"Rules\":[\(rules)]}'")
  }

  @Test func `objects move down the classes and end at midnight, small ones stay`() throws {
    var account = try Self.bucket()
    account.run("s3 cp a.txt s3://shop-img/logs/a.txt")
    account.run("s3api put-object --bucket shop-img --key logs/small")
    account.run("s3 cp a.txt s3://shop-img/keep.txt")
    let rule = """
      {"ID":"logs","Status":"Enabled","Filter":{"Prefix":"logs/"},
       "Transitions":[{"Days":30,"StorageClass":"STANDARD_IA"},{"Days":90,"StorageClass":"GLACIER"}],
       "Expiration":{"Days":365}}
      """
    #expect(Self.setRules(rule, in: &account) == "done")
    func classes() throws -> String {
      try account.text("s3api list-objects-v2 --bucket shop-img --query Contents[].StorageClass")
    }
    account.wait(.days(30))
    #expect(try classes() == "STANDARD\tSTANDARD\tSTANDARD")
    account.wait(.days(1))
    #expect(try classes() == "STANDARD\tSTANDARD_IA\tSTANDARD")
    account.wait(.days(60))
    #expect(try classes() == "STANDARD\tGLACIER\tSTANDARD")
    #expect(account.code("s3api get-object --bucket shop-img --key logs/a.txt x") == "InvalidObjectState")
    account.wait(.days(276))
    #expect(try account.text("s3api list-objects-v2 --bucket shop-img --query Contents[].Key") == "keep.txt")
  }

  @Test(arguments: [
    (
      #"{"Status":"Enabled","Filter":{},"Transitions":[{"Days":10,"StorageClass":"STANDARD_IA"}]}"#,
      "InvalidArgument"
    ),
    (#"{"Status":"Enabled","Filter":{}}"#, "InvalidRequest"),
    (#"{"Status":"On","Filter":{}}"#, "MalformedXML"),
    (#"{"Status":"Enabled","Filter":{},"Expiration":{"Days":0}}"#, "InvalidArgument"),
    (
      #"{"Status":"Enabled","Filter":{},"Transitions":[{"Days":30,"StorageClass":"GLACIER"}],"Expiration":{"Days":30}}"#,
      "InvalidArgument"
    ),
  ])
  func `rules that S3 does not take are refused`(rule: String, code: String) throws {
    var account = try Self.bucket()
    #expect(Self.setRules(rule, in: &account) == code)
  }

  @Test func `noncurrent versions, lone markers and unfinished uploads go by rule`() throws {
    var account = try Self.bucket()
    account.run("s3api put-bucket-versioning --bucket shop-img --versioning-configuration Status=Enabled")
    for _ in 0..<3 { account.run("s3api put-object --bucket shop-img --key a") }
    account.run("s3api create-multipart-upload --bucket shop-img --key b")
    let rule = """
      {"ID":"x","Status":"Enabled","Filter":{},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":2},
       "NoncurrentVersionExpiration":{"NoncurrentDays":3,"NewerNoncurrentVersions":1},
       "Expiration":{"ExpiredObjectDeleteMarker":true}}
      """
    #expect(Self.setRules(rule, in: &account) == "done")
    account.wait(.days(3))
    #expect(account.run("s3api list-multipart-uploads --bucket shop-img --query Uploads").output == "null\n")
    account.wait(.days(2))
    let count = "s3api list-object-versions --bucket shop-img --query length(Versions)"
    #expect(try account.text(count) == "2")
  }

  @Test func `an archived object comes back for its days, then must be restored again`() throws {
    var account = try Self.bucket()
    account.run("s3 cp a.txt s3://shop-img/a.txt --storage-class GLACIER")
    let restore = "s3api restore-object --bucket shop-img --key a.txt --restore-request "
    #expect(account.code(restore + "Days=2,GlacierJobParameters={Tier=Expedited}") == "done")
    #expect(account.code(restore + "Days=2") == "RestoreAlreadyInProgress")
    account.wait(.minutes(6))
    #expect(account.code("s3api get-object --bucket shop-img --key a.txt x") == "done")
    account.wait(.days(4))
    #expect(account.code("s3api get-object --bucket shop-img --key a.txt x") == "InvalidObjectState")
  }

  @Test func `replication copies new objects by the right of its role`() throws {
    var account = try Self.bucket()
    account.run("s3 mb s3://shop-copy --region us-west-2")
    account.run("s3 cp a.txt s3://shop-img/old.txt")
    let role = "arn:aws:iam::123456789012:role/copier"
    let rules = """
      '{"Role":"\(role)","Rules":[{"ID":"all","Priority":1,"Status":"Enabled","Filter":{},
      "DeleteMarkerReplication":{"Status":"Disabled"},"Destination":{"Bucket":"arn:aws:s3:::shop-copy"}}]}'
      """
    let put = "s3api put-bucket-replication --bucket shop-img --replication-configuration \(rules)"
    #expect(account.code(put) == "InvalidRequest")
    for name in ["shop-img", "shop-copy"] {
      account.run("s3api put-bucket-versioning --bucket \(name) --versioning-configuration Status=Enabled")
    }
    #expect(account.code(put) == "done")
    func status(_ bucket: String, _ key: String) throws -> String {
      try account.text("s3api head-object --bucket \(bucket) --key \(key) --query ReplicationStatus")
    }
    account.run("s3 cp a.txt s3://shop-img/a.txt")
    #expect(try status("shop-img", "a.txt") == "PENDING")
    account.wait(.minutes(1))
    #expect(try status("shop-img", "a.txt") == "FAILED")
    try account.makeProfile("copier", role: "copier")
    try account.grant([#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#], toRole: "copier")
    account.run("s3 cp a.txt s3://shop-img/b.txt")
    account.wait(.minutes(1))
    #expect(try status("shop-img", "b.txt") == "COMPLETED")
    #expect(try status("shop-copy", "b.txt") == "REPLICA")
    #expect(account.code("s3api head-object --bucket shop-copy --key old.txt") == "404")
  }

  @Test func `storage, requests and days that objects did not stay are billed`() throws {
    var account = try Self.bucket()
    func cost(_ code: String) -> Int64 {
      account.world.monthlyCost(traffic: nil).items.filter { $0.code == code }.map(\.amount.microdollars)
        .reduce(0, +)
    }
    for index in 0..<40 { account.run("s3 cp a.txt s3://shop-img/\(index) --storage-class STANDARD_IA") }
    // 8,000,000 bytes at 0.0138 USD a GB-month in Seoul.
    #expect(cost("s3-storage-standard-ia") == 103)
    #expect(cost("s3-early-deletion") == 0)
    account.run("s3 rm s3://shop-img --recursive")
    #expect(cost("s3-storage-standard-ia") == 0)
    #expect(cost("s3-early-deletion") == 103)
    #expect(cost("s3-writes") > 150)
  }
}
