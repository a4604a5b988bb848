import EventKernel
import Terminal
import Texts
import Traffic

extension BenchTool {
  /// Runs the drawn scenarios in full size by both engines, each in at least so many weathers; 1 when more of them lie
  /// outside the bounds than are known to.
  ///
  /// - Parameter seed: what they are drawn from.
  static func compareEngines(
    _ weathers: Int, seed: UInt64, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    var rows: [FlowComparison] = []
    var table = Document.Table(columns: [
      .init(session.text("bench.flow-column.world"), .right),
      .init(session.text("bench.flow-column.weathers"), .right),
      .init(session.text("bench.flow-column.requests"), .right),
      .init(session.text("bench.flow-column.flow"), .right),
      .init(session.text("bench.flow-column.deviation"), .right),
      .init(session.text("bench.flow-column.error"), .right),
      .init(session.text("bench.flow-column.utilisation"), .right),
      .init(session.text("bench.flow-column.latency"), .right),
    ])
    for number in 0..<FlowScenario.count {
      let scenario = FlowScenario(number: number, seed: seed)
      let world = try scenario.world(by: session.builder)
      do throws(RunRefusal) {
        guard let row = try scenario.comparison(on: world, weathers: weathers) else { continue }
        rows.append(row)
        table.row([
          "\(number)\(row.holds ? "" : " *")", "\(row.weathers)", percent(row.availability),
          percent(row.flowAvailability), percent(row.deviation), percent(row.standardError),
          percent(row.utilisationError),
          row.flowLatency.map { percent($0 / row.latency - 1) } ?? "–",
        ])
      } catch {
        throw CommandFailure(error)
      }
    }
    let outside = rows.count { !$0.holds }
    var document = Document()
    document.table(table)
    document.paragraph(
      session.text(
        "bench.flow-compared",
        [
          "count": .integer(rows.count), "outside": .integer(outside),
          "most": .integer(FlowScenario.mostWeathers),
        ]))
    return CommandOutput(rows, document, status: outside <= FlowScenario.knownOutside ? 0 : 1)
  }

  private static func percent(_ share: Double) -> String {
    NumberFormat.fixed(share * 100, digits: 2) + " %"
  }
}
