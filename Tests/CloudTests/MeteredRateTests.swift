import Cloud
import EventKernel
import Testing

/// The limits of types and volumes that requests meet (facts: EC2 2.4 and 2.11).
@Suite struct MeteredRateTests {
  /// Burst time = 5.4 M / (3000 − baseline): 100 GiB (300 IOPS) 33 min, 30 GiB (100) 31 min, 500 GiB (1,500) 60 min.
  @Test(arguments: [(gib: 100, iops: 300.0, minutes: 33.33), (30, 100, 31.03), (500, 1_500, 60)])
  func `a gp2 volume bursts for as long as its credits last`(
    gib: Int, iops: Double, minutes: Double
  ) throws {
    let rate = try Self.rate(gib: gib)
    #expect(rate.baseline == iops && rate.burst == 3_000)
    #expect(abs(rate.longestBurst / 60 - minutes) < 0.01)
  }

  @Test func `a gp2 volume of 100 GiB is full again after five hours, one of a tebibyte never bursts`() throws
  {
    let rate = try Self.rate(gib: 100)
    let empty = SpentCredits(missing: rate.credits, at: .epoch)
    #expect(SpentCredits.balance(empty, at: .epoch, of: rate) == 0)
    #expect(abs(SpentCredits.balance(empty, at: .epoch + .minutes(150), of: rate) - 50) < 1e-6)
    #expect(empty.missing(at: .epoch + .hours(5), of: rate) == 0)
    #expect(SpentCredits.balance(nil, at: .epoch, of: rate) == 100)
    #expect(try !Self.rate(gib: 1_024).bursts)
  }

  @Test func `types have the network and the path to volumes that AWS lists`() throws {
    let catalog = try TestWorld.catalog.get()
    let small = try #require(catalog.instanceType("t3.micro"))
    // 0.064 and 5 Gbit/s; 500 IOPS and 87 Mbit/s, at most 11,800 and 2,085.
    #expect(small.networkRate?.baseline == 8_000_000 && small.networkRate?.burst == 625_000_000)
    #expect(small.pathOperations?.baseline == 500 && small.pathOperations?.burst == 11_800)
    #expect(small.pathBytes?.baseline == 10_875_000 && small.pathOperations?.longestBurst == 1_800)
    let old = try #require(catalog.instanceType("t2.micro"))
    #expect(old.pathOperations == nil && old.sharesNetworkWithVolumes)
    #expect(old.networkRate?.longestBurst == BurstRules.networkSeconds)
  }

  private static func rate(gib size: Int) throws -> MeteredRate {
    var world = try TestWorld.make()
    _ = try world.ask(
      CreateVolume.self, ["availabilityZone": "ap-northeast-2a", "size": size, "volumeType": "gp2"])
    return try #require(world.ec2.volumes.rows.first).plan.operationRate
  }
}
