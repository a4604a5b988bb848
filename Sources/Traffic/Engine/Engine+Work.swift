import Cloud
import EventKernel

extension Engine {
  /// How long an application waits for a database that does not answer before it gives an error (TEACH).
  static let databaseConnectTimeout: UInt64 = 1_000_000_000

  #if DEBUG
    /// What a planted bug draws the work of an attempt by; `nil` without such a bug.
    private func plantedKey(
      of attempt: UnsafeMutablePointer<Attempt>, _ server: UnsafeMutablePointer<Server>
    ) -> UInt64? {
      if planted == .drawsInEventOrder { return Draws.mix(UInt64(events)) }
      guard planted == .idInDraw else { return nil }
      return Draws.mix(attempt.pointee.base ^ server.pointee.instance.bits)
    }
  #endif

  /// An instance takes a request up: it waits for a vCPU, works, and comes up again when that is done.
  @inline(__always)
  func work(_ index: Int32, on server: UnsafeMutablePointer<Server>, at time: UInt64) {
    let attempt = attempts + Int(index)
    let kind = kinds + Int(attempt.pointee.kind)
    var span = kind.pointee.cpu
    if kind.pointee.isExponential {
      let key = Draws.draw(attempt.pointee.base, DrawIndex.cpu(attempt: attempt.pointee.tries))
      span *= ziggurat.exponential(key: key)
    }
    #if DEBUG
      if planted == .fixedOverhead { span += 2_000_000 }
      if let key = plantedKey(of: attempt, server) {
        span = kind.pointee.cpu * ziggurat.exponential(key: key)
      }
    #endif
    let work = UInt64(span)
    let slowdown = server.pointee.slowdown
    let taken = slowdown == 1 ? work : UInt64(Double(work) * slowdown)
    let (begins, worked) = server.pointee.station.reserve(at: time, work: taken)
    let ends = server.pointee.isHindered ? worked &+ hindrance(of: index, server) : worked
    // What the host does for other machines meanwhile is no work of this one.
    server.pointee.busy.add(from: begins, to: begins &+ work)
    server.pointee.held &+= 1
    server.pointee.received += kind.pointee.requestFlow
    attempt.pointee.serverLife = server.pointee.life
    attempt.pointee.stage = .worked
    trace(index, "waits-for-cpu", server.pointee.name, at: time, span: begins &- time)
    trace(index, "works", server.pointee.name, at: begins, span: taken)
    queue.push(at: ends, payload: UInt32(bitPattern: index))
    attempt.pointee.queued &+= begins &- time
    attempt.pointee.wait(begins &- time, at: .server(attempt.pointee.server))
    let known = ends &+ kind.pointee.ending(attempt.pointee.wayBack)
    if known > attempt.pointee.deadline, !attempt.pointee.isAbandoned {
      let made = known &- (begins &- time) <= attempt.pointee.deadline
      let cause =
        slowdown > 1
        ? recorder.cause(server.pointee.overload, server.pointee.name)
        : made
          ? recorder.cause(.instanceOverloaded, server.pointee.name)
          : recorder.cause(.slowerThanClientWaits, server.pointee.name)
      abandon(index, blamed(index, known: known, else: cause))
    }
  }

  /// The work on the CPU is done: queries follow, or the answer.
  @inline(__always)
  func finishWork(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    guard server.pointee.life == attempt.pointee.serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    var now = time
    if kinds[Int(attempt.pointee.kind)].hasSession, !findSession(index, server, at: &now) { return }
    if now &- time > Engine.shortStay { return stay(index, until: now, then: .asksOn) }
    if attempt.pointee.reads | attempt.pointee.writes != 0 {
      startQuery(index, at: now)
    } else {
      server.pointee.held &-= 1
      answer(index, server, at: now)
    }
  }

  /// Starts the next query of an attempt, reads first; cached reads are answered on the way.
  func startQuery(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    guard server.pointee.life == attempt.pointee.serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    var now = time
    while attempt.pointee.reads > 0 {
      guard readFromCache(attempt, server, at: &now) else { break }
      attempt.pointee.reads &-= 1
      attempt.pointee.queries &+= 1
      if now &- time > Engine.shortStay { return stay(index, until: now, then: .asksOn) }
    }
    if now &- time > Engine.shortStay { return stay(index, until: now, then: .missedCache) }
    if attempt.pointee.reads | attempt.pointee.writes == 0 {
      server.pointee.held &-= 1
      return answer(index, server, at: now)
    }
    query(index, server, at: now)
  }

  /// The cache's answer, that it does not have what was asked for, has come after a long time.
  @inline(never)
  func queryAfterMiss(_ index: Int32, at time: UInt64) {
    let server = servers + Int(attempts[Int(index)].server)
    guard server.pointee.life == attempts[Int(index)].serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    query(index, server, at: time)
  }

