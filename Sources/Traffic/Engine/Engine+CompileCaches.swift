import Cloud
import EventKernel

extension Engine {
  /// The cache that the application of an instance asks, or -1 where it has none or may not reach it.
  func cachePosition(for instance: Instance, in world: World) -> Int16 {
    guard let host = instance.settings.cacheHost, let key = world.cacheKey(forHost: host),
      let position = cachePositions[key], let row = world.elastiCache.replicationGroups[key]
    else { return -1 }
    let source = FlowSource.groups(instance.securityGroups, instance.privateAddress)
    let verdict = world.accessVerdict(
      from: source, toGroups: row.securityGroups, at: row.nodes.first?.address ?? IPv4Address(bits: 0),
      in: row.vpc, port: row.port)
    return verdict.isAllowed ? position : -1
  }

  /// Looks again at every cache of the world.
  func compileCaches(at time: UInt64) {
    for (key, row) in world.elastiCache.replicationGroups {
      guard row.nodes.indices.contains(row.front) else { continue }
      if let position = cachePositions[key] {
        update(caches + Int(position), from: row, at: time)
      } else {
        addCache(key: key, row: row)
      }
    }
  }

  private func update(
    _ cache: UnsafeMutablePointer<CacheStation>, from row: CacheReplicationGroup, at time: UInt64
  ) {
    let node = row.nodes[row.front]
    let serving = row.isServing
    if cache.pointee.isServing, !serving { cache.pointee.lostAt = time }
    // A promoted replica holds what the primary held, without what had not been copied; a node that came back empty holds
    // nothing, and has a generation that no node had.
    let isOther = cache.pointee.generation != node.generation
    let isPromoted = cache.pointee.primary != row.primary
    if !row.isSharded, isOther, !isPromoted || node.generation > cache.pointee.generation {
      cache.pointee.lru.clear()
      cache.pointee.epoch += 1
    } else if !row.isSharded, isPromoted {
      forgetUncopied(cache, at: time)
    }
    cache.pointee.primary = row.primary
    cache.pointee.generation = node.generation
    cache.pointee.isServing = serving
    if serving { cache.pointee.lostAt = 0 }
    cache.pointee.zone = position(of: node.zone)
    cache.pointee.lru.keepsOldest = row.keepsOldest
    cache.pointee.lru.keepsOrder = row.dropsSoonestToDie
    cache.pointee.threads = threads(of: row)
    cache.pointee.lru.resize(capacity: capacity(of: row, entryBytes: cache.pointee.entryBytes))
    cache.pointee.capacityBytes = world.capacity(of: row).bytes
    if !row.isSharded, row.nodes.count > 1, cache.pointee.recent == nil {
      cache.pointee.recent = RecentPuts()
    }
    compileShards(cache, row)
  }

  /// What the primary took in its last moments is not in the replica that takes over (facts: ElastiCache 8).
  // Simplified: cache-replicas-always-in-step
  private func forgetUncopied(_ cache: UnsafeMutablePointer<CacheStation>, at time: UInt64) {
    let until = cache.pointee.lostAt > 0 ? cache.pointee.lostAt : time
    let lag = UInt64(max(0, CacheReplicationGroup.replicationLag.nanoseconds))
    cache.pointee.uncopiedFrom = until - min(until, lag)
    cache.pointee.uncopiedUntil = until
    for key in cache.pointee.recent?.keys(after: cache.pointee.uncopiedFrom, upTo: until) ?? [] {
      cache.pointee.lru.drop(key)
    }
  }

  /// How many threads of a node do commands: one, or of Memcached one for each vCPU (facts: ElastiCache 8).
  private func threads(of row: CacheReplicationGroup) -> UInt64 {
    row.isSharded ? UInt64(max(1, world.catalog.cacheNodeType(row.nodeType)?.vCPUs ?? 1)) : 1
  }

  /// How many entries a node has room for.
  private func capacity(of row: CacheReplicationGroup, entryBytes: Int) -> Int {
    let bytes = Double(world.capacity(of: row).bytes)
    return Int(
      min(bytes / Double(max(1, entryBytes)) / Double(row.isSharded ? max(1, row.nodes.count) : 1), 1e9))
  }

