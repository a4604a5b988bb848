import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// Jobs on the machines of a world: how long they take, what interruptions lose, why they are late.
@Suite struct JobRunTests {
  typealias Duration = EventKernel.Duration

  /// A world with jobs and nobody else.
  static func world(
    _ queue: JobQueue, settings: String = "JOB_QUEUE=night", machines: Int = 1, more: String = "",
    type: String = "m5.large"
  ) throws -> ScriptedWorld {
    let lines = (0..<machines).map { number in
      ScriptedWorld.instance("--user-data \"$DATA\" \(more)", type: type) + "M\(number)=$WEB\n"
    }
    var world = try ScriptedWorld(lines: "DATA=\"\(settings)\"\n" + lines.joined() + "wait\n")
    world.change { $0 = Workload(populations: [], classes: [], jobs: [queue]) }
    return world
  }

  private func jobs(
    _ world: ScriptedWorld, _ duration: Duration, faults: [Experiment.PlannedFault] = [], weather: UInt64 = 1
  ) throws -> Report.JobReport {
    let report = try world.report(duration, faults: faults, weather: weather)
    #expect(report.offered == 0 && report.jobs.count == 1)
    return try #require(report.jobs.first)
  }

  private static func machine(of world: ScriptedWorld) throws -> InstanceID {
    let text = try #require(world.workspace.variables["WEB"])
    return try #require(InstanceID(text))
  }

  /// `count` jobs of a time each on vCPUs of full speed take so many rounds.
  @Test(arguments: [(10, 1, 50), (10, 2, 30), (3, 1, 20), (4, 2, 10)])
  func `jobs are worked off one on each vCPU`(count: Int, machines: Int, minutes: Int) throws {
    let world = try Self.world(JobQueue(name: "night", count: count, cpu: .minutes(10)), machines: machines)
    let jobs = try jobs(world, .hours(1))
    #expect(jobs.done == count && jobs.finished == .minutes(minutes))
    #expect(jobs.worked == .minutes(10 * count))
    #expect(jobs.interrupted == 0 && jobs.workLost == .zero && jobs.late == 0 && jobs.delay == nil)
  }

  @Test func `checkpoints take their time`() throws {
    let queue = JobQueue(name: "night", count: 2, cpu: .minutes(20), saving: .seconds(30))
    let world = try Self.world(queue, settings: "JOB_QUEUE=night\nJOB_CHECKPOINT=5m")
    let jobs = try jobs(world, .hours(1))
    #expect(jobs.finished == .minutes(20) + .seconds(90) && jobs.saving == .minutes(3))
  }

  /// The host fails after 25 minutes; the machine is moved, boots, and goes on with what was saved.
  @Test(arguments: [(0, 25), (10, 5), (7, 4)])
  func `a failed host loses what was done since the last checkpoint`(every: Int, lost: Int) throws {
    let world = try Self.world(
      JobQueue(name: "night", count: 2, cpu: .hours(1)), settings: "JOB_QUEUE=night\nJOB_CHECKPOINT=\(every)m"
    )
    let failure = Experiment.PlannedFault(
      .hostFailure([try Self.machine(of: world)]), earliest: .minutes(25), latest: .minutes(25),
      lasting: .minutes(1))
    let jobs = try jobs(world, .hours(2), faults: [failure])
    #expect(jobs.interrupted == 2 && jobs.workLost == .minutes(2 * lost))
    let back = InstanceTimings.recovery + InstanceTimings.operatingSystem + .seconds(60)
    #expect(jobs.finished == .minutes(25) + back + .minutes(60 - 25 + lost))
    #expect(abs(jobs.repeated - Double(lost) / Double(60 + lost)) < 1e-9)
  }

