import EventKernel

/// The settings of a health check as the API takes and shows them.
package struct HealthCheckConfig: Codable, Sendable {
  /// The alarm that a check follows.
  package struct AlarmIdentifier: Codable, Sendable {
    package var region: String
    package var name: String
  }

  package var ipAddress: String?
  package var port: Int?
  package var type: String
  package var resourcePath: String?
  package var fullyQualifiedDomainName: String?
  package var searchString: String?
  package var requestInterval: Int?
  package var failureThreshold: Int?
  package var measureLatency: Bool?
  package var inverted: Bool?
  package var disabled: Bool?
  package var healthThreshold: Int?
  package var childHealthChecks: [String]?
  package var enableSNI: Bool?
  package var regions: [String]?
  package var alarmIdentifier: AlarmIdentifier?
  package var insufficientDataHealthStatus: String?

  /// The settings of a check.
  init(_ check: DNSHealthCheck) {
    type = check.type
    inverted = check.isInverted
    disabled = check.isDisabled
    switch check.type {
    case "CALCULATED":
      healthThreshold = check.healthThreshold
      childHealthChecks = check.children
    case "CLOUDWATCH_METRIC":
      alarmIdentifier = check.alarm.map { alarm in
        let parts = alarm.split(separator: "/", maxSplits: 1).map(String.init)
        return AlarmIdentifier(region: parts[0], name: parts.count > 1 ? parts[1] : "")
      }
      insufficientDataHealthStatus = check.insufficientData?.rawValue
    default:
      ipAddress = check.address.map { "\($0)" }
      port = check.port
      resourcePath = check.path
      fullyQualifiedDomainName = check.domainName
      searchString = check.searchString
      requestInterval = check.interval.wholeSeconds
      failureThreshold = check.failureThreshold
      measureLatency = check.measuresLatency
      enableSNI = check.enablesSNI
      regions = check.regions
    }
  }
}

/// A health check as the API shows it.
package struct HealthCheckDescription: Encodable, Sendable {
  /// The alarm that a check follows, as it was when it was asked for.
  package struct AlarmConfiguration: Encodable, Sendable {
    package struct Dimension: Encodable, Sendable {
      package var name: String
      package var value: String
    }

    package var evaluationPeriods: Int
    package var threshold: Double
    package var comparisonOperator: String
    package var period: Int
    package var metricName: String
    package var namespace: String
    package var statistic: String
    package var dimensions: [Dimension]
  }

  package var id: String
  package var callerReference: String
  package var healthCheckConfig: HealthCheckConfig
  package var healthCheckVersion: Int

  init(_ check: DNSHealthCheck) {
    id = check.id
    callerReference = check.callerReference
    healthCheckConfig = HealthCheckConfig(check)
    healthCheckVersion = check.version
  }
}

/// The output of operations that answer one health check.
package struct HealthCheckOutput: Encodable, Sendable {
  package var healthCheck: HealthCheckDescription
}

/// Rules that creating and changing a check share.
enum HealthCheckRules {
  /// The types (facts: Route 53 12).
  static let types = [
    "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC",
  ]
  /// The Regions from which Route 53 checks, with the first of their addresses as we number them.
  static let checkers = [
    ("ap-northeast-1", "54.248.220.2"), ("ap-southeast-1", "54.251.31.130"),
    ("ap-southeast-2", "54.252.79.130"), ("eu-west-1", "54.228.16.2"), ("sa-east-1", "54.232.40.66"),
    ("us-east-1", "54.243.31.194"), ("us-west-1", "54.241.32.66"), ("us-west-2", "54.245.168.2"),
  ]

  static func check(threshold: Int?, port: Int?) throws(AWSError) {
    if let threshold, !(1...10).contains(threshold) {
      throw Route53Error.invalid("The failure threshold must be between 1 and 10, but was \(threshold).")
    }
    if let port, !(1...65_535).contains(port) {
      throw Route53Error.invalid("The port must be between 1 and 65535, but was \(port).")
    }
  }

