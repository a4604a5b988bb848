import EventKernel

extension World {
  mutating func handle(_ event: ElastiCacheEvent) {
    switch event {
    case .settles(let key, let creation, let transition):
      guard let group = elastiCache.replicationGroups[key], group.creation == creation,
        group.transition == transition
      else { return }
      settle(key, group)
    case .promoted(let key, let creation, let number):
      guard let group = elastiCache.replicationGroups[key], group.creation == creation,
        group.failovers == number, group.failoverEnd != nil
      else { return }
      promoteReplica(key, group)
    case .windowOpens(let key, let creation):
      guard let group = elastiCache.replicationGroups[key], group.creation == creation,
        !group.pending.isEmpty, group.settings.maintenanceWindow.opens(at: now)
      else { return }
      guard group.status.utf8.elementsEqual("available".utf8) else {
        agenda.add(.elastiCache(event), at: group.settings.maintenanceWindow.next(after: now))
        return
      }
      elastiCache.replicationGroups.update(key) { $0.pending = CacheReplicationGroup.Changes() }
      beginModification(ofCache: key, group.pending)
    case .rebooted(let key, let creation):
      guard let group = elastiCache.replicationGroups[key], group.creation == creation,
        group.rebootEnd == now
      else { return }
      finishReboot(key, group)
    case .snapshotBegins(let key, let creation, let schedule):
      guard let group = elastiCache.replicationGroups[key], group.creation == creation,
        group.settings.snapshotSchedule == schedule
      else { return }
      takeAutomaticSnapshot(key)
    case .snapshotCompletes(let key, let arn):
      guard let snapshot = elastiCache.snapshots[key], snapshot.arn.utf8.elementsEqual(arn.utf8) else {
        return
      }
      elastiCache.snapshots.update(key) { $0.isAvailable = true }
      note("cache-snapshot-done", snapshot.name)
    }
  }

  /// Restarts the nodes of a cache: the primary comes back empty, and its replicas copy nothing (facts: ElastiCache 8).
  mutating func rebootCache(_ key: String) {
    guard let group = elastiCache.replicationGroups[key] else { return }
    elastiCache.replicationGroups.update(key) { $0.rebootEnd = now + CacheTimings.reboot }
    note("cache-rebooting", group.id)
    revision.caches += 1
    schedule(.elastiCache(.rebooted(key: key, creation: group.creation)), in: CacheTimings.reboot)
  }

  /// Has the caches of an id forget all their keys (`FLUSHALL`).
  mutating func flushCache(_ id: String) {
    for (key, group) in elastiCache.replicationGroups where group.id.utf8.elementsEqual(id.utf8) {
      elastiCache.replicationGroups.update(key) { $0.forget() }
      revision.caches += 1
      note("cache-flushed", group.id)
    }
  }

  private mutating func finishReboot(_ key: String, _ group: CacheReplicationGroup) {
    let values = values(ofCacheParameterGroup: group.parameterGroup, in: group.region)
    elastiCache.replicationGroups.update(key) { row in
      row.rebootEnd = nil
      row.needsReboot = false
      row.parameters = values
      for index in row.nodes.indices { row.nodes[index].isEmptied = true }
    }
    note("cache-rebooted", group.id)
    revision.caches += 1
    fillFromPrimary(key)
  }

  /// Gives a replication group a status that ends of itself.
  mutating func beginTransition(ofCache key: String, to status: String, lasting span: Duration) {
    guard let group = elastiCache.replicationGroups[key] else { return }
    elastiCache.replicationGroups.update(key) {
      $0.status = status
      $0.transition += 1
    }
    revision.caches += 1
    schedule(
      .elastiCache(.settles(key: key, creation: group.creation, transition: group.transition + 1)), in: span)
  }

