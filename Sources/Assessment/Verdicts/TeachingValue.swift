import Cloud
import Course
package import Traffic

/// A number of the simulated cloud that was chosen for teaching, as AWS promises none (facts: TEACH).
package enum TeachingValue: String, CaseIterable, Sendable {
  /// From a launch to an application that serves.
  case instanceBoot = "instance-boot"
  /// From the loss of a load balancer's node to a DNS answer without it.
  case nodeLeavesDNS = "node-leaves-dns"
  /// From the loss of a database's primary to its standby's taking over.
  case databaseFailover = "database-failover"
  /// From power to a database that takes connections again.
  case databaseRecovery = "database-recovery"
  /// From the loss of a cache's primary to its replica's taking over.
  case cacheFailover = "cache-failover"
  /// How far a replica is behind that keeps up.
  case replicaLag = "replica-lag"
  /// How many commands and bytes a cache does in a second.
  case cacheSpeed = "cache-speed"
  /// What the network adds to the time of an answer.
  case network
  /// How long a type's network is faster than its baseline.
  case networkCredits = "network-credits"
  /// How long the month of a monthly cost is.
  case month

  /// The values by which requests are lost for longer or shorter.
  private static let byCause: [CauseCode: TeachingValue] = [
    .applicationStarting: .instanceBoot, .balancerNodeDown: .nodeLeavesDNS,
    .failoverInProgress: .databaseFailover, .databaseDown: .databaseRecovery, .replicaLag: .replicaLag,
    .cacheOverloaded: .cacheSpeed, .networkOverloaded: .networkCredits, .slowerThanClientWaits: .network,
  ]
  /// The values that decide when what is told begins to help.
  private static let byOccurrence: [String: TeachingValue] = [
    "group-launches": .instanceBoot, "instance-recovered": .instanceBoot,
    "database-failover-started": .databaseFailover,
    "database-failover-asked": .databaseFailover, "cache-failover-started": .cacheFailover,
  ]

  /// The values that lost requests of a run, or the time until it was good again, depend on.
  ///
  /// Linear in the length of the report's timeline.
  package static func decisive(in report: Report) -> Set<TeachingValue> {
    let lost = Set(report.causes.filter { $0.lost > 0 }.compactMap { byCause[$0.code] })
    guard !report.faults.isEmpty else { return lost }
    return lost.union(report.timeline.compactMap { byOccurrence[$0.occurrence.code] })
  }
}

extension Verdict {
  /// The teaching values that the checks that count rest on, in a fixed order.
  package var teachingValues: [TeachingValue] {
    let values = checks.filter(\.counts).reduce(into: Set<TeachingValue>()) { values, result in
      values.formUnion(teachingValues(of: result))
    }
    return TeachingValue.allCases.filter { values.contains($0) }
  }

  /// Those that one check rests on, in a fixed order.
  package func teachingValues(of result: CheckResult) -> [TeachingValue] {
    var values: Set<TeachingValue> = []
    switch result.check.unit {
    case .milliseconds: values.insert(.network)
    case .usd: values.insert(.month)
    case .requests, .seconds, .count, .ratio:
      if let worst = result.worst, worst < reports.count {
        values = TeachingValue.decisive(in: reports[worst])
      }
    }
    return TeachingValue.allCases.filter { values.contains($0) }
  }
}
