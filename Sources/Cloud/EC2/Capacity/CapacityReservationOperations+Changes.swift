import EventKernel

/// Changes how many machines a reservation keeps, until when, and who comes into it.
package enum ModifyCapacityReservation: EC2Operation {
  package static let name = "ModifyCapacityReservation"

  package struct Input: Decodable, Sendable, DryRunnable {
    var capacityReservationId: String?
    var instanceCount: Int?
    var endDate: Instant?
    var endDateType: String?
    var instanceMatchCriteria: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.capacityReservation, input.capacityReservationId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    var row = try world.activeCapacityReservation(input.capacityReservationId, in: context.region)
    row.criteria = try CapacityReservation.criteria(input.instanceMatchCriteria) ?? row.criteria
    if let count = input.instanceCount {
      try world.checkReservable(count, for: row)
      row.total = count
    }
    if input.endDate != nil || input.endDateType != nil {
      row.end = try CapacityReservation.end(input.endDate, input.endDateType, at: world.now)
      if let end = row.end { world.agenda.add(.ec2(.capacityReservationEnds(row.id)), at: end) }
    }
    world.ec2.capacityReservations[row.id] = row
    world.settleCapacity()
    return ReturnOutput()
  }
}

/// Gives the machines of a reservation back; those in use run on, on demand.
package enum CancelCapacityReservation: EC2Operation {
  package static let name = "CancelCapacityReservation"

  package struct Input: Decodable, Sendable, DryRunnable {
    var capacityReservationId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.capacityReservation, input.capacityReservationId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    let row = try world.activeCapacityReservation(input.capacityReservationId, in: context.region)
    world.ec2.capacityReservations.update(row.id) { $0.state = .cancelled }
    world.settleCapacity()
    return ReturnOutput()
  }
}

extension World {
  /// The reservation that a call changes, which must still stand.
  fileprivate func activeCapacityReservation(_ text: String?, in region: Region) throws(AWSError)
    -> CapacityReservation
  {
    guard let text else { throw .missingParameter("CapacityReservationId") }
    let row = try capacityReservation(text, in: region)
    guard row.state == .active else {
      throw AWSError(
        "IncorrectState", "The Capacity Reservation '\(row.id)' is in the '\(row.state.rawValue)' state.")
    }
    return row
  }
}
