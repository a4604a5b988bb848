package import EventKernel

extension World {
  /// What resolvers of a city can get for a host name at a moment, now unless it is given.
  ///
  /// Chooses records by policy and health, follows CNAMEs and aliases, and knows the names that AWS gives: load balancers,
  /// databases, caches and instances. A dotted address answers itself. O(zones + records of the zone).
  package func resolve(host: String, from city: String, at moment: Instant? = nil) -> DNSAnswer {
    resolve(host: host, from: .city(city), at: moment)
  }

  /// Where a question comes from.
  enum Vantage: Sendable {
    case city(String)
    case region(Region)
  }

  /// TEACH: aliases and CNAMEs are followed this far.
  private static var longestChain: Int { 8 }

  func resolve(host: String, from vantage: Vantage, at moment: Instant? = nil) -> DNSAnswer {
    if let address = IPv4Address(host) { return .certain([address], ttl: .days(1)) }
    guard let name = DNSName.canonical(host) else { return .none }
    return resolve(name, vantage, moment ?? now, depth: 0)
  }

  private func resolve(_ name: String, _ vantage: Vantage, _ moment: Instant, depth: Int) -> DNSAnswer {
    guard depth < Self.longestChain else { return .none }
    if let answer = answerOfAWS(name, moment) { return answer }
    guard let zone = hostedZone(for: name) else { return .none }
    return answer(name, in: zone, vantage, moment, depth: depth)
  }

  /// The public zone with the longest name that a name lies in; of equal ones the first by id.
  func hostedZone(for name: String) -> HostedZone? {
    var best: HostedZone?
    for (_, zone) in route53.zones
    where !zone.isPrivate && DNSName.name(name, liesIn: zone.name)
      && zone.name.utf8.count > (best?.name.utf8.count ?? 0)
    {
      best = zone
    }
    return best
  }

  /// The sets that answer a name, of one type: those of its own name, else of the nearest wildcard.
  func recordSets(_ name: String, type: String, in zone: HostedZone) -> [RecordSet] {
    let own = zone.records.filter { $0.name.utf8.elementsEqual(name.utf8) }
    if !own.isEmpty { return own.filter { $0.type.utf8.elementsEqual(type.utf8) } }
    let wild = zone.records.filter {
      $0.type.utf8.elementsEqual(type.utf8) && DNSName.name(name, matches: $0.name)
    }
    let longest = wild.map(\.name.utf8.count).max()
    return wild.filter { $0.name.utf8.count == longest }
  }

  private func answer(
    _ name: String, in zone: HostedZone, _ vantage: Vantage, _ moment: Instant, depth: Int
  ) -> DNSAnswer {
    let sets = recordSets(name, type: "A", in: zone)
    if !sets.isEmpty {
      return combine(choose(among: sets, vantage, moment, depth: depth)) {
        addresses(of: $0, in: zone, vantage, moment, depth: depth)
      }
    }
    return combine(choose(among: recordSets(name, type: "CNAME", in: zone), vantage, moment, depth: depth)) {
      guard case .values(let values, let ttl) = $0.answer,
        let target = values.first.flatMap(DNSName.canonical)
      else { return .none }
      return resolve(target, vantage, moment, depth: depth + 1).behindName(keptFor: .seconds(ttl))
    }
  }

  /// Sets with their shares, each answered; sets that come together (multivalue) are one answer.
  private func combine(_ choice: RecordChoice, _ answer: (RecordSet) -> DNSAnswer) -> DNSAnswer {
    switch choice {
    case .together(let sets):
      let parts = sets.compactMap { answer($0).alternatives.first }
      return .certain(parts.flatMap(\.addresses), ttl: parts.map(\.ttl).min() ?? .zero)
    case .oneOf(let sets):
      var alternatives: [DNSAnswer.Alternative] = []
      for (set, share) in sets {
        alternatives += answer(set).alternatives.map {
          DNSAnswer.Alternative(
            share: $0.share * share, addresses: $0.addresses, ttl: $0.ttl, questions: $0.questions)
        }
      }
      return DNSAnswer(alternatives: alternatives)
    }
  }

  private func addresses(
    of set: RecordSet, in zone: HostedZone, _ vantage: Vantage, _ moment: Instant, depth: Int
  ) -> DNSAnswer {
    switch set.answer {
    case .values(let values, let ttl): .certain(values.compactMap { IPv4Address($0) }, ttl: .seconds(ttl))
    case .alias(let target, _, _):
      depth + 1 < Self.longestChain
        ? answerOfAWS(target, moment) ?? answer(target, in: zone, vantage, moment, depth: depth + 1) : .none
    }
  }

  /// The name to which the records of a host lead though it has no address: its resource is gone or not ready; `nil` for
  /// hosts without such a record.
  package func danglingTarget(of host: String) -> String? {
    let vantage = Vantage.region(Account.learnerRegion)
    guard let name = DNSName.canonical(host), let zone = hostedZone(for: name),
      resolve(host: host, from: vantage).isEmpty
    else { return nil }
    for type in ["A", "CNAME"] {
      for set in recordSets(name, type: type, in: zone) {
        switch set.answer {
        case .alias(let target, _, _): return String(target.dropLast(target.hasSuffix(".") ? 1 : 0))
        case .values(let values, _):
          if type == "CNAME", let target = values.first {
            return String(target.dropLast(target.hasSuffix(".") ? 1 : 0))
          }
        }
      }
    }
    return nil
  }

  /// The name to which a name leads by its alias or CNAME, chosen by policy and health; `nil` when it has none.
  ///
  /// - Parameter number: from 0 to below 1, which of several it is.
  func webTarget(of host: String, from vantage: Vantage, number: Double) -> String? {
    guard let name = DNSName.canonical(host), let zone = hostedZone(for: name) else { return nil }
    let sets = ["A", "CNAME"].lazy.map { recordSets(name, type: $0, in: zone) }.first { !$0.isEmpty } ?? []
    var chosen: RecordSet?
    switch choose(among: sets, vantage, now, depth: 0) {
    case .together(let sets): chosen = sets.first
    case .oneOf(let sets):
      var rest = number
      chosen =
        sets.first { set in
          rest -= set.share
          return rest < 0
        }?.set ?? sets.last?.set
    }
    switch chosen?.answer {
    case .alias(let target, _, _): return String(target.dropLast(target.hasSuffix(".") ? 1 : 0))
    case .values(let values, _)?:
      return chosen?.type == "CNAME"
        ? values.first.map { String($0.dropLast($0.hasSuffix(".") ? 1 : 0)) } : nil
    case nil: return nil
    }
  }
}
