package import EventKernel

/// Regions, cities, types and prices: data that no call changes, read from the files of `facts/`.
///
/// A catalog is made once and shared by all copies of a world; two are equal when they were made from equal texts.
package struct Catalog: Sendable, Equatable {
  /// The files that a catalog is made from, in the folder `facts`.
  package static let fileNames = [
    "regions.tsv", "cities.tsv", "latency.tsv", "instance-types.tsv", "db-classes.tsv", "cache-nodes.tsv",
    "prices.tsv", "aws-policies.tsv", "ec2-prices.tsv", "commitments.tsv", "ec2-filters.tsv",
  ]

  /// What the texts of the files say.
  let data: CatalogData

  /// The catalog that the texts of the files, by file name, describe.
  ///
  /// - Throws: `CatalogError` when a file is missing or one of its lines is not as it should be.
  package init(files: [String: String]) throws(CatalogError) {
    data = try CatalogData(files: files)
  }

  package static func == (left: Catalog, right: Catalog) -> Bool {
    left.data === right.data || left.data.digest == right.data.digest
  }
}

/// Why the texts of `facts/` make no catalog.
package enum CatalogError: Error, Hashable, Sendable {
  /// A file of `Catalog.fileNames` is not there.
  case missingFile(String)
  /// A line, counted from 1, has other columns than it should have.
  case malformed(file: String, line: Int)
}

/// A Region as the catalog knows it.
package struct RegionInfo: Sendable, Equatable {
  package let region: Region
  /// The name that the console shows, such as `Asia Pacific (Seoul)`.
  package let name: String
  /// Whether an account must opt in to use it.
  package let needsOptIn: Bool
  /// Its zones in the order of their letters.
  package let zones: [ZoneInfo]
}

/// A zone with its name in the account and its id, which is the same for every account.
package struct ZoneInfo: Sendable, Equatable {
  package let zone: Zone
  /// Such as `apne2-az1`.
  package let id: String
}

/// A city in which users can live.
package struct City: Sendable, Equatable {
  /// Its key, such as `seoul`.
  package let name: String
  /// The Region of the city, from which latencies are read.
  package let region: Region
  /// Degrees north.
  package let latitude: Double
  /// Degrees east.
  package let longitude: Double
  /// The round trip from its users to the network's edge (TEACH: 10 ms).
  package let access: Duration
}

/// An EC2 instance type (facts: EC2 2.4).
package struct InstanceType: Sendable, Equatable {
  /// What bursts of a type cost it (facts: EC2 2.5).
  package struct Credits: Sendable, Equatable {
    /// The share of each vCPU that it may use for ever, in percent.
    package let baselinePercent: Double
    /// CPU credits earned in an hour.
    package let perHour: Double
    /// The most credits that it keeps.
    package let maximum: Double
    /// Credits that each launch brings, 0 for most types.
    package let atLaunch: Double
    /// `standard` or `unlimited`.
    package let mode: String
  }

  /// Such as `m5.large`.
  package let name: String
  /// `x86_64`, `arm64`, `i386`.
  package let architectures: [String]
  package let vCPUs: Int
  package let memoryGiB: Double
  package let isBurstable: Bool
  /// The credits of a burstable type, where they are known.
  package let credits: Credits?
  /// AWS's words for its network, such as `Up to 10 Gigabit`.
  package let network: String
  /// In Gbit/s, where known.
  package let networkBaseline: Double?
  /// In Gbit/s, where known.
  package let networkBurst: Double?
  /// `default`, `supported`, `unsupported`.
  package let ebsOptimised: String
  package let isCurrentGeneration: Bool
  package let isFreeTierEligible: Bool
  let prices: RegionalPrices
  /// What it moves to and from its volumes; `nil` for types whose volumes share its network (facts: EC2 2.4).
  package let ebs: EBSPath?

  /// The most that goes between an instance and its volumes, for ever and for a while.
  package struct EBSPath: Sendable, Equatable {
    /// Megabits a second.
    package let baselineMbps: Double
    package let mostMbps: Double
    /// I/O operations a second.
    package let baselineIOPS: Double
    package let mostIOPS: Double
  }
}

/// An RDS instance class for MySQL.
package struct DBInstanceClass: Sendable, Equatable {
  /// Such as `db.t3.medium`.
  package let name: String
  /// Its name without the size, such as `db.t3`.
  package var family: Substring { name[..<(name.lastIndex(of: ".") ?? name.endIndex)] }
  package let vCPUs: Int
  package let memoryGiB: Double
  let prices: RegionalPrices
}

/// An ElastiCache node type.
package struct CacheNodeType: Sendable, Equatable {
  /// Such as `cache.t3.micro`.
  package let name: String
  package let vCPUs: Int
  package let memoryGiB: Double
  /// By engine: `valkey`, `redis`, `memcached`.
  let prices: [String: RegionalPrices]
}

/// The price of one thing in the Regions whose prices are known, in micro-USD.
struct RegionalPrices: Sendable, Equatable {
  let virginia: Int?
  let seoul: Int?

  /// The price in a Region.
  // Simplified: prices-two-regions
  func price(in region: Region) -> Int? {
    region.rawValue == "ap-northeast-2" ? seoul : virginia
  }
}
