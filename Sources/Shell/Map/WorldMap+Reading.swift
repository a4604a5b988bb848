import Cloud

extension WorldMap {
  /// The map of a world as it stands.
  ///
  /// - Parameter loads: how busy instances are, by id, where a run tells it.
  init(_ world: World, loads: [String: Double] = [:]) {
    let reader = WorldMapReader(world: world, loads: loads)
    var paths: [Path] = []
    for population in world.lab.workload.populations {
      let users = Users(
        city: population.city, perSecond: population.rate.points.first?.perSecond ?? 0)
      let path = reader.path(of: population, users: users)
      let same = paths.firstIndex {
        $0.host == path.host && $0.balancers == path.balancers && $0.machines == path.machines
          && $0.services == path.services
      }
      if let same { paths[same].users.append(users) } else { paths.append(path) }
    }
    self.paths = paths
    let onTheWay = Set(paths.flatMap(\.balancers).map(\.name))
    balancersApart = world.loadBalancing.loadBalancers.rows.filter { !onTheWay.contains($0.name) }
      .map { reader.balancer($0) }
    let shown = Set(
      (paths.flatMap(\.balancers) + balancersApart).flatMap(\.zones).flatMap(\.targets).map(\.id)
        + paths.flatMap(\.machines).map(\.id))
    apart = reader.ordered(
      world.ec2.instances.rows
        .filter { $0.state != .terminated && !shown.contains($0.id.description) }
        .map { reader.machine($0, health: nil) })
    stores = reader.stores
  }
}

/// Reads the parts of a map out of a world.
private struct WorldMapReader {
  let world: World
  let loads: [String: Double]

  func path(of population: Population, users: WorldMap.Users) -> WorldMap.Path {
    var balancers: [LoadBalancerID] = []
    var machines: [InstanceID] = []
    var services: [WorldMap.Service] = []
    let answer = world.resolve(host: population.host, from: population.city)
    var addresses = answer.alternatives.flatMap(\.addresses)
    for shared in addresses.compactMap({ world.sharedService(at: $0) }) {
      guard let service = service(shared, of: population, &addresses) else { continue }
      if !services.contains(service) { services.append(service) }
    }
    for address in addresses {
      switch world.endpoint(at: address) {
      case .loadBalancerNode(let id, _): if !balancers.contains(id) { balancers.append(id) }
      case .instance(let id): if !machines.contains(id) { machines.append(id) }
      case .database, .cache, .none: break
      }
    }
    return WorldMap.Path(
      users: [users], host: population.host,
      balancers: balancers.sorted().compactMap { world.loadBalancing.loadBalancers[$0] }.map { balancer($0) },
      machines: ordered(machines.compactMap { world.ec2.instances[$0] }.map { machine($0, health: nil) }),
      services: services.isEmpty ? nil : services)
  }

  /// A distribution or bucket that a host leads to; the addresses of a distribution's servers are added to those given.
  private func service(
    _ shared: SharedService, of population: Population, _ addresses: inout [IPv4Address]
  ) -> WorldMap.Service? {
    switch shared {
    case .storage(_, let isWebsite):
      return WorldMap.Service(
        name: population.host, kind: isWebsite ? "website" : "bucket", state: nil, buckets: [])
    case .edge:
      guard let row = world.deployedDistribution(for: population.host) else { return nil }
      var buckets: [String] = []
      let config = row.inForce
      for origin in config.origins.all {
        switch world.originPlace(origin.id, of: row, scheme: "https") {
        case .bucket(let bucket, _, _)?, .website(let bucket, _, _)?: buckets.append(bucket.text)
        case .server(let name, _, _, _, _, _)?:
          let found = world.resolve(host: name, from: population.city).alternatives.flatMap(\.addresses)
          addresses += found.filter { !addresses.contains($0) }
        case nil: break
        }
      }
      return WorldMap.Service(
        name: row.id, kind: "distribution", state: config.enabled ? row.status : "Disabled",
        buckets: buckets)
    }
  }

