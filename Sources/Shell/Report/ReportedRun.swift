import Assessment
import Course
import Traffic

/// The run that a report is about, with the verdict where a check made it.
struct ReportedRun: Sendable {
  let run: FollowedRun
  /// What the check said whose worst run this is.
  let judged: JudgedWorld?

  var report: Report { run.report }
}

extension Session {
  /// What ran last in the present place, or the worst run of the last check.
  func reportedRun() throws(CommandFailure) -> ReportedRun {
    if let run = lastRun { return ReportedRun(run: run, judged: nil) }
    guard case .lab = place else {
      _ = try openWorkspace()
      throw CommandFailure("report.nothing")
    }
    let judged = try lastVerdict(missing: "report.nothing")
    guard let run = judged.worstRun else { throw CommandFailure("report.nothing") }
    return ReportedRun(run: run, judged: judged)
  }

  /// What the place of the run is called, for the title of a page.
  var reportedPlace: String {
    switch place {
    case .lab(let id, _):
      return course.lab(id)?.lab(DiagnosticCollector())?.header.title[contentLanguage] ?? id.rawValue
    case .sandbox: return text("report.sandbox")
    case .lesson(let id): return id.rawValue
    case .outside: return ""
    }
  }
}

extension JudgedWorld {
  /// The worst run of the first check over an experiment that does not hold, else of the first that does.
  fileprivate var worstRun: FollowedRun? {
    let measured = verdict.checks.filter { $0.worst != nil }
    guard let worst = (measured.first { !$0.holds } ?? measured.first)?.worst,
      worst < verdict.reports.count
    else { return nil }
    return run(of: verdict.reports[worst])
  }
}
