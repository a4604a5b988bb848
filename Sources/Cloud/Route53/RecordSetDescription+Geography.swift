extension RecordSetDescription.GeoLocation {
  /// An area as the API shows it.
  init(_ area: GeoArea) {
    switch area {
    case .everywhere: countryCode = "*"
    case .continent(let code): continentCode = code
    case .country(let code): countryCode = code
    case .subdivision(let country, let code):
      countryCode = country
      subdivisionCode = code
    }
  }

  /// The area that is meant, or AWS's refusal of its form.
  func area(_ place: String) throws(AWSError) -> GeoArea {
    switch (continentCode, countryCode, subdivisionCode) {
    case (let continent?, nil, nil):
      guard GeoPlace.continents.contains(where: { $0.0.utf8.elementsEqual(continent.utf8) }) else {
        throw Route53Error.invalid("The continent code \(continent) is not valid \(place)")
      }
      return .continent(continent)
    case (nil, "*"?, nil): return .everywhere
    case (nil, let country?, let subdivision):
      let isCode = country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }
      guard isCode else { throw Route53Error.invalid("The country code \(country) is not valid \(place)") }
      guard let subdivision else { return .country(country) }
      guard ["US", "UA"].contains(country) else {
        throw Route53Error.invalid("Subdivisions are supported for the countries US and UA only \(place)")
      }
      return .subdivision(country: country, subdivision)
    default:
      throw Route53Error.invalid(
        "Specify either a continent code, or a country code with or without a subdivision code \(place)")
    }
  }
}

extension RecordSetDescription.GeoProximityLocation {
  /// A position as the API shows it.
  init(_ position: GeoPosition) {
    awsRegion = position.region?.rawValue
    coordinates = position.coordinates.map {
      Coordinates(latitude: Self.degrees($0.latitude), longitude: Self.degrees($0.longitude))
    }
    bias = position.bias
  }

  /// The position that is meant, or AWS's refusal of its form.
  func position(_ place: String) throws(AWSError) -> GeoPosition {
    let bias = bias ?? 0
    // facts: Route 53 12, bias -99 to 99.
    guard (-99...99).contains(bias) else {
      throw Route53Error.invalid("The bias must be between -99 and 99, but was \(bias) \(place)")
    }
    switch (awsRegion, coordinates) {
    case (let region?, nil):
      return GeoPosition(region: Region(rawValue: region), coordinates: nil, bias: bias)
    case (nil, let coordinates?):
      guard let latitude = Self.hundredths(coordinates.latitude, most: 90),
        let longitude = Self.hundredths(coordinates.longitude, most: 180)
      else {
        throw Route53Error.invalid("The coordinates are not valid: at most two decimals are allowed \(place)")
      }
      return GeoPosition(
        region: nil, coordinates: GeoPosition.Coordinates(latitude: latitude, longitude: longitude),
        bias: bias)
    default:
      throw Route53Error.invalid("Expected exactly one of [AWSRegion, Coordinates, LocalZoneGroup] \(place)")
    }
  }

  /// A number of degrees with at most two decimals, in hundredths.
  private static func hundredths(_ text: String, most: Int) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.last?.utf8.count ?? 0 <= (parts.count == 2 ? 2 : 4),
      let degrees = Double(text), degrees.isFinite, abs(degrees) <= Double(most)
    else { return nil }
    return Int((degrees * 100).rounded())
  }

  private static func degrees(_ hundredths: Int) -> String {
    let size = abs(hundredths)
    let rest = size % 100
    let sign = hundredths < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(size / 100)" }
    return "\(sign)\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
