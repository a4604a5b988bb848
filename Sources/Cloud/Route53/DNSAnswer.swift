package import EventKernel

/// What a resolver can get for a name.
package struct DNSAnswer: Sendable, Equatable {
  /// One of the answers among which Route 53 draws; a resolver keeps the one that it got for its TTL.
  package struct Alternative: Sendable, Equatable {
    /// The share of resolvers that get this answer; the shares of an answer sum to 1.
    package var share: Double
    /// The addresses, in the order of the records; clients use any of them.
    package var addresses: [IPv4Address]
    /// How long a resolver keeps it.
    package var ttl: Duration
    /// How many questions a resolver asks for it, one after the other: one more for each CNAME on the way (facts: Route 53).
    package var questions = 1
  }

  /// The possible answers; none when the name has no address.
  package var alternatives: [Alternative]

  /// How long a resolver keeps it that a name has no address: the TTL of the SOA record that Route 53 makes (GK).
  package static let negativeTTL: Duration = .seconds(900)

  /// The name has no address.
  package static let none = DNSAnswer(alternatives: [])

  /// Whether the name has no address.
  package var isEmpty: Bool { alternatives.isEmpty }

  /// The answer with these addresses and nothing to draw.
  package static func certain(_ addresses: [IPv4Address], ttl: Duration) -> DNSAnswer {
    addresses.isEmpty
      ? .none : DNSAnswer(alternatives: [Alternative(share: 1, addresses: addresses, ttl: ttl)])
  }

  /// The alternative that a number from 0 to below 1 draws; `nil` when there is none.
  package func alternative(drawing number: Double) -> Alternative? {
    var rest = number
    for alternative in alternatives {
      rest -= alternative.share
      if rest < 0 { return alternative }
    }
    return alternatives.last
  }

  /// The same answer behind a CNAME of a TTL: kept no longer, and asked for once more.
  func behindName(keptFor ttl: Duration) -> DNSAnswer {
    DNSAnswer(
      alternatives: alternatives.map {
        Alternative(
          share: $0.share, addresses: $0.addresses, ttl: min($0.ttl, ttl), questions: $0.questions + 1)
      })
  }
}

/// What stands behind an address.
package enum Endpoint: Sendable, Equatable {
  case instance(InstanceID)
  /// A load balancer's node in a zone.
  case loadBalancerNode(LoadBalancerID, Zone)
  /// A database by its key `region/identifier`.
  case database(String)
  /// A cache by its key `region/id`; whether the address is a replica's.
  case cache(String, reader: Bool)
  /// Nothing.
  case none
}
