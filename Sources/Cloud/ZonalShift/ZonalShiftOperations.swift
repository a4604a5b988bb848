package import EventKernel

/// The operations of Application Recovery Controller's zonal shift.
package enum ZonalShiftOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    StartZonalShift.self, UpdateZonalShift.self, CancelZonalShift.self, ListZonalShifts.self,
    GetManagedResource.self, ListManagedResources.self,
  ]
}

/// A zonal shift as calls answer it.
package struct ZonalShiftOutput: Encodable, Sendable {
  package var zonalShiftId: String
  package var resourceIdentifier: String
  package var awayFrom: String
  package var expiryTime: Instant
  package var startTime: Instant
  package var status: String
  package var comment: String

  init(_ shift: ZonalShift) {
    zonalShiftId = shift.id
    resourceIdentifier = shift.resource
    awayFrom = shift.zoneID
    expiryTime = shift.expiry
    startTime = shift.start
    status = shift.status.rawValue
    comment = shift.comment
  }
}

/// Moves the traffic of a load balancer away from a zone.
package enum StartZonalShift: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "StartZonalShift"

  /// What, away from which zone (its id), for how long (`30m`, `2h`, `3d`), and why.
  package struct Input: Codable, Sendable {
    package var resourceIdentifier: String
    package var awayFrom: String
    package var expiresIn: String
    package var comment: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(world.managedTarget(input.resourceIdentifier, context)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ZonalShiftOutput {
    let balancer = try world.managedResource(input.resourceIdentifier, context)
    let span = try ShiftSpan.read(input.expiresIn)
    guard let place = world.catalog.zones(in: context.region).first(where: { $0.id == input.awayFrom }),
      balancer.nodes.contains(where: { $0.zone == place.zone })
    else {
      throw AWSError(
        "ValidationException",
        "The Availability Zone \(input.awayFrom) is not an Availability Zone ID of the resource.")
    }
    guard balancer.nodes.count > 1 else {
      throw AWSError("ValidationException", "The resource is only in one Availability Zone.")
    }
    guard world.shiftedZone(of: balancer.id) == nil else {
      throw AWSError(
        "ConflictException", "A zonal shift already exists for the resource \(balancer.arn).")
    }
    guard input.comment.utf8.count <= 128 else {
      throw AWSError("ValidationException", "The comment must have at most 128 characters.")
    }
    let id = world.nextUUID()
    let key = world.schedule(.zonalShift(.expires(id)), in: span)
    let shift = ZonalShift(
      id: id, resource: balancer.arn, balancer: balancer.id, region: context.region, zone: place.zone,
      zoneID: place.id, start: world.now, expiry: world.now + span, status: .active, comment: input.comment,
      key: key)
    world.zonalShift.shifts[id] = shift
    world.revision.loadBalancing += 1
    world.note("zonal-shift-begins", place.zone.rawValue, balancer.name)
    return ZonalShiftOutput(shift)
  }
}

/// Changes how long a shift lasts from now on, or its comment.
package enum UpdateZonalShift: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "UpdateZonalShift"

  /// The shift and what changes.
  package struct Input: Codable, Sendable {
    package var zonalShiftId: String
    package var comment: String?
    package var expiresIn: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.shiftAccess(defaultAction, input.zonalShiftId, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ZonalShiftOutput {
    var shift = try world.activeShift(input.zonalShiftId, context)
    if let text = input.expiresIn {
      let span = try ShiftSpan.read(text)
      if let key = shift.key { world.agenda.cancel(key) }
      shift.key = world.schedule(.zonalShift(.expires(shift.id)), in: span)
      shift.expiry = world.now + span
    }
    shift.comment = input.comment ?? shift.comment
    world.zonalShift.shifts[shift.id] = shift
    return ZonalShiftOutput(shift)
  }
}

/// Ends a shift: the zone is used again.
package enum CancelZonalShift: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "CancelZonalShift"

  /// The shift.
  package struct Input: Codable, Sendable { package var zonalShiftId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.shiftAccess(defaultAction, input.zonalShiftId, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ZonalShiftOutput {
    var shift = try world.activeShift(input.zonalShiftId, context)
    world.endShift(shift.id, .cancelled)
    shift.status = .cancelled
    return ZonalShiftOutput(shift)
  }
}

/// Lists shifts, the newest first.
package enum ListZonalShifts: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "ListZonalShifts"

  /// Which ones.
  package struct Input: Codable, Sendable {
    package var nextToken: String?
    package var status: String?
    package var maxResults: Int?
    package var resourceIdentifier: String?
  }

  /// One shift, with how it came to be.
  package struct Summary: Encodable, Sendable {
    package var zonalShiftId: String
    package var resourceIdentifier: String
    package var awayFrom: String
    package var expiryTime: Instant
    package var startTime: Instant
    package var status: String
    package var comment: String
    package var shiftType = "ZONAL_SHIFT"
  }

  /// A page of shifts.
  package struct Output: Encodable, Sendable {
    package var items: [Summary]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.zonalShift.shifts.rows.filter { shift in
      shift.region == context.region && (input.status.map { $0 == shift.status.rawValue } ?? true)
        && (input.resourceIdentifier.map { $0 == shift.resource } ?? true)
    }.sorted { $0.start == $1.start ? $0.id.utf8Precedes($1.id) : $0.start > $1.start }
    let page = try ShiftPage.of(found, input.nextToken, input.maxResults)
    return Output(
      items: page.rows.map {
        Summary(
          zonalShiftId: $0.id, resourceIdentifier: $0.resource, awayFrom: $0.zoneID, expiryTime: $0.expiry,
          startTime: $0.start, status: $0.status.rawValue, comment: $0.comment)
      }, nextToken: page.nextToken)
  }
}
