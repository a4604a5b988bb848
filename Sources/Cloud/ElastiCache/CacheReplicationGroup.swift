package import EventKernel

/// A cache: a primary and its replicas, a single node, or nodes of Memcached that share the keys.
package struct CacheReplicationGroup: Sendable, Equatable {
  /// What the API calls it.
  package enum Kind: Sendable, Equatable {
    /// A replication group.
    case group
    /// A cache cluster of its own: one node, or several of Memcached.
    case cluster
  }

  /// One node.
  package struct Node: Sendable, Equatable {
    package let id: String
    package var zone: Zone
    /// Its private address.
    package var address: IPv4Address
    package var hasPower = true
    /// Whether its machine has failed, so that power alone does not bring it back.
    package var hasFailedHost = false
    /// Whether what it held was lost with its power and nothing has filled it since.
    package var isEmptied = false
    /// Tells contents apart: nodes of one generation hold the same, and the primary gets a new one when it is empty.
    package var generation = 0
  }

  package let id: String
  package let region: Region
  package let arn: String
  package var description: String
  package let engine: String
  package var engineVersion: String
  package var nodeType: String
  package var automaticFailover: Bool
  package var multiAZ: Bool
  package let port: Int
  package let subnetGroup: String?
  package let vpc: VPCID
  package var securityGroups: [SecurityGroupID]
  package let primaryEndpoint: String
  package let readerEndpoint: String
  /// `creating`, `available`, `modifying`, `deleting`.
  package var status: String
  package var nodes: [Node]
  /// The index of the primary in `nodes`.
  package var primary: Int
  /// Until when writes fail because a replica is being promoted.
  package var failoverEnd: Instant?
  package let creation: Instant
  /// What a modification changes once it takes effect; its node type also while it waits for the window.
  package var changing = Changes()
  /// What changes in the next maintenance window.
  package var pending = Changes()
  /// Rises with every change of status that takes time, so that a stale end of one is known.
  package var transition = 0
  /// Rises whenever a replica is to be promoted, so that a stale promotion is known.
  package var failovers = 0
  package var tags: Tags
  package var kind = Kind.group
  /// The parameter group by name, and its values in force that differ from the engine's.
  package var parameterGroup = ""
  package var parameters = Table<String, String>()
  /// Whether values of the group wait for a reboot.
  package var needsReboot = false
  /// Until when its primary is rebooting.
  package var rebootEnd: Instant?
  /// When failovers were tested in the past day.
  package var tests: [Instant] = []
  /// How it is encrypted, backed up and maintained.
  package var settings = CacheSettings()

  /// Whether the nodes share the keys instead of copying them.
  package var isSharded: Bool { engine.utf8.elementsEqual("memcached".utf8) }

  /// The node that stands for the cache: the primary; of nodes that share the keys the first with power.
  package var front: Int {
    isSharded ? nodes.firstIndex(where: \.hasPower) ?? primary : primary
  }

  /// Whether clients get answers.
  package var isServing: Bool {
    guard nodes.indices.contains(front), nodes[front].hasPower, failoverEnd == nil, rebootEnd == nil else {
      return false
    }
    return ["available", "modifying", "snapshotting"].contains(status)
  }

  /// Whether its replicas answer reads, which they also do while one of them is being promoted.
  package var answersReads: Bool {
    !isSharded && rebootEnd == nil && ["available", "modifying", "snapshotting"].contains(status)
  }

  /// Whether it takes no new keys when it is full: the policy `noeviction`.
  package var keepsOldest: Bool {
    parameters["maxmemory-policy"]?.utf8.elementsEqual("noeviction".utf8) ?? false
  }

  /// Whether the key that dies soonest makes room, whenever it was used last: the policy `volatile-ttl`.
  package var dropsSoonestToDie: Bool {
    parameters["maxmemory-policy"]?.utf8.elementsEqual("volatile-ttl".utf8) ?? false
  }

  /// How long a write of the primary takes to its replicas (TEACH; facts: ElastiCache 8, asynchronous).
  package static let replicationLag = Duration.milliseconds(100)

  /// What a modification changes.
  package struct Changes: Sendable, Equatable {
    package var nodeType: String?
    package var automaticFailover: Bool?
    package var multiAZ: Bool?
    package var engineVersion: String?
    /// The nodes from then on.
    package var nodes: [Node]?
    package var transit: CacheSettings.TransitChange?
    /// The passwords from then on.
    package var passwords: [String]?

    package init() {}

    /// Whether nothing is to change.
    package var isEmpty: Bool { self == Changes() }
  }
}

/// The subnets in which nodes may stand.
package struct CacheSubnetGroup: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  package let description: String
  package let vpc: VPCID
  package let subnets: [SubnetID]
  package var tags: Tags
}

/// What ElastiCache does of itself.
package enum ElastiCacheEvent: Sendable, Equatable {
  /// A change of status that was under way has ended.
  case settles(key: String, creation: Instant, transition: Int)
  /// A replica takes over.
  case promoted(key: String, creation: Instant, number: Int)
  /// The weekly maintenance window opens for what waits for it.
  case windowOpens(key: String, creation: Instant)
  /// Nodes have rebooted and are empty.
  case rebooted(key: String, creation: Instant)
  /// The daily window opens in which a cache is backed up.
  case snapshotBegins(key: String, creation: Instant, schedule: Int)
  /// A snapshot is complete.
  case snapshotCompletes(key: String, arn: String)
}

/// Everything of ElastiCache.
package struct ElastiCacheState: Sendable, Equatable {
  /// The replication groups by `region/id`, and the clusters of their own by `region/cluster/id`.
  package internal(set) var replicationGroups = Table<String, CacheReplicationGroup>()
  /// The subnet groups by `region/name`.
  package internal(set) var subnetGroups = Table<String, CacheSubnetGroup>()
  /// The parameter groups that users made, by `region/name`.
  package internal(set) var parameterGroups = Table<String, CacheParameterGroup>()
  /// The snapshots by `region/name`.
  package internal(set) var snapshots = Table<String, CacheSnapshot>()
  package init() {}

  /// The key of what a name means in a Region.
  static func key(_ name: String, _ region: Region) -> String { "\(region.rawValue)/\(name.lowercased())" }

  /// The key of the cluster of its own that a name means in a Region.
  static func clusterKey(_ name: String, _ region: Region) -> String { key("cluster/\(name)", region) }

  /// The ARN of a resource of ElastiCache.
  static func arn(_ kind: String, _ name: String, _ region: Region) -> String {
    "arn:aws:elasticache:\(region.rawValue):\(Account.id):\(kind):\(name)"
  }
}

extension CacheReplicationGroup {
  /// The addresses of its nodes, and of those that are being made: their place in the subnet is taken from the call on.
  var addresses: [IPv4Address] { nodes.map(\.address) + (changing.nodes ?? []).map(\.address) }
}
