package import EventKernel

/// The records of a domain.
package struct HostedZone: Sendable, Equatable {
  /// `Z` and the characters that AWS gives.
  package let id: String
  /// With the final dot: `shop.example.`.
  package let name: String
  package let callerReference: String
  package var comment: String?
  package let isPrivate: Bool
  /// The VPCs from which a private zone is answered.
  package var vpcs: [VPCID]
  /// The records ordered by name (labels reversed), type and set identifier.
  package var records: [RecordSet]
  package var tags = Tags()
  /// The reusable delegation set whose name servers it has.
  package var delegationSet: String?
}

/// Name servers that several zones share.
package struct ReusableDelegationSet: Sendable, Equatable {
  package let id: String
  package let callerReference: String
  package let nameServers: [String]
}

/// The records of one name, type and set identifier.
package struct RecordSet: Sendable, Equatable {
  /// How Route 53 chooses among sets of one name and type (facts: Route 53 12).
  package enum Policy: Sendable, Equatable {
    case simple
    case weighted(Int)
    case latency(Region)
    case failover(isPrimary: Bool)
    case multivalue
    case geolocation(GeoArea)
    case geoproximity(GeoPosition)
  }

  /// What the set answers.
  package enum Answer: Sendable, Equatable {
    /// Values with their TTL in seconds.
    case values([String], ttl: Int)
    /// Another AWS resource by its DNS name.
    case alias(target: String, zoneID: String, evaluatesHealth: Bool)
  }

  /// With the final dot, lower case.
  package var name: String
  /// `A`, `AAAA`, `CNAME`, `TXT` …
  package var type: String
  package var setIdentifier: String?
  package var policy: Policy
  package var answer: Answer
  package var healthCheck: String?
}

/// A check that Route 53 makes from many places (facts: Route 53 12).
package struct DNSHealthCheck: Sendable, Equatable {
  package let id: String
  package let callerReference: String
  /// `HTTP`, `HTTPS`, `HTTP_STR_MATCH`, `HTTPS_STR_MATCH`, `TCP`, `CALCULATED`, `CLOUDWATCH_METRIC`.
  package internal(set) var type: String
  package var address: IPv4Address?
  package var domainName: String?
  package var port: Int
  package var path: String?
  package let interval: Duration
  package var failureThreshold: Int
  package var isInverted: Bool
  package var isDisabled: Bool
  /// Whether records with this check are answered.
  package var isHealthy: Bool
  /// Results in a row that differ from the present health.
  package var streak = 0
  package var version: Int
  package var tags: Tags
  /// The text that the beginning of the body must have.
  package var searchString: String?
  package var measuresLatency = false
  package var enablesSNI = false
  /// The Regions of the checkers; `nil` for all.
  package var regions: [String]?
  /// The children of a calculated check, and how many of them must be healthy.
  package var children: [String] = []
  package var healthThreshold: Int?
  /// The alarm whose data a check follows, as `region/name`.
  package var alarm: String?
  package var insufficientData: InsufficientData?
  /// What was wrong when it last was not well, and when.
  package var lastFailure: Failure?

  /// What a check on an alarm says while there is too little data.
  package enum InsufficientData: String, Sendable {
    case healthy = "Healthy"
    case unhealthy = "Unhealthy"
    case lastKnown = "LastKnownStatus"
  }

  /// A failed check.
  package struct Failure: Sendable, Equatable {
    package let at: Instant
    package let reason: String
  }

  /// Whether checkers ask an endpoint.
  package var asksEndpoint: Bool { !["CALCULATED", "CLOUDWATCH_METRIC"].contains(type) }
}

/// What Route 53 does of itself.
package enum Route53Event: Sendable, Equatable {
  /// A health check is made.
  case check(id: String)
  /// A change has reached all name servers.
  case inSync(change: String)
}

/// Everything of Route 53, which is global.
package struct Route53State: Sendable, Equatable {
  package internal(set) var zones = Table<String, HostedZone>()
  package internal(set) var healthChecks = Table<String, DNSHealthCheck>()
  /// A change that was submitted.
  package struct Change: Sendable, Equatable {
    /// When it is in sync everywhere.
    package let end: Instant
    /// The name of the zone that it changes, with the final dot.
    package let zone: String
  }

  /// The changes by id.
  package internal(set) var changes = Table<String, Change>()
  package internal(set) var delegationSets = Table<String, ReusableDelegationSet>()
  package init() {}
}
