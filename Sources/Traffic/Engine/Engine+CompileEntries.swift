import Cloud
import EventKernel

extension Engine {
  // MARK: Load balancers

  /// Compiles the nodes of every load balancer for every port that users connect to.
  func compileNodes() {
    var ports: [Int] = []
    for population in workload.populations where !ports.contains(population.port) {
      ports.append(population.port)
    }
    for (_, balancer) in world.loadBalancing.loadBalancers {
      for port in ports {
        for node in balancer.nodes { compile(node, of: balancer, port: port) }
      }
    }
  }

  private func compile(_ row: LoadBalancer.Node, of balancer: LoadBalancer, port: Int) {
    let key = NodeKey(balancer: balancer.id, zone: row.zone, port: port)
    let position = nodePositions[key] ?? addNode(key)
    let node = nodes + Int(position)
    let name = "\(balancer.name)/\(row.zone.rawValue)"
    node.pointee.hasPower = world.hasPower(row.zone)
    node.pointee.downCause = recorder.cause(.balancerNodeDown, name)
    node.pointee.closedCause = recorder.cause(.portClosed, "\(balancer.name):\(port)")
    guard balancer.state == .active, let group = world.targetGroup(listening: balancer.id, port: port)
    else {
      node.pointee.isListening = false
      return
    }
    node.pointee.isListening = true
    node.pointee.paysBetweenZones = balancer.kind == .network
    node.pointee.group = group.id
    node.pointee.groupPosition = self.position(of: group.id)
    node.pointee.emptyCause = recorder.cause(.noRegisteredTarget, group.name)
    node.pointee.unhealthyCause = recorder.cause(.noHealthyTarget, group.name)
    node.pointee.usesLeastOutstanding = group.attributes.algorithm == .leastOutstandingRequests
    node.pointee.slowStart = UInt64(max(0, group.attributes.slowStart.nanoseconds))
    let crossZone = world.usesCrossZone(group, balancer)
    let usable = targets(of: group, in: crossZone ? nil : row.zone)
    let healthy = usable.filter { $0.target.health == .healthy }
    node.pointee.isFailingOpen = healthy.isEmpty && !usable.isEmpty
    let chosen = healthy.isEmpty ? usable : healthy
    node.pointee.setTargets(
      chosen.map { entry in
        (
          server: entry.server, denial: denial(from: balancer, to: entry.instance, port: entry.target.port),
          since: UInt64(max(0, entry.target.healthySince?.nanoseconds ?? 0))
        )
      })
  }

  /// The targets that a node may use, by zone, then in the order of their machines in it.
  private func targets(
    of group: TargetGroup, in zone: Zone?
  ) -> [(target: Target, instance: Instance, server: Int32)] {
    var list: [(target: Target, instance: Instance, server: Int32)] = []
    for (id, target) in group.targets {
      switch target.health {
      case .unused, .draining: continue
      case .initial, .healthy, .unhealthy: break
      }
      guard let instance = world.ec2.instances[id], let server = serverPositions[id],
        zone == nil || instance.zone == zone
      else { continue }
      list.append((target, instance, server))
    }
    return list.sorted { left, right in
      let a = left.instance
      let b = right.instance
      if a.zone != b.zone { return a.zone < b.zone }
      if a.type != b.type { return a.type.utf8.lexicographicallyPrecedes(b.type.utf8) }
      return a.ordinal != b.ordinal ? a.ordinal < b.ordinal : a.id < b.id
    }
  }

  private func denial(from balancer: LoadBalancer, to instance: Instance, port: Int) -> Int32 {
    // A node speaks to targets from its private address, that of the target's own zone if there is one.
    let node = balancer.nodes.first { $0.zone == instance.zone } ?? balancer.nodes.first
    let address = node?.privateAddress ?? IPv4Address(bits: 0)
    let source: FlowSource =
      balancer.securityGroups.isEmpty ? .address(address) : .groups(balancer.securityGroups, address)
    let verdict = world.accessVerdict(from: source, to: instance, port: port)
    if let denied = cause(of: verdict, at: instance.id.description) { return denied }
    let app = world.app(of: instance)
    if instance.isServing, app?.port != port {
      return recorder.cause(.portClosed, "\(instance.id):\(port)")
    }
    return -1
  }

  /// The cause that a verdict gives to requests; `nil` when it lets them through.
  func cause(of verdict: AccessVerdict, at resource: String) -> Int32? {
    switch verdict {
    case .allowed: nil
    case .denied(let group): recorder.cause(.securityGroupDenied, group?.description ?? resource)
    case .stopped(let acl): recorder.cause(.networkACLDenied, acl.description)
    }
  }

  private func addNode(_ key: NodeKey) -> Int32 {
    if nodeCount == nodeCapacity {
      let larger = UnsafeMutablePointer<BalancerNode>.allocate(capacity: nodeCapacity * 2)
      larger.moveInitialize(from: nodes, count: nodeCount)
      nodes.deallocate()
      nodes = larger
      nodeCapacity *= 2
    }
    nodes.advanced(by: nodeCount).initialize(to: BalancerNode(zone: position(of: key.zone)))
    nodeCount += 1
    nodePositions[key] = Int32(nodeCount - 1)
    return Int32(nodeCount - 1)
  }

