import EventKernel

extension World {
  /// Whether a zone gives machines without reservation now: it has power and no shortage.
  func hasUnreservedCapacity(in zone: Zone) -> Bool {
    hasPower(zone) && !lab.faults.contains { $0.row.fault == .capacityShortage(zone) }
  }

  /// Whether a zone can start a machine of a type now outside of Capacity Reservations: it gives machines, or a zonal
  /// Reserved Instance keeps one there.
  package func hasCapacity(for type: String, in zone: Zone) -> Bool {
    guard hasPower(zone) else { return false }
    if hasUnreservedCapacity(in: zone) { return true }
    let reserved = activeReservations.reduce(0) { sum, bought in
      bought.offer.zone == zone && bought.offer.type == type ? sum + bought.count : sum
    }
    guard reserved > 0 else { return false }
    let using = ec2.instances.count {
      $0.row.zone == zone && $0.row.type == type && $0.row.billsOnDemand && $0.row.capacityReservation == nil
    }
    return reserved > using
  }

  /// AWS's refusal when a zone has no machine to give.
  func insufficientCapacity(of type: String, in zone: Zone) -> AWSError {
    let others = catalog.zones(in: zone.region).map(\.zone).filter {
      $0 != zone && hasCapacity(for: type, in: $0)
    }
    let hint =
      others.isEmpty
      ? ""
      : " You can currently get \(type) capacity by not specifying an Availability Zone in your request or choosing "
        + "\(others.map(\.rawValue).joined(separator: ", "))."
    return AWSError(
      "InsufficientInstanceCapacity",
      "We currently do not have sufficient \(type) capacity in the Availability Zone you requested "
        + "(\(zone.rawValue)). Our system will be working on provisioning additional capacity.\(hint)")
  }

  /// How many machines of a reservation nobody uses.
  func freePlaces(of reservation: CapacityReservation) -> Int {
    reservation.total - ec2.instances.count { $0.row.capacityReservation == reservation.id }
  }

  /// The reservations that stand, by id.
  var standingCapacityReservations: [CapacityReservation] {
    ec2.capacityReservations.rows.filter { $0.state == .active }
  }

  /// Throws unless a zone can start a machine now; gives the reservation that it comes into, if there is one.
  ///
  /// Spare capacity never takes what is reserved.
  ///
  /// - Throws: `InsufficientInstanceCapacity`, `ReservationCapacityExceeded`, and the errors of a target.
  func place(
    _ type: String, in zone: Zone, asked: CapacitySpecification?, isSpot: Bool
  ) throws(AWSError) -> CapacityReservationID? {
    guard hasPower(zone), !isSpot || hasUnreservedCapacity(in: zone) else {
      throw insufficientCapacity(of: type, in: zone)
    }
    try checkInjectedShortage(of: type, in: zone)
    try checkFaults(ofService: "ec2", in: zone.region)
    let choice = try CapacityChoice(asked)
    guard !isSpot else {
      guard choice == .open || choice == .none else {
        throw AWSError(
          "InvalidParameterCombination",
          "Spot Instances can't be launched into a Capacity Reservation.")
      }
      return nil
    }
    func open() -> CapacityReservationID? {
      standingCapacityReservations.first {
        $0.criteria == .open && $0.type == type && $0.zone == zone && freePlaces(of: $0) > 0
      }?.id
    }
    switch choice {
    case .target(let text):
      let row = try capacityReservation(text, in: zone.region)
      guard row.state == .active, row.type == type, row.zone == zone, freePlaces(of: row) > 0 else {
        throw .reservationCapacityExceeded
      }
      return row.id
    case .reservedOnly:
      guard let found = open() else { throw .reservationCapacityExceeded }
      return found
    case .open: if let found = open() { return found }
    case .none: break
    }
    guard hasCapacity(for: type, in: zone) else { throw insufficientCapacity(of: type, in: zone) }
    return nil
  }

  /// Throws unless an instance that is stopped can start now.
  func place(_ instance: Instance) throws(AWSError) -> CapacityReservationID? {
    try place(
      instance.type, in: instance.zone, asked: instance.capacity, isSpot: instance.spotRequest != nil)
  }

  /// Takes machines that no longer run out of reservations, and those too many; open reservations then take the machines
  /// that match, the longest running first.
  mutating func settleCapacity() {
    guard !ec2.capacityReservations.isEmpty else { return }
    for (id, instance) in ec2.instances {
      guard let reservation = instance.capacityReservation.flatMap({ ec2.capacityReservations[$0] }) else {
        continue
      }
      if !instance.billsOnDemand || reservation.state != .active {
        ec2.instances.update(id) { $0.capacityReservation = nil }
      }
    }
    let eldestFirst = ec2.instances.rows.filter(\.billsOnDemand)
      .sorted { ($0.launchTime, $0.id) < ($1.launchTime, $1.id) }.map(\.id)
    for reservation in standingCapacityReservations {
      var free = freePlaces(of: reservation)
      for id in eldestFirst.reversed() where free < 0 {
        guard ec2.instances[id]?.capacityReservation == reservation.id else { continue }
        ec2.instances.update(id) { $0.capacityReservation = nil }
        free += 1
      }
      guard reservation.criteria == .open else { continue }
      for id in eldestFirst where free > 0 {
        guard let instance = ec2.instances[id], instance.capacityReservation == nil,
          instance.type == reservation.type, instance.zone == reservation.zone,
          instance.capacity?.capacityReservationPreference ?? "open" != "none"
        else { continue }
        ec2.instances.update(id) { $0.capacityReservation = reservation.id }
        free -= 1
      }
    }
  }

  /// Ends a reservation whose end date has come, unless a later one was set.
  mutating func capacityReservationEnds(_ id: CapacityReservationID) {
    guard let row = ec2.capacityReservations[id], row.state == .active, let end = row.end, end <= now else {
      return
    }
    ec2.capacityReservations.update(id) { $0.state = .expired }
    settleCapacity()
    note("capacity-reservation-expired", "\(id)")
  }

  /// The reservation of an id.
  ///
  /// - Throws: AWS's errors when there is none in the Region.
  func capacityReservation(_ text: String, in region: Region) throws(AWSError) -> CapacityReservation {
    let id = try CapacityReservationID.parse(
      text, else: "InvalidCapacityReservationId", "Capacity Reservation ID")
    guard let row = ec2.capacityReservations[id], row.zone.region == region else {
      throw .notFound("InvalidCapacityReservationId", "Capacity Reservation ID", text)
    }
    return row
  }

  /// The vCPUs of reserved machines that nobody uses, which count towards the quota (EC2 User Guide, Capacity Reservations).
  func unusedReservedCPUs(in region: Region) -> Int {
    standingCapacityReservations.filter { $0.zone.region == region }.reduce(0) { sum, row in
      sum + freePlaces(of: row) * (catalog.instanceType(row.type)?.vCPUs ?? 0)
    }
  }
}

extension AWSError {
  /// AWS's refusal when a launch finds no free place in a reservation, or none that fits.
  static var reservationCapacityExceeded: AWSError {
    AWSError(
      "ReservationCapacityExceeded",
      "The requested reservation does not have sufficient compatible and available capacity for this request."
    )
  }
}