  /// Sends one query to the database.
  private func query(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64) {
    let attempt = attempts + Int(index)
    let writing = attempt.pointee.reads == 0
    // What is read of a session is read where it is written.
    let isAtPrimary = attempt.pointee.reads <= attempt.pointee.sessionReads
    let position = isAtPrimary ? server.pointee.writes : server.pointee.reads
    let denial = isAtPrimary ? server.pointee.writesDenied : server.pointee.readsDenied
    guard position >= 0 else {
      return failOnServer(
        index, server, at: time, recorder.cause(.databaseMissing, server.pointee.name))
    }
    guard denial < 0 else { return failOnServer(index, server, at: time, denial) }
    guard time < server.pointee.resolverLost else {
      let region = zones[Int(server.pointee.zone)].region.rawValue
      return failOnServer(index, server, at: time, recorder.cause(.resolverDown, region))
    }
    let database = databases + Int(position)
    let kept =
      database.pointee.failovers > 0
      && time < database.pointee.moved &+ server.pointee.addressLifetime
    guard database.pointee.isServing, !kept else {
      return withoutDatabase(index, server, database, at: time, kept: kept && database.pointee.isServing)
    }
    guard !writing || !(database.pointee.isReplica || database.pointee.isFull) else {
      let cause: CauseCode = database.pointee.isReplica ? .databaseReadOnly : .databaseStorageFull
      return failOnServer(index, server, at: time, recorder.cause(cause, database.pointee.identifier))
    }
    guard server.pointee.poolUsed < server.pointee.pool else {
      return failOnServer(
        index, server, at: time, recorder.cause(.poolExhausted, server.pointee.name))
    }
    guard database.pointee.connections < database.pointee.maxConnections else {
      return failOnServer(
        index, server, at: time, recorder.cause(.connectionsExhausted, database.pointee.identifier))
    }
    server.pointee.poolUsed &+= 1
    database.pointee.connections &+= 1
    database.pointee.mostConnections = max(database.pointee.mostConnections, database.pointee.connections)
    database.pointee.minuteConnections = max(
      database.pointee.minuteConnections, database.pointee.connections)
    database.pointee.queries &+= 1
    attempt.pointee.database = position
    attempt.pointee.databaseLife = database.pointee.life
    attempt.pointee.isWriting = writing
    let hop = zoneLatency(server.pointee.zone, database.pointee.zone)
    let arrives = (writing ? passOn(attempt, from: server, at: time) : time) &+ hop
    guard arrives &- time <= Engine.shortWay else {
      attempt.pointee.stage = .reachesDatabase
      return queue.push(at: arrives, payload: UInt32(bitPattern: index))
    }
    serve(index, server, database, at: arrives, hop: hop)
  }

  /// A query reaches its database after a long way; what it left or went to may be gone.
  @inline(never)
  func arriveAtDatabase(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    let database = databases + Int(attempt.pointee.database)
    guard server.pointee.life == attempt.pointee.serverLife,
      database.pointee.life == attempt.pointee.databaseLife
    else { return finishQuery(index, at: time) }
    serve(
      index, server, database, at: time, hop: zoneLatency(server.pointee.zone, database.pointee.zone))
  }

  /// The database's volume and vCPUs take a query up that has travelled a hop and arrives.
  @inline(__always)
  private func serve(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, _ database: UnsafeMutablePointer<Database>,
    at arrives: UInt64, hop: UInt64
  ) {
    let attempt = attempts + Int(index)
    let key = Draws.draw(
      attempt.pointee.base, DrawIndex.query(attempt: attempt.pointee.tries, query: attempt.pointee.queries))
    let work = UInt64(kinds[Int(attempt.pointee.kind)].queryCPU * ziggurat.exponential(key: key))
    let operations = kinds[Int(attempt.pointee.kind)].queryOperations
    let (_, moved) = database.pointee.volume.reserve(at: arrives, units: operations)
    let (begins, ends) = database.pointee.station.reserve(at: moved, work: work)
    database.pointee.busy &+= work
    database.pointee.minuteBusy &+= work
    // A standby in another zone must have the write before it is acknowledged.
    let copied = attempt.pointee.isWriting && database.pointee.isMultiAZ ? 1_000_000 as UInt64 : 0
    let injected = database.pointee.isHindered ? hindrance(of: index, database) : 0
    var ways = 2 &* hop
    if impairments.losesPackets {
      let exchange = 2 + 2 * Int(attempt.pointee.queries)
      ways = ways &+ retransmission(attempt, server.pointee.zone, database.pointee.zone, hop: exchange)
    }
    let back = ends &+ copied &+ injected &+ ways &- hop
    let volumeTime = moved &- arrives &+ injected
    // What it takes beyond what its operations take when nobody waits and credits are there.
    let volumeWait = moved &- arrives &- database.pointee.volume.quickSpan(of: operations)
    attempt.pointee.travelled &+= ways
    attempt.pointee.stored &+= volumeTime &+ copied
    attempt.pointee.queued &+= begins &- moved
    attempt.pointee.wait(volumeWait &+ injected, at: .volume(attempt.pointee.database))
    attempt.pointee.wait(begins &- moved, at: .database(attempt.pointee.database))
    if attempt.pointee.isWriting {
      database.pointee.minuteWrites &+= Int(operations)
      database.pointee.minuteWriteTime &+= volumeTime
      server.pointee.sent += kinds[Int(attempt.pointee.kind)].writeFlow
      database.pointee.minuteWritten &+= kinds[Int(attempt.pointee.kind)].writeBytes
      database.pointee.writes.issued &+= 1
      attempt.pointee.key = Int32(truncatingIfNeeded: database.pointee.writes.issued)
      if database.pointee.firstReplica >= 0 {
        let write = ReplayedWrite(
          work: work, operations: operations, bytes: kinds[Int(attempt.pointee.kind)].writeBytes)
        replay(write, from: database, written: ends, at: arrives)
      }
    } else {
      database.pointee.minuteReads &+= Int(operations)
      database.pointee.minuteReadTime &+= volumeTime
      if database.pointee.isReplica { noteRead(index, database, at: begins) }
    }
    trace(index, "waits-for-volume", database.pointee.identifier, at: arrives, span: volumeWait)
    trace(index, "waits-for-database", database.pointee.identifier, at: moved, span: begins &- moved)
    trace(index, "database-works", database.pointee.identifier, at: begins, span: work)
    attempt.pointee.stage = .queried
    queue.push(at: back, payload: UInt32(bitPattern: index))
    let known = back &+ kinds[Int(attempt.pointee.kind)].ending(attempt.pointee.wayBack)
    guard known > attempt.pointee.deadline, !attempt.pointee.isAbandoned else { return }
    let wait = volumeWait &+ begins &- moved
    let cause: CauseCode =
      known &- wait > attempt.pointee.deadline
      ? .slowerThanClientWaits
      : volumeWait > wait - volumeWait
        ? database.pointee.storageOverload(at: moved) : .databaseOverloaded
    abandon(
      index, blamed(index, known: known, else: recorder.cause(cause, database.pointee.identifier)))
  }

