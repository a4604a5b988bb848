import Cloud
import EventKernel

extension Engine {
  /// Compiles the nodes of every load balancer for every port that users connect to or are sent to.
  func compileNodes() {
    var ports: [Int] = []
    for population in workload.populations where !ports.contains(population.port) {
      ports.append(population.port)
    }
    for visitor in edges.visitors where !ports.contains(visitor.population.port) {
      ports.append(visitor.population.port)
    }
    routes.removeAll(keepingCapacity: true)
    shares.removeAll(keepingCapacity: true)
    hasRedirects = false
    for (_, balancer) in world.loadBalancing.loadBalancers {
      for port in ports {
        for node in balancer.nodes { compile(node, of: balancer, port: port) }
      }
    }
  }

  private func compile(_ row: LoadBalancer.Node, of balancer: LoadBalancer, port: Int) {
    let position = node(NodeKey(balancer: balancer.id, zone: row.zone, port: port))
    let node = nodes + Int(position)
    let name = "\(balancer.name)/\(row.zone.rawValue)"
    node.pointee.isUp = world.runsNode(of: balancer, in: row.zone)
    node.pointee.downCause = recorder.cause(.balancerNodeDown, name)
    node.pointee.closedCause = recorder.cause(.portClosed, "\(balancer.name):\(port)")
    node.pointee.isRouted = false
    guard balancer.state == .active, let listener = world.listener(of: balancer.id, port: port) else {
      node.pointee.isListening = false
      return
    }
    node.pointee.isListening = true
    if let group = onlyGroup(of: listener), group.kind != .loadBalancer,
      isSpokenByAll(listener, port: port)
    {
      fill(position, with: group, of: balancer, zone: row.zone)
    } else {
      compileRoutes(of: position, row, of: balancer, listener)
    }
  }

  /// The group to which a listener sends everything; `nil` when it depends on the request.
  private func onlyGroup(of listener: Listener) -> TargetGroup? {
    guard case .forward(let forward) = listener.defaultAction, forward.shares.count == 1,
      forward.shares[0].weight > 0, world.rules(of: listener.id).isEmpty
    else { return nil }
    return world.loadBalancing.targetGroups[forward.shares[0].group]
  }

  /// Whether all users of a port can speak to its listener, so that no request needs a route of its own.
  private func isSpokenByAll(_ listener: Listener, port: Int) -> Bool {
    (workload.populations + edges.visitors.map(\.population)).allSatisfy { population in
      population.port != port
        || world.handshakeFault(with: listener, scheme: population.scheme, host: population.host) == nil
    }
  }

  /// Gives a node the targets of a group.
  func fill(_ position: Int32, with group: TargetGroup, of balancer: LoadBalancer, zone: Zone) {
    let node = nodes + Int(position)
    #if DEBUG
      if planted == .turnForgotten { node.pointee.turn = 0 }
    #endif
    node.pointee.isListening = true
    node.pointee.isUp = world.runsNode(of: balancer, in: zone)
    node.pointee.paysBetweenZones = balancer.kind == .network
    node.pointee.group = group.id
    node.pointee.groupPosition = self.position(of: group.id)
    node.pointee.emptyCause = recorder.cause(.noRegisteredTarget, group.name)
    node.pointee.unhealthyCause = recorder.cause(.noHealthyTarget, group.name)
    node.pointee.slowCause = recorder.cause(.balancerTimeout, balancer.name)
    node.pointee.algorithm = group.attributes.algorithm
    node.pointee.slowStart = UInt64(max(0, group.attributes.slowStart.nanoseconds))
    node.pointee.idleTimeout =
      balancer.kind == .application ? UInt64(max(0, balancer.attributes.idleTimeout.nanoseconds)) : 0
    setStickiness(of: node, group)
    let crossZone = world.usesCrossZone(group, balancer)
    var usable = targets(of: group, in: crossZone ? nil : zone)
    // A zonal shift spares the targets of its zone too, as long as others are left (facts: ELB 6.7).
    if crossZone, let away = world.shiftedZone(of: balancer.id) {
      let others = usable.filter { $0.instance.zone != away }
      if !others.isEmpty { usable = others }
    }
    let healthy = usable.filter { $0.target.health == .healthy }
    let failsOpen = group.attributes.routingMinimum.isMissed(by: healthy.count, of: usable.count)
    node.pointee.isFailingOpen = failsOpen && !usable.isEmpty
    let chosen = failsOpen ? usable : healthy
    node.pointee.setTargets(
      chosen.map { entry in
        (
          server: entry.server,
          denial: denial(from: balancer, group, to: entry.instance, port: entry.target.port),
          since: UInt64(max(0, entry.target.healthySince?.nanoseconds ?? 0))
        )
      })
  }

