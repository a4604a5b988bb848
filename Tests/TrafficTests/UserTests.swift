import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// What users do by themselves: when they come, how they try again, how many round trips a page takes.
@Suite struct UserTests {
  typealias Script = ScriptedWorld

  /// One instance behind one address, with a class of requests and changes to its users.
  private func world(
    rate: Double = 20,
    kind: RequestClass = RequestClass(name: "page", cpu: .milliseconds(2), baseLatency: .milliseconds(10)),
    lines: String = Script.instance() + "wait\n" + Script.direct,
    _ change: (inout Population) -> Void = { _ in }
  ) throws -> World {
    var world = try Script(rate: rate, kind: kind, lines: lines).world
    var workload = world.lab.workload
    change(&workload.populations[0])
    world.setWorkload(workload)
    return world
  }

  private func report(
    _ world: World, _ duration: EventKernel.Duration = .minutes(2), traced: RequestReference? = nil
  ) throws -> Report {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration), weather: WeatherSeed(1), traced: traced)
    return try #require(try run.report(on: world))
  }

  @Test func `requests come as the counts of each minute say, with a step between two minutes`() throws {
    let report = try report(world { $0.rate = .perMinute([600, 6_000, 0, 600]) }, .minutes(4))
    let offered = report.minutes.map(\.offered)
    // Poisson: five standard deviations.
    for (seen, meant) in zip(offered, [600.0, 6_000, 0, 600]) {
      #expect(abs(Double(seen) - meant) <= 5 * meant.squareRoot())
    }
    #expect(offered[2] == 0)
  }

  @Test func `a day has its least and most requests twelve hours apart, day after day`() throws {
    let profile = RateProfile.day(low: 1, high: 5, peak: .hours(14))
    func rate(_ hour: Int) throws -> Double {
      try #require(profile.points.first { $0.at == .hours(hour) }).perSecond
    }
    for day in [0, 1, 30] {
      #expect(try rate(day * 24 + 14) == 5)
      #expect(try rate(day * 24 + 2) == 1)
      #expect(try abs(rate(day * 24 + 8) - 3) < 1e-9)
    }
  }

  @Test func `each round trip more adds one way there and back`() throws {
    func mean(_ trips: Int) throws -> EventKernel.Duration {
      let kind = RequestClass(
        name: "page", cpu: .milliseconds(2), baseLatency: .milliseconds(10), roundTrips: trips)
      return try report(world(rate: 2, kind: kind)).latency.mean
    }
    let one = try mean(1)
    let two = try mean(2)
    let four = try mean(4)
    #expect(two > one)
    #expect(abs((four - two - (two - one) * 2).nanoseconds) <= 4)
  }

  /// When the tries of a request that never gets an answer began, since its first.
  private func tries(_ change: @escaping (inout Population) -> Void) throws -> [EventKernel.Duration] {
    let silent = try world(rate: 2, lines: Script.instance() + "wait\n") {
      $0.retries = 4
      $0.retryDelay = .seconds(1)
      change(&$0)
    }
    let report = try report(silent, .seconds(30), traced: RequestReference(population: 0, number: 0))
    let fails = report.trace.filter { $0.code.hasPrefix("fails:") }.map(\.at)
    let again = report.trace.filter { $0.code == "client-retries" }.map(\.at)
    return zip(fails, again).map { $1 - $0 }
  }

  @Test func `waits between tries stay, grow by their factor, and end at twenty seconds`() throws {
    #expect(try tries { _ in } == Array(repeating: .seconds(1), count: 4))
    #expect(try tries { $0.retryFactor = 2 } == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
    #expect(try tries { $0.retryFactor = 10 } == [.seconds(1), .seconds(10), .seconds(20), .seconds(20)])
  }

  @Test func `jitter draws each wait between none and the whole`() throws {
    let waits = try tries {
      $0.retryFactor = 2
      $0.retryJitter = true
    }
    for (wait, most) in zip(waits, [1, 2, 4, 8]) { #expect(wait >= .zero && wait < .seconds(most)) }
    #expect(Set(waits.map(\.nanoseconds)).count == 4)
    #expect(waits.reduce(.zero, +) != .seconds(15))
  }

  @Test func `the parts of all answers sum to their latencies`() throws {
    let kind = RequestClass(
      name: "page", cpu: .milliseconds(80), variation: .exponential, baseLatency: .milliseconds(10))
    let report = try report(world(rate: 20, kind: kind))
    let parts = report.classes[0].parts
    #expect(parts.requests == report.answered)
    let mean = parts.total.nanoseconds / Int64(parts.requests)
    #expect(abs(mean - report.latency.mean.nanoseconds) <= 1)
    #expect(parts[.queue] > .zero)
    #expect(parts[.network] > .zero)
    #expect(parts[.retries] == .zero)
    #expect(parts[.storage] == .zero)
    #expect(parts[.dns] == .zero)
  }

  @Test func `answers over what is promised are slow, and the queue that made them so is named`() throws {
    var kind = RequestClass(
      name: "page", cpu: .milliseconds(80), variation: .exponential, baseLatency: .milliseconds(10))
    #expect(try report(world(rate: 22, kind: kind)).slow.isEmpty)
    kind.objective = .milliseconds(400)
    let world = try world(rate: 22, kind: kind)
    let report = try report(world)
    let slow = report.classes[0].slow
    #expect(slow > 0 && slow < report.answered)
    #expect(report.slow.reduce(0) { $0 + $1.answers } == slow)
    let first = try #require(report.slow.first)
    #expect(first.part == .queue)
    #expect(first.resource == world.ec2.instances.rows.first?.id.description)
    #expect(first.parts.share(of: .queue) > 0.5)
  }
}
