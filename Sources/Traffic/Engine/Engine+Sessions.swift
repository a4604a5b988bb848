import Cloud
import EventKernel

/// Where the application keeps the session of a client.
struct ClientSession {
  /// What keeps it; `nil` before the client has one.
  var store: AppSettings.SessionStore?
  /// The server, cache or database, by position.
  var place: Int32 = -1
  /// The life of the server, or how often the cache has been emptied, when the session began; another number means that it
  /// is lost.
  var life: Int = 0
  /// When it began.
  var since: UInt64 = 0
}

extension Engine {
  /// Makes room for the sessions of all clients, where some class of requests belongs to one.
  func prepareSessions() {
    guard clients > 0, workload.classes.contains(where: \.session) else { return }
    let table = UnsafeMutablePointer<ClientSession>.allocate(capacity: clients)
    table.initialize(repeating: ClientSession(), count: clients)
    sessions = table
  }

  /// The application looks the session of a request's client up, where it keeps sessions, and begins one for a client
  /// without.
  ///
  /// - Returns: whether the request goes on; a lost session, and a store that does not answer, end it with an error.
  // Simplified: sessions-without-end
  @inline(never)
  func findSession(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: inout UInt64) -> Bool {
    guard let sessions, let store = server.pointee.sessionStore else { return true }
    let client = client(of: index)
    guard client >= 0 else { return true }
    let session = sessions + client
    let place: Int32
    let life: Int
    switch store {
    case .memory:
      place = attempts[Int(index)].server
      life = Int(server.pointee.life)
    case .cache:
      place = Int32(server.pointee.cache)
      guard let epoch = askSessionCache(index, server, at: &time) else { return false }
      life = epoch
    case .database:
      place = Int32(server.pointee.writes)
      life = 0
      attempts[Int(index)].reads &+= 1
      attempts[Int(index)].sessionReads = 1
    }
    let known = session.pointee
    // What a database holds outlives the database's machine.
    let isThere = store == .database || (known.place == place && known.life == life && !isLost(known))
    if known.store == store, isThere { return true }
    session.pointee = ClientSession(store: store, place: place, life: life, since: time)
    // Beginning a session writes it down.
    if store == .database { attempts[Int(index)].writes &+= 1 }
    guard known.store != nil else { return true }
    attempts[Int(index)].sessionReads = 0
    failOnServer(index, server, at: time, recorder.cause(.sessionLost, name(of: known)))
    return false
  }

  /// Asks the cache for a session: how often the cache has been emptied tells whether it has it; `nil` when it does not
  /// answer, and the request has failed.
  private func askSessionCache(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: inout UInt64
  ) -> Int? {
    guard server.pointee.cache >= 0 else {
      failOnServer(
        index, server, at: time, recorder.cause(.sessionStoreDown, server.pointee.name))
      return nil
    }
    let cache = caches + Int(server.pointee.cache)
    let isWritten = !server.pointee.writesReplicas || cache.pointee.replicaCount == 0
    guard cache.pointee.isServing, isWritten, time < server.pointee.resolverLost else {
      failOnServer(index, server, at: time, recorder.cause(.sessionStoreDown, cache.pointee.identifier))
      return nil
    }
    var zone = cache.pointee.zone
    var list = 0
    var epoch = cache.pointee.epoch
    if cache.pointee.shardCount > 0 {
      let shard = self.shard(of: UInt64(client(of: index)), cache)
      guard shard.isUp else {
        failOnServer(index, server, at: time, recorder.cause(.sessionStoreDown, cache.pointee.identifier))
        return nil
      }
      zone = shard.zone
      list = Int(shard.list)
      // A client whose key has moved to another node finds nothing there.
      epoch = cache.pointee.listEpochs[list] * CacheStation.mostShards + list
    }
    let attempt = attempts + Int(index)
    let asked = time
    time = askCache(
      attempt, server, cache, zone, list, cost: Engine.cacheCommand, hop: Engine.sessionHop, at: time)
    if attempt.pointee.isTraced { traceCache(attempt, "session-asked", cache, asked, time) }
    return epoch
  }

  /// The hop of a session's way to its cache among those whose packets can be lost: behind all of reads.
  private static let sessionHop = 0xFFF

  /// Whether a session of a cache had not been copied when its node was lost.
  private func isLost(_ session: ClientSession) -> Bool {
    guard session.store == .cache, session.place >= 0 else { return false }
    let cache = caches + Int(session.place)
    return session.since > cache.pointee.uncopiedFrom && session.since <= cache.pointee.uncopiedUntil
  }

  /// What held a session, for the cause of its loss.
  private func name(of session: ClientSession) -> String {
    let place = Int(session.place)
    guard place >= 0, let store = session.store else { return "" }
    return switch store {
    case .memory: servers[place].name
    case .cache: caches[place].identifier
    case .database: databases[place].identifier
    }
  }
}
