extension World {
  /// Nodes of caches fail, each named by its id, `region/id`, or the id of the cluster whose only node it is.
  mutating func cacheNodesFail(named names: [String]) {
    for (key, index) in cacheNodes(named: names) {
      guard let group = elastiCache.replicationGroups[key], !group.nodes[index].hasFailedHost else {
        continue
      }
      note("cache-node-failed", group.id, group.nodes[index].id)
      let ran = group.nodes[index].hasPower
      elastiCache.replicationGroups.update(key) { $0.nodes[index].hasFailedHost = true }
      if ran { loseNode(key, index) }
    }
  }

  /// Nodes that had failed run again, empty, where their zone has power.
  mutating func cacheNodesReturn(named names: [String]) {
    for (key, index) in cacheNodes(named: names) {
      guard let group = elastiCache.replicationGroups[key], group.nodes[index].hasFailedHost else { continue }
      elastiCache.replicationGroups.update(key) { $0.nodes[index].hasFailedHost = false }
      guard hasPower(group.nodes[index].zone) else { continue }
      note("cache-node-back", group.id, group.nodes[index].id)
      bringBack([index], of: key)
    }
  }

  /// Whether a name means a node of a cache.
  package func hasCacheNode(_ name: String) -> Bool { !cacheNodes(named: [name]).isEmpty }

  /// The nodes that names mean, of caches that have been made. O(nodes).
  func cacheNodes(named names: [String]) -> [(key: String, index: Int)] {
    elastiCache.replicationGroups.flatMap { key, group -> [(key: String, index: Int)] in
      guard group.status != "creating" else { return [] }
      let found = group.nodes.indices.filter { index in
        let id = group.nodes[index].id
        let ways = [id, "\(group.region.rawValue)/\(id)"] + (group.nodes.count == 1 ? [group.id] : [])
        return names.contains { name in ways.contains { $0.utf8.elementsEqual(name.utf8) } }
      }
      return found.map { (key: key, index: $0) }
    }
  }
}
