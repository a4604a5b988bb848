import Cloud
import EventKernel
import Testing

/// Faults of calls, and what somebody outside does with a key.
@Suite struct CallFaultTests {
  private static let describe = "{}"

  private func struck(by fault: Fault) throws -> World {
    var world = try TestWorld.make()
    world.inject(fault, at: world.now, lasting: .minutes(10))
    world.wait(.seconds(1))
    return world
  }

  private func refusal(_ world: World, in region: String = "ap-northeast-2") -> String? {
    var copy = world
    return refusedCode { try copy.ask(DescribeVpcs.self, Self.describe, in: region) }
  }

  @Test(arguments: [
    (InjectedError.internal, "InternalError"), (.throttling, "RequestLimitExceeded"),
    (.unavailable, "Unavailable"),
  ])
  func `calls of the service fail with the error that was asked for, until the fault ends`(
    error: InjectedError, code: String
  ) throws {
    var world = try struck(by: Fault(.apiErrors, region: TestWorld.region, service: "ec2", error: error))
    #expect(refusal(world) == code)
    #expect(refusal(world, in: "us-east-1") == nil)
    #expect(refusedCode { try world.ask(DescribeDBInstances.self, "{}", in: "ap-northeast-2") } == nil)
    world.wait(.minutes(10))
    #expect(refusal(world) == nil)
  }

  @Test func `a share of the calls fails`() throws {
    var world = try struck(
      by: Fault(.apiErrors, share: 0.3, region: TestWorld.region, service: "ec2", error: .throttling))
    var refused = 0
    for _ in 0..<400 {
      world.wait(.seconds(1))
      if refusal(world) != nil { refused += 1 }
    }
    #expect((90...150).contains(refused), "\(refused)")
  }

  @Test func `without a control plane nothing starts, and what runs goes on`() throws {
    var (world, instance) = try EC2StorageTests.world()
    world.wait(.minutes(3))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
    world.inject(
      Fault(.controlPlaneOutage, region: TestWorld.region), at: world.now, lasting: .minutes(10))
    world.wait(.seconds(1))
    let stop = refusedCode {
      try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#, in: "ap-northeast-2")
    }
    #expect(stop == "Unavailable")
    #expect(refusedCode { try world.ask(DescribeDBInstances.self, "{}", in: "ap-northeast-2") } != nil)
    world.wait(.minutes(5))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test func `a group replaces nothing while launches fail, and does when they succeed again`() throws {
    var fleet = try Fleet(desired: 2)
    fleet.web.world.wait(.minutes(3))
    let lost = try #require(fleet.members(.inService).first).instance
    fleet.web.world.inject(
      Fault(.apiErrors, region: TestWorld.region, service: "ec2", error: .throttling),
      at: fleet.web.world.now, lasting: .minutes(10))
    fleet.web.world.inject(
      Fault(.terminateInstances, names: ["\(lost)"]), at: fleet.web.world.now, lasting: .zero)
    fleet.web.world.wait(.minutes(9))
    #expect(fleet.members(.inService).count == 1)
    let failures = fleet.web.world.occurrences.entries.filter { $0.code == "group-launch-failed" }
    #expect(failures.contains { $0.details.first == "RequestLimitExceeded" })
    fleet.web.world.wait(.minutes(5))
    #expect(fleet.members(.inService).count == 2)
  }

  /// A world in which a user with a key may do what a policy of AWS says.
  private func leak(policy: String?) throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateUser.self, #"{"userName": "dev"}"#, in: "ap-northeast-2")
    try world.ask(CreateAccessKey.self, #"{"userName": "dev"}"#, in: "ap-northeast-2")
    if let policy {
      try world.ask(
        AttachUserPolicy.self,
        #"{"userName": "dev", "policyArn": "arn:aws:iam::aws:policy/\#(policy)"}"#, in: "ap-northeast-2")
    }
    world.wait(.minutes(1))
    world.inject(Fault(.leakedKey, names: ["dev"], count: 1), at: world.now, lasting: .minutes(12))
    world.wait(.minutes(15))
    return world
  }

  @Test func `a leaked key launches what its policies allow, again and again, and the bill grows`() throws {
    let world = try leak(policy: "AmazonEC2FullAccess")
    let launched = world.occurrences.entries.filter { $0.code == "leaked-key-launched" }
    #expect(launched.count == 3)
    #expect(world.ec2.instances.count { $0.row.type == "c5.4xlarge" } == 3)
    let calm = try TestWorld.make()
    #expect(world.monthlyCost(traffic: nil).monthly > calm.monthlyCost(traffic: nil).monthly)
  }

  @Test(arguments: [String?.none, "ReadOnlyAccess"])
  func `a leaked key of a user who may launch nothing is refused`(policy: String?) throws {
    let world = try leak(policy: policy)
    #expect(world.ec2.instances.isEmpty)
    #expect(world.occurrences.entries.contains { $0.code == "leaked-key-refused" })
  }
}
