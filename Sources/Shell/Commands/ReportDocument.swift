import Assessment
import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// A report for people: how it went over time, what was lost and why.
enum ReportDocument {
  /// The length of a window of the report, in seconds.
  private static let window = 10.0

  /// A drawing of answered and lost requests, the sums, each fault, why requests were lost.
  ///
  /// - Parameters:
  ///   - world: the world that it was run on, which knows the names of its resources.
  ///   - begun: what stands on the clock when the run begins.
  static func of(
    _ report: Report, on world: World, since begun: EventKernel.Duration = .zero, in session: Session
  ) -> Document {
    var document = Document()
    let hasJobsAlone = report.offered == 0 && !report.jobs.isEmpty
    if !hasJobsAlone { document.plot(plot(report, since: begun, in: session)) }
    document.append(sums(of: report, on: world, since: begun, in: session))
    // Requests of a live lab's pieces, and those that flow as rates, cannot be followed.
    if report.maker == .requests, report.causes.contains(where: { $0.lost > 0 && $0.sample != nil }) {
      document.paragraph(session.text("explain.next"), style: .muted)
    }
    if !report.slow.isEmpty { document.paragraph(session.text("slow.next"), style: .muted) }
    return document
  }

  /// The sums, each fault, why requests were lost.
  static func sums(
    of report: Report, on world: World, since begun: EventKernel.Duration, in session: Session
  ) -> Document {
    let names = session.names(in: world)
    var document = Document()
    let jobs = JobSentences(report).sentences(since: begun, in: session)
    if !jobs.isEmpty { document.list(jobs) }
    guard report.offered > 0 || jobs.isEmpty else { return document }
    document.paragraph(
      session.text(
        report.lost == 0 ? "experiment.sums-all" : "experiment.sums",
        [
          "offered": .integer(report.offered), "lost": .integer(report.lost),
          "availability": .number(
            report.offered == 0 ? 1 : Double(report.answered) / Double(report.offered)),
          "span": .duration(nanoseconds: report.duration.nanoseconds),
        ]), style: report.lost == 0 ? .good : .plain)
    if report.maker == .flow {
      document.paragraph(mean(of: report, in: session), style: .muted)
    } else if report.answered > 0 {
      // Where nothing came right after a fault, or everything did, all answers are told of.
      let steady = report.steadyLatency
      let isWhole = steady.isEmpty || Int(steady.count) == report.answered
      let latency = isWhole ? report.latency : steady
      document.paragraph(
        session.text(
          isWhole ? "run.latency" : "experiment.latency",
          [
            "p50": .integer(Int(latency.quantile(0.5).inMilliseconds.rounded())),
            "p95": .integer(Int(latency.quantile(0.95).inMilliseconds.rounded())),
          ]), style: .muted)
    }
    let lines =
      report.standing.map { session.title(of: $0, since: begun, names) }
      + report.faults.map { fault in
        sentence(
          fault, struckNothing: struckNothing(fault, of: report), until: report.duration, since: begun, names,
          in: session)
      }
      + LossReasons(report.causesByCode).sentences(since: begun, names, in: session)
    if !lines.isEmpty { document.list(lines) }
    DataLosses(report).tell(in: &document, names, session)
    let slow = SlowReasons(report).sentences(names, in: session)
    if let sum = slow.first {
      document.paragraph(sum)
      document.list(Array(slow.dropFirst()))
    }
    return document
  }

  /// What the flow engine tells of latency.
  private static func mean(of report: Report, in session: Session) -> String {
    let tolerance = TextValue.number(report.tolerance ?? 0)
    guard let mean = report.meanLatency else {
      return session.text("experiment.flow-no-latency", ["tolerance": tolerance])
    }
    return session.text(
      "experiment.flow-latency",
      ["mean": .integer(Int(mean.inMilliseconds.rounded())), "tolerance": tolerance])
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

  /// Requests answered and lost a second, by windows of ten seconds.
  static func plot(
    _ report: Report, since begun: EventKernel.Duration, in session: Session
  ) -> Document.Plot {
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
      axis: .init(start: begun.clock, end: (begun + report.duration).clock))
  }

  /// Whether a fault came when nothing was left of what it strikes.
  private static func struckNothing(_ fault: Report.FaultReport, of report: Report) -> Bool {
    report.timeline.contains {
      $0.at == fault.start && $0.occurrence.code == "fault-strikes-nothing"
        && $0.occurrence.resource == fault.resource
    }
  }

  private static func sentence(
    _ fault: Report.FaultReport, struckNothing: Bool, until end: EventKernel.Duration,
    since begun: EventKernel.Duration,
    _ names: ResourceNames, in session: Session
  ) -> String {
    session.text(
      "experiment.faulted.\(outcome(of: fault, struckNothing: struckNothing))",
      [
        "at": .string((begun + fault.start).clock), "end": .string((begun + min(fault.end, end)).clock),
        "lost": .integer(fault.lost),
        "fault": .string(
          session.title(ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)),
        "again": .string(again(fault, in: session)),
      ])
  }

  /// How a fault went on, the last part of its sentence's id.
  private static func outcome(of fault: Report.FaultReport, struckNothing: Bool) -> String {
    if struckNothing { return "nothing" }
    if fault.lost == 0 { return "unhurt" }
    guard let span = fault.goodAgain else { return "to-the-end" }
    return span > .zero ? "again" : "steady"
  }

  private static func again(_ fault: Report.FaultReport, in session: Session) -> String {
    guard let span = fault.goodAgain else { return session.text("experiment.never") }
    return session.span(span)
  }
}

extension Session {
  /// A fault that was in force before the run in a few words: what happens, where, since when and until when.
  ///
  /// - Parameter begun: what stands on the clock when the run begins.
  func title(
    of fault: Report.StandingFault, since begun: EventKernel.Duration, _ names: ResourceNames
  ) -> String {
    text(
      "experiment.standing",
      [
        "fault": .string(
          title(ofFault: fault.code, fault.resource, lasting: fault.before + fault.end, names)),
        "span": .duration(nanoseconds: fault.before.nanoseconds),
        "end": .string((begun + fault.end).clock),
      ])
  }

  /// A fault in a few words: what happens, where, for how long.
  func title(
    ofFault code: String, _ resource: String, lasting span: EventKernel.Duration, _ names: ResourceNames
  ) -> String {
    text(
      "experiment.fault.\(code)",
      ["resource": .string(names.shown(resource)), "span": .duration(nanoseconds: span.nanoseconds)])
  }
}