  func balancer(_ balancer: LoadBalancer) -> WorldMap.Balancer {
    let groups = world.groups(behind: balancer.id)
    var targets: [WorldMap.Machine] = []
    for group in groups.sorted().compactMap({ world.loadBalancing.targetGroups[$0] }) {
      for (id, target) in group.targets {
        guard let instance = world.instance(behind: id.place, of: group) else { continue }
        targets.append(machine(instance, health: target.health.code))
      }
    }
    let nodes = Set(balancer.nodes.map(\.zone.rawValue))
    let zones = nodes.union(targets.map(\.zone)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return WorldMap.Balancer(
      name: balancer.name, kind: balancer.kind.rawValue, state: balancer.state.rawValue,
      zones: zones.map { zone in
        WorldMap.BalancerZone(
          zone: zone, hasNode: nodes.contains(zone), targets: ordered(targets.filter { $0.zone == zone }))
      })
  }

  func machine(_ instance: Instance, health: String?) -> WorldMap.Machine {
    WorldMap.Machine(
      id: instance.id.description, name: instance.tags["Name"] ?? "", type: instance.type,
      zone: instance.zone.rawValue, state: instance.shownState, health: health,
      group: instance.autoScalingGroup, load: loads[instance.id.description])
  }

  /// Databases, then caches.
  var stores: [WorldMap.Store] {
    let machines = world.ec2.instances.rows.filter { $0.state != .terminated }
    func users(_ leads: (AppSettings) -> Bool) -> Int { machines.count { leads($0.settings) } }
    var stores: [WorldMap.Store] = []
    for (key, database) in world.rds.instances {
      var nodes = [
        WorldMap.Store.Node(
          role: database.replication == nil ? "primary" : "replica", zone: database.zone.rawValue)
      ]
      if database.isMultiAZ, let standby = database.standbyZone {
        nodes.append(WorldMap.Store.Node(role: "standby", zone: standby.rawValue))
      }
      stores.append(
        WorldMap.Store(
          id: database.identifier, kind: "database", type: database.instanceClass,
          state: database.status.rawValue, nodes: nodes,
          users: users { settings in
            [settings.databaseHost, settings.databaseReadHost].contains {
              $0.flatMap { world.databaseKey(forHost: $0) } == key
            }
          }))
    }
    for (key, cache) in world.elastiCache.replicationGroups {
      stores.append(
        WorldMap.Store(
          id: cache.id, kind: "cache", type: cache.nodeType, state: cache.status,
          nodes: cache.nodes.enumerated().map { index, node in
            WorldMap.Store.Node(
              role: cache.isSharded || index == cache.primary ? "primary" : "replica",
              zone: node.zone.rawValue)
          },
          users: users { settings in settings.cacheHost.flatMap { world.cacheKey(forHost: $0) } == key }))
    }
    return stores
  }

  /// By zone, then name, then id.
  func ordered(_ machines: [WorldMap.Machine]) -> [WorldMap.Machine] {
    machines.sorted { left, right in
      for (one, other) in [(left.zone, right.zone), (left.name, right.name)]
      where !one.utf8.elementsEqual(other.utf8) {
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
      return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }
  }
}

extension Instance {
  /// What the machine does, as the map says it.
  fileprivate var shownState: String {
    guard state == .running else { return state.rawValue }
    guard hasPower else { return "no-power" }
    switch activity {
    case .serving: return "serving"
    case .booting: return "starting"
    case .appFailed: return "application-failed"
    case .silent: return "silent"
    }
  }
}

extension Target.Health {
  /// The health in one word.
  fileprivate var code: String {
    switch self {
    case .unused: "unused"
    case .initial: "initial"
    case .healthy: "healthy"
    case .unhealthy: "unhealthy"
    case .draining: "draining"
    }
  }
}
