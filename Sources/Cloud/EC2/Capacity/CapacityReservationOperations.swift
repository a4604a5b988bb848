import EventKernel

/// Capacity Reservations.
enum CapacityReservationOperations {
  static let all: [any Operation.Type] = [
    CreateCapacityReservation.self, DescribeCapacityReservations.self, ModifyCapacityReservation.self,
    CancelCapacityReservation.self,
  ]
}

/// Has a zone keep machines free from now on.
package enum CreateCapacityReservation: EC2Operation {
  package static let name = "CreateCapacityReservation"

  package struct Input: Decodable, Sendable, DryRunnable {
    var clientToken: String?
    var instanceType: String?
    var instancePlatform: String?
    var availabilityZone: String?
    var availabilityZoneId: String?
    var tenancy: String?
    var instanceCount: Int?
    var ebsOptimized: Bool?
    var endDate: Instant?
    var endDateType: String?
    var instanceMatchCriteria: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var capacityReservation: CapacityReservationShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.capacityReservation, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let row = CapacityReservationID(earlier).flatMap({ world.ec2.capacityReservations[$0] })
    {
      return Output(capacityReservation: CapacityReservationShape(row, in: world))
    }
    guard let type = input.instanceType else { throw .missingParameter("InstanceType") }
    guard let platform = input.instancePlatform else { throw .missingParameter("InstancePlatform") }
    guard let count = input.instanceCount else { throw .missingParameter("InstanceCount") }
    _ = try world.instanceType(type, in: context.region)
    guard platform == "Linux/UNIX" else { throw .notModelled("InstancePlatform", platform) }
    if let tenancy = input.tenancy, tenancy != "default" { throw .notModelled("Tenancy", tenancy) }
    try world.check(LaunchOptions(ebsOptimised: input.ebsOptimized ?? false), for: type)
    let zone = try world.zone(
      named: input.availabilityZone, id: input.availabilityZoneId, in: context.region)
    let end = try CapacityReservation.end(input.endDate, input.endDateType, at: world.now)
    let criteria = try CapacityReservation.criteria(input.instanceMatchCriteria) ?? .open
    let tags = try Tags.of(input.tagSpecifications, for: "capacity-reservation")
    var row = CapacityReservation(
      id: world.nextID(), zone: zone, type: type, total: 0, criteria: criteria, state: .active,
      creation: world.now, end: end, isEBSOptimised: input.ebsOptimized ?? false, tags: tags)
    try world.checkReservable(count, for: row)
    row.total = count
    world.ec2.capacityReservations[row.id] = row
    if let end { world.agenda.add(.ec2(.capacityReservationEnds(row.id)), at: end) }
    world.settleCapacity()
    world.remember("\(row.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(capacityReservation: CapacityReservationShape(row, in: world))
  }
}

extension CapacityReservation {
  /// When a reservation ends, by its end date and the kind of end that goes with it.
  static func end(_ date: Instant?, _ kind: String?, at now: Instant) throws(AWSError) -> Instant? {
    switch (kind ?? (date == nil ? "unlimited" : "limited"), date) {
    case ("unlimited", nil): return nil
    case ("limited", let date?):
      guard date > now else {
        throw .invalidParameter(date.iso8601Milliseconds, "EndDate", "The end date must be in the future.")
      }
      return date
    case ("unlimited", _), ("limited", _):
      throw AWSError(
        "InvalidParameterCombination",
        "EndDate must be specified when EndDateType is limited, and must not be specified when it is unlimited."
      )
    case (let other, _): throw .invalidParameter(other, "EndDateType", "Expecting limited or unlimited.")
    }
  }

  /// Which machines come into a reservation, by AWS's word for it.
  static func criteria(_ word: String?) throws(AWSError) -> Criteria? {
    guard let word else { return nil }
    guard let criteria = Criteria(rawValue: word) else {
      throw .invalidParameter(word, "InstanceMatchCriteria", "Expecting open or targeted.")
    }
    return criteria
  }
}

extension World {
  /// Throws unless a reservation can keep so many machines: AWS takes 1 to 1,000, the zone must have those that come on
  /// top, and so must the account's quota. Machines that run already and come into it need no new ones.
  func checkReservable(_ count: Int, for reservation: CapacityReservation) throws(AWSError) {
    guard (1...1_000).contains(count) else {
      throw AWSError(
        "InvalidParameterValue",
        "\(count) is an invalid value for InstanceCount. InstanceCount must be between 1 and 1000.")
    }
    let matching =
      reservation.criteria == .targeted
      ? 0
      : ec2.instances.count {
        let instance = $0.row
        return instance.zone == reservation.zone && instance.type == reservation.type
          && instance.billsOnDemand && instance.capacityReservation == nil
          && instance.capacity?.capacityReservationPreference ?? "open" != "none"
      }
    let added = count - reservation.total - matching
    guard added > 0 else { return }
    try checkQuota(adding: reservation.type, count: added, in: reservation.zone.region)
    guard hasUnreservedCapacity(in: reservation.zone) else {
      throw insufficientCapacity(of: reservation.type, in: reservation.zone)
    }
    try checkInjectedShortage(of: reservation.type, in: reservation.zone)
  }
}

/// Lists reservations.
package enum DescribeCapacityReservations: EC2Operation {
  package static let name = "DescribeCapacityReservations"

  package struct Input: Decodable, Sendable, DryRunnable {
    var capacityReservationIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var capacityReservations: [CapacityReservationShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.capacityReservations.rows.filter { $0.zone.region == context.region }
    let rows = try named(input.capacityReservationIds, all: all) { id throws(AWSError) in
      try now.capacityReservation(id, in: context.region)
    }
    let fields = FilterFields<CapacityReservationShape>(
      [
        "instance-type": { $0.instanceType }, "owner-id": { $0.ownerId },
        "instance-platform": { $0.instancePlatform }, "availability-zone": { $0.availabilityZone },
        "availability-zone-id": { $0.availabilityZoneId }, "tenancy": { $0.tenancy },
        "state": { $0.state }, "start-date": { $0.startDate }, "end-date": { $0.endDate },
        "end-date-type": { $0.endDateType }, "instance-match-criteria": { $0.instanceMatchCriteria },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(
        rows.map { CapacityReservationShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(nextToken: page.nextToken, capacityReservations: page.rows)
  }
}
