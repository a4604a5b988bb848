import Cloud

/// What the flow engine does not represent, and therefore refuses.
package enum FlowLimit: String, Error, Equatable, Sendable, CaseIterable {
  /// One request is to be followed, or each one's end to be kept.
  case singleRequests = "single-requests"
  /// The learner's own world goes on in it, at any moment of the clock.
  case liveWorld = "live-world"
  /// Nobody sends requests, and jobs alone run.
  case jobsAlone = "jobs-alone"
  /// A load balancer keeps clients with their targets, so that these are loaded unevenly.
  case stickyClients = "sticky-clients"
  /// Users are led to edge locations or to S3, whose copies are single keys.
  case edgeLocations = "edge-locations"
  /// Applications keep sessions, which single clients lose.
  case sessions
  /// Servers read from a replica, which may lack its client's last write.
  case replicaReads = "replica-reads"
  /// A replica is promoted or cut off from its source, and single writes are missing there.
  case missingWrites = "missing-writes"
  /// The nodes of a cache share its keys, or servers read at its replicas.
  case cacheNodes = "cache-nodes"
  /// A cache that may become full makes room by another rule than the least recently used key's.
  case cachePolicy = "cache-policy"
  /// A cache has more commands than its thread does.
  case cacheOverload = "cache-overload"
  /// What an instance's volume moves goes over the network interface of its old type.
  case volumeOverNetwork = "volume-over-network"
}

extension FlowEngine {
  /// What of the world, as it is compiled now, or of what has happened in it, flows cannot represent; `nil` when there is
  /// nothing.
  var limit: FlowLimit? {
    if flowCount == 0 { return .jobsAlone }
    if !stations.stickyTables.isEmpty { return .stickyClients }
    if stations.edges.isInUse { return .edgeLocations }
    for index in 0..<stations.serverCount {
      if let limit = limit(ofServer: stations.servers[index]) { return limit }
    }
    for index in 0..<stations.databaseCount where stations.databases[index].cutSince > 0 {
      return .missingWrites
    }
    for index in 0..<stations.cacheCount where isFullByOtherRule(stations.caches[index]) {
      return .cachePolicy
    }
    return met
  }

  private func limit(ofServer server: Server) -> FlowLimit? {
    if server.sessionStore != nil, stations.sessions != nil { return .sessions }
    let reads = Int(server.reads)
    if reads >= 0, stations.databases[reads].isReplica { return .replicaReads }
    if server.disk?.pointee.sharesNetwork == true { return .volumeOverNetwork }
    guard server.cache >= 0 else { return nil }
    let cache = stations.caches[Int(server.cache)]
    let asksReplicas = (server.readsReplicas || server.writesReplicas) && cache.replicaCount > 0
    return cache.shardCount > 0 || asksReplicas ? .cacheNodes : nil
  }

  private func isFullByOtherRule(_ cache: CacheStation) -> Bool {
    guard cache.lru.keepsOldest || cache.lru.keepsOrder else { return false }
    return stations.workload.classes.reduce(0) { $0 + $1.keys } > cache.lru.capacity
  }
}
