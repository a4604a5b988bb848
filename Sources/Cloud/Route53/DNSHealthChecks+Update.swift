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
    package var searchString: String?
    package var failureThreshold: Int?
    package var inverted: Bool?
    package var disabled: Bool?
    package var healthThreshold: Int?
    package var childHealthChecks: [String]?
    package var enableSNI: Bool?
    package var regions: [String]?
    package var alarmIdentifier: HealthCheckConfig.AlarmIdentifier?
    package var insufficientDataHealthStatus: String?
    package var resetElements: [String]?
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
    try changeEndpoint(of: &check, input)
    try changeSources(of: &check, input, in: world)
    try reset(input.resetElements ?? [], of: &check)
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

  private static func changeEndpoint(of check: inout DNSHealthCheck, _ input: Input) throws(AWSError) {
    if let text = input.ipAddress {
      guard let address = IPv4Address(text) else {
        throw Route53Error.invalid("The IP address \(text) is not valid.")
      }
      check.address = address
    }
    try HealthCheckRules.check(
      address: input.ipAddress == nil ? nil : check.address, domainName: input.fullyQualifiedDomainName)
    try HealthCheckRules.check(threshold: input.failureThreshold, port: input.port)
    try HealthCheckRules.check(regions: input.regions)
    if input.searchString != nil {
      try HealthCheckRules.check(searchString: input.searchString, type: check.type)
    }
    check.port = input.port ?? check.port
    check.path = input.resourcePath ?? check.path
    check.domainName = input.fullyQualifiedDomainName ?? check.domainName
    check.failureThreshold = input.failureThreshold ?? check.failureThreshold
    check.searchString = input.searchString ?? check.searchString
    check.enablesSNI = input.enableSNI ?? check.enablesSNI
    check.regions = input.regions ?? check.regions
  }

  private static func changeSources(
    of check: inout DNSHealthCheck, _ input: Input, in world: World
  ) throws(AWSError) {
    if input.childHealthChecks != nil || input.healthThreshold != nil {
      guard check.type == "CALCULATED" else {
        throw Route53Error.invalid("A health check of the type \(check.type) has no children.")
      }
      try HealthCheckRules.check(
        children: input.childHealthChecks ?? check.children, threshold: input.healthThreshold, of: check.id,
        in: world)
      check.children = input.childHealthChecks ?? check.children
      check.healthThreshold = input.healthThreshold ?? check.healthThreshold
    }
    if input.alarmIdentifier != nil || input.insufficientDataHealthStatus != nil {
      guard check.type == "CLOUDWATCH_METRIC" else {
        throw Route53Error.invalid("A health check of the type \(check.type) has no alarm.")
      }
      if let identifier = input.alarmIdentifier {
        check.alarm = try HealthCheckRules.alarm(identifier, in: world)
      }
      check.insufficientData =
        try HealthCheckRules.insufficientData(input.insufficientDataHealthStatus) ?? check.insufficientData
    }
  }

  private static func reset(_ elements: [String], of check: inout DNSHealthCheck) throws(AWSError) {
    for element in elements {
      switch element {
      case "FullyQualifiedDomainName": check.domainName = nil
      case "Regions": check.regions = nil
      case "ResourcePath": check.path = nil
      case "ChildHealthChecks": check.children = []
      default: throw Route53Error.invalid("The element \(element) can't be reset.")
      }
    }
    guard !check.asksEndpoint || check.address != nil || check.domainName != nil else {
      throw Route53Error.invalid("Either an IP address or a fully qualified domain name must be specified.")
    }
  }
}
