import Cloud
import EventKernel
import Testing

/// Reserved Instances and spare capacity: what they cost, and when it goes.
struct EC2PurchasingTests {
  private static let pool = SpotPool(type: "m5.large", zone: World.zone("a"))

  private static func offer(
    _ type: String, _ payment: String, years: Int = 1, zone: String? = nil, in world: inout World
  ) throws -> String {
    let place = zone.map { #","availabilityZone": "ap-northeast-2\#($0)""# } ?? ""
    let answer = try world.ask(
      DescribeReservedInstancesOfferings.self,
      """
      {"instanceType": "\(type)", "offeringType": "\(payment)", "offeringClass": "standard",
       "minDuration": \(years * 31_536_000), "maxDuration": \(years * 31_536_000)\(place)}
      """)
    let wanted = zone == nil ? "Region" : "Availability Zone"
    let found = answer.reservedInstancesOfferings.first { $0.scope == wanted }
    return try #require(found).reservedInstancesOfferingId
  }

  private static func buy(_ offer: String, _ count: Int, in world: inout World) throws {
    try world.ask(
      PurchaseReservedInstancesOffering.self,
      #"{"reservedInstancesOfferingId": "\#(offer)", "instanceCount": \#(count)}"#)
    world.wait(.minutes(1))
  }

  private func cost(_ code: String, _ world: World) -> Int64 {
    world.monthlyCost(traffic: nil).items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.microdollars }
  }

  @Test func `a reservation replaces the price of a machine that runs, and costs when none does`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    // 0.118 × 730 = 86.14; with 0.6186 of the price for a year without upfront 0.118 × 0.6186 = 0.072995.
    #expect(cost("instance", world) == 86_140_000)
    try Self.buy(try Self.offer("m5.large", "No Upfront", in: &world), 1, in: &world)
    #expect(cost("instance", world) == 0)
    #expect(cost("reserved-instance", world) == 53_286_350)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(1))
    #expect(cost("reserved-instance", world) == 53_286_350)
    world.wait(.hours(24 * 366))
    #expect(cost("reserved-instance", world) == 0)
    #expect(try world.ask(DescribeReservedInstances.self, "{}").reservedInstances.first?.state == "retired")
  }