  /// Starts to make changes; the group serves on meanwhile.
  // Simplified: cache-scaling-without-outage
  mutating func beginModification(ofCache key: String, _ changes: CacheReplicationGroup.Changes) {
    let span: Duration =
      if changes.nodeType != nil {
        CacheTimings.nodeType
      } else if changes.nodes != nil {
        CacheTimings.replica
      } else {
        CacheTimings.modification
      }
    elastiCache.replicationGroups.update(key) { $0.changing = changes }
    beginTransition(ofCache: key, to: "modifying", lasting: span)
  }

  private mutating func settle(_ key: String, _ group: CacheReplicationGroup) {
    switch group.status {
    case "deleting":
      note("cache-deleted", group.id)
      removeAutomaticSnapshots(of: group, before: now)
      elastiCache.replicationGroups[key] = nil
      revision.caches += 1
      return
    case "creating": note("cache-created", group.id)
    default: note("cache-modified", group.id)
    }
    let changes = group.changing
    elastiCache.replicationGroups.update(key) { group in
      group.status = "available"
      group.changing = CacheReplicationGroup.Changes()
      group.nodeType = changes.nodeType ?? group.nodeType
      group.engineVersion = changes.engineVersion ?? group.engineVersion
      group.automaticFailover = changes.automaticFailover ?? group.automaticFailover
      group.multiAZ = changes.multiAZ ?? group.multiAZ
      switch changes.transit {
      case .become(let mode): group.settings.transit = mode
      case .end: group.settings.transit = nil
      case nil: break
      }
      group.settings.passwords = changes.passwords ?? group.settings.passwords
      if let nodes = changes.nodes {
        let primary = group.nodes[group.primary].id
        let present = group.nodes
        // What has happened to nodes since the call counts, so only the new ones are taken from it.
        group.nodes = nodes.map { node in present.first { $0.id == node.id } ?? node }
        group.primary = group.nodes.firstIndex { $0.id == primary } ?? 0
      }
    }
    for index in (elastiCache.replicationGroups[key]?.nodes ?? []).indices {
      guard let node = elastiCache.replicationGroups[key]?.nodes[index], node.hasPower, !hasPower(node.zone)
      else { continue }
      loseNode(key, index)
    }
    revision.caches += 1
  }

  /// Cuts the nodes of a zone off; where a primary stood there and failover is on, a replica takes over.
  ///
  /// - Parameter only: the keys of the caches that it hits; `nil` for all.
  mutating func cachesLosePower(in zone: Zone, only keys: [String]? = nil) {
    for (key, group) in elastiCache.replicationGroups
    where group.status != "creating" && keys?.contains(key) != false {
      for index in group.nodes.indices where group.nodes[index].zone == zone { loseNode(key, index) }
    }
  }

  mutating func loseNode(_ key: String, _ index: Int) {
    elastiCache.replicationGroups.update(key) {
      $0.nodes[index].hasPower = false
      $0.nodes[index].isEmptied = true
    }
    revision.caches += 1
    if elastiCache.replicationGroups[key]?.isSharded == true {
      // The others keep their share of the keys.
      elastiCache.replicationGroups.update(key) { $0.forget([index]) }
      return
    }
    guard let group = elastiCache.replicationGroups[key], index == group.primary else { return }
    note("cache-primary-lost", group.id, group.nodes[index].zone.rawValue)
    if group.automaticFailover { beginFailover(key) }
  }

  /// Starts the promotion of a replica, if one has power.
  ///
  /// - Parameter tested: the shard whose failover was asked for as a test; `nil` where its primary is lost.
  mutating func beginFailover(_ key: String, tested: String? = nil) {
    guard let group = elastiCache.replicationGroups[key], Self.bestReplica(of: group) != nil else { return }
    elastiCache.replicationGroups.update(key) {
      $0.failovers += 1
      $0.failoverEnd = now + CacheTimings.failover
    }
    if let tested {
      note("cache-failover-started", group.id, tested)
    } else {
      note("cache-failover-started", group.id)
    }
    revision.caches += 1
    schedule(
      .elastiCache(.promoted(key: key, creation: group.creation, number: group.failovers + 1)),
      in: CacheTimings.failover)
  }

