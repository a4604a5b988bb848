import Cloud

/// Lines that worlds of claims about edge locations are built from.
extension FidelityLines {
  /// The id of AWS's cache policy that keeps nothing.
  static let keepsNothing = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  /// The id of AWS's cache policy with a minimum of a second and a default of a day.
  static let keepsADay = "658327ea-f89d-4fab-a63d-7e88639e58f6"

  /// Starts `$WEB` with user data and puts its public name into `$SERVER`.
  static func server(_ data: String = "") -> String {
    """
    DATA="\(data)"
    WEB=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_A --security-group-ids $SG --user-data "$DATA" --query 'Instances[0].InstanceId' --output text)
    wait
    SERVER=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].PublicDnsName' --output text)

    """
  }

  /// Puts the name of the load balancer into `$LB_NAME`.
  static let balancerName =
    "LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB"
    + " --query 'LoadBalancers[0].DNSName' --output text)\n"

  /// A cache policy of its own, in seconds, as `$POLICY`.
  static func policy(minimum: Int, standard: Int, maximum: Int) -> String {
    "POLICY=$(aws cloudfront create-cache-policy --cache-policy-config"
      + " 'Name=own,MinTTL=\(minimum),DefaultTTL=\(standard),MaxTTL=\(maximum)'"
      + " --query CachePolicy.Id --output text)\n"
  }

  /// A server as the origin `one`, by the variable that holds its name.
  static func origin(_ variable: String = "SERVER", more: String = "") -> String {
    #"{"Id":"one","DomainName":"'$\#(variable)'","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"#
      + #""OriginProtocolPolicy":"http-only"}\#(more)}"#
  }

  /// A bucket with a page, and the access control `$OAC` by which a distribution signs what it asks of it.
  static let bucket = """
    aws s3api create-bucket --bucket shop-pages-1 --create-bucket-configuration LocationConstraint=ap-northeast-2
    aws s3api put-object --bucket shop-pages-1 --key index.html
    OAC=$(aws cloudfront create-origin-access-control --origin-access-control-config Name=shop,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3 --query OriginAccessControl.Id --output text)

    """

  /// The bucket as the origin `two`.
  static let bucketOrigin =
    #"{"Id":"two","DomainName":"shop-pages-1.s3.ap-northeast-2.amazonaws.com","#
    + #""OriginAccessControlId":"'$OAC'","S3OriginConfig":{"OriginAccessIdentity":""}}"#

  /// Lets the distribution `$CDN` read the bucket.
  static let bucketOpened = """
    ARN=$(aws cloudfront get-distribution --id $CDN --query Distribution.ARN --output text)
    aws s3api put-bucket-policy --bucket shop-pages-1 --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::shop-pages-1/*","Condition":{"StringEquals":{"AWS:SourceArn":"'$ARN'"}}}]}'

    """

  /// A certificate for the name, as CloudFront wants it; its ARN as `$CERT`.
  private static let certificate = """
    CERT=$(aws acm request-certificate --region us-east-1 --domain-name www.shop.example --validation-method DNS --query CertificateArn --output text)
    NAME=$(aws acm describe-certificate --region us-east-1 --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Name' --output text)
    VALUE=$(aws acm describe-certificate --region us-east-1 --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Value' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=$NAME,Type=CNAME,TTL=300,ResourceRecords=[{Value=$VALUE}]}}]"
    aws acm wait certificate-validated --region us-east-1 --certificate-arn $CERT

    """

  /// A distribution `$CDN` in front of origins, to which the name points once `wait` is over.
  ///
  /// - Parameters:
  ///   - target: the origin that is asked, or the group of origins.
  ///   - more: further members of the settings, each with its comma before it.
  static func distribution(
    _ origins: [String], policy: String, target: String = "one", more: String = ""
  ) -> String {
    let settings = [
      #"{"CallerReference":"one","Comment":"","Enabled":true,"DefaultRootObject":"index.html","#,
      #""Aliases":{"Quantity":1,"Items":["www.shop.example"]},"#,
      #""ViewerCertificate":{"ACMCertificateArn":"'$CERT'","SSLSupportMethod":"sni-only","#,
      #""MinimumProtocolVersion":"TLSv1.2_2021"},"#,
      #""Origins":{"Quantity":\#(origins.count),"Items":[\#(origins.joined(separator: ","))]},"#,
      #""DefaultCacheBehavior":{"TargetOriginId":"\#(target)","ViewerProtocolPolicy":"allow-all","#,
      #""CachePolicyId":"\#(policy)"}\#(more)}"#,
    ]
    return certificate + """
      CDN=$(aws cloudfront create-distribution --distribution-config '\(settings.joined())' --query Distribution.Id --output text)
      DOMAIN=$(aws cloudfront get-distribution --id $CDN --query Distribution.DomainName --output text)
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=\(CloudFrontLimits.hostedZone),DNSName=$DOMAIN,EvaluateTargetHealth=false}}}]"

      """
  }

  /// A distribution whose second origin, the bucket, stands in for the first, a server, after a status.
  static func failover(_ server: String, after status: Int) -> String {
    let group =
      #","OriginGroups":{"Quantity":1,"Items":[{"Id":"both","FailoverCriteria":{"StatusCodes":{"#
      + #""Quantity":1,"Items":[\#(status)]}},"Members":{"Quantity":2,"#
      + #""Items":[{"OriginId":"one"},{"OriginId":"two"}]}}]}"#
    return self.server() + bucket
      + distribution([server, bucketOrigin], policy: keepsNothing, target: "both", more: group)
      + bucketOpened + "wait\n"
  }
}
