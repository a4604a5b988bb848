import Cloud
import EventKernel
import Traffic

/// Lines that make distributions and buckets for the name that users of a `ScriptedWorld` ask.
enum EdgeScript {
  /// AWS's policies: a day by default, and nothing kept.
  static let optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  static let disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

  /// A certificate for the name, as CloudFront wants it; its ARN as `$CERT`.
  static let certificate = """
    CERT=$(aws acm request-certificate --region us-east-1 --domain-name 'www.shop.example' --validation-method DNS --query CertificateArn --output text)
    NAME=$(aws acm describe-certificate --region us-east-1 --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Name' --output text)
    VALUE=$(aws acm describe-certificate --region us-east-1 --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Value' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=$NAME,Type=CNAME,TTL=300,ResourceRecords=[{Value=$VALUE}]}}]"
    aws acm wait certificate-validated --region us-east-1 --certificate-arn $CERT

    """

  /// A bucket in Seoul with some objects.
  static func bucket(_ name: String, keys: [String] = ["index.html"], more: String = "") -> String {
    "aws s3api create-bucket --bucket \(name) --create-bucket-configuration LocationConstraint=ap-northeast-2\n"
      + keys.map { "aws s3api put-object --bucket \(name) --key \($0) \(more)\n" }.joined()
  }

  /// Lets everybody read a bucket.
  static func published(_ name: String) -> String {
    "aws s3api delete-public-access-block --bucket \(name)\n"
      + "aws s3api put-bucket-policy --bucket \(name) --policy '\(policy(name, #""*""#))'\n"
  }

  /// Lets the distribution `$CDN` read a bucket.
  static func opened(_ name: String) -> String {
    "ARN=$(aws cloudfront get-distribution --id $CDN --query Distribution.ARN --output text)\n"
      + "aws s3api put-bucket-policy --bucket \(name) --policy '"
      + policy(
        name, #"{"Service":"cloudfront.amazonaws.com"}"#,
        #","Condition":{"StringEquals":{"AWS:SourceArn":"'$ARN'"}}"#) + "'\n"
  }

  private static func policy(_ bucket: String, _ principal: String, _ condition: String = "") -> String {
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
      + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(bucket)/*"\#(condition)}]}"#
  }

  /// A bucket as an origin, read with the signature of the access control `$OAC`.
  static func origin(bucket: String, id: String = "one") -> String {
    #"{"Id":"\#(id)","DomainName":"\#(bucket).s3.ap-northeast-2.amazonaws.com","#
      + #""OriginAccessControlId":"'$OAC'","S3OriginConfig":{"OriginAccessIdentity":""}}"#
  }

  /// A server as an origin, by a name or the variable that holds it.
  static func origin(server: String, id: String = "one", more: String = "") -> String {
    #"{"Id":"\#(id)","DomainName":"\#(server)","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"#
      + #""OriginProtocolPolicy":"http-only"}\#(more)}"#
  }

  /// The access control `$OAC`.
  static let control = """
    OAC=$(aws cloudfront create-origin-access-control --origin-access-control-config Name=shop,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3 --query OriginAccessControl.Id --output text)

    """

  /// A cache policy of its own with a default TTL in seconds, as `$POLICY`.
  static func policy(seconds: Int) -> String {
    "POLICY=$(aws cloudfront create-cache-policy --cache-policy-config"
      + " 'Name=short,MinTTL=0,DefaultTTL=\(seconds),MaxTTL=3600' --query CachePolicy.Id --output text)\n"
  }

  /// A distribution `$CDN` for the name, with its record; `wait` deploys it.
  ///
  /// - Parameters:
  ///   - more: further members of the settings, each with its comma before it.
  ///   - behavior: further members of the default behaviour.
  ///   - isNamed: whether it has the name, with a certificate; else it has its own name alone.
  static func distribution(
    origins: [String], policy: String = optimized, target: String = "one", viewer: String = "allow-all",
    enabled: Bool = true, behavior: String = "", more: String = "", isNamed: Bool = true
  ) -> String {
    let names =
      #""Aliases":{"Quantity":1,"Items":["www.shop.example"]},"#
      + #""ViewerCertificate":{"ACMCertificateArn":"'$CERT'","SSLSupportMethod":"sni-only","#
      + #""MinimumProtocolVersion":"TLSv1.2_2021"},"#
    let settings = [
      #"{"CallerReference":"one","Comment":"","Enabled":\#(enabled),"DefaultRootObject":"index.html","#,
      isNamed ? names : "",
      #""Origins":{"Quantity":\#(origins.count),"Items":[\#(origins.joined(separator: ","))]},"#,
      #""DefaultCacheBehavior":{"TargetOriginId":"\#(target)","ViewerProtocolPolicy":"\#(viewer)","#,
      #""CachePolicyId":"\#(policy)"\#(behavior)}\#(more)}"#,
    ]
    return (isNamed ? certificate : "")
      + "CDN=$(aws cloudfront create-distribution --distribution-config '\(settings.joined())'"
      + " --query Distribution.Id --output text)\n"
      + "DOMAIN=$(aws cloudfront get-distribution --id $CDN --query Distribution.DomainName --output text)\n"
      + (isNamed ? alias("$DOMAIN", zone: CloudFrontLimits.hostedZone) : "")
  }

  /// Points the name at a resource by an alias.
  static func alias(_ target: String, zone: String) -> String {
    "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch"
      + " \"Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,"
      + "AliasTarget={HostedZoneId=\(zone),DNSName=\(target),EvaluateTargetHealth=false}}}]\"\n"
  }

  /// Points the name at S3's websites in Seoul.
  static let siteAlias = alias("s3-website.ap-northeast-2.amazonaws.com", zone: "Z3W03O7B5YMIYP")

  /// An instance `$WEB` that serves, and its public name as `$SERVER`.
  static let server = serving()

  /// The same with further options of its launch.
  static func serving(_ more: String = "") -> String {
    ScriptedWorld.instance(more) + "wait\n"
      + "SERVER=$(aws ec2 describe-instances --instance-ids $WEB"
      + " --query 'Reservations[0].Instances[0].PublicDnsName' --output text)\n"
  }

  /// The server `$SERVER` as an origin.
  static let serverOrigin = origin(server: "'$SERVER'")

  /// A bucket behind a distribution that may read it, deployed.
  static func storefront(
    policy: String = optimized, objects: String = "", before: String = "", more: String = ""
  ) -> String {
    bucket("shop-img-1", more: objects) + control + before
      + distribution(origins: [origin(bucket: "shop-img-1")], policy: policy, more: more)
      + opened("shop-img-1") + "wait\n"
  }

  /// A server behind a distribution, deployed.
  static func shop(policy: String = optimized, before: String = "", more: String = "") -> String {
    server + before + distribution(origins: [serverOrigin], policy: policy, more: more) + "wait\n"
  }

  /// Requests for objects whose popularity is Zipf's.
  static func objects(_ keys: Int, skew: Double = 0, path: String = "/") -> RequestClass {
    RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), keys: keys, skew: skew,
      responseBytes: 10_000, address: RequestAddress(path: path))
  }
}
