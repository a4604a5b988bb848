import Assessment
import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// A run from all sides, for people: what ran, how it went, why requests were lost, what worked how hard, what it costs.
struct RunReport {
  let reported: ReportedRun
  let session: Session
  let names: ResourceNames
  /// Whether the report is a page to be kept, which has room for all.
  let isPage: Bool

  init(_ reported: ReportedRun, in session: Session, isPage: Bool) {
    self.reported = reported
    self.session = session
    self.isPage = isPage
    names =
      isPage ? session.names(in: reported.run.world, width: .max) : session.names(in: reported.run.world)
  }

  var report: Report { reported.report }

  /// The report for a screen.
  var document: Document {
    var document = Document()
    document.paragraph(what, style: .muted)
    if let judged = reported.judged { document.paragraph(outcome(of: judged.verdict)) }
    document.append(ReportDocument.of(report, on: reported.run.world, since: reported.run.begun, in: session))
    document.append(sections)
    document.paragraph(session.text("report.next"), style: .muted)
    return document
  }

  /// What there is to tell in tables, each below its heading; what the run did not have is left out.
  var sections: Document {
    let tables: [(id: String, table: Document.Table)] = [
      ("faults", faults), ("timeline", timeline), ("causes", causes), ("classes", classes), ("parts", parts),
      ("targets", targets), ("databases", databases), ("caches", caches), ("edges", edges), ("jobs", jobs),
      ("cost", cost),
    ]
    var document = Document()
    for (id, table) in tables where !table.rows.isEmpty {
      document.heading(session.text("report.heading.\(id)"))
      if isPage { for plot in plots(for: id) { document.plot(plot) } }
      var captioned = table
      captioned.caption = [Document.Span](markup: session.text("report.caption.\(id)"))
      captioned.headsRows = true
      document.table(captioned)
      if id == "timeline", let rest = restOfTimeline { document.paragraph(rest, style: .muted) }
    }
    return document
  }

  /// What a page draws above the table of a section.
  private func plots(for id: String) -> [Document.Plot] {
    switch id {
    case "targets":
      [utilisation, drawing(of: .instances), drawing(of: .queue)].compactMap { $0 }
    case "databases": [drawing(of: .lag, unit: "s")].compactMap { $0 }
    case "caches": [drawing(of: .hitRatio, unit: "%")].compactMap { $0 }
    case "cost": [drawing(of: .cost, unit: "USD")].compactMap { $0 }
    default: []
    }
  }

  /// Which run this is, and what its moments count from.
  var what: String {
    let run = reported.run.heading(in: session)
    guard !reported.run.isLive else { return run }
    return session.text(
      "report.of-experiment",
      [
        "experiment": .string(report.experiment), "weather": .string(String(report.weather.rawValue)),
        "run": .string(run),
      ])
  }

  /// Whether the check was passed, with its score.
  func outcome(of verdict: Verdict) -> [Document.Span] {
    [Document.Span](
      markup: session.text(
        verdict.passed ? "report.passed" : "report.not-passed", ["score": .integer(verdict.score)]),
      style: verdict.passed ? .good : .bad)
  }

  /// A moment of the run, by the clock that it is told by.
  func clock(_ moment: EventKernel.Duration) -> String { (reported.run.begun + moment).clock }
}
