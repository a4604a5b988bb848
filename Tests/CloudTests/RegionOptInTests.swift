import Cloud
import EventKernel
import Testing

/// Regions that are off until the account opts in.
struct RegionOptInTests {
  @Test func `a Region that is off does not know the caller`() throws {
    var world = try TestWorld.make()
    func code<Op: Cloud.Operation>(_ operation: Op.Type) -> String? {
      refusedCode { try world.ask(operation, "{}", in: "ap-east-1") }
    }
    #expect(code(DescribeVpcs.self) == "AuthFailure")
    #expect(code(DescribeAutoScalingGroups.self) == "InvalidClientTokenId")
    #expect(code(DescribeParameters.self) == "UnrecognizedClientException")
    #expect(refusedCode { try world.ask(DescribeVpcs.self, "{}", in: "us-east-1") } == nil)
  }

  @Test func `Regions are told apart by their opt-in status`() throws {
    var world = try TestWorld.make()
    let own = try world.ask(DescribeRegions.self, "{}").regions
    #expect(own.allSatisfy { $0.optInStatus == "opt-in-not-required" })
    let all = try world.ask(DescribeRegions.self, #"{"allRegions": true}"#).regions
    #expect(all.count > own.count)
    #expect(all.first { $0.regionName == "ap-east-1" }?.optInStatus == "not-opted-in")
  }

  @Test func `a world that starts in such a Region has opted in`() throws {
    let place = Region(rawValue: "ap-east-1")
    var world = World(catalog: try TestWorld.catalog.get(), seed: WorldSeed(1))
    world.openAccount(in: [place])
    #expect(try world.ask(DescribeVpcs.self, "{}", in: "ap-east-1").vpcs.count == 1)
    let shown = try world.ask(DescribeRegions.self, "{}", in: "ap-east-1").regions
    #expect(shown.first { $0.regionName == "ap-east-1" }?.optInStatus == "opted-in")
  }
}
