import Assessment
import Cloud
import EventKernel
import Terminal
import Traffic

/// Two worlds run under the same users, weather and faults, paired request by request.
struct WorldComparison {
  /// One of the two worlds.
  struct Side {
    /// What it was called by.
    let name: String
    let world: World
  }

  /// What one world made of all runs.
  struct Outcome {
    var offered = 0
    var answered = 0
    var lost = 0
    var latency = Histogram()
    /// The highest of the runs' monthly costs.
    var monthly = Money.zero
    /// The run that lost most.
    var worst: Report?

    fileprivate mutating func add(_ report: Report) {
      offered += report.offered
      answered += report.answered
      lost += report.lost
      latency.merge(report.latency)
      monthly = max(monthly, report.monthlyCost.monthly)
      if report.lost > worst?.lost ?? -1 {
        worst = report
        worst?.outcomes = nil
      }
    }
  }

  /// The experiment, with the users whom both met.
  let experiment: Experiment
  let weather: WeatherSeed
  let a: Side
  let b: Side
  private(set) var outcomeA = Outcome()
  private(set) var outcomeB = Outcome()
  private(set) var pairs = PairedRequests()
  /// The pairs of each run with its zone, where the fault moves through zones.
  private(set) var zones: [(zone: Zone, pairs: PairedRequests)] = []

  /// A comparison that has not run; an experiment without users of its own meets those of A.
  init(_ experiment: Experiment, weather: WeatherSeed, _ a: Side, _ b: Side) {
    var experiment = experiment
    experiment.workload = experiment.workload ?? a.world.lab.workload
    self.experiment = experiment
    self.weather = weather
    self.a = a
    self.b = b
  }

  /// Runs both worlds, once in each of the zones; one pair of runs at a time, so that no more than two runs' outcomes are
  /// in memory.
  ///
  /// - Parameter zones: the zones in which a fault happens that moves; `nil` alone where none does.
  /// - Returns: Whether all was run, which Ctrl-C ends.
  mutating func run(in zones: [Zone?], session: Session) throws(CommandFailure) -> Bool {
    let worlds = (self.a.world, self.b.world)
    for zone in zones {
      let run = ExperimentRun(experiment: experiment, weather: weather, zone: zone, keepsOutcomes: true)
      let reports = try session.watching(total: experiment.duration * 2) { (progress) throws(RunRefusal) in
        try ParallelRuns.reports(
          of: [(run: run, world: worlds.0), (run: run, world: worlds.1)], progress: progress)
      }
      guard let reports, reports.count == 2, let pairs = PairedRequests(reports[0], reports[1]) else {
        return false
      }
      outcomeA.add(reports[0])
      outcomeB.add(reports[1])
      self.pairs.merge(pairs)
      if let zone { self.zones.append((zone, pairs)) }
    }
    return true
  }
}
