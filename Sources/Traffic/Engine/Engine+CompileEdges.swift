import Cloud
import EventKernel

extension Engine {
  // MARK: Before a run

  /// Finds out which servers edge locations may ask in the run, so that load balancers know them as visitors.
  ///
  /// Settings that are still being deployed count, since they come into force while the run goes on.
  func prepareEdges() {
    guard !world.cloudFront.distributions.isEmpty else { return }
    for population in workload.populations
    where world.sharedServices(behind: population.host).contains(.edge) {
      for row in world.cloudFront.distributions.rows {
        for config in [row.deployed, row.config].compactMap({ $0 }) {
          var settings = row
          settings.deployed = config
          settings.hasBeenDeployed = true
          if world.distribution(settings, answersTo: population.host) {
            addVisitors(settings, config, city: population.city)
          }
        }
      }
    }
  }

  private func addVisitors(_ row: EdgeDistribution, _ config: DistributionConfig, city: String) {
    let root = config.defaultRootObject ?? ""
    for origin in config.origins.all {
      for scheme in ["http", "https"] {
        guard
          case .server(let host, _, let port, let path, _, _)? = world.originPlace(
            origin.id, of: row, scheme: scheme),
          visitor(row.id, city, host: host, port: port, path, root) == nil,
          workload.populations.count + edges.visitors.count < Int(UInt16.max)
        else { continue }
        let population = Population(
          name: row.id, city: city, host: host, port: port, rate: .constant(0), timeout: .seconds(30))
        edges.visitors.append(
          EdgeVisitor(
            distribution: row.id, city: city, population: population, path: path, root: root))
      }
    }
  }

  /// The position of an edge location as a visitor of a server; `nil` when there is none.
  private func visitor(
    _ distribution: String, _ city: String, host: String, port: Int, _ path: String, _ root: String
  ) -> Int32? {
    edges.visitors.firstIndex {
      $0.distribution.utf8.elementsEqual(distribution.utf8) && $0.city.utf8.elementsEqual(city.utf8)
        && $0.population.host.utf8.elementsEqual(host.utf8) && $0.population.port == port
        && $0.path.utf8.elementsEqual(path.utf8) && $0.root.utf8.elementsEqual(root.utf8)
    }.map { Int32($0) }
  }

  // MARK: Doors

  /// The entry point of a population to a service whose address many customers share, made when it is new; `nil` for
  /// other addresses.
  func serviceEntry(at address: IPv4Address, for position: Int) -> Int32? {
    guard let service = world.sharedService(at: address) else { return nil }
    let key = 1 << 63 | UInt64(address.bits) << 16 | UInt64(position & 0xFFFF)
    if let known = entryPositions[key] { return known }
    let first: Int
    let isStore: Bool
    switch service {
    case .edge:
      isStore = false
      first = edges.routes.count
      edges.routes += Array(repeating: EdgeRoute(), count: kindCount)
      edges.origins += Array(repeating: EdgeOrigin(), count: 2 * kindCount)
    case .storage:
      isStore = true
      first = edges.stores.count
      edges.stores += Array(repeating: StoreRoute(), count: kindCount)
    }
    edges.doors.append(
      ServiceDoor(population: position, service: service, isStore: isStore, firstRoute: first))
    let door = edges.doors.count - 1
    compileDoor(door)
    let entry = EntryPoint(
      address: address, port: workload.populations[position].port, kind: .door(Int32(door)))
    return addEntry(entry, key: key)
  }

  /// Works out again what edge locations and S3 do, and drops the copies that were invalidated.
  func compileEdges() {
    for position in edges.doors.indices { compileDoor(position) }
    dropInvalidated()
  }

  private func compileDoor(_ position: Int) {
    let door = edges.doors[position]
    let population = workload.populations[door.population]
    edges.doors[position].way = way(from: population.city, to: door.service)
    switch door.service {
    case .edge: compileEdgeDoor(position, population)
    case .storage(let region, let isWebsite):
      for (kind, entry) in workload.classes.enumerated() {
        let request = entry.request(of: population, source: Engine.userAddress)
        let visit = world.storeVisit(request, region: region, isWebsite: isWebsite)
        edges.stores[door.firstRoute + kind] = storeRoute(visit, request)
      }
    }
  }

  /// How long a request travels from a city to its edge location (TEACH, facts: Regions 1.3).
  func edgeWay(fromCity city: String) -> UInt64 {
    UInt64(max(0, (world.catalog.city(city)?.access ?? .zero).nanoseconds)) / 2
  }

  /// How long a request travels from a city to a service.
  func way(from city: String, to service: SharedService) -> UInt64 {
    switch service {
    case .edge: edgeWay(fromCity: city)
    case .storage(let region, _):
      UInt64(max(0, (world.catalog.roundTrip(fromCity: city, to: region) ?? .zero).nanoseconds)) / 2
    }
  }

