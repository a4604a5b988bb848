import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// Buckets that users visit, and what distributions and buckets cost.
@Suite struct StoreTests {
  private static let website =
    "aws s3api put-bucket-website --bucket www.shop.example --website-configuration "
    + "'{\"IndexDocument\":{\"Suffix\":\"index.html\"}}'\n"

  private static let site =
    EdgeScript.bucket("www.shop.example", keys: ["index.html", "news/index.html"])
    + EdgeScript.published("www.shop.example") + website + EdgeScript.siteAlias

  private static func world(rate: Double, port: Int = 80, path: String = "/") throws -> ScriptedWorld {
    try ScriptedWorld(rate: rate, port: port, kind: EdgeScript.objects(0, path: path), lines: site)
  }

  @Test func `users visit the website of a bucket`() throws {
    let report = try Self.world(rate: 20).report(.minutes(1))
    #expect(report.lost == 0 && report.offered > 1_000)
    // 10 ms to Seoul and back, and 100 to 200 ms until S3 answers (TEACH, facts: Regions 1.3, S3 9).
    #expect(report.latency.quantile(0.01) > .milliseconds(109))
    #expect(report.latency.longest < .milliseconds(212))
    let mean = report.latency.mean.inMilliseconds
    #expect(abs(mean - 160) < 4, "\(mean)")
    #expect(report.edges.isEmpty)
  }

  @Test func `a folder without its last slash costs a round trip more`() throws {
    let plain = try Self.world(rate: 20, path: "/news/").report(.minutes(1))
    let sent = try Self.world(rate: 20, path: "/news").report(.minutes(1))
    #expect(plain.lost == 0 && sent.lost == 0)
    let more = (sent.latency.mean - plain.latency.mean).inMilliseconds
    #expect(abs(more - 10) < 0.5, "\(more)")
  }

  @Test(arguments: [(443, "/", CauseCode.portClosed), (80, "/gone.html", CauseCode.bucketAccessDenied)])
  func `a website has HTTP alone, and hides what is missing from those who may not list`(
    port: Int, path: String, cause: CauseCode
  ) throws {
    let report = try Self.world(rate: 10, port: port, path: path).report(.minutes(1))
    #expect(report.lost == report.offered)
    #expect(report.causes.map(\.code) == [cause])
  }

  @Test func `a prefix takes 5,500 reads a second`() throws {
    let calm = try Self.world(rate: 4_000).report(.seconds(1))
    #expect(calm.lost == 0)
    let busy = try Self.world(rate: 8_000).report(.seconds(2))
    #expect(busy.causes.filter { $0.lost > 0 }.map(\.code) == [.s3SlowDown])
    // Two seconds of users touch three of the clock.
    #expect((2_300...6_000).contains(busy.lost), "\(busy.lost)")
    #expect(busy.answered <= 3 * 5_500)
  }

  @Test func `an outage of S3 stops its website and spares the copies at edge locations`() throws {
    let outage = [ScriptedWorld.fault(Fault(.s3Outage, region: ScriptedWorld.region))]
    let direct = try Self.world(rate: 10).report(.minutes(2), faults: outage)
    #expect(direct.causes.filter { $0.lost > 0 }.map(\.code) == [.s3Unavailable])
    #expect(direct.lost > 400)
    let behind = try ScriptedWorld(
      rate: 10, port: 443, kind: EdgeScript.objects(1), lines: EdgeScript.storefront())
    #expect(try behind.report(.minutes(2), faults: outage).lost == 0)
  }

  @Test func `Route 53 checks a website as users see it`() throws {
    var world = try ScriptedWorld(
      lines: Self.site
        + "aws route53 create-health-check --caller-reference c --health-check-config"
        + " Type=HTTP,FullyQualifiedDomainName=www.shop.example,Port=80,ResourcePath=/\n")
    world.workspace.advance(by: .minutes(5))
    #expect(world.world.route53.healthChecks.rows.map(\.isHealthy) == [true])
    try world.run("aws s3api delete-object --bucket www.shop.example --key index.html\n")
    world.workspace.advance(by: .minutes(5))
    #expect(world.world.route53.healthChecks.rows.map(\.isHealthy) == [false])
  }

  // MARK: Bills and metrics

