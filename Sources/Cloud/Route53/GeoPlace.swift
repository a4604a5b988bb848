/// Where users are, as Route 53's geolocation tells it: continent, country, and the state in the United States.
struct GeoPlace: Equatable {
  let region: String
  let continent: String
  let country: String
  let countryName: String
  let subdivision: String?
  let subdivisionName: String?

  private init(
    _ region: String, _ continent: String, _ country: String, _ countryName: String,
    _ subdivision: String? = nil, _ subdivisionName: String? = nil
  ) {
    self.region = region
    self.continent = continent
    self.country = country
    self.countryName = countryName
    self.subdivision = subdivision
    self.subdivisionName = subdivisionName
  }

  /// The places of all Regions, whose cities are where users live (ISO 3166, AWS's continent codes).
  static let all = [
    GeoPlace("af-south-1", "AF", "ZA", "South Africa"),
    GeoPlace("ap-east-1", "AS", "HK", "Hong Kong"),
    GeoPlace("ap-east-2", "AS", "TW", "Taiwan"),
    GeoPlace("ap-northeast-1", "AS", "JP", "Japan"),
    GeoPlace("ap-northeast-2", "AS", "KR", "South Korea"),
    GeoPlace("ap-northeast-3", "AS", "JP", "Japan"),
    GeoPlace("ap-south-1", "AS", "IN", "India"),
    GeoPlace("ap-south-2", "AS", "IN", "India"),
    GeoPlace("ap-southeast-1", "AS", "SG", "Singapore"),
    GeoPlace("ap-southeast-2", "OC", "AU", "Australia"),
    GeoPlace("ap-southeast-3", "AS", "ID", "Indonesia"),
    GeoPlace("ap-southeast-4", "OC", "AU", "Australia"),
    GeoPlace("ap-southeast-5", "AS", "MY", "Malaysia"),
    GeoPlace("ap-southeast-6", "OC", "NZ", "New Zealand"),
    GeoPlace("ap-southeast-7", "AS", "TH", "Thailand"),
    GeoPlace("ca-central-1", "NA", "CA", "Canada"),
    GeoPlace("ca-west-1", "NA", "CA", "Canada"),
    GeoPlace("eu-central-1", "EU", "DE", "Germany"),
    GeoPlace("eu-central-2", "EU", "CH", "Switzerland"),
    GeoPlace("eu-north-1", "EU", "SE", "Sweden"),
    GeoPlace("eu-south-1", "EU", "IT", "Italy"),
    GeoPlace("eu-south-2", "EU", "ES", "Spain"),
    GeoPlace("eu-west-1", "EU", "IE", "Ireland"),
    GeoPlace("eu-west-2", "EU", "GB", "United Kingdom"),
    GeoPlace("eu-west-3", "EU", "FR", "France"),
    GeoPlace("il-central-1", "AS", "IL", "Israel"),
    GeoPlace("me-central-1", "AS", "AE", "United Arab Emirates"),
    GeoPlace("me-south-1", "AS", "BH", "Bahrain"),
    GeoPlace("mx-central-1", "NA", "MX", "Mexico"),
    GeoPlace("sa-east-1", "SA", "BR", "Brazil"),
    GeoPlace("us-east-1", "NA", "US", "United States", "VA", "Virginia"),
    GeoPlace("us-east-2", "NA", "US", "United States", "OH", "Ohio"),
    GeoPlace("us-west-1", "NA", "US", "United States", "CA", "California"),
    GeoPlace("us-west-2", "NA", "US", "United States", "OR", "Oregon"),
  ]

  /// The continents by AWS's codes.
  static let continents = [
    ("AF", "Africa"), ("AN", "Antarctica"), ("AS", "Asia"), ("EU", "Europe"), ("NA", "North America"),
    ("OC", "Oceania"), ("SA", "South America"),
  ]

  /// The place of a Region.
  static func of(_ region: Region) -> GeoPlace? {
    all.first { $0.region.utf8.elementsEqual(region.rawValue.utf8) }
  }
}

/// An area that a geolocation record answers for.
package enum GeoArea: Sendable, Equatable {
  /// Everywhere that no other record answers for: country `*`.
  case everywhere
  case continent(String)
  case country(String)
  /// A state of the United States.
  case subdivision(country: String, String)

  /// How small the area is; the smallest that holds a user wins (facts: Route 53 12).
  var rank: Int {
    switch self {
    case .everywhere: 0
    case .continent: 1
    case .country: 2
    case .subdivision: 3
    }
  }

  /// Whether a place lies in the area.
  func holds(_ place: GeoPlace?) -> Bool {
    switch self {
    case .everywhere: true
    case .continent(let code): place?.continent.utf8.elementsEqual(code.utf8) ?? false
    case .country(let code): place?.country.utf8.elementsEqual(code.utf8) ?? false
    case .subdivision(let country, let code):
      place.map { $0.country.utf8.elementsEqual(country.utf8) && $0.subdivision == code } ?? false
    }
  }
}

/// Where a geoproximity record stands, and by how much its area is larger or smaller.
package struct GeoPosition: Sendable, Equatable {
  /// The Region, where it is one of AWS.
  package let region: Region?
  /// Degrees north and east, in hundredths, elsewhere.
  package let coordinates: Coordinates?
  /// -99 to 99.
  package let bias: Int

  /// A point of the earth in hundredths of a degree.
  package struct Coordinates: Sendable, Equatable {
    package let latitude: Int
    package let longitude: Int
  }
}
