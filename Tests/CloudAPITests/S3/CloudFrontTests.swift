import Cloud
import CloudAPI
import EventKernel
import Testing

/// Distributions: settings, versions, deployment, invalidations, access controls and policies.
@Suite struct CloudFrontTests {
  private static let optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"

  /// Settings of a distribution as JSON.
  private static func config(
    origin: String =
      #"{"Id":"img","DomainName":"shop-img.s3.ap-northeast-2.amazonaws.com","S3OriginConfig":{"OriginAccessIdentity":""}}"#,
    behavior: String = #""CachePolicyId":"\#(optimized)""#, more: String = ""
  ) -> String {
    #"'{"CallerReference":"one","Comment":"","Enabled":true,"Origins":{"Quantity":1,"Items":[\#(origin)]},"#
      + #""DefaultCacheBehavior":{"TargetOriginId":"img","ViewerProtocolPolicy":"redirect-to-https",\#(behavior)}\#(more)}'"#
  }

  private static func create(_ config: String) -> String {
    "cloudfront create-distribution --distribution-config \(config)"
  }

  @Test func `a distribution is deployed after five minutes, and changed and deleted by its version`() throws
  {
    var account = try LearnerAccount()
    let made = try account.text(
      Self.create(Self.config())
        + " --query [Distribution.Id,Distribution.Status,ETag,Distribution.DomainName]"
    )
    .split(separator: "\t").map(String.init)
    #expect(made[1] == "InProgress")
    #expect(made[3].hasPrefix("d") && made[3].hasSuffix(".cloudfront.net"))
    #expect(account.world.distribution(named: made[3])?.id == made[0])
    #expect(account.run("cloudfront wait distribution-deployed --id \(made[0])").status == 0)
    #expect(account.code("cloudfront delete-distribution --id \(made[0])") == "InvalidIfMatchVersion")
    #expect(
      account.code("cloudfront delete-distribution --id \(made[0]) --if-match x") == "PreconditionFailed")
    #expect(
      account.code("cloudfront delete-distribution --id \(made[0]) --if-match \(made[2])")
        == "DistributionNotDisabled")
    #expect(
      account.code("cloudfront update-distribution --id \(made[0]) --default-root-object index.html")
        == "done")
    let shown = account.run("cloudfront get-distribution-config --id \(made[0])")
    var answer = try #require(shown.answer?.object)
    var config = try #require(answer["DistributionConfig"]?.object)
    #expect(config["DefaultRootObject"] == "index.html")
    #expect(config["PriceClass"] == "PriceClass_All")
    config["Enabled"] = .bool(false)
    answer["DistributionConfig"] = nil
    guard case .string(let etag)? = answer["ETag"] else { throw Missing.etag }
    #expect(etag != made[2])
    let update = [
      "cloudfront", "update-distribution", "--id", made[0], "--if-match", etag, "--distribution-config",
      Value.object(config).json(.compact),
    ]
    let updated = account.run(words: update)
    #expect(updated.status == 0, "\(LearnerAccount.complaint(of: updated))")
    guard case .string(let last)? = updated.answer?.object?["ETag"] else { throw Missing.etag }
    #expect(
      account.code("cloudfront delete-distribution --id \(made[0]) --if-match \(last)")
        == "DistributionNotDisabled")
    account.wait(.minutes(6))
    #expect(account.code("cloudfront delete-distribution --id \(made[0]) --if-match \(last)") == "done")
    #expect(account.code("cloudfront get-distribution --id \(made[0])") == "NoSuchDistribution")
  }

  private enum Missing: Error { case etag }

  @Test(arguments: [
    (config(), "done"),
    (config(behavior: #""CachePolicyId":"none""#), "NoSuchCachePolicy"),
    (config(behavior: #""MinTTL":0"#), "InvalidArgument"),
    (
      config(
        behavior:
          #""ForwardedValues":{"QueryString":false,"Cookies":{"Forward":"none"}},"MinTTL":60,"DefaultTTL":10"#
      ), "InvalidTTLOrder"
    ),
    (
      config(
        origin:
          #"{"Id":"web","DomainName":"shop.example","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"OriginProtocolPolicy":"http-only"}}"#
      ), "NoSuchOrigin"
    ),
    (
      config(
        origin: #"{"Id":"img","DomainName":"shop.example","S3OriginConfig":{"OriginAccessIdentity":""}}"#),
      "InvalidOrigin"
    ),
    (
      config(
        origin:
          #"{"Id":"img","DomainName":"shop-img.s3.amazonaws.com","S3OriginConfig":{"OriginAccessIdentity":""},"OriginAccessControlId":"E1"}"#
      ), "InvalidOriginAccessControl"
    ),
    (config(more: #","Aliases":{"Quantity":1,"Items":["cdn.shop.example"]}"#), "InvalidViewerCertificate"),
    (config(more: #","Aliases":{"Quantity":2,"Items":["cdn.shop.example"]}"#), "InconsistentQuantities"),
    (config(more: #","DefaultRootObject":"/index.html""#), "InvalidDefaultRootObject"),
    (
      config(more: #","CustomErrorResponses":{"Quantity":1,"Items":[{"ErrorCode":418}]}"#), "InvalidErrorCode"
    ),
    (config(more: #","PriceClass":"PriceClass_300""#), "InvalidArgument"),
  ])
  func `settings are checked as AWS checks them`(config: String, code: String) throws {
    var account = try LearnerAccount()
    #expect(account.code(Self.create(config)) == code)
  }

  @Test func `what is forwarded to the origin is shown whole`() throws {
    var account = try LearnerAccount()
    let made = account.run("cloudfront create-distribution --origin-domain-name shop-img.s3.amazonaws.com")
    let config = made.answer?["Distribution"]?["DistributionConfig"]?["DefaultCacheBehavior"]
    let forwarded = try #require(config?["ForwardedValues"])
    let nothing = Value.object(ValueObject([(key: "Quantity", value: .integer(0))]))
    #expect(forwarded["Headers"] == nothing && forwarded["QueryStringCacheKeys"] == nothing)
  }

  @Test func `invalidations take seconds, the first thousand paths nothing`() throws {
    var account = try LearnerAccount()
    let id = try account.text(
      "cloudfront create-distribution --origin-domain-name shop-img.s3.amazonaws.com --query Distribution.Id")
    let invalidation = try account.text(
      "cloudfront create-invalidation --distribution-id \(id) --paths /a '/img/*' --query Invalidation.[Id,Status]"
    )
    .split(separator: "\t").map(String.init)
    #expect(invalidation[1] == "InProgress")
    #expect(
      account.run("cloudfront wait invalidation-completed --distribution-id \(id) --id \(invalidation[0])")
        .status == 0)
    #expect(
      account.code("cloudfront create-invalidation --distribution-id \(id) --paths a") == "InvalidArgument")
    #expect(
      account.code("cloudfront get-invalidation --distribution-id \(id) --id I1") == "NoSuchInvalidation")
    func cost() -> Int64 {
      account.world.monthlyCost(traffic: nil).items.filter { $0.code == "invalidation-paths" }.map(
        \.amount.microdollars
      ).reduce(0, +)
    }
    #expect(cost() == 0)
    let paths = (0..<1_000).map { "\"/\($0)\"" }.joined(separator: ",")
    let batch = #"'{"CallerReference":"two","Paths":{"Quantity":1000,"Items":[\#(paths)]}}'"#
    account.wait(.minutes(1))
    let more = "cloudfront create-invalidation --distribution-id \(id) --invalidation-batch \(batch)"
    #expect(account.code(more) == "done")
    #expect(cost() == 10_000)
  }

  @Test func `an access control goes when no origin uses it, policies of AWS never`() throws {
    var account = try LearnerAccount()
    let control =
      "cloudfront create-origin-access-control --origin-access-control-config "
      + "Name=img,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3"
    let made = try account.text(control + " --query [OriginAccessControl.Id,ETag]").split(separator: "\t")
      .map(String.init)
    #expect(account.code(control) == "OriginAccessControlAlreadyExists")
    let origin =
      #"{"Id":"img","DomainName":"shop-img.s3.amazonaws.com","S3OriginConfig":{"OriginAccessIdentity":""},"OriginAccessControlId":"\#(made[0])"}"#
    #expect(account.code(Self.create(Self.config(origin: origin))) == "done")
    #expect(
      account.code("cloudfront delete-origin-access-control --id \(made[0]) --if-match \(made[1])")
        == "OriginAccessControlInUse")
    #expect(
      try account.text("cloudfront list-cache-policies --type managed --query CachePolicyList.Quantity")
        == "7")
    #expect(
      account.code("cloudfront delete-cache-policy --id \(Self.optimized) --if-match E23ZP02F085DFQ")
        == "IllegalDelete")
    let policy = "cloudfront create-cache-policy --cache-policy-config Name=mine,MinTTL=60"
    #expect(try account.text(policy + " --query CachePolicy.CachePolicyConfig.DefaultTTL") == "86400")
    #expect(account.code(policy) == "CachePolicyAlreadyExists")
    #expect(
      account.code("cloudfront get-origin-request-policy --id 216adef6-5c7f-47e4-b989-5492eafa07d3") == "done"
    )
  }
}
