package import EventKernel

/// Traffic of a load balancer moved away from a zone for a while (facts: ELB 6.7).
package struct ZonalShift: Sendable, Equatable {
  /// Where it is in its life.
  package enum Status: String, Sendable {
    case active = "ACTIVE"
    case expired = "EXPIRED"
    case cancelled = "CANCELED"
  }

  package let id: String
  /// The ARN of what it was started for.
  package let resource: String
  package let balancer: LoadBalancerID
  package let region: Region
  package let zone: Zone
  /// The zone's id, which calls and answers use.
  package let zoneID: String
  package let start: Instant
  package var expiry: Instant
  package var status: Status
  package var comment: String
  /// The entry of the agenda that ends it.
  package var key: AgendaKey?
}

/// What zonal shifts do of themselves.
package enum ZonalShiftEvent: Sendable, Equatable {
  /// The shift of an id is over.
  case expires(String)
}

/// All zonal shifts.
package struct ZonalShiftState: Sendable, Equatable {
  /// The shifts by id.
  package internal(set) var shifts = Table<String, ZonalShift>()
  package init() {}
}

extension World {
  mutating func handle(_ event: ZonalShiftEvent) {
    switch event {
    case .expires(let id): endShift(id, .expired)
    }
  }

  /// Ends a shift that is active.
  mutating func endShift(_ id: String, _ status: ZonalShift.Status) {
    guard let shift = zonalShift.shifts[id], shift.status == .active else { return }
    if let key = shift.key { agenda.cancel(key) }
    zonalShift.shifts.update(id) {
      $0.status = status
      $0.key = nil
    }
    revision.loadBalancing += 1
    note("zonal-shift-ends", shift.zone.rawValue, loadBalancing.loadBalancers[shift.balancer]?.name ?? "")
  }

  /// The zone that the traffic of a load balancer is moved away from now.
  package func shiftedZone(of balancer: LoadBalancerID) -> Zone? {
    zonalShift.shifts.first { $0.row.balancer == balancer && $0.row.status == .active }?.row.zone
  }
}
