package import EventKernel

/// Tells what spare capacity cost over the last 90 days at most.
package enum DescribeSpotPriceHistory: EC2Operation {
  package static let name = "DescribeSpotPriceHistory"

  package struct Input: Decodable, Sendable, DryRunnable {
    var startTime: Instant?
    var endTime: Instant?
    var instanceTypes: [String]?
    var productDescriptions: [String]?
    var availabilityZone: String?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var spotPriceHistory: [Row]
  }

  /// A price and since when it was in force.
  package struct Row: Encodable, Sendable {
    package var availabilityZone: String
    package var instanceType: String
    package var productDescription = "Linux/UNIX"
    package var spotPrice: String
    package var timestamp: Instant
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let places = now.catalog.zones(in: context.region).map(\.zone)
    if let name = input.availabilityZone, !places.contains(where: { $0.rawValue == name }) {
      throw AWSError("InvalidParameterValue", "Invalid availability zone: [\(name)]")
    }
    let zones = places.filter { input.availabilityZone == nil || $0.rawValue == input.availabilityZone }
    let end = min(input.endTime ?? now.now, now.now)
    let isKept = end >= max(now.now - .hours(24 * 90), .epoch)
    var types = now.catalog.instanceTypes
    if let names = input.instanceTypes, !names.isEmpty {
      types = []
      for name in names {
        if let type = now.catalog.instanceType(name) {
          types.append(type)
          continue
        }
        guard InstanceTypeNames.isOfAWS(name) else {
          throw AWSError("InvalidParameterValue", "Invalid value '\(name)' for InstanceType.")
        }
        // Of what lies before the history AWS tells nothing of any type.
        if isKept { throw .notModelled("InstanceTypes", name) }
      }
    }
    let products = input.productDescriptions ?? []
    let isLinux =
      products.isEmpty || products.contains { $0 == "Linux/UNIX" || $0 == "Linux/UNIX (Amazon VPC)" }
    // Without a start the price in force is told (API reference).
    let start = max(input.startTime ?? end, end - .hours(24 * 90), .epoch)
    var rows: [Row] = []
    for type in isLinux && isKept ? types : [] {
      for zone in zones {
        rows += prices(of: SpotPool(type: type.name, zone: zone), from: start, to: end, in: now)
      }
    }
    let fields = FilterFields<Row>([
      "availability-zone": { $0.availabilityZone },
      "availability-zone-id": { now.catalog.id(of: Zone(rawValue: $0.availabilityZone)) },
      "instance-type": { $0.instanceType }, "product-description": { $0.productDescription },
      "spot-price": { $0.spotPrice }, "timestamp": { $0.timestamp },
    ])
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults ?? 1_000, least: 1)
    return Output(nextToken: page.nextToken ?? "", spotPriceHistory: page.rows)
  }

  /// The changes of a price, newest first; the last is the one in force at the start.
  private static func prices(of pool: SpotPool, from start: Instant, to end: Instant, in world: World)
    -> [Row]
  {
    let first = max(0, start.sinceEpoch.wholeSeconds / 3_600)
    let last = max(first, end.sinceEpoch.wholeSeconds / 3_600)
    var rows: [Row] = []
    var before: Int?
    for hour in first...last {
      let moment = Instant.epoch + .hours(hour)
      guard let price = world.spotPrice(of: pool, at: moment), price != before else { continue }
      before = price
      rows.append(
        Row(
          availabilityZone: pool.zone.rawValue, instanceType: pool.type, spotPrice: World.priceText(price),
          timestamp: moment))
    }
    return rows.reversed()
  }
}
