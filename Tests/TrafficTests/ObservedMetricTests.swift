import Cloud
import EventKernel
import Testing
import Traffic

/// Metrics of what traffic does, seen through alarms that go off while it flows.
@Suite struct ObservedMetricTests {
  private typealias Script = ScriptedWorld

  /// The line that makes an alarm which goes off when the sum of a minute is above a value.
  private func alarm(
    _ space: String, _ name: String, _ dimensions: String, above value: String = "0",
    _ statistic: String = "Sum"
  ) -> String {
    "aws cloudwatch put-metric-alarm --alarm-name \(name)-above-\(value) --namespace \(space) --metric-name \(name)"
      + " --dimensions \(dimensions) --statistic \(statistic) --period 60 --evaluation-periods 1"
      + " --threshold \(value) --comparison-operator GreaterThanThreshold\n"
  }

  /// The alarms that went off.
  private func wentOff(_ report: Report) -> [String] {
    report.timeline.map(\.occurrence).filter { $0.code == "alarm-state" && $0.details.last == "ALARM" }
      .map(\.resource).sorted()
  }

  private static let page = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1, writes: 1,
    queryCPU: .milliseconds(1), keys: 50, responseBytes: 10_000, writeBytes: 1_000)

  @Test func `a request is counted by machine, load balancer, zone, database and cache`() throws {
    let machine = "Name=InstanceId,Value=$WEB"
    let front = "Name=LoadBalancer,Value=$FRONT"
    let zone = "Name=AvailabilityZone,Value=ap-northeast-2a"
    let shop = "Name=DBInstanceIdentifier,Value=shop"
    let cache = "Name=CacheClusterId,Value=sessions-001 Name=CacheNodeId,Value=0001"
    // Ten requests a second: 600 a minute, of 1,500 bytes in, 10,000 out and 1,000 to the database.
    let world = try ScriptedWorld(
      rate: 10, kind: Self.page,
      lines: Script.database() + Script.balancer() + """
        SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
        aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 6379 --cidr 0.0.0.0/0
        aws elasticache create-replication-group --replication-group-id sessions --replication-group-description s --engine valkey --cache-node-type cache.t3.micro --num-cache-clusters 1 --security-group-ids $SG_CACHE
        wait
        CACHE=$(aws elasticache describe-replication-groups --replication-group-id sessions --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)
        DATA="DB_HOST=$DB
        CACHE_HOST=$CACHE"

        """ + Script.instance("--user-data \"$DATA\"") + """
          wait
          aws ec2 monitor-instances --instance-ids $WEB
          aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
          wait
          run 2m
          FRONT=$(aws cloudwatch list-metrics --namespace AWS/ApplicationELB --metric-name HealthyHostCount --query "Metrics[0].Dimensions[?Name=='LoadBalancer'].Value | [0]" --output text)

          """ + alarm("AWS/EC2", "NetworkIn", machine, above: "700000")
        + alarm("AWS/EC2", "NetworkIn", machine, above: "1200000")
        + alarm("AWS/EC2", "NetworkOut", machine, above: "5500000")
        + alarm("AWS/EC2", "NetworkOut", machine, above: "8000000")
        + alarm("AWS/ApplicationELB", "RequestCount", "\(zone) \(front)", above: "100")
        + alarm("AWS/ApplicationELB", "ProcessedBytes", front, above: "5500000")
        + alarm("AWS/ApplicationELB", "HTTPCode_ELB_503_Count", front)
        + alarm("AWS/RDS", "WriteIOPS", shop, above: "8")
        + alarm("AWS/RDS", "ReadIOPS", shop, above: "5")
        + alarm("AWS/ElastiCache", "CacheHits", cache, above: "400")
        + alarm("AWS/ElastiCache", "CurrItems", cache, above: "40")
        + alarm("AWS/ElastiCache", "CurrItems", cache, above: "50"))
    let report = try world.report(.minutes(4))
    #expect(report.lost == 0)
    #expect(
      wentOff(report) == [
        "CacheHits-above-400", "CurrItems-above-40", "NetworkIn-above-700000", "NetworkOut-above-5500000",
        "ProcessedBytes-above-5500000", "RequestCount-above-100", "WriteIOPS-above-8",
      ])
  }
}
