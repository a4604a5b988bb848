/// An engine of caches.
struct CacheEngine {
  let name: String
  let description: String
  /// The versions that can be created, oldest first; the last is the default.
  let versions: [String]
  let port: Int

  /// The engines (facts: ElastiCache 8), with a few versions each (TEACH).
  // Simplified: cache-few-versions
  static let all = [
    CacheEngine(name: "memcached", description: "memcached", versions: ["1.6.12", "1.6.22"], port: 11_211),
    CacheEngine(name: "redis", description: "Redis", versions: ["6.2", "7.0", "7.1"], port: 6_379),
    CacheEngine(name: "valkey", description: "Valkey", versions: ["7.2", "8.0", "8.1"], port: 6_379),
  ]

  static func named(_ name: String) -> CacheEngine? { all.first { $0.name.utf8.elementsEqual(name.utf8) } }

  /// The version that a call asks for, as it is shown, or AWS's refusal.
  func version(wished text: String?) throws(AWSError) -> String {
    guard let text else { return shown(versions.last ?? "") }
    guard let version = versions.last(where: { text.utf8.starts(with: $0.utf8) }) else {
      throw CacheError.invalid("The engine version \(text) of \(name) is not supported.")
    }
    return shown(version)
  }

  /// A version with three parts, as AWS shows it.
  func shown(_ version: String) -> String {
    version.split(separator: ".").count == 2 ? "\(version).0" : version
  }

  /// The family of parameter groups of a version, such as `valkey8`.
  func family(of version: String) -> String {
    let parts = version.split(separator: ".")
    let major = String(parts.first ?? "")
    switch name {
    case "memcached": return "memcached" + parts.prefix(2).joined(separator: ".")
    case "redis": return major.utf8.elementsEqual("6".utf8) ? "redis6.x" : "redis\(major)"
    default: return "\(name)\(major)"
    }
  }

  /// The families of the engine, oldest first.
  var families: [String] {
    var families: [String] = []
    for family in versions.map({ self.family(of: $0) }) where !families.contains(family) {
      families.append(family)
    }
    return families
  }

  /// The version that a cache gets by a wish; `nil` when it has it. Versions only rise.
  static func upgrade(of group: CacheReplicationGroup, to wish: String) throws(AWSError) -> String? {
    guard let engine = named(group.engine) else { return nil }
    let version = try engine.version(wished: wish)
    guard !version.utf8.elementsEqual(group.engineVersion.utf8) else { return nil }
    let shown = engine.versions.map(engine.shown)
    guard let from = shown.firstIndex(of: group.engineVersion), let to = shown.firstIndex(of: version),
      to > from
    else {
      throw CacheError.combination(
        "Cannot downgrade \(engine.name) from \(group.engineVersion) to \(version).")
    }
    return version
  }
}

/// Lists engines and versions.
package enum DescribeCacheEngineVersions: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheEngineVersions"

  /// Which engine, version and family.
  package struct Input: Decodable, Sendable {
    package var engine: String?
    package var engineVersion: String?
    package var cacheParameterGroupFamily: String?
    package var maxRecords: Int?
    package var marker: String?
    package var defaultOnly: Bool?
  }

  /// A page of versions.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var cacheEngineVersions: [Version]
  }

  /// A version of an engine.
  package struct Version: Encodable, Sendable {
    package var engine: String
    package var engineVersion: String
    package var cacheParameterGroupFamily: String
    package var cacheEngineDescription: String
    package var cacheEngineVersionDescription: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows: [Version] = []
    for engine in CacheEngine.all {
      for version in input.defaultOnly == true ? engine.versions.suffix(1) : engine.versions[...] {
        rows.append(
          Version(
            engine: engine.name, engineVersion: version,
            cacheParameterGroupFamily: engine.family(of: version),
            cacheEngineDescription: engine.description,
            cacheEngineVersionDescription: "\(engine.name) version \(engine.shown(version))"))
      }
    }
    if let name = input.engine { rows.removeAll { !$0.engine.utf8.elementsEqual(name.utf8) } }
    if let wish = input.engineVersion { rows.removeAll { !wish.utf8.starts(with: $0.engineVersion.utf8) } }
    if let family = input.cacheParameterGroupFamily {
      rows.removeAll { !$0.cacheParameterGroupFamily.utf8.elementsEqual(family.utf8) }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, cacheEngineVersions: page.rows)
  }
}
