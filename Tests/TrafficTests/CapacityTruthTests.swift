import Cloud
import EventKernel
import Testing
import Traffic

/// Arithmetic of shares and spare capacity, as it comes out of a run. Each test names its fact.
@Suite struct CapacityTruthTests {
  /// Machines by the number in the first and in the second zone behind one load balancer.
  private static func balanced(_ first: Int, _ second: Int, crossZone: Bool, rate: Double) throws
    -> ScriptedWorld
  {
    let machines = (0..<first + second).map { number in
      "M\(number)=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large"
        + " --subnet-id $SUBNET_\(number < first ? "A" : "B") --security-group-ids $SG"
        + " --query 'Instances[0].InstanceId' --output text)\n"
    }.joined()
    let targets = (0..<first + second).map { "Id=$M\($0)" }.joined(separator: " ")
    return try ScriptedWorld(
      rate: rate, timeout: .seconds(60),
      lines: machines + "wait\n" + ScriptedWorld.balancer()
        + "aws elbv2 register-targets --target-group-arn $TG --targets \(targets)\n"
        + "aws elbv2 modify-target-group-attributes --target-group-arn $TG"
        + " --attributes Key=load_balancing.cross_zone.enabled,Value=\(crossZone)\nwait\n")
  }

  /// Facts, ELB 6.2: zone A has 2 targets, zone B 8: 25 % each in A and 6.25 % each in B without cross-zone, 10 % with it.
  @Test(arguments: [(crossZone: false, first: 0.25, second: 0.0625), (true, 0.1, 0.1)])
  func `two targets beside eight get their zone's share or their own`(
    crossZone: Bool, first: Double, second: Double
  ) throws {
    let report = try Self.balanced(2, 8, crossZone: crossZone, rate: 50).report(.minutes(2))
    #expect(report.lost == 0)
    let answered = report.targets.filter { $0.answered > 0 }
    #expect(answered.count == 10)
    for target in answered {
      let share = Double(target.answered) / Double(report.answered)
      let expected = target.zone == ScriptedWorld.zoneA ? first : second
      // Users choose one of the two nodes by chance, of 6,000 one standard deviation is 1.3 % of a node's half.
      #expect(abs(share / expected - 1) < 0.15, "\(target.zone.rawValue) \(share)")
    }
  }

  /// Facts, Regions 1.2: to lose one of n zones at full load needs n/(n−1) of the capacity: 200 % in two zones.
  @Test(arguments: [(machines: 1, survives: false), (2, true)])
  func `two zones outlive one with twice the capacity`(machines: Int, survives: Bool) throws {
    // 90 % of what two machines of two vCPUs can do: 3.6 of 4 vCPUs.
    var world = try Self.balanced(machines, machines, crossZone: true, rate: 18)
    world.change { workload in
      workload.classes[0].cpu = .milliseconds(200)
      workload.populations[0].timeout = .seconds(8)
    }
    let report = try world.report(
      .minutes(6), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA), at: 2, lasting: 4)])
    let minutes = report.minutes.map(\.lost)
    #expect(minutes[0] == 0)
    // Detection, TTL and the queue that built up meanwhile are over in the fifth minute of six.
    #expect((minutes[5] < 20) == survives, "\(minutes)")
  }

  /// Facts, ElastiCache 8: without its cache a database gets 1/(1−hit) times its reads: 95 % hits are 20 times.
  @Test func `a lost cache multiplies the reads of its database by one over the misses`() throws {
    func report(_ settings: String) throws -> Report {
      let world = try ScriptedWorld(
        rate: 20,
        kind: RequestClass(
          name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
          queryCPU: .milliseconds(2), keys: 100),
        lines: ScriptedWorld.database("--storage-type gp3") + ScriptedWorld.cache
          + "DATA=\"DB_HOST=$DB\nDB_POOL=200\(settings)\"\n"
          + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
      return try world.report(.minutes(4))
    }
    let cached = try report("\nCACHE_HOST=$CACHE\nCACHE_TTL=600")
    let bare = try report("")
    let cache = try #require(cached.caches.first)
    let hits = Double(cache.hits) / Double(cache.hits + cache.misses)
    #expect(hits > 0.9)
    let (with, without) = (try #require(cached.databases.first), try #require(bare.databases.first))
    #expect(with.queries == cache.misses && without.queries == bare.offered)
    #expect(cached.offered == bare.offered)
    #expect(abs(Double(without.queries) / Double(with.queries) * (1 - hits) - 1) < 1e-9)
  }

  /// Facts, Auto Scaling 4.6: three points of a minute, boot and warm-up, a first health check: about six minutes from a step
  /// in load to the first work of a new machine, of which three pass before anything is launched.
  @Test func `tracking brings a machine within six minutes of a step, and not before three`() throws {
    let group = """
      aws ec2 create-launch-template --launch-template-name web --launch-template-data "ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=[$SG]"
      aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --launch-template LaunchTemplateName=web --min-size 1 --max-size 4 --vpc-zone-identifier "$SUBNET_A,$SUBNET_B" --target-group-arns $TG
      wait
      aws autoscaling put-scaling-policy --auto-scaling-group-name web --policy-name half --policy-type TargetTrackingScaling --target-tracking-configuration 'PredefinedMetricSpecification={PredefinedMetricType=ASGAverageCPUUtilization},TargetValue=50'
      sleep 900
      wait

      """
    let world = try ScriptedWorld(
      rate: 5, timeout: .seconds(30),
      kind: RequestClass(name: "page", cpu: .milliseconds(100), baseLatency: .milliseconds(10)),
      lines: ScriptedWorld.balancer() + group)
    let report = try world.report(
      .minutes(12), faults: [ScriptedWorld.fault(.loadSurge(factor: 3), at: 5, lasting: 7)])
    #expect(report.targets.count == 2)
    let newcomer = try #require(report.targets.min { $0.answered < $1.answered })
    let first = try #require(newcomer.busy.firstIndex { $0 > .zero })
    #expect((8...11).contains(first), "\(newcomer.busy)")
  }
}
