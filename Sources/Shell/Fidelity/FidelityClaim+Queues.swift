import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// How long requests wait for vCPUs, against the theory of queues.
  static let queues: [FidelityClaim] = [
    // 1 ÷ (μ − λ).
    FidelityClaim(
      "mm1", .near(20, within: 0.05), .milliseconds, .theory, source: "M/M/1", minutes: 30,
      measure: { (bench) throws(FidelityFailure) in
        try sojourn(bench, "t2.micro", rate: 50, .exponential)
      }),
    // 1 ÷ (μ (1 − ρ²)).
    FidelityClaim(
      "mm2", .near(10 / 0.51, within: 0.05), .milliseconds, .theory, source: "M/M/2 (Erlang C)", minutes: 30,
      measure: { (bench) throws(FidelityFailure) in
        try sojourn(bench, "m5.large", rate: 140, .exponential)
      }),
    // The wait is half of that of M/M/1 (Pollaczek and Khinchine).
    FidelityClaim(
      "md1", .near(15, within: 0.05), .milliseconds, .theory, source: "M/D/1 (Pollaczek–Khinchine)",
      minutes: 30,
      measure: { (bench) throws(FidelityFailure) in
        try sojourn(bench, "t2.micro", rate: 50, .constant)
      }),
  ]

  /// The mean time at an instance whose requests take 10 ms in the mean, travel taken off.
  private static func sojourn(
    _ bench: FidelityBench, _ type: String, rate: Double, _ variation: RequestClass.Variation
  ) throws(FidelityFailure) -> Double {
    let kind = RequestClass(name: "work", cpu: .milliseconds(10), variation: variation)
    let workspace = try bench.workspace(
      app: AppProfile(memoryGiB: 0.5, backlog: 1_000_000, workers: 1), rate: rate, kind: kind,
      timeout: .seconds(1_000),
      lines: FidelityLines.instance(type: type) + "wait\n" + FidelityLines.direct)
    let experiment = Experiment(id: "fidelity", duration: .minutes(2))
    let reports = try bench.reports(of: experiment, weathers: 10, in: workspace)
    var all = Histogram()
    for report in reports { all.merge(report.latency) }
    return all.mean.inMilliseconds - (try travel(bench))
  }

  /// How long a request and its answer travel between Seoul and an instance there, in milliseconds.
  static func travel(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    // Seldom requests never wait for one another.
    let workspace = try bench.workspace(
      rate: 0.1, kind: RequestClass(name: "work", cpu: .milliseconds(1)),
      lines: FidelityLines.instance() + "wait\n" + FidelityLines.direct)
    let experiment = Experiment(id: "fidelity", duration: .minutes(10))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let report = reports.first, report.answered > 0 else {
      throw .nothingHappened("application-serving")
    }
    let lookups = report.classes.reduce(Duration.zero) { $0 + $1.parts[.dns] }
    return report.latency.mean.inMilliseconds - lookups.inMilliseconds / Double(report.answered) - 1
  }
}
