/// A parameter of a cache engine.
struct CacheParameter {
  let name: String
  let value: String
  /// `integer`, `string`.
  let type: String
  /// AWS's words for what it takes, such as `0-100` or `yes,no`.
  let allowed: String
  /// Whether a new value needs no restart.
  let isImmediate: Bool
  let isModifiable: Bool

  private init(
    _ name: String, _ value: String, _ type: String, _ allowed: String, isImmediate: Bool = true,
    isModifiable: Bool = true
  ) {
    self.name = name
    self.value = value
    self.type = type
    self.allowed = allowed
    self.isImmediate = isImmediate
    self.isModifiable = isModifiable
  }

  /// Whether a value is one that the parameter takes.
  func takes(_ value: String) -> Bool {
    let parts = allowed.split(separator: ",").map(String.init)
    if parts.contains(where: { $0.utf8.elementsEqual(value.utf8) }) { return true }
    guard let number = Int(value), type.utf8.elementsEqual("integer".utf8) else { return false }
    return parts.contains { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 && ends[0] <= number && number <= ends[1]
    }
  }

  /// The parameters of an engine, ordered by name (facts: ElastiCache 8).
  // Simplified: cache-few-parameters
  static func all(ofEngine engine: String) -> [CacheParameter] {
    engine.utf8.elementsEqual("memcached".utf8) ? memcached : redis
  }

  private static let redis = [
    CacheParameter("activedefrag", "no", "string", "yes,no"),
    CacheParameter("appendonly", "no", "string", "yes,no", isModifiable: false),
    CacheParameter("cluster-enabled", "no", "string", "yes,no", isImmediate: false, isModifiable: false),
    CacheParameter("databases", "16", "integer", "1-1200000", isImmediate: false),
    CacheParameter("lazyfree-lazy-eviction", "yes", "string", "yes,no", isModifiable: false),
    CacheParameter("maxmemory-policy", "volatile-lru", "string", policies.joined(separator: ",")),
    CacheParameter("maxmemory-samples", "3", "integer", "1-9223372036854775807"),
    CacheParameter("notify-keyspace-events", "", "string", ""),
    CacheParameter("reserved-memory-percent", "25", "integer", "0-100"),
    CacheParameter("slowlog-log-slower-than", "10000", "integer", "0-9223372036854775807"),
    CacheParameter("tcp-keepalive", "300", "integer", "0-20000"),
    CacheParameter("timeout", "0", "integer", "0,20-2147483647"),
  ]

  private static let policies = [
    "volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random",
    "volatile-ttl", "noeviction",
  ]

  private static let memcached = [
    CacheParameter("chunk_size", "48", "integer", "1-1024", isImmediate: false),
    CacheParameter("chunk_size_growth_factor", "1.25", "string", "1.25,1.5,2", isImmediate: false),
    CacheParameter("idle_timeout", "0", "integer", "0-86400", isImmediate: false),
    CacheParameter("max_item_size", "1048576", "integer", "1024-1073741824", isImmediate: false),
    CacheParameter("max_simultaneous_connections", "65000", "integer", "3-65000", isImmediate: false),
    CacheParameter("memcached_connections_overhead", "100", "integer", "0-1000000", isImmediate: false),
  ]
}
