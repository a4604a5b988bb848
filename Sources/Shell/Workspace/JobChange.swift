import Cloud
package import EventKernel

/// A change of what jobs wait for machines: `jobs 400 night`, `job-cpu 1h`, `deadline 12h`.
package enum JobChange: Sendable, Equatable {
  /// How many jobs there are; a queue of another name is new.
  case count(Int)
  /// How much work a job is.
  case cpu(Duration)
  /// When they are to be done; `nil` for no hurry.
  case deadline(Duration?)

  /// What stands before the value.
  package static let names = ["jobs", "job-cpu", "deadline"]

  /// The name of a queue where none is given, and the work of its jobs (TEACH).
  private static let usualQueue = "jobs"
  private static let usualWork = Duration.minutes(10)

  /// How far away a deadline may be.
  private static let deadlines = Duration.minutes(1)...Duration.days(31)

  /// Why a value changes nothing.
  package enum Problem: Error, Equatable, Sendable {
    case count(String)
    case cpu(String)
    case deadline(String)
    /// A name that no queue can have.
    case name(String)
    /// No queue has the name, and a queue begins with its jobs.
    case unknown(String)
    case tooMany
  }

  /// Reads a value.
  init(_ name: String, _ value: String, queue: String?, in workload: Workload) throws(Problem) {
    let known = workload.jobs ?? []
    if let queue {
      let isName = !queue.isEmpty && queue.utf8.count <= 64 && queue.utf8.allSatisfy(Self.isOfName)
      guard isName else { throw .name(queue) }
    }
    let isKnown = queue.map { name in known.contains { $0.name == name } } ?? !known.isEmpty
    switch name {
    case "jobs":
      guard let count = Int(value), (1...JobQueue.mostJobs).contains(count) else { throw .count(value) }
      guard isKnown || known.count < JobQueue.mostQueues else { throw .tooMany }
      self = .count(count)
    case "job-cpu":
      guard let span = SpanText.duration(value), (JobQueue.shortestJob...JobQueue.longestJob).contains(span)
      else { throw .cpu(value) }
      guard isKnown else { throw .unknown(queue ?? "") }
      self = .cpu(span)
    default:
      let span = value == "none" ? nil : SpanText.duration(value)
      guard value == "none" || span.map({ Self.deadlines.contains($0) }) == true else {
        throw .deadline(value)
      }
      guard isKnown else { throw .unknown(queue ?? "") }
      self = .deadline(span)
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte) || byte == 45
  }

  /// Changes a workload; a queue that has changed begins anew.
  func apply(to workload: inout Workload, queue: String?) {
    var queues = workload.jobs ?? []
    let isNew = queue.map { name in !queues.contains { $0.name == name } } ?? queues.isEmpty
    if case .count(let count) = self, isNew {
      queues.append(JobQueue(name: queue ?? Self.usualQueue, count: count, cpu: Self.usualWork))
    }
    for index in queues.indices where queue == nil || queues[index].name == queue {
      switch self {
      case .count(let count): queues[index].count = count
      case .cpu(let span): queues[index].cpu = span
      case .deadline(let span): queues[index].deadline = span
      }
    }
    workload.jobs = queues.isEmpty ? nil : queues
  }
}