  @Test func `the bill of a distribution reconciles with what it gave`() throws {
    var kind = EdgeScript.objects(1)
    kind.responseBytes = 2_000_000
    let world = try ScriptedWorld(
      rate: 20, port: 443, kind: kind,
      lines: EdgeScript.policy(seconds: 10)
        + EdgeScript.storefront(policy: "'$POLICY'"))
    let report = try world.report(.minutes(1))
    let edge = try #require(report.edges.first)
    #expect(report.lost == 0 && edge.requests == report.offered)
    #expect(edge.bytes == report.answered * 2_000_000)
    let monthly = 730.0 * 60
    let use = try #require(report.volumes.distributions.first)
    #expect(use.bytes == UInt64(Double(edge.bytes) * monthly))
    #expect(use.requests == UInt64(Double(edge.requests) * monthly))
    #expect(report.volumes.buckets.map(\.reads) == [UInt64(Double(edge.fetches) * monthly)])
    // Nothing leaves the Region for the Internet, and what goes to edge locations is free.
    #expect(report.volumes.internetBytes == 0)
    func sum(_ code: String) -> Double {
      report.monthlyCost.items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.dollars }
    }
    // Seoul: 1 TB free off the first ten, at 0.120 a gigabyte, then 0.100; requests beyond ten million at 0.012 for
    // ten thousand (facts: CloudFront 7).
    let gigabytes = Double(use.bytes) / 1_073_741_824
    #expect(gigabytes > 10_240)
    let transfer = (10_240 - 1_024) * 0.12 + (gigabytes - 10_240) * 0.1
    #expect(abs(sum("edge-transfer") - transfer) < 0.01)
    #expect(abs(sum("edge-requests") - (Double(use.requests) - 10_000_000) / 10_000 * 0.012) < 0.01)
    #expect(abs(sum("s3-visits") - Double(edge.fetches) * monthly / 1_000 * 0.00035) < 0.01)
    #expect(sum("internet") == 0)
  }

  @Test func `a website's transfer is that of its Region`() throws {
    let report = try Self.world(rate: 20).report(.minutes(1))
    let monthly = 730.0 * 60
    #expect(report.volumes.internetBytes == UInt64(Double(report.answered * 10_000) * monthly))
    #expect(report.monthlyCost.items.contains { $0.code == "internet" && $0.amount > .zero })
    #expect(report.volumes.newConnections == 0)
  }

  @Test func `a request that S3 refuses time and again hides no connection of others`() throws {
    let lines =
      Self.site + ScriptedWorld.instance() + """
        wait
        IP=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=api.shop.example,Type=A,TTL=300,ResourceRecords=[{Value=$IP}]}}]"
        wait

        """
    var world = try ScriptedWorld(
      rate: 10, retries: 2, kind: EdgeScript.objects(0, path: "/gone.html"), lines: lines)
    world.change {
      $0.populations.append(
        Population(
          name: "others", city: "seoul", host: "api.shop.example", rate: .constant(10), timeout: .seconds(3)))
    }
    let report = try world.report(.minutes(1))
    let served = report.targets.reduce(0) { $0 + $1.answered }
    #expect(report.lost > 400 && served > 400 && served == report.answered)
    #expect(report.attempts == 3 * report.lost + served)
    #expect(report.volumes.newConnections == UInt64(Double(served) * 730 * 60))
  }

  @Test func `CloudWatch shows requests, bytes, errors and hits in us-east-1`() throws {
    func alarm(_ name: String, above value: Int, _ statistic: String) -> String {
      "aws cloudwatch put-metric-alarm --region us-east-1 --alarm-name \(name)-\(value) --namespace AWS/CloudFront"
        + " --metric-name \(name) --dimensions Name=DistributionId,Value=$CDN Name=Region,Value=Global"
        + " --statistic \(statistic) --period 60 --evaluation-periods 1 --threshold \(value)"
        + " --comparison-operator GreaterThanThreshold\n"
    }
    let alarms =
      alarm("Requests", above: 500, "Sum") + alarm("Requests", above: 700, "Sum")
      + alarm("BytesDownloaded", above: 5_000_000, "Sum") + alarm("CacheHitRate", above: 90, "Average")
      + alarm("4xxErrorRate", above: 1, "Average") + alarm("5xxErrorRate", above: 1, "Average")
    let world = try ScriptedWorld(
      rate: 10, port: 443, kind: EdgeScript.objects(1), lines: EdgeScript.storefront() + alarms)
    let report = try world.report(.minutes(4))
    let wentOff = report.timeline.map(\.occurrence)
      .filter { $0.code == "alarm-state" && $0.details.last == "ALARM" }.map(\.resource).sorted()
    #expect(wentOff == ["BytesDownloaded-5000000", "CacheHitRate-90", "Requests-500"])
  }
}
