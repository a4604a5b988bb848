import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import LearnerStore
import Terminal
import Texts
import Traffic

extension Session {
  /// Judges a world by a lab, with progress on the screen; Ctrl-C stops it and leaves everything as it was.
  func judge(_ world: World, lab: Lab, seed: WeatherSeed) throws(CommandFailure) -> Verdict {
    let judge = LabJudge(lab: lab, seed: seed)
    let total = judge.runs(on: world).reduce(Duration.zero) { $0 + $1.experiment.duration }
    let verdict = try watching(total: total) { (progress) throws(RunRefusal) in
      try judge.judge(world, progress: progress)
    }
    guard let verdict else { throw CommandFailure("check.stopped", status: 130) }
    return verdict
  }

  /// The last verdict on the present lab; when another process passed it, the world is judged again.
  ///
  /// - Parameter missing: what to say where nothing was judged yet.
  func lastVerdict(missing: String = "explain.no-verdict") throws(CommandFailure) -> JudgedWorld {
    if let verdict { return verdict }
    guard case .lab(let id, let run) = place else {
      throw place == .outside ? noLabOpen : CommandFailure("explain.no-run")
    }
    guard try hasChecks(run) else { throw CommandFailure(missing) }
    let lab = try self.lab(id.rawValue).lab
    if lab.header.kind == .live {
      let judged = try judgeLive(lab)
      verdict = judged
      return judged
    }
    var workspace = try openWorkspace()
    workspace.waitUntilSettled()
    let judged = JudgedWorld(
      lab: lab, world: workspace.world,
      verdict: try judge(workspace.world, lab: lab, seed: WeatherSeed(1)))
    verdict = judged
    return judged
  }

  /// Whether a run was judged before.
  private func hasChecks(_ run: String) throws(CommandFailure) -> Bool {
    do throws(StoreError) {
      return try (store?.checks(run: run) ?? []).isEmpty == false
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What keeps every user out of a world: the first cause, when not one request of half a minute is answered, or of a
  /// million requests.
  func firstObstacle(in world: World) throws(CommandFailure) -> Report.CauseCount? {
    let rate = world.lab.workload.populations.reduce(0) { sum, population in
      sum + (population.rate.points.map(\.perSecond).max() ?? 0)
    }
    let span = min(30, 1_000_000 / max(1, rate))
    let run = ExperimentRun(
      experiment: Experiment(id: "probe", duration: .seconds(span)), weather: WeatherSeed(1))
    do throws(RunRefusal) {
      guard let report = try run.report(on: world), report.offered > 0, report.answered == 0 else {
        return nil
      }
      return report.causes.first { $0.lost > 0 }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Keeps a verdict with the run: the attempt, the best score, and a pass.
  func keep(_ verdict: Verdict, of lab: Lab) throws(CommandFailure) {
    guard let store, let run = place.run else { return }
    do throws(StoreError) {
      let wasPassed = try store.run(run)?.isPassed ?? false
      let isFirstPass = verdict.passed && !wasPassed
      try store.record(
        CheckResult(
          run: run, at: now, isPassed: verdict.passed, score: Double(verdict.score) / 100,
          body: Self.encoded(VerdictResult(verdict))),
        pass: isFirstPass ? pass(of: lab, score: verdict.score) : nil)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func encoded(_ result: some Encodable) -> String {
    do {
      return try ValueEncoder().encode(result).json(.compact)
    } catch {
      preconditionFailure("The result of a command cannot be encoded: \(error)")
    }
  }
}
