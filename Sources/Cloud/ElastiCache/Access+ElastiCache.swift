extension Access {
  /// The call works on a cache cluster by its id; without one, as if it were not said.
  package func onCacheCluster(_ id: String?) -> Access {
    onCache("cluster", id) { world, region, id in
      world.elastiCache.replicationGroups[ElastiCacheState.clusterKey(id, region)]?.tags
    }
  }

  /// The call works on a replication group by its id.
  package func onReplicationGroup(_ id: String?) -> Access {
    onCache("replicationgroup", id) { world, region, id in
      world.elastiCache.replicationGroups[ElastiCacheState.key(id, region)]?.tags
    }
  }

  /// The call works on a parameter group by its name.
  package func onCacheParameterGroup(_ name: String?) -> Access {
    onCache("parametergroup", name) { world, region, name in
      world.elastiCache.parameterGroups[ElastiCacheState.key(name, region)]?.tags
    }
  }

  /// The call works on a snapshot by its name.
  package func onCacheSnapshot(_ name: String?) -> Access {
    onCache("snapshot", name) { world, region, name in
      world.elastiCache.snapshots[ElastiCacheState.key(name, region)]?.tags
    }
  }

  /// The call works on a subnet group by its name.
  func onCacheSubnetGroup(_ name: String?) -> Access {
    onCache("subnetgroup", name) { _, _, _ in nil }
  }

  /// The call works on the tags of a cluster, group or snapshot by its ARN.
  func onTaggedCache(_ arn: String) -> Access {
    let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7 else { return on(arn: arn) }
    let region = Region(rawValue: parts[3])
    let key = ElastiCacheState.key(parts[6], region)
    let tags: Tags? =
      switch parts[5] {
      case "replicationgroup": world.elastiCache.replicationGroups[key]?.tags
      case "cluster":
        world.elastiCache.replicationGroups[ElastiCacheState.clusterKey(parts[6], region)]?.tags
      case "parametergroup": world.elastiCache.parameterGroups[key]?.tags
      case "snapshot": world.elastiCache.snapshots[key]?.tags
      default: nil
      }
    return on(arn: arn, tags: tags ?? Tags())
  }

  private func onCache(_ kind: String, _ name: String?, _ tags: (World, Region, String) -> Tags?) -> Access {
    guard let name = name?.lowercased() else { return self }
    let arn = ElastiCacheState.arn(kind, name, context.region)
    return on(AccessTarget(arn, tags: tags(world, context.region, name) ?? Tags()))
  }
}
