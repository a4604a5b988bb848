package import EventKernel

/// The operations on health checks.
package enum DNSHealthChecks {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateHealthCheck.self, GetHealthCheck.self, ListHealthChecks.self, UpdateHealthCheck.self,
    DeleteHealthCheck.self, GetHealthCheckStatus.self,
  ]
}

/// The settings of a health check as the API takes and shows them.
package struct HealthCheckConfig: Codable, Sendable {
  package var ipAddress: String?
  package var port: Int?
  package var type: String
  package var resourcePath: String?
  package var fullyQualifiedDomainName: String?
  package var requestInterval: Int?
  package var failureThreshold: Int?
  package var inverted: Bool?
  package var disabled: Bool?
}

/// A health check as the API shows it.
package struct HealthCheckDescription: Encodable, Sendable {
  package var id: String
  package var callerReference: String
  package var healthCheckConfig: HealthCheckConfig
  package var healthCheckVersion: Int

  init(_ check: DNSHealthCheck) {
    id = check.id
    callerReference = check.callerReference
    healthCheckConfig = HealthCheckConfig(
      ipAddress: check.address.map { "\($0)" }, port: check.port, type: check.type,
      resourcePath: check.path, fullyQualifiedDomainName: check.domainName,
      requestInterval: check.interval.wholeSeconds, failureThreshold: check.failureThreshold,
      inverted: check.isInverted, disabled: check.isDisabled)
    healthCheckVersion = check.version
  }
}

/// The output of operations that answer one health check.
package struct HealthCheckOutput: Encodable, Sendable {
  package var healthCheck: HealthCheckDescription
}

extension World {
  fileprivate func healthCheck(_ id: String) throws(AWSError) -> DNSHealthCheck {
    guard let check = route53.healthChecks[id] else { throw Route53Error.noCheck(id) }
    return check
  }
}

/// Watches an endpoint.
package enum CreateHealthCheck: Operation {
  package static let service = "route53"
  package static let name = "CreateHealthCheck"

  /// What to watch and how.
  package struct Input: Decodable, Sendable {
    package var callerReference: String
    package var healthCheckConfig: HealthCheckConfig
  }

  /// The check.
  package struct Output: Encodable, Sendable {
    package var healthCheck: HealthCheckDescription
    package var location: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let config = input.healthCheckConfig
    guard ["HTTP", "HTTPS", "TCP"].contains(config.type) else {
      throw Route53Error.invalid(
        "The simulated Route 53 has health checks of the types HTTP, HTTPS and TCP only.")
    }
    let address = config.ipAddress.flatMap { IPv4Address($0) }
    guard config.ipAddress == nil || address != nil else {
      throw Route53Error.invalid("The IP address \(config.ipAddress ?? "") is not valid.")
    }
    guard address != nil || config.fullyQualifiedDomainName != nil else {
      throw Route53Error.invalid("Either an IP address or a fully qualified domain name must be specified.")
    }
    guard config.port != nil || config.type != "TCP" else {
      throw Route53Error.invalid("The port must be specified for a TCP health check.")
    }
    // facts: `r53.hc.interval`, `r53.hc.interval_fast`, `r53.hc.threshold`.
    let interval = config.requestInterval ?? 30
    guard [10, 30].contains(interval) else {
      throw Route53Error.invalid("The request interval must be 10 or 30, but was \(interval).")
    }
    try HealthCheckRules.check(threshold: config.failureThreshold, port: config.port)
    let isKnown = world.route53.healthChecks.contains {
      $0.row.callerReference.utf8.elementsEqual(input.callerReference.utf8)
    }
    guard !isKnown else {
      throw AWSError(
        "HealthCheckAlreadyExists",
        "A health check has already been created with the specified caller reference.")
    }
    guard world.route53.healthChecks.count < 200 else {
      throw AWSError("TooManyHealthChecks", "Too many health checks.")
    }
    let id = HealthCheckRules.uuid(world.nextBits(), world.nextBits())
    let isInverted = config.inverted ?? false
    let check = DNSHealthCheck(
      id: id, callerReference: input.callerReference, type: config.type, address: address,
      domainName: config.fullyQualifiedDomainName, port: config.port ?? (config.type == "HTTPS" ? 443 : 80),
      path: config.resourcePath, interval: .seconds(interval), failureThreshold: config.failureThreshold ?? 3,
      isInverted: isInverted, isDisabled: config.disabled ?? false, isHealthy: !isInverted, version: 1,
      tags: Tags())
    world.route53.healthChecks[id] = check
    world.schedule(.route53(.check(id: id)), in: check.interval)
    return Output(
      healthCheck: HealthCheckDescription(check),
      location: "https://route53.amazonaws.com/2013-04-01/healthcheck/\(id)")
  }
}

/// Rules that creating and changing a check share.
enum HealthCheckRules {
  static func check(threshold: Int?, port: Int?) throws(AWSError) {
    if let threshold, !(1...10).contains(threshold) {
      throw Route53Error.invalid("The failure threshold must be between 1 and 10, but was \(threshold).")
    }
    if let port, !(1...65_535).contains(port) {
      throw Route53Error.invalid("The port must be between 1 and 65535, but was \(port).")
    }
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

/// Shows a health check.
package enum GetHealthCheck: Operation {
  package static let service = "route53"
  package static let name = "GetHealthCheck"

  /// Which check.
  package struct Input: Decodable, Sendable {
    package var healthCheckId: String
  }

  package typealias Output = HealthCheckOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(healthCheck: HealthCheckDescription(try world.healthCheck(input.healthCheckId)))
  }
}

/// Lists health checks in the order of their ids.
package enum ListHealthChecks: Operation {
  package static let service = "route53"
  package static let name = "ListHealthChecks"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var marker: String?
    package var maxItems: String?
  }

