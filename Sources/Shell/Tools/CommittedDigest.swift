package import Cloud
import Course
import EventKernel
import Foundation
import Texts
package import Traffic

/// A scenario of full size with the digest of its report: `bench/digests.tsv`, which any machine can compare.
package struct CommittedDigest: Sendable, Equatable {
  /// The file below the data root.
  package static let path = "bench/digests.tsv"

  /// The engine whose physics gave the digest.
  package let engine: Int
  /// The lab's folder below the data root, such as `labs/az-outage`.
  package let folder: String
  /// `start`, a solution, or a wrong design of the lab.
  package let design: String
  /// The lab's experiment.
  package let experiment: String
  /// Where a fault that moves through the zones strikes; `nil` for none such.
  package let zone: String?
  package let weather: UInt64
  /// The digest in hexadecimal digits.
  package let digest: String

  /// What distinguishes it from the others, in one line.
  package var name: String {
    let lab = folder.split(separator: "/").last.map(String.init) ?? folder
    return ([lab, design, experiment] + (zone.map { [$0] } ?? []) + ["weather \(weather)"])
      .joined(separator: ", ")
  }

  /// Reads a row: engine, folder, design, experiment, zone or `-`, weather, digest, parted by tabs.
  package init?(row: some StringProtocol) {
    let fields = String(row).split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 7, let engine = Int(fields[0]), let weather = UInt64(fields[5]) else { return nil }
    self.engine = engine
    folder = fields[1]
    design = fields[2]
    experiment = fields[3]
    zone = fields[4] == "-" ? nil : fields[4]
    self.weather = weather
    digest = fields[6]
  }

  /// The rows of this engine; lines that begin with `#` are comments.
  ///
  /// - Throws: `bench.no-digests` where the file cannot be read, a row is broken or none is of this engine.
  package static func all(root: String) throws(CommandFailure) -> [CommittedDigest] {
    let file = root + "/" + path
    let failure = CommandFailure("bench.no-digests", ["path": .string(file)], status: 3)
    guard let bytes = FileManager.default.contents(atPath: file) else { throw failure }
    var rows: [CommittedDigest] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
      guard let row = CommittedDigest(row: line) else { throw failure }
      if row.engine == Report.engine { rows.append(row) }
    }
    guard !rows.isEmpty else { throw failure }
    return rows
  }

  /// The scenario's run and the world that it begins in.
  package func scenario(
    root: String, builder: WorldBuilder
  ) throws(CommandFailure) -> (run: ExperimentRun, world: World) {
    let parts = folder.split(separator: "/")
    let above = ([root] + parts.dropLast(2).map(String.init)).joined(separator: "/")
    let designs = try LabDesigns(
      of: LabFolder(root: above, id: LabID(parts.last.map(String.init) ?? "")), builder: builder)
    guard let world = try designs.world(named: design),
      let experiment = designs.lab.start.experiment(experiment)
    else { throw CommandFailure("bench.no-digests", ["path": .string(root + "/" + Self.path)], status: 3) }
    let run = ExperimentRun(
      experiment: experiment.experiment, weather: WeatherSeed(weather),
      zone: zone.map { Zone(rawValue: $0) })
    return (run, world)
  }
}
