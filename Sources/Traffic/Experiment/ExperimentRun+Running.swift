package import Cloud
package import EventKernel

/// Why a run cannot be made.
package enum RunRefusal: Error, Equatable, Sendable {
  /// Nobody sends requests, and there are no jobs.
  case noUsers
  /// More requests would be sent than a run may have.
  case tooManyRequests(expected: Int, limit: Int)
  /// The experiment lasts no time, or longer than a run may.
  case badDuration(Duration)
  /// The world would come to the end of its time.
  case endOfTime
  /// After a while more attempts were under way at once than a run may hold: nothing answers, and clients go on waiting
  /// and coming back.
  case tooManyAtOnce(after: Duration, limit: Int)
  /// The flow engine cannot tell what is asked, or how such a world behaves.
  case notForFlows(FlowLimit)
}

extension ExperimentRun {
  /// The most requests that one run may have.
  package static let mostRequests = 1_000_000_000
  /// The most requests of a run that keeps how each of them ended; 160 MB.
  package static let mostKeptOutcomes = 20_000_000
  /// The longest run.
  package static let longest = Duration.days(31)

  /// Runs the experiment on a copy of a world and gives what was measured.
  ///
  /// - Parameter progress: told every simulated ten seconds; answering `false` stops the run, which then gives `nil`.
  /// - Throws: `RunRefusal` when the run cannot be made.
  package func report(on world: World, progress: ProgressHandler? = nil) throws(RunRefusal) -> Report? {
    var copy = world
    return try run(on: &copy, progress: progress)
  }

  /// Runs the experiment on a world itself: its time passes, what happens in it has happened.
  ///
  /// The world stays as it was when the run is stopped or cannot be made.
  package func run(on world: inout World, progress: ProgressHandler? = nil) throws(RunRefusal) -> Report? {
    try check(against: world)
    switch maker {
    case .requests: break
    case .flow:
      if traced != nil || keepsOutcomes { throw .notForFlows(.singleRequests) }
      if experiment.isLive || phase > .zero { throw .notForFlows(.liveWorld) }
      let engine = FlowEngine(world: world, run: self)
      if let limit = engine.limit { throw .notForFlows(limit) }
      engine.runToEnd(progress: progress)
      guard !engine.stations.isStopped else { return nil }
      // Machines that were launched meanwhile may be set in another way.
      if let limit = engine.limit { throw .notForFlows(limit) }
      world = engine.stations.world
      return engine.makeReport()
    }
    let engine = Engine(world: world, run: self)
    engine.runToEnd(progress: progress)
    if let crowded = engine.crowded {
      let after = max(.zero, Instant(nanoseconds: Int64(clamping: crowded)) - world.now)
      throw .tooManyAtOnce(after: after, limit: mostAtOnce)
    }
    guard !engine.isStopped else { return nil }
    world = engine.world
    return engine.makeReport()
  }

  private func check(against world: World) throws(RunRefusal) {
    let workload = experiment.workload ?? world.lab.workload
    let hasUsers = !workload.populations.isEmpty && !workload.classes.isEmpty
    let hasJobs = workload.populations.isEmpty && workload.jobs?.isEmpty == false
    guard hasUsers || hasJobs else { throw .noUsers }
    guard experiment.duration > .zero, experiment.duration <= ExperimentRun.longest else {
      throw .badDuration(experiment.duration)
    }
    guard maker == .requests else { return }
    let expected = workload.populations.reduce(0.0) { sum, population in
      sum + (population.rate.points.map(\.perSecond).max() ?? 0) * experiment.duration.inSeconds
    }
    let limit = keepsOutcomes ? ExperimentRun.mostKeptOutcomes : ExperimentRun.mostRequests
    guard expected <= Double(limit) else {
      throw .tooManyRequests(expected: expected < 9e18 ? Int(expected) : .max, limit: limit)
    }
  }
}
