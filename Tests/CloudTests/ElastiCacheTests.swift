import Cloud
import EventKernel
import Foundation
import Testing

struct ElastiCacheTests {
  private static let key = "ap-northeast-2/sessions"

  private static func group(_ more: String = "") -> String {
    """
    {"replicationGroupId": "sessions", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro"\(more)}
    """
  }

  private static let replicated =
    #", "numCacheClusters": 3, "automaticFailoverEnabled": true, "multiAZEnabled": true"#

  /// A world with the replication group `sessions`, available.
  private static func made(_ more: String = "") throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateReplicationGroup.self, group(more))
    world.wait(.minutes(5))
    return world
  }

  private func sessions(_ world: World) throws -> CacheReplicationGroup {
    try #require(world.elastiCache.replicationGroups[Self.key])
  }

  @Test func `nodes stand in the zones in turn and the endpoints lead to them`() throws {
    let world = try Self.made(Self.replicated)
    let group = try sessions(world)
    #expect(group.status == "available")
    #expect(group.nodes.map(\.zone) == ["a", "b", "c"].map(World.zone))
    #expect(group.nodes.map(\.id) == ["sessions-001", "sessions-002", "sessions-003"])
    #expect(group.primaryEndpoint.hasSuffix(".ng.0001.apn2.cache.amazonaws.com"))
    #expect(world.cacheKey(forHost: group.primaryEndpoint) == Self.key)
    #expect(world.cacheKey(forHost: group.readerEndpoint) == Self.key)
    let primary = world.resolve(host: group.primaryEndpoint, from: "seoul").alternatives
    #expect(primary.flatMap(\.addresses) == [group.nodes[0].address])
    let reader = world.resolve(host: group.readerEndpoint, from: "seoul").alternatives
    #expect(reader.flatMap(\.addresses) == group.nodes[1...].map(\.address))
    #expect(world.endpoint(at: group.nodes[2].address) == .cache(Self.key, reader: true))
  }

  @Test func `a subnet in which a node stands cannot be deleted, another one can`() throws {
    var world = try Self.made(Self.replicated)
    for (letter, refused) in [("a", true), ("b", true), ("c", true), ("d", false)] {
      let input = #"{"subnetId": "\#(try world.subnet(letter))"}"#
      #expect(
        try world.refusal(DeleteSubnet.self, input)?.code == (refused ? "DependencyViolation" : nil),
        "\(letter)")
    }
  }

  @Test(arguments: [
    (#", "cacheNodeType": "cache.x.y""#, "InvalidParameterValue"),
    (#", "numCacheClusters": 7"#, "InvalidParameterValue"),
    (#", "automaticFailoverEnabled": true"#, "InvalidParameterCombination"),
    (#", "numCacheClusters": 2, "multiAZEnabled": true"#, "InvalidParameterCombination"),
    (#", "engine": "memcached""#, "InvalidParameterValue"),
    (#", "cacheSubnetGroupName": "nowhere""#, "CacheSubnetGroupNotFoundFault"),
    (
      #", "numCacheClusters": 2, "preferredCacheClusterAZs": ["ap-northeast-2a"]"#, "InvalidParameterValue"
    ),
  ])
  func `a group that AWS would not take is refused`(more: String, code: String) throws {
    var world = try TestWorld.make()
    var input = Self.group(more)
    if more.contains("cacheNodeType") {
      input = input.replacingOccurrences(of: #""cacheNodeType": "cache.t3.micro", "#, with: "")
    }
    #expect(try world.refusal(CreateReplicationGroup.self, input)?.code == code)
  }

  @Test func `a replica takes over 30 seconds after the primary's zone has lost power and keeps the data`()
    throws
  {
    var world = try Self.made(Self.replicated)
    let before = try sessions(world)
    world.inject(.zonePower(before.nodes[0].zone), at: world.now, lasting: .minutes(15))
    world.wait(.seconds(29))
    #expect(try sessions(world).primary == 0)
    #expect(try sessions(world).failoverEnd != nil)
    world.wait(.seconds(1))
    #expect(try sessions(world).primary == 1)
    #expect(try sessions(world).failoverEnd == nil)
    #expect(try sessions(world).nodes[1].generation == 0)
    world.wait(.minutes(15))
    let after = try sessions(world)
    #expect(after.nodes.allSatisfy { $0.hasPower })
    #expect(after.primary == 1)
    #expect(after.nodes.map(\.generation) == [0, 0, 0])
  }

  @Test func `a lone primary comes back empty when power returns`() throws {
    var world = try Self.made()
    world.inject(.zonePower(World.zone("a")), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(4))
    #expect(try sessions(world).nodes[0].hasPower == false)
    world.wait(.minutes(1))
    #expect(try sessions(world).nodes[0].hasPower)
    #expect(try sessions(world).nodes[0].generation == 1)
  }

  @Test func `without automatic failover the shard waits for its primary and is then empty`() throws {
    var world = try Self.made(#", "numCacheClusters": 2"#)
    world.inject(.zonePower(World.zone("a")), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(4))
    #expect(try sessions(world).primary == 0)
    world.wait(.minutes(1))
    #expect(try sessions(world).nodes.map(\.generation) == [1, 1])
  }

  @Test func `when every node has lost power all data is gone`() throws {
    var world = try Self.made(Self.replicated)
    for letter in ["a", "b", "c"] {
      world.inject(.zonePower(World.zone(letter)), at: world.now, lasting: .minutes(5))
    }
    world.wait(.minutes(10))
    let group = try sessions(world)
    #expect(group.nodes.allSatisfy { $0.hasPower })
    #expect(group.nodes.allSatisfy { $0.generation >= 1 })
    #expect(group.failoverEnd == nil)
  }

  @Test func `a test of the failover promotes a replica and needs automatic failover`() throws {
    var world = try Self.made(Self.replicated)
    try world.ask(TestFailover.self, #"{"replicationGroupId": "sessions", "nodeGroupId": "0001"}"#)
    let again = #"{"replicationGroupId": "sessions", "nodeGroupId": "0001"}"#
    #expect(try world.refusal(TestFailover.self, again)?.code == "InvalidReplicationGroupState")
    world.wait(.seconds(30))
    #expect(try sessions(world).primary == 1)
    let wrong = #"{"replicationGroupId": "sessions", "nodeGroupId": "0002"}"#
    #expect(try world.refusal(TestFailover.self, wrong)?.code == "NodeGroupNotFoundFault")
    var lone = try Self.made()
    #expect(try lone.refusal(TestFailover.self, again)?.code == "InvalidReplicationGroupState")
  }

  @Test func `replicas come to the zones with the fewest nodes and go with the newest first`() throws {
    var world = try Self.made()
    let more = #"{"replicationGroupId": "sessions", "newReplicaCount": 2, "applyImmediately": true}"#
    try world.ask(IncreaseReplicaCount.self, more)
    #expect(try sessions(world).nodes.count == 1)
    // Where a replica is being made, the subnet is in use already.
    let subnet = try #require(world.ec2.subnets.rows.first { $0.zone == World.zone("b") })
    let leave = #"{"subnetId": "\#(subnet.id)"}"#
    #expect(try world.refusal(DeleteSubnet.self, leave)?.code == "DependencyViolation")
    world.wait(.minutes(4))
    #expect(try sessions(world).nodes.map(\.zone) == ["a", "b", "c"].map(World.zone))
    #expect(try world.refusal(IncreaseReplicaCount.self, more)?.code == "InvalidParameterValue")
    let less = #"{"replicationGroupId": "sessions", "newReplicaCount": 1, "applyImmediately": true}"#
    try world.ask(DecreaseReplicaCount.self, less)
    world.wait(.minutes(4))
    #expect(try sessions(world).nodes.map(\.id) == ["sessions-001", "sessions-002"])
  }

  @Test func `a new node type comes without an outage and holds more`() throws {
    var world = try Self.made()
    // facts: 6.38 GiB of a cache.m5.large, a quarter of it reserved.
    try world.ask(
      ModifyReplicationGroup.self,
      #"{"replicationGroupId": "sessions", "cacheNodeType": "cache.m5.large", "applyImmediately": true}"#)
    #expect(try sessions(world).status == "modifying")
    world.wait(.minutes(10))
    #expect(try sessions(world).nodeType == "cache.m5.large")
    #expect(try world.capacity(of: sessions(world)).bytes == Int(6.38 * 0.75 * 1_073_741_824))
  }

  @Test func `deleting takes a while and then the group is unknown`() throws {
    var world = try Self.made()
    let id = #"{"replicationGroupId": "sessions"}"#
    try world.ask(DeleteReplicationGroup.self, id)
    #expect(try sessions(world).status == "deleting")
    world.wait(.minutes(2))
    #expect(try world.refusal(DescribeReplicationGroups.self, id)?.code == "ReplicationGroupNotFoundFault")
  }

  @Test func `the nodes are listed as clusters`() throws {
    var world = try Self.made(Self.replicated)
    let output = try world.ask(DescribeCacheClusters.self, #"{"showCacheNodeInfo": true}"#)
    #expect(output.cacheClusters.map(\.cacheClusterId) == ["sessions-001", "sessions-002", "sessions-003"])
    let host = try #require(output.cacheClusters.first?.cacheNodes?.first?.endpoint?.address)
    #expect(host.hasPrefix("sessions-001."))
    #expect(host.hasSuffix(".0001.apn2.cache.amazonaws.com"))
  }
}
