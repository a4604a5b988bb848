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

  private static let failover = """
    HC=$(aws route53 create-health-check --caller-reference a --health-check-config Type=HTTP,IPAddress=$IP,Port=80,ResourcePath=/,RequestInterval=30,FailureThreshold=3 --query HealthCheck.Id --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=60,SetIdentifier=a,Failover=PRIMARY,HealthCheckId=$HC,ResourceRecords=[{Value=$IP}]}},{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=60,SetIdentifier=b,Failover=SECONDARY,ResourceRecords=[{Value=$OTHER_IP}]}}]"
    wait

    """

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
    let world = try ScriptedWorld(lines: Self.pair + Self.failover)
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
    let world = try ScriptedWorld(lines: lines)
    for weather in 1...3 as ClosedRange<UInt64> {
      let report = try world.report(
        .minutes(6), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))], weather: weather)
      let start = try #require(report.faults.first).start
      let down = report.causes.filter { $0.code == .instanceDown && $0.attempts > 0 }
      let last = try #require(down.map(\.last).max())
      #expect((last - start).inSeconds <= 65)
    }
  }
}
