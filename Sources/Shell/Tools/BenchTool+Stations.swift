import Cloud
import Course
import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// Customers of each run of workload W2.
  private static let customers = 1_000_000

  /// Measures workload W2 through the stations of the engine, by hand and as a world of machines and databases.
  static func stations(_ runs: Int, in session: Session) throws(CommandFailure) -> [Item] {
    let wired = (0..<runs).map { run in
      Double(customers)
        / seconds { _ = StationWorkloads.runW2(customers: customers, seed: UInt64(run + 1)) } / 1e6
    }
    let scene = try scene("stations", experiment: "customers", in: session)
    var rates: [Double] = []
    var last: Report?
    for _ in 0..<runs {
      let (time, report) = try timed(scene.run, on: scene.world)
      rates.append(Double(report.offered) / time / 1e6)
      last = report
    }
    var world = item("w2-world", "million customers/s", rates, requests: last?.offered ?? 0)
    world.digest = last?.digest.hex
    return [item("w2-stations", "million customers/s", wired, requests: customers), world]
  }

  /// An experiment of a folder of `bench/labs` with the world that it begins in.
  static func scene(
    _ name: String, experiment: String, in session: Session
  ) throws(CommandFailure) -> (run: ExperimentRun, world: World) {
    let designs = try LabDesigns(of: benchFolder(name, in: session), builder: session.builder)
    guard let world = try designs.world(named: "start"),
      let found = designs.lab.start.experiment(experiment)
    else { throw CommandFailure("bench.no-flagship", ["path": .string(session.data.path)], status: 3) }
    return (ExperimentRun(experiment: found.experiment, weather: WeatherSeed(1)), world)
  }

  /// A lab that is there for measuring.
  static func benchFolder(_ name: String, in session: Session) -> LabFolder {
    LabFolder(root: session.data.path + "/bench", id: LabID(name))
  }

  /// The seconds that a run takes, and its report.
  static func timed(
    _ run: ExperimentRun, on world: World
  ) throws(CommandFailure) -> (seconds: Double, report: Report) {
    var result: Result<Report?, RunRefusal> = .success(nil)
    let time = seconds {
      do throws(RunRefusal) {
        result = .success(try run.report(on: world))
      } catch {
        result = .failure(error)
      }
    }
    switch result {
    case .success(let report?): return (time, report)
    case .success(nil): throw CommandFailure("check.stopped", status: 130)
    case .failure(let refusal): throw CommandFailure(refusal)
    }
  }
}