  /// The replica that would be promoted: the first with power; the one that still holds its data before others.
  private static func bestReplica(of group: CacheReplicationGroup) -> Int? {
    let replicas = group.nodes.indices.filter { $0 != group.primary && group.nodes[$0].hasPower }
    return replicas.first { !group.nodes[$0].isEmptied } ?? replicas.first
  }

  private mutating func promoteReplica(_ key: String, _ group: CacheReplicationGroup) {
    elastiCache.replicationGroups.update(key) { $0.failoverEnd = nil }
    revision.caches += 1
    guard let index = Self.bestReplica(of: group) else { return }
    elastiCache.replicationGroups.update(key) { $0.primary = index }
    let zone = group.nodes[index].zone.rawValue
    if group.tests.last == now - CacheTimings.failover {
      note("cache-failover-done", group.id, zone, group.nodes[group.primary].id, group.nodes[index].id)
    } else {
      note("cache-failover-done", group.id, zone)
    }
    fillFromPrimary(key)
  }

  /// Brings the nodes of a zone back: a replica copies its primary, a primary comes back empty.
  ///
  /// - Parameter only: the keys of the caches that get it back; `nil` for all.
  mutating func cachesRegainPower(in zone: Zone, only keys: [String]? = nil) {
    for (key, group) in elastiCache.replicationGroups where keys?.contains(key) != false {
      let returning = group.nodes.indices.filter { index in
        let node = group.nodes[index]
        return node.zone == zone && !node.hasPower && !node.hasFailedHost
      }
      guard !returning.isEmpty else { continue }
      note("cache-nodes-back", group.id, zone.rawValue)
      bringBack(returning, of: key)
    }
  }

  /// Gives nodes of a cache power again, with what follows for the others.
  mutating func bringBack(_ returning: [Int], of key: String) {
    guard let group = elastiCache.replicationGroups[key] else { return }
    elastiCache.replicationGroups.update(key) { group in
      for index in returning { group.nodes[index].hasPower = true }
    }
    revision.caches += 1
    guard !group.isSharded else {
      return elastiCache.replicationGroups.update(key) { $0.forget(returning) } ?? ()
    }
    if group.failoverEnd == nil, !returning.contains(group.primary), !group.nodes[group.primary].hasPower,
      group.automaticFailover
    {
      beginFailover(key)
    }
    fillFromPrimary(key)
  }

  /// Makes every running node hold what the primary holds; an emptied primary empties them all.
  // Simplified: cache-replicas-always-in-step
  private mutating func fillFromPrimary(_ key: String) {
    guard let group = elastiCache.replicationGroups[key], group.nodes[group.primary].hasPower else { return }
    guard !group.isSharded else { return elastiCache.replicationGroups.update(key) { $0.forget() } ?? () }
    let isEmptied = group.nodes[group.primary].isEmptied
    if isEmptied { note("cache-emptied", group.id) }
    // Equal generations mean equal contents, so an emptied primary takes a number that no node has.
    let newest = group.nodes.map(\.generation).max() ?? 0
    let generation = isEmptied ? newest + 1 : group.nodes[group.primary].generation
    elastiCache.replicationGroups.update(key) { group in
      for index in group.nodes.indices where group.nodes[index].hasPower {
        group.nodes[index].isEmptied = false
        group.nodes[index].generation = generation
      }
    }
  }
}

extension CacheReplicationGroup {
  /// Loses the keys of some nodes, or of all.
  fileprivate mutating func forget(_ chosen: [Int]? = nil) {
    let generation = (nodes.map(\.generation).max() ?? 0) + 1
    for index in chosen ?? Array(nodes.indices) {
      nodes[index].generation = generation
      nodes[index].isEmptied = false
    }
  }
}
