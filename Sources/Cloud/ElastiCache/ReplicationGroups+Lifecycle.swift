import EventKernel

/// Lists replication groups.
package enum DescribeReplicationGroups: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeReplicationGroups"

  /// One group, or all of them.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var replicationGroups: [ReplicationGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.elastiCache.replicationGroups.rows.filter {
      $0.region == context.region && $0.kind == .group
    }
    if let id = input.replicationGroupId { rows = [try world.cache(named: id, in: context.region).row] }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, replicationGroups: page.rows.map(world.description(of:)))
  }
}

/// Deletes a replication group and what it holds.
package enum DeleteReplicationGroup: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteReplicationGroup"

  /// Which group, and the name of a last snapshot.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
    package var finalSnapshotIdentifier: String?
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    guard group.status.utf8.elementsEqual("available".utf8) else {
      throw AWSError(
        "InvalidReplicationGroupState",
        "Replication group \(group.id) has status \(group.status) which is"
          + " not valid for deletion.")
    }
    if let name = input.finalSnapshotIdentifier {
      _ = try world.addCacheSnapshot(name, of: group, tags: nil)
    }
    world.elastiCache.replicationGroups.update(key) { $0.failoverEnd = nil }
    world.beginTransition(ofCache: key, to: "deleting", lasting: CacheTimings.deletion)
    return world.outputOfCache(key)
  }
}

/// Fails a shard over as a test: its primary goes, a replica takes its place.
package enum TestFailover: Operation {
  package static let service = "elasticache"
  package static let name = "TestFailover"

  /// Which shard.
  package struct Input: Decodable, Sendable {
    package var replicationGroupId: String
    package var nodeGroupId: String
  }

  package typealias Output = ReplicationGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, group) = try world.cache(named: input.replicationGroupId, in: context.region)
    guard input.nodeGroupId.utf8.elementsEqual("0001".utf8) else {
      throw AWSError("NodeGroupNotFoundFault", "NodeGroup \(input.nodeGroupId) not found.")
    }
    guard group.status.utf8.elementsEqual("available".utf8), group.failoverEnd == nil else {
      throw CacheError.notAvailable
    }
    guard group.automaticFailover else {
      throw AWSError(
        "InvalidReplicationGroupState", "Automatic failover must be enabled to test a failover.")
    }
    let recent = group.tests.filter { world.now - $0 < .days(1) }
    guard recent.count < CacheTimings.testsPerDay else {
      throw AWSError(
        "APICallRateForCustomerExceeded",
        "TestFailover may be called at most \(CacheTimings.testsPerDay) times in 24 hours.")
    }
    world.elastiCache.replicationGroups.update(key) { $0.tests = recent + [world.now] }
    world.beginFailover(key, tested: input.nodeGroupId)
    return world.outputOfCache(key)
  }
}
