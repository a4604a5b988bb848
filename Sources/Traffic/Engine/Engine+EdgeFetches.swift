import Cloud
import EventKernel

extension Engine {
  // MARK: Beginning

  /// An edge location fetches what a request asks for; those that come for the same meanwhile wait with it.
  func beginFetch(_ index: Int32, route: Int, site: Int, key: Int32, at time: UInt64) {
    let number = edges.begin(
      EdgeFetch(
        route: Int32(route), site: Int32(site), key: key, generation: edges.sites[site].cache.generation))
    if key >= 0 { edges.sites[site].cache.setFetch(of: key, number) }
    wait(index, for: number, at: time)
    ask(number, at: time)
  }

  /// A request waits for a fetch until it is over, or its client gives up.
  func wait(_ index: Int32, for number: Int32, at time: UInt64) {
    attempts[Int(index)].stage = .waitsAtEdge
    attempts[Int(index)].node = number
    attempts[Int(index)].next = -1
    let last = edges[number].last
    if last >= 0 { attempts[Int(last)].next = index } else { edges[number].first = index }
    edges[number].last = index
    queue.push(at: max(time, attempts[Int(index)].deadline), payload: UInt32(bitPattern: index))
  }

  /// The edge location sends a fetch to its origin, or to the one that stands in for it.
  // Simplified: cloudfront-regional-cache
  private func ask(_ number: Int32, at time: UInt64) {
    let fetch = edges[number]
    let origin = edges.origins[Int(fetch.route) * 2 + fetch.origin]
    edges[number].asked = origin
    edges.sites[Int(fetch.site)].counts.fetches &+= 1
    let asker = attempts[Int(fetch.first)]
    var attempt = Attempt(
      start: time, deadline: time &+ origin.answers, begun: time, base: asker.base, number: asker.number,
      population: asker.population, kind: asker.kind)
    attempt.tries = asker.tries
    attempt.isTraced = asker.isTraced
    attempt.fetch = number
    let kind = kinds + Int(asker.kind)
    attempt.reads = kind.pointee.reads
    attempt.writes = kind.pointee.writes
    let index = allocateAttempt(attempt)
    edges[number].attempt = index
    switch origin.kind {
    case .missing(let error): endFetch(index, error, at: time)
    case .store:
      attempts[Int(index)].stage = .reachesStore
      attempts[Int(index)].wayBack = UInt32(clamping: origin.way)
      attempts[Int(index)].travelled = 2 &* origin.way
      trace(index, "edge-fetches", storeName(of: origin), at: time, span: origin.way)
      queue.push(at: time &+ origin.way, payload: UInt32(bitPattern: index))
    case .server(let visitor): visit(Int(visitor), index, at: time)
    }
  }

  /// The name of the bucket that an origin reads.
  private func storeName(of origin: EdgeOrigin) -> String { edges.buckets[Int(origin.store.bucket)].bucket }

  /// An edge location resolves the name of a server and sends to one of its addresses.
  private func visit(_ visitor: Int, _ index: Int32, at time: UInt64) {
    if edges.visitors[visitor].resolver.expires <= time { resolveOrigin(visitor, at: time) }
    let number = attempts[Int(index)].fetch
    let count = edges.visitors[visitor].resolver.entries.count
    guard count > 0 else {
      let cause = edges.visitors[visitor].resolver.failure
      return endFetch(index, EdgeError(cause: cause, status: 502), at: time)
    }
    let base = attempts[Int(index)].base
    let choice = Engine.choice(among: UInt64(count), base, tries: UInt64(attempts[Int(index)].tries))
    let entry = edges.visitors[visitor].resolver.entries[choice]
    let site = Int(edges[number].site)
    let whole = oneWay(from: edges.sites[site].population, to: entry)
    let near = edges.sites[site].way
    let way = whole > near ? whole - near : 0
    volumes.fetches &+= 1
    attempts[Int(index)].population = UInt16(clamping: workload.populations.count + visitor)
    attempts[Int(index)].entry = entry
    attempts[Int(index)].wayBack = UInt32(clamping: way)
    attempts[Int(index)].deadline &+= 2 &* way
    attempts[Int(index)].travelled = 2 &* way
    trace(index, "edge-fetches", entries[Int(entry)].address.description, at: time, span: way)
    guard way > 0 else { return enter(index, at: time) }
    attempts[Int(index)].stage = .enters
    queue.push(at: time &+ way, payload: UInt32(bitPattern: index))
  }

