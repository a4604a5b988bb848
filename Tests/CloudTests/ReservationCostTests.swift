import Cloud
import EventKernel
import Testing

/// What Cost Explorer tells of Reserved Instances and of quantities.
@Suite struct ReservationCostTests {
  /// A world with two instances, one of them reserved from the first minute.
  private static func made() throws -> World {
    var world = try TestWorld.make()
    let image = try #require(world.ec2.images.rows.first { $0.architecture == "x86_64" }).id
    let subnet = try #require(world.ec2.subnets.first?.id)
    try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "m5.large", "minCount": 2, "maxCount": 2, "subnetId": "\#(subnet)"}"#
    )
    let offers = try world.ask(
      DescribeReservedInstancesOfferings.self, #"{"instanceType": "m5.large", "offeringType": "No Upfront"}"#)
    let offer = try #require(offers.reservedInstancesOfferings.first { $0.scope == "Region" })
    try world.ask(
      PurchaseReservedInstancesOffering.self,
      #"{"reservedInstancesOfferingId": "\#(offer.reservedInstancesOfferingId)", "instanceCount": 1}"#)
    world.wait(.hours(10))
    return world
  }

  private static let period = #""timePeriod": {"start": "2026-01-05", "end": "2026-01-06"}"#

  @Test func `half of two instances is covered by one reservation`() throws {
    var world = try Self.made()
    let answer = try world.ask(GetReservationCoverage.self, "{\(Self.period)}")
    let hours = try #require(answer.total.coverageHours)
    let reserved = try #require(Double(hours.reservedHours))
    let onDemand = try #require(Double(hours.onDemandHours))
    #expect(abs(reserved - 10) < 0.2)
    #expect(abs(onDemand - 10) < 0.2)
    let grouped = try world.ask(
      GetReservationCoverage.self,
      #"{\#(Self.period), "groupBy": [{"type": "DIMENSION", "key": "INSTANCE_TYPE"}]}"#)
    #expect(grouped.coveragesByTime.first?.groups.map { $0.attributes["instanceType"] } == ["m5.large"])
  }

  @Test func `a reservation is used while an instance runs, and idle when none does`() throws {
    var world = try Self.made()
    let used = try world.ask(GetReservationUtilization.self, "{\(Self.period)}")
    #expect(try #require(Double(used.total.utilizationPercentage)) > 98)
    #expect(try #require(Double(used.total.netRISavings)) > 0)
    let ids = world.ec2.instances.ids.map { "\"\($0)\"" }.joined(separator: ",")
    try world.ask(TerminateInstances.self, #"{"instanceIds": [\#(ids)]}"#)
    world.wait(.hours(10))
    let idle = try world.ask(
      GetReservationUtilization.self,
      #"{\#(Self.period), "groupBy": [{"type": "DIMENSION", "key": "SUBSCRIPTION_ID"}]}"#)
    let share = try #require(Double(idle.total.utilizationPercentage))
    #expect(share > 45 && share < 55)
    #expect(idle.utilizationsByTime.first?.groups.count == 1)
  }

  @Test func `without reservations there is no utilization, and what ran on demand is recommended`() throws {
    var world = try TestWorld.make()
    let image = try #require(world.ec2.images.rows.first { $0.architecture == "x86_64" }).id
    let subnet = try #require(world.ec2.subnets.first?.id)
    try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "m5.large", "minCount": 2, "maxCount": 2, "subnetId": "\#(subnet)"}"#
    )
    #expect(
      try world.refusal(GetReservationUtilization.self, "{\(Self.period)}")?.code
        == "DataUnavailableException")
    let ask = #"{"service": "Amazon Elastic Compute Cloud - Compute"}"#
    let early = try world.ask(GetReservationPurchaseRecommendation.self, ask)
    #expect(early.recommendations.isEmpty)
    world.wait(.days(8))
    let answer = try world.ask(GetReservationPurchaseRecommendation.self, ask)
    #expect(
      answer.recommendations.first?.recommendationDetails.map(\.recommendedNumberOfInstancesToPurchase) == [
        "2"
      ])
    let other = try world.ask(GetReservationPurchaseRecommendation.self, #"{"service": "Amazon Redshift"}"#)
    #expect(other.recommendations.isEmpty)
    #expect(
      try world.refusal(GetReservationPurchaseRecommendation.self, #"{"service": "Nothing"}"#)?.code
        == "ValidationException")
  }

  @Test func `what was covered for minutes long ago is put together, and is as long`() throws {
    var world = try TestWorld.make()
    let image = try #require(world.ec2.images.rows.first { $0.architecture == "x86_64" }).id
    let subnet = try #require(world.ec2.subnets.first?.id)
    try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "m5.large", "minCount": 6, "maxCount": 6, "subnetId": "\#(subnet)"}"#
    )
    let offers = try world.ask(
      DescribeReservedInstancesOfferings.self, #"{"instanceType": "m5.large", "offeringType": "No Upfront"}"#)
    let offer = try #require(offers.reservedInstancesOfferings.first { $0.scope == "Region" })
    try world.ask(
      PurchaseReservedInstancesOffering.self,
      #"{"reservedInstancesOfferingId": "\#(offer.reservedInstancesOfferingId)", "instanceCount": 6}"#)
    world.wait(.minutes(2))
    let ids = world.ec2.instances.ids.map { "\"\($0)\"" }.joined(separator: ",")
    func hours() throws -> Double {
      let answer = try world.ask(
        GetReservationCoverage.self, #"{"timePeriod": {"start": "2026-01-05", "end": "2026-01-09"}}"#)
      let text = try #require(answer.total.coverageHours?.reservedHours)
      return try #require(Double(text))
    }
    func rounds(_ count: Int) throws {
      for _ in 0..<count {
        try world.ask(StopInstances.self, #"{"instanceIds": [\#(ids)]}"#)
        world.wait(.minutes(2))
        try world.ask(StartInstances.self, #"{"instanceIds": [\#(ids)]}"#)
        world.wait(.minutes(2))
      }
    }
    let before = try hours()
    try rounds(100)
    let some = try hours() - before
    try rounds(700)
    let all = try hours() - before
    #expect(some > 10 && abs(all / some - 8) < 0.01)
    #expect(world.billing.covered.count < 3_500)
    #expect(world.billing.covered.allSatisfy { $0.share > 0 && $0.share <= 1 })
  }

  @Test func `a quantity has a unit where all is counted in it`() throws {
    var world = try Self.made()
    let ask =
      #"{\#(Self.period), "granularity": "DAILY", "metrics": ["UsageQuantity"], "groupBy": [{"type": "DIMENSION", "key": "USAGE_TYPE"}]}"#
    let groups = try world.ask(GetCostAndUsage.self, ask).resultsByTime[0].groups
    let boxes = try #require(
      groups.first { $0.keys[0].hasSuffix("BoxUsage:m5.large") }?.metrics["UsageQuantity"])
    #expect(boxes.unit == "Hrs")
    #expect(abs((Double(boxes.amount) ?? 0) - 10) < 0.2)
    let disk = try #require(groups.first { $0.keys[0].contains("EBS:VolumeUsage") }?.metrics["UsageQuantity"])
    #expect(disk.unit == "GB-Mo")
    let whole = try world.ask(
      GetCostAndUsage.self, #"{\#(Self.period), "granularity": "DAILY", "metrics": ["UsageQuantity"]}"#)
    #expect(whole.resultsByTime[0].total["UsageQuantity"]?.unit == "N/A")
  }
}
