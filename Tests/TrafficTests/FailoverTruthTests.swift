import Cloud
import EventKernel
import Testing
import Traffic

/// How long users lose requests when a zone loses power, as the defaults of health checks and TTLs make it.
@Suite struct FailoverTruthTests {
  /// Starts a second instance, `$OTHER`, in the second zone, and leaves both addresses in `$IP` and `$OTHER_IP`.
  private static let pair =
    ScriptedWorld.instance()
      + """
      OTHER=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_B --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
      wait
      IP=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)
      OTHER_IP=$(aws ec2 describe-instances --instance-ids $OTHER --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)

      """

  private static func failover(interval: Int, ttl: Int, threshold: Int = 3) -> String {
    """
    HC=$(aws route53 create-health-check --caller-reference a --health-check-config Type=HTTP,IPAddress=$IP,Port=80,ResourcePath=/,RequestInterval=\(interval),FailureThreshold=\(threshold) --query HealthCheck.Id --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=\(ttl),SetIdentifier=a,Failover=PRIMARY,HealthCheckId=$HC,ResourceRecords=[{Value=$IP}]}},{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=\(ttl),SetIdentifier=b,Failover=SECONDARY,ResourceRecords=[{Value=$OTHER_IP}]}}]"
    wait

    """
  }

  /// The first and the last moment after the fault, in seconds, at which a request began that was lost.
  private static func losses(in report: Report) throws -> (first: Double, last: Double) {
    let fault = try #require(report.faults.first)
    let lost = report.causes.filter { $0.lost > 0 }
    let first = try #require(lost.map(\.first).min())
    let last = try #require(lost.map(\.last).max())
    return ((first - fault.start).inSeconds, (last - fault.start).inSeconds)
  }

  @Test func `DNS leaves a dead primary within 150 seconds: three checks of 30 seconds, then a TTL of 60`()
    throws
  {
    let world = try ScriptedWorld(rate: 10, lines: Self.pair + Self.failover(interval: 30, ttl: 60))
    var longest = 0.0
    for weather in 1...5 as ClosedRange<UInt64> {
      let report = try world.report(
        .minutes(6), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))], weather: weather)
      let losses = try Self.losses(in: report)
      // What was under way when the power went is lost too; it began within the clients' patience of three seconds.
      #expect(losses.first > -3 && losses.first < 1)
      #expect(losses.last > 60 && losses.last <= 150, "\(losses)")
      longest = max(longest, losses.last)
    }
    #expect(longest > 90, "\(longest)")
  }

  @Test func `a load balancer leaves a dead target within 65 seconds, with a node of its own in a live zone`()
    throws
  {
    let lines =
      Self.pair + ScriptedWorld.balancer()
      + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$OTHER\nwait\n"
    let world = try ScriptedWorld(rate: 10, lines: lines)
    for weather in 1...3 as ClosedRange<UInt64> {
      let report = try world.report(
        .minutes(6), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))], weather: weather)
      let start = try #require(report.faults.first).start
      let down = report.causes.filter { $0.code == .instanceDown && $0.attempts > 0 }
      let last = try #require(down.map(\.last).max())
      #expect((last - start).inSeconds <= 65)
    }
  }

  /// Facts, Route 53: the time to switch is about interval × threshold + TTL (10×3+60 = 90 s; 30×3+300 = 390 s; so
  /// 10×1+30 = 40 s and 30×5+60 = 210 s).
  @Test(arguments: [
    (interval: 10, threshold: 3, ttl: 60, within: 90.0), (30, 3, 300, 390), (10, 1, 30, 40), (30, 5, 60, 210),
  ])
  func `DNS leaves a dead primary within interval times threshold and a TTL`(
    interval: Int, threshold: Int, ttl: Int, within: Double
  ) throws {
    let world = try ScriptedWorld(
      rate: 4, lines: Self.pair + Self.failover(interval: interval, ttl: ttl, threshold: threshold))
    for weather in 1...3 as ClosedRange<UInt64> {
      let report = try world.report(
        .minutes(9), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA), lasting: 10)],
        weather: weather)
      let losses = try Self.losses(in: report)
      #expect(losses.last > Double(ttl) / 2 && losses.last <= within, "\(losses)")
    }
  }

  /// Facts, ELB: a hanging target is found after unhealthy × interval + timeout: 2 × 5 + 2 = 12 s at the fastest settings.
  @Test func `a load balancer of fast checks leaves a dead target within 12 seconds`() throws {
    let health =
      "--health-check-interval-seconds 5 --health-check-timeout-seconds 2 --unhealthy-threshold-count 2"
    let lines =
      Self.pair + ScriptedWorld.balancer(health: health)
      + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$OTHER\nwait\n"
    let world = try ScriptedWorld(rate: 10, lines: lines)
    let report = try world.report(
      .minutes(3), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))])
    let start = try #require(report.faults.first).start
    let last = try #require(
      report.causes.filter { $0.code == .instanceDown && $0.attempts > 0 }.map(\.last).max())
    #expect((last - start).inSeconds <= 12)
  }
}
