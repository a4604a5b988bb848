import Assessment
import Cloud
import Course
import EventKernel
import Texts
import Traffic

/// What remedies are asked for: a run, and what is to become less in it.
struct RemedySubject {
  let run: FollowedRun
  let goal: RemedyGoal
  /// What is to be remedied first; the run's own order where nothing was named.
  let causes: [CauseCode]
  /// The lab that judges; `nil` for a run that no check judged.
  let lab: Lab?

  /// Finds what a text asks about, as `explain` does; jobs that are late and a check about cost or latency have
  /// remedies, too.
  static func asked(_ text: String, in session: Session) throws(CommandFailure) -> RemedySubject {
    let key = ComparableText.key(text)
    if session.lastRun == nil, session.workspace?.live != nil {
      throw CommandFailure("live.no-request", status: 1)
    }
    if let jobs = ExplainedJobs.asked(text, in: session), jobs.check?.check.unit != .usd,
      RemedyGoal.jobs.measure(jobs.run.report) > 0
    {
      return RemedySubject(
        run: jobs.run, goal: .jobs, causes: [], lab: jobs.check == nil ? nil : session.verdict?.lab)
    }
    if session.lastRun == nil || !key.isEmpty {
      let judged: JudgedWorld? = try session.lastRun == nil ? judged(in: session) : session.verdict
      if let judged, let subject = RemedySubject(judged, key, in: session) { return subject }
    }
    let loss = try ExplainedLoss.asked(text, in: session)
    return RemedySubject(
      run: loss.run, goal: .losses, causes: key.isEmpty ? [] : [loss.cause.code],
      lab: loss.check == nil ? nil : session.verdict?.lab)
  }

  /// The last verdict; where `check` has judged nothing, since no request came through, the world is judged here.
  private static func judged(in session: Session) throws(CommandFailure) -> JudgedWorld {
    guard session.verdict == nil, case .lab(let id, _) = session.place else {
      return try session.lastVerdict()
    }
    let lab = try session.lab(id.rawValue).lab
    var workspace = try session.openWorkspace()
    workspace.waitUntilSettled()
    return JudgedWorld(
      lab: lab, world: workspace.world,
      verdict: try session.judge(workspace.world, lab: lab, seed: WeatherSeed(1)))
  }

  /// What keeps the named check from passing, or the first that counts and does not hold; `nil` where no run tells it.
  private init?(_ judged: JudgedWorld, _ key: String, in session: Session) {
    let checks = judged.verdict.checks
    let search = VerdictSearch(judged: judged, session: session)
    let begun = key.isEmpty ? [] : search.checks(begunBy: key)
    let index =
      key.isEmpty
      ? checks.firstIndex { $0.counts && !$0.holds }
      : search.check(named: key) ?? (begun.count == 1 ? begun[0] : nil)
    guard let index else { return nil }
    let result = checks[index]
    let reports = judged.verdict.reports
    let goal: RemedyGoal
    let report: Report
    switch result.check.unit {
    case .usd:
      guard let worst = reports.max(by: { $0.lost < $1.lost }) else { return nil }
      goal = .cost
      report = worst
    case .milliseconds:
      guard let worst = result.worst else { return nil }
      goal = .latency
      report = reports[worst]
    case .requests, .seconds, .count, .ratio:
      guard let worst = result.worst, reports[worst].lost > 0 else { return nil }
      goal = .losses
      report = reports[worst]
    }
    guard let run = judged.run(of: report) else { return nil }
    self.init(run: run, goal: goal, causes: [], lab: judged.lab)
  }

  private init(run: FollowedRun, goal: RemedyGoal, causes: [CauseCode], lab: Lab?) {
    self.run = run
    self.goal = goal
    self.causes = causes
    self.lab = lab
  }

  /// The search for what would have helped, in a workspace like an open one with the world before the run.
  func search(like open: Workspace) -> RemedySearch {
    var world = run.world
    var experiment = run.experiment
    // Changes take time, in which faults of the live world would begin or end: each copy meets them anew, as the run did.
    if run.isLive {
      let (begin, end) = (world.now, world.now + experiment.duration)
      let inForce = world.lab.faults.rows.filter { $0.end > begin }
      for fault in inForce + world.comingFaults.filter({ $0.start < end }) {
        let start = max(begin, fault.start)
        experiment.faults.append(
          Experiment.PlannedFault(
            fault.fault, earliest: start - begin, latest: start - begin, lasting: fault.end - start))
      }
      world.leaveComingFaultsOut()
    }
    let workspace = Workspace(
      world: world, header: open.journal.header, region: open.region, caller: open.caller,
      catalog: open.catalog, variables: open.variables)
    return RemedySearch(
      workspace: workspace,
      run: ExperimentRun(
        experiment: experiment, weather: run.report.weather, zone: run.report.zone, maker: run.report.maker),
      before: run.report, goal: goal, causes: causes, lab: lab)
  }
}