  /// Asks for the addresses of a server on behalf of an edge location.
  private func resolveOrigin(_ visitor: Int, at time: UInt64) {
    let population = edges.visitors[visitor].population
    let draws = Draws(
      seed: run.weather.rawValue, purpose: DrawPurpose.resolution.rawValue,
      population: 1 << 48 | UInt64(visitor), number: edges.visitors[visitor].resolver.questions)
    edges.visitors[visitor].resolver.questions += 1
    let answer = world.resolve(host: population.host, from: population.city)
    guard let alternative = answer.alternative(drawing: draws.unit(0)), !alternative.addresses.isEmpty else {
      edges.visitors[visitor].resolver.entries = []
      edges.visitors[visitor].resolver.failure = recorder.cause(.originNotFound, population.host)
      // CloudFront asks again soon; it does not keep for the zone's fifteen minutes that a name has no address (TEACH).
      edges.visitors[visitor].resolver.expires = time &+ 10_000_000_000
      return
    }
    edges.visitors[visitor].resolver.entries = alternative.addresses.map {
      entry(at: $0, port: population.port, isForEdges: true)
    }
    edges.visitors[visitor].resolver.expires = time &+ UInt64(max(0, alternative.ttl.nanoseconds))
  }

  // MARK: Answers of origins

  /// A fetch reaches S3.
  func reachStore(_ index: Int32, at time: UInt64) {
    let number = attempts[Int(index)].fetch
    let origin = edges[number].asked
    let error = read(origin.store, at: time)
    edges[number].error = error
    edges[number].lifetime = Int(origin.store.lifetime)
    attempts[Int(index)].stage = .fetched
    let answers = origin.store.hangs ? origin.connects : firstByte(of: attempts[Int(index)]) &+ origin.way
    edges[number].isUnconnected = origin.store.hangs
    trace(index, "s3-answers", storeName(of: origin), at: time, span: answers)
    queue.push(at: time &+ answers, payload: UInt32(bitPattern: index))
  }

  /// A server has answered a fetch; the answer travels to the edge location.
  func answerFetch(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64) {
    let attempt = attempts + Int(index)
    if attempt.pointee.isAbandoned { return release(index) }
    let way = kinds[Int(attempt.pointee.kind)].baseLatency &+ UInt64(attempt.pointee.wayBack)
    guard time &+ way <= attempt.pointee.deadline else {
      let cause = recorder.cause(.slowerThanClientWaits, server.pointee.name)
      let late =
        attempt.pointee.isCutByBalancer
        ? nodes[Int(attempt.pointee.node)].slowCause : blamed(index, known: time &+ way, else: cause)
      return fail(index, at: attempt.pointee.deadline, late)
    }
    let number = attempt.pointee.fetch
    edges[number].lifetime =
      edges.routes[Int(edges[number].route)].lifetimes.lifetime(of: server.pointee.freshness)
    attempt.pointee.stage = .fetched
    trace(index, "answered", server.pointee.name, at: time, span: way)
    queue.push(at: time &+ way, payload: UInt32(bitPattern: index))
  }

  /// An origin answers a fetch with an error, or too late; the edge location knows it at a time.
  func failFetch(_ index: Int32, at time: UInt64, _ cause: Int32) {
    let number = attempts[Int(index)].fetch
    edges[number].attempt = index
    // Whatever it was that took too long, the edge location or the load balancer has waited as long as it does.
    let isLate = time >= attempts[Int(index)].deadline
    edges[number].error = EdgeError(cause: cause, status: isLate ? 504 : status(of: cause))
    attempts[Int(index)].stage = .fetched
    queue.push(at: time, payload: UInt32(bitPattern: index))
  }

  /// Nobody answers a fetch: an application load balancer says so after ten seconds (facts: ELB 6.5), else the edge
  /// location gives its connection up.
  func hangFetch(_ index: Int32, at time: UInt64, _ cause: Int32) {
    let attempt = attempts + Int(index)
    guard !attempt.pointee.isAbandoned else { return release(index) }
    let number = attempt.pointee.fetch
    let node = attempt.pointee.node
    let isBehindBalancer =
      node >= 0 && nodes[Int(node)].isUp && nodes[Int(node)].idleTimeout > 0 && attempt.pointee.server >= 0
    var ends = time &+ 10_000_000_000 &+ UInt64(attempt.pointee.wayBack)
    if !isBehindBalancer {
      ends = attempt.pointee.begun &+ edges[number].asked.connects
    }
    edges[number].error = EdgeError(cause: cause, status: 504)
    edges[number].isUnconnected = !isBehindBalancer
    attempt.pointee.stage = .fetched
    queue.push(at: max(time, ends), payload: UInt32(bitPattern: index))
  }

  /// The status that a cause comes to at an edge location.
  private func status(of cause: Int32) -> UInt16 {
    let entry = recorder.causes[Int(cause)]
    if entry.code == .fixedResponse { return UInt16(entry.resource.suffix(3)) ?? 500 }
    return Engine.statuses.first { $0.codes.contains(entry.code) }?.status ?? 500
  }

