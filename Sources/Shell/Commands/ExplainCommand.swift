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
    guard let judged = session.verdict else { throw CommandFailure("explain.no-verdict") }
    let checks = judged.verdict.checks
    guard let result = arguments.first.map({ id in checks.first { $0.check.id == id } }) ?? checks.first,
      let worst = result.worst, let cause = result.causes.first(where: { $0.sample != nil })
    else { throw CommandFailure("explain.nothing-lost") }
    let report = judged.verdict.reports[worst]
    guard let experiment = judged.lab.start.experiment(report.experiment)?.experiment else {
      throw CommandFailure("explain.nothing-lost")
    }
    let run = ExperimentRun(
      experiment: experiment, weather: report.weather, zone: report.zone, traced: cause.sample)
    let traced: Report?
    do throws(RunRefusal) {
      traced = try run.report(on: judged.world) { _ in !Interrupt.isRequested }
    } catch {
      throw session.failure(of: error)
    }
    guard let traced else { throw CommandFailure("check.stopped", status: 130) }
    var document = Document()
    document.paragraph(
      session.text("causes.\(cause.code.rawValue).text", ["resource": .string(cause.resource)]))
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
          ["resource": .string(hop.resource), "span": .duration(nanoseconds: hop.span.nanoseconds)])
      table.row(["\(hop.at.clock) #\(hop.attempt)", sentence])
    }
    document.table(table)
    document.paragraph(
      session.text("causes.\(cause.code.rawValue).remedy", ["resource": .string(cause.resource)]))
    return CommandOutput(
      Result(
        check: result.check.id, cause: cause.code.rawValue, resource: cause.resource,
        hops: traced.trace.map(\.code)), document)
  }
}