  private func compileEdgeDoor(_ position: Int, _ population: Population) {
    let door = edges.doors[position]
    guard let row = world.deployedDistribution(for: population.host) else {
      edges.doors[position].site = -1
      let cause = recorder.cause(.edgeHostUnknown, population.host)
      for kind in 0..<kindCount {
        edges.routes[door.firstRoute + kind] = EdgeRoute(refusal: EdgeError(cause: cause, status: 403))
      }
      return
    }
    var keys: Int32 = 1
    for (kind, entry) in workload.classes.enumerated() {
      let request = entry.request(of: population, source: Engine.userAddress)
      let visit = world.edgeVisit(request, to: row)
      let route = edgeRoute(visit, of: row, entry)
      edges.routes[door.firstRoute + kind] = route
      if route.firstKey >= 0 { keys = max(keys, route.firstKey + route.keys) }
      for (number, id) in visit.origins.prefix(2).enumerated() {
        edges.origins[(door.firstRoute + kind) * 2 + number] = origin(id, visit, of: row, population.city)
      }
    }
    edges.doors[position].site = site(of: row, door.population, keys: Int(keys))
  }

  private func edgeRoute(_ visit: EdgeVisit, of row: EdgeDistribution, _ kind: RequestClass) -> EdgeRoute {
    var route = EdgeRoute()
    route.redirects = visit.isRedirected ? 1 : 0
    route.lifetimes = visit.lifetimes
    route.bytes = UInt64(max(0, kind.responseBytes))
    if let refusal = visit.refusal {
      route.refusal = error(refusal, visit.request, of: row)
      route.hangs = refusal == .closedPort
      return route
    }
    route.origins = UInt8(clamping: min(2, visit.origins.count))
    for (bit, status) in EdgeRoute.failoverStatuses.enumerated() where visit.failoverCodes.contains(status) {
      route.failover |= 1 << UInt16(bit)
    }
    #if DEBUG
      let key = planted == .keptDespiteTTL ? visit.key ?? visit.request.path : visit.key
    #else
      let key = visit.key
    #endif
    // What writes is answered by its origin alone, whatever its method.
    // Simplified: edge-objects
    let count = max(1, kind.keys)
    if kind.writes == 0, let key, let first = edges.keys(key, visit.request.path, count: count, of: row.id) {
      route.firstKey = first
      route.keys = Int32(count)
    }
    return route
  }

  private func error(
    _ refusal: EdgeVisit.Refusal, _ request: WebRequest, of row: EdgeDistribution
  ) -> EdgeError {
    switch refusal {
    case .closedPort: EdgeError(cause: recorder.cause(.portClosed, "\(row.id):\(request.port)"))
    case .noCertificate: EdgeError(cause: recorder.cause(.noFittingCertificate, request.host))
    case .disabled: EdgeError(cause: recorder.cause(.distributionDisabled, row.id), status: 403)
    case .httpsOnly:
      EdgeError(cause: recorder.cause(.protocolMismatch, "\(row.id):\(request.port) HTTPS"), status: 403)
    case .method:
      EdgeError(cause: recorder.cause(.edgeMethodRefused, "\(row.id) \(request.method)"), status: 403)
    }
  }

  private func origin(
    _ id: String, _ visit: EdgeVisit, of row: EdgeDistribution, _ city: String
  ) -> EdgeOrigin {
    var origin = EdgeOrigin()
    let root = row.inForce.defaultRootObject ?? ""
    guard let place = world.originPlace(id, of: row, scheme: visit.request.scheme) else {
      origin.kind = .missing(EdgeError(cause: recorder.cause(.originNotFound, id), status: 502))
      return origin
    }
    if case .server(let host, _, let port, let path, let connects, let answers) = place {
      guard let visitor = visitor(row.id, city, host: host, port: port, path, root) else {
        origin.kind = .missing(EdgeError(cause: recorder.cause(.originNotFound, host), status: 502))
        return origin
      }
      origin.kind = .server(visitor: visitor)
      origin.connects = UInt64(max(0, connects.nanoseconds))
      origin.answers = UInt64(max(0, answers.nanoseconds))
    } else if let store = world.storeVisit(visit.request, from: place, for: row) {
      origin.kind = .store
      origin.store = storeRoute(store, visit.request)
      if case .serves(_, let cacheControl) = store.end {
        let freshness = Freshness(cacheControl: cacheControl)
        origin.store.lifetime = Int32(clamping: visit.lifetimes.lifetime(of: freshness))
      }
      let near = world.catalog.city(city)?.region ?? store.region
      let trip = world.catalog.roundTrip(from: near, to: store.region) ?? .zero
      origin.way = UInt64(max(0, trip.nanoseconds)) / 2
      // Three attempts of ten seconds each, and thirty seconds for the answer (facts: CloudFront 7).
      origin.connects = 30_000_000_000
      origin.answers = 30_000_000_000
    }
    return origin
  }

