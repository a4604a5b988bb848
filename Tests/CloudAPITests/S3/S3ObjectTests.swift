import Cloud
import CloudAPI
import Testing

/// Objects: writing, reading, copying, listing, parts, conditions.
@Suite struct S3ObjectTests {
  private static func bucket() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.files["a.txt"] = Array("hello, world".utf8)
    account.run("s3 mb s3://shop-img")
    return account
  }

  @Test func `what was written comes back with what was said of it`() throws {
    var account = try Self.bucket()
    let put =
      "s3api put-object --bucket shop-img --key a.txt --body a.txt --content-type text/plain --metadata Who=me "
      + "--cache-control max-age=60 --tagging kind=text&size=small"
    #expect(try account.text(put + " --query ETag") == "\"e4d7f1b4ed2e42d15898f4b27b019da4\"")
    let head = "s3api head-object --bucket shop-img --key a.txt --query "
    #expect(
      try account.text(head + "[ContentLength,ContentType,CacheControl,Metadata.who,TagCount]")
        == "12\ttext/plain\tmax-age=60\tme\t2")
    #expect(account.run("s3api get-object --bucket shop-img --key a.txt out.txt").status == 0)
    #expect(account.files["out.txt"] == Array("hello, world".utf8))
    let part = account.run("s3api get-object --bucket shop-img --key a.txt --range bytes=7-11 part.txt")
    #expect(part.output.contains("bytes 7-11/12"))
    #expect(account.files["part.txt"] == Array("world".utf8))
    #expect(
      account.code("s3api get-object --bucket shop-img --key a.txt --range bytes=12- x") == "InvalidRange")
    #expect(
      account.run("s3api get-object --bucket shop-img --key a.txt /dev/stdout").output.hasPrefix(
        "hello, world{"))
  }

  @Test(arguments: [
    ("put-object --key a.txt --if-none-match *", "PreconditionFailed"),
    ("put-object --key b.txt --if-none-match *", "done"),
    ("put-object --key a.txt --if-match wrong", "PreconditionFailed"),
    ("put-object --key a.txt --if-match d41d8cd98f00b204e9800998ecf8427e", "done"),
    ("put-object --key a.txt --storage-class COLD", "InvalidStorageClass"),
    ("put-object --key a.txt --content-md5 bm8=", "InvalidDigest"),
    ("put-object --key a.txt --content-md5 AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
    ("get-object --key none out", "NoSuchKey"), ("head-object --key none", "404"),
    ("get-object --key a.txt --version-id x out", "NoSuchVersion"),
    ("copy-object --key c.txt --copy-source shop-img/none", "NoSuchKey"),
    ("copy-object --key c.txt --copy-source shop-img", "InvalidArgument"),
    ("copy-object --key a.txt --copy-source shop-img/a.txt", "InvalidRequest"),
    ("copy-object --key a.txt --copy-source shop-img/a.txt --storage-class STANDARD_IA", "done"),
    ("restore-object --key a.txt --restore-request Days=1", "InvalidObjectState"),
    ("upload-part --key a.txt --part-number 1 --upload-id none", "NoSuchUpload"),
  ])
  func `wrong requests are refused in AWS's codes`(line: String, code: String) throws {
    var account = try Self.bucket()
    account.run("s3api put-object --bucket shop-img --key a.txt")
    let words = line.split(separator: " ", maxSplits: 1)
    #expect(account.code("s3api \(words[0]) --bucket shop-img \(words[1])") == code)
  }

  @Test func `who may not list does not learn that a key is missing`() throws {
    var account = try Self.bucket()
    let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")
    try account.grant(
      [#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop-img/*"}"#], to: "guest")
    #expect(
      account.run("s3api get-object --bucket shop-img --key none out", as: guest).error?.code
        == "AccessDenied")
    #expect(account.run("s3api list-objects-v2 --bucket shop-img", as: guest).error?.code == "AccessDenied")
  }

  @Test func `listings fold at the delimiter, page by key and end`() throws {
    var account = try Self.bucket()
    for key in ["a/1", "a/2", "b", "c/1", "d"] {
      account.run("s3api put-object --bucket shop-img --key \(key)")
    }
    let list = "s3api list-objects-v2 --bucket shop-img "
    #expect(try account.text(list + "--delimiter / --query CommonPrefixes[].Prefix") == "a/\tc/")
    #expect(
      try account.text(list + "--delimiter / --page-size 1 --query Contents[].Key").split(separator: "\n")
        .filter { $0 != "None" } == ["b", "d"])
    #expect(try account.text(list + "--prefix a/ --query Contents[].Key") == "a/1\ta/2")
    #expect(try account.text(list + "--start-after b --query Contents[].Key") == "c/1\td")
    let first = try account.text(list + "--max-keys 2 --query [KeyCount,IsTruncated,NextContinuationToken]")
      .split(separator: "\t").map(String.init)
    #expect(first.prefix(2) == ["2", "True"])
    #expect(
      try account.text(list + "--max-keys 2 --continuation-token \(first[2]) --query Contents[].Key")
        == "b\tc/1")
    #expect(account.code(list + "--continuation-token x") == "InvalidArgument")
  }

  @Test(arguments: [("", "CRC64NVME", "FULL_OBJECT"), ("--checksum-algorithm SHA256", "SHA256", "COMPOSITE")])
  func `an upload in parts keeps to the checksum that it began with`(
    option: String, algorithm: String, type: String
  ) throws {
    var account = try Self.bucket()
    let place = "--bucket shop-img --key big"
    let id = try account.text("s3api create-multipart-upload \(place) \(option) --query UploadId")
    let part = try account.text(
      "s3api upload-part \(place) --upload-id \(id) --body a.txt --part-number 1 "
        + "--query Checksum\(algorithm)")
    let kinds = "[ChecksumAlgorithm,ChecksumType,Parts[0].Checksum\(algorithm)]"
    #expect(
      try account.text("s3api list-parts \(place) --upload-id \(id) --query \(kinds)")
        == "\(algorithm)\t\(type)\t\(part)")
    let tag = try account.text("s3api list-parts \(place) --upload-id \(id) --query Parts[0].ETag")
    let made = try account.text(
      "s3api complete-multipart-upload \(place) --upload-id \(id) --multipart-upload "
        + "'{\"Parts\":[{\"PartNumber\":1,\"ETag\":\(tag)}]}' --query [ChecksumType,Checksum\(algorithm)]")
    let parts = made.split(separator: "\t").map(String.init)
    #expect(parts.first == type)
    #expect(type == "COMPOSITE" ? parts.last?.hasSuffix("-1") == true : parts.last == part)
  }

  @Test func `parts make an object of one, and small parts are refused`() throws {
    var account = try Self.bucket()
    let create = "s3api create-multipart-upload --bucket shop-img --key big --query UploadId"
    let id = try account.text(create)
    let upload =
      "s3api upload-part --bucket shop-img --key big --upload-id \(id) --body a.txt --query ETag --part-number "
    let etags = try [account.text(upload + "1"), account.text(upload + "2")]
    let complete =
      "s3api complete-multipart-upload --bucket shop-img --key big --upload-id \(id) --multipart-upload "
    func parts(_ numbers: [Int]) -> String {
      "'{\"Parts\":["
        + numbers.map { "{\"PartNumber\":\($0),\"ETag\":\(etags[$0 - 1])}" }.joined(separator: ",") + "]}'"
    }
    #expect(account.code(complete + parts([2, 1])) == "InvalidPartOrder")
    #expect(account.code(complete + parts([1, 2])) == "EntityTooSmall")
    #expect(
      try account.text("s3api list-parts --bucket shop-img --key big --upload-id \(id) --query Parts[].Size")
        == "12\t12")
    #expect(account.code(complete + parts([1])) == "done")
    #expect(
      try account.text("s3api head-object --bucket shop-img --key big --query [ContentLength,ETag]")
        .hasSuffix("-1\""))
    let digest = "--checksum-mode ENABLED --query ChecksumCRC64NVME"
    #expect(try account.text("s3api head-object --bucket shop-img --key big \(digest)") == "imGzfIgXKM8=")
    #expect(account.code(complete + parts([1])) == "NoSuchUpload")
    let second = try account.text(create)
    #expect(
      account.code("s3api abort-multipart-upload --bucket shop-img --key big --upload-id \(second)") == "done"
    )
    #expect(account.run("s3api list-multipart-uploads --bucket shop-img --query Uploads").output == "null\n")
  }
}
