import Cloud
import EventKernel
import Foundation
import Testing

struct CacheClusterTests {
  private static let key = "ap-northeast-2/cluster/pages"

  private static func cluster(_ more: String) -> String {
    #"{"cacheClusterId": "pages", "cacheNodeType": "cache.t3.micro"\#(more)}"#
  }

  private static let memcached = #", "engine": "memcached", "numCacheNodes": 3, "azMode": "cross-az""#
  private static let redis = #", "engine": "redis""#

  private static func made(_ more: String) throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateCacheCluster.self, cluster(more))
    world.wait(.minutes(5))
    return world
  }

  private func pages(_ world: World) throws -> CacheReplicationGroup {
    try #require(world.elastiCache.replicationGroups[Self.key])
  }

  @Test
  func `a Memcached cluster has a configuration endpoint, nodes in all zones and their memory together`()
    throws
  {
    var world = try Self.made(Self.memcached)
    let cluster = try pages(world)
    #expect(cluster.nodes.map(\.zone) == ["a", "b", "c"].map(World.zone))
    #expect(Set(cluster.nodes.map(\.address)).count == 3)
    #expect(cluster.primaryEndpoint.contains(".cfg.apn2.cache.amazonaws.com"))
    #expect(world.cacheKey(forHost: cluster.primaryEndpoint) == Self.key)
    let shown = try world.ask(DescribeCacheClusters.self, #"{"showCacheNodeInfo": true}"#).cacheClusters
    #expect(shown.map(\.numCacheNodes) == [3])
    #expect(shown.first?.cacheNodes?.map(\.cacheNodeId) == ["0001", "0002", "0003"])
    #expect(shown.first?.preferredAvailabilityZone == "Multiple")
    #expect(try world.ask(DescribeReplicationGroups.self, "{}").replicationGroups.isEmpty)
    let one = try Self.made(#", "engine": "memcached""#)
    #expect(try world.capacity(of: cluster).bytes == 3 * one.capacity(of: pages(one)).bytes)
    let price = world.monthlyCost(traffic: nil).items.first { $0.code == "cache-nodes" }?.amount.microdollars
    let single = one.monthlyCost(traffic: nil).items.first { $0.code == "cache-nodes" }?.amount.microdollars
    #expect(price == single.map { $0 * 3 })
  }

  @Test func `the loss of one node of Memcached leaves the others serving their keys`() throws {
    var world = try Self.made(Self.memcached)
    let before = try pages(world).nodes.map(\.generation)
    world.inject(.zonePower(World.zone("a")), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(1))
    let cluster = try pages(world)
    #expect(cluster.isServing)
    #expect(cluster.front == 1)
    #expect(cluster.nodes[1].generation == before[1])
    #expect(cluster.nodes[0].generation != before[0])
  }

  @Test(arguments: [
    (#", "engine": "redis", "numCacheNodes": 2"#, "InvalidParameterValue"),
    (#", "engine": "oracle""#, "InvalidParameterValue"),
    (#", "engine": "valkey""#, "InvalidParameterValue"),
    (#", "engine": "memcached", "numCacheNodes": 61"#, "NodeQuotaForClusterExceeded"),
    (#", "engine": "memcached", "azMode": "cross-az""#, "InvalidParameterCombination"),
    (#", "engine": "redis", "cacheParameterGroupName": "default.valkey8""#, "InvalidParameterCombination"),
    (#", "engine": "redis", "snapshotName": "none""#, "SnapshotNotFoundFault"),
  ])
  func `a cluster that AWS would not take is refused`(more: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(try world.refusal(CreateCacheCluster.self, Self.cluster(more))?.code == code)
  }

  @Test func `a reboot interrupts and empties, and does not fail over`() throws {
    var world = try Self.made(Self.redis)
    let before = try pages(world).nodes[0].generation
    let reboot = #"{"cacheClusterId": "pages", "cacheNodeIdsToReboot": ["0001"]}"#
    let shown = try world.ask(RebootCacheCluster.self, reboot).cacheCluster
    #expect(shown.cacheClusterStatus == "rebooting cache cluster nodes")
    #expect(try !pages(world).isServing)
    #expect(try world.refusal(RebootCacheCluster.self, reboot)?.code == "InvalidCacheClusterState")
    world.wait(.minutes(1))
    #expect(try pages(world).isServing)
    #expect(try pages(world).nodes[0].generation != before)
  }

  @Test func `parameters set how much a cache holds and whether it makes room`() throws {
    var world = try Self.made(Self.redis)
    let before = try world.capacity(of: pages(world)).bytes
    try world.ask(
      CreateCacheParameterGroup.self,
      #"{"cacheParameterGroupName": "own", "cacheParameterGroupFamily": "redis7", "description": "d"}"#)
    try world.ask(
      ModifyCacheCluster.self, #"{"cacheClusterId": "pages", "cacheParameterGroupName": "own"}"#)
    func set(_ name: String, _ value: String) -> String {
      """
      {"cacheParameterGroupName": "own",
       "parameterNameValues": [{"parameterName": "\(name)", "parameterValue": "\(value)"}]}
      """
    }
    try world.ask(ModifyCacheParameterGroup.self, set("reserved-memory-percent", "50"))
    try world.ask(ModifyCacheParameterGroup.self, set("maxmemory-policy", "noeviction"))
    #expect(try abs(world.capacity(of: pages(world)).bytes * 3 - before * 2) <= 3)
    #expect(try pages(world).keepsOldest)
    try world.ask(ModifyCacheParameterGroup.self, set("databases", "32"))
    #expect(try pages(world).needsReboot)
    for (name, value) in [("maxmemory-policy", "some"), ("appendonly", "yes"), ("nothing", "1")] {
      #expect(
        try world.refusal(ModifyCacheParameterGroup.self, set(name, value))?.code == "InvalidParameterValue")
    }
    #expect(
      try world.refusal(DeleteCacheParameterGroup.self, #"{"cacheParameterGroupName": "own"}"#)?.code
        == "InvalidCacheParameterGroupState")
    try world.ask(
      ResetCacheParameterGroup.self, #"{"cacheParameterGroupName": "own", "resetAllParameters": true}"#)
    #expect(try world.capacity(of: pages(world)).bytes == before)
  }

  @Test func `Memcached grows and shrinks by naming the nodes that go`() throws {
    var world = try Self.made(#", "engine": "memcached", "numCacheNodes": 2"#)
    func modify(_ count: Int, _ more: String = "") -> String {
      #"{"cacheClusterId": "pages", "numCacheNodes": \#(count), "applyImmediately": true\#(more)}"#
    }
    try world.ask(ModifyCacheCluster.self, modify(3))
    world.wait(.minutes(4))
    #expect(try pages(world).nodes.count == 3)
    #expect(try world.refusal(ModifyCacheCluster.self, modify(1))?.code == "InvalidParameterCombination")
    try world.ask(ModifyCacheCluster.self, modify(1, #", "cacheNodeIdsToRemove": ["0001", "0003"]"#))
    world.wait(.minutes(4))
    #expect(try pages(world).nodes.map(\.id) == ["pages/0002"])
  }

  @Test func `snapshots are taken of Redis, not of Memcached, while the cache serves`() throws {
    var world = try Self.made(Self.redis)
    let snapshot = #"{"cacheClusterId": "pages", "snapshotName": "s"}"#
    try world.ask(CreateCacheSnapshot.self, snapshot)
    #expect(try pages(world).status == "snapshotting")
    #expect(try pages(world).isServing)
    #expect(
      try world.refusal(DeleteCacheSnapshot.self, #"{"snapshotName": "s"}"#)?.code == "InvalidSnapshotState")
    world.wait(.minutes(3))
    #expect(
      try world.ask(DescribeCacheSnapshots.self, "{}").snapshots.map(\.snapshotStatus) == ["available"])
    try world.ask(DeleteCacheCluster.self, #"{"cacheClusterId": "pages", "finalSnapshotIdentifier": "last"}"#)
    world.wait(.minutes(5))
    #expect(world.elastiCache.replicationGroups.isEmpty)
    #expect(try world.ask(DescribeCacheSnapshots.self, "{}").snapshots.count == 2)
    var memcached = try Self.made(Self.memcached)
    #expect(
      try memcached.refusal(CreateCacheSnapshot.self, snapshot)?.code == "SnapshotFeatureNotSupportedFault")
  }

  @Test func `a failover is tested at most fifteen times a day, and by hand only without automatic failover`()
    throws
  {
    var world = try TestWorld.make()
    try world.ask(
      CreateReplicationGroup.self,
      """
      {"replicationGroupId": "s", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro",
       "numCacheClusters": 2, "automaticFailoverEnabled": true}
      """)
    world.wait(.minutes(5))
    let test = #"{"replicationGroupId": "s", "nodeGroupId": "0001"}"#
    try world.ask(TestFailover.self, test)
    world.wait(.minutes(1))
    let events = try world.ask(DescribeCacheEvents.self, #"{"duration": 60}"#).events.suffix(5)
    let done = "Failover from primary node s-001 to replica node s-002 completed"
    #expect(
      events.map(\.message) == [
        "Test Failover API called for node group 0001", done, done, "Recovering cache nodes 0001",
        "Finished recovery for cache nodes 0001",
      ])
    #expect(events.map(\.sourceIdentifier) == ["s", "s-001", "s", "s-001", "s-001"])
    #expect(events.map(\.sourceType.count) == [17, 13, 17, 13, 13])
    for _ in 0..<14 {
      try world.ask(TestFailover.self, test)
      world.wait(.minutes(1))
    }
    #expect(try world.refusal(TestFailover.self, test)?.code == "APICallRateForCustomerExceeded")
    let promote = #"{"replicationGroupId": "s", "primaryClusterId": "s-001", "applyImmediately": true}"#
    #expect(try world.refusal(ModifyReplicationGroup.self, promote)?.code == "InvalidParameterCombination")
    try world.ask(
      ModifyReplicationGroup.self,
      #"{"replicationGroupId": "s", "automaticFailoverEnabled": false, "applyImmediately": true}"#)
    world.wait(.minutes(1))
    try world.ask(ModifyReplicationGroup.self, promote)
    #expect(world.elastiCache.replicationGroups["ap-northeast-2/s"]?.primary == 0)
    let later = try world.ask(DescribeCacheEvents.self, #"{"duration": 60}"#).events
    #expect(later.contains { $0.message.hasPrefix("Failover to replica node") })
  }
}
