import Cloud
import EventKernel

extension Engine {
  /// What a resolver gets for a host name: entry points with how long they are kept, or why there is none.
  struct Resolution {
    var entries: [Int32] = []
    var lifetime: UInt64 = 0
    /// A position in the table of causes, or -1.
    var failure: Int32 = -1
  }

  /// Asks Route 53 for a resolver, whose answer is good for its TTL.
  func resolve(population position: Int, resolver: Int, at time: UInt64) {
    let population = sources[position].population
    resolve(
      population: position, resolver: resolver, at: time,
      world.resolve(host: population.host, from: population.city))
  }

  /// The same with what Route 53 answers to the population.
  func resolve(population position: Int, resolver: Int, at time: UInt64, _ route53: DNSAnswer) {
    volumes.questions &+= 1
    let population = sources[position].population
    let draws = Draws(
      seed: run.weather.rawValue, purpose: DrawPurpose.resolution.rawValue,
      population: UInt64(position) << 16 | UInt64(resolver),
      number: sources[position].resolvers[resolver].questions)
    sources[position].resolvers[resolver].questions += 1
    let answer = choose(of: route53, for: population, draw: draws.unit(0))
    sources[position].resolvers[resolver].expires = time &+ answer.lifetime
    sources[position].resolvers[resolver].entries = answer.entries
    sources[position].resolvers[resolver].failure = answer.failure
    if sources[position].resolvers[resolver].expiresForStubborn <= time, !answer.entries.isEmpty {
      sources[position].resolvers[resolver].stubbornEntries = answer.entries
      sources[position].resolvers[resolver].expiresForStubborn = time &+ Engine.stubbornLifetime
    }
  }

  private func choose(of answer: DNSAnswer, for population: Population, draw: Double) -> Resolution {
    if let alternative = answer.alternative(drawing: draw), !alternative.addresses.isEmpty {
      return Resolution(
        entries: alternative.addresses.map { entry(at: $0, port: population.port) },
        lifetime: UInt64(max(0, alternative.ttl.nanoseconds)))
    }
    let code: CauseCode = world.hasRecord(for: population.host) ? .nameWithoutAddress : .nameNotFound
    return Resolution(
      lifetime: UInt64(DNSAnswer.negativeTTL.nanoseconds), failure: recorder.cause(code, population.host))
  }
}

extension World {
  /// Whether some record of an open zone has a name.
  fileprivate func hasRecord(for host: String) -> Bool {
    let name = host.hasSuffix(".") ? host.lowercased() : host.lowercased() + "."
    return route53.zones.contains { $0.row.records.contains { $0.name == name } }
  }
}
