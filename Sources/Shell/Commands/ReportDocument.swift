import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// A report for people: how it went over time, what was lost and why.
enum ReportDocument {
  /// The length of a window of the report, in seconds.
  private static let window = 10.0

  /// A drawing of answered and lost requests, the sums, each fault, the first causes.
  ///
  /// - Parameter world: the world that it was run on, which knows the names of its resources.
  static func of(_ report: Report, on world: World, in session: Session) -> Document {
    let names = session.names(in: world)
    var document = Document()
    document.plot(plot(report, in: session))
    document.paragraph(
      session.text(
        report.lost == 0 ? "experiment.sums-all" : "experiment.sums",
        [
          "offered": .integer(report.offered), "lost": .integer(report.lost),
          "availability": .number(
            report.offered == 0 ? 1 : Double(report.answered) / Double(report.offered)),
          "span": .duration(nanoseconds: report.duration.nanoseconds),
        ]), style: report.lost == 0 ? .good : .plain)
    if report.answered > 0 {
      document.paragraph(
        session.text(
          "experiment.latency",
          [
            "p50": .integer(Int(report.steadyLatency.quantile(0.5).inMilliseconds.rounded())),
            "p95": .integer(Int(report.steadyLatency.quantile(0.95).inMilliseconds.rounded())),
          ]), style: .muted)
    }
    let causes = report.causes.filter { $0.lost > 0 }.prefix(3)
    let lines =
      report.faults.map { sentence($0, names, in: session) }
      + causes.map { sentence($0, names, in: session) }
    if !lines.isEmpty { document.list(lines) }
    return document
  }

  /// How each zone's loss went, one row a zone.
  static func zones(_ reports: [Report], in session: Session) -> Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("experiment.column.zone")), .init(session.text("experiment.column.lost"), .right),
      .init(session.text("experiment.column.again"), .right),
    ])
    for report in reports {
      table.row([
        report.zone?.rawValue ?? "", NumberFormat.integer(report.lost),
        report.faults.first.map { again($0, in: session) } ?? "",
      ])
    }
    return table
  }

  private static func plot(_ report: Report, in session: Session) -> Document.Plot {
    // The last window may be shorter, or hold what is left of the run: it says nothing about a rate.
    let windows = report.windows.prefix(max(1, Int(report.duration.inSeconds / window)))
    return Document.Plot(
      series: [
        .init(
          [Document.Span(session.text("experiment.series.answered"))],
          windows.map { Double($0.offered - $0.lost) / window }, style: .good),
        .init(
          [Document.Span(session.text("experiment.series.lost"))],
          windows.map { Double($0.lost) / window }, style: .bad),
      ],
      axis: .init(start: "0:00", end: clock(report.duration)))
  }

  private static func sentence(
    _ fault: Report.FaultReport, _ names: ResourceNames, in session: Session
  ) -> String {
    session.text(
      "experiment.faulted.\(fault.lost == 0 ? "unhurt" : fault.goodAgain == nil ? "to-the-end" : "again")",
      [
        "at": .string(clock(fault.start)), "end": .string(clock(fault.end)), "lost": .integer(fault.lost),
        "fault": .string(
          session.text(
            "experiment.fault.\(fault.code)",
            [
              "resource": .string(names.shown(fault.resource)),
              "span": .duration(nanoseconds: (fault.end - fault.start).nanoseconds),
            ])),
        "again": .string(again(fault, in: session)),
      ])
  }

  private static func sentence(
    _ cause: Report.CauseCount, _ names: ResourceNames, in session: Session
  ) -> String {
    let text = session.text(of: cause, names)
    return session.text("experiment.cause", ["lost": .integer(cause.lost), "text": .string(text)])
  }

  private static func again(_ fault: Report.FaultReport, in session: Session) -> String {
    guard let span = fault.goodAgain else { return session.text("experiment.never") }
    return session.span(span)
  }

  /// A moment of a run as minutes and seconds.
  static func clock(_ moment: EventKernel.Duration) -> String {
    let seconds = Int(moment.inSeconds)
    return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }
}

extension Session {
  /// What a cause says, with the resource as the learner calls it.
  ///
  /// - Parameter part: `text` for what happened, `remedy` for what would have prevented it.
  func text(of cause: Report.CauseCount, part: String = "text", _ names: ResourceNames) -> String {
    text("causes.\(cause.code.rawValue).\(part)", ["resource": .string(names.shown(cause.resource))])
  }
}
