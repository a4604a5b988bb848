import EventKernel

/// Watches an endpoint, other checks, or an alarm.
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

  /// TEACH: how often a calculated check, or one on an alarm, is looked at.
  static let derivedInterval: Duration = .seconds(10)

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let config = input.healthCheckConfig
    guard HealthCheckRules.types.contains(config.type) else {
      throw Route53Error.invalid("The health check type \(config.type) is not supported.")
    }
    try refuseForeign(config)
    switch config.type {
    case "CALCULATED":
      guard let children = config.childHealthChecks, config.healthThreshold != nil else {
        throw Route53Error.invalid(
          "ChildHealthChecks and HealthThreshold must be specified for a calculated check.")
      }
      try HealthCheckRules.check(children: children, threshold: config.healthThreshold, of: nil, in: world)
    case "CLOUDWATCH_METRIC":
      guard config.alarmIdentifier != nil else {
        throw Route53Error.invalid(
          "AlarmIdentifier must be specified for a check of the type CLOUDWATCH_METRIC.")
      }
    default: try validateEndpoint(config)
    }
    let alarm = try config.alarmIdentifier.map { name throws(AWSError) in
      try HealthCheckRules.alarm(name, in: world)
    }
    let insufficient = try HealthCheckRules.insufficientData(config.insufficientDataHealthStatus)
    let isKnown = world.route53.healthChecks.contains {
      $0.row.callerReference.utf8.elementsEqual(input.callerReference.utf8)
    }
    guard !isKnown else {
      throw AWSError(
        "HealthCheckAlreadyExists",
        "A health check has already been created with the specified caller reference.")
    }
    guard world.route53.healthChecks.count < DNSHealthChecks.most else {
      throw AWSError("TooManyHealthChecks", "Too many health checks.")
    }
    let id = HealthCheckRules.uuid(world.nextBits(), world.nextBits())
    var check = check(config, id: id, reference: input.callerReference)
    check.alarm = alarm
    check.insufficientData = insufficient
    world.route53.healthChecks[id] = check
    world.schedule(.route53(.check(id: id)), in: check.interval)
    return Output(
      healthCheck: HealthCheckDescription(check),
      location: "https://route53.amazonaws.com/2013-04-01/healthcheck/\(id)")
  }

  /// Throws AWS's refusal of settings that belong to another type.
  private static func refuseForeign(_ config: HealthCheckConfig) throws(AWSError) {
    let asksEndpoint = !["CALCULATED", "CLOUDWATCH_METRIC"].contains(config.type)
    let endpoint: [(String, Bool)] = [
      ("IPAddress", config.ipAddress != nil), ("Port", config.port != nil),
      ("ResourcePath", config.resourcePath != nil),
      ("FullyQualifiedDomainName", config.fullyQualifiedDomainName != nil),
      ("RequestInterval", config.requestInterval != nil),
      ("FailureThreshold", config.failureThreshold != nil),
      ("MeasureLatency", config.measureLatency == true), ("EnableSNI", config.enableSNI == true),
      ("Regions", config.regions != nil),
    ]
    let derived: [(String, Bool)] = [
      ("HealthThreshold", config.healthThreshold != nil && config.type != "CALCULATED"),
      ("ChildHealthChecks", config.childHealthChecks != nil && config.type != "CALCULATED"),
      ("AlarmIdentifier", config.alarmIdentifier != nil && config.type != "CLOUDWATCH_METRIC"),
      (
        "InsufficientDataHealthStatus",
        config.insufficientDataHealthStatus != nil && config.type != "CLOUDWATCH_METRIC"
      ),
    ]
    for (name, isGiven) in derived + (asksEndpoint ? [] : endpoint) where isGiven {
      throw Route53Error.invalid("\(name) can't be specified for a health check of the type \(config.type).")
    }
  }

  private static func validateEndpoint(_ config: HealthCheckConfig) throws(AWSError) {
    let address = config.ipAddress.flatMap { IPv4Address($0) }
    guard config.ipAddress == nil || address != nil else {
      throw Route53Error.invalid("The IP address \(config.ipAddress ?? "") is not valid.")
    }
    try HealthCheckRules.check(address: address, domainName: config.fullyQualifiedDomainName)
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
    try HealthCheckRules.check(regions: config.regions)
    try HealthCheckRules.check(searchString: config.searchString, type: config.type)
  }

  private static func check(_ config: HealthCheckConfig, id: String, reference: String) -> DNSHealthCheck {
    let isInverted = config.inverted ?? false
    let isSecure = config.type.hasPrefix("HTTPS")
    let asksEndpoint = !["CALCULATED", "CLOUDWATCH_METRIC"].contains(config.type)
    var check = DNSHealthCheck(
      id: id, callerReference: reference, type: config.type,
      address: config.ipAddress.flatMap { IPv4Address($0) }, domainName: config.fullyQualifiedDomainName,
      port: config.port ?? (isSecure ? 443 : 80), path: config.resourcePath,
      interval: asksEndpoint ? .seconds(config.requestInterval ?? 30) : derivedInterval,
      failureThreshold: config.failureThreshold ?? 3, isInverted: isInverted,
      isDisabled: config.disabled ?? false, isHealthy: !isInverted, version: 1, tags: Tags())
    check.searchString = config.searchString
    check.measuresLatency = config.measureLatency ?? false
    check.enablesSNI = config.enableSNI ?? isSecure
    check.regions = config.regions
    check.children = config.childHealthChecks ?? []
    check.healthThreshold = config.healthThreshold
    return check
  }
}
