import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// How long failures go unnoticed with the defaults of health checks.
  static let health: [FidelityClaim] = [
    FidelityClaim(
      "alb-hanging-target", .near(65, within: 0.01), .seconds, .arithmetic,
      source: "ELB: target-group-health-checks", date: "2026-09", measure: hangingTarget),
    FidelityClaim(
      "alb-refusing-target", .near(60, within: 0.01), .seconds, .arithmetic,
      source: "ELB: target-group-health-checks", date: "2026-09", measure: refusingTarget),
    FidelityClaim(
      "dns-failover", .between(120...150), .seconds, .arithmetic,
      source: "Route 53: dns-failover-determining-health-of-endpoints", date: "2023-06", minutes: 100,
      measure: dnsFailover),
    FidelityClaim(
      "deregistration-delay", .near(300, within: 0.01), .seconds, .documented,
      source: "ELB: edit-target-group-attributes", date: "2026-09", measure: drainedTarget),
  ]

  /// A target whose host fails answers nothing: two checks and a timeout at worst.
  private static func hangingTarget(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let workspace = try bench.workspace(lines: FidelityLines.target)
    return try bench.longest(over: .seconds(30), in: workspace) { (copy) throws(FidelityFailure) in
      var world = copy.world
      world.inject(
        .hostFailure(world.ec2.instances.rows.map(\.id)), at: world.now, lasting: .minutes(10))
      world.advance(to: world.now + .seconds(80))
      return try world.seconds(from: "host-failed", to: "target-unhealthy-timeout")
    }
  }

  /// A target that reboots refuses: two checks at worst.
  private static func refusingTarget(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let workspace = try bench.workspace(lines: FidelityLines.target)
    return try bench.longest(over: .seconds(30), in: workspace) { (copy) throws(FidelityFailure) in
      try bench.run("aws ec2 reboot-instances --instance-ids $WEB\n", in: &copy)
      copy.advance(by: .seconds(80))
      return try copy.world.seconds(from: "instance-rebooting", to: "target-unhealthy-refused")
    }
  }

  /// The last request lost after a primary has lost power: three checks of 30 s, then a TTL of 60 s.
  private static func dnsFailover(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let lines =
      FidelityLines.instance() + FidelityLines.instance("OTHER", subnet: "SUBNET_B") + "wait\n"
      + FidelityLines.address("IP", of: "WEB") + FidelityLines.address("OTHER_IP", of: "OTHER") + """
        HC=$(aws route53 create-health-check --caller-reference a --health-check-config Type=HTTP,IPAddress=$IP,Port=80,ResourcePath=/,RequestInterval=30,FailureThreshold=3 --query HealthCheck.Id --output text)
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=60,SetIdentifier=a,Failover=PRIMARY,HealthCheckId=$HC,ResourceRecords=[{Value=$IP}]}},{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=60,SetIdentifier=b,Failover=SECONDARY,ResourceRecords=[{Value=$OTHER_IP}]}}]"
        wait

        """
    let kind = RequestClass(name: "page", cpu: .milliseconds(5))
    let workspace = try bench.workspace(rate: 20, kind: kind, lines: lines)
    // The fault begins at any moment between two checks.
    let fault = Experiment.PlannedFault(
      .zonePower(FidelityBench.zone), earliest: .seconds(60), latest: .seconds(90), lasting: .minutes(5))
    let experiment = Experiment(id: "fidelity", duration: .minutes(5), faults: [fault])
    let reports = try bench.reports(of: experiment, weathers: 20, in: workspace)
    let last = reports.compactMap { report -> Double? in
      guard let fault = report.faults.first else { return nil }
      let lost = report.causes.filter { $0.lost > 0 }.map(\.last).max()
      return lost.map { ($0 - fault.start).inSeconds }
    }
    guard let longest = last.max() else { throw .nothingHappened("zone-power-lost") }
    return longest
  }

  /// From a deregistration until the target is no longer in its group.
  private static func drainedTarget(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var workspace = try bench.workspace(lines: FidelityLines.target)
    try bench.run("aws elbv2 deregister-targets --target-group-arn $TG --targets Id=$WEB\n", in: &workspace)
    var world = workspace.world
    guard let begun = world.occurrences.entries.last(where: { $0.code == "target-draining" })?.at else {
      throw .nothingHappened("target-draining")
    }
    let limit = begun + .hours(1)
    while world.loadBalancing.targetGroups.rows.contains(where: { !$0.targets.isEmpty }) {
      guard world.step(upTo: limit) != nil else { throw .nothingHappened("target-drained") }
    }
    return (world.now - begun).inSeconds
  }
}
