package import EventKernel

/// Reserved Instances.
enum ReservedInstancesOperations {
  static let all: [any Operation.Type] = [
    DescribeReservedInstancesOfferings.self, PurchaseReservedInstancesOffering.self,
    DescribeReservedInstances.self,
  ]
}

/// A charge of every hour.
package struct RecurringChargeShape: Encodable, Sendable {
  package var amount: Double
  package var frequency = "Hourly"
}

/// Lists what can be bought.
package enum DescribeReservedInstancesOfferings: EC2Operation {
  package static let name = "DescribeReservedInstancesOfferings"

  package struct Input: Decodable, Sendable, DryRunnable {
    var availabilityZone: String?
    var includeMarketplace: Bool?
    var instanceType: String?
    var maxDuration: Int?
    var minDuration: Int?
    var offeringClass: String?
    var productDescription: String?
    var reservedInstancesOfferingIds: [String]?
    var instanceTenancy: String?
    var offeringType: String?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var reservedInstancesOfferings: [Offering]
  }

  /// An offer as the call shows it.
  package struct Offering: Encodable, Sendable {
    package var currencyCode = "USD"
    package var instanceTenancy = "default"
    package var marketplace = false
    package var offeringClass: String
    package var offeringType: String
    package var pricingDetails: [String] = []
    package var recurringCharges: [RecurringChargeShape]
    package var scope: String
    package var reservedInstancesOfferingId: String
    package var instanceType: String
    package var availabilityZone: String?
    package var duration: Int
    package var usagePrice = 0.0
    package var fixedPrice: Double
    package var productDescription = "Linux/UNIX"

    init(_ offer: ReservedOffer, in region: Region, world: World) {
      let hourly = world.hourly(of: offer, in: region)
      offeringClass = offer.isConvertible ? "convertible" : "standard"
      offeringType = offer.payment.name
      recurringCharges = [RecurringChargeShape(amount: Double(offer.recurring(hourly: hourly)) / 1e6)]
      scope = offer.zone == nil ? "Region" : "Availability Zone"
      reservedInstancesOfferingId = offer.id(in: region)
      instanceType = offer.type
      availabilityZone = offer.zone?.rawValue
      duration = offer.duration.wholeSeconds
      fixedPrice = (Double(offer.upfront(hourly: hourly)) / 1e6).rounded()
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    var types = now.catalog.instanceTypes
    if let name = input.instanceType {
      // Of types that are not here there are no offerings.
      if now.catalog.instanceType(name) == nil, InstanceTypeNames.isOfAWS(name) {
        return Output(reservedInstancesOfferings: [])
      }
      types = [try now.instanceType(name, in: context.region)]
    }
    var zone: Zone?
    if let name = input.availabilityZone {
      guard let found = now.catalog.zones(in: context.region).first(where: { $0.zone.rawValue == name })
      else {
        throw AWSError("InvalidParameterValue", "Invalid availability zone: [\(name)]")
      }
      zone = found.zone
    }
    if let product = input.productDescription, product != "Linux/UNIX", product != "Linux/UNIX (Amazon VPC)" {
      throw .notModelled("ProductDescription", product)
    }
    if let tenancy = input.instanceTenancy, tenancy != "default" {
      throw .notModelled("InstanceTenancy", tenancy)
    }
    let offers = now.reservedOffers(of: types, in: context.region, zone: zone)
    let ids = input.reservedInstancesOfferingIds ?? []
    for id in ids where !offers.contains(where: { $0.id(in: context.region) == id }) {
      throw AWSError("InvalidReservedInstancesOfferingId", "The offering '\(id)' does not exist")
    }
    let selected = offers.filter { offer in
      let isOfClass =
        input.offeringClass.map { $0 == (offer.isConvertible ? "convertible" : "standard") } ?? true
      let seconds = offer.duration.wholeSeconds
      return isOfClass && input.offeringType.map { $0 == offer.payment.name } ?? true
        && seconds >= input.minDuration ?? 0 && seconds <= input.maxDuration ?? .max
        && (ids.isEmpty || ids.contains(offer.id(in: context.region)))
    }
    // One page holds 100 when nothing is said (API reference).
    let limit = input.maxResults ?? 100
    guard let filters = input.filters else {
      // Only what a page shows is worked out: a Region has thousands of offers.
      let page = try ec2Page(selected, token: input.nextToken, limit: limit, least: 1)
      return Output(
        nextToken: page.nextToken,
        reservedInstancesOfferings: page.rows.map { Offering($0, in: context.region, world: now) })
    }
    let fields = FilterFields<Offering>([
      "availability-zone": { $0.availabilityZone },
      "availability-zone-id": { $0.availabilityZone.flatMap { now.catalog.id(of: Zone(rawValue: $0)) } },
      "duration": { $0.duration }, "fixed-price": { $0.fixedPrice }, "instance-type": { $0.instanceType },
      "marketplace": { _ in false }, "product-description": { $0.productDescription },
      "reserved-instances-offering-id": { $0.reservedInstancesOfferingId }, "scope": { $0.scope },
      "usage-price": { $0.usagePrice },
    ])
    let rows = try fields.select(
      selected.map { Offering($0, in: context.region, world: now) }, filters, of: Self.self, in: now)
    let page = try ec2Page(rows, token: input.nextToken, limit: limit, least: 1)
    return Output(nextToken: page.nextToken, reservedInstancesOfferings: page.rows)
  }
}

/// Buys Reserved Instances; the money is gone, whatever runs.
package enum PurchaseReservedInstancesOffering: EC2Operation {
  package static let name = "PurchaseReservedInstancesOffering"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceCount: Int?
    var reservedInstancesOfferingId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var reservedInstancesId: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let count = input.instanceCount else { throw .missingParameter("InstanceCount") }
    guard let id = input.reservedInstancesOfferingId else {
      throw .missingParameter("ReservedInstancesOfferingId")
    }
    guard count >= 1 else { throw .invalidParameter("\(count)", "instanceCount", "Must be at least 1.") }
    let offers = world.reservedOffers(of: world.catalog.instanceTypes, in: context.region, zone: nil)
    guard let offer = offers.first(where: { $0.id(in: context.region) == id }) else {
      throw AWSError("InvalidReservedInstancesOfferingId", "The offering '\(id)' does not exist")
    }
    // Twenty regional ones, and twenty in each zone, a month (EC2 service quotas).
    let month = world.now - .hours(730)
    let recent = world.ec2.reservedInstances.filter {
      $0.region == context.region && $0.offer.zone == offer.zone && $0.start >= month
    }
    guard recent.reduce(count, { $0 + $1.count }) <= 20 else {
      throw AWSError(
        "ReservedInstancesLimitExceeded",
        "Your current quota does not allow you to purchase the required number of reserved instances")
    }
    let high = world.nextBits()
    let bought = ReservedInstance(
      id: UUIDText.make(high, Draws.mix(high)), region: context.region, offer: offer, count: count,
      start: world.now)
    world.ec2.reservedInstances.append(bought)
    world.note("reserved-bought", bought.id, "\(count)", offer.type)
    return Output(reservedInstancesId: bought.id)
  }
}

