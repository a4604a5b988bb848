import Cloud
import EventKernel
import Texts

/// Makers of remedies about caches that keep reads away from a database.
extension RemedySite {
  /// The name that a new cache of a remedy gets.
  private static let newCache = "new-cache"

  /// The caches of the Region that machines ask.
  private var askedCaches: [CacheReplicationGroup] {
    let keys = machines.compactMap { $0.settings.cacheHost.flatMap { world.cacheKey(forHost: $0) } }
    return keys.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { world.elastiCache.replicationGroups[$0] }.filter { $0.region == region }
  }

  /// A cache where the reads ask none; what there is outlives a node, keeps answers longer, and holds all of them.
  func caches() -> [Remedy] { cacheReplicas() + newCaches() + largerCaches() + cacheLifetimes() }

  /// A replica takes over when the primary of a cache fails.
  func cacheReplicas() -> [Remedy] {
    askedCaches.filter { $0.kind == .group && !$0.isSharded && !$0.automaticFailover }.map {
      cache -> Remedy in
      let name = ShellWord.quoted(cache.id)
      let added: [String] =
        cache.nodes.count > 1
        ? []
        : [
          "aws elasticache increase-replica-count --replication-group-id \(name) --new-replica-count 1"
            + " --apply-immediately", "wait",
        ]
      return Remedy(
        .cacheReplica, ["cache": .string(cache.id)],
        added + [
          "aws elasticache modify-replication-group --replication-group-id \(name)"
            + " --automatic-failover-enabled --apply-immediately", "wait",
        ])
    }
  }

  /// A cache with a replica for machines that ask none, as large as all answers are.
  private func newCaches() -> [Remedy] {
    let chosen = machines.filter {
      $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") && $0.settings.cacheHost == nil
    }
    guard let model = chosen.first, let type = cheapestNode(largerThan: 0) else { return [] }
    let subnets = zones(of: model.vpc).prefix(2).compactMap { subnet(in: $0, of: model.vpc)?.id }
    let made = [
      "NEW_CACHE_SG=$(aws ec2 create-security-group --group-name \(Self.newCache) --description 'Cache'"
        + " --vpc-id \(model.vpc) --query GroupId --output text)",
      "aws ec2 authorize-security-group-ingress --group-id $NEW_CACHE_SG --protocol tcp --port 6379"
        + " --cidr 0.0.0.0/0",
      "aws elasticache create-cache-subnet-group --cache-subnet-group-name \(Self.newCache)"
        + " --cache-subnet-group-description 'Cache'"
        + " --subnet-ids \(subnets.map(\.description).joined(separator: " "))",
      "aws elasticache create-replication-group --replication-group-id \(Self.newCache)"
        + " --replication-group-description 'Cache' --engine valkey --cache-node-type \(type)"
        + " --num-cache-clusters 2 --automatic-failover-enabled --cache-subnet-group-name \(Self.newCache)"
        + " --security-group-ids $NEW_CACHE_SG",
      "wait",
      "NEW_CACHE=$(aws elasticache describe-replication-groups --replication-group-id \(Self.newCache)"
        + " --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)",
    ]
    let remedy = launched(chosen, after: made, setting: "CACHE_HOST", to: "$NEW_CACHE", .newCache)
    return [
      Remedy(
        .newCache, ["type": .string(type), "count": .integer(chosen.count)], remedy.lines)
    ]
  }

  /// Caches whose nodes hold all answers.
  private func largerCaches() -> [Remedy] {
    askedCaches.filter { $0.kind == .group && !$0.isSharded }.compactMap { cache -> Remedy? in
      let held = world.capacity(of: cache).bytes
      guard Double(held) < answerBytes, let type = cheapestNode(largerThan: held) else { return nil }
      return Remedy(
        .cacheNode,
        ["cache": .string(cache.id), "type": .string(type), "old": .string(cache.nodeType)],
        [
          "aws elasticache modify-replication-group --replication-group-id \(ShellWord.quoted(cache.id))"
            + " --cache-node-type \(type) --apply-immediately", "wait",
        ])
    }
  }

  /// Applications that use a cached answer for an hour.
  private func cacheLifetimes() -> [Remedy] {
    let chosen = machines.filter { $0.settings.cacheHost != nil && $0.settings.cacheLifetime < .hours(1) }
    return [setting("CACHE_TTL", "3600", on: chosen)].compactMap { $0 }
  }

  /// How many bytes all answers have that reads could be given; 0 where no read can be cached.
  private var answerBytes: Double {
    workload.classes.reduce(0) { sum, kind in
      kind.reads > 0 ? sum + Double(kind.keys) * Double(kind.responseBytes) : sum
    }
  }

  /// The cheapest node that holds all answers and more than some bytes, the largest where none holds them; `nil` where
  /// no read can be cached, or none is larger.
  private func cheapestNode(largerThan bytes: Int) -> String? {
    guard answerBytes > 0 else { return nil }
    // A quarter of the memory is reserved (facts: ElastiCache 8, reserved-memory-percent 25).
    let larger = world.catalog.cacheNodeTypes.filter { $0.memoryGiB * 1_073_741_824 * 0.75 > Double(bytes) }
    func price(_ type: CacheNodeType) -> Int {
      world.catalog.hourlyPrice(ofCacheNode: type.name, engine: "valkey", in: region) ?? .max
    }
    let enough = larger.filter { $0.memoryGiB * 1_073_741_824 * 0.75 >= answerBytes }
    let cheapest = enough.min { (price($0), $0.name) < (price($1), $1.name) }
    return (cheapest ?? larger.max { ($0.memoryGiB, $0.name) < ($1.memoryGiB, $1.name) })?.name
  }
}
