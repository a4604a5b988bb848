import Cloud
import CloudAPI
import Testing

/// `aws s3`: files up and down, with the lines and statuses of the AWS CLI.
@Suite struct S3CommandTests {
  private static func site() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.files = [
      "index.html": Array("<p>hello</p>".utf8), "site/a.txt": Array("a\n".utf8),
      "site/b.txt": Array("bb\n".utf8),
      "site/img/logo.png": [1, 2, 3],
    ]
    #expect(account.run("s3 mb s3://shop-img").output == "make_bucket: shop-img\n")
    return account
  }

  @Test func `files go up, are listed, and come down`() throws {
    var account = try Self.site()
    #expect(
      account.run("s3 cp index.html s3://shop-img/").output
        == "upload: ./index.html to s3://shop-img/index.html\n")
    #expect(
      account.run("s3 cp site s3://shop-img/site --recursive --exclude '*' --include 'a*'").output
        == "upload: site/a.txt to s3://shop-img/site/a.txt\n")
    #expect(
      account.run("s3 sync site s3://shop-img/site --dryrun").output
        == "(dryrun) upload: site/b.txt to s3://shop-img/site/b.txt\n"
        + "(dryrun) upload: site/img/logo.png to s3://shop-img/site/img/logo.png\n")
    let listing = account.run("s3 ls s3://shop-img").output
    #expect(listing.hasPrefix("                           PRE site/\n2026-01-05 00:00:"))
    #expect(listing.hasSuffix("         12 index.html\n"))
    let deep = account.run("s3 ls s3://shop-img --recursive --human-readable --summarize").output
    #expect(deep.hasSuffix("    2 Bytes site/a.txt\n\nTotal Objects: 2\n   Total Size: 14 Bytes\n"))
    #expect(
      account.run("s3 cp s3://shop-img/index.html copy.html").output
        == "download: s3://shop-img/index.html to ./copy.html\n")
    #expect(account.files["copy.html"] == Array("<p>hello</p>".utf8))
    #expect(account.run("s3 cp s3://shop-img/index.html -").output == "<p>hello</p>")
    #expect(
      try account.text("s3api head-object --bucket shop-img --key index.html --query ContentType")
        == "text/html")
  }

  @Test func `sync carries what differs and deletes on demand`() throws {
    var account = try Self.site()
    #expect(account.run("s3 sync site s3://shop-img").output.split(separator: "\n").count == 3)
    #expect(account.run("s3 sync site s3://shop-img").output == "")
    account.files["site/a.txt"] = Array("z\n".utf8)
    account.files["site/b.txt"] = nil
    #expect(account.run("s3 sync site s3://shop-img --size-only").output == "")
    #expect(
      account.run("s3 sync site s3://shop-img --delete").output
        == "upload: site/a.txt to s3://shop-img/a.txt\ndelete: s3://shop-img/b.txt\n")
    account.files = [:]
    #expect(account.run("s3 sync s3://shop-img back").status == 0)
    #expect(account.files.keys.sorted() == ["back/a.txt", "back/img/logo.png"])
  }

  @Test func `moves leave nothing behind`() throws {
    var account = try Self.site()
    #expect(account.run("s3 mv site/a.txt s3://shop-img/x").output == "move: site/a.txt to s3://shop-img/x\n")
    #expect(account.files["site/a.txt"] == nil)
    #expect(
      account.run("s3 mv s3://shop-img/x s3://shop-img/y").output
        == "move: s3://shop-img/x to s3://shop-img/y\n")
    #expect(account.run("s3 mv s3://shop-img/y s3://shop-img/y").status == 252)
    #expect(account.run("s3 rm s3://shop-img/y").output == "delete: s3://shop-img/y\n")
    #expect(account.run("s3 ls s3://shop-img").status == 0)
    #expect(account.run("s3 ls s3://shop-img/none").status == 1)
  }

  @Test func `failures have the client's words and statuses`() throws {
    var account = try Self.site()
    let missing = account.run("s3 cp s3://shop-img/none.txt .")
    #expect(missing.status == 1)
    #expect(
      missing.errorOutput
        == "fatal error: An error occurred (404) when calling the HeadObject operation: Key \"none.txt\" does not exist\n"
    )
    let noFile = account.run("s3 cp nofile.txt s3://shop-img/")
    #expect(noFile.status == 255)
    #expect(noFile.errorOutput == "\nThe user-provided path nofile.txt does not exist.\n")
    #expect(account.run("s3 cp index.html other.html").status == 252)
    #expect(
      account.run("s3 cp index.html s3://shop-img --request-payer").refusal == .option("--request-payer"))
    let noBucket = account.run("s3 cp index.html s3://nobody-has-it/")
    #expect(noBucket.status == 1)
    #expect(
      noBucket.errorOutput.hasPrefix(
        "upload failed: ./index.html to s3://nobody-has-it/index.html An error occurred (NoSuchBucket)"))
    account.run("s3 cp index.html s3://shop-img")
    let full = account.run("s3 rb s3://shop-img")
    #expect(full.status == 1)
    #expect(
      full.errorOutput.hasPrefix("remove_bucket failed: s3://shop-img An error occurred (BucketNotEmpty)"))
    #expect(
      account.run("s3 rb s3://shop-img --force").output
        == "delete: s3://shop-img/index.html\nremove_bucket: shop-img\n")
    #expect(account.run("s3 ls s3://shop-img").status == 254)
    account.run("s3 mb s3://shop-cold")
    account.run("s3 cp index.html s3://shop-cold/x --storage-class GLACIER")
    #expect(account.run("s3 cp s3://shop-cold/x y").status == 2)
  }

  @Test func `a presigned address names place, time and life`() throws {
    var account = try Self.site()
    let address = account.run("s3 presign s3://shop-img/index.html --expires-in 60").output
    #expect(
      address.hasPrefix(
        "https://shop-img.s3.ap-northeast-2.amazonaws.com/index.html?X-Amz-Algorithm=AWS4-HMAC-SHA256"))
    #expect(address.contains("&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature="))
    #expect(account.run("s3 website s3://shop-img --index-document index.html").status == 0)
    #expect(
      try account.text("s3api get-bucket-website --bucket shop-img --query IndexDocument.Suffix")
        == "index.html")
  }

  @Test(arguments: [
    ("a.txt", "*.txt", true), ("dir/a.txt", "*.txt", true), ("dir/a.txt", "dir/*", true),
    ("a.txt", "?.txt", true),
    ("b.txt", "[a-c].txt", true), ("d.txt", "[!a-c].txt", true), ("d.txt", "[a-c].txt", false),
    ("a[", "a[", true),
    ("a.txt", "b*", false),
  ])
  func `patterns are Python's`(name: String, pattern: String, fits: Bool) throws {
    var account = try LearnerAccount()
    account.files[name] = [1]
    account.run("s3 mb s3://shop-img")
    let outcome = account.run(words: [
      "s3", "cp", ".", "s3://shop-img", "--recursive", "--exclude", "*", "--include", pattern,
    ])
    #expect((outcome.output != "") == fits)
  }
}
