import Cloud
import EventKernel
import Synchronization
import Testing
import Traffic

/// Two runs under the same users are paired request by request, and the pairs add up to what the reports say.
@Suite struct PairedRequestsTests {
  private static let fault = Experiment.PlannedFault(
    .zonePower(ScriptedWorld.zoneA), earliest: .seconds(30), latest: .seconds(30), lasting: .minutes(2))

  /// Two servers behind a load balancer: one in 2a, the other in the subnet of a name.
  private static func shop(second subnet: String, rate: Double = 20) throws -> World {
    try ScriptedWorld(
      rate: rate,
      lines: ScriptedWorld.balancer() + ScriptedWorld.instance() + """
        OTHER=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $\(subnet) --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
        wait
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$OTHER
        wait

        """
    ).world
  }

  private static func report(
    _ world: World, faults: [Experiment.PlannedFault] = [fault], keepsOutcomes: Bool = true
  ) throws -> Report {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(2), faults: faults), weather: WeatherSeed(1),
      keepsOutcomes: keepsOutcomes)
    return try #require(try run.report(on: world))
  }

  private static func expectSums(_ pairs: PairedRequests, _ a: Report, _ b: Report) {
    #expect(pairs.lostOnlyInA + pairs.bothLost == a.lost)
    #expect(pairs.lostOnlyInB + pairs.bothLost == b.lost)
    #expect(pairs.bothAnswered + pairs.lostOnlyInB == a.answered)
    #expect(pairs.bothAnswered + pairs.lostOnlyInA == b.answered)
    #expect(pairs.faster + pairs.slower + pairs.equallyFast == pairs.bothAnswered)
    #expect(pairs.causesInA.reduce(0) { $0 + $1.lost } == pairs.lostOnlyInA)
    #expect(pairs.causesInB.reduce(0) { $0 + $1.lost } == pairs.lostOnlyInB)
    #expect(pairs.unpaired == 0)
  }

  @Test func `the same world gives the same outcome of every request`() throws {
    let world = try Self.shop(second: "SUBNET_A")
    let (a, b) = (try Self.report(world), try Self.report(world))
    let pairs = try #require(PairedRequests(a, b))
    #expect(a.lost > 0 && a.answered > 0)
    Self.expectSums(pairs, a, b)
    #expect(pairs.lostOnlyInA == 0 && pairs.lostOnlyInB == 0 && pairs.bothLost == a.lost)
    #expect(pairs.faster == 0 && pairs.slower == 0 && pairs.medianDelay == .zero)
  }

  @Test func `a zone less loses requests that two zones answer, and only those`() throws {
    let two = try Self.report(try Self.shop(second: "SUBNET_B"))
    let one = try Self.report(try Self.shop(second: "SUBNET_A"))
    let pairs = try #require(PairedRequests(two, one))
    Self.expectSums(pairs, two, one)
    #expect(pairs.lostOnlyInB > 500 && pairs.lostOnlyInA == 0, "\(pairs.lostOnlyInA) \(pairs.lostOnlyInB)")
    // The first cause can be followed: its request was lost in B by it, and answered in A.
    let cause = try #require(pairs.causesInB.first)
    let sample = try #require(cause.sample)
    let lost = one.outcomes?.outcome(sample.population, sample.number)
    let position = one.causes.firstIndex { $0.code == cause.code && $0.resource == cause.resource }
    #expect(lost == position.map { .lost(cause: $0) })
    guard case .answered? = two.outcomes?.outcome(sample.population, sample.number) else {
      Issue.record("request \(sample) was not answered in A")
      return
    }
    // The other way round it is the same, seen from the other side.
    let turned = try #require(PairedRequests(one, two))
    #expect(turned.lostOnlyInA == pairs.lostOnlyInB && turned.causesInA == pairs.causesInB)
    #expect(turned.faster == pairs.slower && turned.medianDelay == -pairs.medianDelay)
  }

  @Test func `a slow zone makes answers later, by as much as it says`() throws {
    let world = try Self.shop(second: "SUBNET_A")
    let slow = Experiment.PlannedFault(
      .slowZone(ScriptedWorld.zoneA, delay: .milliseconds(400)), earliest: .zero, latest: .zero,
      lasting: .minutes(3))
    let (calm, late) = (try Self.report(world, faults: []), try Self.report(world, faults: [slow]))
    let pairs = try #require(PairedRequests(calm, late))
    Self.expectSums(pairs, calm, late)
    // Half of the requests come in by the node of the other zone, whose way to the servers is not slow.
    #expect(pairs.slower * 10 > pairs.bothAnswered * 4, "\(pairs.slower) of \(pairs.bothAnswered)")
    #expect(pairs.faster * 100 < pairs.slower, "\(pairs.faster)")
    #expect(late.latency.quantile(0.9) >= calm.latency.quantile(0.9) + .milliseconds(300))
  }

  @Test func `pairs of several runs add up`() throws {
    let a = try Self.report(try Self.shop(second: "SUBNET_B"))
    let b = try Self.report(try Self.shop(second: "SUBNET_A"))
    let pairs = try #require(PairedRequests(a, b))
    var both = PairedRequests()
    both.merge(pairs)
    #expect(both == pairs)
    both.merge(pairs)
    #expect(both.lostOnlyInB == 2 * pairs.lostOnlyInB && both.bothAnswered == 2 * pairs.bothAnswered)
    #expect(both.causesInB.count == pairs.causesInB.count && both.medianDelay == pairs.medianDelay)
    #expect(both.causesInB.reduce(0) { $0 + $1.lost } == both.lostOnlyInB)
  }

  @Test func `outcomes are kept only when asked for, are as many as requests, and change no digest`() throws {
    let world = try Self.shop(second: "SUBNET_A")
    let plain = try Self.report(world, keepsOutcomes: false)
    let kept = try Self.report(world)
    #expect(plain.outcomes == nil && PairedRequests(plain, kept) == nil)
    #expect(plain.digest == kept.digest)
    let outcomes = try #require(kept.outcomes)
    #expect(outcomes.counts == [kept.offered])
    var losses = Array(repeating: 0, count: kept.causes.count)
    var sum = Duration.zero
    for number in 0..<kept.offered {
      switch outcomes.outcome(0, number) {
      case .answered(let span)?: sum += span
      case .lost(let cause)?: losses[cause] += 1
      case nil: Issue.record("request \(number) was not settled")
      }
    }
    #expect(losses == kept.causes.map(\.lost))
    #expect(UInt128(sum.nanoseconds) == kept.latency.sumNanoseconds)
    #expect(outcomes.outcome(0, kept.offered) == nil && outcomes.outcome(1, 0) == nil)
  }

  @Test func `a run with more requests than can be kept is refused with the limit`() throws {
    let world = try Self.shop(second: "SUBNET_A", rate: 100_000)
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(10)), weather: WeatherSeed(1), keepsOutcomes: true
    )
    #expect(
      throws: RunRefusal.tooManyRequests(expected: 60_000_000, limit: ExperimentRun.mostKeptOutcomes)
    ) { try run.report(on: world) }
  }

  @Test func `progress is told at each ten seconds, shows the world where asked to, and changes no digest`()
    throws
  {
    let world = try Self.shop(second: "SUBNET_A")
    let plain = try Self.report(world, keepsOutcomes: false)
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(2), faults: [Self.fault]),
      weather: WeatherSeed(1),
      showsWorld: true)
    let told = Mutex<[RunProgress]>([])
    let report = try #require(
      try run.report(on: world) { progress in
        told.withLock { $0.append(progress) }
        return true
      })
    #expect(report.digest == plain.digest)
    let steps = told.withLock { $0 }
    #expect(steps.map(\.elapsed) == (1...12).map { Duration.seconds($0 * 10) })
    let dark = try steps.map { try #require($0.sight).world.lab.faults.rows.count }
    #expect(
      dark == [0, 0, 0] + Array(repeating: 1, count: 9) || dark == [0, 0] + Array(repeating: 1, count: 10))
    #expect(steps.allSatisfy { $0.offered >= ($0.sight?.answered ?? 0) + $0.lost })
  }
}
