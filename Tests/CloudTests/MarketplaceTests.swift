import Cloud
import EventKernel
import Testing

/// Software that is sold in images: it needs a subscription, costs by the hour, and follows every copy.
struct MarketplaceTests {
  private static func world(isSubscribed: Bool) throws -> (world: World, image: ImageID) {
    var world = try TestWorld.make()
    let image = world.registerProductImage(
      named: "waf", architecture: "x86_64", app: AppProfile(memoryGiB: 0.5, warmUp: .seconds(10)),
      product: MarketplaceProduct(code: "waf1", name: "waf", hourly: 240_000, isSubscribed: isSubscribed),
      in: TestWorld.region)
    return (world, image)
  }

  private static func launch(_ image: String, in world: inout World) throws -> InstanceID {
    let made = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#)
    world.wait(.minutes(1))
    return try #require(InstanceID(made.instances[0].instanceId))
  }

  private func software(_ world: World) -> Int64 {
    world.monthlyCost(traffic: nil).items.filter { $0.code == "software" }.reduce(0) {
      $0 + $1.amount.microdollars
    }
  }

  @Test func `nothing is launched without a subscription, and what runs goes on after it ends`() throws {
    var (world, image) = try Self.world(isSubscribed: false)
    #expect(refusedCode { _ = try Self.launch("\(image)", in: &world) } == "OptInRequired")
    let subscribed = world.setSubscription(true, to: "waf1")
    #expect(subscribed)
    let id = try Self.launch("\(image)", in: &world)
    // 0.24 × 730.
    #expect(software(world) == 175_200_000)
    let cancelled = world.setSubscription(false, to: "waf1")
    #expect(cancelled)
    #expect(software(world) == 175_200_000)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(1))
    #expect(software(world) == 0)
    #expect(
      refusedCode { try world.ask(StartInstances.self, #"{"instanceIds": ["\#(id)"]}"#) } == "OptInRequired")
    let unknown = world.setSubscription(true, to: "nothing")
    #expect(!unknown)
  }

  @Test func `the code follows an image that is made of the machine, which then costs too`() throws {
    var (world, image) = try Self.world(isSubscribed: true)
    let id = try Self.launch("\(image)", in: &world)
    let copy = try world.ask(CreateImage.self, #"{"instanceId": "\#(id)", "name": "mine"}"#).imageId
    world.wait(.minutes(4))
    #expect(ImageID(copy).flatMap { world.ec2.images[$0]?.productCodes } == ["waf1"])
    _ = try Self.launch(copy, in: &world)
    #expect(software(world) == 350_400_000)
    let share = #"{"imageId": "\#(copy)", "launchPermission": {"add": [{"group": "all"}]}}"#
    #expect(refusedCode { try world.ask(ModifyImageAttribute.self, share) } == "InvalidParameter")
    #expect(
      refusedCode {
        try world.ask(
          CopyImage.self, #"{"name": "far", "sourceImageId": "\#(image)", "sourceRegion": "ap-northeast-2"}"#,
          in: "ap-northeast-1")
      } == "InvalidRequest")
  }
}
