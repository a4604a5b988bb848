/// Counts the hosted zones.
package enum GetHostedZoneCount: Operation {
  package static let service = "route53"
  package static let name = "GetHostedZoneCount"

  /// Nothing.
  package struct Input: Decodable, Sendable {}

  /// The number.
  package struct Output: Encodable, Sendable {
    package var hostedZoneCount: Int
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(hostedZoneCount: world.route53.zones.count)
  }
}

/// A limit, and how much of it is used.
package struct Route53LimitOutput: Encodable, Sendable {
  package struct Limit: Encodable, Sendable {
    package var type: String
    package var value: Int
  }

  package var limit: Limit
  package var count: Int

  fileprivate init(_ type: String, _ value: Int, _ count: Int) {
    limit = Limit(type: type, value: value)
    self.count = count
  }
}

/// Tells a limit of a zone.
package enum GetHostedZoneLimit: Operation {
  package static let service = "route53"
  package static let name = "GetHostedZoneLimit"

  /// The zone and the limit.
  package struct Input: Decodable, Sendable {
    package var type: String
    package var hostedZoneId: String
  }

  package typealias Output = Route53LimitOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.hostedZoneId)
    switch input.type {
    case "MAX_RRSETS_BY_ZONE": return Output(input.type, 10_000, zone.records.count)
    case "MAX_VPCS_ASSOCIATED_BY_ZONE":
      guard zone.isPrivate else {
        throw AWSError("HostedZoneNotPrivate", "The specified hosted zone is a public hosted zone.")
      }
      return Output(input.type, 300, zone.vpcs.count)
    default: throw Route53Error.invalid("The limit type \(input.type) is not valid.")
    }
  }
}

/// Tells a limit of the account (facts: Route 53 12).
package enum GetAccountLimit: Operation {
  package static let service = "route53"
  package static let name = "GetAccountLimit"

  /// The limit.
  package struct Input: Decodable, Sendable {
    package var type: String
  }

  package typealias Output = Route53LimitOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    switch input.type {
    case "MAX_HOSTED_ZONES_BY_OWNER": Output(input.type, HostedZones.most, world.route53.zones.count)
    case "MAX_HEALTH_CHECKS_BY_OWNER":
      Output(input.type, DNSHealthChecks.most, world.route53.healthChecks.count)
    case "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER":
      Output(input.type, 100, world.route53.delegationSets.count)
    case "MAX_TRAFFIC_POLICIES_BY_OWNER": Output(input.type, 50, 0)
    case "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER": Output(input.type, 5, 0)
    default: throw Route53Error.invalid("The limit type \(input.type) is not valid.")
    }
  }
}

/// A place as Route 53 names it.
package struct GeoLocationDetails: Encodable, Sendable {
  package var continentCode: String?
  package var continentName: String?
  package var countryCode: String?
  package var countryName: String?
  package var subdivisionCode: String?
  package var subdivisionName: String?

  /// All places: continents, the default, countries with the states of the United States.
  // Simplified: geo-places
  static let all: [GeoLocationDetails] = {
    var rows = GeoPlace.continents.map { GeoLocationDetails(continentCode: $0.0, continentName: $0.1) }
    rows.append(GeoLocationDetails(countryCode: "*", countryName: "Default"))
    for place in GeoPlace.all.sorted(by: {
      ($0.country, $0.subdivision ?? "") < ($1.country, $1.subdivision ?? "")
    }) {
      if !rows.contains(where: { $0.countryCode == place.country }) {
        rows.append(GeoLocationDetails(countryCode: place.country, countryName: place.countryName))
      }
      guard let subdivision = place.subdivision else { continue }
      rows.append(
        GeoLocationDetails(
          countryCode: place.country, countryName: place.countryName, subdivisionCode: subdivision,
          subdivisionName: place.subdivisionName))
    }
    return rows
  }()
}

/// Lists the places that geolocation records can name.
package enum ListGeoLocations: Operation {
  package static let service = "route53"
  package static let name = "ListGeoLocations"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var startContinentCode: String?
    package var startCountryCode: String?
    package var startSubdivisionCode: String?
    package var maxItems: String?
  }

  /// A page of places.
  package struct Output: Encodable, Sendable {
    package var geoLocationDetailsList: [GeoLocationDetails]
    package var isTruncated: Bool
    package var nextContinentCode: String?
    package var nextCountryCode: String?
    package var nextSubdivisionCode: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let limit = try World.maxItems(input.maxItems)
    var rows = GeoLocationDetails.all[...]
    if let code = input.startContinentCode { rows = rows.drop { $0.continentCode != code } }
    if let code = input.startCountryCode {
      rows = rows.drop { $0.countryCode != code || $0.subdivisionCode != input.startSubdivisionCode }
    }
    let next = rows.dropFirst(limit).first
    return Output(
      geoLocationDetailsList: Array(rows.prefix(limit)), isTruncated: next != nil,
      nextContinentCode: next?.continentCode, nextCountryCode: next?.countryCode,
      nextSubdivisionCode: next?.subdivisionCode, maxItems: "\(limit)")
  }
}

/// Tells whether a place can be named.
package enum GetGeoLocation: Operation {
  package static let service = "route53"
  package static let name = "GetGeoLocation"

  /// The place.
  package struct Input: Decodable, Sendable {
    package var continentCode: String?
    package var countryCode: String?
    package var subdivisionCode: String?
  }

  /// The place with its names.
  package struct Output: Encodable, Sendable {
    package var geoLocationDetails: GeoLocationDetails
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = GeoLocationDetails.all.first {
      $0.continentCode == input.continentCode && $0.subdivisionCode == input.subdivisionCode
        && ($0.countryCode == input.countryCode
          || input.countryCode == nil && input.continentCode == nil && $0.countryCode == "*")
    }
    guard let found else {
      throw AWSError("NoSuchGeoLocation", "The specified geolocation is not supported.")
    }
    return Output(geoLocationDetails: found)
  }
}
