package import Assessment
package import Cloud
package import Course
package import EventKernel
import Synchronization
package import Traffic

/// What remedies are to make less of.
package enum RemedyGoal: String, Sendable, Encodable {
  /// Requests lost in the run.
  case losses
  /// USD a month.
  case cost
  /// Milliseconds within which 95 % of the answers came outside of faults.
  case latency
  /// Jobs that were not done at their deadline.
  case jobs

  /// What a report measures of it.
  package func measure(_ report: Report) -> Double {
    switch self {
    case .losses: Double(report.lost)
    case .cost: report.monthlyCost.monthly.dollars
    case .latency: report.steadyLatency.quantile(0.95).inMilliseconds
    case .jobs: Double(report.jobs.reduce(0) { $0 + $1.late })
    }
  }
}

/// A change that was made on a copy, and the same run on that copy.
package struct RemedyTrial: Sendable {
  /// The changes, in the order in which they were made: one, or a second on top of it.
  package let parts: [Remedy]
  /// What came of the same users under the same weather and faults.
  package let report: Report
  /// The world with the changes before the run.
  package let world: World
  /// What the lab says of that world; `nil` where none judges or it was not asked.
  package internal(set) var verdict: Verdict?
}

/// Tries changes on copies of a world, each under the same users, weather and faults as a run.
package struct RemedySearch: Sendable {
  /// The most changes that are tried, each on its own.
  private static let mostTrials = 12
  /// How many changes each of two further rounds may try on top of the best one so far, where less were left.
  private static let furtherTrials = 4
  /// How many changes that help nothing by themselves are looked behind: another cause may hide there.
  private static let mostVeils = 3
  /// The most changes and pairs of changes that are tried in all.
  package static let mostInAll = mostTrials + 2 * furtherTrials + mostVeils * (1 + furtherTrials)
  /// The most of those that help that a lab judges.
  private static let mostJudged = 4
  /// The most causes that are looked at in one round.
  private static let mostCauses = 3
  /// How long it tries, in real time, before it stops beginning further trials.
  #if DEBUG
    // Without optimisation a run takes some twenty times as long.
    private static let longest: ContinuousClock.Duration = .seconds(1200)
  #else
    private static let longest: ContinuousClock.Duration = .seconds(60)
  #endif

  /// What was found.
  package struct Result: Sendable {
    package let goal: RemedyGoal
    /// The run without any change.
    package let before: Report
    /// What helps, the best first.
    package var helping: [RemedyTrial] = []
    /// How many changes were tried, refused ones among them.
    package var tried = 0
    /// How many more there were that nobody tried.
    package var untried = 0
  }

  private let workspace: Workspace
  private let run: ExperimentRun
  private let before: Report
  private let goal: RemedyGoal
  private let causes: [CauseCode]
  private let lab: Lab?

  /// - Parameters:
  ///   - workspace: what lines run in; its world is the one before the run.
  ///   - run: what is run again on each copy.
  ///   - before: what the run gave.
  ///   - causes: what is to be remedied; the first causes of the report where there are none.
  ///   - lab: the lab that judges what helps; `nil` for none.
  package init(
    workspace: Workspace, run: ExperimentRun, before: Report, goal: RemedyGoal = .losses,
    causes: [CauseCode] = [], lab: Lab? = nil
  ) {
    self.workspace = workspace
    self.run = run
    self.before = before
    self.goal = goal
    self.causes = causes
    self.lab = lab
  }

  /// How much simulated time the trials take at the most, for the progress that is shown.
  package var simulatedTime: Duration {
    let judging = lab.map { LabJudge(lab: $0, seed: WeatherSeed(1)).runs(on: workspace.world) } ?? []
    let judged = judging.reduce(Duration.zero) { $0 + $1.experiment.duration }
    return run.experiment.duration * Self.mostInAll + judged * Self.mostJudged
  }

  /// Tries the changes; `nil` when the handler stopped it, and nothing has happened then.
  ///
  /// - Parameter progress: told by each run, with its number; answering `false` stops all.
  package func result(
    progress: @escaping @Sendable (Int, RunProgress) -> Bool
  ) throws(RunRefusal) -> Result? {
    var result = Result(goal: goal, before: before)
    let end = ContinuousClock.now + Self.longest
    let first = candidates(workspace.world, before, causes: causes)
    guard try tryAll(first, on: workspace, parts: [], into: &result, until: end, progress) else { return nil }
    order(&result)
    if result.helping.isEmpty, goal == .losses {
      guard try lookBehind(first, into: &result, until: end, progress) else { return nil }
      order(&result)
    }
    // What is left to lose after the best change may want a second one on top of it, and a third.
    for _ in 0..<2 {
      guard let best = result.helping.first, goal != .losses || best.report.lost * 10 > before.lost else {
        break
      }
      var changed = workspace
      guard apply(best.parts.flatMap(\.lines), to: &changed) else { return result }
      let next = candidates(changed.world, best.report, causes: [])
        .filter { next in !best.parts.contains { $0.lines == next.lines } }
      guard try tryAll(next, on: changed, parts: best.parts, into: &result, until: end, progress) else {
        return nil
      }
      order(&result)
      if result.helping.first?.parts == best.parts { break }
    }
    guard try judge(&result, progress) else { return nil }
    return result
  }

  /// Tries pairs where no change helps alone, as when two gates on the way are shut: after each of the first changes that
  /// gives way to another cause, what could help against that one; `false` when the handler stopped a run.
  private func lookBehind(
    _ remedies: [Remedy], into result: inout Result, until end: ContinuousClock.Instant,
    _ progress: @escaping @Sendable (Int, RunProgress) -> Bool
  ) throws(RunRefusal) -> Bool {
    let cause = before.causesByCode.first?.code
    for remedy in remedies.prefix(Self.mostVeils) where ContinuousClock.now < end {
      var changed = workspace
      guard apply([remedy].flatMap(\.lines), to: &changed) else { continue }
      let number = result.tried
      result.tried += 1
      guard let report = try run.report(on: changed.world, progress: { progress(number, $0) }) else {
        return false
      }
      guard let next = report.causesByCode.first?.code, next != cause else { continue }
      let behind = candidates(changed.world, report, causes: [next])
      guard try tryAll(behind, on: changed, parts: [remedy], into: &result, until: end, progress) else {
        return false
      }
      if !result.helping.isEmpty { break }
    }
    return true
  }

  private func candidates(_ world: World, _ report: Report, causes: [CauseCode]) -> [Remedy] {
    func site(_ cause: CauseCode?) -> RemedySite {
      RemedySite(
        world: world, region: workspace.region, experiment: run.experiment, report: report, cause: cause)
    }
    guard goal == .losses else { return site(nil).candidates(for: goal) }
    var codes = causes
    if codes.isEmpty {
      for cause in report.causesByCode where cause.lost > 0 && !codes.contains(cause.code) {
        if codes.count < Self.mostCauses { codes.append(cause.code) }
      }
    }
    return codes.reduce(into: []) { remedies, code in
      for remedy in site(code).candidates(for: code)
      where !remedies.contains(where: { $0.lines == remedy.lines }) { remedies.append(remedy) }
    }
  }

  /// Tries changes on a workspace; `false` when the handler stopped a run.
  private func tryAll(
    _ remedies: [Remedy], on workspace: Workspace, parts: [Remedy], into result: inout Result,
    until end: ContinuousClock.Instant, _ progress: @escaping @Sendable (Int, RunProgress) -> Bool
  ) throws(RunRefusal) -> Bool {
    let most = parts.isEmpty ? Self.mostTrials : max(Self.mostTrials, result.tried + Self.furtherTrials)
    for remedy in remedies {
      guard result.tried < most, ContinuousClock.now < end else {
        result.untried += 1
        continue
      }
      let number = result.tried
      result.tried += 1
      var copy = workspace
      // AWS refused a line: this change cannot be made.
      guard apply(remedy.lines, to: &copy) else { continue }
      let better = parts.isEmpty ? nil : result.helping.first
      let watch = TrialWatch(most: goal == .losses ? mostHelpful(better) : .infinity) { progress(number, $0) }
      guard let report = try run.report(on: copy.world, progress: { watch.goesOn($0) }) else {
        if watch.isHopeless { continue }
        return false
      }
      let trial = RemedyTrial(parts: parts + [remedy], report: report, world: copy.world)
      if helps(trial, better: better) { result.helping.append(trial) }
    }
    return true
  }

  /// Does lines and waits for what they have begun; whether none failed.
  private func apply(_ lines: [String], to workspace: inout Workspace) -> Bool {
    guard ScriptRun(text: lines.joined(separator: "\n")).run(on: &workspace) == nil else { return false }
    workspace.waitUntilSettled()
    return true
  }

  /// Whether a trial gave at least a hundredth less than the run without it, and a second change less than the first
  /// alone.
  private func helps(_ trial: RemedyTrial, better: RemedyTrial?) -> Bool {
    if goal != .losses {
      // What loses more is no remedy, unless the lab allows it.
      let allowed = lab.flatMap { $0.mainCheck.unit == .requests ? $0.mainCheck.bound.number : nil } ?? 0
      let most = max(Double(before.lost) + Double(before.offered) / 1_000, allowed)
      if Double(trial.report.lost) > most { return false }
    }
    return goal.measure(trial.report) <= mostHelpful(better)
      && goal.measure(trial.report) < goal.measure(better?.report ?? before)
  }

  /// The most that the goal may measure of a trial that helps.
  private func mostHelpful(_ better: RemedyTrial?) -> Double {
    goal.measure(better?.report ?? before) * 0.99
  }

  /// The best first: what the lab passes at the least cost, then what loses least, then what costs least.
  private func order(_ result: inout Result) {
    let goal = self.goal
    func rank(_ trial: RemedyTrial) -> (Int, Int, Double, Double) {
      let cost = trial.report.monthlyCost.monthly.dollars
      guard let verdict = trial.verdict else { return (2, 0, goal.measure(trial.report), cost) }
      return verdict.passed ? (0, 0, cost, 0) : (1, -verdict.score, goal.measure(trial.report), cost)
    }
    result.helping = result.helping.enumerated().sorted { left, right in
      let (one, other) = (rank(left.element), rank(right.element))
      return one == other ? left.offset < right.offset : one < other
    }.map(\.element)
  }

  /// Has the lab judge the trials, the most promising one first, until one passes; `false` when the handler stopped it.
  private func judge(
    _ result: inout Result, _ progress: @escaping @Sendable (Int, RunProgress) -> Bool
  ) throws(RunRefusal) -> Bool {
    guard let lab else { return true }
    let judge = LabJudge(lab: lab, seed: WeatherSeed(1))
    let runs = judge.runs(on: workspace.world).count
    for (turn, position) in judged(result.helping, by: lab).enumerated() {
      let first = Self.mostInAll + turn * runs
      let verdict = try judge.judge(result.helping[position].world) { progress(first + $0, $1) }
      guard let verdict else { return false }
      result.helping[position].verdict = verdict.withoutReports
      if verdict.passed { break }
    }
    order(&result)
    return true
  }

  /// Which trials the lab judges: first those whose own run keeps to the bound of the main check, the cheapest first.
  private func judged(_ trials: [RemedyTrial], by lab: Lab) -> [Int] {
    let bound = lab.mainCheck.bound.number ?? 0
    func key(_ trial: RemedyTrial) -> (Int, Double) {
      let keeps = Double(trial.report.lost) <= bound || goal != .losses
      return keeps ? (0, trial.report.monthlyCost.monthly.dollars) : (1, Double(trial.report.lost))
    }
    return Array(
      trials.indices.sorted {
        let (one, other) = (key(trials[$0]), key(trials[$1]))
        return one == other ? $0 < $1 : one < other
      }.prefix(Self.mostJudged))
  }
}

/// Ends the run of a trial as soon as it has lost too many requests to be of help.
private final class TrialWatch: Sendable {
  private let most: Double
  private let progress: @Sendable (RunProgress) -> Bool
  private let isOver = Mutex(false)

  /// - Parameters:
  ///   - most: how many requests a trial may lose that helps.
  ///   - progress: is told what the run says; answering `false` stops all.
  init(most: Double, _ progress: @escaping @Sendable (RunProgress) -> Bool) {
    self.most = most
    self.progress = progress
  }

  /// Whether the run was ended since it lost too many.
  var isHopeless: Bool { isOver.withLock { $0 } }

  /// Takes what a run says; whether it goes on.
  func goesOn(_ state: RunProgress) -> Bool {
    guard progress(state) else { return false }
    guard Double(state.lost) > most else { return true }
    isOver.withLock { $0 = true }
    return false
  }
}
