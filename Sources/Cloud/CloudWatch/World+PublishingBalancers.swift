import EventKernel

/// What a load balancer's metrics are split by: the whole, a zone, a target group, or both.
private struct BalancerPlace {
  let dimensions: [String]
  /// Whether it holds all groups, so that connections and the load balancer's own answers count.
  let isWhole: Bool
  var seen: BalancerNodeObservation
}

extension World {
  /// Publishes how many targets are healthy, by target group and zone.
  mutating func publishTargets(_ minute: Instant) {
    for (id, group) in loadBalancing.targetGroups {
      guard let balancer = loadBalancer(using: id), balancer.state == .active else { continue }
      publishHosts(group, of: balancer, minute)
    }
  }

  private mutating func publishHosts(_ group: TargetGroup, of balancer: LoadBalancer, _ minute: Instant) {
    func isWatched(_ target: Target) -> Bool {
      switch target.health {
      case .initial, .healthy, .unhealthy: true
      case .unused, .draining: false
      }
    }
    let watched = group.targets.rows.filter(isWatched)
    // With nobody registered the metrics stop: missing data, not zero (facts: CloudWatch 5).
    guard !watched.isEmpty else { return }
    let dimensions = ["LoadBalancer=\(balancer.metricName)", "TargetGroup=\(group.metricName)"]
    let space = balancer.kind.namespace
    let healthy = Double(watched.count { $0.health == .healthy })
    let unhealthy = Double(watched.count) - healthy
    put(space, "HealthyHostCount", dimensions, group.region, minute, healthy)
    put(space, "UnHealthyHostCount", dimensions, group.region, minute, unhealthy)
    for node in balancer.nodes {
      let here = watched.filter { $0.counts(in: node.zone) }
      guard !here.isEmpty else { continue }
      let zone = ["AvailabilityZone=\(node.zone.rawValue)"] + dimensions
      let healthyHere = Double(here.count { $0.health == .healthy })
      put(space, "HealthyHostCount", zone, group.region, minute, healthyHere)
      put(space, "UnHealthyHostCount", zone, group.region, minute, Double(here.count) - healthyHere)
    }
  }

  /// Publishes what went through load balancers; these metrics exist only in minutes with traffic (facts: ELB 6.6).
  mutating func publishBalancers(_ observations: Observations, _ minute: Instant) {
    var index = 0
    let nodes = observations.balancerNodes.sorted { $0.balancer < $1.balancer }
    while index < nodes.count {
      let end = nodes[index...].firstIndex { $0.balancer != nodes[index].balancer } ?? nodes.count
      if let balancer = loadBalancing.loadBalancers[nodes[index].balancer], balancer.state == .active {
        publish(nodes[index..<end], of: balancer, minute)
      }
      index = end
    }
  }

  private mutating func publish(
    _ nodes: ArraySlice<BalancerNodeObservation>, of balancer: LoadBalancer, _ minute: Instant
  ) {
    for place in places(of: nodes, of: balancer) {
      if balancer.kind == .application {
        publishRequests(place, balancer.region, minute)
      } else if place.isWhole {
        put("NewFlowCount", place.seen.connections, "AWS/NetworkELB", place, balancer.region, minute)
        put("ProcessedBytes", place.seen.bytes, "AWS/NetworkELB", place, balancer.region, minute)
      }
    }
    publishPerTarget(nodes, of: balancer, minute)
    publishUnits(nodes, of: balancer, minute)
  }

  /// The sums of what was seen by each combination of dimensions that AWS has.
  private func places(
    of nodes: ArraySlice<BalancerNodeObservation>, of balancer: LoadBalancer
  ) -> [BalancerPlace] {
    var places: [BalancerPlace] = []
    var positions: [[String]: Int] = [:]
    for node in nodes {
      let zone = "AvailabilityZone=\(node.zone.rawValue)"
      let whole = "LoadBalancer=\(balancer.metricName)"
      var dimensions = [[whole], [zone, whole]]
      if let group = node.group.flatMap({ loadBalancing.targetGroups[$0] }) {
        let name = "TargetGroup=\(group.metricName)"
        dimensions += [[whole, name], [zone, whole, name]]
      }
      for (number, list) in dimensions.enumerated() {
        if let position = positions[list] {
          places[position].seen.add(node)
        } else {
          positions[list] = places.count
          places.append(BalancerPlace(dimensions: list, isWhole: number < 2, seen: node))
        }
      }
    }
    return places
  }

