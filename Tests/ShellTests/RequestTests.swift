import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// Looking at what one built: `curl` from the prompt, and files that lines fill.
@Suite struct RequestTests {
  private func world() throws -> TestSession {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    return test
  }

  private func does(_ lines: [String], in test: TestSession) throws {
    for line in lines {
      let answer = try test.run(line)
      #expect(answer.status == 0, "\(line): \(answer.text)")
    }
  }

  /// A bucket with a page that the public may read.
  private func site() throws -> TestSession {
    let test = try world()
    try does(
      [
        "aws s3 mb s3://my-first-site --region ap-northeast-2", "echo '<h1>v1</h1>' > index.html",
        "echo 'not here' > error.html", "aws s3 cp index.html s3://my-first-site/",
        "aws s3 cp error.html s3://my-first-site/",
      ], in: test)
    return test
  }

  private static let open = [
    "aws s3api delete-public-access-block --bucket my-first-site",
    "aws s3api put-bucket-policy --bucket my-first-site --policy '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::my-first-site\",\"arn:aws:s3:::my-first-site/*\"]}]}'",
  ]

  @Test func `a website shows its pages once the public may read them`() throws {
    let test = try site()
    let page = "http://my-first-site.s3-website.ap-northeast-2.amazonaws.com"
    #expect(try test.run("curl -s \(page)").text.contains("NoSuchWebsiteConfiguration"))
    try does(
      ["aws s3 website s3://my-first-site/ --index-document index.html --error-document error.html"], in: test
    )
    let refused = try test.run("curl \(page)").text
    #expect(refused.contains("403 Forbidden") && refused.contains("Code: AccessDenied"), "\(refused)")
    try does(Self.open, in: test)
    #expect(try test.run("curl -s \(page)").text == "<h1>v1</h1>\n")
    #expect(try test.run("curl -s -w '%{http_code}\\n' \(page)/none").text == "not here\n404\n")
    #expect(try test.run("curl -I https\(page.dropFirst(4))").status == 28)
    #expect(
      try test.run("curl \(page.replacingOccurrences(of: "first", with: "other"))").text.contains(
        "NoSuchBucket"))
  }

  @Test func `an endpoint of another Region sends on, whoever asks`() throws {
    let test = try site()
    let object = try test.run("curl -s https://my-first-site.s3.us-west-2.amazonaws.com/index.html").text
    #expect(object.contains("<Code>PermanentRedirect</Code>"), "\(object)")
    #expect(object.contains("<Endpoint>my-first-site.s3.ap-northeast-2.amazonaws.com</Endpoint>"))
    let inPath = try test.run("curl -s https://s3.us-west-2.amazonaws.com/my-first-site/index.html").text
    #expect(inPath.contains("<Endpoint>s3.ap-northeast-2.amazonaws.com</Endpoint>"), "\(inPath)")
    #expect(
      try test.run("curl -sI https://my-first-site.s3.us-west-2.amazonaws.com/").text
        .contains("x-amz-bucket-region: ap-northeast-2"))
    try does(["aws s3 website s3://my-first-site/ --index-document index.html"] + Self.open, in: test)
    #expect(try test.run("curl -s https://my-first-site.s3.amazonaws.com/index.html").text == "<h1>v1</h1>\n")
    let page = try test.run("curl -s http://my-first-site.s3-website-us-east-1.amazonaws.com").text
    #expect(page.contains("400 Bad Request") && page.contains("Code: IncorrectEndpoint"), "\(page)")
    #expect(page.contains("Endpoint: my-first-site.s3-website.ap-northeast-2.amazonaws.com"), "\(page)")
  }

  @Test func `an object opens to the public, or to an address that somebody signed, for as long as it says`()
    throws
  {
    let test = try site()
    let object = "https://my-first-site.s3.ap-northeast-2.amazonaws.com/index.html"
    #expect(try test.run("curl -s \(object)").text.contains("<Code>AccessDenied</Code>"))
    try does(["URL=$(aws s3 presign s3://my-first-site/index.html --expires-in 60)"], in: test)
    #expect(try test.run("curl -s \"$URL\"").text == "<h1>v1</h1>\n")
    #expect(try test.run("curl -s \"${URL}0\"").text.contains("SignatureDoesNotMatch"))
    try does(["sleep 2m"], in: test)
    #expect(try test.run("curl -s \"$URL\"").text.contains("Request has expired"))
    try does(Self.open, in: test)
    #expect(try test.run("curl -s \(object)").text == "<h1>v1</h1>\n")
    #expect(try test.run("curl -s \(object)x").text.contains("<Code>NoSuchKey</Code>"))
  }

  @Test(arguments: Language.allCases)
  func `records that lead in a circle are told as such`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run("ZONE=$(aws route53 list-hosted-zones --query 'HostedZones[0].Id' --output text)")
    func record(_ name: String, _ target: String) -> String {
      "Changes=[{Action=UPSERT,ResourceRecordSet={Name=\(name).shop.example,Type=CNAME,TTL=60,ResourceRecords=[{Value=\(target).shop.example}]}}]"
    }
    for (name, target) in [("a", "b"), ("b", "a")] {
      let line =
        "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch '\(record(name, target))'"
      #expect(try test.run(line).status == 0)
    }
    let answer = try test.run("curl http://a.shop.example/")
    let told = test.session.text(
      "aws.advice-curl-target-circle",
      ["name": .string("a.shop.example"), "target": .string("b.shop.example")])
    #expect(
      answer.status == 6 && answer.text.replacing("\n", with: " ").contains(told.prefix(20)), "\(answer.text)"
    )
  }

  @Test func `a distribution answers when it is deployed, from a bucket that lets it in`() throws {
    let test = try site()
    try does(
      [
        "OAC=$(aws cloudfront create-origin-access-control --origin-access-control-config Name=o,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3 --query OriginAccessControl.Id --output text)",
        """
        cat > site.json <<EOF
        {"CallerReference":"1","Comment":"","Enabled":true,"DefaultRootObject":"index.html",
         "Origins":{"Quantity":1,"Items":[{"Id":"o","DomainName":"my-first-site.s3.ap-northeast-2.amazonaws.com","OriginAccessControlId":"$OAC","S3OriginConfig":{"OriginAccessIdentity":""}}]},
         "CustomErrorResponses":{"Quantity":1,"Items":[{"ErrorCode":403,"ResponsePagePath":"/error.html","ResponseCode":"404","ErrorCachingMinTTL":10}]},
         "DefaultCacheBehavior":{"TargetOriginId":"o","ViewerProtocolPolicy":"redirect-to-https","CachePolicyId":"658327ea-f89d-4fab-a63d-7e88639e58f6"}}
        EOF
        """,
        "aws cloudfront create-distribution --distribution-config file://site.json > made.json",
        "ID=$(aws cloudfront list-distributions --query 'DistributionList.Items[-1].Id' --output text)",
        "DIST=$(aws cloudfront get-distribution --id $ID --query Distribution.DomainName --output text)",
      ], in: test)
    #expect(try test.run("curl -s https://$DIST/").status == 6)
    try does(["aws cloudfront wait distribution-deployed --id $ID"], in: test)
    #expect(try test.run("curl -I http://$DIST/").text.contains("Location: https://"))
    #expect(try test.run("curl -s https://$DIST/").text.contains("AccessDenied"))
    try does(
      [
        "aws s3api put-bucket-policy --bucket my-first-site --policy '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"cloudfront.amazonaws.com\"},\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::my-first-site/*\"}]}'"
      ], in: test)
    #expect(try test.run("curl -sL http://$DIST/").text == "<h1>v1</h1>\n")
    #expect(try test.run("curl -sI https://$DIST/").text.contains("x-cache: Miss from cloudfront"))
    #expect(try test.run("curl -s -w '%{http_code}\\n' https://$DIST/none").text == "not here\n404\n")
    #expect(try test.run("curl -X POST https://$DIST/").text.contains("403 ERROR"))
  }

  @Test func `a domain leads by an alias to the website of the bucket of its name`() throws {
    let test = try world()
    func alias(_ name: String) -> String {
      let target =
        #"{"HostedZoneId":"Z3W03O7B5YMIYP","DNSName":"s3-website.ap-northeast-2.amazonaws.com","EvaluateTargetHealth":false}"#
      let set = #"{"Name":"\#(name)","Type":"A","AliasTarget":\#(target)}"#
      return
        "aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":\(set)}]}'"
    }
    try does(
      [
        "aws s3 mb s3://www.tut.example --region ap-northeast-2", "echo '<h1>tut</h1>' > index.html",
        "aws s3 cp index.html s3://www.tut.example/",
        "aws s3 website s3://www.tut.example --index-document index.html",
        "aws s3api delete-public-access-block --bucket www.tut.example",
        "aws s3api put-bucket-policy --bucket www.tut.example --policy '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::www.tut.example/*\"}]}'",
        "Z=$(aws route53 create-hosted-zone --name tut.example --caller-reference r1 --query HostedZone.Id --output text)",
        alias("www.tut.example"), alias("other.tut.example"),
      ], in: test)
    #expect(try test.run("curl -s http://www.tut.example").text == "<h1>tut</h1>\n")
    // The bucket is the name that the client asks for.
    let other = try test.run("curl -s http://other.tut.example").text
    #expect(other.contains("NoSuchBucket") && other.contains("BucketName: other.tut.example"), "\(other)")
    let asked =
      "aws route53 test-dns-answer --hosted-zone-id $Z --record-name www.tut.example --record-type A"
    #expect(try test.run("\(asked) --query 'length(RecordData)'").text == "1\n")
    #expect(try test.run("dig +short www.tut.example").text.split(separator: ".").count == 4)
  }

  @Test func `output goes to files of the work folder`() throws {
    let test = try world()
    try does(
      [
        "echo one > notes.txt", "echo two >> notes.txt",
        "aws ec2 create-key-pair --key-name MyKeyPair --query KeyMaterial --output text > MyKeyPair.pem",
      ], in: test)
    #expect(try test.run("cat notes.txt").text == "one\ntwo\n")
    #expect(try test.run("cat MyKeyPair.pem").text.hasPrefix("-----BEGIN"))
    #expect(try test.run("aws ec2 describe-vpcs > /dev/null").text == "")
    #expect(try test.run("aws ec2 describe-vpcs --vpc-ids vpc-1 2>/dev/null > none.json").status == 254)
    #expect(try test.run("cat none.json").status == 1)
    #expect(try test.run("echo x > ../outside").status != 0)
  }

  @Test func `a request is in the journal, takes time and can be undone`() throws {
    let test = try world()
    let before = try #require(test.session.workspace?.world.now)
    _ = try test.run("curl -s http://nowhere.example")
    let space = try #require(test.session.workspace)
    #expect(space.world.now == before + .seconds(1))
    #expect(space.journal.entries.last == .request(words: ["-s", "http://nowhere.example"]))
    #expect(try Journal(text: space.journal.text) == space.journal)
    _ = try test.run("undo")
    #expect(test.session.workspace?.world.now == before)
  }

  @Test(arguments: Language.allCases) func `why there was no answer is said`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    for (line, status) in [("curl http://203.0.113.99", 28), ("curl http://no.example", 6)] {
      let answer = try test.run(line)
      #expect(answer.status == Int32(status))
      #expect(!answer.text.contains("⟦") && answer.text.split(separator: "\n").count > 1, "\(answer.text)")
    }
    #expect(try test.run("curl").status == 2)
    #expect(try test.run("curl --none x").status == 2)
  }
}
