package import EventKernel

/// Machines of one type that a zone keeps free for the account, paid for whether they are used or not (facts: EC2 2.6).
package struct CapacityReservation: Sendable, Equatable {
  /// Where it is in its life (EC2 API reference, CapacityReservation).
  package enum State: String, Sendable { case active, expired, cancelled }

  /// Which machines come into it: all that match, or only those that name it.
  package enum Criteria: String, Sendable { case open, targeted }

  package let id: CapacityReservationID
  package let zone: Zone
  /// The instance type.
  package let type: String
  /// How many machines it keeps.
  package var total: Int
  package var criteria: Criteria
  package var state: State
  package let creation: Instant
  /// When it ends by itself; `nil` when it stands until it is cancelled.
  package var end: Instant?
  /// Whether it was asked for machines with a separate path to their disks.
  package let isEBSOptimised: Bool
  package var tags: Tags
}

/// Which reservation a launch is to use, as calls say it.
package struct CapacitySpecification: Codable, Sendable, Equatable {
  /// `open`, `none` or `capacity-reservations-only`.
  package var capacityReservationPreference: String?
  package var capacityReservationTarget: Target?

  /// The reservation that is named.
  package struct Target: Codable, Sendable, Equatable {
    package var capacityReservationId: String?
  }
}

/// Where a launch takes its machine from.
enum CapacityChoice: Equatable {
  /// From a reservation that is open to it, else from what the zone has.
  case open
  /// From what the zone has.
  case none
  /// From a reservation that is open to it, or not at all.
  case reservedOnly
  /// From one reservation, or not at all.
  case target(String)

  /// The choice that a call makes; `open` when it says nothing.
  ///
  /// - Throws: AWS's error for a word that it does not know, and for a target beside a preference.
  init(_ asked: CapacitySpecification?) throws(AWSError) {
    if let target = asked?.capacityReservationTarget?.capacityReservationId {
      let preference = asked?.capacityReservationPreference ?? "capacity-reservations-only"
      guard preference == "capacity-reservations-only" else {
        throw AWSError(
          "InvalidParameterCombination",
          "The parameters CapacityReservationPreference and CapacityReservationTarget may not be specified together."
        )
      }
      self = .target(target)
      return
    }
    switch asked?.capacityReservationPreference {
    case nil, "open": self = .open
    case "none": self = .none
    case "capacity-reservations-only": self = .reservedOnly
    case let other?:
      throw .invalidParameter(
        other, "CapacityReservationPreference", "Expecting open, none or capacity-reservations-only.")
    }
  }
}

/// A reservation as the calls show it.
package struct CapacityReservationShape: Encodable, Sendable {
  package var capacityReservationId: String
  package var ownerId = Account.id
  package var capacityReservationArn: String
  package var availabilityZoneId: String?
  package var instanceType: String
  package var instancePlatform = "Linux/UNIX"
  package var availabilityZone: String
  package var tenancy = "default"
  package var totalInstanceCount: Int
  package var availableInstanceCount: Int
  package var ebsOptimized: Bool
  package var ephemeralStorage = false
  package var state: String
  package var startDate: Instant
  package var endDate: Instant?
  package var endDateType: String
  package var instanceMatchCriteria: String
  package var createDate: Instant
  package var tags: [Tags.Tag]
  package var capacityAllocations: [Allocation]
  package var reservationType = "default"

  /// How many of the machines are in use.
  package struct Allocation: Encodable, Sendable {
    package var allocationType = "used"
    package var count: Int
  }

  init(_ reservation: CapacityReservation, in world: World) {
    capacityReservationId = "\(reservation.id)"
    capacityReservationArn = World.arn(
      .capacityReservation, "\(reservation.id)", in: reservation.zone.region)
    availabilityZoneId = world.catalog.id(of: reservation.zone)
    instanceType = reservation.type
    availabilityZone = reservation.zone.rawValue
    let isActive = reservation.state == .active
    totalInstanceCount = reservation.total
    availableInstanceCount = isActive ? world.freePlaces(of: reservation) : 0
    ebsOptimized = reservation.isEBSOptimised
    state = reservation.state.rawValue
    startDate = reservation.creation
    endDate = reservation.end
    endDateType = reservation.end == nil ? "unlimited" : "limited"
    instanceMatchCriteria = reservation.criteria.rawValue
    createDate = reservation.creation
    tags = reservation.tags.all
    let used = isActive ? reservation.total - availableInstanceCount : 0
    capacityAllocations = used == 0 ? [] : [Allocation(count: used)]
  }
}
