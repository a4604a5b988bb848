import Cloud
import EventKernel
import Traffic

extension CauseCase {
  private static let site =
    EdgeScript.bucket("www.shop.example") + EdgeScript.published("www.shop.example")
    + "aws s3api put-bucket-website --bucket www.shop.example --website-configuration '{\"IndexDocument\":{\"Suffix\":\"index.html\"}}'\n"
    + EdgeScript.siteAlias

  /// Worlds with distributions and buckets.
  static let edges: [CauseCase] = [
    CauseCase(
      cause: .bucketAccessDenied, resource: "shop-img-1/index.html",
      lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(origins: [EdgeScript.origin(bucket: "shop-img-1")]) + "wait\n"),
    CauseCase(
      cause: .objectNotFound, resource: "www.shop.example/gone.html",
      lines: site
        + """
        aws s3api put-bucket-policy --bucket www.shop.example --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::www.shop.example","arn:aws:s3:::www.shop.example/*"]}]}'

        """, kind: EdgeScript.objects(0, path: "/gone.html")),
    CauseCase(
      cause: .siteNotFound, resource: "www.shop.example",
      lines: site + "aws s3api delete-bucket-website --bucket www.shop.example\n"),
    CauseCase(
      cause: .s3SlowDown, resource: "www.shop.example/", lines: site, rate: 7_000, seconds: 2),
    CauseCase(
      cause: .s3Unavailable, resource: "ap-northeast-2", lines: site,
      faults: [ScriptedWorld.fault(Fault(.s3Outage, region: ScriptedWorld.region))]),
    CauseCase(
      cause: .distributionDisabled, resource: "E",
      lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(origins: [EdgeScript.origin(bucket: "shop-img-1")], enabled: false)
        + EdgeScript.opened("shop-img-1") + "wait\n", port: 443),
    CauseCase(
      cause: .edgeHostUnknown, resource: "www.shop.example",
      lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(origins: [EdgeScript.origin(bucket: "shop-img-1")], isNamed: false)
        + "wait\n" + EdgeScript.alias("$DOMAIN", zone: CloudFrontLimits.hostedZone)),
    CauseCase(
      cause: .edgeMethodRefused, resource: "E", lines: EdgeScript.storefront(), port: 443,
      kind: RequestClass(name: "page", cpu: .milliseconds(5), address: RequestAddress(method: "POST"))),
    CauseCase(
      cause: .originNotFound, resource: "ec2-",
      lines: EdgeScript.shop() + "aws ec2 stop-instances --instance-ids $WEB\nwait\n", port: 443),
  ]
}