  /// The blocks of addresses that checkers, which stand in the Internet, cannot reach: local, private, not routed or
  /// multicast (API reference, HealthCheckConfig, IPAddress).
  private static let unreachable = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
  ].compactMap { CIDRBlock($0) }

  /// Throws AWS's refusal of an endpoint that only its own network or machine can reach.
  static func check(address: IPv4Address?, domainName: String?) throws(AWSError) {
    if let address, unreachable.contains(where: { $0.contains(address) }) {
      throw Route53Error.invalid(
        "Invalid parameter : The IP address \(address) is in a local, private, nonroutable or multicast range, which"
          + " health checkers cannot reach.")
    }
    let name = domainName.flatMap { DNSName.canonical($0) }
    if name == "localhost." || name?.hasSuffix(".localhost.") == true {
      throw Route53Error.invalid(
        "Invalid parameter : The domain name \(domainName ?? "") is local to each machine.")
    }
    let written = domainName.flatMap { IPv4Address($0) }
    if let written { try check(address: written, domainName: nil) }
  }

  /// Throws AWS's refusal of Regions that are too few or have no checkers.
  static func check(regions: [String]?) throws(AWSError) {
    guard let regions else { return }
    for region in regions where !checkers.contains(where: { $0.0.utf8.elementsEqual(region.utf8) }) {
      throw Route53Error.invalid("The region \(region) is not a region of health checkers.")
    }
    guard Set(regions).count >= 3 else {
      throw Route53Error.invalid("At least three regions must be specified.")
    }
  }

  /// Throws AWS's refusal of a text to search for.
  static func check(searchString: String?, type: String) throws(AWSError) {
    let isMatching = type.hasSuffix("_STR_MATCH")
    guard isMatching == (searchString != nil) else {
      throw Route53Error.invalid(
        isMatching
          ? "A search string must be specified for a health check of the type \(type)."
          : "A search string can't be specified for a health check of the type \(type).")
    }
    guard (1...255).contains(searchString?.utf8.count ?? 1) else {
      throw Route53Error.invalid("The search string must have 1 to 255 characters.")
    }
  }

  /// Throws AWS's refusal of the children of a calculated check, which must be there and be no calculated ones.
  static func check(
    children: [String], threshold: Int?, of id: String?, in world: World
  ) throws(AWSError) {
    guard children.count <= DNSHealthChecks.mostChildren else {
      throw Route53Error.invalid("A health check can have at most \(DNSHealthChecks.mostChildren) children.")
    }
    if let threshold, !(0...256).contains(threshold) {
      throw Route53Error.invalid("The health threshold must be between 0 and 256, but was \(threshold).")
    }
    for child in children {
      guard let row = world.route53.healthChecks[child] else {
        throw Route53Error.invalid("Invalid parameter : The health check \(child) does not exist.")
      }
      guard row.type != "CALCULATED", child != id else {
        throw Route53Error.invalid("A calculated health check can't be a child of a calculated health check.")
      }
    }
  }

  /// The key of the alarm that is named, or AWS's refusal.
  static func alarm(_ identifier: HealthCheckConfig.AlarmIdentifier, in world: World) throws(AWSError)
    -> String
  {
    let key = "\(identifier.region)/\(identifier.name)"
    guard world.cloudWatch.alarms[key] != nil else {
      throw Route53Error.invalid(
        "The CloudWatch alarm \(identifier.name) does not exist in \(identifier.region).")
    }
    return key
  }

  static func insufficientData(_ text: String?) throws(AWSError) -> DNSHealthCheck.InsufficientData? {
    guard let text else { return nil }
    guard let status = DNSHealthCheck.InsufficientData(rawValue: text) else {
      throw Route53Error.invalid("The insufficient data health status \(text) is not valid.")
    }
    return status
  }

  /// An id of the form `01234567-89ab-cdef-0123-456789abcdef`.
  static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    func digits(_ bits: UInt64) -> String {
      let text = String(bits, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
    let all = Array(digits(high) + digits(low))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(all[$0]) }.joined(separator: "-")
  }
}
