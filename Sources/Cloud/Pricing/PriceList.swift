/// The price list as the facts know it: on demand, in the Regions whose prices they have.
// Simplified: price-list
enum PriceList {
  /// When the list was published, and its version (facts: `prices.tsv`).
  static let (published, version) = ("2025-11-04T00:00:00Z", "20251104000000")

  /// The services on the list with their names.
  static let names = [
    "AWSELB": "Elastic Load Balancing", "AmazonEC2": "Amazon Elastic Compute Cloud",
    "AmazonElastiCache": "Amazon ElastiCache", "AmazonRDS": "Amazon Relational Database Service",
    "AmazonS3": "Amazon Simple Storage Service",
  ]

  /// The Regions whose prices the facts have.
  private static let regions = [Region(rawValue: "us-east-1"), Region(rawValue: "ap-northeast-2")]

  /// The products of a service, or `nil` when the list has no such service.
  static func products(of service: String, _ world: World) -> [PriceProduct]? {
    let catalog = world.catalog
    switch service {
    case "AmazonEC2": return regions.flatMap { instances($0, catalog) + volumes($0, catalog) }
    case "AmazonRDS": return regions.flatMap { databases($0, catalog) }
    case "AmazonElastiCache": return regions.flatMap { caches($0, catalog) }
    case "AWSELB": return regions.flatMap { balancers($0, catalog) }
    case "AmazonS3": return regions.flatMap { objects($0, catalog) }
    default: return nil
    }
  }

  /// What every product says of its Region.
  private static func place(_ region: Region, _ catalog: Catalog) -> [(name: String, value: String)] {
    [
      ("location", catalog.region(region)?.name ?? region.rawValue), ("locationType", "AWS Region"),
      ("regionCode", region.rawValue),
    ]
  }

