import Cloud
import EventKernel
import Foundation
import Testing

/// The failure of one thing that AWS runs: a database's host, a cache's node, a load balancer's node, a Region.
struct FaultTests {
  private static func database(_ more: String = "") throws -> World {
    var world = try TestWorld.make()
    let input = """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql",
       "allocatedStorage": 20, "masterUsername": "admin", "masterUserPassword": "correct-horse"\(more)}
      """
    try world.ask(CreateDBInstance.self, input)
    world.wait(.minutes(10))
    return world
  }

  private static func cache(_ more: String = "") throws -> World {
    var world = try TestWorld.make()
    let input = """
      {"replicationGroupId": "shop", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro"\(more)}
      """
    try world.ask(CreateReplicationGroup.self, input)
    world.wait(.minutes(5))
    return world
  }

  private func shop(_ world: World) throws -> DBInstance {
    try #require(world.rds.instances["ap-northeast-2/shop"])
  }

  private func nodes(_ world: World) throws -> CacheReplicationGroup {
    try #require(world.elastiCache.replicationGroups["ap-northeast-2/shop"])
  }

  @Test(arguments: [(3.0, "3"), (1.5, "1.5"), (1_000, "1000"), (0.1, "0.1")])
  func `the factor of a surge is told as it is written, whole where it is`(factor: Double, text: String)
    throws
  {
    var world = try TestWorld.make()
    world.inject(.loadSurge(factor: factor), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(1))
    let surges = world.occurrences.entries.filter { $0.code == "load-surge" }
    #expect(surges.map(\.details) == [[text]])
  }

  @Test(arguments: ["shop", "ap-northeast-2/shop"])
  func `a standby takes over 90 seconds after the primary's host has failed, and keeps the place`(
    name: String
  )
    throws
  {
    var world = try Self.database(#", "multiAZ": true"#)
    let before = try shop(world)
    world.inject(.databaseFailure(name), at: world.now, lasting: .minutes(5))
    world.wait(.seconds(89))
    #expect(try shop(world).service != .serving)
    world.wait(.seconds(1))
    let after = try shop(world)
    #expect(after.service == .serving && after.zone == before.standbyZone && after.failovers == 1)
    for _ in 0..<10 {
      world.wait(.minutes(1))
      #expect(try shop(world).service == .serving)
      #expect(try shop(world).zone == after.zone)
    }
    #expect(world.codes(of: "shop").contains("database-host-failed"))
  }

  @Test func `without a standby a database is down until the fault ends and it has recovered`() throws {
    var world = try Self.database()
    world.inject(.databaseFailure("shop"), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(5) - .seconds(1))
    #expect(try shop(world).service == .down)
    world.wait(.seconds(60))
    #expect(try shop(world).service != .serving)
    world.wait(.seconds(1))
    #expect(try shop(world).service == .serving)
    #expect(try shop(world).failovers == 0)
  }

  @Test func `power that returns to the zone does not repair a failed host, nor a repaired host bring power`()
    throws
  {
    var world = try Self.database()
    let zone = try shop(world).zone
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(2))
    world.inject(.databaseFailure("shop"), at: world.now + .minutes(1), lasting: .minutes(9))
    world.wait(.minutes(8))
    #expect(try shop(world).service == .down)
    world.wait(.minutes(4))
    #expect(try shop(world).service == .serving)
    world.inject(.databaseFailure("shop"), at: world.now, lasting: .minutes(2))
    world.inject(.zonePower(zone), at: world.now + .minutes(1), lasting: .minutes(9))
    world.wait(.minutes(8))
    #expect(try shop(world).service == .down)
    world.wait(.minutes(4))
    #expect(try shop(world).service == .serving)
  }

  @Test func `a replica takes over from a primary that has failed, which comes back as a replica`() throws {
    var world = try Self.cache(
      #", "numCacheClusters": 2, "automaticFailoverEnabled": true, "multiAZEnabled": true"#)
    world.inject(.cacheNodeFailure("shop-001"), at: world.now, lasting: .minutes(5))
    world.wait(.seconds(29))
    #expect(try nodes(world).isServing == false)
    world.wait(.seconds(1))
    let after = try nodes(world)
    #expect(after.isServing && after.primary == 1 && !after.nodes[0].hasPower)
    world.wait(.minutes(5))
    #expect(try nodes(world).nodes.map(\.hasPower) == [true, true])
    #expect(try nodes(world).nodes.map(\.generation) == [0, 0])
    #expect(try nodes(world).primary == 1)
  }

  @Test func `a lone node comes back empty, and power alone does not bring it`() throws {
    var world = try Self.cache()
    let zone = try nodes(world).nodes[0].zone
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(1))
    world.inject(.cacheNodeFailure("shop-001"), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(5) - .seconds(1))
    #expect(try nodes(world).isServing == false)
    world.wait(.seconds(1))
    #expect(try nodes(world).isServing)
    #expect(try nodes(world).nodes[0].generation == 1)
  }

  @Test func `a failed replica leaves the primary as it is`() throws {
    var world = try Self.cache(#", "numCacheClusters": 2"#)
    world.inject(.cacheNodeFailure("shop-002"), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(1))
    #expect(try nodes(world).isServing)
    #expect(try nodes(world).primary == 0)
    #expect(try nodes(world).nodes.map(\.hasPower) == [true, false])
  }

  @Test func `a lost Region has no power anywhere, the others keep theirs, and everything comes back`() throws
  {
    var world = try Self.database(#", "multiAZ": true"#)
    let zones = world.catalog.zones(in: TestWorld.region).map(\.zone)
    world.inject(.regionLoss(TestWorld.region), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(4))
    #expect(zones.count > 2 && zones.allSatisfy { !world.hasPower($0) })
    #expect(world.hasPower(Zone(rawValue: "us-east-1a")))
    #expect(try shop(world).service == .down)
    #expect(try shop(world).failovers == 0)
    world.wait(.minutes(5))
    #expect(zones.allSatisfy { world.hasPower($0) })
    #expect(try shop(world).service == .serving)
  }

  @Test func `a zone that is dark by itself stays dark when its Region comes back`() throws {
    var world = try Self.database()
    let zone = try shop(world).zone
    world.inject(.regionLoss(TestWorld.region), at: world.now, lasting: .minutes(2))
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(10))
    world.wait(.minutes(6))
    #expect(!world.hasPower(zone))
    #expect(try shop(world).service == .down)
    world.wait(.minutes(6))
    #expect(try shop(world).service == .serving)
  }

  @Test func `faults of names that nothing has change nothing`() throws {
    var world = try Self.database(#", "multiAZ": true"#)
    var calm = world
    for fault in [
      Fault.databaseFailure("other"), .cacheNodeFailure("other-001"),
      .regionLoss(Region(rawValue: "us-east-1")),
      .balancerNodeFailure("other", in: World.zone("a")),
    ] {
      world.inject(fault, at: world.now, lasting: .minutes(1))
    }
    world.wait(.minutes(5))
    calm.wait(.minutes(5))
    #expect(world.rds == calm.rds && world.elastiCache == calm.elastiCache && world.ec2 == calm.ec2)
  }
}
