package import CloudAPI

/// The trees that checks, tasks and hints query (docs/lab-format.md): what has no place in them is a mistake of the author.
package enum QueryTree {
  /// The report of an experiment.
  package static let report = ValueShape.object(
    scalars(
      "experiment engine zone seconds offered answered lost attempts availability tolerance writesLost staleReads"
    )
    .adding([
      "latency": latency, "steadyLatency": latency,
      "causes": list("code resource lost attempts first last"),
      "classes": .list(
        .object(
          scalars("name offered answered lost slow").adding([
            "latency": latency, "parts": .object(scalars("dns network queue service storage retries")),
          ]))),
      "slow": list("part resource answers"),
      "faults": list("code resource start end lost goodAgain recovered"),
      "targets": .list(
        .object(
          scalars("instance zone answered").adding(["utilisation": .list(.scalar), "latency": latency]))),
      "databases": list("identifier queries mostConnections utilisation writes writesLost staleReads"),
      "caches": list("identifier hits misses hitRatio"), "minutes": list("offered lost p50 p95 p99"),
      "edges": list("distribution requests hits misses hitRatio fetches stale errors4xx errors5xx bytes"),
      "jobs": list(
        "queue count done late delay interrupted workLost repeated saving given finished deadline cost costPerJob"
      ),
    ]))

  /// The bill.
  package static let bill = ValueShape.object([
    "monthly": .scalar, "items": list("service code resource usd"),
  ])

  /// The world.
  package static let world = ValueShape.object([
    "now": .scalar, "instances": list("id type zone state serving group"),
    "loadBalancers": .list(.object(scalars("name state").adding(["zones": .list(.scalar)]))),
    "targetGroups": list("name targets healthy unused detection interval unhealthyThreshold path"),
    "autoScalingGroups": list("name desired members"), "databases": list("id status multiAZ zone"),
    "caches": list("id status"), "zones": .list(.scalar), "records": list("name type leadsToLoadBalancer"),
    "dnsHealthChecks": list("id healthy detection"), "pending": list("code resource"),
  ])

  /// A verdict with its world, as the conditions of hints read it.
  package static let verdict = ValueShape.object([
    "world": world, "causes": list("code resource count"),
    "checks": .list(
      .object(
        scalars("id passed counts points value threshold").adding([
          "causes": list("code resource count")
        ]))),
  ])

  private static let latency = ValueShape.object(scalars("mean p50 p90 p95 p99 p999 max"))

  private static func scalars(_ names: String) -> [String: ValueShape] {
    Dictionary(
      names.split(separator: " ").map { (String($0), .scalar) }, uniquingKeysWith: { first, _ in first })
  }

  private static func list(_ names: String) -> ValueShape { .list(.object(scalars(names))) }
}

extension [String: ValueShape] {
  fileprivate func adding(_ others: [String: ValueShape]) -> [String: ValueShape] {
    merging(others) { first, _ in first }
  }
}

extension Check.Scope {
  /// The tree that a measure of this scope queries.
  package var tree: ValueShape {
    switch self {
    case .experiment: QueryTree.report
    case .cost: QueryTree.bill
    case .world: QueryTree.world
    }
  }
}
