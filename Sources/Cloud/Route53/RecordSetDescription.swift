/// A set of records as the API takes and shows it.
package struct RecordSetDescription: Codable, Sendable {
  /// One value.
  package struct Record: Codable, Sendable {
    package var value: String
  }

  /// A resource of AWS, or another record of the zone.
  package struct AliasTarget: Codable, Sendable {
    package var hostedZoneId: String
    package var dnsName: String
    package var evaluateTargetHealth: Bool
  }

  /// An area by continent, country or state.
  package struct GeoLocation: Codable, Sendable {
    package var continentCode: String?
    package var countryCode: String?
    package var subdivisionCode: String?
  }

  /// A Region or a point, with its bias.
  package struct GeoProximityLocation: Codable, Sendable {
    package struct Coordinates: Codable, Sendable {
      package var latitude: String
      package var longitude: String
    }

    package var awsRegion: String?
    package var coordinates: Coordinates?
    package var bias: Int?
  }

  package var name: String
  package var type: String
  package var setIdentifier: String?
  package var weight: Int?
  package var region: String?
  package var geoLocation: GeoLocation?
  package var failover: String?
  package var multiValueAnswer: Bool?
  package var ttl: Int?
  package var resourceRecords: [Record]?
  package var aliasTarget: AliasTarget?
  package var healthCheckId: String?
  package var geoProximityLocation: GeoProximityLocation?

  init(_ set: RecordSet) {
    name = Self.escaped(set.name)
    type = set.type
    setIdentifier = set.setIdentifier
    healthCheckId = set.healthCheck
    switch set.policy {
    case .simple: break
    case .weighted(let weight): self.weight = weight
    case .latency(let region): self.region = region.rawValue
    case .failover(let isPrimary): failover = isPrimary ? "PRIMARY" : "SECONDARY"
    case .multivalue: multiValueAnswer = true
    case .geolocation(let area): geoLocation = GeoLocation(area)
    case .geoproximity(let position): geoProximityLocation = GeoProximityLocation(position)
    }
    switch set.answer {
    case .values(let values, let ttl):
      self.ttl = ttl
      resourceRecords = values.map(Record.init)
    case .alias(let target, let zoneID, let evaluatesHealth):
      aliasTarget = AliasTarget(
        hostedZoneId: zoneID, dnsName: target, evaluateTargetHealth: evaluatesHealth)
    }
  }

  /// Route 53 writes the star of a wildcard as `\052`.
  private static func escaped(_ name: String) -> String {
    name.utf8.first == UInt8(ascii: "*") ? "\\052" + name.dropFirst() : name
  }
}

extension RecordSet {
  /// What a description means, or AWS's refusal of its form; `action` is for the message.
  init(_ shape: RecordSetDescription, action: String) throws(AWSError) {
    let identifier = shape.setIdentifier ?? "null"
    let place =
      "in Change with [Action=\(action), Name=\(shape.name), Type=\(shape.type), SetIdentifier=\(identifier)]"
    let text = shape.name.utf8.starts(with: "\\052".utf8) ? "*" + shape.name.dropFirst(4) : shape.name
    guard let name = DNSName.canonical(text) else {
      throw AWSError(
        "InvalidChangeBatch",
        "[Invalid Resource Record Set name: FATAL problem: UnsupportedCharacter (Value contains unsupported"
          + " characters) encountered with '\(shape.name)']")
    }
    self.name = name
    type = shape.type
    setIdentifier = shape.setIdentifier
    healthCheck = shape.healthCheckId
    policy = try Self.policy(shape, place)
    answer = try Self.answer(shape, place)
  }

  private static func policy(_ shape: RecordSetDescription, _ place: String) throws(AWSError) -> Policy {
    var found: [Policy] = []
    if let weight = shape.weight {
      // facts: `r53.weight_range`.
      guard (0...255).contains(weight) else {
        throw Route53Error.invalid("The weight must be between 0 and 255, but was \(weight) \(place)")
      }
      found.append(.weighted(weight))
    }
    if let region = shape.region { found.append(.latency(Region(rawValue: region))) }
    if let failover = shape.failover {
      guard ["PRIMARY", "SECONDARY"].contains(failover) else {
        throw Route53Error.invalid("The failover must be PRIMARY or SECONDARY, but was \(failover) \(place)")
      }
      found.append(.failover(isPrimary: failover.utf8.elementsEqual("PRIMARY".utf8)))
    }
    if shape.multiValueAnswer == true { found.append(.multivalue) }
    if let location = shape.geoLocation { found.append(.geolocation(try location.area(place))) }
    if let location = shape.geoProximityLocation { found.append(.geoproximity(try location.position(place))) }
    let kinds =
      "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]"
    switch (found.count, shape.setIdentifier) {
    case (0, nil): return .simple
    case (0, .some):
      throw Route53Error.invalid("Expected exactly one of \(kinds), but found none \(place)")
    case (1, nil): throw Route53Error.invalid("Missing field 'SetIdentifier' \(place)")
    case (1, .some): return found[0]
    default: throw Route53Error.invalid("Expected exactly one of \(kinds), but found more than one \(place)")
    }
  }

  private static func answer(_ shape: RecordSetDescription, _ place: String) throws(AWSError) -> Answer {
    let kinds = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]"
    switch (shape.aliasTarget, shape.resourceRecords, shape.ttl) {
    case (let alias?, nil, nil):
      guard let target = DNSName.canonical(alias.dnsName) else {
        throw Route53Error.invalid("The alias target name \(alias.dnsName) is not valid \(place)")
      }
      return .alias(
        target: target, zoneID: Route53State.bareID(alias.hostedZoneId),
        evaluatesHealth: alias.evaluateTargetHealth)
    case (nil, let records?, let ttl?) where !records.isEmpty:
      guard (0...2_147_483_647).contains(ttl) else {
        throw Route53Error.invalid("The TTL must be between 0 and 2147483647, but was \(ttl) \(place)")
      }
      return .values(records.map(\.value), ttl: ttl)
    case (nil, nil, .some), (nil, .some, nil):
      let missing = shape.ttl == nil ? "TTL" : "ResourceRecords"
      throw Route53Error.invalid("Missing field '\(missing)' \(place)")
    case (.some, _, _):
      throw Route53Error.invalid("Expected exactly one of \(kinds), but found more than one \(place)")
    default: throw Route53Error.invalid("Expected exactly one of \(kinds), but found none \(place)")
    }
  }
}