  private static func gigabytes(_ size: Double) -> String {
    let hundredths = Int((size * 100).rounded())
    let rest = hundredths % 100
    guard rest > 0 else { return "\(hundredths / 100) GiB" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(hundredths / 100).\(digits) GiB"
  }

  private static func instances(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    let prefix = World.usagePrefix(region)
    return catalog.instanceTypes.compactMap { type in
      guard let price = catalog.hourlyPrice(ofInstance: type.name, in: region) else { return nil }
      return PriceProduct(
        service: "AmazonEC2", family: "Compute Instance",
        attributes: place(region, catalog) + [
          ("capacitystatus", "Used"), ("currentGeneration", type.isCurrentGeneration ? "Yes" : "No"),
          ("instanceType", type.name), ("licenseModel", "No License required"),
          ("marketoption", "OnDemand"), ("memory", gigabytes(type.memoryGiB)),
          ("networkPerformance", type.network),
          ("operatingSystem", "Linux"), ("operation", "RunInstances"), ("preInstalledSw", "NA"),
          ("tenancy", "Shared"), ("usagetype", "\(prefix)BoxUsage:\(type.name)"), ("vcpu", "\(type.vCPUs)"),
        ], unit: "Hrs", price: price, words: "per On Demand Linux \(type.name) Instance Hour")
    }
  }

  private static func volumes(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    let prefix = World.usagePrefix(region)
    let kinds = [
      ("gp2", "General Purpose", "SSD-backed"), ("gp3", "General Purpose", "SSD-backed"),
      ("io1", "Provisioned IOPS", "SSD-backed"), ("io2", "Provisioned IOPS", "SSD-backed"),
      ("sc1", "Cold HDD", "HDD-backed"), ("st1", "Throughput Optimized HDD", "HDD-backed"),
      ("standard", "Magnetic", "HDD-backed"),
    ]
    return kinds.compactMap { name, type, media in
      guard let price = catalog.price("ebs.\(name)_gb_month", in: region) else { return nil }
      return PriceProduct(
        service: "AmazonEC2", family: "Storage",
        attributes: place(region, catalog) + [
          ("storageMedia", media), ("usagetype", "\(prefix)EBS:VolumeUsage.\(name)"), ("volumeApiName", name),
          ("volumeType", type),
        ], unit: "GB-Mo", price: price, words: "per GB-month of \(type) (\(name)) provisioned storage")
    }
  }

  private static func databases(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    let prefix = World.usagePrefix(region)
    return catalog.dbInstanceClasses.flatMap { row -> [PriceProduct] in
      guard let price = catalog.hourlyPrice(ofDatabase: row.name, in: region) else { return [] }
      // A standby costs what its primary does (facts: RDS, prices).
      return [("Single-AZ", "InstanceUsage", 1), ("Multi-AZ", "Multi-AZUsage", 2)].map {
        deployment, use, times in
        PriceProduct(
          service: "AmazonRDS", family: "Database Instance",
          attributes: place(region, catalog) + [
            ("databaseEngine", "MySQL"), ("deploymentOption", deployment), ("instanceType", row.name),
            ("licenseModel", "No license required"), ("memory", gigabytes(row.memoryGiB)),
            ("usagetype", "\(prefix)\(use):\(row.name)"), ("vcpu", "\(row.vCPUs)"),
          ], unit: "Hrs", price: price * times,
          words: "per RDS \(row.name) \(deployment) instance hour running MySQL")
      }
    }
  }

  private static func caches(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    let prefix = World.usagePrefix(region)
    return catalog.cacheNodeTypes.flatMap { row -> [PriceProduct] in
      [("valkey", "Valkey"), ("redis", "Redis"), ("memcached", "Memcached")].compactMap { engine, shown in
        guard let price = catalog.hourlyPrice(ofCacheNode: row.name, engine: engine, in: region) else {
          return nil
        }
        return PriceProduct(
          service: "AmazonElastiCache", family: "Cache Instance",
          attributes: place(region, catalog) + [
            ("cacheEngine", shown), ("instanceType", row.name), ("memory", gigabytes(row.memoryGiB)),
            ("usagetype", "\(prefix)NodeUsage:\(row.name)"), ("vcpu", "\(row.vCPUs)"),
          ], unit: "Hrs", price: price, words: "per \(row.name) node hour running \(shown)")
      }
    }
  }

  private static func balancers(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    let prefix = World.usagePrefix(region)
    let kinds = [
      (
        "elb.alb_hour", "Load Balancer-Application", "LoadBalancerUsage", "Hrs",
        "per Application LoadBalancer-hour"
      ),
      (
        "elb.alb_lcu_hour", "Load Balancer-Application", "LCUUsage", "LCU-Hrs",
        "per used Application LCU-hour"
      ),
      ("elb.nlb_hour", "Load Balancer-Network", "LoadBalancerUsage", "Hrs", "per Network LoadBalancer-hour"),
      ("elb.nlb_nlcu_hour", "Load Balancer-Network", "LCUUsage", "LCU-Hrs", "per used Network LCU-hour"),
    ]
    return kinds.compactMap { key, family, use, unit, words in
      catalog.price(key, in: region).map { price in
        PriceProduct(
          service: "AWSELB", family: family,
          attributes: place(region, catalog) + [("usagetype", "\(prefix)\(use)")], unit: unit, price: price,
          words: words)
      }
    }
  }

  private static func objects(_ region: Region, _ catalog: Catalog) -> [PriceProduct] {
    StorageClass.allCases.compactMap { storageClass in
      guard let price = catalog.price(storageClass.priceKey, in: region) else { return nil }
      return PriceProduct(
        service: "AmazonS3", family: "Storage",
        attributes: place(region, catalog) + [
          ("storageClass", storageClass.rawValue),
          ("usagetype", "\(World.usagePrefix(region))TimedStorage-\(storageClass.rawValue)"),
        ], unit: "GB-Mo", price: price, words: "per GB-month of storage of the class \(storageClass.rawValue)"
      )
    }
  }
}
