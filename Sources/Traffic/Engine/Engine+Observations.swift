import Cloud
import EventKernel

extension Engine {
  /// Tells the world's controllers what traffic sees at a time: how loaded each machine is now, and, when a minute of
  /// the world has just ended, what was counted in it.
  func observe(at time: UInt64) {
    let minute = time / MinuteGrid.length
    let minuteEnded = minute > observedMinute
    for position in 0..<serverCount {
      let server = servers + position
      guard server.pointee.condition == .serving else {
        observations.instances[server.pointee.instance] = nil
        if minuteEnded { beginMinute(of: server) }
        continue
      }
      let before = observations.instances[server.pointee.instance]
      let delay = server.pointee.station.delay(at: time)
      let utilisation =
        minuteEnded
        ? Double(server.pointee.busy.inMinute(endingAt: time))
          / Double(MinuteGrid.length * UInt64(server.pointee.station.servers))
        : before?.cpuUtilisation ?? 0
      var seen = InstanceObservation(
        queueDelay: Duration(nanoseconds: Int64(delay)),
        isFull: server.pointee.held >= server.pointee.limit, cpuUtilisation: min(1, utilisation))
      if minuteEnded {
        seen.received = NetworkVolume(server.pointee.received)
        seen.sent = NetworkVolume(server.pointee.sent)
        seen.missingReceiving = server.pointee.inbound.missing(at: time)
        seen.missingSending = server.pointee.outbound.missing(at: time)
        seen.disk = diskObservation(of: server, at: time)
        beginMinute(of: server)
      } else if let before {
        seen.received = before.received
        seen.sent = before.sent
        seen.missingReceiving = before.missingReceiving
        seen.missingSending = before.missingSending
        seen.disk = before.disk
      }
      observations.instances[server.pointee.instance] = seen
    }
    if minuteEnded {
      observedMinute = minute
      observeMinute(endingAt: time)
      noteMoment(at: time)
      let ended = minute * MinuteGrid.length
      if ended > start { noteWrites(at: ended) }
    }
  }

  /// Begins to count anew what a server moves in a minute.
  private func beginMinute(of server: UnsafeMutablePointer<Server>) {
    server.pointee.received = NetworkFlow()
    server.pointee.sent = NetworkFlow()
    server.pointee.disk?.pointee.beginMinute()
  }

  private func observeMinute(endingAt time: UInt64) {
    observeNodes()
    observeCaches(endingAt: time)
    if edges.isInUse { observeEdges() }
    for position in 0..<databaseCount {
      let database = databases + position
      let vcpuTime = Double(MinuteGrid.length * UInt64(database.pointee.station.servers))
      observations.databases[database.pointee.key] = DatabaseObservation(
        cpuUtilisation: min(1, Double(database.pointee.minuteBusy) / vcpuTime),
        connections: Int(database.pointee.minuteConnections),
        writtenBytes: database.pointee.minuteWritten,
        lag: database.pointee.isReplica ? lag(of: database, at: time) : nil,
        reads: VolumeWork(
          operations: database.pointee.minuteReads,
          time: Duration(nanoseconds: Int64(clamping: database.pointee.minuteReadTime))),
        writes: VolumeWork(
          operations: database.pointee.minuteWrites,
          time: Duration(nanoseconds: Int64(clamping: database.pointee.minuteWriteTime))),
        missingCredits: database.pointee.volume.missing(at: time))
      database.pointee.minuteReads = 0
      database.pointee.minuteWrites = 0
      database.pointee.minuteReadTime = 0
      database.pointee.minuteWriteTime = 0
      database.pointee.minuteWritten = 0
      database.pointee.minuteBusy = 0
      database.pointee.minuteConnections = database.pointee.connections
    }
  }

  /// The age of a replica's data at a time.
  private func lag(of database: UnsafeMutablePointer<Database>, at time: UInt64) -> Duration {
    let since = database.pointee.cutSince
    let cut = since > 0 && time > since ? time - since : 0
    let oldest = database.pointee.isCatchingUp ? database.pointee.backlog?.oldestHeld : nil
    let behind = oldest.map { time > $0 ? time - $0 : 0 } ?? 0
    let age = max(cut, behind, database.pointee.replay.age(at: time), database.pointee.replicationDelay)
    return Duration(nanoseconds: Int64(clamping: age))
  }

  /// Tells of the nodes of load balancers to which something came, and begins to count anew.
  private func observeNodes() {
    observations.balancerNodes.removeAll(keepingCapacity: true)
    for position in 0..<nodeCount {
      let node = nodes + position
      let counts = node.pointee.counts
      guard !counts.isIdle else { continue }
      node.pointee.counts = NodeCounts()
      var seen = BalancerNodeObservation(
        balancer: node.pointee.balancer, zone: zones[Int(node.pointee.zone)], group: node.pointee.group)
      seen.connections = counts.connections
      seen.requests = counts.requests
      seen.responseTime = Duration(nanoseconds: Int64(clamping: counts.responseTime))
      seen.target2xx = counts.target2xx
      seen.target5xx = counts.target5xx
      seen.error502 = counts.error502
      seen.error503 = counts.error503
      seen.error504 = counts.error504
      seen.redirects = counts.redirects
      seen.fixedResponses = counts.fixedResponses
      seen.bytes = Int(clamping: counts.bytes)
      observations.balancerNodes.append(seen)
    }
  }

  private func observeCaches(endingAt time: UInt64) {
    for position in 0..<cacheCount {
      let cache = caches + position
      let now = cache.pointee.counts
      let before = cache.pointee.before
      cache.pointee.before = now
      let items = cache.pointee.reckonedItems ?? cache.pointee.lru.liveCount(at: time)
      observations.caches[cache.pointee.key] = CacheObservation(
        hits: now.hits - before.hits, misses: now.misses - before.misses, puts: now.puts - before.puts,
        evictions: now.evictions - before.evictions, items: items,
        bytes: items * cache.pointee.entryBytes, capacity: cache.pointee.capacityBytes,
        busy: Duration(nanoseconds: Int64(clamping: now.busy - before.busy)))
    }
  }
}

extension NetworkVolume {
  /// What a flow of the engine moved.
  fileprivate init(_ flow: NetworkFlow) {
    self.init(bytes: Int(clamping: flow.bytes), packets: Int(clamping: flow.packets))
  }
}