  private mutating func publishRequests(_ place: BalancerPlace, _ region: Region, _ minute: Instant) {
    let seen = place.seen
    var counts = [
      ("RequestCount", seen.requests), ("HTTPCode_Target_2XX_Count", seen.target2xx),
      ("HTTPCode_Target_5XX_Count", seen.target5xx),
    ]
    if place.isWhole {
      counts += [
        ("HTTPCode_ELB_5XX_Count", seen.balancer5xx), ("HTTPCode_ELB_502_Count", seen.error502),
        ("HTTPCode_ELB_503_Count", seen.error503), ("HTTPCode_ELB_504_Count", seen.error504),
        ("HTTPCode_ELB_3XX_Count", seen.redirects), ("HTTP_Redirect_Count", seen.redirects),
        ("HTTP_Fixed_Response_Count", seen.fixedResponses), ("ProcessedBytes", seen.bytes),
        // From clients to the load balancer and from it to targets.
        // Simplified: network-metrics
        ("NewConnectionCount", seen.connections + seen.requests),
      ]
    }
    for (name, count) in counts { put(name, count, "AWS/ApplicationELB", place, region, minute) }
    guard seen.requests > 0 else { return }
    // Simplified: response-time-spread
    let mean = seen.responseTime.inSeconds / Double(seen.requests)
    let point = MetricPoint(
      at: minute, sum: seen.responseTime.inSeconds, count: Double(seen.requests), minimum: mean,
      maximum: mean)
    put(point, "AWS/ApplicationELB", "TargetResponseTime", place.dimensions, region)
  }

  private mutating func put(
    _ name: String, _ count: Int, _ space: String, _ place: BalancerPlace, _ region: Region,
    _ minute: Instant
  ) {
    guard count > 0 else { return }
    put(space, name, place.dimensions, region, minute, Double(count))
  }

  private mutating func publishPerTarget(
    _ nodes: ArraySlice<BalancerNodeObservation>, of balancer: LoadBalancer, _ minute: Instant
  ) {
    guard balancer.kind == .application else { return }
    var requests = Table<TargetGroupID, Int>()
    for node in nodes {
      guard let group = node.group, node.requests > 0 else { continue }
      requests[group] = (requests[group] ?? 0) + node.requests
    }
    for (id, count) in requests {
      guard let group = loadBalancing.targetGroups[id] else { continue }
      let perTarget = Double(count) / Double(max(1, healthyTargets(of: id).count))
      let name = "TargetGroup=\(group.metricName)"
      for place in [[name], ["LoadBalancer=\(balancer.metricName)", name]] {
        put("AWS/ApplicationELB", "RequestCountPerTarget", place, group.region, minute, perTarget)
      }
    }
  }

  /// Publishes the capacity units that the minute took, as parts of those of an hour, so that an hour's sum is what
  /// it is billed by: the largest of new connections and gigabytes (facts: ELB 6.6).
  private mutating func publishUnits(
    _ nodes: ArraySlice<BalancerNodeObservation>, of balancer: LoadBalancer, _ minute: Instant
  ) {
    let connections = nodes.reduce(0) { $0 + $1.connections }
    let bytes = nodes.reduce(0) { $0 + $1.bytes }
    let isApplication = balancer.kind == .application
    let perSecond = Double(connections) / 60 / (isApplication ? 25 : 800)
    let perHour = Double(bytes) * 60 / 1_073_741_824
    put(
      balancer.kind.namespace, "ConsumedLCUs", ["LoadBalancer=\(balancer.metricName)"], balancer.region,
      minute, max(perSecond, perHour) / 60)
  }
}

extension LoadBalancer.Kind {
  /// Under which namespace its metrics are.
  fileprivate var namespace: String { self == .application ? "AWS/ApplicationELB" : "AWS/NetworkELB" }
}
