import Cloud
import EventKernel

/// How often clients follow redirects before they give up, as browsers do (TEACH).
private let mostRedirects = 5

extension Engine {
  /// Works out where a node sends each class of each population.
  func compileRoutes(
    of position: Int32, _ row: LoadBalancer.Node, of balancer: LoadBalancer, _ listener: Listener
  ) {
    let populations = workload.populations.count
    let count = max(1, (populations + edges.visitors.count) * kindCount)
    let table = nodes[Int(position)].routes ?? .allocate(capacity: count)
    table.initialize(repeating: -1, count: count)
    nodes[Int(position)].routes = table
    nodes[Int(position)].isRouted = true
    for (index, population) in workload.populations.enumerated() {
      for (kind, entry) in workload.classes.enumerated() {
        let request = entry.request(of: population, source: Engine.userAddress)
        let route = route(for: request, from: row, of: balancer, listener, population)
        routes.append(route)
        table[index * kindCount + kind] = Int32(routes.count - 1)
      }
    }
    for (index, visitor) in edges.visitors.enumerated() {
      for (kind, entry) in workload.classes.enumerated() {
        let route = route(for: visitor.request(entry), from: row, of: balancer, listener, visitor.population)
        routes.append(route)
        table[(populations + index) * kindCount + kind] = Int32(routes.count - 1)
      }
    }
  }

  /// The way of a request through a listener, after all redirects.
  private func route(
    for request: WebRequest, from row: LoadBalancer.Node, of balancer: LoadBalancer, _ first: Listener,
    _ population: Population
  ) -> BalancerRoute {
    var request = request
    var door = first
    for redirects in 0...mostRedirects {
      if let fault = handshakeFailure(request, with: door, of: balancer, redirects) { return fault }
      let inner: InnerWay
      switch way(through: door, of: balancer, row, redirects) {
      case .reaches(let way): inner = way
      case .ends(let failure): return failure
      }
      let listener = inner.listener
      if listener.id != door.id,
        let fault = handshakeFailure(request, with: listener, of: inner.balancer, redirects)
      {
        return fault
      }
      switch world.action(of: listener, for: request) {
      case .forward(let forward):
        return self.route(
          forward, owner: owner(of: listener, request), inner.row, inner.balancer, listener, redirects)
      case .fixedResponse(let response):
        return failure(
          .fixedResponse, "\(inner.balancer.name):\(listener.port) \(response.statusCode)", redirects)
      case .redirect(let redirect):
        hasRedirects = true
        let next = redirect.target(of: request)
        // An edge location does not follow redirects; it passes them on to its client.
        guard request.source != World.edgeAddress else {
          return failure(.redirectedAway, next.host, redirects)
        }
        guard leads(next.host, from: request.host, to: balancer, population) else {
          return failure(.redirectedAway, next.host, redirects)
        }
        if !balancer.securityGroups.isEmpty,
          !world.allows(
            from: .address(Engine.userAddress), toGroups: balancer.securityGroups, port: next.port)
        {
          return failure(
            .securityGroupDenied, balancer.securityGroups.first?.description ?? "", redirects + 1, hangs: true
          )
        }
        guard let there = world.listener(of: balancer.id, port: next.port) else {
          return failure(.portClosed, "\(balancer.name):\(next.port)", redirects + 1)
        }
        request = next
        door = there
      }
    }
    return failure(.redirectedAway, request.host, mostRedirects)
  }

  func failure(
    _ cause: CauseCode, _ resource: String, _ redirects: Int, hangs: Bool = false
  ) -> BalancerRoute {
    var route = BalancerRoute(end: hangs ? .hangs : .fails)
    route.redirects = UInt8(clamping: redirects)
    route.cause = recorder.cause(cause, resource)
    return route
  }

  private func route(
    _ forward: RouteAction.Forward, owner: UInt64, _ row: LoadBalancer.Node, _ balancer: LoadBalancer,
    _ listener: Listener, _ redirects: Int
  ) -> BalancerRoute {
    let total = forward.shares.reduce(0) { $0 + $1.weight }
    guard total > 0 else {
      let name = forward.shares.first.flatMap { world.loadBalancing.targetGroups[$0.group]?.name }
      return failure(.noRegisteredTarget, name ?? "", redirects)
    }
    var route = BalancerRoute(end: .forwards)
    route.redirects = UInt8(clamping: redirects)
    route.firstShare = Int32(shares.count)
    var sum = 0
    for share in forward.shares where share.weight > 0 {
      guard let group = world.loadBalancing.targetGroups[share.group] else { continue }
      let key = NodeKey(balancer: balancer.id, zone: row.zone, port: listener.port, group: group.id)
      let position = node(key)
      fill(position, with: group, of: balancer, zone: row.zone)
      sum += share.weight
      shares.append(BalancerShare(limit: Double(sum) / Double(total), node: position))
    }
    route.shares = Int32(shares.count) - route.firstShare
    if let lifetime = forward.stickiness, clients > 0 {
      route.sticky = stickyTable(owner)
      route.stickyLifetime = UInt64(max(0, lifetime.nanoseconds))
    }
    return route
  }

  /// What a client's tie to a group belongs to: the rule that takes the request, else the listener.
  private func owner(of listener: Listener, _ request: WebRequest) -> UInt64 {
    let rule = world.rules(of: listener.id).first { $0.conditions.allSatisfy { $0.holds(for: request) } }
    return rule?.id.bits ?? listener.id.bits
  }

  /// Whether the host of a redirect leads to the load balancer again.
  private func leads(
    _ host: String, from old: String, to balancer: LoadBalancer, _ population: Population
  ) -> Bool {
    if host.lowercased().utf8.elementsEqual(old.lowercased().utf8) { return true }
    let addresses = world.resolve(host: host, from: population.city).alternatives.flatMap(\.addresses)
    return balancer.nodes.contains { addresses.contains($0.address) }
  }
}
