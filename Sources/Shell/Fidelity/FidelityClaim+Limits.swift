import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// For how many seconds the network credits of a t2.micro would carry its full burst: what was sent beyond the baseline
  /// until the first answer came too late, over what the burst is more than the baseline.
  static func networkCredits(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let (rate, bytes) = (4.0, 20_000_000)
    let workspace = try bench.workspace(
      rate: rate, kind: RequestClass(name: "film", cpu: .milliseconds(5), responseBytes: bytes),
      lines: FidelityLines.instance(type: "t2.micro") + "wait\n" + FidelityLines.direct)
    let experiment = Experiment(id: "fidelity", duration: .minutes(12))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let report = reports.first,
      let first = report.causes.first(where: { $0.code == .networkOverloaded })?.first,
      let network = workspace.world.catalog.instanceType("t2.micro")?.networkRate
    else { throw .nothingHappened("network-overloaded") }
    let minute = Int(first.inSeconds / 60)
    let part = first.inSeconds / 60 - Double(minute)
    let before = report.minutes.prefix(minute).reduce(0.0) { $0 + Double($1.offered) }
    let sent = (before + part * Double(report.minutes[minute].offered)) * Double(bytes)
    return (sent - network.baseline * first.inSeconds) / (network.burst - network.baseline)
  }
}
