import Cloud
import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// Requests a second of the measured day.
  private static let flowRate = 1_000_000.0

  /// Lets a day of a million requests a second flow through a drawn world with a fault and a group that scales.
  static func flow(_ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    let scenario = FlowScenario(number: 0)
    let world = try scenario.world(by: session.builder)
    var run = scenario.run
    run.maker = .flow
    run.experiment.duration = .days(1)
    guard var workload = run.experiment.workload, let users = workload.populations.first else {
      throw CommandFailure("experiment.no-users", status: 1)
    }
    // The servers are few: the work of a request shrinks as the rate grows, so that they are as busy as before.
    let factor = flowRate / (users.rate.points.first?.perSecond ?? flowRate)
    workload.populations[0].rate = .constant(flowRate)
    for index in workload.classes.indices {
      workload.classes[index].cpu = .seconds(workload.classes[index].cpu.inSeconds / factor)
      workload.classes[index].responseBytes = Int(Double(workload.classes[index].responseBytes) / factor)
    }
    run.experiment.workload = workload
    var times: [Double] = []
    var last: Report?
    for _ in 0..<runs {
      let (time, report) = try timed(run, on: world)
      times.append(time)
      last = report
    }
    var item = item("flow, a day of 1,000,000 requests/s", "s", times, requests: last?.offered ?? 0)
    item.digest = last?.digest.hex
    return item.held(against: .atMost(1))
  }
}
