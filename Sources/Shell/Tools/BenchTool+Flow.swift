import Cloud
import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// Requests a second of the measured day.
  private static let flowRate = 1_000_000.0

  /// Lets a day of a million requests a second flow through the yardstick's world, with its fault.
  static func flow(_ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    let rows = try CommittedDigest.all(root: session.data.path)
    guard let row = rows.first(where: { $0.folder == "bench/labs/flagship" }) else {
      throw CommandFailure("bench.no-flagship", ["path": .string(CommittedDigest.path)], status: 3)
    }
    let (flagship, world) = try row.scenario(root: session.data.path, builder: session.builder)
    var run = flagship
    run.maker = .flow
    run.experiment.duration = .days(1)
    var workload = run.experiment.workload ?? world.lab.workload
    for index in workload.populations.indices {
      workload.populations[index].rate = .constant(flowRate / Double(workload.populations.count))
    }
    // The servers are few: the work of a request shrinks as the rate grows, so that they are as busy as before.
    let factor = flowRate / 500
    for index in workload.classes.indices {
      workload.classes[index].cpu = .seconds(workload.classes[index].cpu.inSeconds / factor)
      workload.classes[index].reads = 0
      workload.classes[index].writes = 0
    }
    run.experiment.workload = workload
    var times: [Double] = []
    var last: Report?
    for _ in 0..<runs {
      var result: Result<Report?, RunRefusal> = .success(nil)
      times.append(
        seconds {
          do throws(RunRefusal) {
            result = .success(try run.report(on: world))
          } catch {
            result = .failure(error)
          }
        })
      switch result {
      case .success(let report?): last = report
      case .success(nil): throw CommandFailure("check.stopped", status: 130)
      case .failure(let refusal): throw CommandFailure(refusal)
      }
    }
    var item = item("flow", "s a simulated day", times, requests: last?.offered ?? 0)
    item.digest = last?.digest.hex
    return item
  }
}
