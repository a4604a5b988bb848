import Cloud
import EventKernel

extension FidelityClaim {
  /// How managed databases and caches come through the loss of a zone.
  static let managed: [FidelityClaim] = [
    FidelityClaim(
      "rds-failover", .between(60...120), .seconds, .documented,
      source: "RDS: Concepts.MultiAZSingleStandby", date: "2023-06", measure: databaseFailover)
  ]

  /// Values that were chosen for teaching; the source is where AWS says that it promises none.
  static let teaching: [FidelityClaim] = [
    FidelityClaim(
      "instance-boot", .near(100, within: 0.02), .seconds, .teaching, source: "EC2: ec2-instance-lifecycle",
      date: "2023-06", measure: boot),
    FidelityClaim(
      "alb-provisioning", .near(130, within: 0.02), .seconds, .teaching,
      source: "ELB: create-application-load-balancer", date: "2023-06", measure: provisioning),
    FidelityClaim(
      "node-leaves-dns", .near(30, within: 0.05), .seconds, .teaching,
      source: "ELB: how-elastic-load-balancing-works", date: "2023-06", measure: deadNode),
    FidelityClaim(
      "database-failover", .near(90, within: 0.02), .seconds, .teaching,
      source: "RDS: Concepts.MultiAZSingleStandby", date: "2023-06", measure: databaseFailover),
    FidelityClaim(
      "database-recovery", .near(60, within: 0.02), .seconds, .teaching, source: "RDS: CHAP_BestPractices",
      date: "2023-06", measure: databaseRecovery),
    FidelityClaim(
      "cache-failover", .between(15...60), .seconds, .teaching, source: "ElastiCache: AutoFailover",
      date: "2026-09", measure: cacheFailover),
    FidelityClaim(
      "network", .near(10, within: 0.05), .milliseconds, .teaching, source: "facts/latency.tsv",
      date: "2026-09", minutes: 10,
      measure: travel),
    FidelityClaim(
      "network-credits", .near(300, within: 0.05), .seconds, .teaching,
      source: "EC2: ec2-instance-network-bandwidth", date: "2023-06", minutes: 12, measure: networkCredits),
    FidelityClaim(
      "month", .near(730, within: 0.001), .hours, .teaching, source: "AWS Pricing Calculator",
      date: "2026-09",
      measure: month),
  ]

  private static func databaseFailover(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var world = try bench.workspace(lines: FidelityLines.database("--multi-az")).world
    guard let zone = world.rds.instances.rows.first?.zone else { throw .nothingHappened("database-created") }
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(30))
    world.advance(to: world.now + .minutes(10))
    return try world.seconds(from: "database-lost-power", to: "database-failover-done")
  }

  private static func databaseRecovery(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var world = try bench.workspace(lines: FidelityLines.database("--no-multi-az")).world
    guard let zone = world.rds.instances.rows.first?.zone else { throw .nothingHappened("database-created") }
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(5))
    world.advance(to: world.now + .minutes(20))
    return try world.seconds(from: "database-recovering", to: "database-restarted")
  }

  private static func cacheFailover(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var world = try bench.workspace(
      lines: """
        aws elasticache create-cache-subnet-group --cache-subnet-group-name c --cache-subnet-group-description c --subnet-ids $SUBNET_A $SUBNET_B
        aws elasticache create-replication-group --replication-group-id c --replication-group-description c --engine redis --cache-node-type cache.t3.medium --num-cache-clusters 2 --automatic-failover-enabled --multi-az-enabled --cache-subnet-group-name c
        wait

        """
    ).world
    guard let cache = world.elastiCache.replicationGroups.rows.first,
      cache.nodes.indices.contains(cache.primary)
    else { throw .nothingHappened("cache-created") }
    world.inject(.zonePower(cache.nodes[cache.primary].zone), at: world.now, lasting: .minutes(10))
    world.advance(to: world.now + .minutes(5))
    return try world.seconds(from: "cache-primary-lost", to: "cache-failover-done")
  }

  /// From a launch to an application that takes a minute to warm up.
  private static func boot(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    try bench.workspace(lines: FidelityLines.instance() + "wait\n").world
      .seconds(from: "instance-launched", to: "application-serving")
  }

  private static func provisioning(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var workspace = try bench.workspace(lines: "")
    let begun = workspace.world.now
    try bench.run(FidelityLines.balancer + "wait\n", in: &workspace)
    let active = workspace.world.occurrences.entries.last { $0.code == "load-balancer-active" }
    guard let active else { throw .nothingHappened("load-balancer-active") }
    // The call for the target group takes a second before.
    return (active.at - begun).inSeconds - 1
  }

  /// From the loss of a zone to an answer for the load balancer's name without the node there.
  private static func deadNode(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    var world = try bench.workspace(lines: FidelityLines.target + FidelityLines.alias).world
    func addresses() -> Int {
      let answer = world.resolve(host: FidelityBench.host, from: FidelityBench.city)
      return Set(answer.alternatives.flatMap(\.addresses).map(\.description)).count
    }
    guard addresses() == 2 else { throw .nothingHappened("load-balancer-active") }
    let begun = world.now
    world.inject(.zonePower(FidelityBench.zone), at: begun, lasting: .minutes(10))
    while addresses() == 2 {
      guard world.now < begun + .minutes(5) else { throw .nothingHappened("zone-power-lost") }
      world.advance(to: world.now + .milliseconds(250))
    }
    return (world.now - begun).inSeconds
  }

  private static func month(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let world = try bench.workspace(lines: FidelityLines.instance() + "wait\n").world
    guard let item = world.monthlyCost(traffic: nil).items.first(where: { $0.code == "instance" }) else {
      throw .nothingHappened("instance-running")
    }
    return item.quantity
  }
}
