/// The operations on health checks.
package enum DNSHealthChecks {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateHealthCheck.self, GetHealthCheck.self, ListHealthChecks.self, UpdateHealthCheck.self,
    DeleteHealthCheck.self, GetHealthCheckStatus.self, GetHealthCheckLastFailureReason.self,
    GetHealthCheckCount.self, GetCheckerIpRanges.self,
  ]

  /// The most health checks of an account (facts: `r53.hc.per_account`).
  static let most = 200
  /// The most children of a calculated check (facts: Route 53 12).
  static let mostChildren = 255
}

extension World {
  func healthCheck(_ id: String) throws(AWSError) -> DNSHealthCheck {
    guard let check = route53.healthChecks[id] else { throw Route53Error.noCheck(id) }
    return check
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