  @Test(arguments: [("m5.xlarge", 2.0), ("m5.large", 1.0), ("m5.2xlarge", 2.0), ("c5.large", 0)])
  func `a regional reservation covers sizes of its family by their factors`(type: String, covered: Double)
    throws
  {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image.id)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1}"#)
    world.wait(.minutes(1))
    try Self.buy(try Self.offer(type, "All Upfront", in: &world), 1, in: &world)
    #expect(cost("instance", world) == Int64((2 - covered) * 86_140_000))
  }

  @Test func `a zonal reservation counts in its zone alone and keeps a machine free there`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    try Self.buy(try Self.offer("m5.large", "No Upfront", zone: "b", in: &world), 1, in: &world)
    #expect(cost("instance", world) == 86_140_000)
    for letter in ["a", "b"] {
      world.inject(.capacityShortage(World.zone(letter)), at: world.now, lasting: .hours(1))
    }
    world.wait(.seconds(1))
    func launch(_ letter: String) throws -> String? {
      let launch = """
        {"imageId": "\(instance.image)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
         "subnetId": "\(try world.subnet(letter))"}
        """
      return refusedCode { try world.ask(RunInstances.self, launch) }
    }
    #expect(try launch("a") == "InsufficientInstanceCapacity")
    #expect(try launch("b") == nil)
    #expect(try launch("b") == "InsufficientInstanceCapacity")
  }

  @Test func `the price of spare capacity moves slowly and stays below the price on demand`() throws {
    let world = try TestWorld.make()
    var before = try #require(world.spotPrice(of: Self.pool, at: .epoch))
    for hour in 1...720 {
      let price = try #require(world.spotPrice(of: Self.pool, at: .epoch + .hours(hour)))
      #expect((11_800...118_000).contains(price))
      #expect(abs(price - before) * 100 <= 3 * before)
      before = price
    }
    let other = SpotPool(type: "m5.large", zone: World.zone("b"))
    #expect(world.spotPrice(of: other, at: .epoch) != world.spotPrice(of: Self.pool, at: .epoch))
  }

  @Test(arguments: [("c5a.large", true), ("x9.huge", false)])
  func `a type that AWS has and this world lacks is refused by its name`(type: String, isOfAWS: Bool) throws {
    var world = try TestWorld.make()
    let listing = #"{"instanceTypes": ["\#(type)"]}"#
    let scores = #"{"instanceTypes": ["\#(type)"], "targetCapacity": 1}"#
    let refusals = [
      try world.refusal(DescribeInstanceTypes.self, listing),
      try world.refusal(DescribeSpotPriceHistory.self, listing),
      try world.refusal(GetSpotPlacementScores.self, scores),
    ]
    for refused in refusals {
      #expect((refused?.code == AWSError.notModelledCode) == isOfAWS)
      #expect(refused?.message.contains(type) == true)
    }
  }

  @Test func `no type has prices of before the history`() throws {
    var world = try TestWorld.make()
    let long = -1_000_000_000_000_000
    let asked = #"{"instanceTypes": ["m1.xlarge", "m5.large"], "startTime": \#(long), "endTime": \#(long)}"#
    #expect(try world.ask(DescribeSpotPriceHistory.self, asked).spotPriceHistory.isEmpty)
  }

  private static func spot(_ options: String = "", in world: inout World) throws -> Instance {
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    let made = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image.id)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
       "subnetId": "\(try world.subnet("a"))", "instanceMarketOptions": {"marketType": "spot"\(options)}}
      """)
    world.wait(.minutes(1))
    let instance = InstanceID(made.instances[0].instanceId).flatMap { world.ec2.instances[$0] }
    return try #require(instance)
  }

  private static func reclaim(for span: Duration = .hours(5), in world: inout World) {
    world.inject(.spotReclaim(type: "m5.large", zone: World.zone("a")), at: world.now, lasting: span)
    world.wait(.seconds(1))
  }

  @Test func `a reclaimed pool gives two minutes' notice, then takes the machine`() throws {
    var (world, onDemand) = try EC2StorageTests.world(type: "m5.large")
    let instance = try Self.spot(in: &world)
    let request = try #require(instance.spotRequest)
    #expect(world.ec2.spotRequests[request]?.status == "fulfilled")
    #expect(cost("spot-instance", world) < 86_140_000)
    Self.reclaim(in: &world)
    #expect(world.ec2.spotRequests[request]?.status == "marked-for-termination")
    world.wait(.seconds(118))
    #expect(world.ec2.instances[instance.id]?.state == .running)
    world.wait(.seconds(2))
    #expect(world.ec2.instances[instance.id]?.state == .shuttingDown)
    #expect(world.ec2.spotRequests[request]?.state == .closed)
    #expect(world.ec2.spotRequests[request]?.status == "instance-terminated-no-capacity")
    #expect(world.ec2.instances[onDemand.id]?.state == .running)
    #expect(refusedCode { _ = try Self.spot(in: &world) } == "InsufficientInstanceCapacity")
    world.wait(.hours(5))
    #expect(refusedCode { _ = try Self.spot(in: &world) } == nil)
  }

  @Test func `a persistent request that stops its machine starts it again when capacity is back`() throws {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let instance = try Self.spot(
      #", "spotOptions": {"spotInstanceType": "persistent", "instanceInterruptionBehavior": "stop"}"#,
      in: &world)
    Self.reclaim(for: .minutes(30), in: &world)
    world.wait(.minutes(5))
    #expect(world.ec2.instances[instance.id]?.state == .stopped)
    #expect(
      refusedCode { try world.ask(StartInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#) }
        == "IncorrectSpotRequestState")
    world.wait(.minutes(30))
    #expect(world.ec2.instances[instance.id]?.state == .running)
    #expect(instance.spotRequest.flatMap { world.ec2.spotRequests[$0]?.state } == .active)
  }

  @Test(
    arguments: [
      (#""maxPrice": "0.001""#, "SpotMaxPriceTooLow"), (#""maxPrice": "cheap""#, "InvalidParameterValue"),
      (#""instanceInterruptionBehavior": "stop""#, "InvalidParameterCombination"),
      (#""spotInstanceType": "forever""#, "InvalidParameterValue"), (#""maxPrice": "0.2""#, nil),
    ] as [(String, String?)])
  func `market options are checked`(options: String, expected: String?) throws {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    #expect(refusedCode { _ = try Self.spot(", \"spotOptions\": {\(options)}", in: &world) } == expected)
  }

  @Test func `a one-time Spot Instance cannot be stopped, and cancelling leaves it running`() throws {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let instance = try Self.spot(in: &world)
    #expect(
      refusedCode { try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#) }
        == "UnsupportedOperation")
    let request = try #require(instance.spotRequest)
    let answer = try world.ask(
      CancelSpotInstanceRequests.self, #"{"spotInstanceRequestIds": ["\#(request)"]}"#)
    #expect(answer.cancelledSpotInstanceRequests.map(\.state) == ["cancelled"])
    #expect(world.ec2.spotRequests[request]?.status == "request-canceled-and-instance-running")
    #expect(world.ec2.instances[instance.id]?.state == .running)
  }

  @Test func `an open request waits for a price or for capacity`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    let ask = """
      "launchSpecification": {"imageId": "\(instance.image)", "instanceType": "m5.large",
        "subnetId": "\(try world.subnet("a"))"}
      """
    let low = try world.ask(RequestSpotInstances.self, #"{"spotPrice": "0.002", \#(ask)}"#)
      .spotInstanceRequests
    let high = try world.ask(RequestSpotInstances.self, "{\(ask)}").spotInstanceRequests
    #expect(low.map(\.state) == ["open"])
    world.wait(.minutes(2))
    let now = try world.ask(DescribeSpotInstanceRequests.self, "{}").spotInstanceRequests
    #expect(
      now.first { $0.spotInstanceRequestId == low[0].spotInstanceRequestId }?.status.code == "price-too-low")
    #expect(now.first { $0.spotInstanceRequestId == high[0].spotInstanceRequestId }?.state == "active")
  }

  @Test(arguments: [(true, Instance.State.running), (false, .running)])
  func `a failed host is left by automatic recovery, or by a stop and start`(
    recovers: Bool, state: Instance.State
  )
    throws
  {
    let option = recovers ? "" : #", "maintenanceOptions": {"autoRecovery": "disabled"}"#
    var (world, instance) = try EC2StorageTests.world(extra: option)
    world.inject(.hostFailure([instance.id]), at: world.now, lasting: .minutes(1))
    world.wait(.minutes(2))
    #expect(world.ec2.instances[instance.id]?.isServing == false)
    world.wait(.minutes(3))
    #expect(world.ec2.instances[instance.id]?.isServing == recovers)
    guard !recovers else { return }
    let ids = #"{"instanceIds": ["\#(instance.id)"]}"#
    try world.ask(RebootInstances.self, ids)
    world.wait(.minutes(3))
    #expect(world.ec2.instances[instance.id]?.isServing == false)
    try world.ask(StopInstances.self, ids)
    world.wait(.minutes(1))
    try world.ask(StartInstances.self, ids)
    world.wait(.minutes(2))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }
}