  private func storeRoute(_ visit: StoreVisit, _ request: WebRequest) -> StoreRoute {
    var route = StoreRoute()
    route.redirects = UInt8(clamping: visit.redirects)
    route.bucket = edges.bucket(visit.bucket, in: visit.region)
    route.prefix = edges.prefix(visit.prefix, of: visit.bucket)
    route.slowDown = recorder.cause(.s3SlowDown, "\(visit.bucket)/\(visit.prefix)")
    route.slow = recorder.cause(.slowerThanClientWaits, visit.bucket)
    let object = "\(visit.bucket)/\(visit.key)"
    switch visit.end {
    case .serves: break
    case .denied: route.error = EdgeError(cause: recorder.cause(.bucketAccessDenied, object), status: 403)
    case .missing: route.error = EdgeError(cause: recorder.cause(.objectNotFound, object), status: 404)
    case .noSite: route.error = EdgeError(cause: recorder.cause(.siteNotFound, visit.bucket), status: 404)
    case .leavesFor(let host):
      route.error = EdgeError(cause: recorder.cause(.redirectedAway, host), status: 301)
    case .unavailable:
      route.error = EdgeError(cause: recorder.cause(.s3Unavailable, visit.region.rawValue), status: 503)
    case .silent:
      route.error = EdgeError(cause: recorder.cause(.s3Unavailable, visit.region.rawValue), status: 504)
      route.hangs = true
    case .closedPort:
      route.error = EdgeError(cause: recorder.cause(.portClosed, "\(visit.bucket):\(request.port)"))
      route.hangs = true
    case .noCertificate:
      route.error = EdgeError(cause: recorder.cause(.noFittingCertificate, request.host), status: 502)
    }
    return route
  }

  // MARK: Sites

  /// The place of a distribution at the edge location of a population's city, made when it is new or has too few keys.
  private func site(of row: EdgeDistribution, _ position: Int, keys: Int) -> Int32 {
    let city = workload.populations[position].city
    let place = EdgeTables.Space(distribution: row.id, key: city)
    let site: Int
    if let known = edges.sitePositions[place] {
      site = Int(known)
      if edges.sites[site].cache.keys < keys { edges.renewCache(of: site, keys: keys) }
    } else {
      let region = world.catalog.city(city)?.region ?? Account.learnerRegion
      site = edges.sites.count
      edges.sites.append(
        EdgeSite(
          distribution: row.id, city: city, region: region, population: position,
          way: edgeWay(fromCity: city),
          cache: EdgeCache(keys: keys, generation: 0)))
      edges.sitePositions[place] = Int32(site)
    }
    edges.sites[site].rules = errorRules(of: row)
    return Int32(site)
  }

  /// What becomes of errors: for how long they are kept, and whether clients get a page of success in their place.
  private func errorRules(of row: EdgeDistribution) -> [EdgeSite.ErrorRule] {
    let config = row.inForce
    return [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map { status in
      EdgeSite.ErrorRule(
        status: UInt16(status), lifetime: UInt64(max(0, config.errorLifetime(of: status))) &* 1_000_000_000,
        isAnswered: config.successPage(for: status).map { isThere($0, of: row) } ?? false)
    }
  }

  /// Whether the page that stands in for an error is an object that the distribution may read.
  // Simplified: edge-error-pages
  private func isThere(_ path: String, of row: EdgeDistribution) -> Bool {
    let request = WebRequest(
      scheme: "https", host: row.domainName, port: 443, path: path, source: Engine.userAddress)
    let visit = world.edgeVisit(request, to: row)
    guard visit.refusal == nil, let id = visit.origins.first,
      let place = world.originPlace(id, of: row, scheme: "https"),
      let store = world.storeVisit(visit.request, from: place, for: row), case .serves = store.end
    else { return false }
    return true
  }

  /// Drops the copies of paths whose invalidation is done.
  private func dropInvalidated() {
    for (key, invalidation) in world.cloudFront.invalidations
    where invalidation.isCompleted && !edges.invalidated.contains(key) {
      edges.invalidated.insert(key)
      for kept in edges.paths where kept.distribution.utf8.elementsEqual(invalidation.distribution.utf8) {
        let isMeant = invalidation.paths.contains {
          Wildcard.matches(kept.path, pattern: $0, ignoringCase: false, onlyStars: true)
        }
        guard isMeant else { continue }
        for site in edges.sites.indices
        where edges.sites[site].distribution.utf8.elementsEqual(kept.distribution.utf8)
          && Int(kept.first + kept.count) <= edges.sites[site].cache.keys
        {
          edges.sites[site].cache.drop(kept.first, kept.count)
        }
      }
    }
  }
}
