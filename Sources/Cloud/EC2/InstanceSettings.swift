/// How an instance may ask for its metadata (facts: EC2 2.1).
package struct MetadataOptions: Sendable, Equatable {
  /// Whether every request needs a session token (IMDSv2).
  package var requiresTokens = true
  /// How many hops an answer may take: 2 by default for images that support IMDSv2.
  package var hopLimit = 2
  /// Whether there is an answer at all; without one the application cannot use its role.
  package var isEnabled = true
  /// Whether the instance's tags are among the metadata.
  package var showsTags = false
  /// Whether it answers under its IPv6 address too.
  package var answersIPv6 = false

  package init() {}
}

/// Metadata options as calls give them.
package struct MetadataSpecification: Codable, Sendable, Equatable {
  package var httpTokens: String?
  package var httpPutResponseHopLimit: Int?
  package var httpEndpoint: String?
  package var httpProtocolIpv6: String?
  package var instanceMetadataTags: String?
}

/// Metadata options as calls show them.
package struct MetadataOptionsShape: Encodable, Sendable {
  package var state: String
  package var httpTokens: String
  package var httpPutResponseHopLimit: Int
  package var httpEndpoint: String
  package var httpProtocolIpv6: String
  package var instanceMetadataTags: String

  init(_ options: MetadataOptions, state: String = "applied") {
    self.state = state
    httpTokens = options.requiresTokens ? "required" : "optional"
    httpPutResponseHopLimit = options.hopLimit
    httpEndpoint = options.isEnabled ? "enabled" : "disabled"
    httpProtocolIpv6 = options.answersIPv6 ? "enabled" : "disabled"
    instanceMetadataTags = options.showsTags ? "enabled" : "disabled"
  }
}

extension MetadataOptions {
  /// The options with what a call changes.
  func changed(by asked: MetadataSpecification?) throws(AWSError) -> MetadataOptions {
    guard let asked else { return self }
    var options = self
    options.requiresTokens = try Self.choice(
      asked.httpTokens, "HttpTokens", on: "required", off: "optional", else: requiresTokens)
    options.isEnabled = try Self.choice(
      asked.httpEndpoint, "HttpEndpoint", on: "enabled", off: "disabled", else: isEnabled)
    options.showsTags = try Self.choice(
      asked.instanceMetadataTags, "InstanceMetadataTags", on: "enabled", off: "disabled", else: showsTags)
    options.answersIPv6 = try Self.choice(
      asked.httpProtocolIpv6, "HttpProtocolIpv6", on: "enabled", off: "disabled", else: answersIPv6)
    if let limit = asked.httpPutResponseHopLimit {
      guard (1...64).contains(limit) else {
        throw .invalidParameter("\(limit)", "HttpPutResponseHopLimit", "Expecting a value between 1 and 64.")
      }
      options.hopLimit = limit
    }
    return options
  }

  private static func choice(
    _ text: String?, _ name: String, on: String, off: String, else present: Bool
  ) throws(AWSError) -> Bool {
    switch text {
    case nil: return present
    case on: return true
    case off: return false
    case let other: throw .invalidParameter(other ?? "", name, "Expecting \(on) or \(off).")
    }
  }
}

/// Whether a burstable instance may go on above its baseline when its credits are gone.
package struct CreditSpecification: Codable, Sendable, Equatable {
  package var cpuCredits: String?

  /// `standard` or `unlimited`, for a type that bursts.
  static func checked(_ text: String?, for type: String, in world: World) throws(AWSError) -> String? {
    guard let text else { return nil }
    guard text == "standard" || text == "unlimited" else {
      throw .invalidParameter(text, "CpuCredits", "Expecting standard or unlimited.")
    }
    guard world.catalog.instanceType(type)?.isBurstable == true else {
      throw AWSError(
        "InvalidParameterCombination",
        "The instance type '\(type)' does not support specifying CpuCredits. It is not burstable.")
    }
    return text
  }
}

/// Switches one-minute metrics on or off.
package struct MonitoringSpecification: Codable, Sendable, Equatable { package var enabled: Bool? }

/// Whether EC2 moves an instance whose host has failed.
package struct MaintenanceSpecification: Codable, Sendable, Equatable { package var autoRecovery: String? }

extension World {
  /// Whether a burstable instance is in unlimited mode: as it was told, else as its type is (facts: EC2 2.5).
  package func isUnlimited(_ instance: Instance) -> Bool {
    (instance.creditMode ?? catalog.instanceType(instance.type)?.credits?.mode) == "unlimited"
  }
}