  private func addCache(key: String, row: CacheReplicationGroup) {
    if cacheCount == cacheCapacity {
      let larger = UnsafeMutablePointer<CacheStation>.allocate(capacity: cacheCapacity * 2)
      larger.moveInitialize(from: caches, count: cacheCount)
      caches.deallocate()
      caches = larger
      cacheCapacity *= 2
    }
    let largest = workload.classes.filter { $0.keys > 0 }.map(\.responseBytes).max() ?? 1
    let lists = row.isSharded ? CacheStation.mostShards : 1
    let commands = UnsafeMutablePointer<CommandQueue>.allocate(capacity: CacheStation.mostShards)
    commands.initialize(repeating: CommandQueue(), count: CacheStation.mostShards)
    let shards = UnsafeMutablePointer<CacheShard>.allocate(capacity: CacheStation.mostShards)
    shards.initialize(repeating: CacheShard(), count: CacheStation.mostShards)
    let node = row.nodes[row.front]
    caches.advanced(by: cacheCount).initialize(
      to: CacheStation(
        key: key, identifier: row.id, zone: position(of: node.zone), isServing: row.isServing,
        primary: row.primary, generation: node.generation,
        lru: LRUCache(
          keys: keyCount, capacity: capacity(of: row, entryBytes: largest), lists: lists),
        entryBytes: largest, capacityBytes: world.capacity(of: row).bytes, commands: commands,
        threads: threads(of: row), overload: recorder.cause(.cacheOverloaded, row.id),
        recent: !row.isSharded && row.nodes.count > 1 ? RecentPuts() : nil, shards: shards))
    let cache = caches + cacheCount
    cache.pointee.lru.keepsOldest = row.keepsOldest
    cache.pointee.lru.keepsOrder = row.dropsSoonestToDie
    if row.isSharded {
      cache.pointee.listNodes = Array(repeating: "", count: lists)
      cache.pointee.listGenerations = Array(repeating: 0, count: lists)
      cache.pointee.listEpochs = Array(repeating: 0, count: lists)
    }
    compileShards(cache, row)
    cacheCount += 1
    cachePositions[key] = Int16(cacheCount - 1)
  }

  /// Gives each node that shares the keys of a cache the list that it had, and empties those of nodes that lost theirs.
  private func compileShards(_ cache: UnsafeMutablePointer<CacheStation>, _ row: CacheReplicationGroup) {
    guard row.isSharded else { return compileReplicas(of: cache, row) }
    let nodes = row.nodes.prefix(CacheStation.mostShards)
    for list in 0..<CacheStation.mostShards where !cache.pointee.listNodes[list].isEmpty {
      let id = cache.pointee.listNodes[list]
      guard !nodes.contains(where: { $0.id.utf8.elementsEqual(id.utf8) }) else { continue }
      empty(list, of: cache)
      cache.pointee.listNodes[list] = ""
    }
    for (index, node) in nodes.enumerated() {
      let known = cache.pointee.listNodes.firstIndex { $0.utf8.elementsEqual(node.id.utf8) }
      guard let list = known ?? cache.pointee.listNodes.firstIndex(where: \.isEmpty) else { continue }
      if known != nil, cache.pointee.listGenerations[list] != node.generation { empty(list, of: cache) }
      cache.pointee.listNodes[list] = node.id
      cache.pointee.listGenerations[list] = node.generation
      cache.pointee.shards[index] = CacheShard(
        zone: position(of: node.zone), isUp: node.hasPower, list: UInt8(clamping: list))
    }
    cache.pointee.shardCount = UInt64(nodes.count)
  }

  /// Notes the replicas that answer reads; the first queue of commands is the primary's.
  private func compileReplicas(of cache: UnsafeMutablePointer<CacheStation>, _ row: CacheReplicationGroup) {
    var count = 0
    for (index, node) in row.nodes.prefix(CacheStation.mostShards - 1).enumerated()
    where index != row.primary && node.hasPower && !node.isEmptied {
      cache.pointee.shards[count] = CacheShard(
        zone: position(of: node.zone), isUp: true, list: UInt8(clamping: index + 1))
      count += 1
    }
    cache.pointee.replicaCount = count
    cache.pointee.answersReads = row.answersReads
  }

  private func empty(_ list: Int, of cache: UnsafeMutablePointer<CacheStation>) {
    cache.pointee.lru.clear(list)
    cache.pointee.listEpochs[list] += 1
  }
}
