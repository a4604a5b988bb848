import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// Runs the yardstick of speed on one core: 900,000 requests through name, load balancer, servers, cache and database.
  ///
  /// - Throws: `bench.other-digest`, with status 1, when the report is not the committed one of this engine.
  static func flagship(_ runs: Int, in session: Session) throws(CommandFailure) -> [Item] {
    let row = try flagshipRow(in: session)
    let (run, world) = try row.scenario(root: session.data.path, builder: session.builder)
    var rates: [Double] = []
    var last: Report?
    for _ in 0..<runs {
      let (time, report) = try timed(run, on: world)
      rates.append(Double(report.offered) / time / 1e6)
      last = report
    }
    let requests = last?.offered ?? 0
    var item = item("flagship", "million requests/s", rates, requests: requests)
      .held(against: .atLeast(2, aim: 4))
    item.digest = last?.digest.hex
    guard item.digest == row.digest else {
      throw CommandFailure(
        "bench.other-digest",
        ["digest": .string(item.digest ?? "-"), "engine": .integer(Report.engine)], status: 1)
    }
    let memory = Double(PeakMemory.bytes) / 1e6
    return [
      item,
      Self.item("flagship, peak memory", "MB", [memory], requests: requests)
        .held(against: .atMost(100, aim: 50)),
    ]
  }

  /// The committed digest of the yardstick, which names its scenario.
  ///
  /// - Throws: `bench.no-flagship` when there is none of this engine.
  static func flagshipRow(in session: Session) throws(CommandFailure) -> CommittedDigest {
    let rows = try CommittedDigest.all(root: session.data.path)
    guard let row = rows.first(where: { $0.folder == "bench/labs/flagship" }) else {
      throw CommandFailure("bench.no-flagship", ["path": .string(CommittedDigest.path)], status: 3)
    }
    return row
  }
}
