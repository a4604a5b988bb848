package import Cloud
package import Traffic

extension Survey {
  /// What a survey found.
  package struct Findings: Sendable, Equatable {
    /// The run without a loss.
    package let calm: Outcome
    /// One row a loss, in the order of the losses.
    package let rows: [Row]

    package init(calm: Outcome, rows: [Row]) {
      self.calm = calm
      self.rows = rows
    }
  }

  /// Loses everything in turn on copies of a world; `nil` when the handler stopped the runs.
  ///
  /// - Parameters:
  ///   - threads: how many runs go on at once at the most; `nil` for as many as there are cores. It changes no result.
  ///   - progress: told by each run, with its position, the calm one first; answering `false` stops all.
  package func findings(
    on world: World, threads: Int? = nil, progress: (@Sendable (Int, RunProgress) -> Bool)? = nil
  ) throws(RunRefusal) -> Findings? {
    let all: [[Loss]] = [[]] + losses.map { [$0] }
    guard let outcomes = try outcomes(of: all, on: world, threads: threads, progress: progress) else {
      return nil
    }
    let calm = outcomes[0]
    return Findings(
      calm: calm,
      rows: zip(all, outcomes).dropFirst().map { losses, outcome in row(of: losses, outcome, beside: calm) })
  }

  /// Loses two things at once, for all pairs of which the service gets over each one; `nil` when the handler stopped the runs.
  package func pairs(
    after findings: Findings, on world: World, threads: Int? = nil,
    progress: (@Sendable (Int, RunProgress) -> Bool)? = nil
  ) throws(RunRefusal) -> [Row]? {
    let all = pairs(after: findings.rows)
    guard let outcomes = try outcomes(of: all, on: world, threads: threads, progress: progress) else {
      return nil
    }
    return zip(all, outcomes).map { losses, outcome in row(of: losses, outcome, beside: findings.calm) }
  }

  private func outcomes(
    of losses: [[Loss]], on world: World, threads: Int?, progress: (@Sendable (Int, RunProgress) -> Bool)?
  ) throws(RunRefusal) -> [Outcome]? {
    try ParallelRuns.results(
      of: losses.map { (run: run(losing: $0), world: world) }, threads: threads, progress: progress
    ) { Outcome($0) }
  }
}
