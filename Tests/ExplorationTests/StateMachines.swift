import Cloud

/// The life cycles of what has states, as AWS draws them.
///
/// A change that an exploration sees may have passed several states at once, since time goes on in steps.
enum StateMachines {
  /// From which state each kind goes directly to which; `-` is before it exists.
  static let edges: [String: [String: [String]]] = [
    "instance": [
      "-": ["pending"], "pending": ["running", "shutting-down"],
      "running": ["stopping", "shutting-down"], "stopping": ["stopped", "shutting-down"],
      "stopped": ["pending", "shutting-down"], "shutting-down": ["terminated"],
    ],
    "volume": [
      "-": ["creating", "in-use"], "creating": ["available", "error"], "available": ["in-use", "deleting"],
      "in-use": ["available"], "error": ["deleting"],
    ],
    "image": [
      "-": ["pending"], "pending": ["available", "failed"], "available": ["disabled"],
      "disabled": ["available"],
    ],
    "nat-gateway": [
      "-": ["pending"], "pending": ["available", "failed", "deleting"], "available": ["deleting"],
      "deleting": ["deleted"],
    ],
    "spot-request": [
      "-": ["open", "active"], "open": ["active", "cancelled", "failed"],
      "active": ["closed", "cancelled", "open", "disabled"], "disabled": ["cancelled"],
    ],
    "capacity-reservation": ["-": ["active"], "active": ["cancelled", "expired"]],
    "balancer": ["-": ["provisioning"], "provisioning": ["active"]],
    "target": [
      "-": ["unused", "initial"], "unused": ["initial"],
      "initial": ["healthy", "unhealthy", "draining", "unused"],
      "healthy": ["unhealthy", "draining", "unused"], "unhealthy": ["healthy", "draining", "unused"],
      "draining": ["initial"],
    ],
    "member": [
      "-": ["Pending", "InService"], "Pending": ["InService", "Terminating"],
      "InService": ["Terminating", "Standby"], "Standby": ["Pending", "Terminating"],
    ],
    "warm-member": [
      "-": ["Warmed:Pending"], "Warmed:Pending": ["Warmed:Pending:Proceed", "Warmed:Running"],
      "Warmed:Pending:Proceed": ["Warmed:Stopped"], "Warmed:Stopped": ["Warmed:Terminating"],
      "Warmed:Running": ["Warmed:Terminating"],
    ],
    "database": [
      "-": ["creating"], "creating": ["available"],
      "available": ["backing-up", "modifying", "upgrading", "rebooting", "stopping", "deleting"],
      "backing-up": ["available"], "modifying": ["available", "storage-optimization"],
      "storage-optimization": ["available"], "upgrading": ["available"],
      "rebooting": ["available", "incompatible-parameters"], "incompatible-parameters": ["rebooting"],
      "stopping": ["stopped"], "stopped": ["starting", "deleting"], "starting": ["available"],
    ],
    "database-snapshot": [
      "-": ["creating", "copying"], "creating": ["available"], "copying": ["available"],
    ],
    "cache": [
      "-": ["creating"], "creating": ["available"], "available": ["modifying", "snapshotting", "deleting"],
      "modifying": ["available"], "snapshotting": ["available"],
    ],
    "distribution": ["-": ["InProgress"], "InProgress": ["Deployed"], "Deployed": ["InProgress"]],
    "invalidation": ["-": ["InProgress"], "InProgress": ["Completed"]],
    "alarm": [
      "-": ["INSUFFICIENT_DATA"], "INSUFFICIENT_DATA": ["OK", "ALARM"], "OK": ["ALARM", "INSUFFICIENT_DATA"],
      "ALARM": ["OK", "INSUFFICIENT_DATA"],
    ],
    "experiment": [
      "-": ["initiating"], "initiating": ["running", "failed", "stopping"],
      "running": ["completed", "stopping", "failed"], "stopping": ["stopped"],
    ],
    "zonal-shift": ["-": ["ACTIVE"], "ACTIVE": ["CANCELED", "EXPIRED"]],
    "certificate": ["-": ["PENDING_VALIDATION"], "PENDING_VALIDATION": ["ISSUED"]],
  ]

  /// The edges that none of the changes seen took directly, as `kind from to`.
  static func untaken(_ seen: [String: Int]) -> [String] {
    edges.flatMap { kind, machine in
      machine.flatMap { from, next in next.map { "\(kind) \(from) \($0)" } }
    }.filter { seen[$0, default: 0] == 0 }.sorted()
  }

  /// The changes seen that no way along the edges explains.
  static func impossible(_ seen: [String: Int]) -> [String] {
    seen.keys.filter { change in
      let words = change.split(separator: " ").map(String.init)
      guard words.count == 3, let machine = edges[words[0]] else { return true }
      return !isReachable(words[2], from: words[1], in: machine)
    }.sorted()
  }

  private static func isReachable(_ state: String, from: String, in machine: [String: [String]]) -> Bool {
    var reached: Set<String> = []
    var edge = machine[from] ?? []
    while let next = edge.popLast() {
      if next == state { return true }
      if reached.insert(next).inserted { edge += machine[next] ?? [] }
    }
    return false
  }
}

extension World {
  /// The states of everything that has some, by kind and name.
  var states: [String: String] {
    var states: [String: String] = [:]
    for (id, instance) in ec2.instances { states["instance \(id)"] = instance.state.rawValue }
    for (id, volume) in ec2.volumes { states["volume \(id)"] = volume.state.rawValue }
    for (id, image) in ec2.images where image.owner == Account.id {
      states["image \(id)"] = image.state.rawValue
    }
    for (id, gateway) in ec2.natGateways { states["nat-gateway \(id)"] = gateway.state.rawValue }
    for (id, request) in ec2.spotRequests { states["spot-request \(id)"] = request.state.rawValue }
    for (id, row) in ec2.capacityReservations { states["capacity-reservation \(id)"] = row.state.rawValue }
    for (id, balancer) in loadBalancing.loadBalancers { states["balancer \(id)"] = balancer.state.rawValue }
    for (id, group) in loadBalancing.targetGroups {
      for (target, row) in group.targets { states["target \(id)/\(target)"] = row.health.name }
    }
    for (name, group) in autoScaling.groups {
      for (id, member) in group.members { states["member \(name)/\(id)"] = member.state.rawValue }
      for (id, member) in group.warm { states["warm-member \(name)/\(id)"] = member.state.rawValue }
    }
    for (name, database) in rds.instances { states["database \(name)"] = database.status.rawValue }
    for (name, snapshot) in rds.snapshots { states["database-snapshot \(name)"] = snapshot.status.rawValue }
    for (name, cache) in elastiCache.replicationGroups { states["cache \(name)"] = cache.status }
    for (id, row) in cloudFront.distributions { states["distribution \(id)"] = row.status }
    for (id, row) in cloudFront.invalidations { states["invalidation \(id)"] = row.status }
    for (name, alarm) in cloudWatch.alarms { states["alarm \(name)"] = alarm.state.rawValue }
    for (id, shift) in zonalShift.shifts { states["zonal-shift \(id)"] = shift.status.rawValue }
    for (id, experiment) in fis.experiments { states["experiment \(id)"] = experiment.status.rawValue }
    for (arn, row) in acm.certificates { states["certificate \(arn)"] = row.status.rawValue }
    return states
  }
}

extension Target.Health {
  fileprivate var name: String {
    switch self {
    case .unused: "unused"
    case .initial: "initial"
    case .healthy: "healthy"
    case .unhealthy: "unhealthy"
    case .draining: "draining"
    }
  }
}