  @Test func `the loss of a zone interrupts the machines in it and no others`() throws {
    var world = try Self.world(JobQueue(name: "night", count: 4, cpu: .hours(1)))
    try world.run(
      """
      aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_B --security-group-ids $SG --user-data "$DATA"
      wait

      """)
    let loss = ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA), at: 30, lasting: 60)
    let jobs = try jobs(world, .hours(2), faults: [loss])
    // Two jobs go on in 2b; the two of 2a begin there again an hour later.
    #expect(jobs.interrupted == 2 && jobs.workLost == .hours(1))
    #expect(jobs.done == 4 && jobs.finished == .hours(2))
  }

  /// Two minutes after its notice a Spot Instance is gone.
  @Test(arguments: [("", 64), ("\nJOB_CHECKPOINT=5m", 4), ("\nJOB_ON_NOTICE=save", 0)])
  func `a Spot Instance that is reclaimed loses what it has not saved`(settings: String, lost: Int) throws {
    let world = try Self.world(
      JobQueue(name: "night", count: 2, cpu: .hours(1)), settings: "JOB_QUEUE=night" + settings,
      more: "--instance-market-options MarketType=spot")
    let reclaim = ScriptedWorld.fault(
      .spotReclaim(type: "m5.large", zone: ScriptedWorld.zoneA), at: 30, lasting: 60)
    let jobs = try jobs(world, .hours(1), faults: [reclaim])
    #expect(jobs.interrupted == 2 && jobs.workLost == .minutes(lost))
    #expect(jobs.done == 0 && jobs.finished == nil && jobs.costPerJob == nil)
  }

  @Test func `a job takes the same time on every machine, and other times under other weather`() throws {
    let queue = JobQueue(name: "night", count: 40, cpu: .minutes(2), variation: .exponential)
    let one = try Self.world(queue)
    let two = try Self.world(queue, machines: 2)
    let alone = try jobs(one, .hours(3))
    let together = try jobs(two, .hours(3))
    #expect(alone.done == 40 && together.done == 40 && alone.worked == together.worked)
    #expect(try jobs(one, .hours(3), weather: 2).worked != alone.worked)
    #expect(try jobs(one, .hours(3)) == alone)
  }

  @Test func `jobs cost what their machines cost`() throws {
    let world = try Self.world(JobQueue(name: "night", count: 4, cpu: .minutes(20)), machines: 2)
    let jobs = try jobs(world, .hours(1))
    let hourly = try #require(
      world.world.catalog.hourlyPrice(ofInstance: "m5.large", in: ScriptedWorld.region))
    // Beside the two machines their root volumes and public addresses are paid for, a cent and a half.
    let machines = 2 * Double(hourly) / 1e6
    #expect(jobs.cost.dollars >= machines * 0.98 && jobs.cost.dollars < machines + 0.015)
    #expect(jobs.costPerJob == jobs.cost.dollars / 4)
  }

  @Test func `requests neither wait for jobs nor change by them, and busy vCPUs show`() throws {
    let lines = ScriptedWorld.instance("--user-data JOB_QUEUE=night") + "wait\n" + ScriptedWorld.direct
    let plain = try ScriptedWorld(rate: 5, lines: lines)
    var busy = plain
    busy.change { $0.jobs = [JobQueue(name: "night", count: 100, cpu: .hours(1))] }
    let (without, with) = (try plain.report(.minutes(3)), try busy.report(.minutes(3)))
    #expect(without.jobs.isEmpty && with.jobs.count == 1)
    #expect(with.answered == without.answered && with.latency == without.latency)
    #expect(with.digest != without.digest)
    try busy.run(
      """
      aws cloudwatch put-metric-alarm --alarm-name busy --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value=$WEB --statistic Average --period 300 --evaluation-periods 1 --threshold 90 --comparison-operator GreaterThanThreshold

      """)
    busy.workspace.advance(by: .minutes(20))
    try busy.run(
      "STATE=$(aws cloudwatch describe-alarms --query 'MetricAlarms[0].StateValue' --output text)\n")
    #expect(busy.workspace.variables["STATE"] == "ALARM")
  }

  // MARK: Why they are late

  struct Late: Sendable, CustomTestStringConvertible {
    let delay: JobDelay
    let queue: JobQueue
    var settings = "JOB_QUEUE=night"
    var type = "m5.large"
    /// What happens to the machine, when, for how long.
    var fault: (kind: FaultKind, at: Int, lasting: Int)?

    var testDescription: String { delay.rawValue }
  }

  static let late: [Late] = [
    Late(
      delay: .noWorker, queue: JobQueue(name: "night", count: 2, cpu: .minutes(1), deadline: .minutes(5)),
      settings: "JOB_QUEUE=day"),
    Late(
      delay: .jobTooLong, queue: JobQueue(name: "night", count: 1, cpu: .minutes(10), deadline: .minutes(5))),
    Late(
      delay: .workLost, queue: JobQueue(name: "night", count: 2, cpu: .minutes(20), deadline: .minutes(25)),
      fault: (.hostFailure, 10, 1)),
    Late(
      delay: .savingTakesTime,
      queue: JobQueue(
        name: "night", count: 2, cpu: .minutes(10), deadline: .minutes(12), saving: .seconds(30)),
      settings: "JOB_QUEUE=night\nJOB_CHECKPOINT=1m"),
    Late(
      delay: .slowWorkers,
      queue: JobQueue(name: "night", count: 1, cpu: .minutes(60), deadline: .minutes(65)), type: "t2.micro"),
    Late(
      delay: .workersAway,
      queue: JobQueue(name: "night", count: 2, cpu: .minutes(20), deadline: .minutes(25)),
      settings: "JOB_QUEUE=night\nJOB_CHECKPOINT=1m", fault: (.stopInstances, 5, 15)),
    Late(
      delay: .tooFewWorkers,
      queue: JobQueue(name: "night", count: 20, cpu: .minutes(10), deadline: .minutes(30))),
  ]

  @Test func `every reason for being late has a case`() {
    #expect(Set(Self.late.map(\.delay)) == Set(JobDelay.allCases))
  }

  @Test(arguments: late)
  func `jobs are late for the reason that their world holds`(given: Late) throws {
    let world = try Self.world(given.queue, settings: given.settings, type: given.type)
    var faults: [Experiment.PlannedFault] = []
    if let (kind, at, lasting) = given.fault {
      faults = [
        ScriptedWorld.fault(
          Fault(kind, names: [try Self.machine(of: world).description]), at: at, lasting: lasting)
      ]
    }
    let jobs = try jobs(world, .hours(2), faults: faults)
    #expect(jobs.delay == given.delay)
    #expect(jobs.late > 0 && jobs.late <= jobs.count)
    #expect(jobs.deadline == given.queue.deadline)
  }

  @Test func `jobs that are done in time are not late`() throws {
    let queue = JobQueue(name: "night", count: 10, cpu: .minutes(10), deadline: .minutes(50))
    let jobs = try jobs(try Self.world(queue), .hours(1))
    #expect(jobs.finished == jobs.deadline && jobs.late == 0 && jobs.delay == nil)
  }
}
