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
    }
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
  /// The weight of a weighted set, 0 for others.
  var weight: Int {
    guard case .weighted(let weight) = policy else { return 0 }
    return weight
  }
}