  /// Statuses of causes; what an application fails by itself is a 500.
  private static let statuses: [(status: UInt16, codes: Set<CauseCode>)] = [
    (301, [.redirectedAway]),
    (
      502,
      [
        .portClosed, .protocolMismatch, .noFittingCertificate, .applicationStarting, .applicationFailed,
        .originNotFound,
      ]
    ),
    (
      503,
      [
        .noRegisteredTarget, .instanceOverloaded, .cpuCreditsExhausted, .cpuStressed, .networkOverloaded,
        .volumeOverloaded, .volumePathOverloaded, .storageCreditsExhausted,
      ]
    ),
    (
      504,
      [
        .balancerTimeout, .slowerThanClientWaits, .instanceDied, .instanceDown, .packetsLost, .volumeSlow,
        .volumePaused,
      ]
    ),
  ]

  // MARK: Ending

  /// What an origin answered reaches the edge location.
  func endFetch(_ index: Int32, at time: UInt64) {
    let number = attempts[Int(index)].fetch
    endFetch(index, edges[number].error, at: time)
  }

  private func endFetch(_ index: Int32, _ error: EdgeError, at time: UInt64) {
    let number = attempts[Int(index)].fetch
    let route = edges.routes[Int(edges[number].route)]
    edges[number].error = error
    // A connection that did not come about counts as 503, whatever clients are told (facts: CloudFront 7).
    let told: UInt16 = edges[number].isUnconnected ? 503 : error.status
    if error.cause >= 0, edges[number].origin == 0, route.origins > 1, route.isCovered(told) {
      edges[number].origin = 1
      edges[number].error = EdgeError()
      edges[number].isUnconnected = false
      trace(index, "edge-fails-over", edges.sites[Int(edges[number].site)].distribution, at: time)
      release(index)
      return ask(number, at: time)
    }
    settle(number, index, at: time)
    release(index)
    edges.end(number)
  }

  /// The edge location keeps what it has got, and gives it to all who wait.
  private func settle(_ number: Int32, _ index: Int32, at time: UInt64) {
    let fetch = edges[number]
    let site = Int(fetch.site)
    let isKept = fetch.key >= 0 && edges.sites[site].cache.generation == fetch.generation
    if isKept { edges.sites[site].cache.setFetch(of: fetch.key, -1) }
    var isGood = fetch.error.cause < 0
    if isGood {
      if isKept { store(fetch, at: time) }
    } else if isKept {
      let lifetime = errorLifetime(of: fetch.error.status, at: site)
      if fetch.error.status >= 500, edges.sites[site].cache.holds(fetch.key) {
        // The copy past its time is better than an error (facts: CloudFront 7).
        edges.keepCopy(of: fetch, until: time &+ lifetime)
        edges.sites[site].counts.stale &+= 1
        isGood = true
      } else if lifetime > 0 {
        edges.sites[site].cache.keep(fetch.error, of: fetch.key, until: time &+ lifetime)
      }
    }
    if !isGood { isGood = isAnswered(fetch.error, at: site) }
    var next = fetch.first
    while next >= 0 {
      let waiting = next
      next = attempts[Int(waiting)].next
      if attempts[Int(waiting)].isAbandoned {
        release(waiting)
      } else if isGood {
        serve(waiting, fetch, by: waiting == fetch.first ? index : -1, at: time)
      } else {
        refuse(waiting, fetch, at: time)
      }
    }
  }

  /// Keeps what was fetched for as long as its behaviour says.
  private func store(_ fetch: EdgeFetch, at time: UInt64) {
    #if DEBUG
      let least = planted == .keptDespiteTTL ? 5 : 0
    #else
      let least = 0
    #endif
    let lifetime = UInt64(max(least, fetch.lifetime)) &* 1_000_000_000
    if lifetime > 0 { edges.keepCopy(of: fetch, until: time &+ lifetime) }
  }

  private func errorLifetime(of status: UInt16, at site: Int) -> UInt64 {
    for rule in edges.sites[site].rules where rule.status == status { return rule.lifetime }
    return 0
  }

