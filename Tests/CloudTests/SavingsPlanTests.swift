import Cloud
import EventKernel
import Testing

/// Savings Plans: what is promised is paid, and what runs costs less up to it.
struct SavingsPlanTests {
  private func cost(_ code: String, _ world: World) -> Int64 {
    world.monthlyCost(traffic: nil).items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.microdollars }
  }

  private static func offer(_ members: String, in world: inout World) throws -> String {
    let answer = try world.ask(
      DescribeSavingsPlansOfferings.self,
      #"{"paymentOptions": ["No Upfront"], "durations": [31536000], \#(members)}"#)
    return try #require(answer.searchResults.first).offeringId
  }

  @Test(arguments: [("0.072995", 0), ("0.0364975", 43_070_000), ("0.2", 0)] as [(String, Int64)])
  func `a plan for a family covers use at its rate up to what is promised`(commitment: String, rest: Int64)
    throws
  {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let offer = try Self.offer(
      #""filters": [{"name": "instanceFamily", "values": ["m5"]}, {"name": "region", "values": ["ap-northeast-2"]}]"#,
      in: &world)
    try world.ask(
      CreateSavingsPlan.self, #"{"savingsPlanOfferingId": "\#(offer)", "commitment": "\#(commitment)"}"#)
    #expect(cost("instance", world) == 86_140_000)
    world.wait(.minutes(1))
    #expect(abs(cost("instance", world) - rest) <= 10_000)
    #expect(cost("savings-plan", world) > 0)
  }

  @Test func `where discounts do not count, what was promised changes no bill`() throws {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let before = world.monthlyCost(traffic: nil)
    world.leaveDiscountsOut()
    #expect(!world.hasUncountedDiscounts)
    let offer = try Self.offer(#""planTypes": ["Compute"]"#, in: &world)
    try world.ask(
      CreateSavingsPlan.self, #"{"savingsPlanOfferingId": "\#(offer)", "commitment": "0.07"}"#)
    world.wait(.minutes(1))
    #expect(world.hasUncountedDiscounts)
    #expect(world.monthlyCost(traffic: nil) == before)
  }

  @Test func `a plan for everything gives a smaller discount, and can be given back in its first week`()
    throws
  {
    var (world, _) = try EC2StorageTests.world(type: "m5.large")
    let offer = try Self.offer(#""planTypes": ["Compute"]"#, in: &world)
    let plan = try world.ask(
      CreateSavingsPlan.self, #"{"savingsPlanOfferingId": "\#(offer)", "commitment": "0.072995"}"#
    ).savingsPlanId
    world.wait(.minutes(1))
    // The rate is 0.118 × (0.6186 + 0.3814 / 6) = 0.0805, so that the promise covers nine tenths.
    #expect((7_000_000...9_000_000).contains(cost("instance", world)))
    try world.ask(ReturnSavingsPlan.self, #"{"savingsPlanId": "\#(plan)"}"#)
    #expect(cost("instance", world) == 86_140_000)
    #expect(cost("savings-plan", world) == 0)
    #expect(
      refusedCode { try world.ask(ReturnSavingsPlan.self, #"{"savingsPlanId": "\#(plan)"}"#) }
        == "ValidationException")
  }
}