  /// A page of checks.
  package struct Output: Encodable, Sendable {
    package var healthChecks: [HealthCheckDescription]
    package var marker: String?
    package var isTruncated: Bool
    package var nextMarker: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let limit = try World.maxItems(input.maxItems)
    var rows = world.route53.healthChecks.rows
    if let marker = input.marker {
      guard let start = rows.firstIndex(where: { $0.id.utf8.elementsEqual(marker.utf8) }) else {
        throw Route53Error.invalid("Invalid marker: \(marker)")
      }
      rows = Array(rows[start...])
    }
    return Output(
      healthChecks: rows.prefix(limit).map(HealthCheckDescription.init), marker: input.marker,
      isTruncated: rows.count > limit, nextMarker: rows.dropFirst(limit).first?.id, maxItems: "\(limit)")
  }
}

/// Changes a health check; its type and interval stay.
package enum UpdateHealthCheck: Operation {
  package static let service = "route53"
  package static let name = "UpdateHealthCheck"

  /// What is to change.
  package struct Input: Decodable, Sendable {
    package var healthCheckId: String
    package var healthCheckVersion: Int?
    package var ipAddress: String?
    package var port: Int?
    package var resourcePath: String?
    package var fullyQualifiedDomainName: String?
    package var failureThreshold: Int?
    package var inverted: Bool?
    package var disabled: Bool?
  }

  package typealias Output = HealthCheckOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var check = try world.healthCheck(input.healthCheckId)
    if let version = input.healthCheckVersion, version != check.version {
      throw AWSError(
        "HealthCheckVersionMismatch",
        "The health check version doesn't match: expected \(version), but was \(check.version).")
    }
    if let text = input.ipAddress {
      guard let address = IPv4Address(text) else {
        throw Route53Error.invalid("The IP address \(text) is not valid.")
      }
      check.address = address
    }
    try HealthCheckRules.check(threshold: input.failureThreshold, port: input.port)
    check.port = input.port ?? check.port
    check.path = input.resourcePath ?? check.path
    check.domainName = input.fullyQualifiedDomainName ?? check.domainName
    check.failureThreshold = input.failureThreshold ?? check.failureThreshold
    if let inverted = input.inverted, inverted != check.isInverted {
      check.isInverted = inverted
      check.isHealthy.toggle()
    }
    check.isDisabled = input.disabled ?? check.isDisabled
    // A disabled check counts as healthy, an inverted one as unhealthy (facts: Route 53 12).
    if check.isDisabled { check.isHealthy = !check.isInverted }
    check.streak = 0
    check.version += 1
    world.route53.healthChecks[check.id] = check
    world.revision.dns += 1
    return Output(healthCheck: HealthCheckDescription(check))
  }
}

/// Deletes a health check that no record names.
// Simplified: health-check-in-use
package enum DeleteHealthCheck: Operation {
  package static let service = "route53"
  package static let name = "DeleteHealthCheck"

  /// Which check.
  package struct Input: Decodable, Sendable {
    package var healthCheckId: String
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let check = try world.healthCheck(input.healthCheckId)
    world.route53.healthChecks[check.id] = nil
    world.revision.dns += 1
    return NoOutput()
  }
}

/// Tells what the checkers see.
package enum GetHealthCheckStatus: Operation {
  package static let service = "route53"
  package static let name = "GetHealthCheckStatus"

  /// Which check.
  package struct Input: Decodable, Sendable {
    package var healthCheckId: String
  }

  /// What each checker says.
  package struct Output: Encodable, Sendable {
    package var healthCheckObservations: [Observation]
  }

  /// What a checker in a Region says.
  package struct Observation: Encodable, Sendable {
    package struct Report: Encodable, Sendable {
      package var status: String
      package var checkedTime: Instant
    }

    package var region: String
    package var ipAddress: String
    package var statusReport: Report
  }

  /// The Regions from which Route 53 checks, with the first of their addresses as we number them.
  private static let checkers = [
    ("ap-northeast-1", "54.248.220.2"), ("ap-southeast-1", "54.251.31.130"),
    ("ap-southeast-2", "54.252.79.130"),
    ("eu-west-1", "54.228.16.2"), ("sa-east-1", "54.232.40.66"), ("us-east-1", "54.243.31.194"),
    ("us-west-1", "54.241.32.66"), ("us-west-2", "54.245.168.2"),
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let check = try world.healthCheck(input.healthCheckId)
    let answers = check.isHealthy != check.isInverted
    let status =
      answers
      ? "Success: HTTP Status Code 200, OK"
      : "Failure: Connection timed out. The endpoint or the"
        + " internet connection is down, or requests are being blocked by your firewall."
    return Output(
      healthCheckObservations: checkers.map { region, address in
        Observation(
          region: region, ipAddress: address,
          statusReport: Observation.Report(status: status, checkedTime: world.now))
      })
  }
}
