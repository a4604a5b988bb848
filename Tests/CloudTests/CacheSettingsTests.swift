import Cloud
import EventKernel
import Foundation
import Testing

/// How caches are encrypted, backed up by themselves and maintained.
struct CacheSettingsTests {
  private static let key = "ap-northeast-2/s"

  private static func group(_ more: String) -> String {
    """
    {"replicationGroupId": "s", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro",
     "engine": "valkey", "numCacheClusters": 2, "automaticFailoverEnabled": true\(more)}
    """
  }

  private static func made(_ more: String) throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateReplicationGroup.self, group(more))
    world.wait(.minutes(5))
    return world
  }

  private func shown(_ world: inout World) throws -> ReplicationGroupDescription {
    try #require(try world.ask(DescribeReplicationGroups.self, "{}").replicationGroups.first)
  }

  private static func modify(_ more: String) -> String {
    #"{"replicationGroupId": "s", "applyImmediately": true, \#(more)}"#
  }

  @Test func `what a call says of encryption, backups and windows is kept and shown`() throws {
    var world = try Self.made(
      """
      , "transitEncryptionEnabled": true, "authToken": "sixteen-letters-or-more", "snapshotRetentionLimit": 3,
      "snapshotWindow": "18:00-19:00", "preferredMaintenanceWindow": "mon:20:00-mon:21:00",
      "autoMinorVersionUpgrade": false
      """)
    let group = try shown(&world)
    #expect(group.transitEncryptionEnabled && group.authTokenEnabled && group.atRestEncryptionEnabled)
    #expect(group.transitEncryptionMode == "required")
    #expect(group.snapshotRetentionLimit == 3 && group.snapshotWindow == "18:00-19:00")
    #expect(group.snapshottingClusterId == "s-002" && !group.autoMinorVersionUpgrade)
    let nodes = try world.ask(DescribeCacheClusters.self, "{}").cacheClusters
    #expect(nodes.map(\.preferredMaintenanceWindow) == ["mon:20:00-mon:21:00", "mon:20:00-mon:21:00"])
    #expect(nodes.map(\.snapshotRetentionLimit) == [0, 3])
    var plain = try Self.made(#", "atRestEncryptionEnabled": false"#)
    #expect(try !shown(&plain).atRestEncryptionEnabled && shown(&plain).transitEncryptionMode == nil)
  }

  @Test func `automatic snapshots come each day in the window and go when their days are over`() throws {
    var world = try Self.made(#", "snapshotRetentionLimit": 2, "snapshotWindow": "18:00-19:00""#)
    func names() throws -> [String] {
      try world.ask(DescribeCacheSnapshots.self, #"{"snapshotSource": "system"}"#).snapshots.map(
        \.snapshotName)
    }
    world.wait(.days(1))
    let first = try #require(try names().first)
    #expect(first.hasPrefix("automatic.s-002-2026-01-0") && first.hasSuffix("-18-00"))
    world.wait(.days(4))
    let kept = try names()
    #expect(kept.count == 2 && !kept.contains(first))
    #expect(try world.ask(DescribeCacheSnapshots.self, #"{"snapshotSource": "user"}"#).snapshots.isEmpty)
    try world.ask(
      CopyCacheSnapshot.self, #"{"sourceSnapshotName": "\#(kept[0])", "targetSnapshotName": "mine"}"#)
    try world.ask(DeleteReplicationGroup.self, #"{"replicationGroupId": "s"}"#)
    world.wait(.minutes(5))
    #expect(
      try world.ask(DescribeCacheSnapshots.self, "{}").snapshots.map(\.snapshotSource) == ["manual"])
  }

  @Test func `without days no snapshot is taken, and none once they are set to 0`() throws {
    var world = try Self.made("")
    world.wait(.days(2))
    #expect(world.elastiCache.snapshots.isEmpty)
    try world.ask(ModifyReplicationGroup.self, Self.modify(#""snapshotRetentionLimit": 1"#))
    world.wait(.days(1))
    #expect(!world.elastiCache.snapshots.isEmpty)
    try world.ask(ModifyReplicationGroup.self, Self.modify(#""snapshotRetentionLimit": 0"#))
    world.wait(.days(2))
    #expect(world.elastiCache.snapshots.isEmpty)
  }

  @Test(arguments: [
    (#", "transitEncryptionEnabled": true, "authToken": "short""#, "InvalidParameterValue"),
    (#", "transitEncryptionEnabled": true, "authToken": "with@and/and spaces-no""#, "InvalidParameterValue"),
    (#", "authToken": "sixteen-letters-or-more""#, "InvalidParameterCombination"),
    (#", "transitEncryptionMode": "preferred""#, "InvalidParameterCombination"),
    (#", "snapshotRetentionLimit": 36"#, "InvalidParameterValue"),
    (#", "snapshotWindow": "06:00-06:30""#, "InvalidParameterValue"),
    (#", "preferredMaintenanceWindow": "sun:05:00-sun:05:30""#, "InvalidParameterValue"),
    (
      #", "snapshotWindow": "05:00-06:00", "preferredMaintenanceWindow": "sun:05:30-sun:06:30""#,
      "InvalidParameterCombination"
    ),
  ])
  func `what AWS would not take is refused`(more: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(try world.refusal(CreateReplicationGroup.self, Self.group(more))?.code == code)
  }

  @Test func `a window that is not named makes way for one that is`() throws {
    var world = try Self.made(#", "snapshotWindow": "16:30-18:00""#)
    let nodes = try world.ask(DescribeCacheClusters.self, "{}").cacheClusters
    #expect(nodes.first?.preferredMaintenanceWindow == "sun:18:00-sun:18:30")
    #expect(
      try world.refusal(
        ModifyReplicationGroup.self, Self.modify(#""preferredMaintenanceWindow": "sun:17:00-sun:18:30""#))?
        .code == "InvalidParameterCombination")
  }

  @Test func `a change waits for the maintenance window that was named`() throws {
    var world = try Self.made(#", "preferredMaintenanceWindow": "tue:10:00-tue:11:00""#)
    try world.ask(
      ModifyReplicationGroup.self, #"{"replicationGroupId": "s", "cacheNodeType": "cache.t3.small"}"#)
    // The world begins on a Monday at midnight.
    world.wait(.hours(33))
    #expect(world.elastiCache.replicationGroups[Self.key]?.nodeType == "cache.t3.micro")
    world.wait(.hours(2))
    #expect(world.elastiCache.replicationGroups[Self.key]?.nodeType == "cache.t3.small")
  }

  @Test func `in-transit encryption of a running group goes over preferred, and passwords rotate`() throws {
    var world = try Self.made("")
    func mode(_ more: String) throws -> String? {
      try world.ask(ModifyReplicationGroup.self, Self.modify(more))
      world.wait(.minutes(2))
      return world.elastiCache.replicationGroups[Self.key]?.settings.transit?.rawValue
    }
    #expect(
      try world.refusal(ModifyReplicationGroup.self, Self.modify(#""transitEncryptionEnabled": true"#))?.code
        == "InvalidParameterCombination")
    let start = #""transitEncryptionEnabled": true, "transitEncryptionMode": "preferred""#
    #expect(try mode(start) == "preferred")
    #expect(try mode(#""transitEncryptionMode": "required""#) == "required")
    #expect(
      try world.refusal(ModifyReplicationGroup.self, Self.modify(#""transitEncryptionEnabled": false"#))?.code
        == "InvalidParameterCombination")
    let token = #""authToken": "sixteen-letters-or-more""#
    _ = try mode(token)
    let rotating = try #require(world.elastiCache.replicationGroups[Self.key]).settings
    #expect(rotating.admits(password: nil) && rotating.admits(password: "sixteen-letters-or-more"))
    _ = try mode(token + #", "authTokenUpdateStrategy": "SET""#)
    let set = try #require(world.elastiCache.replicationGroups[Self.key]).settings
    #expect(!set.admits(password: nil) && set.admits(password: "sixteen-letters-or-more"))
  }

  @Test func `a cluster of its own has TLS of Memcached and snapshots of Redis`() throws {
    var world = try TestWorld.make()
    func refusal(_ more: String) throws -> String? {
      try world.refusal(
        CreateCacheCluster.self, #"{"cacheClusterId": "pages", "cacheNodeType": "cache.t3.micro", \#(more)}"#)?
        .code
    }
    #expect(
      try refusal(#""engine": "memcached", "snapshotRetentionLimit": 1"#) == "InvalidParameterCombination")
    #expect(
      try refusal(#""engine": "redis", "transitEncryptionEnabled": true"#) == "InvalidParameterCombination")
    #expect(try refusal(#""engine": "redis", "snapshotRetentionLimit": 1"#) == nil)
    world.wait(.days(2))
    #expect(!world.elastiCache.snapshots.isEmpty)
    var other = try TestWorld.make()
    let shown = try other.ask(
      CreateCacheCluster.self,
      """
      {"cacheClusterId": "pages", "cacheNodeType": "cache.t3.micro", "engine": "memcached",
       "transitEncryptionEnabled": true}
      """
    ).cacheCluster
    #expect(shown.transitEncryptionEnabled && shown.transitEncryptionMode == "required")
  }
}
