package import Cloud
package import EventKernel

/// Load plus faults run against a world, as a lab or a bench names it.
package struct Experiment: Sendable, Equatable {
  /// A fault to come: what, when, for how long.
  package struct PlannedFault: Sendable, Equatable {
    /// What goes wrong; without the zone that its kind wants, the run chooses it (each zone in turn).
    package var fault: Fault
    /// The fault begins at a moment drawn from the weather between these times since the run began.
    package var earliest: Duration
    package var latest: Duration
    /// How long it lasts.
    package var lasting: Duration
    /// How often it happens, at least once, and how long after one time the window of the next begins.
    package var times: Int
    package var every: Duration

    package init(
      _ fault: Fault, earliest: Duration, latest: Duration, lasting: Duration, times: Int = 1,
      every: Duration = .zero
    ) {
      self.fault = fault
      self.earliest = earliest
      self.latest = latest
      self.lasting = lasting
      self.times = times
      self.every = every
    }

    /// The latest moment at which it can begin for the last time.
    package var lastBegin: Duration { latest + every * (times - 1) }

    /// When it begins, each time of it, since the run began.
    ///
    /// - Parameters:
    ///   - seed: what the moments are drawn by.
    ///   - number: its place among the faults of its experiment.
    func moments(drawing seed: UInt64, number: Int) -> [Duration] {
      let draws = Draws(
        seed: seed, purpose: DrawPurpose.faults.rawValue, population: 0, number: UInt64(number))
      let window = latest - earliest
      return (0..<max(0, times)).map { time in earliest + window * draws.unit(time) + every * time }
    }

    /// Whether it moves to each zone in turn.
    package var movesThroughZones: Bool {
      fault.zone == nil && fault.kind.parameters.contains(.zone)
    }

    /// The fault in a zone that the run chose; `nil` when it needs one and none is given.
    package func fault(in zone: Zone?) -> Fault? {
      guard movesThroughZones else { return fault }
      guard let zone else { return nil }
      var placed = fault
      placed.zone = zone
      return placed
    }
  }

  /// The experiment's name, unique in its lab.
  package var id: String
  /// How long users send requests.
  package var duration: Duration
  /// Who sends which requests; `nil` takes the world's own workload.
  package var workload: Workload?
  package var faults: [PlannedFault]
  /// How long after a fault's start latency does not count as steady.
  package var settling: Duration
  /// Whether time passes in the learner's own world, whose jobs go on; an experiment gives its jobs anew.
  package var isLive: Bool

  package init(
    id: String, duration: Duration, workload: Workload? = nil, faults: [PlannedFault] = [],
    settling: Duration = .seconds(90), isLive: Bool = false
  ) {
    self.isLive = isLive
    self.id = id
    self.duration = duration
    self.workload = workload
    self.faults = faults
    self.settling = settling
  }
}

/// One run of an experiment: under one weather, with the fault in one zone.
package struct ExperimentRun: Sendable, Equatable {
  package var experiment: Experiment
  package var weather: WeatherSeed
  /// The zone in which faults without a zone of their own happen.
  package var zone: Zone?
  /// A request whose way is written down hop by hop.
  package var traced: RequestReference?
  /// Whether the report tells how each request ended, which takes eight bytes a request.
  package var keepsOutcomes: Bool
  /// Whether progress shows the world as it stands.
  package var showsWorld: Bool
  /// How long before the run the clock began by which minutes and windows of ten seconds are counted, not negative.
  package var phase = Duration.zero
  /// How many attempts may be under way at once: a run with more is refused, so that memory is bounded.
  ///
  /// The number is rounded up to a power of two, 4,096 at least; the usual one takes a quarter of a GiB (TEACH).
  package var mostAtOnce = 1 << 21
  /// Which engine runs it; that of flows writes no request's way down.
  package var maker: Report.Maker

  package init(
    experiment: Experiment, weather: WeatherSeed, zone: Zone? = nil, traced: RequestReference? = nil,
    keepsOutcomes: Bool = false, showsWorld: Bool = false, maker: Report.Maker = .requests
  ) {
    self.keepsOutcomes = keepsOutcomes
    self.showsWorld = showsWorld
    self.experiment = experiment
    self.weather = weather
    self.zone = zone
    self.traced = traced
    self.maker = maker
  }
}

/// Names one request of a run: the same users send it to every architecture.
package struct RequestReference: Sendable, Hashable, Codable {
  /// The position of its population in the workload.
  package let population: Int
  /// Its number in the population, from 0.
  package let number: Int

  package init(population: Int, number: Int) {
    self.population = population
    self.number = number
  }
}

/// How far a run has come, told every simulated ten seconds.
package struct RunProgress: Sendable {
  /// Simulated time since the run began.
  package let elapsed: Duration
  /// Requests sent and requests lost so far.
  package let offered: Int
  package let lost: Int
  /// What else is to be seen, where the run shows it.
  package internal(set) var sight: Sight?

  /// A running world, and what of its requests has ended so far.
  package struct Sight: Sendable {
    /// Requests answered so far.
    package let answered: Int
    /// The sum of their latencies.
    package let latency: Duration
    /// The world as it stands.
    package let world: World
    /// How loaded its machines are.
    package let observations: Observations
  }
}

/// Is told how far a run is and answers whether it goes on; called from the thread that runs.
package typealias ProgressHandler = @Sendable (RunProgress) -> Bool
