package import Cloud
import Dispatch
import Synchronization
package import Traffic

/// Runs independent experiments on all cores; the reports come in the order of the runs, whatever the number of threads.
package enum ParallelRuns {
  /// The reports of runs on copies of a world; `nil` when the handler stopped them.
  ///
  /// - Parameters:
  ///   - threads: how many run at once at the most; `nil` for as many as there are cores.
  ///   - progress: told by each run, with the position of the run; answering `false` stops all.
  package static func reports(
    of runs: [ExperimentRun], on world: World, threads: Int? = nil,
    progress: (@Sendable (Int, RunProgress) -> Bool)? = nil
  ) throws(RunRefusal) -> [Report]? {
    try results(of: runs.map { (run: $0, world: world) }, threads: threads, progress: progress) { $0 }
  }

  /// The reports of runs, each on a copy of a world of its own; `nil` when the handler stopped them.
  ///
  /// - Parameters:
  ///   - threads: how many run at once at the most; `nil` for as many as there are cores.
  ///   - progress: told by each run, with the position of the run; answering `false` stops all.
  package static func reports(
    of runs: [(run: ExperimentRun, world: World)], threads: Int? = nil,
    progress: (@Sendable (Int, RunProgress) -> Bool)? = nil
  ) throws(RunRefusal) -> [Report]? {
    try results(of: runs, threads: threads, progress: progress) { $0 }
  }

  /// What is taken of the report of each run, so that many runs need not keep their reports; `nil` when the handler
  /// stopped them.
  ///
  /// - Parameter take: called on the thread of the run.
  package static func results<Taken: Sendable>(
    of runs: [(run: ExperimentRun, world: World)], threads: Int? = nil,
    progress: (@Sendable (Int, RunProgress) -> Bool)? = nil,
    _ take: @escaping @Sendable (Report) -> Taken
  ) throws(RunRefusal) -> [Taken]? {
    let results = Mutex<[Result<Taken?, RunRefusal>?]>(Array(repeating: nil, count: runs.count))
    let next = Atomic<Int>(0)
    let stopped = Atomic<Bool>(false)
    let workers = max(1, min(runs.count, threads ?? ProcessorCount.available))
    let work: @Sendable (Int) -> Void = { _ in
      while true {
        let position = next.add(1, ordering: .relaxed).oldValue
        guard position < runs.count, !stopped.load(ordering: .relaxed) else { return }
        let result: Result<Taken?, RunRefusal>
        do throws(RunRefusal) {
          let report = try runs[position].run.report(on: runs[position].world) { state in
            if progress?(position, state) == false { stopped.store(true, ordering: .relaxed) }
            return !stopped.load(ordering: .relaxed)
          }
          result = .success(report.map(take))
        } catch {
          result = .failure(error)
        }
        results.withLock { $0[position] = result }
      }
    }
    if workers == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers, execute: work)
    }
    var all: [Taken] = []
    for result in results.withLock({ $0 }) {
      switch result {
      case .failure(let refusal): throw refusal
      case .success(let taken?): all.append(taken)
      case .success(nil), nil: return nil
      }
    }
    return all
  }
}
