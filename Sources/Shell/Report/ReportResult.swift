import Assessment
import Cloud
import CloudAPI
import EventKernel
import Traffic

/// A report as scripts read it (docs/report-schema.md).
struct ReportResult: Encodable {
  /// Something that happened in the world during the run.
  struct Entry: Encodable {
    /// Seconds since the run began.
    let at: Double
    let code: String
    let resource: String
    let details: [String]
  }

  /// Whether the run was in the learner's own world, and not on a copy.
  let live: Bool
  /// The number of the engine that made the report.
  let engine: Int
  /// SHA-256 of the report's canonical encoding.
  let digest: String
  let report: Value
  let faults: [FaultStory]
  /// Faults that were in force already when the run began.
  let standing: [StandingStory]
  let timeline: [Entry]
  /// What a month costs in which everything stands and the traffic is as in the run.
  let cost: CostCommand.Result
  /// What the check said; missing where no check made the run.
  let verdict: VerdictResult?
  /// The page that was written; missing where none was asked for.
  let file: String?

  init(_ reported: ReportedRun, file: String?) {
    let report = reported.report
    live = reported.run.isLive
    engine = Report.engine
    digest = report.digest.hex
    self.report = report.value
    faults = FaultStory.all(of: report)
    standing = report.standing.map(StandingStory.init)
    timeline = report.timeline.map {
      Entry(
        at: $0.at.inSeconds, code: $0.occurrence.code, resource: $0.occurrence.resource,
        details: $0.occurrence.details)
    }
    cost = CostCommand.Result(report.monthlyCost)
    verdict = reported.judged.map { VerdictResult($0.verdict) }
    self.file = file
  }
}
