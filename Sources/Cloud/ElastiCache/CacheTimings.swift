import EventKernel

/// How long ElastiCache takes; AWS promises none of it.
enum CacheTimings {
  /// TEACH: from the call to `available`; AWS takes minutes.
  static let creation: Duration = .minutes(5)
  /// TEACH: a new node type; the nodes are replaced one by one with their data.
  static let nodeType: Duration = .minutes(10)
  /// TEACH: other changes.
  static let modification: Duration = .minutes(1)
  /// TEACH: a new replica is there and in step.
  static let replica: Duration = .minutes(4)
  /// TEACH: `deleting`.
  static let deletion: Duration = .minutes(2)
  /// TEACH: a reboot of nodes.
  static let reboot: Duration = .minutes(1)
  /// TEACH: a snapshot, during which the cache serves.
  static let snapshot: Duration = .minutes(3)
  /// How many failovers may be tested in 24 hours (facts: ElastiCache 8).
  static let testsPerDay = 15
  /// TEACH: from the loss of a primary to writes on the promoted replica (facts: ElastiCache 8, 15–60 s).
  static let failover: Duration = .seconds(30)
}

/// What a replication group can hold and do.
package struct CacheCapacity: Sendable, Equatable {
  /// The vCPUs of each node.
  package let vCPUs: Int
  /// How many bytes of data each node holds; more evicts.
  package let bytes: Int
}

extension World {
  /// What the node type of a cache allows; a quarter of the memory is reserved unless its parameters say otherwise
  /// (facts: ElastiCache 8). Nodes that share the keys add up, and reserve nothing.
  package func capacity(of group: CacheReplicationGroup) -> CacheCapacity {
    let type = catalog.cacheNodeType(group.nodeType)
    let memory = (type?.memoryGiB ?? 0.5) * 1_073_741_824
    guard !group.isSharded else {
      return CacheCapacity(
        vCPUs: (type?.vCPUs ?? 1) * group.nodes.count, bytes: Int(memory * Double(group.nodes.count)))
    }
    let reserved = group.parameters["reserved-memory-percent"].flatMap { Int($0) } ?? 25
    return CacheCapacity(vCPUs: type?.vCPUs ?? 1, bytes: Int(memory * Double(100 - reserved) / 100))
  }
}
