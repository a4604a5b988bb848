extension AutoScalingGroup {
  /// Whether the next machine comes from spare capacity: those on demand come first, up to their base and their share of
  /// what is above it, rounded up (facts: Auto Scaling, mixed instances).
  func wantsSpot(in world: World) -> Bool {
    guard isMixed, let share = distribution?.onDemandPercentageAboveBaseCapacity, share < 100 else {
      return false
    }
    let base = min(distribution?.onDemandBaseCapacity ?? 0, desiredCapacity)
    let wanted = base + ((desiredCapacity - base) * share + 99) / 100
    return standing.count { world.ec2.instances[$0.instance]?.spotRequest == nil } >= wanted
  }
}

extension World {
  /// Launches a machine of a group from spare capacity, of the type that the group's strategy prefers in the zone.
  ///
  /// - Throws: AWS's errors when no type of the group has spare machines there.
  mutating func launchSpotMember(
    _ request: LaunchRequest, of group: AutoScalingGroup
  ) throws(AWSError) -> InstanceID {
    let types = group.launchChoice.types.isEmpty ? [request.type] : group.launchChoice.types
    guard let zone = ec2.subnets[request.subnet]?.zone else {
      throw .notFound("InvalidSubnetID", "subnet ID", "\(request.subnet)")
    }
    let strategy =
      SpotAllocation(rawValue: group.distribution?.spotAllocationStrategy ?? "lowest-price") ?? .lowestPrice
    var offers: [SpotOffer] = []
    for (index, type) in types.enumerated() {
      let pool = SpotPool(type: type, zone: zone)
      guard hasSpareCapacity(pool), let price = spotPrice(of: pool, at: now) else { continue }
      let filled = group.standing.count { member in
        let instance = ec2.instances[member.instance]
        return instance?.type == type && instance?.zone == zone && instance?.spotRequest != nil
      }
      offers.append(
        SpotOffer(
          choice: index, price: Double(price), depth: spareDepth(of: pool), priority: Double(index),
          filled: Double(filled)))
    }
    let maximum = try World.price(group.distribution?.spotMaxPrice, "SpotMaxPrice")
    let ordered = strategy.ordered(offers, pools: group.distribution?.spotInstancePools ?? 2)
    var request = request
    for offer in ordered.dropLast() {
      request.type = types[offer.choice]
      do throws(AWSError) {
        return try launchSpot(request, maximum: maximum)
      } catch {
        continue
      }
    }
    request.type = ordered.last.map { types[$0.choice] } ?? types[0]
    return try launchSpot(request, maximum: maximum)
  }
}
