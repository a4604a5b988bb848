import Testing

/// The map of ways that lead to services which stand in no zone.
@Suite struct ServiceMapTests {
  private static let site = [
    "ZONE=$(aws route53 list-hosted-zones --query 'HostedZones[0].Id' --output text)",
    "aws s3api create-bucket --bucket www.shop.example"
      + " --create-bucket-configuration LocationConstraint=ap-northeast-2",
    "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch"
      + " \"Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget="
      + "{HostedZoneId=Z3W03O7B5YMIYP,DNSName=s3-website.ap-northeast-2.amazonaws.com,"
      + "EvaluateTargetHealth=false}}}]\"",
  ]

  @Test func `a name that leads to S3 leads somewhere`() throws {
    let session = try TestSession()
    #expect(try session.run("sandbox start").status == 0)
    #expect(try !session.run("map").text.contains("S3 website"))
    for line in Self.site { #expect(try session.run(line).status == 0, "\(line)") }
    let map = try session.run("map").text
    #expect(map.contains("S3 website") && !map.contains("leads nowhere"), "\(map)")
  }
}
