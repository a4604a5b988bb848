package import EventKernel

/// What a checker in a Region says.
package struct HealthCheckObservation: Encodable, Sendable {
  package struct Report: Encodable, Sendable {
    package var status: String
    package var checkedTime: Instant
  }

  package var region: String
  package var ipAddress: String
  package var statusReport: Report
}

/// The output of operations that answer what checkers say.
package struct HealthCheckObservationsOutput: Encodable, Sendable {
  package var healthCheckObservations: [HealthCheckObservation]

  /// The same status from all checkers of a check.
  fileprivate init(_ check: DNSHealthCheck, _ status: String, at moment: Instant) {
    healthCheckObservations = HealthCheckRules.checkers
      .filter { check.regions?.contains($0.0) ?? true }
      .map { region, address in
        HealthCheckObservation(
          region: region, ipAddress: address,
          statusReport: HealthCheckObservation.Report(status: status, checkedTime: moment))
      }
  }
}

extension World {
  /// A check that asks an endpoint; others have no checkers.
  fileprivate func endpointCheck(_ id: String) throws(AWSError) -> DNSHealthCheck {
    let check = try healthCheck(id)
    guard check.asksEndpoint else {
      throw Route53Error.invalid("The status of a health check of the type \(check.type) is not available.")
    }
    return check
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

  package typealias Output = HealthCheckObservationsOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let check = try world.endpointCheck(input.healthCheckId)
    let answers = check.isHealthy != check.isInverted
    let success =
      check.type == "TCP" ? "Success: TCP connection established" : "Success: HTTP Status Code 200, OK"
    let failure = check.lastFailure?.reason ?? DNSHealthCheck.timeout
    return Output(check, answers ? success : failure, at: world.now)
  }
}

/// Tells why a check failed last.
package enum GetHealthCheckLastFailureReason: Operation {
  package static let service = "route53"
  package static let name = "GetHealthCheckLastFailureReason"

  /// Which check.
  package struct Input: Decodable, Sendable {
    package var healthCheckId: String
  }

  package typealias Output = HealthCheckObservationsOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHealthCheck(input.healthCheckId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let check = try world.endpointCheck(input.healthCheckId)
    guard let failure = check.lastFailure else {
      return Output(check, "No failures reported.", at: world.now)
    }
    return Output(check, failure.reason, at: failure.at)
  }
}

/// Counts the health checks.
package enum GetHealthCheckCount: Operation {
  package static let service = "route53"
  package static let name = "GetHealthCheckCount"

  /// Nothing.
  package struct Input: Decodable, Sendable {}

  /// The number.
  package struct Output: Encodable, Sendable {
    package var healthCheckCount: Int
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(healthCheckCount: world.route53.healthChecks.count)
  }
}

/// Tells from which addresses Route 53 checks, for the rules of security groups.
package enum GetCheckerIpRanges: Operation {
  package static let service = "route53"
  package static let name = "GetCheckerIpRanges"

  /// Nothing.
  package struct Input: Decodable, Sendable {}

  /// The ranges.
  package struct Output: Encodable, Sendable {
    package var checkerIpRanges: [String]
  }

  /// The ranges of AWS's list of addresses, service ROUTE53_HEALTHCHECKS.
  private static let ranges = [
    "15.177.0.0/18", "54.183.255.128/26", "54.228.16.0/26", "54.232.40.64/26", "54.241.32.64/26",
    "54.243.31.192/26", "54.244.52.192/26", "54.245.168.0/26", "54.248.220.0/26", "54.250.253.192/26",
    "54.251.31.128/26", "54.252.79.128/26", "54.252.254.192/26", "54.255.254.192/26", "107.23.255.0/26",
    "176.34.159.192/26", "177.71.207.128/26",
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(checkerIpRanges: ranges)
  }
}
