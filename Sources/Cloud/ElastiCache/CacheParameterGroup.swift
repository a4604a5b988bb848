/// A named set of parameters that caches of one engine family use.
package struct CacheParameterGroup: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  /// The family, such as `valkey8`.
  package let family: String
  package let description: String
  /// The values that were set; all others are the engine's.
  package var values = Table<String, String>()
  package var tags: Tags
}

extension CacheEngine {
  /// The engine of a family; `nil` when there is no such family.
  static func of(family: String) -> CacheEngine? {
    all.first { $0.families.contains { $0.utf8.elementsEqual(family.utf8) } }
  }
}

extension World {
  /// The most parameter groups of an account in a Region (facts: ElastiCache quotas).
  static let mostCacheParameterGroups = 150

  /// The group of a name, AWS's own default ones among them, or AWS's refusal.
  func cacheParameterGroup(named name: String, in region: Region) throws(AWSError) -> CacheParameterGroup {
    if let group = elastiCache.parameterGroups[ElastiCacheState.key(name, region)] { return group }
    let family = String(name.lowercased().dropFirst("default.".count))
    guard name.lowercased().hasPrefix("default."), CacheEngine.of(family: family) != nil else {
      throw CacheError.parameterGroupNotFound(name)
    }
    return CacheParameterGroup(
      name: "default.\(family)", region: region,
      arn: ElastiCacheState.arn("parametergroup", "default.\(family)", region), family: family,
      description: "Default parameter group for \(family)", tags: Tags())
  }

  /// The group that a cache of a family is to use: the one that was named, or the family's default.
  func cacheParameterGroupName(
    _ wish: String?, family: String, in region: Region
  ) throws(AWSError) -> String {
    guard let wish else { return "default.\(family)" }
    let group = try cacheParameterGroup(named: wish, in: region)
    guard group.family.utf8.elementsEqual(family.utf8) else {
      throw CacheError.combination(
        "Expected a parameter group of family \(family) but found one of family \(group.family)")
    }
    return group.name
  }

  /// The group that a cache is to have after a change; of a new version's family where that differs.
  func cacheParameterGroup(
    _ wish: String?, of cache: CacheReplicationGroup, version: String?
  ) throws(AWSError) -> String {
    let family = CacheEngine.named(cache.engine)?.family(of: version ?? cache.engineVersion) ?? ""
    if wish == nil, !cache.parameterGroup.hasPrefix("default.") {
      let kept = try cacheParameterGroup(named: cache.parameterGroup, in: cache.region)
      guard kept.family.utf8.elementsEqual(family.utf8) else {
        throw CacheError.combination(
          "Expected a parameter group of family \(family) but found one of family \(kept.family)")
      }
      return kept.name
    }
    return try cacheParameterGroupName(wish, family: family, in: cache.region)
  }

  /// The values that a group sets; none of a default group.
  func values(ofCacheParameterGroup name: String, in region: Region) -> Table<String, String> {
    elastiCache.parameterGroups[ElastiCacheState.key(name, region)]?.values ?? Table()
  }

  /// Gives a cache a group: what needs no restart is in force at once.
  mutating func setCacheParameterGroup(_ name: String, of key: String) {
    guard let cache = elastiCache.replicationGroups[key], !cache.parameterGroup.utf8.elementsEqual(name.utf8)
    else {
      return
    }
    elastiCache.replicationGroups.update(key) { $0.parameterGroup = name }
    applyCacheParameters(key)
  }

  /// Puts the values of its group in force that need no restart; others wait for it.
  mutating func applyCacheParameters(_ key: String) {
    guard let cache = elastiCache.replicationGroups[key] else { return }
    let values = values(ofCacheParameterGroup: cache.parameterGroup, in: cache.region)
    elastiCache.replicationGroups.update(key) { row in
      for parameter in CacheParameter.all(ofEngine: row.engine)
      where row.parameters[parameter.name] != values[parameter.name] {
        if parameter.isImmediate {
          row.parameters[parameter.name] = values[parameter.name]
        } else {
          row.needsReboot = true
        }
      }
    }
    revision.caches += 1
  }
}
