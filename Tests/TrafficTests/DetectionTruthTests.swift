import Cloud
import EventKernel
import Testing
import Traffic

/// How long it takes until a failure is noticed, a burst ends, a group has grown, through requests. Each test names its fact.
@Suite struct DetectionTruthTests {
  private typealias Script = ScriptedWorld

  /// A load balancer with the defaults of health checks before a machine in each of two zones.
  private static let pair =
    Script.instance()
      + """
      OTHER=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_B --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
      wait

      """ + Script.balancer()
    + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$OTHER\nwait\n"

  /// Facts, ELB 6.3: with the defaults a target that hangs is found within 2 × 30 + 5 = 65 s, one that refuses within 60 s.
  @Test func `a refusing target is left within 60 seconds, a hanging one within 65`() throws {
    let world = try ScriptedWorld(rate: 10, lines: Self.pair)
    func seconds(_ kind: FaultKind, _ causes: Set<CauseCode>, weather: UInt64) throws -> Double {
      let fault = Experiment.PlannedFault(
        Fault(kind, names: [Script.zoneA.rawValue]), earliest: .seconds(20), latest: .seconds(50),
        lasting: .minutes(2))
      let report = try world.report(.seconds(130), faults: [fault], weather: weather)
      let start = try #require(report.faults.first).start
      let last = try #require(
        report.causes.filter { causes.contains($0.code) && $0.attempts > 0 }.map(\.last).max())
      return (last - start).inSeconds
    }
    var longest = (refusing: 0.0, hanging: 0.0)
    for weather in 1...5 as ClosedRange<UInt64> {
      let refusing = try seconds(.rebootInstances, [.applicationStarting], weather: weather)
      let hanging = try seconds(.hostFailure, [.instanceDown], weather: weather)
      #expect((25.0...60.0).contains(refusing), "\(refusing) s")
      #expect((30.0...65.0).contains(hanging), "\(hanging) s")
      // The same moment between the same checks: what hangs costs the timeout of five seconds.
      #expect((3.5...6.5).contains(hanging - refusing), "\(hanging) − \(refusing)")
      longest = (max(longest.refusing, refusing), max(longest.hanging, hanging))
    }
    #expect(longest.refusing > 40 && longest.hanging > 45, "\(longest)")
  }

  /// Facts, EC2 2.5: a t2.micro at 100 % burns 60 credits an hour and earns 6: its 30 launch credits last 33 minutes.
  @Test func `30 launch credits carry a full t2 micro for 33 minutes`() throws {
    var scripted = try ScriptedWorld(
      rate: 2, timeout: .seconds(9), kind: RequestClass(name: "work", cpu: .seconds(1)), lines: "")
    var world = scripted.world
    // Few wait, so that little is begun at full speed when the credits end.
    let image = world.registerImage(
      named: "small", architecture: "x86_64", app: AppProfile(memoryGiB: 0.5, backlog: 4, workers: 1),
      in: Script.region)
    scripted.replace(world: world)
    try scripted.run("IMAGE=\(image)\n" + Script.instance(type: "t2.micro") + "wait\n" + Script.direct)
    let report = try scripted.report(.minutes(40))
    let busy = try #require(report.targets.first?.busy)
    // The first minute of the run may be a part of one.
    let fast = busy.enumerated().prefix { $0.offset == 0 || $0.element >= .seconds(30) }
    let minutes = fast.reduce(0) { $0 + $1.element.inSeconds } / 60
    #expect((32.0...35.0).contains(minutes), "\(minutes) minutes")
    #expect(report.causes.contains { $0.code == .cpuCreditsExhausted && $0.lost > 0 })
  }

  /// Facts, Auto Scaling 4.6: steps of 0, 10 and 30 % at 0, 10 and 20 over a threshold of 50, a group of ten: 60 makes 11;
  /// then 70, while the eleventh still warms up, makes 13 and not 14.
  @Test func `requests that keep ten machines busy for 65, then 82 % make 11, then 13`() throws {
    var world = try ScriptedWorld(
      rate: 0, kind: RequestClass(name: "work", cpu: .milliseconds(500)),
      lines: Script.balancer() + """
        aws ec2 create-launch-template --launch-template-name fleet --launch-template-data "ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=[$SG]"
        aws autoscaling create-auto-scaling-group --auto-scaling-group-name fleet --launch-template LaunchTemplateName=fleet --min-size 10 --max-size 20 --desired-capacity 10 --vpc-zone-identifier "$SUBNET_A,$SUBNET_B" --target-group-arns $TG
        wait
        sleep 900
        POLICY=$(aws autoscaling put-scaling-policy --auto-scaling-group-name fleet --policy-name steps --policy-type StepScaling --adjustment-type PercentChangeInCapacity --estimated-instance-warmup 600 --step-adjustments MetricIntervalLowerBound=0,MetricIntervalUpperBound=10,ScalingAdjustment=0 MetricIntervalLowerBound=10,MetricIntervalUpperBound=20,ScalingAdjustment=10 MetricIntervalLowerBound=20,ScalingAdjustment=30 --query PolicyARN --output text)
        aws cloudwatch put-metric-alarm --alarm-name busy --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=AutoScalingGroupName,Value=fleet --statistic Average --period 60 --evaluation-periods 1 --threshold 50 --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions $POLICY

        """)
    // Twenty vCPUs do forty such requests a second; even the eleventh leaves more than 70 % to the ten.
    world.change {
      $0.populations[0].rate = RateProfile(points: [
        RateProfile.Point(at: .zero, perSecond: 26), RateProfile.Point(at: .seconds(150), perSecond: 26),
        RateProfile.Point(at: .seconds(150), perSecond: 33),
        RateProfile.Point(at: .seconds(330), perSecond: 33),
      ])
    }
    let report = try world.report(.seconds(330))
    let capacities = report.timeline.map(\.occurrence).filter { $0.code == "group-capacity-changes" }
      .map { $0.details.last }
    #expect(capacities == ["11", "13"])
  }
}
