/// Regions and zones.
enum PlaceOperations {
  static let all: [any Operation.Type] = [DescribeRegions.self, DescribeAvailabilityZones.self]
}

/// Lists the Regions that the account can use.
package enum DescribeRegions: EC2Operation {
  package static let name = "DescribeRegions"

  package struct Input: Decodable, Sendable, DryRunnable {
    var regionNames: [String]?
    var allRegions: Bool?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var regions: [RegionShape]
  }

  /// A Region as the call shows it.
  package struct RegionShape: Encodable, Sendable {
    package var optInStatus: String
    package var regionName: String
    package var endpoint: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = try named(input.regionNames, all: world.catalog.regions) { name throws(AWSError) in
      guard let region = world.catalog.region(Region(rawValue: name)) else {
        throw AWSError("InvalidParameterValue", "Invalid region provided: [ \(name) ]")
      }
      return region
    }
    let shown = rows.filter {
      input.allRegions == true || input.regionNames != nil || world.isEnabled($0.region)
    }
    let shapes = shown.map {
      RegionShape(
        optInStatus: !$0.needsOptIn
          ? "opt-in-not-required" : world.isEnabled($0.region) ? "opted-in" : "not-opted-in",
        regionName: $0.region.rawValue,
        endpoint: "ec2.\($0.region.rawValue).amazonaws.com")
    }
    let fields = FilterFields<RegionShape>([
      "region-name": { $0.regionName }, "endpoint": { $0.endpoint }, "opt-in-status": { $0.optInStatus },
    ])
    return Output(regions: try fields.select(shapes, input.filters, of: Self.self, in: world))
  }
}

/// Lists the zones of the Region.
package enum DescribeAvailabilityZones: EC2Operation {
  package static let name = "DescribeAvailabilityZones"

  package struct Input: Decodable, Sendable, DryRunnable {
    var zoneNames: [String]?
    var zoneIds: [String]?
    var allAvailabilityZones: Bool?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var availabilityZones: [ZoneShape]
  }

  /// A zone as the call shows it.
  package struct ZoneShape: Encodable, Sendable {
    package var optInStatus = "opt-in-not-required"
    package var messages: [String] = []
    package var regionName: String
    package var zoneName: String
    package var zoneId: String
    package var groupName: String
    package var networkBorderGroup: String
    package var zoneType = "availability-zone"
    package var state = "available"
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region.rawValue
    let all = world.catalog.zones(in: context.region).map {
      ZoneShape(
        regionName: region, zoneName: $0.zone.rawValue, zoneId: $0.id, groupName: "\(region)-zg-1",
        networkBorderGroup: region)
    }
    func missing(_ name: String) -> AWSError {
      AWSError("InvalidParameterValue", "Invalid availability zone: [\(name)]")
    }
    let byName = try named(input.zoneNames, all: all) { name throws(AWSError) in
      guard let zone = all.first(where: { $0.zoneName == name }) else { throw missing(name) }
      return zone
    }
    let byID = try named(input.zoneIds, all: byName) { id throws(AWSError) in
      guard let zone = all.first(where: { $0.zoneId == id }) else { throw missing(id) }
      return zone
    }
    let fields = FilterFields<ZoneShape>([
      "zone-name": { $0.zoneName }, "zone-id": { $0.zoneId }, "state": { $0.state },
      "region-name": { $0.regionName }, "opt-in-status": { $0.optInStatus }, "zone-type": { $0.zoneType },
      "group-name": { $0.groupName }, "message": { $0.messages },
    ])
    return Output(availabilityZones: try fields.select(byID, input.filters, of: Self.self, in: world))
  }
}
