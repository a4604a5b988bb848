import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// Shows the path of one lost request of the last check, hop by hop.
package enum ExplainCommand: ShellCommand {
  package static let name = "explain"

  /// The path that was shown.
  struct Result: Encodable {
    let check: String
    let cause: String
    let resource: String
    let hops: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count <= 1 else { throw CommandFailure("explain.usage") }
    let judged = try session.lastVerdict()
    let (result, cause) = try asked(arguments.first, of: judged.verdict, in: session)
    guard let worst = result.worst else { throw CommandFailure("explain.nothing-lost", status: 1) }
    let report = judged.verdict.reports[worst]
    guard let experiment = judged.lab.start.experiment(report.experiment)?.experiment else {
      throw CommandFailure("explain.nothing-lost")
    }
    let run = ExperimentRun(
      experiment: experiment, weather: report.weather, zone: report.zone, traced: cause.sample)
    let traced = try session.watching(total: experiment.duration) { (progress) throws(RunRefusal) in
      try run.report(on: judged.world) { progress(0, $0) }
    }
    guard let traced else { throw CommandFailure("check.stopped", status: 130) }
    let names = session.names(in: judged.world)
    var document = Document()
    document.append(timeline(report, names, in: session))
    document.table(shares(of: result.causes, names, in: session))
    document.heading(session.text(of: cause, names), level: 3)
    document.paragraph(session.text("explain.one-request"), style: .muted)
    var table = Document.Table(columns: [
      .init(session.text("explain.column.time")), .init(session.text("explain.column.hop")),
    ])
    for hop in traced.trace {
      let isEnd = hop.code.hasPrefix("fails:")
      let sentence =
        isEnd
        ? session.text("causes.\(hop.code.dropFirst(6)).name")
        : session.text(
          "hops.\(hop.code)",
          [
            "resource": .string(names.shown(hop.resource)),
            "span": .duration(nanoseconds: hop.span.nanoseconds),
          ])
      table.row(["\(hop.at.clock) #\(hop.attempt)", sentence])
    }
    document.table(table)
    document.paragraph(session.text(of: cause, part: "remedy", names))
    return CommandOutput(
      Result(
        check: result.check.id, cause: cause.code.rawValue, resource: cause.resource,
        hops: traced.trace.map(\.code)), document)
  }

  /// The check and cause that are asked for: by the check's id, by a cause's code, or the first check that lost a request.
  private static func asked(
    _ word: String?, of verdict: Verdict, in session: Session
  ) throws(CommandFailure) -> (Verdict.CheckResult, Report.CauseCount) {
    func sampled(_ result: Verdict.CheckResult) -> Report.CauseCount? {
      result.causes.first { $0.sample != nil && $0.lost > 0 }
    }
    guard let word else {
      let failed = verdict.checks.filter { !$0.holds } + verdict.checks
      for result in failed { if let cause = sampled(result) { return (result, cause) } }
      throw CommandFailure("explain.nothing-lost", status: 1)
    }
    if let result = verdict.checks.first(where: { $0.check.id == word }) {
      guard let cause = sampled(result) else { throw CommandFailure("explain.nothing-lost", status: 1) }
      return (result, cause)
    }
    for result in verdict.checks {
      if let cause = result.causes.first(where: { $0.code.rawValue == word && $0.sample != nil }) {
        return (result, cause)
      }
    }
    let codes = verdict.checks.flatMap(\.causes).map(\.code.rawValue)
    let known =
      verdict.checks.map(\.check.id)
      + codes.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    throw CommandFailure(
      "explain.unknown", ["word": .string(word), "known": .string(known.joined(separator: ", "))])
  }

  /// What happened when in the worst run: fault, first and last lost request, good again.
  private static func timeline(_ report: Report, _ names: ResourceNames, in session: Session) -> Document {
    var document = Document()
    for fault in report.faults {
      func since(_ moment: EventKernel.Duration) -> TextValue {
        .duration(nanoseconds: (moment - fault.start).nanoseconds)
      }
      let lost = report.causes.filter { $0.lost > 0 && $0.last >= fault.start }
      document.keyValue(
        ReportDocument.clock(fault.start),
        session.text(
          "experiment.fault.\(fault.code)",
          [
            "resource": .string(names.shown(fault.resource)),
            "span": .duration(nanoseconds: (fault.end - fault.start).nanoseconds),
          ]), style: .bad)
      if let first = lost.map({ max($0.first, fault.start) }).min() {
        document.keyValue(
          ReportDocument.clock(first), session.text("explain.first-lost", ["span": since(first)]))
      }
      if let again = fault.goodAgain {
        let moment = fault.start + again
        document.keyValue(
          ReportDocument.clock(moment), session.text("explain.good-again", ["span": since(moment)]),
          style: .good)
      } else {
        document.keyValue(ReportDocument.clock(fault.end), session.text("explain.never-good"), style: .bad)
      }
    }
    return document
  }

  /// Each cause with its share of the lost requests and when it decided.
  private static func shares(
    of causes: [Report.CauseCount], _ names: ResourceNames, in session: Session
  ) -> Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.cause")), .init(session.text("explain.column.resource")),
      .init(session.text("explain.column.lost"), .right), .init(session.text("explain.column.when"), .right),
    ])
    for cause in causes.filter({ $0.lost > 0 }).prefix(6) {
      table.row([
        session.text("causes.\(cause.code.rawValue).name"), names.shown(cause.resource),
        NumberFormat.integer(cause.lost),
        "\(ReportDocument.clock(cause.first))–\(ReportDocument.clock(cause.last))",
      ])
    }
    return table
  }
}
