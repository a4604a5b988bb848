import EventKernel

/// How the spare machines of several pools are chosen (facts: EC2 2.7).
package enum SpotAllocation: String, Sendable, CaseIterable {
  case lowestPrice = "lowest-price"
  case diversified
  case capacityOptimized = "capacity-optimized"
  case capacityOptimizedPrioritized = "capacity-optimized-prioritized"
  case priceCapacityOptimized = "price-capacity-optimized"

  /// The strategy by its name in calls of Spot Fleet, such as `lowestPrice`.
  package init?(spotFleet name: String) {
    guard let found = Self.allCases.first(where: { $0.spotFleetName == name }) else { return nil }
    self = found
  }

  /// Its name in calls of Spot Fleet.
  package var spotFleetName: String {
    switch self {
    case .lowestPrice: "lowestPrice"
    case .diversified: "diversified"
    case .capacityOptimized: "capacityOptimized"
    case .capacityOptimizedPrioritized: "capacityOptimizedPrioritized"
    case .priceCapacityOptimized: "priceCapacityOptimized"
    }
  }
}

/// A pool from which a machine could be taken now.
struct SpotOffer: Sendable, Equatable {
  /// Its position among the choices of the caller.
  let choice: Int
  /// What an hour of a unit of capacity costs, in micro-USD.
  let price: Double
  /// Hours until the pool is next taken back of itself.
  let depth: Int
  /// Smaller is preferred.
  let priority: Double
  /// The capacity that was taken from it already.
  let filled: Double
}

extension SpotAllocation {
  /// The offers in the order in which they are tried; `pools` is the number of cheapest pools among which machines are
  /// spread.
  // Simplified: spot-capacity-by-time
  func ordered(_ offers: [SpotOffer], pools: Int) -> [SpotOffer] {
    func sorted(_ offers: [SpotOffer], by rank: (SpotOffer) -> (Double, Double)) -> [SpotOffer] {
      offers.sorted { left, right in
        let (first, second) = (rank(left), rank(right))
        return first == second ? left.choice < right.choice : first < second
      }
    }
    switch self {
    case .lowestPrice:
      let byPrice = sorted(offers) { ($0.price, 0) }
      let cheapest = byPrice.prefix(max(1, pools))
      return sorted(Array(cheapest)) { ($0.filled, $0.price) } + byPrice.dropFirst(cheapest.count)
    case .diversified: return sorted(offers) { ($0.filled, $0.price) }
    case .capacityOptimized: return sorted(offers) { (-Double($0.depth), $0.price) }
    case .capacityOptimizedPrioritized:
      // Pools that last as many weeks as others count as equally deep.
      return sorted(offers) { (-Double($0.depth / 168), $0.priority) }
    case .priceCapacityOptimized:
      let byDepth = sorted(offers) { (-Double($0.depth), $0.price) }
      let deep = byDepth.prefix((byDepth.count + 1) / 2)
      return sorted(Array(deep)) { ($0.price, 0) } + byDepth.dropFirst(deep.count)
    }
  }
}

extension World {
  /// How deep a pool of spare machines is: hours until it is next taken back of itself, at most a month's (TEACH).
  func spareDepth(of pool: SpotPool) -> Int {
    guard let reclaim = nextReclaim(of: pool) else { return 730 }
    return (reclaim - now).wholeSeconds / 3_600
  }

  /// Launches a machine from spare capacity, by a one-time request unless the caller says otherwise.
  ///
  /// - Throws: AWS's errors for a price that is too low, too many machines, and a pool that has none.
  mutating func launchSpot(
    _ request: LaunchRequest, isPersistent: Bool = false,
    interruption: SpotRequest.Interruption = .terminate, maximum: Int? = nil, expiry: Instant? = nil
  ) throws(AWSError) -> InstanceID {
    guard let zone = ec2.subnets[request.subnet]?.zone else {
      throw .notFound("InvalidSubnetID", "subnet ID", "\(request.subnet)")
    }
    let pool = SpotPool(type: request.type, zone: zone)
    if let maximum, let price = spotPrice(of: pool, at: now), maximum < price {
      throw AWSError(
        "SpotMaxPriceTooLow",
        "Your Spot request price of \(World.priceText(maximum)) is lower than the minimum required Spot request "
          + "fulfillment price of \(World.priceText(price)).")
    }
    try checkSpotQuota(adding: request.type, count: 1, in: zone.region)
    guard hasSpareCapacity(pool) else {
      throw AWSError(
        "InsufficientInstanceCapacity", "There is no Spot capacity available that matches your request.")
    }
    var launch = request
    launch.isSpot = true
    let instance = try launchInstance(launch)
    let spot = makeSpotRequest(
      request, zone: zone, isPersistent: isPersistent, interruption: interruption, maximum: maximum,
      expiry: expiry, tags: Tags())
    fulfil(spot.id, by: instance)
    return instance
  }
}