  private func setStickiness(of node: UnsafeMutablePointer<BalancerNode>, _ group: TargetGroup) {
    guard group.attributes.stickiness, clients > 0 else {
      node.pointee.sticky = -1
      return
    }
    node.pointee.sticky = stickyTable(group.id.bits)
    // A client by its address stays as long as it comes again; cookies end (facts: ELB 6.4).
    let lifetime: Duration =
      switch group.attributes.stickinessKind {
      case .cookie: group.attributes.cookieLifetime
      case .appCookie: group.attributes.appCookieLifetime
      case .sourceAddress: .days(7)
      }
    node.pointee.stickyLifetime = UInt64(max(0, lifetime.nanoseconds))
  }

  /// The table of clients that stay with targets of a group or shares of a rule, made when it is new.
  func stickyTable(_ owner: UInt64) -> Int32 {
    if let position = stickyPositions[owner] { return position }
    stickyTables.append(StickyTable(clients: clients))
    stickyPositions[owner] = Int32(stickyTables.count - 1)
    return Int32(stickyTables.count - 1)
  }

  /// The targets that a node may use, by zone, then in the order of their machines in it.
  private func targets(
    of group: TargetGroup, in zone: Zone?
  ) -> [(target: Target, instance: Instance, server: Int32)] {
    var list: [(target: Target, instance: Instance, server: Int32)] = []
    for (id, target) in group.targets where target.counts(in: zone) {
      switch target.health {
      case .unused, .draining: continue
      case .initial, .healthy, .unhealthy: break
      }
      guard let instance = world.instance(behind: id.place, of: group),
        let server = serverPositions[instance.id]
      else { continue }
      list.append((target, instance, server))
    }
    return list.sorted { left, right in
      let a = left.instance
      let b = right.instance
      if a.zone != b.zone { return a.zone < b.zone }
      if a.type != b.type { return a.type.utf8.lexicographicallyPrecedes(b.type.utf8) }
      if a.ordinal != b.ordinal { return a.ordinal < b.ordinal }
      return a.id != b.id ? a.id < b.id : left.target.port < right.target.port
    }
  }

  private func denial(
    from balancer: LoadBalancer, _ group: TargetGroup, to instance: Instance, port: Int
  ) -> Int32 {
    // A node speaks to targets from its private address, that of the target's own zone if there is one.
    let node = balancer.nodes.first { $0.zone == instance.zone } ?? balancer.nodes.first
    let address = node?.privateAddress ?? IPv4Address(bits: 0)
    // A network load balancer passes the client's address on unless it was told not to (facts: ELB 6.1).
    let seesClient = balancer.kind == .network && group.attributes.preservesClientAddress
    var sources: [FlowSource] = seesClient ? [.address(Engine.userAddress)] : []
    if !balancer.securityGroups.isEmpty {
      sources.append(.groups(balancer.securityGroups, address))
    } else if !seesClient {
      sources.append(.address(address))
    }
    let verdicts = sources.map { world.accessVerdict(from: $0, to: instance, port: port) }
    if !verdicts.contains(where: \.isAllowed),
      let denied = verdicts.first.flatMap({ cause(of: $0, at: instance.id.description) })
    {
      return denied
    }
    let app = world.app(of: instance)
    if instance.isServing, app?.port != port {
      return recorder.cause(.portClosed, "\(instance.id):\(port)")
    }
    return -1
  }

  /// The position of a node, made when it is new.
  func node(_ key: NodeKey) -> Int32 { nodePositions[key] ?? addNode(key) }

  private func addNode(_ key: NodeKey) -> Int32 {
    if nodeCount == nodeCapacity {
      let larger = UnsafeMutablePointer<BalancerNode>.allocate(capacity: nodeCapacity * 2)
      larger.moveInitialize(from: nodes, count: nodeCount)
      nodes.deallocate()
      nodes = larger
      nodeCapacity *= 2
    }
    nodes.advanced(by: nodeCount).initialize(to: BalancerNode(zone: position(of: key.zone), of: key.balancer))
    nodeCount += 1
    nodePositions[key] = Int32(nodeCount - 1)
    return Int32(nodeCount - 1)
  }

  private func position(of group: TargetGroupID) -> Int32 {
    if let index = groups.firstIndex(of: group) { return Int32(index) }
    groups.append(group)
    return Int32(groups.count - 1)
  }
}
