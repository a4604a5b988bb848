import Cloud
import EventKernel

/// What stands behind an address that clients connect to.
struct EntryPoint {
  enum Kind {
    /// A load balancer's node; the position of the node.
    case node(Int32)
    /// An instance by its public address; the position of the server.
    case instance(Int32)
    /// Nothing answers there any more.
    case nothing
  }

  let address: IPv4Address
  let port: Int
  var kind: Kind
  /// Why no packet of users comes through, a position in the table of causes, or -1.
  var denied: Int32 = -1
  /// Why an address behind which nothing stands fails, a position in the table of causes.
  var stale: Int32 = -1
}

/// Which node of which load balancer, for one port.
struct NodeKey: Comparable, Sendable {
  let balancer: LoadBalancerID
  let zone: Zone
  let port: Int

  static func < (left: NodeKey, right: NodeKey) -> Bool {
    if left.balancer != right.balancer { return left.balancer < right.balancer }
    if left.zone != right.zone { return left.zone < right.zone }
    return left.port < right.port
  }
}

/// A load balancer's node in one zone for one port: the targets that it may use, in a fixed order.
struct BalancerNode {
  var zone: Int16
  /// Whether its zone has power.
  var hasPower = true
  /// Whether a listener stands on the port.
  var isListening = false
  /// Whether no target is healthy, so that all are used.
  var isFailingOpen = false
  /// Whether bytes to a target in another zone are billed: those of an Application Load Balancer are free (facts 14).
  var paysBetweenZones = false
  /// Whether the target with the fewest requests under way is taken.
  var usesLeastOutstanding = false
  /// The targets: positions of servers, and why they cannot be reached (a position in the table of causes, or -1).
  var targets: UnsafeMutablePointer<Int32>
  var denials: UnsafeMutablePointer<Int32>
  var healthySince: UnsafeMutablePointer<UInt64>
  var capacity: Int
  var count: Int32 = 0
  var turn: Int32 = 0
  var slowStart: UInt64 = 0
  var group: TargetGroupID?
  var groupPosition: Int32 = -1
  /// Causes: positions in the table of causes.
  var downCause: Int32 = -1
  var closedCause: Int32 = -1
  var emptyCause: Int32 = -1
  var unhealthyCause: Int32 = -1

  init(zone: Int16) {
    self.zone = zone
    capacity = 4
    targets = .allocate(capacity: capacity)
    denials = .allocate(capacity: capacity)
    healthySince = .allocate(capacity: capacity)
  }

  func deallocate() {
    targets.deallocate()
    denials.deallocate()
    healthySince.deallocate()
  }

  /// Takes up other targets; the turn goes on where it was.
  mutating func setTargets(_ list: [(server: Int32, denial: Int32, since: UInt64)]) {
    if list.count > capacity {
      deallocate()
      capacity = list.count * 2
      targets = .allocate(capacity: capacity)
      denials = .allocate(capacity: capacity)
      healthySince = .allocate(capacity: capacity)
    }
    for (index, entry) in list.enumerated() {
      targets.advanced(by: index).initialize(to: entry.server)
      denials.advanced(by: index).initialize(to: entry.denial)
      healthySince.advanced(by: index).initialize(to: entry.since)
    }
    count = Int32(list.count)
    if turn >= count { turn = 0 }
  }
}

/// A cache as the engine sees it.
struct CacheStation {
  let key: String
  let identifier: String
  var zone: Int16
  var isServing: Bool
  /// Which node is the primary, and how often it has come back empty.
  var primary: Int
  var generation: Int
  var lru: LRUCache
  var hits = 0
  var misses = 0
}

/// Bytes and connections counted for the bill.
struct VolumeCounts {
  var egressBytes: UInt64 = 0
  var balancerBytes: UInt64 = 0
  var crossZoneBytes: UInt64 = 0
  var connections: UInt64 = 0
  var questions: UInt64 = 0
}
