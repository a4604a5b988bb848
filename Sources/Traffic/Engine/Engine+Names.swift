import Cloud
import EventKernel

extension Engine {
  /// What a resolver gets for a host name: entry points with how long they are kept, or why there is none.
  struct Resolution {
    var entries: [Int32] = []
    var lifetime: UInt64 = 0
    /// How many questions it took, one after the other.
    var questions: UInt64 = 1
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
    let answer = choose(of: route53, for: population, position, draw: draws.unit(0))
    // The users did not begin with the run: a resolver's first answer had been there before.
    if sources[position].resolvers[resolver].questions > 0 {
      sources[position].resolvers[resolver].answered = time &+ answer.questions &* sources[position].lookup
    }
    sources[position].resolvers[resolver].questions += 1
    sources[position].resolvers[resolver].expires = time &+ answer.lifetime
    sources[position].resolvers[resolver].entries = answer.entries
    sources[position].resolvers[resolver].failure = answer.failure
    if sources[position].resolvers[resolver].expiresForStubborn <= time, !answer.entries.isEmpty {
      sources[position].resolvers[resolver].stubbornEntries = answer.entries
      sources[position].resolvers[resolver].expiresForStubborn = time &+ Engine.stubbornLifetime
    }
  }

  /// How long a resolver of a city waits for an answer of Route 53, whose data plane stands at every edge: a round trip to
  /// the nearest one (TEACH, facts: Regions 1.3).
  // Simplified: dns-lookup
  func lookupSpan(fromCity city: String) -> UInt64 {
    UInt64(max(0, world.catalog.city(city)?.access.nanoseconds ?? 0))
  }

  private func choose(
    of answer: DNSAnswer, for population: Population, _ position: Int, draw: Double
  ) -> Resolution {
    if let alternative = answer.alternative(drawing: draw), !alternative.addresses.isEmpty {
      return Resolution(
        entries: alternative.addresses.map {
          serviceEntry(at: $0, for: position) ?? entry(at: $0, port: population.port)
        },
        lifetime: UInt64(max(0, alternative.ttl.nanoseconds)), questions: UInt64(alternative.questions))
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
