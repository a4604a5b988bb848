import Cloud
import EventKernel

extension Engine {
  /// A request of a client reaches a service whose address many customers share: an edge location, or S3.
  @inline(never)
  func reachService(_ index: Int32, door position: Int32, at time: UInt64) {
    let place = edges.doors[Int(position)].firstRoute + Int(attempts[Int(index)].kind)
    if edges.doors[Int(position)].isStore {
      enterStore(index, edges.stores[place], at: time)
    } else {
      enterEdge(index, site: Int(edges.doors[Int(position)].site), place, at: time)
    }
  }

  /// Counts a request that comes to no load balancer, once however often it is tried.
  @inline(__always)
  private func countElsewhere(_ index: Int32) {
    if attempts[Int(index)].tries == 0 { volumes.elsewhere &+= 1 }
  }

  /// The client of a request follows the redirects that come before its answer, each once there and back; whether it
  /// has yet to.
  func followsRedirects(_ index: Int32, _ redirects: UInt8, _ code: String, at time: UInt64) -> Bool {
    let attempt = attempts + Int(index)
    guard attempt.pointee.redirects < redirects else { return false }
    let span =
      UInt64(redirects &- attempt.pointee.redirects) &* 2 &* UInt64(attempt.pointee.wayBack)
    attempt.pointee.redirects = redirects
    attempt.pointee.travelled &+= span
    attempt.pointee.stage = .enters
    trace(index, code, "", at: time, span: span)
    queue.push(at: time &+ span, payload: UInt32(bitPattern: index))
    return true
  }

  /// An edge location takes a request: it refuses it, answers from its copies, or has it wait for a fetch.
  private func enterEdge(_ index: Int32, site: Int, _ place: Int, at time: UInt64) {
    let route = edges.routes[place]
    if site >= 0 { edges.sites[site].counts.requests &+= 1 }
    if followsRedirects(index, route.redirects, "edge-redirects", at: time) { return }
    countElsewhere(index)
    guard route.refusal.cause < 0, site >= 0 else {
      if site >= 0 { edges.sites[site].counts.note(status: route.refusal.status) }
      return route.hangs
        ? hang(index, at: time, route.refusal.cause) : fail(index, at: time, route.refusal.cause)
    }
    guard route.firstKey >= 0 else {
      return beginFetch(index, route: place, site: site, key: -1, at: time)
    }
    let key = route.firstKey &+ object(of: index)
    if edges.sites[site].cache.get(key, at: time) {
      edges.sites[site].counts.hits &+= 1
      trace(index, "edge-hit", edges.sites[site].distribution, at: time)
      return answerAtEdge(index, site: site, at: time)
    }
    if let error = edges.sites[site].cache.error(of: key, at: time) {
      if isAnswered(error, at: site) { return answerAtEdge(index, site: site, at: time) }
      edges.sites[site].counts.note(status: error.status)
      trace(index, "edge-error-kept", edges.sites[site].distribution, at: time)
      return fail(index, at: time, error.cause)
    }
    let fetch = edges.sites[site].cache.fetch(of: key)
    if fetch >= 0 {
      edges.sites[site].counts.hits &+= 1
      edges.sites[site].counts.collapsed &+= 1
      trace(index, "edge-joins", edges.sites[site].distribution, at: time)
      return wait(index, for: fetch, at: time)
    }
    guard edges.remember(key, at: site) else {
      return beginFetch(index, route: place, site: site, key: -1, at: time)
    }
    edges.sites[site].counts.misses &+= 1
    beginFetch(index, route: place, site: site, key: key, at: time)
  }

  /// Which object of its class a request asks for: that of its first read, every time it is tried.
  private func object(of index: Int32) -> Int32 {
    let attempt = attempts + Int(index)
    let kind = kinds + Int(attempt.pointee.kind)
    guard kind.pointee.keys > 0 else { return 0 }
    let bits = Draws.draw(attempt.pointee.base, DrawIndex.key(attempt: 0, query: 0))
    return Int32(bitPattern: AliasTable.choose(kind.pointee.keyChoice, kind.pointee.keys, bits))
  }

  /// Whether clients get a page of success in the place of an error.
  func isAnswered(_ error: EdgeError, at site: Int) -> Bool {
    for rule in edges.sites[site].rules where rule.status == error.status { return rule.isAnswered }
    return false
  }

