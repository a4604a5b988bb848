import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// What edge locations of CloudFront keep, for how long, and how long they wait for an origin.
  static let edges: [FidelityClaim] = [
    FidelityClaim(
      "edge-first-fetch", .near(1, within: 0.01), .times, .documented,
      source: "CloudFront: HowCloudFrontWorks", date: "2023-06", minutes: 10, measure: firstFetch),
    FidelityClaim(
      "edge-collapse", .near(1, within: 0.01), .times, .documented,
      source: "CloudFront: RequestAndResponseBehaviorCustomOrigin", date: "2023-06", minutes: 1,
      measure: collapse),
    FidelityClaim(
      "edge-ttl-default", .near(24, within: 0.01), .hours, .documented, source: "CloudFront: Expiration",
      date: "2023-06", minutes: 1_500, measure: standardLifetime),
    FidelityClaim(
      "edge-ttl-minimum", .near(60, within: 0.02), .minutes, .documented, source: "CloudFront: Expiration",
      date: "2023-06", minutes: 70, measure: leastLifetime),
    FidelityClaim(
      "edge-ttl-maximum", .near(60, within: 0.02), .minutes, .documented, source: "CloudFront: Expiration",
      date: "2023-06", minutes: 70, measure: mostLifetime),
    FidelityClaim(
      "edge-error-ttl", .near(10, within: 0.05), .seconds, .documented, source: "CloudFront: HTTPStatusCodes",
      date: "2026-09", minutes: 10, measure: errorLifetime),
    FidelityClaim(
      "edge-failover", .near(2, within: 0.01), .times, .documented,
      source: "CloudFront: high_availability_origin_failover", date: "2026-09", minutes: 5,
      measure: originsAsked),
    FidelityClaim(
      "edge-connect", .near(30, within: 0.02), .seconds, .documented,
      source: "CloudFront: DownloadDistValuesOrigin", date: "2026-09", minutes: 5,
      measure: { (bench) throws(FidelityFailure) in
        try unconnected(bench, FidelityLines.origin())
      }),
    // Two attempts of ten seconds each.
    FidelityClaim(
      "edge-connect-attempts", .near(20, within: 0.02), .seconds, .arithmetic,
      source: "CloudFront: DownloadDistValuesOrigin", date: "2026-09", minutes: 5,
      measure: { (bench) throws(FidelityFailure) in
        try unconnected(
          bench, FidelityLines.origin(more: #","ConnectionAttempts":2,"ConnectionTimeout":10"#))
      }),
    FidelityClaim(
      "edge-answer", .near(30, within: 0.02), .seconds, .documented,
      source: "CloudFront: cloudfront-limits", date: "2026-09", minutes: 5, measure: unanswered),
  ]

  // MARK: Copies

  /// Pages that take an origin so long that a minute in which one was fetched tells itself from all others.
  private static let slowPage = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .seconds(2), responseBytes: 10_000)

  /// How often a page is fetched that a thousand requests ask for.
  private static func firstFetch(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let edge = try edge(
      try report(
        bench, rate: 2, minutes: 10,
        FidelityLines.server()
          + FidelityLines.distribution([FidelityLines.origin()], policy: FidelityLines.keepsADay) + "wait\n"))
    guard edge.hits > 0 else { throw .nothingHappened("edge-hit") }
    return Double(edge.fetches)
  }

  /// How often a page is fetched that a hundred clients ask for while it is.
  private static func collapse(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let edge = try edge(
      try report(
        bench, rate: 50, minutes: 1,
        FidelityLines.server()
          + FidelityLines.distribution([FidelityLines.origin()], policy: FidelityLines.keepsADay) + "wait\n"))
    guard edge.collapsed > 50 else { throw .nothingHappened("edge-joins") }
    return Double(edge.fetches)
  }

  /// Hours from one fetch of a page that says nothing of its lifetime to the next, by AWS's own policy.
  private static func standardLifetime(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    try lifetime(
      bench, rate: 0.02, minutes: 1_500,
      FidelityLines.server()
        + FidelityLines.distribution([FidelityLines.origin()], policy: FidelityLines.keepsADay)) / 60
  }

  /// Minutes for which a page is kept that is not to be, by a policy with a minimum.
  private static func leastLifetime(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    try lifetime(
      bench, rate: 0.1, minutes: 70,
      FidelityLines.server("CACHE_CONTROL=no-store")
        + FidelityLines.policy(minimum: 3_600, standard: 86_400, maximum: 31_536_000)
        + FidelityLines.distribution([FidelityLines.origin()], policy: "'$POLICY'"))
  }

  /// Minutes for which a page is kept that wants to be for a day, by a policy with a maximum.
  private static func mostLifetime(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    try lifetime(
      bench, rate: 0.1, minutes: 70,
      FidelityLines.server("CACHE_CONTROL=max-age=86400")
        + FidelityLines.policy(minimum: 0, standard: 60, maximum: 3_600)
        + FidelityLines.distribution([FidelityLines.origin()], policy: "'$POLICY'"))
  }

  /// Minutes from the first fetch of the page to the second.
  private static func lifetime(
    _ bench: FidelityBench, rate: Double, minutes: Int, _ lines: String
  ) throws(FidelityFailure) -> Double {
    let report = try report(bench, rate: rate, minutes: minutes, lines + "wait\n")
    let slow = report.minutes.indices.filter { report.minutes[$0].latency > .seconds(1) }
    // Requests that wait for a fetch of another may have come in the minute after it began.
    let begun = slow.filter { !slow.contains($0 - 1) }
    guard begun.count > 1, try edge(report).fetches == begun.count else {
      throw .nothingHappened("edge-fetches")
    }
    return Double(begun[1] - begun[0])
  }

  /// Seconds from one question to an origin that always fails to the next.
  private static func errorLifetime(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let lines =
      FidelityLines.balancer + "wait\n" + FidelityLines.balancerName
      + FidelityLines.distribution([FidelityLines.origin("LB_NAME")], policy: FidelityLines.keepsADay)
      + "wait\n"
    let report = try report(bench, rate: 5, minutes: 10, lines)
    let fetches = try edge(report).fetches
    guard report.lost == report.offered, fetches > 0 else { throw .nothingHappened("no-registered-target") }
    return 600 / Double(fetches)
  }

  // MARK: Origins that fail

  /// How many origins a request asks whose first one is down.
  private static func originsAsked(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let lines =
      FidelityLines.failover(FidelityLines.origin(), after: 502)
      + "aws ec2 stop-instances --instance-ids $WEB\nwait\n"
    let report = try report(bench, rate: 1, minutes: 5, lines)
    guard report.answered > 0, report.lost == 0 else { throw .nothingHappened("edge-fails-over") }
    return Double(try edge(report).fetches) / Double(report.offered)
  }

  /// Seconds to the answer of a second origin where nothing answers a connection to the first.
  private static func unconnected(_ bench: FidelityBench, _ origin: String) throws(FidelityFailure) -> Double
  {
    let lines =
      FidelityLines.failover(origin, after: 503)
      + "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n"
    return try answerOfSecond(bench, lines)
  }

  /// Seconds to the answer of a second origin where the first one takes a minute.
  private static func unanswered(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    try answerOfSecond(
      bench, kind: RequestClass(name: "page", cpu: .milliseconds(5), baseLatency: .seconds(60)),
      FidelityLines.failover(FidelityLines.origin(), after: 504))
  }

  private static func answerOfSecond(
    _ bench: FidelityBench, kind: RequestClass = slowPage, _ lines: String
  ) throws(FidelityFailure) -> Double {
    let report = try report(bench, rate: 0.1, minutes: 5, kind: kind, lines)
    guard report.answered > 0 else { throw .nothingHappened("edge-fails-over") }
    return report.latency.mean.inSeconds
  }

  // MARK: Runs

  /// The report of users who wait for up to two minutes.
  private static func report(
    _ bench: FidelityBench, rate: Double, minutes: Int, kind: RequestClass = slowPage, _ lines: String
  ) throws(FidelityFailure) -> Report {
    let workspace = try bench.workspace(rate: rate, kind: kind, timeout: .minutes(2), lines: lines)
    let experiment = Experiment(id: "fidelity", duration: .minutes(minutes))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let report = reports.first, report.offered > 0 else { throw .nothingHappened("edge-fetches") }
    return report
  }

  private static func edge(_ report: Report) throws(FidelityFailure) -> Report.EdgeReport {
    guard let edge = report.edges.first else { throw .nothingHappened("edge-fetches") }
    return edge
  }
}
