import Cloud
import EventKernel
import Testing

/// CPU credits by the worked numbers of AWS's guide, and what calls do to them.
struct CPUCreditTests {
  private static func rules(_ type: String) throws -> (credits: InstanceType.Credits, vCPUs: Int) {
    let found = try #require(try TestWorld.catalog.get().instanceType(type))
    return (try #require(found.credits), found.vCPUs)
  }

  /// How many minutes a t2.micro at 100 % stays fast.
  private static func fastMinutes(launch: Double, earned: Double) throws -> Int {
    let (rules, vCPUs) = try rules("t2.micro")
    var credits = CPUCredits(launch: launch, earned: earned)
    var minutes = 0
    while credits.speed == 1, minutes < 1_000 {
      credits.pass(used: 1, type: rules, vCPUs: vCPUs, isUnlimited: false)
      minutes += 1
    }
    for _ in 0..<100 { credits.pass(used: credits.speed, type: rules, vCPUs: vCPUs, isUnlimited: false) }
    // The baseline of 10 % remains, for ever.
    #expect(abs(credits.speed - 0.1) < 1e-6)
    return minutes
  }

  @Test func `a busy T2 instance is fast for half an hour, and for three from a full balance`() throws {
    #expect((32...34).contains(try Self.fastMinutes(launch: 30, earned: 0)))
    #expect((189...191).contains(try Self.fastMinutes(launch: 30, earned: 144)))
  }

  @Test(arguments: [(0.0, 1.92, 2.16), (288, 1.68, 1.92)])
  func `a day of a busy t3 micro charges what AWS's guide charges`(
    earned: Double, running: Double, ended: Double
  ) throws {
    let (rules, vCPUs) = try Self.rules("t3.micro")
    var credits = CPUCredits(launch: 0, earned: earned)
    for _ in 0..<1_440 { credits.pass(used: 2, type: rules, vCPUs: vCPUs, isUnlimited: true) }
    #expect(abs(credits.charged / 60 * 0.05 - running) < 0.005)
    #expect(credits.speed == 1)
    credits.settle()
    #expect(abs(credits.charged / 60 * 0.05 - ended) < 0.005)
  }

  @Test func `a stop takes the credits of T2, T3 keeps them for a week, a reboot changes nothing`() throws {
    for (type, days, kept) in [("t2.micro", 1, false), ("t3.micro", 1, true), ("t3.micro", 8, false)] {
      var (world, instance) = try EC2StorageTests.world(type: type)
      world.wait(.hours(5))
      let id = #"{"instanceIds": ["\#(instance.id)"]}"#
      let before = try #require(world.ec2.instances[instance.id]?.credits).earned
      #expect(before > 25)
      try world.ask(RebootInstances.self, id)
      world.wait(.minutes(2))
      #expect(try #require(world.ec2.instances[instance.id]?.credits).earned > before)
      try world.ask(StopInstances.self, id)
      world.wait(.days(days))
      try world.ask(StartInstances.self, id)
      let credits = try #require(world.ec2.instances[instance.id]?.credits)
      #expect((credits.earned > 25) == kept)
      #expect(credits.launch == (type == "t2.micro" ? 30 : 0))
    }
  }

  @Test func `launch credits come with a hundred starts a day and not in unlimited mode`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "t2.micro")
    let id = #"{"instanceIds": ["\#(instance.id)"]}"#
    var granted = 1
    for _ in 0..<104 {
      try world.ask(StopInstances.self, id)
      world.wait(.minutes(1))
      try world.ask(StartInstances.self, id)
      world.wait(.minutes(1))
      if world.ec2.instances[instance.id]?.credits?.launch ?? 0 > 29 { granted += 1 }
    }
    #expect(granted == 100)
    let (other, free) = try EC2StorageTests.world(
      type: "t2.micro", extra: #", "creditSpecification": {"cpuCredits": "unlimited"}"#)
    #expect(other.ec2.instances[free.id]?.credits?.launch == 0)
  }

  @Test func `the mode changes the speed at once, and metrics tell the balance every five minutes`() throws {
    var (world, instance) = try EC2StorageTests.world(
      type: "t3.micro", extra: #", "creditSpecification": {"cpuCredits": "standard"}"#)
    #expect(world.speed(of: try #require(world.ec2.instances[instance.id])) < 1)
    try world.ask(
      ModifyInstanceCreditSpecification.self,
      """
      {"instanceCreditSpecifications": [{"instanceId": "\(instance.id)", "cpuCredits": "unlimited"}]}
      """)
    #expect(world.speed(of: try #require(world.ec2.instances[instance.id])) == 1)
    world.wait(.hours(1))
    let key = MetricKey(
      region: TestWorld.region, namespace: "AWS/EC2", name: "CPUCreditBalance",
      dimensions: ["InstanceId=\(instance.id)"])
    let points = try #require(world.cloudWatch.metrics[key])
    #expect((12...13).contains(points.count))
    #expect((10.0...13).contains(points.last?.sum ?? 0))
  }
}
