import Cloud
import EventKernel

extension Engine {
  /// How long a command keeps a thread of a cache, in nanoseconds, beside its bytes: 100,000 commands a second (TEACH).
  static let cacheCommand: UInt64 = 10_000
  /// How long each byte that comes or goes keeps the thread, in nanoseconds: 1 GB a second (TEACH).
  static let cacheByte: UInt64 = 1
  /// How long what an application asks of caches may take for it to go on in the order of asking: longer than two reads
  /// in another zone, shorter than what faults and full queues add.
  static let shortStay: UInt64 = 3_000_000

  /// The answer of the cache to the next read of an attempt, whether it has it; the time of asking it is added either way.
  @inline(__always)
  func readFromCache(
    _ attempt: UnsafeMutablePointer<Attempt>, _ server: UnsafeMutablePointer<Server>, at time: inout UInt64
  ) -> Bool {
    let kind = kinds + Int(attempt.pointee.kind)
    attempt.pointee.key = -1
    #if DEBUG
      if planted == .absentCacheCosts, server.pointee.cache < 0 {
        time = time &+ server.pointee.cacheLifetime / 100_000
      }
    #endif
    guard kind.pointee.keys > 0, server.pointee.cache >= 0, attempt.pointee.queryTries == 0,
      attempt.pointee.reads > attempt.pointee.sessionReads
    else { return false }
    let cache = caches + Int(server.pointee.cache)
    let isAnswered =
      server.pointee.readsReplicas && cache.pointee.replicaCount > 0
      ? cache.pointee.answersReads : cache.pointee.isServing
    guard isAnswered, time < server.pointee.resolverLost else { return false }
    let bits = Draws.draw(
      attempt.pointee.base, DrawIndex.key(attempt: attempt.pointee.tries, query: attempt.pointee.queries))
    let key =
      kind.pointee.firstKey
      &+ Int32(bitPattern: AliasTable.choose(kind.pointee.keyChoice, kind.pointee.keys, bits))
    attempt.pointee.key = key
    var zone = cache.pointee.zone
    var queue = 0
    var list = 0
    if cache.pointee.shardCount > 0 {
      let shard = self.shard(of: UInt64(UInt32(bitPattern: key)), cache)
      guard shard.isUp else {
        cache.pointee.misses &+= 1
        return false
      }
      zone = shard.zone
      queue = Int(shard.list)
      list = queue
    } else if server.pointee.readsReplicas, cache.pointee.replicaCount > 0 {
      // A name of several addresses gives each instance one of them.
      let replica = cache.pointee.shards[Int(attempt.pointee.server) % cache.pointee.replicaCount]
      zone = replica.zone
      queue = Int(replica.list)
    }
    let isHit = cache.pointee.lru.get(key, at: time, in: list)
    let cost = Engine.cacheCommand &+ (isHit ? kind.pointee.responseBytes &* Engine.cacheByte : 0)
    let hop = 1 + 2 * Int(attempt.pointee.queries)
    let asked = time
    time = askCache(attempt, server, cache, zone, queue, cost: cost, hop: hop, at: time)
    if attempt.pointee.isTraced {
      traceCache(attempt, isHit ? "cache-hit" : "cache-miss", cache, asked, time)
    }
    if isHit { cache.pointee.hits &+= 1 } else { cache.pointee.misses &+= 1 }
    return isHit
  }

  /// Sends a command to a node of a cache, and gives when the application has the answer.
  ///
  /// - Parameter cost: how long the command keeps a thread, in nanoseconds.
  @inline(__always)
  func askCache(
    _ attempt: UnsafeMutablePointer<Attempt>, _ server: UnsafeMutablePointer<Server>,
    _ cache: UnsafeMutablePointer<CacheStation>, _ zone: Int16, _ queue: Int, cost: UInt64, hop: Int,
    at time: UInt64
  ) -> UInt64 {
    let there = zoneLatency(server.pointee.zone, zone)
    var way = 2 &* there
    if impairments.losesPackets {
      way = way &+ retransmission(attempt, server.pointee.zone, zone, hop: hop)
    }
    attempt.pointee.travelled &+= way
    cache.pointee.busy &+= cost
    let wait = cache.pointee.commands[queue].take(
      at: time &+ there, cost: cost, threads: cache.pointee.threads)
    if wait > 0 { noteWait(wait, attempt, cache) }
    return time &+ way &+ wait &+ cost
  }

