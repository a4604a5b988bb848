import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// The story of a run's jobs: what `explain` tells where no request was lost, or a queue is asked for.
struct ExplainedJobs {
  /// What was told, as scripts read it.
  struct Result: Encodable {
    /// The check's id; `nil` where a run was followed that no check judged.
    let check: String?
    let jobs: [Value]
  }

  let run: FollowedRun
  /// The check whose worst run this is.
  var check: Verdict.CheckResult?

  /// How many events are told.
  private static let mostEntries = 20

  /// What a text asks about, where it is jobs: nothing, after a run of jobs that lost no request; a queue by its name; a
  /// check in whose worst run no request was lost.
  static func asked(_ text: String, in session: Session) -> ExplainedJobs? {
    let key = ComparableText.key(text)
    func names(_ report: Report) -> Bool { report.jobs.contains { ComparableText.key($0.queue) == key } }
    if let run = session.lastRun {
      if key.isEmpty { return run.worst == nil && !run.report.jobs.isEmpty ? ExplainedJobs(run: run) : nil }
      if names(run.report) { return ExplainedJobs(run: run) }
    }
    guard let judged = session.verdict else { return nil }
    let checks = judged.verdict.checks
    let search = VerdictSearch(judged: judged, session: session)
    let asked = key.isEmpty ? checks.firstIndex { !$0.holds } : search.check(named: key)
    let index =
      asked
      ?? checks.indices.first { index in
        checks[index].worst.map { names(judged.verdict.reports[$0]) } ?? false
      }
    guard let index, let worst = checks[index].worst, ExplainedLoss(judged, check: index) == nil else {
      return nil
    }
    let report = judged.verdict.reports[worst]
    guard !report.jobs.isEmpty, let run = judged.run(of: report) else { return nil }
    return ExplainedJobs(run: run, check: checks[index])
  }

  /// The story and what it is about.
  func output(in session: Session) -> CommandOutput {
    let report = run.report
    var document = Document()
    document.paragraph(run.heading(in: session), style: .muted)
    let names = session.names(in: run.world)
    let told = report.timeline.filter { Self.concerns($0.occurrence.code) }
    if !told.isEmpty {
      var table = Document.Table(
        columns: ["at", "resource", "what"].map { Document.Table.Column(session.text("report.column.\($0)")) }
      )
      for entry in told.prefix(Self.mostEntries) {
        table.row([
          [.muted((run.begun + entry.at).clock)], [Document.Span(names.shown(entry.occurrence.resource))],
          [Document.Span](markup: EventsCommand.sentence(of: entry.occurrence, in: session)),
        ])
      }
      document.table(table)
      if told.count > Self.mostEntries {
        document.paragraph(
          session.text("report.more-happened", ["count": .integer(told.count - Self.mostEntries)]),
          style: .muted)
      }
    }
    document.list(JobSentences(report).sentences(since: run.begun, in: session))
    if RemedyGoal.jobs.measure(report) > 0 {
      document.paragraph(session.text("remedies.next"), style: .muted)
    }
    return CommandOutput(Result(check: check?.check.id, jobs: report.jobs.map(\.value)), document)
  }

  /// Whether something that happened has to do with machines that come, go or change their speed, or with jobs.
  private static func concerns(_ code: String) -> Bool {
    code.hasPrefix("jobs-") || code.hasPrefix("spot-") || code.hasPrefix("zone-power")
      || ["host-failed", "instance-recovered", "application-serving", "credits-exhausted"].contains(code)
  }
}
