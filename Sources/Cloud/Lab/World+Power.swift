import EventKernel

/// What faults in force keep from running.
extension World {
  /// Whether a zone has power now.
  package func hasPower(_ zone: Zone) -> Bool {
    lab.faults.allSatisfy { !$0.row.fault.darkens(zone) }
  }

  /// Whether a Region is lost as a whole, with its buckets.
  func isLost(_ region: Region) -> Bool { lab.faults.contains { $0.row.fault.takes(region) } }

  /// Whether the node of a load balancer in a zone runs.
  package func runsNode(of balancer: LoadBalancer, in zone: Zone) -> Bool {
    nodeLost(of: balancer, in: zone) == nil
  }

  /// Since when the node of a load balancer in a zone has been down; `nil` while it runs.
  func nodeLost(of balancer: LoadBalancer, in zone: Zone) -> Instant? {
    lab.faults.first { $0.row.fault.darkens(zone) || $0.row.fault.breaksNode(of: balancer, in: zone) }?
      .row.start
  }

  /// Everything in a zone loses power.
  mutating func losePower(in zone: Zone) {
    note("zone-power-lost", zone.rawValue)
    instancesLosePower(in: zone)
    databasesLosePower(in: zone)
    cachesLosePower(in: zone)
  }

  /// Everything in a zone has power again, unless another fault keeps it away.
  mutating func regainPower(in zone: Zone) {
    guard hasPower(zone) else { return }
    note("zone-power-restored", zone.rawValue)
    instancesRegainPower(in: zone)
    databasesRegainPower(in: zone)
    cachesRegainPower(in: zone)
  }
}

extension Fault {
  /// Whether a zone is without power while it lasts.
  fileprivate func darkens(_ place: Zone) -> Bool {
    kind == .zonePower && zone == place || takes(place.region)
  }

  /// Whether a whole Region is lost while it lasts.
  fileprivate func takes(_ region: Region) -> Bool {
    kind == .regionLoss && self.region == region
  }

  /// Whether the node of a load balancer in a zone is down while it lasts, though the zone has power.
  fileprivate func breaksNode(of balancer: LoadBalancer, in place: Zone) -> Bool {
    kind == .balancerNodeFailure && zone == place
      && names.contains { $0.utf8.elementsEqual(balancer.name.utf8) }
  }
}
