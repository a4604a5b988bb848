import Cloud
import EventKernel

extension Engine {
  // MARK: Addresses

  /// Looks again at what stands behind every address that users have been given, and how far it is.
  func compileEntries() {
    for index in 0..<entryCount { compileEntry(index) }
    compileLeads()
  }

  /// The entry point of an address and a port, made when it is new.
  ///
  /// - Parameter isForEdges: whether it is an edge location that comes.
  func entry(at address: IPv4Address, port: Int, isForEdges: Bool = false) -> Int32 {
    let key = UInt64(address.bits) << 16 | UInt64(port & 0xFFFF) | (isForEdges ? 1 << 48 : 0)
    if let position = entryPositions[key] { return position }
    var entry = EntryPoint(address: address, port: port, kind: .nothing)
    entry.isForEdges = isForEdges
    let position = addEntry(entry, key: key)
    compileEntry(Int(position))
    return position
  }

  /// Takes up an entry point and gives its position.
  func addEntry(_ entry: EntryPoint, key: UInt64) -> Int32 {
    if entryCount == entryCapacity {
      let larger = UnsafeMutablePointer<EntryPoint>.allocate(capacity: entryCapacity * 2)
      larger.moveInitialize(from: entries, count: entryCount)
      entries.deallocate()
      entries = larger
      entryCapacity *= 2
    }
    entries.advanced(by: entryCount).initialize(to: entry)
    entryCount += 1
    entryPositions[key] = Int32(entryCount - 1)
    return Int32(entryCount - 1)
  }

  private func compileEntry(_ index: Int) {
    let entry = entries + index
    if case .door = entry.pointee.kind { return }
    let address = entry.pointee.address
    let port = entry.pointee.port
    entry.pointee.stale = recorder.cause(.staleAddress, address.description)
    entry.pointee.denied = -1
    entry.pointee.kind = .nothing
    // Addresses of documentation stand for users everywhere; their rules are those for 0.0.0.0/0.
    let users = FlowSource.address(entry.pointee.isForEdges ? World.edgeAddress : Engine.userAddress)
    switch world.endpoint(at: address) {
    case .loadBalancerNode(let id, let zone):
      guard let balancer = world.loadBalancing.loadBalancers[id],
        let position = nodePositions[NodeKey(balancer: id, zone: zone, port: port)]
      else { return }
      entry.pointee.kind = .node(position)
      if !balancer.isInternetFacing {
        // Its names have private addresses, which lead nowhere outside of the VPC.
        entry.pointee.denied = recorder.cause(.noInternetRoute, balancer.name)
      } else if !balancer.securityGroups.isEmpty,
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
    case .door(let door): return edges.doors[Int(door)].way
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
    for position in 0..<sourceCount {
      var shortest = UInt64.max
      for (index, zone) in zones.enumerated() {
        let trip = world.catalog.roundTrip(fromCity: sources[position].population.city, to: zone.region)
        #if DEBUG
          let detour = planted == .weatherOnTheWay ? run.weather.rawValue % 7 * 1_000_000 : 0
        #else
          let detour: UInt64 = 0
        #endif
        let way = UInt64(max(0, (trip ?? .zero).nanoseconds)) / 2 + detour
        ways[position * Engine.mostZones + index] = way
        shortest = min(shortest, way)
      }
      for service in world.sharedServices(behind: sources[position].population.host) {
        shortest = min(shortest, way(from: sources[position].population.city, to: service))
      }
      // What is under way was put down with the old lead; a shorter one holds from the next request on.
      if sources[position].number == 0 { sources[position].lead = shortest }
    }
  }

  /// The cause that a verdict gives to requests; `nil` when it lets them through.
  func cause(of verdict: AccessVerdict, at resource: String) -> Int32? {
    switch verdict {
    case .allowed: nil
    case .denied(let group): recorder.cause(.securityGroupDenied, group?.description ?? resource)
    case .stopped(let acl): recorder.cause(.networkACLDenied, acl.description)
    }
  }
}
