import Cloud
import EventKernel

/// Which node of which load balancer, for one port; with a group, the node's part that sends to this group.
struct NodeKey: Comparable, Sendable {
  let balancer: LoadBalancerID
  let zone: Zone
  let port: Int
  var group: TargetGroupID?

  static func < (left: NodeKey, right: NodeKey) -> Bool {
    if left.balancer != right.balancer { return left.balancer < right.balancer }
    if left.zone != right.zone { return left.zone < right.zone }
    if left.port != right.port { return left.port < right.port }
    return (left.group?.bits ?? 0) < (right.group?.bits ?? 0)
  }
}

/// A load balancer's node in one zone for one port: the targets that it may use, in a fixed order.
struct BalancerNode {
  var zone: Int16
  /// Whether it runs: its zone has power and it has not failed.
  var isUp = true
  /// Whether a listener stands on the port.
  var isListening = false
  /// Whether no target is healthy, so that all are used.
  var isFailingOpen = false
  /// How the next target is picked.
  var algorithm = TargetGroup.Algorithm.roundRobin
  /// Whether rules or weights decide where a request goes; targets are then in the nodes of the routes.
  var isRouted = false
  /// Of a routed node: the route of each class of each population, positions in the table of routes.
  var routes: UnsafeMutablePointer<Int32>?
  /// The table of clients that stay with a target, or -1, and how long they stay after a request.
  var sticky: Int32 = -1
  var stickyLifetime: UInt64 = 0
  /// Whether bytes to targets of other zones are billed.
  var paysBetweenZones = false
  /// How long an answer may take; 0 for no limit.
  var idleTimeout: UInt64 = 0
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
  var slowCause: Int32 = -1
  /// Whose node it is.
  let balancer: LoadBalancerID
  /// What it did in the present minute.
  var counts = NodeCounts()

  init(zone: Int16, of balancer: LoadBalancerID) {
    self.zone = zone
    self.balancer = balancer
    capacity = 4
    targets = .allocate(capacity: capacity)
    denials = .allocate(capacity: capacity)
    healthySince = .allocate(capacity: capacity)
  }

  /// Whether bytes that go between it and a target in a zone are billed.
  @inline(__always)
  func paysForWay(to other: Int16) -> Bool { paysBetweenZones && zone != other }

  func deallocate() {
    routes?.deallocate()
    targets.deallocate()
    denials.deallocate()
    healthySince.deallocate()
  }

  /// Takes up other targets; the turn goes on where it was.
  mutating func setTargets(_ list: [(server: Int32, denial: Int32, since: UInt64)]) {
    if list.count > capacity {
      targets.deallocate()
      denials.deallocate()
      healthySince.deallocate()
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

/// Where a listener sends the requests of one class of one population.
struct BalancerRoute {
  /// What becomes of the requests.
  enum End: UInt8 {
    /// They go to nodes by weight.
    case forwards
    /// They fail with an answer that is not the application's.
    case fails
    /// Nothing answers them.
    case hangs
  }

  var end: End
  /// Where the route's nodes lie in the table of shares, and how many there are.
  var firstShare: Int32 = 0
  var shares: Int32 = 0
  /// How often the client is sent on before, each time once there and back.
  var redirects: UInt8 = 0
  /// The table of clients that stay with a share, or -1, and for how long.
  var sticky: Int32 = -1
  var stickyLifetime: UInt64 = 0
  /// Why the requests fail, a position in the table of causes.
  var cause: Int32 = -1
}

/// One node of a route: it takes the draws below the limit that the shares before it leave.
struct BalancerShare {
  let limit: Double
  let node: Int32
}

/// Which clients stay with what, and until when: positions by client, -1 for none.
struct StickyTable {
  let chosen: UnsafeMutablePointer<Int32>
  let until: UnsafeMutablePointer<UInt64>

  init(clients: Int) {
    chosen = .allocate(capacity: max(1, clients))
    chosen.initialize(repeating: -1, count: max(1, clients))
    until = .allocate(capacity: max(1, clients))
    until.initialize(repeating: 0, count: max(1, clients))
  }

  func deallocate() {
    chosen.deallocate()
    until.deallocate()
  }
}
