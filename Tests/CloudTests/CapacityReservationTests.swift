import Cloud
import EventKernel
import Testing

/// Capacity that a zone keeps free: who comes into it, when it is gone, and what it costs.
struct CapacityReservationTests {
  private static func reserve(
    _ count: Int = 1, zone: String = "a", _ more: String = "", in world: inout World
  )
    throws -> String
  {
    try world.ask(
      CreateCapacityReservation.self,
      """
      {"instanceType": "m5.large", "instancePlatform": "Linux/UNIX", "instanceCount": \(count),
       "availabilityZone": "ap-northeast-2\(zone)"\(more)}
      """
    ).capacityReservation.capacityReservationId
  }

  private static func shape(_ id: String, in world: inout World) throws -> CapacityReservationShape {
    let answer = try world.ask(DescribeCapacityReservations.self, #"{"capacityReservationIds": ["\#(id)"]}"#)
    return try #require(answer.capacityReservations.first)
  }

  private static func launch(_ more: String = "", zone: String = "a", in world: inout World) throws
    -> Instance
  {
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    let made = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image.id)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
       "subnetId": "\(try world.subnet(zone))"\(more)}
      """)
    return try #require(InstanceID(made.instances[0].instanceId).flatMap { world.ec2.instances[$0] })
  }

  private static func target(_ id: String) -> String {
    #", "capacityReservationSpecification": {"capacityReservationTarget": {"capacityReservationId": "\#(id)"}}"#
  }

  private static func preference(_ word: String) -> String {
    #", "capacityReservationSpecification": {"capacityReservationPreference": "\#(word)"}"#
  }

  private func cost(_ code: String, _ world: World) -> Int64 {
    world.monthlyCost(traffic: nil).items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.microdollars }
  }

  @Test func `an open reservation takes machines that run, and costs for those that nobody uses`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    let id = try Self.reserve(3, in: &world)
    #expect(world.ec2.instances[instance.id]?.capacityReservation.map { "\($0)" } == id)
    #expect(try Self.shape(id, in: &world).availableInstanceCount == 2)
    // 0.118 × 730 = 86.14 a machine.
    #expect(cost("unused-reservation", world) == 2 * 86_140_000)
    #expect(cost("instance", world) == 86_140_000)
    _ = try Self.launch(in: &world)
    _ = try Self.launch(Self.preference("none"), in: &world)
    _ = try Self.launch(zone: "b", in: &world)
    #expect(try Self.shape(id, in: &world).availableInstanceCount == 1)
    #expect(cost("unused-reservation", world) == 86_140_000)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    #expect(try Self.shape(id, in: &world).availableInstanceCount == 2)
    try world.ask(CancelCapacityReservation.self, #"{"capacityReservationId": "\#(id)"}"#)
    #expect(cost("unused-reservation", world) == 0)
    #expect(try Self.shape(id, in: &world).state == "cancelled")
    #expect(
      refusedCode {
        try world.ask(CancelCapacityReservation.self, #"{"capacityReservationId": "\#(id)"}"#)
      } == "IncorrectState")
  }

  @Test func `reserved machines start while the zone has none to give, and spare capacity never takes them`()
    throws
  {
    var (world, _) = try EC2StorageTests.world(type: "t3.micro")
    let id = try Self.reserve(1, in: &world)
    world.inject(.capacityShortage(World.zone("a")), at: world.now, lasting: .hours(1))
    world.wait(.seconds(1))
    let spot = #", "instanceMarketOptions": {"marketType": "spot"}"#
    let short = "InsufficientInstanceCapacity"
    #expect(refusedCode { _ = try Self.launch(spot, in: &world) } == short)
    #expect(refusedCode { _ = try Self.launch(Self.preference("none"), in: &world) } == short)
    let instance = try Self.launch(in: &world)
    #expect(instance.capacityReservation.map { "\($0)" } == id)
    #expect(refusedCode { _ = try Self.launch(in: &world) } == short)
    #expect(
      refusedCode { _ = try Self.launch(Self.preference("capacity-reservations-only"), in: &world) }
        == "ReservationCapacityExceeded")
    #expect(refusedCode { _ = try Self.reserve(1, in: &world) } == short)
    world.wait(.minutes(1))
    let ids = #"{"instanceIds": ["\#(instance.id)"]}"#
    try world.ask(StopInstances.self, ids)
    world.wait(.minutes(1))
    let other = try Self.launch(in: &world)
    #expect(refusedCode { try world.ask(StartInstances.self, ids) } == short)
    try world.ask(TerminateInstances.self, #"{"instanceIds": ["\#(other.id)"]}"#)
    try world.ask(StartInstances.self, ids)
    #expect(world.ec2.instances[instance.id]?.capacityReservation.map { "\($0)" } == id)
  }

  @Test func `a targeted reservation takes those alone that name it`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    let id = try Self.reserve(1, #", "instanceMatchCriteria": "targeted""#, in: &world)
    #expect(world.ec2.instances[instance.id]?.capacityReservation == nil)
    #expect(try Self.launch(in: &world).capacityReservation == nil)
    #expect(
      refusedCode { _ = try Self.launch(Self.target(id), zone: "b", in: &world) }
        == "ReservationCapacityExceeded")
    #expect(try Self.launch(Self.target(id), in: &world).capacityReservation.map { "\($0)" } == id)
    #expect(refusedCode { _ = try Self.launch(Self.target(id), in: &world) } == "ReservationCapacityExceeded")
    let absent = Self.target("cr-0123456789abcdef0")
    #expect(
      refusedCode { _ = try Self.launch(absent, in: &world) } == "InvalidCapacityReservationId.NotFound")
    try world.ask(
      ModifyCapacityReservation.self,
      #"{"capacityReservationId": "\#(id)", "instanceCount": 3, "instanceMatchCriteria": "open"}"#)
    #expect(world.ec2.instances.count { $0.row.capacityReservation != nil } == 3)
  }

  @Test func `a reservation ends at its end date, unless a later one is set`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    let soon = (world.now + .hours(1)).nanoseconds
    let later = (world.now + .hours(2)).nanoseconds
    let id = try Self.reserve(1, #", "endDate": \#(soon), "endDateType": "limited""#, in: &world)
    try world.ask(
      ModifyCapacityReservation.self,
      #"{"capacityReservationId": "\#(id)", "endDate": \#(later), "endDateType": "limited"}"#)
    world.wait(.minutes(90))
    #expect(try Self.shape(id, in: &world).state == "active")
    world.wait(.minutes(31))
    #expect(try Self.shape(id, in: &world).state == "expired")
    #expect(world.ec2.instances[instance.id]?.capacityReservation == nil)
    #expect(world.ec2.instances[instance.id]?.state == .running)
    #expect(world.codes(of: id).contains("capacity-reservation-expired"))
  }

  @Test(
    arguments: [
      (#""instanceCount": 0"#, "InvalidParameterValue"), (#""instanceCount": 1001"#, "InvalidParameterValue"),
      (#""instanceCount": 200"#, "VcpuLimitExceeded"),
      (#""instanceType": "m5.none""#, "InvalidParameterValue"),
      (#""endDateType": "limited""#, "InvalidParameterCombination"),
      (#""endDate": 0, "endDateType": "limited""#, "InvalidParameterValue"),
      (#""instanceMatchCriteria": "closed""#, "InvalidParameterValue"),
      (#""availabilityZone": "ap-northeast-2x""#, "InvalidZone.NotFound"),
      (#""tenancy": "dedicated""#, "NotModelled"), (#""instancePlatform": "Windows""#, "NotModelled"),
    ])
  func `wrong calls get AWS's errors`(members: String, code: String) throws {
    var world = try TestWorld.make()
    let usual = [
      "instanceType": #""m5.large""#, "instancePlatform": #""Linux/UNIX""#, "instanceCount": "1",
      "availabilityZone": #""ap-northeast-2a""#,
    ]
    let rest = usual.sorted { $0.key < $1.key }.filter { !members.contains("\"\($0.key)\"") }
      .map { "\"\($0.key)\": \($0.value)" }
    let input = "{\((rest + [members]).joined(separator: ", "))}"
    #expect(refusedCode { _ = try world.ask(CreateCapacityReservation.self, input) } == code)
  }

  @Test func `a regional Reserved Instance discounts a place that nobody uses, and the quota counts it`()
    throws
  {
    var world = try TestWorld.make()
    _ = try Self.reserve(127, in: &world)
    #expect(refusedCode { _ = try Self.reserve(2, in: &world) } == "VcpuLimitExceeded")
    let before = cost("unused-reservation", world)
    let offers = try world.ask(
      DescribeReservedInstancesOfferings.self,
      #"{"instanceType": "m5.large", "offeringType": "No Upfront", "offeringClass": "standard"}"#
    ).reservedInstancesOfferings
    let offer = try #require(offers.first { $0.scope == "Region" })
    try world.ask(
      PurchaseReservedInstancesOffering.self,
      #"{"reservedInstancesOfferingId": "\#(offer.reservedInstancesOfferingId)", "instanceCount": 1}"#)
    world.wait(.minutes(1))
    #expect(before - cost("unused-reservation", world) == 86_140_000)
  }
}
