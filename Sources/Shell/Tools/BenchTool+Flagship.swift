import Assessment
import CloudAPI
import Course
import EventKernel
import Foundation
import Texts
import Traffic

extension BenchTool {
  /// The folder below the data root whose `labs/flagship` is the yardstick's world.
  static let folder = "bench"

  /// Runs the yardstick of speed on one core: 900,000 requests through name, load balancer, servers, cache and database.
  ///
  /// - Throws: `bench.other-digest`, with status 1, when the report is not the committed one of this engine.
  static func flagship(_ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    let (run, workspace) = try flagshipRun(in: session)
    var rates: [Double] = []
    var last: Report?
    for _ in 0..<runs {
      var result: Result<Report?, RunRefusal> = .success(nil)
      let time = seconds {
        do throws(RunRefusal) {
          result = .success(try run.report(on: workspace.world))
        } catch {
          result = .failure(error)
        }
      }
      switch result {
      case .success(let report?):
        rates.append(Double(report.offered) / time / 1e6)
        last = report
      case .success(nil): throw CommandFailure("check.stopped", status: 130)
      case .failure(let refusal): throw session.failure(of: refusal)
      }
    }
    var item = item("flagship", "million requests/s", rates, requests: last?.offered ?? 0)
    item.digest = last?.digest.hex
    let committed = try committedDigests(in: session)
    guard let digest = item.digest, committed.contains(digest) else {
      throw CommandFailure(
        "bench.other-digest",
        ["digest": .string(item.digest ?? "-"), "engine": .integer(Report.engine)], status: 1)
    }
    return item
  }

  private static func flagshipRun(
    in session: Session
  ) throws(CommandFailure) -> (run: ExperimentRun, workspace: Workspace) {
    let files = LabFolder(root: session.data.path + "/" + folder, id: LabID("flagship"))
    let collector = DiagnosticCollector()
    guard let lab = files.lab(collector), let experiment = lab.start.experiments.first else {
      throw CommandFailure(
        "bench.no-flagship", ["path": .string(session.data.path + "/" + folder)], status: 3)
    }
    do throws(WorldBuildError) {
      let workspace = try session.builder.workspace(
        lab.start, name: lab.id.rawValue, version: lab.version.description, script: files.setup(collector))
      return (ExperimentRun(experiment: experiment.experiment, weather: WeatherSeed(1)), workspace)
    } catch {
      throw CommandFailure(
        "lab.setup-failed", ["name": .string(lab.id.rawValue), "reason": .string("\(error)")], status: 3)
    }
  }

  /// The committed digests: one line each, the engine's number and the digest.
  private static func committedDigests(in session: Session) throws(CommandFailure) -> [String] {
    let path = "\(session.data.path)/\(folder)/flagship-digests.txt"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("bench.no-flagship", ["path": .string(path)], status: 3)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      return fields.count == 2 && Int(fields[0]) == Report.engine ? String(fields[1]) : nil
    }
  }
}