  private func position(of group: TargetGroupID) -> Int32 {
    if let index = groups.firstIndex(of: group) { return Int32(index) }
    groups.append(group)
    if groups.count > groupCapacity {
      let larger = UnsafeMutablePointer<GroupCounts>.allocate(capacity: groupCapacity * 2)
      larger.initialize(repeating: GroupCounts(), count: groupCapacity * 2)
      larger.update(from: groupCounts, count: groupCapacity)
      groupCounts.deallocate()
      groupCounts = larger
      groupCapacity *= 2
    }
    return Int32(groups.count - 1)
  }

  // MARK: Addresses

  /// Looks again at what stands behind every address that users have been given, and how far it is.
  func compileEntries() {
    for index in 0..<entryCount { compileEntry(index) }
    compileLeads()
  }

  /// The entry point of an address and a port, made when it is new.
  func entry(at address: IPv4Address, port: Int) -> Int32 {
    let key = UInt64(address.bits) << 16 | UInt64(port & 0xFFFF)
    if let position = entryPositions[key] { return position }
    if entryCount == entryCapacity {
      let larger = UnsafeMutablePointer<EntryPoint>.allocate(capacity: entryCapacity * 2)
      larger.moveInitialize(from: entries, count: entryCount)
      entries.deallocate()
      entries = larger
      entryCapacity *= 2
    }
    entries.advanced(by: entryCount).initialize(to: EntryPoint(address: address, port: port, kind: .nothing))
    entryCount += 1
    entryPositions[key] = Int32(entryCount - 1)
    compileEntry(entryCount - 1)
    return Int32(entryCount - 1)
  }

  private func compileEntry(_ index: Int) {
    let entry = entries + index
    let address = entry.pointee.address
    let port = entry.pointee.port
    entry.pointee.stale = recorder.cause(.staleAddress, address.description)
    entry.pointee.denied = -1
    entry.pointee.kind = .nothing
    // Addresses of documentation stand for users everywhere; their rules are those for 0.0.0.0/0.
    let users = FlowSource.address(Engine.userAddress)
    switch world.endpoint(at: address) {
    case .loadBalancerNode(let id, let zone):
      guard let balancer = world.loadBalancing.loadBalancers[id],
        let position = nodePositions[NodeKey(balancer: id, zone: zone, port: port)]
      else { return }
      entry.pointee.kind = .node(position)
      if !balancer.securityGroups.isEmpty,
        !world.allows(from: users, toGroups: balancer.securityGroups, port: port)
      {
        entry.pointee.denied = recorder.cause(
          .securityGroupDenied, balancer.securityGroups.first?.description ?? balancer.name)
      } else if let node = balancer.nodes.first(where: { $0.zone == zone }) {
        if !world.isReachableFromInternet(node.subnet) {
          entry.pointee.denied = recorder.cause(.noInternetRoute, node.subnet.description)
        } else if let acl = world.stoppingACL(
          from: users, to: node.privateAddress, in: balancer.vpc, port: port)
        {
          entry.pointee.denied = recorder.cause(.networkACLDenied, acl.description)
        }
      }
    case .instance(let id):
      guard let instance = world.ec2.instances[id], let position = serverPositions[id]
      else { return }
      entry.pointee.kind = .instance(position)
      if !world.isReachableFromInternet(instance.subnet) {
        entry.pointee.denied = recorder.cause(.noInternetRoute, instance.subnet.description)
      } else if let denied = cause(
        of: world.accessVerdict(from: users, to: instance, port: port), at: id.description)
      {
        entry.pointee.denied = denied
      } else if instance.isServing, world.app(of: instance)?.port != port {
        entry.pointee.denied = recorder.cause(.portClosed, "\(id):\(port)")
      }
    case .database, .cache, .none: break
    }
  }

  /// An address out of 203.0.113.0/24, which documentation is given, for users anywhere.
  static let userAddress = IPv4Address(bits: 0xCB00_7107)

  /// How long a request of a population travels to an entry point.
  @inline(__always)
  func oneWay(from position: Int, to entry: Int32) -> UInt64 {
    let zone: Int16
    switch entries[Int(entry)].kind {
    case .node(let node): zone = nodes[Int(node)].zone
    case .instance(let server): zone = servers[Int(server)].zone
    case .nothing: return sources[position].lead
    }
    return ways[position * Engine.mostZones + Int(zone)]
  }

  /// The most zones that a run can meet; a world has at most 34 Regions of six.
  static let mostZones = 256

  /// Works out how far every population is from every zone, and the shortest of these ways.
  private func compileLeads() {
    let known = zones.count
    guard known != leadsKnownFor, known > 0 else { return }
    precondition(known <= Engine.mostZones, "A run meets more zones than AWS has.")
    leadsKnownFor = known
    for position in sources.indices {
      var shortest = UInt64.max
      for (index, zone) in zones.enumerated() {
        let trip = world.catalog.roundTrip(fromCity: sources[position].population.city, to: zone.region)
        let way = UInt64(max(0, (trip ?? .zero).nanoseconds)) / 2
        ways[position * Engine.mostZones + index] = way
        shortest = min(shortest, way)
      }
      // What is under way was put down with the old lead; a shorter one holds from the next request on.
      if sources[position].number == 0 { sources[position].lead = shortest }
    }
  }
}
