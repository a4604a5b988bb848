import EventKernel

/// Which of the sets of one name and type answer.
enum RecordChoice {
  /// All of these in one answer.
  case together([RecordSet])
  /// One of these, with its share of the answers.
  case oneOf([(set: RecordSet, share: Double)])
}

extension World {
  /// Chooses by policy among the healthy sets; when all are unhealthy, all count as healthy (facts: Route 53 12).
  func choose(
    among sets: [RecordSet], _ vantage: Vantage, _ moment: Instant, depth: Int
  ) -> RecordChoice {
    guard let first = sets.first else { return .together([]) }
    let healthy = sets.filter { isHealthy($0, at: moment, depth: depth) }
    let usable = healthy.isEmpty ? sets : healthy
    switch first.policy {
    case .simple: return .oneOf([(first, 1)])
    case .multivalue: return .together(Array(usable.prefix(8)))
    case .weighted: return chooseByWeight(usable, all: sets)
    case .failover:
      // Both unhealthy: the primary (facts: Route 53 12).
      let primary = usable.first { $0.policy == .failover(isPrimary: true) }
      return .oneOf([(primary ?? usable[0], 1)])
    case .latency:
      let nearest = usable.min { distance(of: $0, vantage) < distance(of: $1, vantage) }
      return .oneOf([(nearest ?? first, 1)])
    case .geolocation: return chooseByArea(sets, vantage, moment, depth: depth)
    case .geoproximity:
      let nearest = usable.min { biasedDistance(of: $0, vantage) < biasedDistance(of: $1, vantage) }
      return .oneOf([(nearest ?? first, 1)])
    }
  }

  /// The record of the smallest area that holds the user and is healthy; when none of them is healthy, of the smallest;
  /// no answer where no area holds the user (facts: Route 53 12).
  private func chooseByArea(
    _ sets: [RecordSet], _ vantage: Vantage, _ moment: Instant, depth: Int
  ) -> RecordChoice {
    let place = place(of: vantage).flatMap(GeoPlace.of)
    let holding = sets.filter { $0.area?.holds(place) ?? false }
      .sorted { ($0.area?.rank ?? 0) > ($1.area?.rank ?? 0) }
    let healthy = holding.first { isHealthy($0, at: moment, depth: depth) }
    guard let chosen = healthy ?? holding.first else { return .together([]) }
    return .oneOf([(chosen, 1)])
  }

  /// The Region of a vantage: that of the city, of which users are measured.
  private func place(of vantage: Vantage) -> Region? {
    switch vantage {
    case .city(let name): catalog.city(name)?.region
    case .region(let region): region
    }
  }

  /// The distance to a geoproximity record, shrunk by a positive bias and stretched by a negative one (TEACH: AWS
  /// publishes how the bias works only in examples), in the unit of `chord`.
  private func biasedDistance(of set: RecordSet, _ vantage: Vantage) -> Double {
    guard case .geoproximity(let position) = set.policy, let here = city(of: vantage) else {
      return .infinity
    }
    let place: (latitude: Double, longitude: Double)
    if let coordinates = position.coordinates {
      place = (Double(coordinates.latitude) / 100, Double(coordinates.longitude) / 100)
    } else if let city = position.region.flatMap({ region in catalog.cities.first { $0.region == region } }) {
      place = (city.latitude, city.longitude)
    } else {
      return .infinity
    }
    let distance = Self.flatDistance(from: (here.latitude, here.longitude), to: place)
    let bias = Double(position.bias)
    return bias >= 0 ? distance * (1 - bias / 100) : distance / (1 + bias / 100)
  }

  private func city(of vantage: Vantage) -> City? {
    switch vantage {
    case .city(let name): catalog.city(name)
    case .region(let region): catalog.cities.first { $0.region == region }
    }
  }

  /// A distance on a cylinder that is stretched by the mean latitude: good enough to tell which of two places is nearer.
  // Simplified: geoproximity-distance
  private static func flatDistance(
    from here: (latitude: Double, longitude: Double), to there: (latitude: Double, longitude: Double)
  ) -> Double {
    let north = there.latitude - here.latitude
    var east = abs(there.longitude - here.longitude)
    if east > 180 { east = 360 - east }
    let mean = (there.latitude + here.latitude) / 2 / 90
    // The cosine of a latitude, to the second order: no library of functions differs between machines here.
    let shrink = max(0, 1 - mean * mean * 1.2)
    return (north * north + east * east * shrink * shrink).squareRoot()
  }

  /// Shares by weight; healthy sets of weight 0 only when no other is healthy (facts: Route 53 12).
  private func chooseByWeight(_ usable: [RecordSet], all: [RecordSet]) -> RecordChoice {
    let total = usable.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return .oneOf(usable.map { ($0, 1 / Double(usable.count)) }) }
    return .oneOf(usable.filter { $0.weight > 0 }.map { ($0, Double($0.weight) / Double(total)) })
  }

  private func distance(of set: RecordSet, _ vantage: Vantage) -> Duration {
    guard case .latency(let region) = set.policy else { return .maximum }
    switch vantage {
    case .city(let city): return catalog.roundTrip(fromCity: city, to: region) ?? .maximum
    case .region(let origin): return catalog.roundTrip(from: origin, to: region) ?? .maximum
    }
  }

  /// Whether a set counts as healthy: its check passes, and its alias's target is well where it asks for that.
  private func isHealthy(_ set: RecordSet, at moment: Instant, depth: Int) -> Bool {
    if let check = set.healthCheck.flatMap({ route53.healthChecks[$0] }), !check.isHealthy { return false }
    guard case .alias(let target, let zoneID, evaluatesHealth: true) = set.answer else { return true }
    if let balancer = loadBalancer(named: target) { return isHealthy(balancer, at: moment) }
    guard depth < 4, let zone = route53.zones[zoneID] else { return true }
    let targets = recordSets(target, type: set.type, in: zone)
    return targets.isEmpty || targets.contains { isHealthy($0, at: moment, depth: depth + 1) }
  }
}

extension RecordSet {
  /// The area of a geolocation set, `nil` for others.
  var area: GeoArea? {
    guard case .geolocation(let area) = policy else { return nil }
    return area
  }

  /// The weight of a weighted set, 0 for others.
  var weight: Int {
    guard case .weighted(let weight) = policy else { return 0 }
    return weight
  }
}
