/// Something that is paid by the hour on demand: a machine, or a reserved one that nobody uses.
package struct OnDemandUse: Sendable, Equatable {
  /// What it is; machines come before places.
  package enum Key: Comparable, Sendable {
    case instance(InstanceID)
    /// One of the free places of a Capacity Reservation, by its number.
    case place(CapacityReservationID, Int)
  }

  package let key: Key
  /// The instance type.
  package let type: String
  package let zone: Zone
  /// Whether it is part of a Capacity Reservation, which zonal Reserved Instances do not discount (EC2 User Guide).
  package let isReserved: Bool
}

extension World {
  /// All that is paid by the hour on demand now, machines first, in the order of their ids.
  package var onDemandUses: [OnDemandUse] {
    let machines = ec2.instances.rows.filter(\.billsOnDemand).map {
      OnDemandUse(
        key: .instance($0.id), type: $0.type, zone: $0.zone, isReserved: $0.capacityReservation != nil)
    }
    let places = standingCapacityReservations.flatMap { row in
      (0..<max(0, freePlaces(of: row))).map {
        OnDemandUse(key: .place(row.id, $0), type: row.type, zone: row.zone, isReserved: true)
      }
    }
    return machines + places
  }
}

extension Instance {
  /// Whether its hours are paid: while it starts, runs, and writes its memory to disk (facts: EC2 2.1).
  package var isBilled: Bool {
    state == .pending || state == .running || state == .stopping && isHibernated
  }

  /// Whether it is paid by the hour on demand: neither stopped nor spare capacity.
  package var billsOnDemand: Bool { isBilled && spotRequest == nil }
}
