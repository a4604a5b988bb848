import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// What machines and groups of them do by themselves.
  static let machines: [FidelityClaim] = [
    // 30 launch credits; 60 an hour are spent and 6 earned.
    FidelityClaim(
      "t2-credits", .near(30 / 0.9, within: 0.05), .minutes, .arithmetic,
      source: "EC2: burstable-performance-instances-standard-mode-concepts", date: "2026-09", minutes: 40,
      measure: launchCredits),
    FidelityClaim(
      "gp2-burst", .near(33, within: 0.05), .minutes, .arithmetic, source: "EBS: general-purpose",
      date: "2023-06", minutes: 40, measure: volumeBurst),
    FidelityClaim(
      "spot-notice", .near(120, within: 0.01), .seconds, .documented,
      source: "EC2: spot-instance-termination-notices", date: "2023-06", measure: spotNotice),
    // An alarm that is looked at each minute sees the end of the cooldown up to a minute later.
    FidelityClaim(
      "simple-cooldown", .between(300...360), .seconds, .documented,
      source: "Auto Scaling: ec2-auto-scaling-scaling-cooldowns", date: "2023-06", measure: cooldown),
  ]

  /// How many minutes at full speed a busy t2.micro has until its credits are gone.
  private static func launchCredits(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let workspace = try bench.workspace(
      rate: 55, kind: RequestClass(name: "work", cpu: .milliseconds(20)),
      lines: FidelityLines.instance(type: "t2.micro") + "wait\n" + FidelityLines.direct)
    let experiment = Experiment(id: "fidelity", duration: .minutes(40))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let busy = reports.first?.targets.first?.busy else { throw .nothingHappened("instance-running") }
    // The first minute of the run may be a part of one.
    let fast = busy.enumerated().prefix { $0.offset == 0 || $0.element >= .seconds(30) }
    guard fast.count < busy.count else { throw .nothingHappened("credits-exhausted") }
    return fast.reduce(0) { $0 + $1.element.inSeconds } / 60
  }

  /// How many minutes the storage of a database works at 3,000 operations a second, with more asked of it at any time.
  private static func volumeBurst(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let operations = 1_000
    let workspace = try bench.workspace(
      rate: 6,
      kind: RequestClass(
        name: "work", cpu: .milliseconds(1), reads: 1, queryCPU: .milliseconds(1),
        queryOperations: operations),
      lines: FidelityLines.asked(by: 5, gib: 100, "--storage-type gp2"))
    let experiment = Experiment(id: "fidelity", duration: .minutes(40))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let minutes = reports.first?.minutes else { throw .nothingHappened("database-created") }
    let full = 3_000.0 * 60 / Double(operations)
    let answered = minutes.map { Double($0.offered - $0.lost) }
    let fast = answered.prefix { $0 > full / 2 }
    guard fast.count < answered.count else { throw .nothingHappened("credits-exhausted") }
    return fast.reduce(0, +) / full
  }

  private static func spotNotice(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var world = try bench.workspace(
      lines: """
        WEB=$(aws ec2 run-instances --image-id $IMAGE --instance-type c5.large --subnet-id $SUBNET_A --security-group-ids $SG --instance-market-options MarketType=spot --query 'Instances[0].InstanceId' --output text)
        wait

        """
    ).world
    world.inject(
      .spotReclaim(type: "c5.large", zone: FidelityBench.zone), at: world.now, lasting: .minutes(10))
    world.advance(to: world.now + .minutes(5))
    return try world.seconds(from: "spot-notice", to: "spot-interrupted")
  }

  /// From an instance in service to the next change by a simple policy whose alarm stays on.
  private static func cooldown(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let world = try bench.workspace(
      lines: """
        aws ec2 create-launch-template --launch-template-name fleet --launch-template-data "ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=$SG"
        aws autoscaling create-auto-scaling-group --auto-scaling-group-name fleet --launch-template LaunchTemplateName=fleet --min-size 1 --max-size 9 --desired-capacity 1 --vpc-zone-identifier $SUBNET_A
        sleep 60
        POLICY=$(aws autoscaling put-scaling-policy --auto-scaling-group-name fleet --policy-name one --adjustment-type ChangeInCapacity --scaling-adjustment 1 --query PolicyARN --output text)
        aws cloudwatch put-metric-alarm --alarm-name busy --namespace Shop --metric-name Queue --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions $POLICY
        sleep 600

        """
    ).world
    let entries = world.occurrences.entries
    let changes = entries.indices.filter { entries[$0].code == "group-capacity-changes" }
    guard changes.count >= 2 else { throw .nothingHappened("group-capacity-changes") }
    let between = entries[changes[0]..<changes[1]]
    guard let served = between.first(where: { $0.code == "group-instance-in-service" }) else {
      throw .nothingHappened("group-instance-in-service")
    }
    return (entries[changes[1]].at - served.at).inSeconds
  }
}
