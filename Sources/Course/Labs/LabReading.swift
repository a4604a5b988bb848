import EventKernel
import Traffic

/// Reads `lab.yaml`.
struct LabReading {
  /// The keys of a lab's header, which a listing reads alone.
  static let headerKeys = ["id", "kind", "title", "topics", "requires", "minutes"]

  private static let keys =
    headerKeys + StartWorldReading.keys + ["weathers", "runbook", "checks", "medals", "hints"]

  let folder: String

  /// The whole lab; `scripts` are the files that decide its behaviour beside `lab.yaml`.
  func lab(_ root: YAMLReader, scripts: [(name: String, text: String)]) -> Lab? {
    guard let map = root.mapping(Self.keys) else { return nil }
    let header = header(map)
    let start = StartWorldReading(map: map).start()
    let weathers = map.value("weathers", else: 5) { $0.integer(in: 1...100) }
    let runbook = map["runbook"].map { reader in
      reader.mapping(["at"])?.required("at")?.duration()
    }
    let hints = map.value("hints", else: 0) { $0.integer(in: 0...20) }
    let reading = start.map { CheckReading(start: $0) }
    let checks = map.required("checks").flatMap { reading?.checks($0) }
    let medals = map["medals"].map { list in checks.flatMap { reading?.medals(list, $0) } } ?? []
    guard let header, let start, let weathers, runbook != .some(nil), let hints, let checks, let medals,
      header.kind == .design || isFitForLive(map, start)
    else { return nil }
    return Lab(
      header: header, start: start, weathers: weathers, runbookAt: runbook ?? nil, checks: checks,
      medals: medals, hintCount: hints, version: LabVersion(of: root.node, scripts: scripts))
  }

  /// A live lab has one experiment, the lab's own time: a fault comes in it that has its place, under the lab's users; no
  /// copies run, so that weathers and a runbook would mean nothing.
  private func isFitForLive(_ map: YAMLMapping, _ start: StartWorld) -> Bool {
    for key in ["weathers", "runbook"] {
      guard let reader = map[key] else { continue }
      reader.report(.labLiveKey, ["key": .text(key)])
      return false
    }
    guard start.experiments.count == 1, let experiment = start.experiments.first?.experiment,
      !experiment.faults.isEmpty, experiment.workload == nil,
      !experiment.faults.contains(where: \.movesThroughZones)
    else {
      (map["experiments"] ?? map["kind"])?.report(.labLiveExperiment, [:])
      return false
    }
    return true
  }

  /// The header alone.
  func header(_ map: YAMLMapping) -> LabHeader? {
    let id = map.required("id")?.identifier()
    let kind = map.required("kind")?.oneOf(LabHeader.Kind.self)
    let title = map.required("title")?.bilingual(limit: 100)
    let topics = map.required("topics")?.items(1...10) { $0.identifier() }
    let requires = map.value("requires", else: []) { list in list.items(0...20) { $0.identifier() } }
    let minutes = map.required("minutes")?.integer(in: 1...600)
    guard let id, let kind, let title, let topics, let requires, let minutes else { return nil }
    guard id == folder else {
      map["id"]?.report(.courseIDNotFolder, ["id": .text(id), "folder": .text(folder)])
      return nil
    }
    return LabHeader(
      id: LabID(id), kind: kind, title: title, topics: topics, requires: requires.map { LabID($0) },
      minutes: minutes)
  }
}