/// Lists what was bought.
package enum DescribeReservedInstances: EC2Operation {
  package static let name = "DescribeReservedInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var offeringClass: String?
    var reservedInstancesIds: [String]?
    var offeringType: String?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var reservedInstances: [Row] }

  /// A purchase as the call shows it.
  package struct Row: Encodable, Sendable {
    package var currencyCode = "USD"
    package var instanceTenancy = "default"
    package var offeringClass: String
    package var offeringType: String
    package var recurringCharges: [RecurringChargeShape]
    package var scope: String
    package var reservedInstancesId: String
    package var instanceType: String
    package var availabilityZone: String?
    package var start: Instant
    package var end: Instant
    package var duration: Int
    package var usagePrice = 0.0
    package var fixedPrice: Double
    package var instanceCount: Int
    package var productDescription = "Linux/UNIX"
    package var state: String

    init(_ bought: ReservedInstance, in world: World) {
      let offer = DescribeReservedInstancesOfferings.Offering(bought.offer, in: bought.region, world: world)
      offeringClass = offer.offeringClass
      offeringType = offer.offeringType
      recurringCharges = offer.recurringCharges
      scope = offer.scope
      reservedInstancesId = bought.id
      instanceType = offer.instanceType
      availabilityZone = offer.availabilityZone
      start = bought.start
      end = bought.end
      duration = offer.duration
      fixedPrice = offer.fixedPrice
      instanceCount = bought.count
      state = bought.state(at: world.now)
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.reservedInstances.filter { $0.region == context.region }
    let rows = try named(input.reservedInstancesIds, all: all) { id throws(AWSError) in
      guard let found = all.first(where: { $0.id == id }) else {
        throw AWSError("InvalidReservedInstancesId", "The Reserved Instance '\(id)' does not exist")
      }
      return found
    }
    let shapes = rows.map { Row($0, in: now) }.filter { row in
      input.offeringClass.map { $0 == row.offeringClass } ?? true
        && input.offeringType.map { $0 == row.offeringType } ?? true
    }
    let fields = FilterFields<Row>([
      "availability-zone": { $0.availabilityZone },
      "availability-zone-id": { $0.availabilityZone.flatMap { now.catalog.id(of: Zone(rawValue: $0)) } },
      "duration": { $0.duration }, "end": { $0.end }, "fixed-price": { $0.fixedPrice },
      "instance-type": { $0.instanceType }, "scope": { $0.scope },
      "product-description": { $0.productDescription },
      "reserved-instances-id": { $0.reservedInstancesId }, "start": { $0.start },
      "state": { $0.state }, "usage-price": { $0.usagePrice },
    ])
    return Output(reservedInstances: try fields.select(shapes, input.filters, of: Self.self, in: now))
  }
}
