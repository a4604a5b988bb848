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
    var types = now.catalog.instanceTypes
    if let names = input.instanceTypes, !names.isEmpty {
      types = []
      for name in names {
        guard let type = now.catalog.instanceType(name) else {
          throw AWSError("InvalidParameterValue", "Invalid value '\(name)' for InstanceType.")
        }
        types.append(type)
      }
    }
    let products = input.productDescriptions ?? []
    let isLinux =
      products.isEmpty || products.contains { $0 == "Linux/UNIX" || $0 == "Linux/UNIX (Amazon VPC)" }
    let end = min(input.endTime ?? now.now, now.now)
    // Without a start the price in force is told (API reference).
    let start = max(input.startTime ?? end, end - .hours(24 * 90), .epoch)
    var rows: [Row] = []
    for type in isLinux ? types : [] {
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

/// Tells how likely a request for spare capacity is met, from 1 to 10.
package enum GetSpotPlacementScores: EC2Operation {
  package static let name = "GetSpotPlacementScores"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceTypes: [String]?
    var targetCapacity: Int?
    var targetCapacityUnitType: String?
    var singleAvailabilityZone: Bool?
    var regionNames: [String]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var spotPlacementScores: [Score]
    package var nextToken: String?
  }

  /// The score of a place.
  package struct Score: Encodable, Sendable {
    package var region: String
    package var availabilityZoneId: String?
    package var score: Int
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let target = input.targetCapacity, target >= 1 else { throw .missingParameter("TargetCapacity") }
    let types = input.instanceTypes ?? []
    guard !types.isEmpty else { throw .missingParameter("InstanceType") }
    for type in types where world.catalog.instanceType(type) == nil {
      throw AWSError("InvalidParameterValue", "Invalid value '\(type)' for InstanceType.")
    }
    let names = input.regionNames ?? world.catalog.regions.filter { !$0.needsOptIn }.map(\.region.rawValue)
    var scores: [Score] = []
    for name in names {
      let region = Region(rawValue: name)
      guard world.catalog.region(region) != nil else {
        throw .invalidParameter(name, "RegionName", "There is no such Region.")
      }
      let zones = world.catalog.zones(in: region)
      let pools = zones.map { zone in
        types.count { world.hasSpareCapacity(SpotPool(type: $0, zone: zone.zone)) }
      }
      // More pools than one make a place likelier to serve: up to 3 points for types and zones each (TEACH).
      if input.singleAvailabilityZone == true {
        for (zone, open) in zip(zones, pools) {
          scores.append(
            Score(region: name, availabilityZoneId: zone.id, score: open == 0 ? 1 : min(9, 5 + min(open, 4))))
        }
      } else {
        let open = pools.reduce(0, +)
        let usable = pools.count { $0 > 0 }
        scores.append(
          Score(
            region: name, score: open == 0 ? 1 : min(10, 3 + min(usable, 4) + min(open / max(1, usable), 3))))
      }
    }
    let page = try ec2Page(scores, token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(spotPlacementScores: page.rows, nextToken: page.nextToken)
  }
}
