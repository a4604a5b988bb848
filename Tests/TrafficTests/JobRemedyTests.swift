import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// For each reason why jobs are late changes are tried, and those proposed have more of them done in time.
@Suite struct JobRemedyTests {
  typealias Duration = EventKernel.Duration

  /// No machine makes a single job faster that takes longer than its deadline.
  private static let beyondHelp: Set<JobDelay> = [.jobTooLong]

  private static func search(
    _ world: ScriptedWorld, _ duration: Duration, faults: [Experiment.PlannedFault] = []
  ) throws -> RemedySearch.Result {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration, faults: faults), weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before, goal: .jobs)
    return try #require(try search.result { _, _ in true })
  }

  @Test(arguments: JobRunTests.late)
  func `a change for the reason has more jobs done in time`(given: JobRunTests.Late) throws {
    let world = try JobRunTests.world(given.queue, settings: given.settings, type: given.type)
    var faults: [Experiment.PlannedFault] = []
    if let (kind, at, lasting) = given.fault {
      let name = try #require(world.workspace.variables["WEB"])
      faults = [ScriptedWorld.fault(Fault(kind, names: [name]), at: at, lasting: lasting)]
    }
    let found = try Self.search(world, .hours(2), faults: faults)
    let late = RemedyGoal.jobs.measure(found.before)
    #expect(late > 0 && found.before.jobs.first?.delay == given.delay)
    #expect(found.tried > 0 && found.tried <= RemedySearch.mostInAll)
    #expect(found.helping.isEmpty == Self.beyondHelp.contains(given.delay), "\(found.tried) tried")
    for trial in found.helping {
      #expect(RemedyGoal.jobs.measure(trial.report) < late)
      #expect(trial.report.jobs.first?.count == given.queue.count)
    }
    if let best = found.helping.first { #expect(RemedyGoal.jobs.measure(best.report) == 0) }
  }

  /// Checkpoints change the machine itself: the fault that names it meets it again.
  @Test func `a checkpoint saves the work of a machine whose host fails`() throws {
    let given = try #require(JobRunTests.late.first { $0.delay == .workLost })
    let world = try JobRunTests.world(given.queue, settings: given.settings, type: given.type)
    let name = try #require(world.workspace.variables["WEB"])
    let found = try Self.search(
      world, .hours(1), faults: [ScriptedWorld.fault(Fault(.hostFailure, names: [name]), at: 10, lasting: 1)])
    let saved = try #require(found.helping.first { $0.parts.map(\.code) == [.setting] })
    let job = try #require(saved.report.jobs.first)
    #expect(job.interrupted == 2 && job.workLost < .minutes(20) && job.late == 0)
  }

  @Test func `machines on demand or of another pool do what a reclaimed Spot Instance left`() throws {
    let queue = JobQueue(name: "night", count: 2, cpu: .hours(1), deadline: .minutes(70))
    let world = try JobRunTests.world(queue, more: "--instance-market-options MarketType=spot")
    let reclaim = ScriptedWorld.fault(
      .spotReclaim(type: "m5.large", zone: ScriptedWorld.zoneA), at: 30, lasting: 60)
    let found = try Self.search(world, .minutes(80), faults: [reclaim])
    #expect(RemedyGoal.jobs.measure(found.before) == 2)
    let lasting = try #require(found.helping.first { $0.parts.map(\.code) == [.onDemand] })
    let moved = try #require(found.helping.first { $0.parts.map(\.code) == [.spotZone] })
    #expect(RemedyGoal.jobs.measure(lasting.report) == 0 && RemedyGoal.jobs.measure(moved.report) == 0)
    // Spare capacity is cheaper wherever it is.
    #expect(moved.report.jobs.map(\.cost.dollars)[0] < lasting.report.jobs.map(\.cost.dollars)[0])
  }

  @Test func `jobs in time need no change`() throws {
    let queue = JobQueue(name: "night", count: 2, cpu: .minutes(1), deadline: .minutes(5))
    let found = try Self.search(try JobRunTests.world(queue), .minutes(6))
    #expect(found.tried == 0 && found.helping.isEmpty)
  }
}