  /// No database answers: the application waits for a connection, then tries again as it was set, or gives up.
  private func withoutDatabase(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, _ database: UnsafeMutablePointer<Database>,
    at time: UInt64, kept: Bool
  ) {
    let attempt = attempts + Int(index)
    attempt.pointee.queryTries &+= 1
    attempt.pointee.stage = .queriesAgain
    attempt.pointee.pendingCause = absence(of: database, kept: kept)
    trace(
      index, "database-silent", database.pointee.identifier, at: time, span: Engine.databaseConnectTimeout)
    let position = Int16(database - databases)
    attempt.pointee.queued &+= Engine.databaseConnectTimeout
    attempt.pointee.wait(Engine.databaseConnectTimeout, at: .database(position))
    queue.push(at: time &+ Engine.databaseConnectTimeout, payload: UInt32(bitPattern: index))
    let known = time &+ Engine.databaseConnectTimeout &+ UInt64(attempt.pointee.wayBack)
    if known > attempt.pointee.deadline, !attempt.pointee.isAbandoned {
      abandon(index, attempt.pointee.pendingCause)
    }
  }

  /// The wait for a connection is over.
  func queryAgain(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    guard server.pointee.life == attempt.pointee.serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    guard attempt.pointee.queryTries <= server.pointee.databaseRetry else {
      return failOnServer(index, server, at: time, attempt.pointee.pendingCause)
    }
    startQuery(index, at: time)
  }

  private func absence(of database: UnsafeMutablePointer<Database>, kept: Bool) -> Int32 {
    let code: CauseCode =
      kept ? .staleDatabaseAddress : database.pointee.isFailingOver ? .failoverInProgress : .databaseDown
    return recorder.cause(code, database.pointee.identifier)
  }

  /// A query has been answered: the cache is filled, the next query follows, or the answer.
  @inline(__always)
  func finishQuery(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    let database = databases + Int(attempt.pointee.database)
    let databaseLived = database.pointee.life == attempt.pointee.databaseLife
    if databaseLived {
      database.pointee.connections &-= 1
      if attempt.pointee.isWriting { acknowledge(index, database) }
    }
    guard server.pointee.life == attempt.pointee.serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    server.pointee.poolUsed &-= 1
    guard databaseLived else {
      return withoutDatabase(index, server, database, at: time, kept: false)
    }
    attempt.pointee.queryTries = 0
    attempt.pointee.queries &+= 1
    if attempt.pointee.isWriting {
      attempt.pointee.writes &-= 1
    } else {
      attempt.pointee.reads &-= 1
      if attempt.pointee.isStale {
        attempt.pointee.isStale = false
        if kinds[Int(attempt.pointee.kind)].readsOwnWrites {
          return failOnServer(
            index, server, at: time, recorder.cause(.replicaLag, database.pointee.identifier))
        }
      }
      fillCache(attempt, server, at: time)
    }
    if attempt.pointee.reads | attempt.pointee.writes != 0 {
      startQuery(index, at: time)
    } else {
      server.pointee.held &-= 1
      answer(index, server, at: time)
    }
  }

  /// The application answers with an error: the server is free of the request.
  func failOnServer(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64, _ cause: Int32
  ) {
    server.pointee.held &-= 1
    let node = attempts[Int(index)].node
    if node >= 0 { nodes[Int(node)].counts.target5xx &+= 1 }
    fail(index, at: time, cause)
  }
}