  /// A request that waited gets its answer.
  ///
  /// - Parameter maker: the attempt that was made for it, whose time was its own, or -1.
  private func serve(_ index: Int32, _ fetch: EdgeFetch, by maker: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let site = Int(fetch.site)
    attempt.pointee.node = -1
    edges.sites[site].counts.bytes &+= kinds[Int(attempt.pointee.kind)].responseBytes
    guard time &+ wayHome(of: attempt.pointee) <= attempt.pointee.deadline else {
      // Its client gives up on the way of the answer.
      attempt.pointee.pendingCause = blame(fetch, at: time)
      return
    }
    let joined =
      attempt.pointee.begun &+ attempt.pointee.looked &+ UInt64(attempt.pointee.wayBack)
      &+ attempt.pointee.travelled
    let waited = time > joined ? time - joined : 0
    let made = maker >= 0 ? attempts[Int(maker)] : attempt.pointee
    // What was begun for it and given up may have had more before it than the edge location waited.
    if maker >= 0, made.travelled &+ made.queued &+ made.stored <= waited {
      attempt.pointee.travelled &+= made.travelled
      attempt.pointee.queued &+= made.queued
      attempt.pointee.stored &+= made.stored
      attempt.pointee.longestWait = made.longestWait
      attempt.pointee.waitedAt = made.waitedAt
    } else {
      attempt.pointee.queued &+= waited
    }
    count(index, answeredBy: edges.sites[site].distribution, at: time)
    if maker >= 0, attempts[Int(maker)].server >= 0 {
      let server = servers + Int(attempts[Int(maker)].server)
      let span = time &+ wayHome(of: attempt.pointee) &- attempt.pointee.start
      server.pointee.latency[HistogramLayout.index(ofNanoseconds: span)] &+= 1
      server.pointee.latencySum &+= span
      if span > server.pointee.latencyMax { server.pointee.latencyMax = span }
    }
    attempt.pointee.isTraced = false
    attempt.pointee.stage = .leftEdge
  }

  /// A request that waited gets an error; its client goes on with a record of its own, since the old one has an event
  /// to come.
  private func refuse(_ index: Int32, _ fetch: EdgeFetch, at time: UInt64) {
    edges.sites[Int(fetch.site)].counts.note(status: fetch.error.status)
    var gone = attempts[Int(index)]
    gone.node = -1
    attempts[Int(index)].isTraced = false
    attempts[Int(index)].stage = .leftEdge
    let successor = allocateAttempt(gone)
    fail(successor, at: time, fetch.error.cause)
  }

  /// The client of a request that waits at an edge location gives up.
  func giveUpAtEdge(_ index: Int32, at time: UInt64) {
    let number = attempts[Int(index)].node
    guard number >= 0 else {
      // The answer is on its way and comes too late.
      return hang(index, at: time, attempts[Int(index)].pendingCause)
    }
    let cause = blame(edges[number], at: time)
    var gone = attempts[Int(index)]
    gone.node = -1
    attempts[Int(index)].isAbandoned = true
    if gone.isTraced {
      // What the edge location goes on with is none of its way any more.
      attempts[Int(index)].isTraced = false
      if edges[number].attempt >= 0 { attempts[Int(edges[number].attempt)].isTraced = false }
    }
    let successor = allocateAttempt(gone)
    hang(successor, at: time, cause)
  }

  /// Why a fetch takes longer than a client waits: what went wrong, the fault that delays it, the queue in which it
  /// spent most of its time, else that all of it takes long.
  private func blame(_ fetch: EdgeFetch, at time: UInt64) -> Int32 {
    if fetch.error.cause >= 0 { return fetch.error.cause }
    guard fetch.attempt >= 0 else {
      return recorder.cause(.slowerThanClientWaits, edges.sites[Int(fetch.site)].distribution)
    }
    let attempt = attempts[Int(fetch.attempt)]
    if attempt.pendingCause >= 0 { return attempt.pendingCause }
    if attempt.faultDelay > 0, attempt.faultCause >= 0 { return attempt.faultCause }
    let span = max(time, attempt.begun) &- attempt.begun
    let isQueued = attempt.longestWait &* 2 > span
    switch attempt.waitedAt {
    case .server(let position) where isQueued:
      let server = servers + Int(position)
      return recorder.cause(server.pointee.overload, server.pointee.name)
    case .database(let position) where isQueued:
      return recorder.cause(.databaseOverloaded, databases[Int(position)].identifier)
    case .volume(let position) where isQueued:
      let database = databases + Int(position)
      return recorder.cause(
        database.pointee.storageOverload(at: time), database.pointee.identifier)
    case .cache(let position) where isQueued:
      return recorder.cause(.cacheOverloaded, caches[Int(position)].identifier)
    case .disk(let position, let code) where isQueued:
      return recorder.cause(code, servers[Int(position)].name)
    case .network(let position) where isQueued:
      return recorder.cause(.networkOverloaded, servers[Int(position)].name)
    case .nowhere, .server, .database, .volume, .cache, .disk, .network:
      let server = attempt.server
      return recorder.cause(
        .slowerThanClientWaits,
        server >= 0
          ? servers[Int(server)].name : edges.sites[Int(fetch.site)].distribution)
    }
  }
}
