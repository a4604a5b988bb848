import EventKernel

extension World {
  /// Publishes what RDS knows of databases that serve.
  mutating func publishDatabases(_ observations: Observations, _ minute: Instant) {
    for (key, database) in rds.instances where database.service == .serving {
      let seen = observations.databases[key] ?? DatabaseObservation(cpuUtilisation: 0, connections: 0)
      let size = Double(database.allocatedGiB) * 1_073_741_824
      let waits = (seen.reads.time + seen.writes.time).inSeconds
      var values = [
        ("CPUUtilization", seen.cpuUtilisation * 100), ("DatabaseConnections", Double(seen.connections)),
        ("FreeStorageSpace", max(0, size - Double(database.usedBytes))),
        ("ReadIOPS", Double(seen.reads.operations) / 60), ("WriteIOPS", Double(seen.writes.operations) / 60),
        ("ReadLatency", seen.reads.mean), ("WriteLatency", seen.writes.mean),
        ("WriteThroughput", Double(seen.writtenBytes) / 60),
        // As many as wait on average (Little's law).
        ("DiskQueueDepth", waits / 60),
      ]
      if let replication = database.replication {
        let lag = seen.lag ?? replication.lag
        rds.instances.update(key) { $0.replication?.lag = lag }
        values.append(("ReplicaLag", replication.isReplicating ? lag.inSeconds : -1))
      }
      let storage = Self.storageRate(of: database)
      if storage.bursts {
        let spent = spent(seen.missingCredits, after: database.spentCredits, of: storage)
        if spent != database.spentCredits { rds.instances.update(key) { $0.spentCredits = spent } }
        values.append(("BurstBalance", SpentCredits.balance(spent, at: now, of: storage)))
      }
      let dimensions = ["DBInstanceIdentifier=\(database.identifier)"]
      for (name, value) in values { put("AWS/RDS", name, dimensions, database.region, minute, value) }
    }
  }

  /// Publishes what ElastiCache knows of caches that serve: by cluster, and by node where a node's share is known.
  // Simplified: cache-metrics
  mutating func publishCaches(_ observations: Observations, _ minute: Instant) {
    for (key, cache) in elastiCache.replicationGroups where cache.isServing {
      let seen =
        observations.caches[key]
        ?? CacheObservation(
          hits: 0, misses: 0, puts: 0, evictions: 0, items: 0, bytes: 0, capacity: capacity(of: cache).bytes)
      for (index, node) in cache.nodes.enumerated() where node.hasPower {
        let isFront = index == cache.front
        // Nodes that share the keys are told of together.
        guard isFront || !cache.isSharded else { continue }
        let cluster = "CacheClusterId=\(cache.kind == .group ? node.id : cache.id)"
        var places = [[cluster]]
        if !cache.isSharded || cache.nodes.count == 1 { places.append([cluster, "CacheNodeId=0001"]) }
        let vcpus = catalog.cacheNodeType(cache.nodeType)?.vCPUs ?? 1
        for (name, value) in cache.values(of: seen, isFront: isFront, vcpus: vcpus) {
          for place in places { put("AWS/ElastiCache", name, place, cache.region, minute, value) }
        }
      }
    }
  }
}

extension VolumeWork {
  /// How long an operation took on average, in seconds; 0 without one.
  fileprivate var mean: Double { operations == 0 ? 0 : time.inSeconds / Double(operations) }
}

extension CacheReplicationGroup {
  /// The metrics of one node as its engine names them: requests go to the front node, and what it holds is copied.
  fileprivate func values(
    of seen: CacheObservation, isFront: Bool, vcpus: Int
  ) -> [(String, Double)] {
    func own(_ count: Int) -> Double { isFront ? Double(count) : 0 }
    // The share of a thread that does commands, in percent; the host has as many as vCPUs.
    let busy = isFront ? seen.busy.inSeconds / 60 * 100 : 0
    if isSharded {
      return [
        ("CPUUtilization", min(100, busy / Double(max(1, vcpus * nodes.count)))),
        ("GetHits", own(seen.hits)), ("GetMisses", own(seen.misses)),
        ("CmdGet", own(seen.hits + seen.misses)), ("CmdSet", own(seen.puts)),
        ("Evictions", own(seen.evictions)), ("CurrItems", own(seen.items)),
        ("BytesUsedForCacheItems", own(seen.bytes)),
      ]
    }
    let asked = own(seen.hits + seen.misses)
    let engine = min(100, busy)
    var values: [(String, Double)] = [
      ("CacheHits", own(seen.hits)), ("CacheMisses", own(seen.misses)),
      ("CacheHitRate", asked > 0 ? own(seen.hits) / asked * 100 : 0), ("GetTypeCmds", asked),
      ("SetTypeCmds", own(seen.puts)), ("Evictions", own(seen.evictions)), ("CurrItems", Double(seen.items)),
      ("BytesUsedForCache", Double(seen.bytes)),
      ("DatabaseMemoryUsagePercentage", Double(seen.bytes) / Double(max(1, seen.capacity)) * 100),
      ("IsMaster", isFront ? 1 : 0), ("EngineCPUUtilization", engine),
      ("CPUUtilization", engine / Double(max(1, vcpus))),
    ]
    if !isFront { values.append(("ReplicationLag", Self.replicationLag.inSeconds)) }
    return values
  }
}