  /// A copy at the edge location goes to a client.
  func answerAtEdge(_ index: Int32, site: Int, at time: UInt64) {
    let attempt = attempts + Int(index)
    let arrives = time &+ wayHome(of: attempt.pointee)
    edges.sites[site].counts.bytes &+= kinds[Int(attempt.pointee.kind)].responseBytes
    guard arrives <= attempt.pointee.deadline else {
      let cause = recorder.cause(.slowerThanClientWaits, edges.sites[site].distribution)
      return fail(index, at: attempt.pointee.deadline &- UInt64(attempt.pointee.wayBack), cause)
    }
    count(index, answeredBy: edges.sites[site].distribution, at: time)
    release(index)
  }

  /// How long the answer of an edge location or of S3 travels, with the round trips that came before.
  func wayHome(of attempt: Attempt) -> UInt64 {
    UInt64(attempt.wayBack) &* (1 &+ 2 &* kinds[Int(attempt.kind)].moreTrips)
  }

  /// Counts an answer that leaves an edge location or S3 and comes in time.
  func count(_ index: Int32, answeredBy resource: @autoclosure () -> String, at time: UInt64) {
    let attempt = attempts + Int(index)
    let kind = kinds + Int(attempt.pointee.kind)
    let home = wayHome(of: attempt.pointee)
    let span = time &+ home &- attempt.pointee.start
    trace(index, "answered", resource(), at: time, span: home)
    attempt.pointee.travelled &+= UInt64(attempt.pointee.wayBack) &* 2 &* (1 &+ kind.pointee.moreTrips)
    recorder.answer(attempt.pointee, after: span)
    guard span > kind.pointee.objective else { return }
    let parts = LatencyParts(attempt.pointee, after: span)
    let place = parts.largest.isOnTheWay ? "" : waitingPlace(of: attempt.pointee) ?? resource()
    recorder.slow(attempt.pointee, parts, at: place)
  }

  /// What a request waited for longest; `nil` where it did not wait.
  func waitingPlace(of attempt: Attempt) -> String? {
    switch attempt.waitedAt {
    case .nowhere: nil
    case .server(let position), .disk(let position, _), .network(let position): servers[Int(position)].name
    case .database(let position), .volume(let position): databases[Int(position)].identifier
    case .cache(let position): caches[Int(position)].identifier
    }
  }

  /// S3 takes a request of a client: a website, or objects that everybody may read.
  private func enterStore(_ index: Int32, _ route: StoreRoute, at time: UInt64) {
    if followsRedirects(index, route.redirects, "s3-redirects", at: time) { return }
    countElsewhere(index)
    let attempt = attempts + Int(index)
    let error = read(route, at: time)
    let answers = time &+ firstByte(of: attempt.pointee)
    guard error.cause < 0 else {
      return route.hangs ? hang(index, at: time, error.cause) : fail(index, at: answers, error.cause)
    }
    edges.buckets[Int(route.bucket)].egressBytes &+= kinds[Int(attempt.pointee.kind)].responseBytes
    guard answers &+ wayHome(of: attempt.pointee) <= attempt.pointee.deadline else {
      return fail(index, at: attempt.pointee.deadline &- UInt64(attempt.pointee.wayBack), route.slow)
    }
    count(index, answeredBy: edges.buckets[Int(route.bucket)].bucket, at: answers)
    release(index)
  }

  /// What S3 answers to a read at a time; the cause is -1 where it has the object.
  ///
  /// Refusals cost nothing, and neither does what is turned away (facts: S3 9).
  func read(_ route: StoreRoute, at time: UInt64) -> EdgeError {
    if route.error.cause >= 0, route.error.status != 404 { return route.error }
    guard edges.prefixes[Int(route.prefix)].takes(at: time) else {
      return EdgeError(cause: route.slowDown, status: 503)
    }
    edges.buckets[Int(route.bucket)].reads &+= 1
    return route.error
  }

  /// How long S3 takes to the first byte: 100 to 200 ms (facts: S3 9; the even spread is TEACH).
  func firstByte(of attempt: Attempt) -> UInt64 {
    let bits = Draws.draw(attempt.base, DrawIndex.firstByte(attempt: attempt.tries))
    return 100_000_000 &+ Draws.below(100_000_000, bits)
  }
}
