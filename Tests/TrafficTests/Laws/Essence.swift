import Cloud
import EventKernel
import Traffic

/// What two reports that a law calls equal have in common: all that was measured, without the ids of resources.
struct Essence: Equatable {
  /// What the machines of a zone did that answered any request.
  private struct Machine: Equatable {
    let zone: String
    let answered: Int
    let latency: Histogram
    let busy: Duration
  }

  private let counts: [Int]
  private let causes: [String]
  private let classes: [Report.ClassReport]
  private let machines: [Machine]
  private let databases: [Report.DatabaseReport]
  private let caches: [[Int]]
  private let minutes: [[Int64]]
  private let windows: [Report.Window]
  private let steady: Histogram

  /// Takes the essence of a report.
  ///
  /// - Parameter zones: what zones are called instead, by their names.
  init(_ report: Report, renaming zones: [String: String] = [:]) {
    counts = [report.offered, report.answered, report.lost, report.attempts]
    causes = report.causes.map { cause in
      "\(cause.code.rawValue) \(cause.lost) \(cause.attempts) \(cause.first) \(cause.last)"
    }.sorted()
    classes = report.classes
    machines = report.targets.filter { $0.answered > 0 }.map { target in
      Machine(
        zone: zones[target.zone.rawValue] ?? target.zone.rawValue, answered: target.answered,
        latency: target.latency, busy: target.busy.reduce(.zero, +))
    }.sorted {
      ($0.zone, $0.answered, $0.latency.sumNanoseconds) < ($1.zone, $1.answered, $1.latency.sumNanoseconds)
    }
    databases = report.databases
    caches = report.caches.map { [$0.hits, $0.misses] }
    minutes = report.minutes.map { [Int64($0.offered), Int64($0.lost), $0.latency.nanoseconds] }
    windows = report.windows
    steady = report.steadyLatency
  }

  /// What is not the same in another, by the names of the members; `nil` when nothing differs.
  func difference(from other: Essence) -> String? {
    let parts = [
      ("counts", counts == other.counts), ("causes", causes == other.causes),
      ("classes", classes == other.classes), ("machines", machines == other.machines),
      ("databases", databases == other.databases), ("caches", caches == other.caches),
      ("minutes", minutes == other.minutes), ("windows", windows == other.windows),
      ("steady latency", steady == other.steady),
    ]
    let different = parts.filter { !$0.1 }.map(\.0)
    return different.isEmpty ? nil : different.joined(separator: ", ") + ": \(counts) and \(other.counts)"
  }
}
