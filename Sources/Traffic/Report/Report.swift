package import Cloud
package import EventKernel

/// What one run measured; integers throughout, so that it is the same on every machine.
package struct Report: Sendable, Equatable {
  /// The number of the engine that made it; raised with every change of a committed digest.
  package static let engine = 3

  /// A cause with the resource that decided and how many requests failed by it.
  package struct CauseCount: Sendable, Equatable {
    package let code: CauseCode
    /// The id or name of the resource that decided.
    package let resource: String
    /// Requests whose last attempt failed so.
    package internal(set) var lost = 0
    /// All attempts that failed so.
    package internal(set) var attempts = 0
    /// When the first and last such attempt began, since the run began.
    package internal(set) var first: Duration
    package internal(set) var last: Duration
    /// A request that was lost by it.
    package internal(set) var sample: RequestReference?
  }

  /// Requests of one class.
  package struct ClassReport: Sendable, Equatable {
    package let name: String
    package internal(set) var offered = 0
    package internal(set) var answered = 0
    package internal(set) var lost: Int = 0
    /// From the request's start to its answer, attempts that failed before included.
    package internal(set) var latency = Histogram()
    /// Answers that took longer than the class promises.
    package internal(set) var slow = 0
    /// Where the time of its answered requests went.
    package internal(set) var parts = LatencyParts()
    /// The mean that the flow engine reckoned; `nil` where it gives none, and in reports of the engine of requests.
    var reckonedMean: Duration?

    /// The mean latency of those answered; `nil` where none was, or where the flow engine cannot tell it.
    package var meanLatency: Duration? { reckonedMean ?? (latency.isEmpty ? nil : latency.mean) }
  }

  /// What one instance did.
  package struct TargetReport: Sendable, Equatable {
    package let instance: InstanceID
    package let zone: Zone
    package let vcpus: Int
    package internal(set) var answered = 0
    package internal(set) var latency = Histogram()
    /// Busy vCPU time by minute.
    package internal(set) var busy: [Duration] = []
  }

  /// One minute of the run.
  package struct Minute: Sendable, Equatable {
    package internal(set) var offered = 0
    package internal(set) var lost = 0
    /// The sum of the latencies of the requests answered.
    package internal(set) var latency: Duration = .zero
    /// How fast they were answered, of all minutes that share counters in runs of over six hours; `nil` where none was.
    package internal(set) var percentiles: Percentiles?
    /// The latencies of the first and of the last minute of a live run, until the runs that share them are joined.
    var latencies: Histogram?
    /// Lost requests by the position of their cause in `causes`.
    package internal(set) var causes: [Int] = []
  }

  /// Ten seconds of the run, by when requests began.
  package struct Window: Sendable, Equatable {
    /// How long one is.
    package static let length = Duration.seconds(10)

    package internal(set) var offered = 0
    package internal(set) var lost = 0

    /// Whether fewer than 99 % succeeded.
    package var isBad: Bool { lost * 100 > offered }
  }

  /// A fault and how the service came through it.
  package struct FaultReport: Sendable, Equatable {
    package let code: String
    package let resource: String
    /// Since the run began.
    package let start: Duration
    package let end: Duration
    /// Requests lost from the ten seconds in which it starts until those of the next fault, or the end of the run.
    package internal(set) var lost = 0
    /// From its start to the end of the last bad ten seconds; `nil` when the service was bad to the end.
    package internal(set) var goodAgain: Duration?
  }

  /// A fault that was in force already when the run began.
  package struct StandingFault: Sendable, Equatable {
    package let code: String
    package let resource: String
    /// For how long it had been in force when the run began.
    package let before: Duration
    /// Since the run began.
    package let end: Duration
  }

  /// What one database did.
  package struct DatabaseReport: Sendable, Equatable {
    package let identifier: String
    package internal(set) var queries = 0
    package internal(set) var busy: Duration = .zero
    package internal(set) var mostConnections = 0
    package let vcpus: Int
    /// Writes that it acknowledged.
    package internal(set) var writes = 0
    /// Writes that the database in whose place it stands had acknowledged and that it does not have, counted when
    /// applications first write to it.
    package internal(set) var writesLost = 0
    /// Reads that a client had answered without its own last write, since the replica had not done that write yet.
    package internal(set) var staleReads = 0
  }

  /// What one cache did.
  package struct CacheReport: Sendable, Equatable {
    package let identifier: String
    package internal(set) var hits = 0
    package internal(set) var misses = 0
  }

  /// What one distribution did at all edge locations.
  package struct EdgeReport: Sendable, Equatable {
    package let distribution: String
    /// Requests of clients; a redirect to HTTPS is one more.
    package internal(set) var requests = 0
    /// Requests answered by copies, those that waited for another's fetch among them, and requests that had to be fetched.
    package internal(set) var hits = 0
    package internal(set) var misses = 0
    /// Of the hits, those that waited for another's fetch.
    package internal(set) var collapsed = 0
    /// Fetches in whose place a copy past its time was given, since the origin failed.
    package internal(set) var stale = 0
    /// Questions to origins.
    package internal(set) var fetches = 0
    /// Errors that clients got.
    package internal(set) var errors4xx = 0
    package internal(set) var errors5xx = 0
    /// Bytes that clients got.
    package internal(set) var bytes = 0

    /// The share of the requests for what may be kept that copies answered; `nil` without such requests.
    package var hitRatio: Double? {
      hits + misses > 0 ? Double(hits) / Double(hits + misses) : nil
    }
  }

  /// A line of a fault's story.
  package struct TimelineEntry: Sendable, Equatable {
    /// Since the run began.
    package let at: Duration
    package let occurrence: Occurrence
  }

  /// Which of the two engines made a report.
  package enum Maker: String, Sendable, CaseIterable {
    /// Every request for itself.
    case requests
    /// Rates and queues; latencies are means, given only where no station was busy for 80 % or more of its time.
    case flow
  }

  package let experiment: String
  package let weather: WeatherSeed
  package let zone: Zone?
  package let duration: Duration
  package internal(set) var maker = Maker.requests
  /// How far its availability may be from that of single requests, 0.01 for a point; `nil` where these were run.
  ///
  /// Half a point; five where a server or a database had at some time as much to do as it can, or more: as far as the worlds
  /// of `bench flow-compare` and `flow-compare-further` are at most, most of which are within half a point, too.
  package internal(set) var tolerance: Double?
  package internal(set) var offered = 0
  package internal(set) var answered = 0
  package internal(set) var lost = 0
  package internal(set) var attempts = 0
  /// The causes, most requests lost first, then by code and resource.
  package internal(set) var causes: [CauseCount] = []
  package internal(set) var classes: [ClassReport] = []
  /// What made answers slow, most answers first, then by part and resource.
  package internal(set) var slow: [SlowCount] = []
  package internal(set) var targets: [TargetReport] = []
  package internal(set) var databases: [DatabaseReport] = []
  package internal(set) var caches: [CacheReport] = []
  /// How far the jobs of each queue have come.
  package internal(set) var jobs: [JobReport] = []
  /// The distributions that users were led to, by id.
  package internal(set) var edges: [EdgeReport] = []
  package internal(set) var minutes: [Minute] = []
  package internal(set) var windows: [Window] = []
  /// What stood at the end of each minute of the world's clock; no part of the digest.
  package internal(set) var moments: [Moment] = []
  /// What stood in each minute of `minutes`, in US dollars an hour; no part of the digest.
  package internal(set) var hourlyCosts: [Money] = []
  /// The faults of the experiment; in a run of the living world those that began in it.
  package internal(set) var faults: [FaultReport] = []
  /// Those that were in force before it, in the order of their begin; no part of the digest.
  package internal(set) var standing: [StandingFault] = []
  /// Latency of requests that began outside the settling time of every fault.
  package internal(set) var steadyLatency = Histogram()
  package internal(set) var volumes = TrafficVolumes()
  /// What each Region sent in the run itself.
  package internal(set) var moved: [TrafficVolumes.Regional] = []
  /// What edge locations gave to clients in the run itself.
  package internal(set) var given: [TrafficVolumes.EdgeUse] = []
  /// What a month costs in which everything stands as at the begin of the first fault, or at the end of a run without
  /// one, and the traffic is like the run's.
  package internal(set) var monthlyCost = CostBreakdown()
  package internal(set) var timeline: [TimelineEntry] = []
  /// The way of the traced request.
  package internal(set) var trace: [Hop] = []
  /// How each request ended, where the run was asked to keep it; no part of the digest.
  package var outcomes: RequestOutcomes?
  /// How many events the engine went through.
  package internal(set) var events = 0
  #if DEBUG
    /// What is wrong with the counts or the flow of a run in which a test planted a bug; any other run stops by it.
    package internal(set) var flaw: String?
  #endif

  init(experiment: String, weather: WeatherSeed, zone: Zone?, duration: Duration) {
    self.experiment = experiment
    self.weather = weather
    self.zone = zone
    self.duration = duration
  }

  /// A hop of a traced request.
  package struct Hop: Sendable, Equatable {
    /// Since the run began.
    package let at: Duration
    package let attempt: Int
    /// What happened, a code of the catalogue of texts (`hops.<code>`).
    package let code: String
    package let resource: String
    /// How long it took, or what else the code names, in nanoseconds.
    package let span: Duration
  }

  /// Acknowledged writes that are lost, of all databases.
  package var writesLost: Int { databases.reduce(0) { $0 + $1.writesLost } }

  /// Reads that did not show their own client's last write, of all databases.
  package var staleReads: Int { databases.reduce(0) { $0 + $1.staleReads } }

  /// Latency of all requests answered.
  package var latency: Histogram {
    var all = Histogram()
    for kind in classes { all.merge(kind.latency) }
    return all
  }

  /// The mean latency of all requests answered; `nil` where none was, or where the flow engine cannot tell it.
  package var meanLatency: Duration? {
    guard maker == .flow else { return latency.isEmpty ? nil : latency.mean }
    var sum = 0.0
    for kind in classes where kind.answered > 0 {
      guard let mean = kind.meanLatency else { return nil }
      sum += mean.inSeconds * Double(kind.answered)
    }
    return answered > 0 ? .seconds(sum / Double(answered)) : nil
  }
}
