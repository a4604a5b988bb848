import EventKernel

/// The rows of the facts, shared by every copy of a catalog.
final class CatalogData: Sendable {
  let digest: Digest
  let regions: [RegionInfo]
  let cities: [City]
  let roundTrips: [String: Duration]
  let instanceTypes: [InstanceType]
  let instanceTypesByName: [String: InstanceType]
  let dbInstanceClasses: [DBInstanceClass]
  let cacheNodeTypes: [CacheNodeType]
  let prices: [String: Int]
  let awsPolicies: [AWSManagedPolicy]
  let commitments: [String: Commitments]
  /// The filters that AWS documents for each listing of EC2, by the operation's name.
  let filters: [String: Set<String>]

  init(files: [String: String]) throws(CatalogError) {
    var digested = SHA256()
    var tables: [String: FactTable] = [:]
    for name in Catalog.fileNames {
      guard let text = files[name] else { throw .missingFile(name) }
      digested.update(text.utf8)
      tables[name] = FactTable(name: name, text: text)
    }
    func table(_ name: String) throws(CatalogError) -> FactTable {
      guard let table = tables[name] else { throw .missingFile(name) }
      return table
    }
    digest = digested.finish()
    regions = try table("regions.tsv").read(columns: 4, Self.region)
    cities = try table("cities.tsv").read(columns: 5, Self.city)
    let trips = try table("latency.tsv").read(columns: 3) { row in
      row.number(2).map { (row[0], row[1], Duration.milliseconds($0)) }
    }
    var roundTrips: [String: Duration] = [:]
    for (origin, destination, trip) in trips {
      roundTrips[Self.key(origin, destination)] = trip
      roundTrips[Self.key(destination, origin)] = trip
    }
    self.roundTrips = roundTrips
    instanceTypes = try table("instance-types.tsv").read(columns: 22, Self.instanceType)
    instanceTypesByName = Dictionary(
      instanceTypes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    dbInstanceClasses = try table("db-classes.tsv").read(columns: 5) { row in
      guard let cpus = Int(row[1]), let memory = row.number(2) else { return nil }
      let prices = RegionalPrices(virginia: Int(row[3]), seoul: Int(row[4]))
      return DBInstanceClass(name: row[0], vCPUs: cpus, memoryGiB: memory, prices: prices)
    }
    cacheNodeTypes = try table("cache-nodes.tsv").read(columns: 9, Self.cacheNodeType)
    let committed = try table("commitments.tsv").read(columns: 14, Self.commitments).flatMap { $0 }
    commitments = Dictionary(
      committed.map { ($0.key, $0.commitments) }, uniquingKeysWith: { first, _ in first })
    var priced: [(String, Int)] = []
    for name in ["prices.tsv", "ec2-prices.tsv"] {
      priced += try table(name).read(columns: 3) { row in
        Int(row[2]).map { (Self.key(row[0], row[1]), $0) }
      }
    }
    prices = Dictionary(priced, uniquingKeysWith: { first, _ in first })
    let documented = try table("ec2-filters.tsv").read(columns: 2) { ($0[0], Set($0.list(1))) }
    filters = Dictionary(documented, uniquingKeysWith: { first, _ in first })
    awsPolicies = try table("aws-policies.tsv").read(columns: 6, AWSManagedPolicy.init)
  }

  /// Two words as one key of a dictionary.
  static func key(_ first: String, _ second: String) -> String { "\(first)\t\(second)" }

  // Simplified: zone-letters
  private static func region(_ row: FactRow) -> RegionInfo? {
    let pairs = row.list(3).map { $0.split(separator: "=", omittingEmptySubsequences: false) }
    guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 && $0[0].utf8.count == 1 }) else { return nil }
    let zones = pairs.map { ZoneInfo(zone: Zone(rawValue: row[0] + $0[0]), id: String($0[1])) }
    return RegionInfo(
      region: Region(rawValue: row[0]), name: row[1], needsOptIn: row.isYes(2), zones: zones)
  }

  private static func city(_ row: FactRow) -> City? {
    guard let latitude = row.number(2), let longitude = row.number(3), let access = row.number(4) else {
      return nil
    }
    return City(
      name: row[0], region: Region(rawValue: row[1]), latitude: latitude, longitude: longitude,
      access: .milliseconds(access))
  }

  private static func instanceType(_ row: FactRow) -> InstanceType? {
    guard let cpus = Int(row[2]), let memory = row.number(3) else { return nil }
    var credits: InstanceType.Credits?
    if let baseline = row.number(5), let perHour = row.number(6), let maximum = row.number(7) {
      credits = InstanceType.Credits(
        baselinePercent: baseline, perHour: perHour, maximum: maximum, atLaunch: row.number(8) ?? 0,
        mode: row[9])
    }
    return InstanceType(
      name: row[0], architectures: row.list(1), vCPUs: cpus, memoryGiB: memory, isBurstable: row.isYes(4),
      credits: credits, network: row[10], networkBaseline: row.number(11), networkBurst: row.number(12),
      ebsOptimised: row[13], isCurrentGeneration: row.isYes(14), isFreeTierEligible: row.isYes(15),
      prices: RegionalPrices(virginia: Int(row[16]), seoul: Int(row[17])), ebs: ebs(row))
  }

  private static func ebs(_ row: FactRow) -> InstanceType.EBSPath? {
    guard let baseline = row.number(18), let most = row.number(19), let operations = row.number(20),
      let mostOperations = row.number(21)
    else { return nil }
    return InstanceType.EBSPath(
      baselineMbps: baseline, mostMbps: most, baselineIOPS: operations, mostIOPS: mostOperations)
  }

  private static func cacheNodeType(_ row: FactRow) -> CacheNodeType? {
    guard let cpus = Int(row[1]), let memory = row.number(2) else { return nil }
    var prices: [String: RegionalPrices] = [:]
    for (index, engine) in ["valkey", "redis", "memcached"].enumerated() {
      prices[engine] = RegionalPrices(virginia: Int(row[3 + index]), seoul: Int(row[6 + index]))
    }
    return CacheNodeType(name: row[0], vCPUs: cpus, memoryGiB: memory, prices: prices)
  }
}
