package import EventKernel

extension Catalog {
  /// Every Region, ordered by code.
  package var regions: [RegionInfo] { data.regions }

  /// A Region, or `nil` when there is none of that code.
  package func region(_ region: Region) -> RegionInfo? { data.regions.first { $0.region == region } }

  /// The zones of a Region in the order of their letters; none for an unknown Region.
  package func zones(in region: Region) -> [ZoneInfo] { self.region(region)?.zones ?? [] }

  /// The id of a zone that is the same for every account, such as `apne2-az1`.
  package func id(of zone: Zone) -> String? { zones(in: zone.region).first { $0.zone == zone }?.id }

  /// Every city, ordered by name.
  package var cities: [City] { data.cities }

  /// A city by its key, such as `seoul`.
  package func city(_ name: String) -> City? { data.cities.first { $0.name == name } }

  /// The round trip between two Regions; zero inside one, `nil` when one is unknown (facts: Regions 1.3).
  package func roundTrip(from origin: Region, to destination: Region) -> Duration? {
    if origin == destination { return region(origin).map { _ in .zero } }
    return data.roundTrips[CatalogData.key(origin.rawValue, destination.rawValue)]
  }

  /// The round trip from users of a city to a Region: to the edge of their own Region and on from there.
  package func roundTrip(fromCity name: String, to region: Region) -> Duration? {
    guard let city = city(name), let trip = roundTrip(from: city.region, to: region) else { return nil }
    return city.access + trip
  }

  /// The round trip inside one zone (TEACH: `net.rtt.same_az`).
  package static let roundTripInZone: Duration = .microseconds(200)
  /// The round trip between zones of a Region (TEACH: `net.rtt.cross_az`).
  package static let roundTripAcrossZones: Duration = .milliseconds(1)

  /// The instance types, in the order of the facts: families together, small to large.
  package var instanceTypes: [InstanceType] { data.instanceTypes }

  /// An instance type by name.
  package func instanceType(_ name: String) -> InstanceType? { data.instanceTypesByName[name] }

  /// The price of an hour of a type on demand in micro-USD, `nil` when it is not known.
  package func hourlyPrice(ofInstance type: String, in region: Region) -> Int? {
    instanceType(type)?.prices.price(in: region)
  }

  /// The RDS classes, small to large.
  package var dbInstanceClasses: [DBInstanceClass] { data.dbInstanceClasses }

  /// An RDS class by name.
  package func dbInstanceClass(_ name: String) -> DBInstanceClass? {
    data.dbInstanceClasses.first { $0.name == name }
  }

  /// The price of an hour of a class in one zone in micro-USD; where Seoul's is unknown, N. Virginia's.
  package func hourlyPrice(ofDatabase name: String, in region: Region) -> Int? {
    dbInstanceClass(name).flatMap { $0.prices.price(in: region) ?? $0.prices.virginia }
  }

  /// The ElastiCache node types, in the order of the facts.
  package var cacheNodeTypes: [CacheNodeType] { data.cacheNodeTypes }

  /// A node type by name.
  package func cacheNodeType(_ name: String) -> CacheNodeType? {
    data.cacheNodeTypes.first { $0.name == name }
  }

  /// The price of an hour of a node in micro-USD; the engine is `valkey`, `redis` or `memcached`.
  package func hourlyPrice(ofCacheNode name: String, engine: String, in region: Region) -> Int? {
    cacheNodeType(name)?.prices[engine].flatMap { $0.price(in: region) ?? $0.virginia }
  }

  /// A price of `prices.tsv` in micro-USD: in the Region, else everywhere, else in us-east-1; `nil` for an unknown key.
  ///
  /// Keys are such as `elb.alb_hour`, `transfer.internet_first_10tb` (per GB), `public_ipv4_hour`.
  package func price(_ key: String, in region: Region) -> Int? {
    for place in [region.rawValue, "-", "us-east-1"] {
      if let price = data.prices[CatalogData.key(key, place)] { return price }
    }
    return nil
  }
}
