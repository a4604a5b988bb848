package import EventKernel

/// A shift as its resource shows it.
package struct ZonalShiftInResource: Encodable, Sendable {
  package var appliedStatus: String
  package var zonalShiftId: String
  package var resourceIdentifier: String
  package var awayFrom: String
  package var expiryTime: Instant
  package var startTime: Instant
  package var comment: String
  package var shiftType = "ZONAL_SHIFT"
}

/// Shows a load balancer for which shifts are switched on.
package enum GetManagedResource: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "GetManagedResource"

  /// Its ARN.
  package struct Input: Codable, Sendable { package var resourceIdentifier: String }

  /// The resource: the weight of each zone, 1 or 0, and the shifts in force.
  package struct Output: Encodable, Sendable {
    package var arn: String
    package var name: String
    package var appliedWeights: AppliedWeights
    package var zonalShifts: [ZonalShiftInResource]
    package var autoshifts: [ZonalShiftInResource] = []
    package var zonalAutoshiftStatus = "DISABLED"
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(world.managedTarget(input.resourceIdentifier, context)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let balancer = try world.managedResource(input.resourceIdentifier, context)
    return Output(
      arn: balancer.arn, name: balancer.name, appliedWeights: world.weights(of: balancer),
      zonalShifts: world.shifts(of: balancer))
  }
}

/// Lists the load balancers of the Region for which shifts are switched on.
package enum ListManagedResources: Operation {
  package static let service = "arc-zonal-shift"
  package static let name = "ListManagedResources"

  /// Where a page begins and how long it is.
  package struct Input: Codable, Sendable {
    package var nextToken: String?
    package var maxResults: Int?
  }

  /// One resource.
  package struct Summary: Encodable, Sendable {
    package var arn: String
    package var name: String
    package var availabilityZones: [String]
    package var appliedWeights: AppliedWeights
    package var zonalShifts: [ZonalShiftInResource]
    package var autoshifts: [ZonalShiftInResource] = []
    package var zonalAutoshiftStatus = "DISABLED"
    package var practiceRunStatus = "DISABLED"
  }

  /// A page of resources, oldest first.
  package struct Output: Encodable, Sendable {
    package var items: [Summary]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.loadBalancers(in: context.region).filter(\.attributes.zonalShift)
    let page = try ShiftPage.of(found, input.nextToken, input.maxResults)
    let current = world
    return Output(
      items: page.rows.map { balancer in
        Summary(
          arn: balancer.arn, name: balancer.name,
          availabilityZones: balancer.nodes.compactMap { current.catalog.id(of: $0.zone) },
          appliedWeights: current.weights(of: balancer), zonalShifts: current.shifts(of: balancer))
      }, nextToken: page.nextToken)
  }
}

/// How long a shift lasts.
enum ShiftSpan {
  /// A number of minutes, hours or days, one minute to three days (facts: ELB 6.7).
  static func read(_ text: String) throws(AWSError) -> Duration {
    let units: [(Character, Duration)] = [("m", .minutes(1)), ("h", .hours(1)), ("d", .days(1))]
    guard let last = text.last, let unit = units.first(where: { $0.0 == last })?.1,
      let number = Int(text.dropLast()), number > 0, number <= 4_320, text.first != "0",
      unit * number <= .days(3)
    else {
      throw AWSError(
        "ValidationException",
        "The expiresIn value \(text) must be between 1 minute and 3 days, such as 30m, 2h or 1d.")
    }
    return unit * number
  }
}

/// Pages of this service: at most 100 rows.
enum ShiftPage {
  static func of<Row>(_ all: [Row], _ token: String?, _ limit: Int?) throws(AWSError) -> Page<Row> {
    guard (1...100).contains(limit ?? 100), let page = Page(of: all, from: token, limit: limit ?? 100) else {
      throw AWSError("ValidationException", "The maxResults or nextToken value is not valid.")
    }
    return page
  }
}

extension World {
  /// The load balancer of an ARN for which shifts are switched on.
  func managedResource(_ arn: String, _ context: CallContext) throws(AWSError) -> LoadBalancer {
    guard
      let balancer = loadBalancers(in: context.region).first(where: { $0.arn == arn }),
      balancer.attributes.zonalShift
    else {
      throw AWSError(
        "ResourceNotFoundException", "The resource \(arn) could not be found or is not managed by ARC.")
    }
    return balancer
  }

  /// A resource as policies see it, by the ARN that a call names.
  func managedTarget(_ arn: String, _ context: CallContext) -> AccessTarget {
    let balancer = loadBalancers(in: context.region).first { $0.arn == arn }
    return AccessTarget(arn, tags: balancer?.tags ?? Tags())
  }

  /// What a call on a shift needs: the action on the shift's resource.
  func shiftAccess(_ action: String, _ id: String, _ context: CallContext) -> [AccessRequest] {
    guard let shift = zonalShift.shifts[id] else { return Access(action, self, context).requests }
    return Access(action, self, context).on(managedTarget(shift.resource, context)).requests
  }

  /// The shift of an id while it is active.
  func activeShift(_ id: String, _ context: CallContext) throws(AWSError) -> ZonalShift {
    guard let shift = zonalShift.shifts[id], shift.region == context.region else {
      throw AWSError("ResourceNotFoundException", "Zonal shift \(id) could not be found.")
    }
    guard shift.status == .active else {
      throw AWSError("ConflictException", "Zonal shift \(id) is not active.")
    }
    return shift
  }

  /// The weight of each zone of a load balancer: 0 for the one that traffic is moved away from, else 1.
  func weights(of balancer: LoadBalancer) -> AppliedWeights {
    let away = shiftedZone(of: balancer.id)
    return AppliedWeights(
      zones: balancer.nodes.map { node in
        (id: catalog.id(of: node.zone) ?? node.zone.rawValue, weight: node.zone == away ? 0 : 1)
      })
  }

  /// The shifts of a load balancer in force.
  func shifts(of balancer: LoadBalancer) -> [ZonalShiftInResource] {
    zonalShift.shifts.rows.filter { $0.balancer == balancer.id && $0.status == .active }.map {
      ZonalShiftInResource(
        appliedStatus: "APPLIED", zonalShiftId: $0.id, resourceIdentifier: $0.resource,
        awayFrom: $0.zoneID, expiryTime: $0.expiry, startTime: $0.start, comment: $0.comment)
    }
  }
}

/// The weights of zones by their ids, in the order of the zones.
package struct AppliedWeights: Encodable, Sendable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Each zone with its weight.
  package let zones: [(id: String, weight: Double)]

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for zone in zones { try container.encode(zone.weight, forKey: Key(stringValue: zone.id)) }
  }
}
