import EventKernel

/// One record of an answer to a question about a name.
package struct DNSRecordLine: Sendable, Equatable {
  /// The name that it is about, with its dot at the end.
  package let name: String
  /// How long it is kept, in seconds.
  package let ttl: Int
  /// Such as `A`.
  package let type: String
  /// An address, or what else the record holds.
  package let value: String
}

/// What a resolver answers to a question about a name.
package struct DNSLookup: Sendable, Equatable {
  /// The records, in the order in which one leads to the next.
  package internal(set) var records: [DNSRecordLine] = []
  /// Whether there is a name like this at all.
  package internal(set) var exists = true
}

extension World {
  /// What the resolver of the learner's computer answers: the records of a type, and the CNAMEs on the way to them.
  ///
  /// Follows at most 8 CNAMEs (TEACH: as all names). O(zones + records of the zone).
  ///
  /// - Parameter number: from 0 to below 1, which of several answers is drawn.
  package func lookUp(_ host: String, type: String, number: Double) -> DNSLookup {
    guard var name = DNSName.canonical(host) else { return DNSLookup(exists: false) }
    let vantage = Vantage.region(Account.learnerRegion)
    var lookup = DNSLookup()
    for _ in 0..<8 {
      guard let zone = hostedZone(for: name) else { break }
      let own = type == "A" ? [] : held(name, type: type, in: zone)
      lookup.records += own
      guard own.isEmpty, type != "CNAME", recordSets(name, type: "A", in: zone).isEmpty,
        let alias = held(name, type: "CNAME", in: zone, from: vantage, number).first,
        let next = DNSName.canonical(alias.value)
      else { break }
      lookup.records.append(alias)
      name = next
    }
    let answer = resolve(host: name, from: vantage).alternative(drawing: number)
    let addresses = answer?.addresses ?? serviceAddresses(of: name, from: vantage, number)
    if type == "A" {
      let ttl = answer?.ttl.wholeSeconds ?? 60
      lookup.records += addresses.map { DNSRecordLine(name: name, ttl: ttl, type: "A", value: "\($0)") }
    }
    let isHeld = hostedZone(for: name)?.records.contains { DNSName.name(name, matches: $0.name) } ?? false
    lookup.exists = isHeld || !addresses.isEmpty || !lookup.records.isEmpty
    return lookup
  }

  /// The address behind a name of CloudFront or S3, or behind one that leads there.
  // Simplified: dns-service-address
  func serviceAddresses(of name: String, from vantage: Vantage, _ number: Double) -> [IPv4Address] {
    var host = String(name.dropLast())
    for _ in 0..<8 {
      if servicePlace(of: host) != nil { return [Self.edgeAddress] }
      if let outside = OutsideHost(host) { return [outside.address] }
      guard let next = webTarget(of: host, from: vantage, number: number) else { return [] }
      host = next
    }
    return []
  }

  /// The records of a name and type as they stand in a zone; of several sets the one that policy and health choose.
  private func held(
    _ name: String, type: String, in zone: HostedZone, from vantage: Vantage? = nil, _ number: Double = 0
  ) -> [DNSRecordLine] {
    var sets = recordSets(name, type: type, in: zone)
    if let vantage, case .oneOf(let choices) = choose(among: sets, vantage, now, depth: 0) {
      var rest = number
      let drawn = choices.first { choice in
        rest -= choice.share
        return rest < 0
      }
      sets = (drawn ?? choices.last).map { [$0.set] } ?? []
    }
    return sets.flatMap { set -> [DNSRecordLine] in
      guard case .values(let values, let ttl) = set.answer else { return [] }
      return values.map { DNSRecordLine(name: name, ttl: ttl, type: type, value: $0) }
    }
  }
}
