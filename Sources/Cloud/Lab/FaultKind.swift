import EventKernel

/// The kinds of fault, by the names that `lab.yaml`, `fault` and reports know them by.
package enum FaultKind: String, Sendable, CaseIterable {
  /// A zone loses power: its machines hang, its subnets are cut, launches there fail (FIS: AZ Availability: Power Interruption).
  case zonePower = "zone-power"
  /// Every flow inside a zone takes longer (FIS: AZ: Application Slowdown).
  case slowZone = "slow-zone"
  /// The rate of all users is multiplied.
  case loadSurge = "load-surge"
  /// Instances are stopped in an orderly way (`aws:ec2:stop-instances`).
  case stopInstances = "stop-instances"
  /// A database is rebooted with failover (`aws:rds:reboot-db-instances`).
  case rebootDatabase = "reboot-database"
  /// The spare machines of a type in a zone are taken back, with two minutes' notice, and stay away
  /// (`aws:ec2:send-spot-instance-interruptions`).
  case spotReclaim = "spot-reclaim"
  /// A zone has no machine to give: launches and starts there fail (`aws:ec2:api-insufficient-instance-capacity-error`).
  case capacityShortage = "capacity-shortage"
  /// The hosts of instances fail: they hang, and their system status checks find out.
  case hostFailure = "host-failure"
  /// The host of a database's primary fails: a standby takes over, without one it is down until the fault ends.
  case databaseFailure = "database-failure"
  /// A node of a cache fails: a replica takes over where failover is automatic; the node comes back empty.
  case cacheNodeFailure = "cache-node-failure"
  /// The node of a load balancer in one zone fails: its address does not answer, and leaves DNS a while later.
  case balancerNodeFailure = "balancer-node-failure"
  /// All zones of a Region lose power, and with them all that stands there.
  case regionLoss = "region-loss"
}

/// What a fault has to be told, by the key that `lab.yaml` knows it by.
package enum FaultParameter: String, Sendable, CaseIterable {
  /// A type of instances.
  case type
  /// A zone; in an experiment also `each`, every zone in turn.
  case zone
  /// Instances by id or by their tag Name, one or more.
  case instances
  /// A database by its identifier.
  case database
  /// A node of a cache by its id, such as `shop-001`.
  case node
  /// A load balancer by its name.
  case balancer
  /// A Region by its name.
  case region
  /// How many times as much, above 0 and up to 1,000.
  case factor
  /// How much later, as a span.
  case delay
}

extension FaultKind {
  /// What it has to be told, in the order in which the words of `fault` come.
  package var parameters: [FaultParameter] {
    switch self {
    case .zonePower, .capacityShortage: [.zone]
    case .slowZone: [.zone, .delay]
    case .loadSurge: [.factor]
    case .stopInstances, .hostFailure: [.instances]
    case .rebootDatabase, .databaseFailure: [.database]
    case .cacheNodeFailure: [.node]
    case .balancerNodeFailure: [.balancer, .zone]
    case .regionLoss: [.region]
    case .spotReclaim: [.type, .zone]
    }
  }

  /// What stands for a parameter that the words of `fault` leave out; `nil` where it has to be told.
  package func usual(_ parameter: FaultParameter) -> Fault? {
    switch (self, parameter) {
    // AZ: Application Slowdown adds 200 ms to every flow inside the zone (facts: FIS 15).
    case (.slowZone, .delay): Fault(self, delay: .milliseconds(200))
    default: nil
    }
  }

  /// Whether it happens at a moment and needs no span.
  package var isMomentary: Bool { self == .rebootDatabase }
}