  /// Writes down what a cache answered to a traced request.
  @inline(never)
  func traceCache(
    _ attempt: UnsafeMutablePointer<Attempt>, _ code: String, _ cache: UnsafeMutablePointer<CacheStation>,
    _ asked: UInt64, _ answered: UInt64
  ) {
    trace(
      Int32(attempt - attempts), code, cache.pointee.identifier, at: asked, span: answered &- asked)
  }

  /// An attempt waits for a cache that has other commands to do.
  @inline(never)
  private func noteWait(
    _ wait: UInt64, _ attempt: UnsafeMutablePointer<Attempt>, _ cache: UnsafeMutablePointer<CacheStation>
  ) {
    attempt.pointee.queued &+= wait
    attempt.pointee.wait(wait, at: .cache(Int16(cache - caches)))
    guard wait > Engine.shortWay else { return }
    attempt.pointee.faultDelay &+= wait
    attempt.pointee.faultCause = cache.pointee.overload
  }

  /// Puts what a database answered into the cache, behind the answer's back: no request waits for it.
  @inline(__always)
  func fillCache(
    _ attempt: UnsafeMutablePointer<Attempt>, _ server: UnsafeMutablePointer<Server>, at time: UInt64
  ) {
    guard attempt.pointee.key >= 0, server.pointee.cache >= 0 else { return }
    let cache = caches + Int(server.pointee.cache)
    guard cache.pointee.isServing, !server.pointee.writesReplicas || cache.pointee.replicaCount == 0 else {
      return
    }
    var list = 0
    if cache.pointee.shardCount > 0 {
      let shard = self.shard(of: UInt64(UInt32(bitPattern: attempt.pointee.key)), cache)
      guard shard.isUp else { return }
      list = Int(shard.list)
    }
    let bytes = kinds[Int(attempt.pointee.kind)].responseBytes
    let cost = Engine.cacheCommand &+ bytes &* Engine.cacheByte
    cache.pointee.puts &+= 1
    cache.pointee.busy &+= cost
    _ = cache.pointee.commands[list].take(at: time, cost: cost, threads: cache.pointee.threads)
    cache.pointee.recent?.note(attempt.pointee.key, at: time)
    cache.pointee.lru.put(
      attempt.pointee.key, until: cacheDeath(server.pointee.cacheLifetime, from: time), at: time, in: list)
  }

  /// When an entry that a cache takes now dies.
  @inline(__always)
  private func cacheDeath(_ lifetime: UInt64, from time: UInt64) -> UInt64 {
    #if DEBUG
      if planted == .immortalEntries { return .max }
    #endif
    return time &+ lifetime
  }

  /// The node of a cache whose nodes share the keys that a key belongs to: clients take it by modulo over all nodes,
  /// those that are away too (facts: ElastiCache 8).
  // Simplified: memcached-by-modulo
  @inline(__always)
  func shard(of key: UInt64, _ cache: UnsafeMutablePointer<CacheStation>) -> CacheShard {
    cache.pointee.shards[Int(Draws.mix(key &+ 1) % cache.pointee.shardCount)]
  }

  /// An attempt has what it waited long for in caches at a later time, and goes on then.
  @inline(never)
  func stay(_ index: Int32, until time: UInt64, then stage: Attempt.Stage) {
    let attempt = attempts + Int(index)
    attempt.pointee.stage = stage
    queue.push(at: time, payload: UInt32(bitPattern: index))
    let known = time &+ kinds[Int(attempt.pointee.kind)].ending(attempt.pointee.wayBack)
    guard known > attempt.pointee.deadline, !attempt.pointee.isAbandoned else { return }
    let name = servers[Int(attempt.pointee.server)].name
    abandon(index, blamed(index, known: known, else: recorder.cause(.slowerThanClientWaits, name)))
  }
}
